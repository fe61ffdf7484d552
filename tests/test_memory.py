"""C values: types, objects, pointers, structs; compared with C's own layout and arithmetic."""

import array
import copy as copymodule
import gc
import itertools
import operator
import pickle
import re

import pytest
from pysock._native import ffi

from pysock import NullPointer, OutOfBounds, char, double, int_, ptr, sizeof, struct, union, void
from pysock._memory import Heap

# ------------------------------------------------------------------------- buffers for Python


def test_view_keeps_its_memory_alive():
    """1 MiB each, so that memory which is given back is unmapped: touching it would be fatal."""
    views = [char[1 << 20](b"x").view() for _ in range(8)]
    gc.collect()
    for view in views:
        view[:2] = b"yz"
    assert [b"yz"] * 8 == [bytes(view[:2]) for view in views]


# ------------------------------------------------------------------------------------- bounds


class Changing:
    """An index that is inside the object when it is checked, and far outside when it is used."""

    def __init__(self, first, then):
        self.numbers = [first, then]

    def __index__(self):
        return self.numbers.pop(0) if len(self.numbers) > 1 else self.numbers[0]

    __int__ = __index__


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
    with pytest.raises(AttributeError, match=re.escape("`char *` has no member 'x'")):
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
