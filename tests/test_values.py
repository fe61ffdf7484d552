"""Elements and members as csrc/values.c reads and writes them, and what it leaves to Python."""

import bisect
import gc
import struct as packing
import sys

import pytest

from pysock import *
from pysock._allocation import Memory
from pysock._values import Value

KINDS = {
    "b": int8_t,
    "B": uint8_t,
    "h": int16_t,
    "H": uint16_t,
    "i": int32_t,
    "I": uint32_t,
    "q": int64_t,
    "Q": uint64_t,
}
ODD = [0, 1, -1, 127, 128, 255, 256, 32768, 65535, 1 << 31, 1 << 32, 1 << 63, -(1 << 63), 1 << 200]


def wrapped(number, ctype):
    """What C's conversion makes of a number."""
    bits = 8 * sizeof(ctype)
    return int.from_bytes((number % (1 << bits)).to_bytes(bits // 8, "little"), "little") - (
        (number >> bits - 1 & 1) << bits if ctype.signed else 0
    )


@pytest.mark.parametrize("kind", KINDS)
def test_integers_of_every_width_are_stored_where_they_lie(kind):
    """Not aligned, for the struct is packed; its neighbours stay as they are."""
    ctype = KINDS[kind]
    struct.odd_place = packed(before=uchar, number=ctype, after=uchar)
    record = struct.odd_place(before=0xAA, after=0xBB)
    array = ctype[3]()
    for number in ODD:
        record.number = array[1] = number
        expected = wrapped(number, ctype)
        assert (expected, expected) == (record.number, array[1])
        assert packing.pack(f"=B{kind}B", 0xAA, expected, 0xBB) == bytes(record)
        assert packing.pack(f"=3{kind}", 0, expected, 0) == bytes(array)


def test_what_bounds_are_made_of_stays():
    for ctype, name, new in ((int_, "size", 1), (char[4], "element", long), (char[0], "size", 9)):
        before = getattr(ctype, name)
        with pytest.raises(AttributeError):
            setattr(ctype, name, new)
        assert before == getattr(ctype, name)


def test_floating_point_numbers_are_read_and_written():
    struct.floating = {"one": float_, "two": double}
    record = struct.floating(one=0.1, two=0.1)
    assert packing.unpack("f", packing.pack("f", 0.1))[0] == record.one
    record.two = 7
    assert 7.0 == record.two
    with pytest.raises(TypeError, match="holds a number"):
        record.one = "1.0"


def test_what_is_no_int_is_converted_or_refused_in_python():
    record = struct.pollfd(fd=int_(4))
    record.events = True
    record.revents = int_(-2)
    assert (4, 1, -2) == (record.fd, record.events, record.revents)
    with pytest.raises(TypeError, match=r"`\w+` holds an integer, not the float 1\.5"):
        record.fd = 1.5
    array = char[2]()
    array[0] = b"x"
    assert ord("x") == array[0]


@pytest.mark.parametrize("index", [-1, 3, sys.maxsize, -sys.maxsize - 1, 1 << 64, -(1 << 64)])
@pytest.mark.parametrize("element", [int_, struct.pollfd, ptr(char)])
def test_no_index_leaves_an_array(index, element):
    array = element[3]()
    with pytest.raises(OutOfBounds):
        assert 0 == array[index]
    with pytest.raises(OutOfBounds):
        array[index] = array[0]


def test_a_pointer_reaches_back_as_far_as_its_object():
    array = int_[4]([1, 2, 3, 4])
    middle = array + 2
    assert [1, 2, 3, 4] == [middle[i] for i in range(-2, 2)]
    for outside in (-3, 2):
        with pytest.raises(OutOfBounds, match=r"the object's own indices are -2\.\.1"):
            assert 0 == middle[outside]


def test_a_pointer_to_a_struct_needs_room_for_all_of_it():
    end = struct.pollfd[2]() + 2
    short = ptr(struct.pollfd, int_(5))
    for pointer in (end, short):
        with pytest.raises(OutOfBounds):
            assert 0 == pointer.fd
        with pytest.raises(OutOfBounds):
            pointer.fd = 1


def test_parts_of_structs_share_their_bytes():
    events = struct.epoll_event[3]() if hasattr(struct, "epoll_event") else None
    if events is not None:
        events[1].data.fd = 7
        data = events[1].data
        assert (7, 7) == (data.fd, data.u32)
        data.u64 = 1 << 40
        assert 1 << 40 == events[1].data.u64
    struct.matrix = {"rows": int_[2][3], "name": char[4]}
    record = struct.matrix()
    record.rows[1][2] = 9
    name = record.name
    name[0:2] = b"ab"
    assert packing.pack("=6i4s", 0, 0, 0, 0, 0, 9, b"ab") == bytes(record)


def test_bit_fields_are_left_to_python():
    struct.bit_places = {"low": bits(uint, 4), "high": bits(int_, 4)}
    record = struct.bit_places()
    record.low, record.high = 0x1F, -1
    assert (0xF, -1) == (record.low, record.high)
    assert 0xFF == bytes(record)[0]


def test_constants_are_not_written():
    literal = addressof_literal("abc")
    assert ord("b") == literal[1]
    with pytest.raises(ConstViolation):
        literal[1] = 0
    constant = ptr(struct.pollfd, addressof_literal("0" * struct.pollfd.size))
    with pytest.raises(ConstViolation):
        constant.fd = 1
    with pytest.raises(ConstViolation):
        constant[0].fd = 1


def addressof_literal(text):
    """A pointer into a string literal."""
    pointer = ptr(char)()
    pointer.value = text
    return pointer.value


def test_objects_on_a_heap_are_looked_at_each_time():
    array = ptr(struct.pollfd, malloc(2 * sizeof(struct.pollfd)))
    record = array[1]
    record.fd = array[0].fd = 3
    assert (3, 3) == (array.fd, record.fd)
    free(array)
    for look in (lambda: record.fd, lambda: array[0].fd, lambda: array.fd):
        with pytest.raises(UseAfterFree):
            look()
    with pytest.raises(UseAfterFree):
        record.fd = 1


def test_a_member_belongs_to_its_own_struct():
    """Nothing is read beyond an object by the property of a larger one."""
    large = struct.sockaddr_in()
    member = type(large).sin_family
    assert f"at byte {offsetof(struct.sockaddr_in, 'sin_family')}" in member.__doc__
    with pytest.raises(TypeError, match="a member of a C value"):
        member.__get__(5, int)
    with pytest.raises(TypeError, match="a member of a C value"):
        member.__set__(5, 1)
    for other in (char[1](), uchar()):
        with pytest.raises(OutOfBounds, match="it is no member"):
            member.__get__(other, None)
        with pytest.raises(OutOfBounds, match="it is no member"):
            member.__set__(other, 1)
    with pytest.raises(TypeError):
        type(member)(int_, -1)


def test_elements_and_members_are_not_deleted():
    array = struct.pollfd[2]()
    with pytest.raises(TypeError):
        del array[0]
    with pytest.raises(AttributeError):
        del array[0].fd
    with pytest.raises(AttributeError):
        del int_(1).value


def test_arrays_are_sequences():
    array = int_[3]([1, 2, 3])
    assert [3, 2, 1] == list(reversed(array))
    assert array[0] in array
    assert 2 == bisect.bisect(array, 2)


def test_an_empty_value_is_none_of_c():
    empty = Value.__new__(Value)
    for attribute in ("_address", "_element", "_memory", "_readable", "_type", "_writable"):
        with pytest.raises(AttributeError):
            getattr(empty, attribute)
    with pytest.raises(AttributeError):
        assert 0 == empty[0]
    with pytest.raises((AttributeError, TypeError)):
        write(-1, empty, 1)
    with pytest.raises(TypeError):
        Value(int_)
    with pytest.raises(AttributeError):
        Value(int_, "no memory", 0)


def memories():
    """How many allocations live."""
    gc.collect()
    return sum(type(each) is Memory for each in gc.get_objects())


def test_structs_that_point_in_a_circle_go():
    struct.ring = {}
    struct.ring = {"next": ptr(struct.ring)}
    before = memories()
    for _ in range(50):
        one, two = struct.ring(), struct.ring()
        one.next, two.next = two, one
    del one, two
    assert before == memories()


def test_a_long_chain_goes():
    """Each link is the last reference to the next one."""
    struct.link = {}
    struct.link = {"next": ptr(struct.link)}
    before = memories()
    chain = None
    for _ in range(50_000):
        chain = struct.link(next=chain)
    del chain
    assert before == memories()


def test_types_of_structs_go_with_the_program_that_declared_them():
    """Of a struct without pointers to it nothing is left when its tag means another."""
    gc.collect()
    before = len(gc.get_objects())
    for size in range(1, 200):
        struct.fleeting = {"number": int_, "text": char[4]}
        struct.fleeting().number = size
    gc.collect()
    assert len(gc.get_objects()) < before + 200
