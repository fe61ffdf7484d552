"""Byte order, addresses as text and as bits, network classes: beside the library's and C's own."""

import itertools
import random
import socket as stdlib
import sys
import threading

import pytest
from c_oracle import C
from misuse import Changing, complaints_of

import pysock
from pysock import (
    AF_INET,
    AF_INET6,
    AF_UNIX,
    EAFNOSUPPORT,
    ENOSPC,
    INADDR_ANY,
    INADDR_LOOPBACK,
    INADDR_NONE,
    INET6_ADDRSTRLEN,
    INET_ADDRSTRLEN,
    SUN_LEN,
    ConstViolation,
    NullPointer,
    OutOfBounds,
    Unterminated,
    char,
    errno,
    htonl,
    htons,
    in6addr_any,
    in6addr_loopback,
    in_addr_t,
    inet_addr,
    inet_aton,
    inet_lnaof,
    inet_makeaddr,
    inet_netof,
    inet_network,
    inet_ntoa,
    inet_ntop,
    inet_pton,
    int_,
    ntohl,
    ntohs,
    ptr,
    size_t,
    sizeof,
    socklen_t,
    struct,
    uint16_t,
    uint32_t,
)

NAMES = """
IN_BADCLASS IN_CLASSA IN_CLASSB IN_CLASSC IN_CLASSD IN_EXPERIMENTAL IN_MULTICAST
IN6_IS_ADDR_LINKLOCAL IN6_IS_ADDR_LOOPBACK IN6_IS_ADDR_MC_GLOBAL IN6_IS_ADDR_MC_LINKLOCAL
IN6_IS_ADDR_MC_NODELOCAL IN6_IS_ADDR_MC_ORGLOCAL IN6_IS_ADDR_MC_SITELOCAL IN6_IS_ADDR_MULTICAST
IN6_IS_ADDR_SITELOCAL IN6_IS_ADDR_UNSPECIFIED IN6_IS_ADDR_V4COMPAT IN6_IS_ADDR_V4MAPPED
"""
IPV4_MACROS = [name for name in NAMES.split() if name.startswith("IN_")]
IPV6_MACROS = [name for name in NAMES.split() if name.startswith("IN6_")]

ORACLE = """
#include "compat.h"

static void hex(const unsigned char *bytes, int size)
{
    for (int i = 0; i < size; i++) printf("%02x", bytes[i]);
    printf(" ");
}

static void text(const char *s)
{
    struct in_addr in = {7};
    unsigned char v4[4] = {7}, v6[16] = {7};
    printf("%u ", inet_addr(s));
    printf("%d ", inet_aton(s, &in));
    printf("%u %u ", in.s_addr, inet_network(s));
    printf("%d ", inet_pton(AF_INET, s, v4)), hex(v4, 4);
    printf("%d ", inet_pton(AF_INET6, s, v6)), hex(v6, 16);
}

static void number(unsigned long n)
{
    struct in_addr in = {n};
    printf("%u %u %u %u ", htons(n), htonl(n), ntohs(n), ntohl(n));
    printf("%u %u %u ", inet_lnaof(in), inet_netof(in), inet_makeaddr(n >> 8, n).s_addr);
    printf("%s ", inet_ntoa(in));
    IPV4
}

static void in6(const char *digits)
{
    struct in6_addr a[1];
    char printed[INET6_ADDRSTRLEN];
    for (int i = 0; i < 16; i++) sscanf(digits + 2 * i, "%2hhx", &a->s6_addr[i]);
    printf("%s ", inet_ntop(AF_INET6, a, printed, sizeof(printed)));
    IPV6
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] == 't') text(argv[i] + 1);
        if (argv[i][0] == 'n') number(strtoul(argv[i] + 1, NULL, 10));
        if (argv[i][0] == '6') in6(argv[i] + 1);
        printf("\\n");
    }
    return 0;
}
"""


@pytest.fixture
def oracle(compiler, tmp_path):
    """What C prints for each argument: t<text>, n<number> or 6<32 digits>."""
    source = ORACLE.replace("IPV4", "".join(f'printf("%d ", !!{n}(n));' for n in IPV4_MACROS))
    source = source.replace("IPV6", "".join(f'printf("%d ", !!{n}(a));' for n in IPV6_MACROS))
    return lambda words: C(compiler, tmp_path).output(source, *words).splitlines()


# --------------------------------------------------------------------------------- byte order


def test_byte_order_is_the_standard_librarys():
    for number in (0, 1, 0x1234, 0xFFFF, 0x12345678, 0xFFFFFFFF):
        short = number & 0xFFFF
        assert [stdlib.htons(short), stdlib.ntohs(short)] == [htons(short), ntohs(short)]
        assert [stdlib.htonl(number), stdlib.ntohl(number)] == [htonl(number), ntohl(number)]


def test_byte_order_wraps_as_c_converts():
    assert htons(4464) == htons(70000)
    assert 0xFFFF == htons(-1) == ntohs(-1)
    assert htons(9190) == htons(uint16_t(9190)) == htons(int_(9190))
    assert htonl(1) == htonl((1 << 32) + 1) == htonl(uint32_t(1))
    assert 0xFFFFFFFF == htonl(-1) == ntohl(-1)


def test_byte_order_of_what_is_no_integer():
    for call in (htons, htonl, ntohs, ntohl):
        for bad in ("80", 80.0, None, b"P"):
            with pytest.raises(TypeError, match=f"{call.__name__}: an argument is an integer, not"):
                call(bad)


# ------------------------------------------------------------------------- text to addresses

WORDS = """
1 1.2 1.2.3 1.2.3.4 1.2.3.4.5 0 0.0.0.0 255.255.255.255 127.1 127.0.1 127.65535 127.65536
256.1.1.1 1.256.1.1 1.1.1.256 1.1.256 1.1.65535 1.1.65536 1.16777215 1.16777216 4294967295
4294967296 0x7f.1 0x7f000001 0x 0xg 0X7F.0.0.1 017700000001 08.1.1.1 010.010.010.010 1..2 .1 1.
1.2.3. ..... -1 -1.2.3.4 +1.2.3.4 1.2.3.4x 1.2.3.x 1.2.3.0x1 a.b.c.d localhost
00000000000001.2.3.4 1.2.3.00000000000004 999999999999999999999 1.2.3.999999999999999999999 :: ::1
1:: :: ::: 1:2:3:4:5:6:7:8 1:2:3:4:5:6:7:8:9 1:2:3:4:5:6:7 ::ffff:1.2.3.4 ::1.2.3.4 ::ffff:1.2.3
::1.2.3.4.5 fe80::1 fe80::1%lo FE80::ABCD ::g 12345:: ::12345 1::2::3 1:2:3:4:5:6:1.2.3.4
1:2:3:4:5:6:7:1.2.3.4 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 0:0:0:0:0:0:0:0 [::1] ::1/64
1.2.3.4:80 : 1: :1 ::00001 2001:db8::192.0.2.33 ::256.1.1.1 ::01.2.3.4
"""
ODD = [
    *WORDS.split(),
    "", " ", " 1.2.3.4", "1.2.3.4 ", "1.2.3.4 junk", "1.2.3.4\tjunk", "1.2.3.4\n", "1. 2.3.4",
    "1.2 .3.4", "é", "１.2.3.4", "1.2.3.4é", " ::1", "::1 ", "x" * 300, "1." * 100, "1:" * 100,
]  # fmt: skip


def our_text(text):
    """What the C program prints for a text."""
    in_ = struct.in_addr(7)
    v4, v6 = char[4](b"\x07"), char[16](b"\x07")
    words = [inet_addr(text), inet_aton(text, in_), in_.s_addr, inet_network(text)]
    words += [inet_pton(AF_INET, text, v4), bytes(v4).hex()]
    words += [inet_pton(AF_INET6, text, v6), bytes(v6).hex()]
    return " ".join(map(str, words))


def test_odd_addresses_mean_what_they_mean_in_c(oracle):
    theirs = [line.strip() for line in oracle([f"t{text}" for text in ODD])]
    ours = [our_text(text) for text in ODD]
    assert [] == [(t, c, p) for t, c, p in zip(ODD, theirs, ours, strict=True) if c != p]


def test_addresses_are_the_standard_librarys():
    for text in ("127.0.0.1", "1.2.3.4", "255.255.255.255", "0.0.0.0", "127.232.124.79"):
        packed = stdlib.inet_aton(text)
        in_ = struct.in_addr()
        assert 1 == inet_aton(text, in_)
        assert packed == bytes(in_)
        assert int.from_bytes(packed, sys.byteorder) == inet_addr(text)
    for text in ("::", "::1", "fe80::1", "::ffff:1.2.3.4", "2001:db8::1"):
        bits = struct.in6_addr()
        assert 1 == inet_pton(AF_INET6, text, bits)
        assert stdlib.inet_pton(AF_INET6, text) == bytes(bits)


def test_inet_addr_fails_with_inaddr_none():
    """The course's second call: 256 is no byte."""
    assert INADDR_NONE == inet_addr("1.2.3.256")
    assert inet_addr("1.2.3.256") == INADDR_NONE
    assert inet_addr("1.2.3.4") != INADDR_NONE
    assert htonl(0x01020304) == inet_addr("1.2.3.4")


def test_texts_of_every_kind():
    buffer = char[20](b"127.0.0.1")
    for text in (b"127.0.0.1", buffer, buffer + 0, bytearray(b"127.0.0.1\0"), "127.0.0.1\0junk"):
        assert htonl(INADDR_LOOPBACK) == inet_addr(text)
    for call in (inet_addr, inet_network):
        with pytest.raises(Unterminated, match=f"{call.__name__}: no NUL in the 4 bytes"):
            call(char[4](b"1.2."))
        with pytest.raises(NullPointer, match=f"{call.__name__}: NULL where C needs an object"):
            call(None)
        with pytest.raises(TypeError, match=f"{call.__name__}: a pointer needs a C value"):
            call(127)


def test_results_need_room():
    with pytest.raises(TypeError, match=r"inet_aton: C wants a `struct in_addr \*`, not the addre"):
        inet_aton("1.2.3.4", int_())
    with pytest.raises(NullPointer, match=r"inet_aton: NULL where C needs a `struct in_addr \*`"):
        inet_aton("1.2.3.4", None)
    with pytest.raises(OutOfBounds, match="inet_pton: 4 bytes of an object that has 3"):
        inet_pton(AF_INET, "1.2.3.4", char[3]())
    with pytest.raises(OutOfBounds, match="inet_pton: 16 bytes of an object that has 4"):
        inet_pton(AF_INET6, "::1", struct.in_addr())
    with pytest.raises(ConstViolation, match="inet_pton: would write into the literal"):
        inet_pton(AF_INET, "1.2.3.4", b"1234")
    with pytest.raises(NullPointer, match="inet_pton: 4 bytes at NULL"):
        inet_pton(AF_INET, "1.2.3.4", None)
    target = bytearray(16)
    assert 1 == inet_pton(AF_INET6, "::1", target)
    assert bytes(15) + b"\x01" == target


def test_family_and_size_are_read_once():
    four = char[20]()
    assert 1 == inet_pton(Changing(AF_INET, AF_INET6), "1.2.3.4", four)
    assert b"\x01\x02\x03\x04" == bytes(four)[:4]
    assert -1 == inet_pton(Changing(AF_UNIX, AF_INET6), "::1", None)
    printed = inet_ntop(Changing(AF_INET, AF_INET6), four, char[50](), Changing(50, 3))
    assert "1.2.3.4" == str(printed)


def test_families_that_have_no_text():
    errno.value = 0
    assert -1 == inet_pton(AF_UNIX, "1.2.3.4", char[16]())
    assert errno == EAFNOSUPPORT
    errno.value = 0
    assert None is inet_ntop(AF_UNIX, char[16](), char[50](), 50)
    assert errno == EAFNOSUPPORT
    with pytest.raises(TypeError, match="inet_pton: an argument is an integer, not the str"):
        inet_pton("AF_INET", "1.2.3.4", char[16]())


# ------------------------------------------------------------------------- addresses to text


def test_inet_ntoa_overwrites_what_it_returned_before():
    """The course's program: the first string changes at the second call."""
    first = inet_ntoa(struct.in_addr(htonl(0x01020304)))
    copy = char[20](first.string())
    second = inet_ntoa(struct.in_addr(htonl(0x01010101)))
    assert ["1.1.1.1", "1.1.1.1", "1.2.3.4"] == [str(first), str(second), str(copy)]


def test_repr_leaves_the_static_buffer_of_inet_ntoa_alone():
    serv = struct.sockaddr_in(sin_family=AF_INET, sin_addr=(htonl(INADDR_LOOPBACK),))
    text = inet_ntoa(struct.in_addr(htonl(0x01020304)))
    assert "127.0.0.1" in repr(serv)
    assert "1.2.3.4" == str(text)


def test_inet_ntoa_has_a_buffer_for_each_thread():
    mine = inet_ntoa(struct.in_addr(htonl(0x01020304)))
    theirs = []
    thread = threading.Thread(target=lambda: theirs.append(inet_ntoa(struct.in_addr(0))))
    thread.start()
    thread.join(10)
    assert ["1.2.3.4", "0.0.0.0"] == [str(mine), str(theirs[0])]


def test_struct_by_value():
    serv = struct.sockaddr_in(sin_addr=(htonl(INADDR_LOOPBACK),))
    assert "127.0.0.1" == str(inet_ntoa(serv.sin_addr))
    assert "127.0.0.1" == str(inet_ntoa(ptr(struct.in_addr, serv.sin_addr)))
    assert [1, 127] == [inet_lnaof(serv.sin_addr), inet_netof(serv.sin_addr)]
    for call, bad in itertools.product((inet_ntoa, inet_lnaof, inet_netof), (5, None, serv)):
        with pytest.raises(TypeError, match=f"{call.__name__}: C wants a `struct in_addr`, not"):
            call(bad)


def test_inet_ntop_fails_without_room():
    bits = struct.in_addr(htonl(0x01020304))
    text = char[20]()
    for size in (0, 1, 7):
        errno.value = 0
        assert None is inet_ntop(AF_INET, bits, text, size)
        assert errno == ENOSPC
    assert text is inet_ntop(AF_INET, bits, text, 8)
    assert b"1.2.3.4" == text.string()
    longest = struct.in6_addr(b"\xff" * 10 + b"\0\0" + b"\xff" * 4)
    for size in (socklen_t(sizeof(text)), size_t(20)):
        assert None is inet_ntop(AF_INET6, longest, text, size)
        assert errno == ENOSPC


def test_inet_ntop_needs_room():
    with pytest.raises(OutOfBounds, match="inet_ntop: 20 bytes of an object that has 10"):
        inet_ntop(AF_INET, char[4](), char[10](), 20)
    with pytest.raises(OutOfBounds, match="inet_ntop: 16 bytes of an object that has 4"):
        inet_ntop(AF_INET6, char[4](), char[50](), 50)
    with pytest.raises(NullPointer, match="inet_ntop: 50 bytes at NULL"):
        inet_ntop(AF_INET, char[4](), None, 50)
    with pytest.raises(ConstViolation, match="inet_ntop: would write into the literal"):
        inet_ntop(AF_INET, char[4](), "x" * 20, 20)
    assert [16, 46] == [INET_ADDRSTRLEN, INET6_ADDRSTRLEN]


# ------------------------------------------------------------------ numbers, classes, macros


def our_number(number):
    in_ = struct.in_addr(number)
    words = [call(number) for call in (htons, htonl, ntohs, ntohl)]
    words += [inet_lnaof(in_), inet_netof(in_), inet_makeaddr(number >> 8, number).s_addr]
    words.append(inet_ntoa(in_))
    words += [int(getattr(pysock, name)(number)) for name in IPV4_MACROS]
    return " ".join(map(str, words))


def test_numbers_and_classes_are_cs(oracle):
    """The first byte decides the class: all of them, and some random rest."""
    chance = random.Random(4)
    numbers = [first << 24 | chance.getrandbits(24) for first in range(256)]
    numbers += [0, 1, 255, 256, 65535, 65536, INADDR_NONE]
    theirs = [line.strip() for line in oracle([f"n{number}" for number in numbers])]
    assert theirs == [our_number(number) for number in numbers]


def test_classes_of_wider_numbers():
    """C's macros cast to in_addr_t; a number is taken from whatever holds one."""
    for name in IPV4_MACROS:
        macro = getattr(pysock, name)
        for first in (10, 150, 200, 230, 250):
            number = first << 24
            assert macro(number) == macro(number | 1 << 40) == macro(in_addr_t(number))
        with pytest.raises(TypeError, match=f"{name}: an argument is an integer, not the str"):
            macro("10.0.0.1")


def special_in6():
    """Every kind of address, its neighbours, and random ones."""
    chance = random.Random(6)
    for first, second in itertools.product((0x00, 0xFC, 0xFE, 0xFF), range(0, 256, 15)):
        yield bytes([first, second]) + chance.randbytes(14)
    for scope in range(16):
        yield bytes([0xFF, chance.getrandbits(4) << 4 | scope]) + bytes(14)
    for start, end in itertools.product(
        (bytes(12), bytes(10) + b"\xff\xff", bytes(9) + b"\1\xff\xff", bytes(11) + b"\1"),
        (b"\0\0\0\0", b"\0\0\0\1", b"\0\0\0\2", b"\1\0\0\0", b"\1\2\3\4", b"\xff" * 4),
    ):
        yield start + end
    for second in (0x7F, 0x80, 0xBF, 0xC0):
        yield bytes([0xFE, second]) + bytes(14)


def our_in6(bits):
    address = struct.in6_addr(bits)
    text = inet_ntop(AF_INET6, address, char[INET6_ADDRSTRLEN](), INET6_ADDRSTRLEN)
    return " ".join([str(text), *(str(int(getattr(pysock, n)(address))) for n in IPV6_MACROS)])


def test_ipv6_macros_are_cs(oracle):
    addresses = list(special_in6())
    theirs = [line.strip() for line in oracle([f"6{bits.hex()}" for bits in addresses])]
    assert theirs == [our_in6(bits) for bits in addresses]


def test_constant_addresses():
    assert pysock.IN6_IS_ADDR_UNSPECIFIED(in6addr_any)
    assert pysock.IN6_IS_ADDR_LOOPBACK(in6addr_loopback)
    serv = struct.sockaddr_in6()
    serv.sin6_addr = in6addr_loopback
    assert stdlib.inet_pton(AF_INET6, "::1") == bytes(serv.sin6_addr)
    with pytest.raises(ConstViolation):
        in6addr_any.s6_addr[0] = 1
    with pytest.raises(ConstViolation):
        inet_pton(AF_INET6, "::1", in6addr_any)
    for bad in (None, 5, serv, struct.in_addr()):
        with pytest.raises((TypeError, NullPointer), match="IN6_IS_ADDR_UNSPECIFIED: "):
            pysock.IN6_IS_ADDR_UNSPECIFIED(bad)


# ----------------------------------------------------------------------------------- structs


def test_sun_len():
    address = struct.sockaddr_un(sun_family=AF_UNIX)
    assert 2 == SUN_LEN(address)
    address.sun_path[0:5] = b"/tmp\0"
    assert 6 == SUN_LEN(address) == SUN_LEN(ptr(struct.sockaddr_un, address))
    several = struct.sockaddr_un[2]([address, address])
    assert 6 == SUN_LEN(several)
    address.sun_path[0:108] = b"x" * 108
    with pytest.raises(Unterminated, match="no NUL in the 108 bytes"):
        SUN_LEN(address)
    with pytest.raises(NullPointer, match=r"SUN_LEN: NULL where C needs a `struct sockaddr_un \*`"):
        SUN_LEN(None)
    with pytest.raises(TypeError, match=r"SUN_LEN: C wants a `struct sockaddr_un \*`, not the add"):
        SUN_LEN(struct.sockaddr())


def test_addresses_print_as_c_writes_them():
    serv = struct.sockaddr_in(sin_family=AF_INET, sin_port=htons(9190))
    serv.sin_addr.s_addr = htonl(INADDR_ANY)
    expected = 'struct sockaddr_in {sin_family=AF_INET, sin_port=htons(9190), sin_addr="0.0.0.0"}'
    assert expected == repr(serv)
    serv6 = struct.sockaddr_in6(sin6_family=AF_INET6, sin6_addr=in6addr_loopback)
    assert 'sin6_addr="::1"' in repr(serv6)
    assert "sin6_family=AF_INET6" in repr(serv6)
    address = struct.sockaddr_un(sun_family=AF_UNIX, sun_path="/tmp/x")
    assert 'struct sockaddr_un {sun_family=AF_UNIX, sun_path="/tmp/x"}' == repr(address)
    address.sun_family = 999
    assert "sun_family=999" in repr(address)


def test_families_share_their_beginning():
    storage = struct.sockaddr_storage()
    serv = ptr(struct.sockaddr_in, storage)
    serv.sin_family, serv.sin_port = AF_INET, htons(7)
    assert AF_INET == storage.ss_family == ptr(struct.sockaddr, storage).sa_family
    with pytest.raises(OutOfBounds):
        _ = ptr(struct.sockaddr_in6, struct.sockaddr()).sin6_addr


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("address", tmp_path)
