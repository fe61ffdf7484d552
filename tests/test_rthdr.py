"""Routing headers against glibc's functions, and headers that lie."""

import pytest
from c_oracle import LINUX, C
from misuse import complaints_of

from pysock import (
    IPV6_RTHDR_TYPE_0,
    ConstViolation,
    NullPointer,
    OutOfBounds,
    char,
    inet6_rth_add,
    inet6_rth_getaddr,
    inet6_rth_init,
    inet6_rth_reverse,
    inet6_rth_segments,
    inet6_rth_space,
    memset,
    struct,
)

ROOM = 100
SOURCE = """
#include "compat.h"

static void show(int result, const unsigned char *bytes)
{
    printf("%d ", result);
    for (int i = 0; i < 100; i++) {
        printf("%02x", bytes[i]);
    }
    printf("\\n");
}

int main(void)
{
    unsigned char header[100], out[100];
    struct in6_addr address;
    memset(header, 0xff, sizeof(header));
    memset(out, 0xee, sizeof(out));
    show(inet6_rth_init(header, 100, 0, 3) == (void *)header, header);
    for (int i = 1; i <= 4; i++) {
        memset(&address, i, sizeof(address));
        show(inet6_rth_add(header, &address), header);
    }
    header[3] = 1;
    header[4] = 9;
    show(inet6_rth_reverse(header, out), out);
    show(inet6_rth_reverse(header, header), header);
    for (int units = 0; units < 9; units++) {
        header[1] = units;
        show(inet6_rth_segments(header), header);
        show(inet6_rth_reverse(header, out), out);
        for (int used = 0; used <= units / 2; used++) { /* beyond, glibc writes anywhere */
            header[3] = used;
            show(inet6_rth_add(header, &address), header);
        }
        for (int i = -1; i < 6; i++) {
            struct in6_addr *found = inet6_rth_getaddr(header, i);
            show(found == NULL ? -1 : (int)((unsigned char *)found - header), header);
        }
    }
    header[2] = 1;
    show(inet6_rth_segments(header), header);
    show(inet6_rth_reverse(header, out), out);
    show(inet6_rth_add(header, &address), header);
    show(inet6_rth_getaddr(header, 0) == NULL, header);
    for (int segments = -1; segments < 130; segments++) {
        show(inet6_rth_space(0, segments), header);
    }
    show(inet6_rth_space(1, 2), header);
    show(inet6_rth_init(header, 55, 0, 3) == NULL, header);
    show(inet6_rth_init(header, 100, 1, 3) == NULL, header);
    return 0;
}
"""


def all_calls():
    """What SOURCE prints."""
    lines = []

    def show(result, memory):
        lines.append(f"{result} {bytes(memory).hex()}")

    header, out, address = char[ROOM](), char[ROOM](), struct.in6_addr()
    memset(header, 0xFF, ROOM)
    memset(out, 0xEE, ROOM)
    show(int(inet6_rth_init(header, ROOM, 0, 3) == header), header)
    for value in range(1, 5):
        memset(address, value, 16)
        show(inet6_rth_add(header, address), header)
    header[3], header[4] = 1, 9
    show(inet6_rth_reverse(header, out), out)
    show(inet6_rth_reverse(header, header), header)
    for units in range(9):
        header[1] = units
        show(inet6_rth_segments(header), header)
        show(inet6_rth_reverse(header, out), out)
        for used in range(units // 2 + 1):
            header[3] = used
            show(inet6_rth_add(header, address), header)
        for index in range(-1, 6):
            found = inet6_rth_getaddr(header, index)
            show(-1 if found is None else found._offset, header)
    header[2] = 1
    show(inet6_rth_segments(header), header)
    show(inet6_rth_reverse(header, out), out)
    show(inet6_rth_add(header, address), header)
    show(int(inet6_rth_getaddr(header, 0) is None), header)
    for segments in range(-1, 130):
        show(inet6_rth_space(0, segments), header)
    show(inet6_rth_space(1, 2), header)
    show(int(inet6_rth_init(header, 55, 0, 3) is None), header)
    show(int(inet6_rth_init(header, ROOM, 1, 3) is None), header)
    return lines


@LINUX
def test_as_in_c(compiler, tmp_path):
    assert C(compiler, tmp_path).output(SOURCE).splitlines() == all_calls()


def test_addresses_lie_in_the_header():
    header = char[inet6_rth_space(IPV6_RTHDR_TYPE_0, 2)]()
    assert header == inet6_rth_init(header, 40, IPV6_RTHDR_TYPE_0, 2)
    second = inet6_rth_getaddr(header + 0, 1)
    second[0] = struct.in6_addr()
    with pytest.raises(OutOfBounds):
        second[1]


def test_headers_that_lie():
    header = char[40]()
    inet6_rth_init(header, 40, 0, 2)
    header[1] = 5
    for call in (
        lambda: inet6_rth_segments(header),
        lambda: inet6_rth_reverse(header, header),
        lambda: inet6_rth_add(header, struct.in6_addr()),
        lambda: inet6_rth_getaddr(header, 0),
    ):
        with pytest.raises(OutOfBounds, match="says it has 48 bytes, the object has 40"):
            call()
    header[1] = 4
    with pytest.raises(OutOfBounds):
        inet6_rth_reverse(header, char[39]())
    with pytest.raises(OutOfBounds):
        inet6_rth_init(header, 41, 0, 2)


def test_more_addresses_than_there_is_room_for():
    """Glibc computes the room that is left without a sign, and writes behind the header."""
    header = char[40]()
    inet6_rth_init(header, 40, 0, 2)
    header[3] = 3
    assert -1 == inet6_rth_add(header, struct.in6_addr())
    assert 3 == header[3]


def test_bad_arguments():
    for bad in (5, [], 1.5):
        with pytest.raises(TypeError):
            inet6_rth_segments(bad)
    with pytest.raises(NullPointer):
        inet6_rth_add(None, struct.in6_addr())
    with pytest.raises(NullPointer):
        inet6_rth_add(char[40](), None)
    with pytest.raises(TypeError):
        inet6_rth_add(char[40](), struct.in_addr())
    with pytest.raises(OutOfBounds, match="has 8 bytes, the object 7"):
        inet6_rth_segments(char[7]())
    with pytest.raises(ConstViolation):
        inet6_rth_init(b"x" * 40, 40, 0, 2)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("rthdr", tmp_path)
