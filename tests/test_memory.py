"""C values: types, objects, pointers, structs; compared with C's own layout and arithmetic."""

import array
import contextlib
import copy as copymodule
import gc
import itertools
import operator
import pickle
import random
import re
import subprocess
import sys
import threading
import tracemalloc

import pytest
from c_oracle import C
from misuse import Changing, complaints_of
from pysock._native import ffi

import pysock
from pysock import (
    ConstViolation,
    NullPointer,
    OutOfBounds,
    Unterminated,
    UseAfterFree,
    WildPointer,
    addressof,
    cast,
    char,
    copy,
    double,
    float_,
    int_,
    lenient,
    long,
    longlong,
    offsetof,
    packed,
    ptr,
    quotient,
    schar,
    short,
    size_t,
    sizeof,
    strerror,
    struct,
    uchar,
    uint,
    ulonglong,
    union,
    ushort,
    void,
)
from pysock._memory import BitField, Heap

# ------------------------------------------------------------------------- buffers for Python


def test_view_keeps_its_memory_alive():
    """1 MiB each, so that memory which is given back is unmapped: touching it would be fatal."""
    views = [char[1 << 20](b"x").view() for _ in range(8)]
    gc.collect()
    for view in views:
        view[:2] = b"yz"
    assert [b"yz"] * 8 == [bytes(view[:2]) for view in views]


# ------------------------------------------------------------------------------------- bounds


def test_index_is_read_once():
    buf = char[4](b"abc")
    index = Changing(1, 1 << 40)
    assert ord("b") == buf[index]
    index = Changing(1, 1 << 40)
    buf[index] = b"B"
    assert b"aBc" == buf.string()


# ------------------------------------------------------------------------------- initialisers


class LyingList(list):
    def __len__(self):
        return 1


class LyingBytes(bytes):
    def __len__(self):
        return 1 << 30


class LyingStr(str):
    def encode(self, *args):
        return bytearray(b"x")


def test_initialiser_that_lies_about_its_length():
    with pytest.raises(OutOfBounds, match=re.escape("100000 initialisers for `int[1]`")):
        int_[1](LyingList([1] * 100_000))
    assert b"x" == char[2](LyingBytes(b"x")).string()
    assert 2 == sizeof(char[...](LyingBytes(b"x")))


def test_literal_that_lies_about_its_bytes():
    assert 2 == sizeof(LyingBytes(b"x"))
    assert 6 == sizeof(LyingStr("hello"))


def test_literal_of_undecodable_bytes():
    """As they come out of sys.argv, and out of str() of an array."""
    raw = b"caf\xe9"
    assert raw == char[8](str(char[8](raw))).string()


def test_rows_sized_by_the_initialiser():
    """C's ``char names[][3] = {"ab", "c"};``."""
    names = char[...][3](["ab", "c"])
    assert "char[2][3]" == repr(names._type)
    assert [b"ab", b"c"] == [row.string() for row in names]


def test_what_is_no_initialiser_of_an_array():
    for ctype, init in itertools.product((int_[3], int_[...]), (5, None, 2.5, {0: 1}, object())):
        with pytest.raises(TypeError, match="is initialised by a string or a sequence, not by"):
            ctype(init)


# ----------------------------------------------------------------------------------- pointers


def test_pointer_is_ordered_with_pointers_only():
    orders = (operator.lt, operator.le, operator.gt, operator.ge)
    for compare, other in itertools.product(orders, [0, 5, None, "x", 2.5, object()]):
        with pytest.raises(TypeError, match="not supported between instances"):
            compare(char[3]() + 1, other)


def test_pointer_variable_stands_for_its_pointer():
    buf = char[8]()
    last = ptr(char)(buf + 5)
    assert [5, -5] == [last - buf, buf - last]
    assert [True, True, False, False] == [buf < last, buf <= last, buf > last, buf >= last]
    assert [True, False] == [buf + 5 == last, buf == last]


def test_difference_counts_elements_of_one_type():
    data = int_[4]()
    assert 3 == (data + 3) - data
    for one, other in ((ptr(void, data), ptr(void, data)), (ptr(char, data), data)):
        with pytest.raises(TypeError, match="C counts elements of one type"):
            one - other
    with pytest.raises(OutOfBounds, match="two different objects"):
        data - int_[4]()


def test_no_address_is_null():
    assert [True] * 3 == [bool(char[0]()), bool(char[3]()), bool(char[3]() + 3)]
    assert [True, False] == [bool(ptr(char)("x")), bool(ptr(char)())]


def test_fields_through_a_pointer_variable():
    """C's ``p->sin_port = 1``, where p is a variable whose address a call could take."""
    serv = struct.sockaddr_in()
    p = ptr(struct.sockaddr_in)(serv)
    p.sin_port = 7
    p.sin_addr.s_addr = 9
    assert [7, 9, 7] == [serv.sin_port, serv.sin_addr.s_addr, p.sin_port]
    null = ptr(struct.sockaddr_in)()
    with pytest.raises(NullPointer, match=re.escape("->sin_port of a `struct sockaddr_in *`")):
        null.sin_port = 7
    with pytest.raises(NullPointer, match=re.escape("->sin_port of a `struct sockaddr_in *`")):
        _ = null.sin_port


def test_members_come_before_methods_of_pointers():
    struct.named_string = {"id": int_, "string": char[4]}
    value = struct.named_string(1, b"abc")
    p = ptr(struct.named_string, value)
    assert b"abc" == p.string.string()
    p.id = 5
    assert 5 == value.id


def test_unknown_members():
    serv = struct.sockaddr_in()
    for value in (serv, ptr(struct.sockaddr_in, serv), ptr(struct.sockaddr_in)(serv)):
        with pytest.raises(AttributeError, match="has no member 'sin_prt'"):
            _ = value.sin_prt
        with pytest.raises(AttributeError, match="'sin_prt'"):
            value.sin_prt = 1
    with pytest.raises(AttributeError, match="'x'"):
        _ = (char[4]() + 1).x
    with pytest.raises(AttributeError, match=re.escape("`int` has no member 'x'")):
        _ = int_().x


# ---------------------------------------------------------------------------- structs, unions


def test_what_cannot_be_a_tag():
    for tag in ("sockaddr *", "sockaddr_in[3]", "", "a b", "a\0b", "\ud800"):
        with pytest.raises(AttributeError, match="is not declared"):
            getattr(struct, tag)
        with pytest.raises(ValueError, match="cannot be the tag of a struct"):
            setattr(struct, tag, {"x": int_})


def test_struct_needs_a_mapping():
    for members in (5, None, [int_], "int x;"):
        with pytest.raises(TypeError, match="`struct nothing` is declared by its members' types"):
            struct.nothing = members


def test_what_cannot_name_a_member():
    for name in (5, "a b", "", "_type", "view", "__init__"):
        with pytest.raises(ValueError, match=f"`struct nothing`: {name!r} cannot name a member"):
            struct.nothing = {name: int_}


def test_members_need_types_with_a_size():
    with pytest.raises(TypeError, match="the member 'x' needs a C type, not the int 5"):
        struct.nothing = {"x": 5}
    for ctype in (void, char[...]):
        with pytest.raises(TypeError, match="the member 'x' has the type"):
            struct.nothing = {"x": ctype}
    assert not hasattr(struct, "nothing")


def test_platform_struct_is_not_redefined():
    """A call that fills a ``struct in_addr`` counts on its size."""
    with pytest.raises(TypeError, match="redefinition of `struct in_addr`"):
        struct.in_addr = {"x": char}
    assert 4 == sizeof(struct.in_addr)


def test_struct_that_points_to_its_own_kind():
    struct.node = {}
    with pytest.raises(TypeError, match="`struct node` is an incomplete type"):
        struct.node()
    struct.node = {"value": int_, "next": ptr(struct.node)}
    last = struct.node(2)
    first = struct.node(1, last)
    assert 2 == first.next.value
    first.next.value = 3
    assert 3 == last.value
    last.next = last
    assert 3 == first.next.next.next.next.value


def test_struct_does_not_hold_itself():
    struct.nested = {}
    with pytest.raises(TypeError, match="the member 'x' has the type `struct nested`"):
        struct.nested = {"x": struct.nested}


# --------------------------------------------------------------------- copying, sizes, slices


def heap(ctype, size=None):
    """An object whose life a call can end, as getaddrinfo's."""
    size = ctype.size if size is None else size
    memory = Heap(ffi.new("char[]", max(size, 1)), size)
    return ctype.view(memory, 0), memory


def test_python_copies_are_assignments():
    """copy.copy() once recursed for ever on half-made objects; deepcopy() cannot go deeper."""
    struct.holder = {"number": int_, "text": ptr(char)}
    text = char[4](b"abc")
    value = struct.holder(5, text)
    for duplicate in (copymodule.copy, copymodule.deepcopy):
        other = duplicate(value)
        other.number = 6
        other.text[0] = b"x"
        assert [5, 6] == [value.number, other.number]
        assert b"xbc" == text.string()
        assert text + 1 == duplicate(text + 1)
        assert 7 == duplicate(int_(7))
    assert struct is copymodule.deepcopy(struct)
    assert int_[3] is copymodule.deepcopy(int_[3])


def test_memory_is_not_pickled():
    for value in (int_(5), char[4](), struct.in_addr(), char[4]() + 1, ptr(struct.in_addr)()):
        with pytest.raises(TypeError, match="lives in memory"):
            pickle.dumps(value)
    for ctype in (int_, char[4], ptr(int_), struct.in_addr):
        with pytest.raises(TypeError, match="belongs to this process"):
            pickle.dumps(ctype)
    assert struct is pickle.loads(pickle.dumps(struct))
    assert union is pickle.loads(pickle.dumps(union))


def test_incomplete_types_have_no_size():
    struct.incomplete = {}
    for ctype in (void, char[...], struct.incomplete):
        with pytest.raises(TypeError, match="is an incomplete type"):
            sizeof(ctype)
    assert [0, 0] == [sizeof(char[0]), sizeof(char[0]())]


def test_repr_never_raises():
    numbers, memory = heap(int_[2])
    struct.holder = {"number": int_, "text": ptr(char)}
    holder = struct.holder(5, ptr(char, numbers))
    pointer = ptr(struct.holder, holder)
    memory.free("free")
    assert "(int[2]) {<use after free>, <use after free>}" == repr(numbers)
    assert "struct holder {number=5, text=<use after free>}" == repr(holder)
    assert "(struct holder *) {{number=5, text=<use after free>}}" == repr(pointer)
    pointers = ptr(char)[2](["a", None])
    pointers.view()[:8] = b"\x01" * 8
    assert "(char *[2]) {<wild pointer>, NULL}" == repr(pointers)


def test_slices_take_whatever_has_bytes():
    buf = char[6]()
    buf[0:2] = "ab"
    buf[2:4] = char[2](b"cd")
    buf[4:5] = memoryview(b"exf")[::2][:1]
    assert b"abcde" == buf.string()
    numbers = int_[2]()
    numbers[0:2] = array.array("i", [1, 2])
    assert [1, 2] == list(numbers)
    with pytest.raises(OutOfBounds, match="3 bytes for a slice of 2 bytes"):
        buf[0:2] = b"abc"
    with pytest.raises(TypeError, match=re.escape("a slice of `char[6]` takes a buffer's bytes")):
        buf[0:2] = 5


# ----------------------------------------------------------------------------------- scalars


def test_scalars_are_numbers_in_expressions():
    x = int_(7)
    assert [49, 128, 343] == [x**2, 2**x, pow(x, 3)]
    assert [(3, 1), (1, 4)] == [divmod(x, 2), divmod(11, x)]
    assert [7, 2.5] == [round(x), round(double(2.46), 1)]
    x **= 2
    assert 49 == x


# ---------------------------------------------------------------------------- types beside C

TYPES = {
    "char": char, "signed char": schar, "unsigned char": uchar, "short": short,
    "unsigned short": ushort, "int": int_, "unsigned int": uint, "long": long,
    "unsigned long": pysock.ulong, "long long": longlong, "unsigned long long": ulonglong,
}  # fmt: skip
TYPES |= {f"{sign}int{bits}_t": getattr(pysock, f"{sign}int{bits}_t")
          for sign in ("", "u") for bits in (8, 16, 32, 64)}  # fmt: skip
TYPEDEFS = """
gid_t in_addr_t in_port_t intptr_t mode_t off_t pid_t ptrdiff_t sa_family_t size_t socklen_t
ssize_t suseconds_t time_t uid_t uintptr_t
"""
TYPES |= {name: getattr(pysock, name) for name in TYPEDEFS.split()}
NUMBERS = [sign * (1 << bits) + more for bits in (0, 7, 8, 15, 16, 31, 32, 62) for sign in (1, -1)
           for more in (-1, 0, 1)]  # fmt: skip

TYPES_ORACLE = """
#include "compat.h"
#define TYPE(T) \\
    printf("%zu %zu", sizeof(T), _Alignof(T)); \\
    for (int i = 0; i < count; i++) printf(" %lld", (long long)(T)numbers[i]); \\
    puts("");
int main(void)
{
    long long numbers[] = {NUMBERS};
    int count = sizeof(numbers) / sizeof(*numbers);
    TYPES
    return 0;
}
"""


def our_type(ctype):
    values = [int(longlong(int(ctype(number)))) for number in NUMBERS]
    return " ".join(map(str, [sizeof(ctype), ctype.align, *values]))


def test_integers_convert_as_in_c(compiler, tmp_path):
    source = TYPES_ORACLE.replace("NUMBERS", ", ".join(f"{number}LL" for number in NUMBERS))
    source = source.replace("    TYPES\n", "".join(f"TYPE({name})\n" for name in TYPES))
    theirs = C(compiler, tmp_path).output(source).splitlines()
    for name, line in zip(TYPES, theirs, strict=True):
        assert line == our_type(TYPES[name]), name


def test_integers_wrap_in_expressions_that_assign():
    """What C does for unsigned types, and every compiler of today for a narrow signed one."""
    x = uchar(250)
    x += 10
    assert 4 == x
    x -= 5
    assert 255 == x
    x <<= 4
    assert 0xF0 == x
    y = schar(127)
    y += 1
    assert -128 == y
    z = ulonglong(-1)
    z *= z
    assert 1 == z
    z -= 2
    assert (1 << 64) - 1 == z
    buf = char[2]()
    buf[0] = 200
    assert (200 if pysock.CHAR_MIN == 0 else -56) == buf[0]
    assert b"\xc8\0" == bytes(buf)


def test_floats_round_as_in_c():
    assert 0.10000000149011612 == float_(0.1).value
    assert 0.1 == double(0.1).value
    assert float("inf") == float_(1e300).value
    assert [4, 8, 5.5] == [sizeof(float_), sizeof(double), double(5) + 0.5]
    for bad in ("1.5", b"1", None, 1j, [1.0]):
        with pytest.raises(TypeError):
            double(bad)


def test_integers_hold_integers():
    assert [65, 65, 65] == [char(b"A").value, uchar(bytearray(b"A")).value, char(65).value]
    for bad in ("A", 1.0, None, b"AB", b"", [1]):
        with pytest.raises(TypeError, match=re.escape("`char` holds an integer, not")):
            char(bad)
    with pytest.raises(TypeError, match=re.escape("`int` holds an integer, not the bytes b'A'")):
        int_(b"A")
    assert 7 == int_(double(7).value.__int__())
    assert 5 == int_(pysock.short(5))


def test_scalars_in_every_operator():
    operations = [
        operator.add, operator.sub, operator.mul, operator.floordiv, operator.mod, operator.pow,
        operator.and_, operator.or_, operator.xor, operator.lshift, operator.rshift,
        operator.truediv, divmod, operator.eq, operator.ne, operator.lt, operator.le, operator.gt,
        operator.ge,
    ]  # fmt: skip
    for operation in operations:
        expected = operation(13, 3)
        assert [expected] * 3 == [
            operation(int_(13), 3), operation(13, int_(3)), operation(int_(13), short(3)),
        ], operation  # fmt: skip
    for operation in (operator.neg, operator.pos, operator.invert, abs, bool, int, float, round):
        assert operation(-13) == operation(int_(-13))
    assert "-13 | -13 |ff" == f"{int_(-13)} | {int_(-13):d} |{uchar(255):x}"
    with pytest.raises(TypeError):
        int_(1) + "x"
    with pytest.raises(TypeError, match="unhashable"):
        hash(int_(1))


def test_assignment_operators_write_in_place():
    x = int_(13)
    alias = x
    for operation, expected in (
        (operator.iadd, 16), (operator.isub, 13), (operator.imul, 39), (operator.ifloordiv, 13),
        (operator.imod, 1), (operator.ilshift, 8), (operator.irshift, 1), (operator.ior, 3),
        (operator.ixor, 0), (operator.iand, 0), (operator.ipow, 0),
    ):  # fmt: skip
        x = operation(x, 3)
        assert expected == alias.value, operation
        assert x is alias
    with pytest.raises(TypeError, match="`int` holds an integer, not the float"):
        x /= 2
    y = double(1)
    y /= 4
    assert 0.25 == y.value


def test_scalar_is_its_own_first_element():
    x = int_(5)
    assert [5, 5] == [x[0], ptr(int_, x)[0]]
    x[0] = 6
    assert 6 == x
    for index in (1, -1):
        with pytest.raises(OutOfBounds, match=re.escape(f"[{index}] of one `int`: only [0]")):
            x[index]


# -------------------------------------------------------------------------------------- arrays


def test_arrays_start_zeroed():
    message = char[30]()
    assert [30, 30, bytes(30)] == [sizeof(message), len(message), bytes(message)]
    assert [0, 0, 0] == list(int_[3]())


def test_array_indices_stay_inside():
    numbers = int_[3]([1, 2, 3])
    assert [1, 3] == [numbers[0], numbers[2]]
    for index in (-1, 3, 1 << 40, -(1 << 70), 1 << 70):
        with pytest.raises(
            OutOfBounds, match=re.escape("`int[3]`: the object's own indices are 0")
        ):
            numbers[index]
        with pytest.raises(OutOfBounds, match=r"the object's own indices are 0\.\.2"):
            numbers[index] = 0
    for index in ("0", 0.0, None):
        with pytest.raises(TypeError):
            numbers[index]
    assert [1, 2, 3] == list(numbers)
    assert 2 == numbers[int_(1)]


def test_rows_are_strict():
    """C's own rule: x[0][30] is not x[1][0], though the bytes are the same."""
    names = char[3][30]()
    assert [90, 30, 3, 30] == [sizeof(names), sizeof(names[0]), len(names), len(names[1])]
    names[1][0:5] = b"hello"
    assert b"hello" == names[1].string()
    assert b"hello" == bytes(names)[30:35]
    with pytest.raises(OutOfBounds, match=re.escape("[30] of `char[30]`")):
        names[0][30]
    with pytest.raises(OutOfBounds):
        names[0] + 31
    with pytest.raises(OutOfBounds, match=re.escape("[3] of `char[3][30]`")):
        names[3]
    with pytest.raises(TypeError, match="is an array, and C assigns none"):
        names[0] = b"hello"


def test_three_dimensions():
    cube = int_[2][3][4]()
    assert ["int[2][3][4]", "int[3][4]"] == [str(cube._type), str(cube[0]._type)]
    for place in itertools.product(range(2), range(3), range(4)):
        i, j, k = place
        cube[i][j][k] = 100 * i + 10 * j + k
    assert [
        100 * i + 10 * j + k for i, j, k in itertools.product(range(2), range(3), range(4))
    ] == [ptr(int_, cube)[n] for n in range(24)]
    assert [1, 3, 4] == [(cube + 1) - cube, (cube[0] + 3) - cube[0], (cube[0][0] + 4) - cube[0][0]]
    assert "(int[2][3][4]) {{{0, 1, 2, 3}, {10, 11, 12, 13}" in repr(cube)


def test_initialisers():
    assert b"abc\0\0" == bytes(char[5](b"abc"))
    assert b"abc\0\0" == bytes(char[5]("abc"))
    assert b"abc" == bytes(char[3](b"abc"))  # C lets the NUL out
    with pytest.raises(OutOfBounds, match=re.escape("4 initialisers for `char[3]`")):
        char[3](b"abcd")
    assert [1, 2, 0] == list(int_[3]([1, 2]))
    with pytest.raises(OutOfBounds, match=re.escape("3 initialisers for `int[2]`")):
        int_[2]((1, 2, 3))
    assert [b"ab", b"c", b""] == [row.string() for row in char[3][4](["ab", b"c"])]
    assert [6, 4, 12] == [
        sizeof(char[...]("hello")), sizeof(char[...](b"\0\0\0")), sizeof(int_[...]([1, 2, 3])),
    ]  # fmt: skip
    with pytest.raises(TypeError, match=re.escape("`int[2]` is not initialised by a string")):
        int_[2]("ab")
    with pytest.raises(TypeError, match=re.escape("`char[]` takes its size from one initialiser")):
        char[...]()


def test_sizes_that_are_none():
    with pytest.raises(ValueError, match="the array size -1 is negative"):
        char[-1]
    for count in (1 << 62, 1 << 63, 1 << 70):
        with pytest.raises((MemoryError, OverflowError)):
            char[count]()
        with pytest.raises((MemoryError, OverflowError)):
            int_[count]()
    for count in ("3", 3.0, None):
        with pytest.raises(TypeError):
            char[count]
    assert [0, b"", []] == [sizeof(char[0]()), bytes(char[0]()), list(char[0]())]
    with pytest.raises(OutOfBounds, match="the object's own indices are none"):
        char[0]()[0]
    with pytest.raises(TypeError, match=re.escape("no array of `void`: the type has no size")):
        void[3]
    with pytest.raises(TypeError, match="there are no objects of type `void`"):
        void()


def test_slices_are_as_strict_as_indices():
    buf = char[5](b"abcde")
    whole = [buf[:], buf[0:5], buf[1:3], buf[5:], buf[2:2], (buf + 2)[-2:3]]
    assert [b"abcde", b"abcde", b"bc", b"", b"", b"abcde"] == whole
    for bad in (slice(0, 6), slice(-1, 3), slice(6, 6), slice(-3, None), slice(5, 7)):
        with pytest.raises(OutOfBounds):
            buf[bad]
        with pytest.raises(OutOfBounds):
            buf[bad] = b"x"
    with pytest.raises(OutOfBounds, match="it ends before it starts"):
        buf[3:1]
    with pytest.raises(TypeError, match="has no step"):
        buf[::2]
    with pytest.raises(TypeError):
        buf["a":]
    numbers = int_[3]([1, 2, 3])
    assert array.array("i", [2, 3]).tobytes() == numbers[1:3]


def test_only_arrays_are_walked_through():
    buf = char[3](b"ab")
    assert [97, 98, 0] == list(buf)
    for value in (int_(), struct.in_addr(), ptr(char)(buf), buf + 1):
        with pytest.raises(TypeError, match=r"not iterable|does not know how many"):
            list(value)


def test_strings():
    buf = char[8]("héllo")
    assert ["héllo", "héllo", b"h\xc3\xa9llo"] == [str(buf), f"{buf}", buf.string()]
    assert "  héllo|llo  " == f"{buf:>7}|{buf + 3:5}"
    assert b"llo" == (buf + 3).string()
    with pytest.raises(Unterminated, match=re.escape("no NUL in the 3 bytes of `char[3]`")):
        char[3](b"abc").string()
    with pytest.raises(TypeError, match=re.escape("`int[3]` is not a string")):
        int_[3]().string()
    assert "\udce9" == str(char[2](b"\xe9"))


# ---------------------------------------------------------------------- pointers and arithmetic


def test_arithmetic_stays_inside_the_object():
    numbers = int_[4]([10, 20, 30, 40])
    p = numbers + 1
    assert [20, 40, 10, 20] == [p[0], p[2], p[-1], (1 + numbers)[0]]
    end = numbers + 4  # C allows the address, but not what would lie there
    assert [40, 4, -4] == [end[-1], end - numbers, numbers - end]
    with pytest.raises(
        OutOfBounds, match=re.escape("[0] of `int *`: the object's own indices are")
    ):
        end[0]
    for move in (4, -2, 1 << 62, -(1 << 70)):
        with pytest.raises(OutOfBounds):
            p + move
    for move in (2, -4, 1 << 62):
        with pytest.raises(OutOfBounds):
            p - move
    p += 2
    assert 40 == p[0]
    p -= int_(3)
    assert [10, True] == [p[0], p == numbers]
    for move in ("1", 1.0, None):
        with pytest.raises(TypeError):
            p + move


def test_comparisons():
    buf, other = char[4](), char[4]()
    p, q = buf + 1, buf + 2
    assert [True, True, False, False] == [p < q, p <= p, p > q, p >= q]
    assert [True, False, True] == [p == buf + 1, p == q, p != q]
    assert [False, True, False] == [buf == other, buf != other, p == None]  # noqa: E711
    assert 1 == len({buf + 1, p, q - 1})
    with pytest.raises(OutOfBounds, match=re.escape("`char *` < `char[4]`: two different objects")):
        _ = p < other
    with pytest.raises(OutOfBounds, match=re.escape("`char *` - `char[4]`: two different objects")):
        p - other


def test_unaligned_casts():
    """The course's operands: ints from byte 1 of a message."""
    message = char[13]()
    operands = ptr(int_, message + 1)
    operands[0], operands[2] = 0x01020304, -1
    assert (0x01020304).to_bytes(4, sys.byteorder) == bytes(message)[1:5]
    assert [0x01020304, 0, -1] == [ptr(int_, message + 1 + 4 * i)[0] for i in range(3)]
    with pytest.raises(
        OutOfBounds, match=re.escape("[3] of `int *`: the object's own indices are")
    ):
        operands[3]
    for wild in (lambda: ptr(int_, message + 10)[0], lambda: operands[-1], lambda: operands[-1:0]):
        with pytest.raises(OutOfBounds):
            wild()
    assert 0x04 if sys.byteorder == "little" else 0x01 == ptr(char, operands)[0]


def test_casts_keep_bounds_and_null():
    numbers = int_[2]([1, 2])
    assert [None, None] == [ptr(int_, None), ptr(int_, 0)]
    back = ptr(int_, ptr(void, ptr(char, numbers + 1)))
    assert [2, 1] == [back[0], back[-1]]
    with pytest.raises(TypeError, match=re.escape("`void` has no size: cast the pointer first")):
        ptr(void, numbers) + 1
    with pytest.raises(TypeError, match=re.escape("`void` has no size: cast the pointer first")):
        ptr(void, numbers)[0]
    with pytest.raises(WildPointer, match="the int 5 is no object's address"):
        ptr(int_, 5)
    with pytest.raises(TypeError, match="a pointer needs a C value or a buffer, not the float"):
        ptr(int_, 2.5)
    with pytest.raises(TypeError, match="the first argument is a C type, not the int 5"):
        ptr(5)
    with pytest.raises(TypeError, match="it got 3"):
        ptr(int_, numbers, 3)


def test_names_of_types():
    names = [ptr(char), ptr(ptr(char)), ptr(char[3][4]), ptr(char)[3], ptr(struct.in_addr), int_[2]]
    expected = ["char *", "char **", "char (*)[3][4]", "char *[3]", "struct in_addr *", "int[2]"]
    assert expected == [str(name) for name in names]
    assert ptr(char) is ptr(char)
    assert char[3] is char[3]


def test_pointer_variables():
    """The ``T **`` of C's out-parameters."""
    p = ptr(char)()
    assert [None, False, 8, "NULL"] == [p.value, bool(p), sizeof(p), repr(p).split()[-1]]
    text = char[6](b"hello")
    p.value = text + 1
    assert [b"ello", ord("e")] == [p.value.string(), p.value[0]]
    p += 1
    assert [b"llo", True] == [p.value.string(), p == text + 2]
    with pytest.raises(OutOfBounds):
        p += 5
    pp = ptr(ptr(char))(p)
    assert b"llo" == pp.value[0].string()
    assert b"llo" == ptr(ptr(char), p)[0].string()
    pp.value[0] = "other"
    assert [b"other", '(char *) "other"'] == [p.value.string(), repr(p)]
    assert [False, True] == [p == 0, p != 0]
    p.value = None
    assert p.value is None
    assert [True, True, False, False] == [p == 0, p == None, p != 0, p != None]  # noqa: E711
    with pytest.raises(WildPointer, match="the int 5 is no object's address"):
        p.value = 5


def test_array_of_pointers():
    names = ptr(char)[3](["one", b"two"])
    assert [b"one", b"two", None] == [None if n is None else n.string() for n in names]
    names[2] = char[4](b"sun")
    assert b"sun" == names[2].string()
    assert '(char *[3]) {"one", "two", "sun"}' == repr(names)
    with pytest.raises(ConstViolation):
        names[0][0] = b"O"


def test_numbers_in_pointers_are_wild():
    text = char[4](b"abc")
    p = ptr(char)(text)
    for bits in (b"\x01" * 8, b"\xff" * 8, (1).to_bytes(8, sys.byteorder)):
        p.view()[:] = bits
        with pytest.raises(WildPointer, match="which"):
            _ = p.value
    pysock.memset(p, 7, sizeof(p))
    with pytest.raises(WildPointer, match="which is outside its object"):
        _ = p.value
    pysock.memset(p, 0, sizeof(p))
    assert p.value is None
    raw = bytes(ptr(char)(text))
    number = int.from_bytes(raw, sys.byteorder)
    p.value = text
    for offset, fits in ((3, True), (4, True), (5, False), (-1, False)):
        p.view()[:] = (number + offset).to_bytes(8, sys.byteorder)
        if fits:
            assert offset == p.value - text
        else:
            with pytest.raises(WildPointer, match="which is outside its object"):
                _ = p.value
    other = ptr(char)()
    other.view()[:] = raw  # the bits alone are not enough: whose they are must be known
    with pytest.raises(WildPointer, match="which no object's address was"):
        _ = other.value


def test_pointers_keep_their_objects_alive():
    buffer = bytearray(8)
    vec = struct.iovec[2]()
    vec[1].iov_base = buffer
    assert not can_grow(buffer)
    other = copy(vec)
    vec[1].iov_base = None
    assert not can_grow(buffer)
    third = struct.iovec(other[1])
    del other, vec
    gc.collect()
    ptr(char, third.iov_base)[0] = b"x"
    assert [False, ord("x")] == [can_grow(buffer), buffer[0]]
    del third
    gc.collect()
    assert can_grow(buffer)


def can_grow(buffer):
    """Whether nothing points into a bytearray."""
    try:
        buffer.append(0)
    except BufferError:
        return False
    return True


def test_cycles_are_collected():
    struct.ring = {}
    struct.ring = {"self": ptr(struct.ring), "data": ptr(void)}
    buffer = bytearray(8)
    ring = struct.ring(data=buffer)
    ring.self = ring
    assert not can_grow(buffer)
    del ring
    gc.collect()
    assert can_grow(buffer)


GARBAGE = """
import gc
from pysock import *
gc.disable()
view = char[4]().view()
gc.collect()  # what is older is cleared first: the view, before what points into it
cycle = [view, ptr(char, view)]
cycle.append(cycle)
del view, cycle
gc.collect()
"""


def test_view_in_a_garbage_cycle():
    """CPython before 3.13 crashed there while a pointer kept the view's memory."""
    run = subprocess.run([sys.executable, "-c", GARBAGE], capture_output=True, timeout=60)
    assert [0, b""] == [run.returncode, run.stderr]


def test_released_views_keep_their_memory():
    buffer = bytearray(b"abcd")
    view = memoryview(buffer)[1:]
    p = ptr(char, view)
    view.release()
    assert not can_grow(buffer)
    assert b"bcd" == p[0:3]
    with pytest.raises(ValueError, match="released"):
        ptr(char, view)
    del p
    gc.collect()
    assert can_grow(buffer)


def test_where_a_value_lies_is_fixed():
    """C looks at it without a lock."""
    value = int_(5)
    value.__init__(int_, int_(7)._memory, 0)
    assert 5 == value
    for name in ("_address", "_readable", "_writable"):
        with pytest.raises(AttributeError):
            setattr(value, name, 1 << 20)
    with pytest.raises(ValueError, match="7 is a room"):
        value._refuse_writes(7)


def test_long_list_is_freed():
    """One node frees the next: so many of them must not use up C's stack."""
    struct.link = {}
    struct.link = {"next": ptr(struct.link)}
    head = struct.link()
    for _ in range(100_000):
        head = struct.link(head)
    del head
    gc.collect()


def test_literals_are_kept_and_constant():
    p = ptr(char)("text" + str(len(TYPES)))
    gc.collect()
    assert b"text" == p.value[0:4]
    for write in (
        lambda: p.value.__setitem__(0, 1),
        lambda: p.value.__setitem__(slice(0, 1), b"x"),
    ):
        with pytest.raises(ConstViolation, match="a constant object cannot be written through"):
            write()
    with pytest.raises(ConstViolation):
        ptr(struct.in_addr, b"1234").s_addr = 5
    with pytest.raises(TypeError):
        ptr(char, b"1234").view()[0] = 1
    writable = ptr(char, bytearray(b"1234"))
    writable[0] = b"x"
    assert b"x234" == writable[0:4]


# --------------------------------------------------------------------------- structs and unions


def test_struct_members():
    serv = struct.sockaddr_in()
    assert bytes(16) == bytes(serv)
    serv.sin_family, serv.sin_port = 2, 70000
    serv.sin_addr.s_addr = -1
    assert [2, 70000 & 0xFFFF, 0xFFFFFFFF] == [serv.sin_family, serv.sin_port, serv.sin_addr.s_addr]
    for pointer in (ptr(struct.sockaddr_in, serv), ptr(struct.sockaddr_in)(serv), serv):
        assert [2, 2] == [pointer.sin_family, pointer[0].sin_family]
    with pytest.raises(OutOfBounds, match=re.escape("[1] of one `struct sockaddr_in`")):
        serv[1]
    with pytest.raises(TypeError, match="`struct in_addr` is assigned from its own type, not from"):
        serv.sin_addr = 5


def test_struct_initialisers():
    struct.place = {"family": short, "port": ushort, "addr": struct.in_addr}
    place = struct.place(2, 7, (9,))
    assert [2, 7, 9] == [place.family, place.port, place.addr.s_addr]
    assert bytes(place) == bytes(struct.place({"family": 2}, port=7, addr=[9])[0])
    assert bytes(place) == bytes(struct.place(place)) == bytes(struct.place((2, 7, (9,))))
    with pytest.raises(OutOfBounds, match="2 initialisers for the 1 members of struct in_addr"):
        struct.in_addr(1, 2)
    with pytest.raises(TypeError, match="struct in_addr has no member 'x'"):
        struct.in_addr(x=1)
    with pytest.raises(TypeError, match="struct in_addr has no member 5"):
        struct.in_addr({5: 1})


def test_struct_assignment_copies():
    one, other = struct.sockaddr_in(sin_port=7), struct.sockaddr_in()
    other[0] = one
    duplicate = copy(one)
    one.sin_port = 9
    assert [9, 7, 7] == [one.sin_port, other.sin_port, duplicate.sin_port]
    several = struct.sockaddr_in[2]()
    several[1] = one
    assert [0, 9] == [each.sin_port for each in several]
    one.sin_port = 11
    assert [9, 9] == [several[1].sin_port, (several + 1).sin_port]
    with pytest.raises(TypeError, match="is assigned from its own type, not from `struct in_addr`"):
        several[0] = struct.in_addr()
    with pytest.raises(TypeError, match="copy: the int 5 is not a C value"):
        copy(5)
    name = copy(char[4](b"abc"))
    assert [b"abc", 4] == [name.string(), sizeof(name)]


def test_unions_overlap():
    union.number = {"i": int_, "bytes": char[4], "h": short[2]}
    number = union.number(0x01020304)
    assert (0x01020304).to_bytes(4, sys.byteorder) == bytes(number.bytes)
    number.bytes[0:4] = b"\xff" * 4
    assert [-1, -1, 4] == [number.i, number.h[1], sizeof(union.number)]


def test_struct_prints_as_c_declares_it():
    struct.packet = {"id": int_, "name": char[20], "next": ptr(void), "grid": short[2][3]}
    lines = ["struct packet {", "    int id;", "    char name[20];", "    void *next;"]
    lines += ["    short grid[2][3];", "};"]
    assert lines == struct.packet.doc().splitlines()
    value = struct.packet(5, "x\n", grid=[[1], [2, 3]])
    expected = 'struct packet {id=5, name="x\\n", next=NULL, grid={{1, 0, 0}, {2, 3, 0}}}'
    assert expected == repr(value)
    assert f"(struct packet[1]) {{{expected[14:]}}}" == repr(struct.packet[1]([value]))


# Structs of random members, laid out by the compiler and by us.


def random_records(count):
    """(C's declaration, keyword, tag, members as {name: (C declarator, our type)})."""
    chance = random.Random(8)
    known = [*TYPES.items(), ("float", float_), ("double", double), ("void *", ptr(void))]
    for number in range(count):
        keyword, tag = chance.choice(("struct", "struct", "union")), f"r{number}"
        members = {}
        for position in range(chance.randint(1, 7)):
            spelling, ctype = chance.choice(known)
            dimensions = [chance.randint(1, 5) for _ in range(chance.choice((0, 0, 1, 2)))]
            for dimension in dimensions:
                ctype = ctype[dimension]
            tail = "".join(f"[{dimension}]" for dimension in dimensions)
            members[f"m{position}"] = f"{spelling} m{position}{tail};", ctype
        tags = {"struct": struct, "union": union}[keyword]
        setattr(tags, tag, {name: ctype for name, (_, ctype) in members.items()})
        known.append((f"{keyword} {tag}", getattr(tags, tag)))
        yield f"{keyword} {tag}", members, getattr(tags, tag)


def c_layout(name, members):
    offsets = "".join(f'printf(" %zu", offsetof({name}, {member}));' for member in members)
    return f'printf("%zu %zu", sizeof({name}), _Alignof({name})); {offsets} puts("");'


def test_records_are_laid_out_as_the_compiler_does(compiler, tmp_path):
    records = list(random_records(60))
    declarations = [
        f"{name} {{ {' '.join(text for text, _ in members.values())} }};"
        for name, members, _ in records
    ]
    lines = ['#include "compat.h"', *declarations, "int main(void) {"]
    lines += [*(c_layout(name, members) for name, members, _ in records), "return 0; }"]
    theirs = C(compiler, tmp_path).output("\n".join(lines)).splitlines()
    for line, (name, members, ctype) in zip(theirs, records, strict=True):
        ours = [sizeof(ctype), ctype.align, *(ctype.members[member][1] for member in members)]
        assert line == " ".join(map(str, ours)), name


def addressed(members):
    """The members that have an address of their own: all but bit-fields."""
    return {name: at for name, (ctype, at) in members.items() if not isinstance(ctype, BitField)}


def platform_structs():
    """The structs that the fences declare, but for opaque ones and the library's own."""
    for tag in dir(struct):
        record = getattr(struct, tag, None)
        ours = tag.startswith("pysock") or tag in struct._own
        if record is not None and record.complete and not ours:
            yield f"struct {tag}", record


def test_platform_structs_are_laid_out_as_the_compiler_does(compiler, tmp_path):
    records = dict(platform_structs())
    lines = ['#include "compat.h"', "int main(void) {"]
    placed = {name: addressed(record.members) for name, record in records.items()}
    lines += [c_layout(name, members) for name, members in placed.items()]
    theirs = C(compiler, tmp_path).output("\n".join([*lines, "return 0; }"])).splitlines()
    assert len(records) > 20
    for line, (name, record) in zip(theirs, records.items(), strict=True):
        ours = [sizeof(record), record.align, *placed[name].values()]
        assert line == " ".join(map(str, ours)), name


# ------------------------------------------------------------------------------ the end of life


def test_use_after_free():
    numbers, memory = heap(int_[2])
    numbers[1] = 7
    record, record_memory = heap(struct.sockaddr_in)
    record.sin_port = 5
    p, scalar = numbers + 1, ptr(int_)(numbers)
    memory.free("free")
    record_memory.free("freeaddrinfo")
    uses = [
        lambda: numbers[0], lambda: numbers.__setitem__(0, 1), lambda: p[0], lambda: bytes(numbers),
        lambda: numbers[0:1], numbers.view, lambda: scalar.value[0], lambda: copy(numbers),
        lambda: pysock.write(1, numbers, 4), lambda: pysock.read(0, p, 4), lambda: ptr(char, p)[0],
    ]  # fmt: skip
    for use in uses:
        with pytest.raises(UseAfterFree, match=re.escape("the object ended its life in free()")):
            use()
    with pytest.raises(UseAfterFree, match=re.escape("ended its life in freeaddrinfo()")):
        _ = record.sin_port
    with pytest.raises(UseAfterFree, match=re.escape("free(): the object already ended its life")):
        memory.free("free")
    assert [8, 8] == [sizeof(numbers), sizeof(p)]


# -------------------------------------------------------------------------------- Python's view


def test_views():
    buf = char[8](b"abcdefgh")
    assert b"cdefgh" == bytes((buf + 2).view())
    (buf + 2).view()[:2] = b"CD"
    assert b"abCDefgh" == bytes(buf)
    assert memoryview(buf.view()).obj is not None
    assert strerror(1).view().readonly
    number = int_(0x01020304)
    assert 0x01020304 == int.from_bytes(number.view(), sys.byteorder)


def test_buffer_protocol():
    buf = char[8](b"abcdefgh")
    if sys.version_info < (3, 12):  # PEP 688 lets a class in Python be a buffer
        with pytest.raises(TypeError, match="a bytes-like object is required"):
            memoryview(buf)
        return
    with memoryview(buf) as view:
        view[0] = ord("A")
    assert b"Abcdefgh" == bytes(buf)
    view = memoryview(char[1 << 20](b"kept"))
    gc.collect()
    assert b"kept" == view[:4]
    with pytest.raises((BufferError, TypeError)):
        memoryview(strerror(1))[0] = 0


# ------------------------------------------------------------------------------------ threads


def hammer(*calls, times=3000):
    """Run the calls at once, over and over; what they raise comes back."""
    raised = []

    def repeat(call):
        try:
            for _ in range(times):
                with contextlib.suppress(pysock.UndefinedBehavior):
                    call()
        except BaseException as error:
            raised.append(error)

    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    threads = [threading.Thread(target=repeat, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    sys.setswitchinterval(switch)
    return raised


def test_threads_on_the_same_values():
    """A data race is undefined in C; here its results may be any, but they are results."""
    text, buf, vec = char[16](b"some text"), char[64](), struct.iovec[3]()
    p, index = ptr(char)(text), int_()
    sources = itertools.cycle([text, buf + 3, "literal", bytearray(5), None])
    calls = [
        lambda: setattr(p, "value", next(sources)),
        lambda: (p.value or text)[0],
        lambda: setattr(vec[1], "iov_base", next(sources)),
        lambda: copy(vec)[1].iov_base,
        lambda: vec.__setitem__(0, vec[1]),
        lambda: repr(vec),
        lambda: buf[index],
        lambda: setattr(index, "value", index.value ^ 0x7FFFFFFF),
        lambda: pysock.write(-1, buf, index),
    ]
    assert [] == hammer(*calls)


def test_values_give_their_memory_back():
    def work():
        for _ in range(300):
            vec = struct.iovec(char[5000](), 5)
            vec.iov_base = ptr(char, vec)
            copy(vec)

    work()
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        work()
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] - before < 100_000
    finally:
        tracemalloc.stop()


def test_sizeof_everything():
    buf = char[30]()
    expected = {4: [int_, int_(), int_[1](), struct.in_addr(), b"abc", "abc", bytearray(4)]}
    expected[8] = [buf + 1, ptr(char), ptr(char)(), size_t(), array.array("d", [0]), "é\U0001f600x"]
    expected[30] = [buf, char[30], char[3][10](), memoryview(bytes(30))]
    expected[1] = [b"", "", char(), b""]
    for size, things in expected.items():
        assert [size] * len(things) == [sizeof(thing) for thing in things]
    for bad in (5, None, 2.5, [1], int, object()):
        with pytest.raises(TypeError, match="has no C type; sizeof"):
            sizeof(bad)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("memory", tmp_path)


# ---------------------------------------------------------------------- cast, addressof, offsetof


@pytest.mark.parametrize(
    ("ctype", "value", "expected"),
    [
        (uchar, 300, 44),
        (char, 200, -56),
        (uint, -1, 4294967295),
        (int_, 2**31, -(2**31)),
        (int_, 3.99, 3),
        (int_, -3.99, -3),
        (double, 2, 2.0),
        (float_, 0.1, 0.10000000149011612),
        (short, int_(70000), 4464),
    ],
)
def test_cast(ctype, value, expected):
    result = cast(ctype, value)
    assert expected == result
    assert type(expected) is type(result)


def test_cast_refuses_what_is_no_number():
    with pytest.raises(TypeError, match="arithmetic type"):
        cast(ptr(char), 1)
    with pytest.raises(TypeError, match="holds an integer"):
        cast(int_, "5")


def test_cast_of_what_is_too_large_is_the_compilers(compiler, tmp_path):
    numbers = [
        "3e9",
        "-3e9",
        "1e11",
        "1e19",
        "-1.0",
        "1e30",
        "-1e30",
        "70000.0",
        "1/zero",
        "zero/zero",
    ]
    kinds = {"char": char, "unsigned char": uchar, "short": short, "int": int_, "unsigned": uint}
    kinds |= {"long long": longlong, "unsigned long long": ulonglong}
    lines = "".join(
        f'x = {number}; printf("%lld\\n", (long long)({kind})x);'
        for number in numbers
        for kind in kinds
    )
    program = f"#include <stdio.h>\nint main(void) {{ volatile double x, zero = 0; {lines} }}"
    expected = C(compiler, tmp_path).output(program).split()
    zero = 0.0
    values = [
        quotient(1, 0) if n == "1/zero" else quotient(zero, zero) if "zero" in n else float(n)
        for n in numbers
    ]
    got = [cast(longlong, cast(kind, value)) for value in values for kind in kinds.values()]
    assert expected == [str(number) for number in got]


def test_packed_limits_the_alignment(compiler, tmp_path):
    program = """#include <stdio.h>
        #pragma pack(2)
        struct two { char a; int b; double c; };
        #pragma pack(4)
        struct four { char a; int b; double c; char d; };
        int main(void) { printf("%zu %zu", sizeof(struct two), sizeof(struct four)); }"""
    members = {"a": char, "b": int_, "c": double}
    struct.packed_two = packed(members, 2)
    struct.packed_four = packed({**members, "d": char}, 4)
    sizes = [pysock.sizeof(ctype) for ctype in (struct.packed_two, struct.packed_four)]
    assert C(compiler, tmp_path).output(program).split() == [str(size) for size in sizes]
    with pytest.raises(ValueError, match="1, 2, 4, 8 or 16 bytes, not to 3"):
        packed(members, 3)


def test_quotient_divides_as_c_does(compiler, tmp_path):
    pairs = [(1, 0.0), (-1, 0.0), (1, -0.0), (0.0, 0.0), (7, 2), (1e300, 1e-300), (-0.0, 5)]
    lines = "".join(f'x = {a}; y = {b}; printf("%f\\n", x / y);' for a, b in pairs)
    program = f"#include <stdio.h>\nint main(void) {{ volatile double x, y; {lines} }}"
    expected = C(compiler, tmp_path).output(program).split()
    got = []
    for a, b in pairs:
        line = pysock.char[400]()
        pysock.sprintf(line, "%f", quotient(a, b))
        got.append(str(line))
    assert expected == got
    assert quotient(double(1), int_(0)) == float("inf")


def test_flexible_array_members(compiler, tmp_path):
    """They have no size, and go on to the end of what the struct lies in."""
    struct.counted = {"count": uchar, "items": short[...]}
    struct.text = {"count": int_, "tail": char, "data": char[...]}
    program = """#include <stdio.h>
        struct counted { unsigned char count; short items[]; };
        struct text { int count; char tail, data[]; };
        int main(void) { printf("%zu %zu %zu %zu", sizeof(struct counted), sizeof(struct text),
            __builtin_offsetof(struct counted, items), __builtin_offsetof(struct text, data)); }"""
    sizes = [sizeof(struct.counted), sizeof(struct.text)]
    places = [offsetof(struct.counted, "items"), offsetof(struct.text, "data")]
    assert C(compiler, tmp_path).output(program) == " ".join(map(str, sizes + places))
    memory = pysock.malloc(sizeof(struct.counted) + 4)
    counted = ptr(struct.counted, memory)
    counted.items[1] = 70000
    assert [0, 4464] == [counted.items[0], counted.items[1]]
    for broken in (lambda: counted.items[2], lambda: counted.items[-1]):
        with pytest.raises(OutOfBounds):
            broken()
    pysock.free(memory)
    with pytest.raises(UseAfterFree):
        counted.items[0]
    struct.rows = {"cell": char[2][3]}
    rows = ptr(struct.rows, pysock.malloc(sizeof(struct.rows)))  # arrays on a heap, with a size
    rows.cell[1][2] = 7
    assert (7, 3) == (rows.cell[1][2], sizeof(rows.cell[1]))
    pysock.free(rows)
    own = struct.text(3)
    assert (0, b"") == (len(copy(own).data[0:0]), bytes(own.data[0:3]).strip(b"\0"))
    assert (
        "struct text {\n    int count;\n    char tail;\n    char data[];\n};" == struct.text.doc()
    )
    assert "struct counted {count=0, items={}}" == repr(struct.counted())
    with pytest.raises(OutOfBounds):
        pysock.strcpy(own.data, "more than is there")
    with pytest.raises(TypeError, match="assigns none"):
        own.data = "text"


@pytest.mark.parametrize("members", [{"x": char[...]}, {"x": char[...], "y": int_}])
def test_flexible_arrays_stand_last_in_a_struct(members):
    with pytest.raises(TypeError, match="without a size"):
        struct.misplaced = members
    with pytest.raises(TypeError, match="without a size"):
        union.misplaced = {"y": int_, **members}


def test_addressof_a_member():
    linger = struct.linger(1, 5)
    place = addressof(linger, "l_linger")
    place[0] = 7
    assert 7 == linger.l_linger
    with pytest.raises(pysock.OutOfBounds):
        place[1]
    with pytest.raises(TypeError, match="has no member"):
        addressof(linger, "nothing")


LENIENT = """
    #include <fcntl.h>
    #include <stdio.h>
    #include <string.h>
    #include <sys/socket.h>
    #include <unistd.h>
    #define TELL(call) do { memset(whole, '.', 40); long n = (long)(call); printf("%ld ", n); \\
        for (int i = 0; i < 12; i++) printf("%02x", (unsigned char)whole[i]); puts(""); } while (0)
    int main(int argc, char **argv)
    {
        char whole[200000], *part = whole + 2;
        int fd = open(argv[1], O_RDONLY), sv[2], i;
        FILE *fp = fopen(argv[1], "r");
        socketpair(AF_UNIX, SOCK_DGRAM, 0, sv);
        for (i = 0; i < 5; i++)
            send(sv[0], "0123456789012345678", i == 3 ? 19 : i == 4 ? 6 : 10, 0);
        TELL(read(fd, part, 99));
        TELL(read(fd, part, 99));
        TELL(pread(fd, part, 100000, 3));
        TELL(recv(sv[1], part, 99, 0));
        TELL(recv(sv[1], part, 4, 0));
        TELL(recvfrom(sv[1], part, 11, 0, NULL, NULL));
        TELL(recv(sv[1], part, 10, MSG_TRUNC));
        TELL(recv(sv[1], part, 99, MSG_DONTWAIT));
        TELL(recv(sv[1], part, 99, MSG_DONTWAIT));
        TELL(fgets(part, 99, fp) == part);
        TELL(fread(part, 4, 25, fp));
        TELL(fread(part, 4, 25, fp));
        TELL(fgets(part, 99, fp) == part);
        TELL(snprintf(part, 99, "%s", "123456789"));
        TELL(snprintf(part, 4, "%s", "123456789"));
    }
"""


@pytest.mark.parametrize("kind", ["array", "heap", "bytearray"])
def test_lenient_takes_any_count_as_c_does(compiler, tmp_path, kind):
    """Each call asks for more than there is room, and gets no more than fits."""
    path = tmp_path / "file"
    path.write_bytes(b"abc\ndefghi")
    expected = C(compiler, tmp_path).output(LENIENT, path).splitlines()
    own = {"array": char[12], "heap": lambda: ptr(char, pysock.malloc(12)), "bytearray": bytearray}
    memory = own[kind](12) if kind == "bytearray" else own[kind]()
    whole = ptr(char, memory)
    part = lenient(whole + 2)
    fd, fp = pysock.open(str(path), pysock.O_RDONLY), pysock.fopen(str(path), "r")
    sv = int_[2]()
    pysock.socketpair(pysock.AF_UNIX, pysock.SOCK_DGRAM, 0, sv)
    for size in (10, 10, 10, 19, 6):
        pysock.send(sv[0], "0123456789012345678", size, 0)
    read, recv, fread = pysock.read, pysock.recv, pysock.fread
    got = []
    for call in (
        lambda: read(fd, part, 99),
        lambda: read(fd, part, 99),
        lambda: pysock.pread(fd, part, 100000, 3),
        lambda: recv(sv[1], part, 99, 0),
        lambda: recv(sv[1], part, 4, 0),
        lambda: pysock.recvfrom(sv[1], part, 11, 0, None, None),
        lambda: recv(sv[1], part, 10, pysock.MSG_TRUNC),
        lambda: recv(sv[1], part, 99, pysock.MSG_DONTWAIT),
        lambda: recv(sv[1], part, 99, pysock.MSG_DONTWAIT),
        lambda: pysock.fgets(part, 99, fp) is part,
        lambda: fread(part, 4, 25, fp),
        lambda: fread(part, 4, 25, fp),
        lambda: pysock.fgets(part, 99, fp) is part,
        lambda: pysock.snprintf(part, 99, "%s", "123456789"),
        lambda: pysock.snprintf(part, 4, "%s", "123456789"),
    ):
        pysock.memset(whole, ord("."), 12)
        got.append(f"{int(call())} {bytes(whole).hex()}")
    assert expected == got
    pysock.fclose(fp)
    for each in (fd, *sv):
        pysock.close(each)
    if kind == "heap":
        pysock.free(whole)


def test_lenient_tells_how_much_came(tmp_path):
    """More than fits raises, with the numbers, and nothing is touched."""
    path = tmp_path / "file"
    path.write_bytes(b"0123456789" * 10000)
    fp = pysock.fopen(str(path), "r")
    fd = pysock.fileno(fp)
    small = char[8](b"12345678")
    for call, came in (
        (lambda p: pysock.read(fd, p, 9), 9),
        (lambda p: pysock.read(fd, p, 99), 99),
        (lambda p: pysock.read(fd, p, 10**9), 4 + (1 << 16)),
        (lambda p: pysock.fgets(p, 6, fp), 6),
        (lambda p: pysock.fread(p, 3, 2, fp), 6),
        (lambda p: pysock.snprintf(p, 5, "%d", 12345), 5),
        (lambda p: pysock.snprintf(p, 50, "%d", 12345), 6),
    ):
        room = 4 if came != 9 else 8
        with pytest.raises(OutOfBounds, match=f"{came} bytes came for an object that has {room}"):
            call(lenient(small + (8 - room)))
        assert b"12345678" == bytes(small)
    pysock.fclose(fp)


def test_lenient_is_strict_about_all_else(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    fd = pysock.open(str(path), pysock.O_RDWR)
    place = lenient(char[4]())
    assert lenient(None) is lenient(0) is None
    for broken, error in (
        (lambda: pysock.read(fd, place, -1), OutOfBounds),
        (lambda: pysock.read(fd, place + 0, 5), OutOfBounds),
        (lambda: pysock.read(fd, copy(place), 5), OutOfBounds),
        (lambda: pysock.read(fd, lenient(None), 5), NullPointer),
        (lambda: pysock.read(fd, lenient("text"), 9), ConstViolation),
        (lambda: pysock.write(fd, place, 5), OutOfBounds),
        (lambda: pysock.memset(place, 0, 5), OutOfBounds),
        (lambda: pysock.strcpy(place, "12345"), OutOfBounds),
        (lambda: place[4], OutOfBounds),
        (lambda: lenient(7), WildPointer),
        (lambda: lenient(7.0), TypeError),
    ):
        with pytest.raises(error):
            broken()
    packet = ptr(struct.linger, struct.linger(1, 2))
    assert (1, 2) == (lenient(packet).l_onoff, lenient(packet).l_linger)
    assert 4 == pysock.read(fd, place, 4)
    assert b"0123" == bytes(place)
    pysock.close(fd)


def test_lenient_pointers_into_freed_memory():
    memory = ptr(char, pysock.malloc(8))
    place = lenient(memory)
    pysock.free(memory)
    with pytest.raises(UseAfterFree):
        pysock.read(0, place, 99)


def test_offsetof_a_member():
    assert 4 == offsetof(struct.sockaddr_in, "sin_addr")
    with pytest.raises(TypeError, match="no struct"):
        offsetof(int_, "x")


# ---------------------------------------------------------------------------------- bit-fields


LAYOUTS = [
    [("uint", 4), ("uint", 4), ("uchar", None), ("ushort", 3)],
    [("uchar", 3), ("uchar", 6), ("uchar", 7)],
    [("int_", 20), ("int_", 20), ("char", None), ("int_", 1)],
    [("ushort", 1), ("uint", 31), ("uint", 1), ("longlong", 33)],
    [("ulonglong", 64), ("uchar", 8), ("uint", 24), ("uint", 9)],
    [("short", None), ("uint", 10), ("uchar", 2), ("short", 5)],
]
SPELLED = {"uint": "unsigned", "uchar": "unsigned char", "ushort": "unsigned short", "int_": "int"}
SPELLED |= {"char": "char", "short": "short", "longlong": "long long"}
SPELLED |= {"ulonglong": "unsigned long long"}


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_bit_fields_lie_where_c_puts_them(layout, compiler, tmp_path):
    members, declared, lines, ours = {}, "", "", []
    for position, (name, width) in enumerate(layout):
        ctype = getattr(pysock, name)
        members[f"m{position}"] = ctype if width is None else pysock.bits(ctype, width)
        declared += f"{SPELLED[name]} m{position}" + (";" if width is None else f": {width};")
    pysock.struct.with_fields = members
    record = pysock.struct.with_fields
    for member in members:
        made = record()
        setattr(made, member, -2)
        ours.append(f"{made._type.size} {getattr(made, member)} {bytes(made).hex()}")
        lines += f"""{{ struct r v; memset(&v, 0, sizeof(v)); v.{member} = -2;
        printf("%zu %lld ", sizeof(v), (long long)v.{member});
        for (size_t i = 0; i < sizeof(v); i++) printf("%02x", ((unsigned char *)&v)[i]);
        puts(""); }}"""
    source = f"""#include <stdio.h>
    #include <string.h>
    struct r {{ {declared} }};
    int main(void) {{ {lines} return 0; }}"""
    # An unsigned 64-bit value prints as C's long long here.
    ours = [line.replace("18446744073709551614", "-2") for line in ours]
    assert C(compiler, tmp_path).output(source).splitlines() == ours


def test_a_bit_field_is_no_object():
    pysock.struct.flags = {"low": pysock.bits(pysock.uint, 3), "high": pysock.bits(pysock.int_, 5)}
    value = pysock.struct.flags(low=7, high=-1)
    assert (7, -1) == (value.low, value.high)
    value.low += 1
    assert (0, -1) == (value.low, value.high)
    assert "struct flags {low=0, high=-1}" == repr(value)
    value = pysock.struct.flags(1, 2)
    assert (1, 2) == (value.low, value.high)
    with pytest.raises(TypeError):
        value.low = "1"
    for call in (
        lambda: pysock.offsetof(pysock.struct.flags, "low"),
        lambda: pysock.addressof(value, "low"),
    ):
        with pytest.raises(TypeError, match="is a bit-field"):
            call()
    field = pysock.bits(pysock.uint, 3)
    for use in (field, lambda: field[3], lambda: pysock.struct.flags.low):
        with pytest.raises((TypeError, AttributeError)):
            use()
    for bad in (pysock.double, pysock.ptr(pysock.char), field, 5):
        with pytest.raises(TypeError):
            pysock.bits(bad, 3)
    for width in (-1, 33):
        with pytest.raises(ValueError, match="has 0 to 32 bits"):
            pysock.bits(pysock.uint, width)
    with pytest.raises(TypeError):
        pysock.bits(pysock.uint, "3")


def test_limits_and_names_of_bsd():
    import sys

    limits = sys.float_info
    assert (limits.max, limits.min, limits.epsilon) == (
        pysock.DBL_MAX,
        pysock.DBL_MIN,
        pysock.DBL_EPSILON,
    )
    assert (-(2**63), 2**63 - 1) == (pysock.LLONG_MIN, pysock.LLONG_MAX)
    for name, ctype in (("u_char", pysock.uchar), ("u_int32_t", pysock.uint32_t)):
        assert ctype is getattr(pysock, name)
    assert pysock.ptr(pysock.char) is pysock.caddr_t


def test_packed_members_have_no_padding():
    pysock.struct.tight = pysock.packed(kind=uchar, length=ushort, number=uint)
    tight = pysock.struct.tight
    assert 7 == sizeof(tight)
    assert [0, 1, 3] == [offsetof(tight, name) for name in ("kind", "length", "number")]
    value = tight(1, 0x0203, 0x04050607)
    assert (1, 0x0203, 0x04050607) == (value.kind, value.length, value.number)


def test_a_type_is_no_sequence():
    for ctype in (char, int_[3], struct.sockaddr_in, ptr(char)):
        with pytest.raises(TypeError, match="not iterable"):
            iter(ctype)
