"""string.h, ctype.h and the number conversions: C's results, and C's rules."""

import gc
import math
import random
import subprocess
import threading
from pathlib import Path

import pytest
from pysock._native import ffi

import pysock
from pysock import (
    ConstViolation,
    NullPointer,
    OutOfBounds,
    Overlap,
    UndefinedBehavior,
    Unterminated,
    UseAfterFree,
    WildPointer,
    _string,
    char,
    errno,
    int_,
    ptr,
    size_t,
    sizeof,
    struct,
    uchar,
    void,
)
from pysock._allocation import Heap, Memory

ORACLE = Path(__file__).resolve().parent / "c_peers" / "string_oracle.c"
ROOM = 64  # of the oracle's buffers


@pytest.fixture(scope="session")
def oracle(compiler, tmp_path_factory):
    """What C answers to a list of calls ``(name, a, b, n)``."""
    program = tmp_path_factory.mktemp("oracle") / "string_oracle"
    flags = ["-std=gnu11", "-fno-builtin", "-Wall", "-Wextra", "-Werror"]
    subprocess.run([compiler, *flags, ORACLE, "-o", program], check=True)

    def ask(calls):
        lines = "".join(f"{name} x{a.hex()} x{b.hex()} {n}\n" for name, a, b, n in calls)
        done = subprocess.run([program], input=lines, capture_output=True, text=True, check=True)
        return [line.strip() for line in done.stdout.split("\n")[:-1]]

    return ask


LETTERS = [b"a", b"A", b"b", b"B", b"z", b"@", b"[", b"`", b"{", b"1", b",", b" ", b"\xc3", b"\xff"]


def words(seed, count=150, longest=9):
    """Strings that resemble one another: short, of few letters, their cases mixed."""
    dice = random.Random(seed)
    return [b"".join(dice.choices(LETTERS, k=dice.randrange(longest))) for _ in range(count)]


def pairs(seed):
    """Pairs of strings; in a third of them one begins with or holds the other."""
    dice = random.Random(seed)
    for first, second in zip(words(seed), words(seed + "'"), strict=True):
        chosen = dice.randrange(6)
        yield first, {0: first, 1: first + second, 2: first[1:3]}.get(chosen, second)


def held(text):
    """A string in every way that a program may hold it; each ends right behind its NUL."""
    exact = char[...](text)
    ways = [text, exact, char[...](b">>" + text) + 2, uchar[len(text) + 1](text)]
    ways += [bytearray(text + b"\0"), memoryview(text + b"\0"), ptr(void, exact)]
    return [*ways, text.decode()] if text.isascii() else ways


def one_way(text, number):
    ways = held(text)
    return ways[number % len(ways)]


def offset(pointer, text):
    """Where a pointer points into one of the `held` strings; C's NULL as -1."""
    return -1 if pointer is None else len(text) + 1 - len(bytes(pointer))


def comparable(name, result):
    """Results that C libraries agree on: of these comparisons, only the sign is defined."""
    signs = name in ("bcmp", "memcmp", "strcasecmp", "strncasecmp")
    return (result > 0) - (result < 0) if signs else result


# ------------------------------------------------------------------------- results, against C


@pytest.mark.parametrize(
    "name", ["strcmp", "strcasecmp", "strcoll", "strspn", "strcspn", "strlen", "atoi"]
)
def test_results_of_strings(oracle, name):
    cases = list(pairs(name))
    expected = oracle([(name, a, b, 0) for a, b in cases])
    one = name in ("strlen", "atoi")
    for number, (line, (a, b)) in enumerate(zip(expected, cases, strict=True)):
        arguments = (one_way(a, number), one_way(b, number // 2))[: 1 if one else 2]
        result = getattr(pysock, name)(*arguments)
        assert comparable(name, int(line)) == comparable(name, result), (a, b)


@pytest.mark.parametrize("name", ["strncmp", "strncasecmp", "memcmp", "bcmp", "strnlen"])
def test_results_of_counted_strings(oracle, name):
    cases = [(a, b, n) for a, b in pairs(name) for n in (0, 1, 3, min(len(a), len(b)) + 1)]
    if name in ("memcmp", "bcmp"):
        cases = [(a, b, n) for a, b, n in cases if n <= min(len(a), len(b)) + 1]
    expected = oracle([(name, *case) for case in cases])
    for number, (line, (a, b, n)) in enumerate(zip(expected, cases, strict=True)):
        arguments = (one_way(a, number), one_way(b, number // 2), n)
        if name == "strnlen":
            arguments = arguments[0], n
        result = getattr(pysock, name)(*arguments)
        assert comparable(name, int(line)) == comparable(name, result), (a, b, n)


@pytest.mark.parametrize("name", ["strchr", "strrchr", "index", "rindex", "memchr", "memrchr"])
def test_places_of_characters(oracle, name):
    cases = [(a, c) for a in words(name, 40) for c in (0, 97, 255, -1, 256 + 98)]
    expected = oracle([(name, a, b"", c) for a, c in cases])
    for number, (line, (a, c)) in enumerate(zip(expected, cases, strict=True)):
        size = (len(a),) if name.startswith("mem") else ()
        found = getattr(pysock, name)(one_way(a, number), c, *size)
        assert int(line) == offset(found, a), (a, c)


@pytest.mark.parametrize("name", ["strstr", "strcasestr", "strpbrk"])
def test_places_of_strings(oracle, name):
    cases = list(pairs(name))
    expected = oracle([(name, a, b, 0) for a, b in cases])
    for number, (line, (a, b)) in enumerate(zip(expected, cases, strict=True)):
        found = getattr(pysock, name)(one_way(a, number), one_way(b, number // 2))
        assert int(line) == offset(found, a), (a, b)


@pytest.mark.parametrize(
    "name",
    ["strcpy", "stpcpy", "strncpy", "strcat", "strncat", "memcpy", "mempcpy", "memmove", "memset"],
)
def test_what_is_written_and_returned(oracle, name):
    sizes = {"strcpy", "stpcpy", "strcat"}
    cases = [(a, b, n) for a, b in pairs(name) for n in (0, 2, len(b), len(b) + 1)]
    if name in ("memcpy", "mempcpy", "memmove"):
        cases = [(a, b, n) for a, b, n in cases if n <= len(b) + 1]
    if name == "memset":
        cases = [(a, b"", c) for a, _ in pairs(name) for c in (0, 65, 255, -2, 300)]
    expected = oracle([(name, *case) for case in cases])
    for number, (line, (a, b, n)) in enumerate(zip(expected, cases, strict=True)):
        dest = char[ROOM](a)
        rest = (b"A",) if n == 65 else (n,)
        arguments = (*rest, len(a)) if name == "memset" else (one_way(b, number), n)
        if name in sizes:
            arguments = arguments[:1]
        result = getattr(pysock, name)(dest, *arguments)
        assert line == f"{result - dest} {bytes(dest).hex()}", (a, b, n)


def test_bcopy_and_bzero():
    text = char[8](b"abcdef")
    assert pysock.bcopy(text, text + 2, 4) is None
    assert b"ababcd\0\0" == bytes(text)
    pysock.bcopy("xyz", text, 3)
    assert b"xyzbcd\0\0" == bytes(text)
    assert pysock.bzero(text + 1, 2) is None
    assert b"x\0\0bcd\0\0" == bytes(text)


def spaced(seed):
    dice = random.Random(seed)
    return [
        ("".join(dice.choices("ab  ,", k=dice.randrange(12))).encode(), delim)
        for delim in (b" ", b", ", b"", b"ab, ")
        for _ in range(30)
    ]


def test_strtok(oracle):
    cases = spaced("strtok")
    expected = oracle([("strtok_r", a, b, 0) for a, b in cases])
    for line, (a, b) in zip(expected, cases, strict=True):
        text = char[ROOM](a)
        rest = ptr(char)()
        places = []
        token = pysock.strtok_r(text, b, rest)
        while token is not None:
            places.append(f"{token - text},")
            token = pysock.strtok_r(0, b, rest)
        assert line == f"{''.join(places)}{rest.value - text} {bytes(text).hex()}", (a, b)

        again = char[ROOM](a)
        token = pysock.strtok(again, b)
        while token is not None:
            assert places.pop(0) == f"{token - again},"
            token = pysock.strtok(None, b)
        assert [] == places
        assert bytes(text) == bytes(again)


def test_strsep(oracle):
    cases = spaced("strsep")
    expected = oracle([("strsep", a, b, 0) for a, b in cases])
    for line, (a, b) in zip(expected, cases, strict=True):
        text = char[ROOM](a)
        rest = ptr(char)(text)
        fields = ""
        while (field := pysock.strsep(rest, b)) is not None:
            fields += f"{field - text},"
        assert rest.value is None
        assert line == f"{fields}-1 {bytes(text).hex()}", (a, b)


CLASSES = ["alnum", "alpha", "blank", "cntrl", "digit", "graph"]
CLASSES += ["lower", "print", "punct", "space", "upper", "xdigit"]


def test_characters(oracle):
    codes = range(-1, 256)
    calls = [getattr(pysock, f"is{kind}") for kind in CLASSES] + [pysock.tolower, pysock.toupper]
    for code, line in zip(codes, oracle([("characters", b"", b"", c) for c in codes]), strict=True):
        assert line == " ".join(str(call(code)) for call in calls), code


def test_characters_as_bytes():
    # One character of each class, and one that is outside it.
    for name, yes, no in [
        ("isalnum", b"7", b"_"),
        ("isalpha", b"Q", b"1"),
        ("isblank", b"\t", b"\n"),
        ("iscntrl", b"\x7f", b" "),
        ("isdigit", b"0", b"a"),
        ("isgraph", b"~", b" "),
        ("islower", b"z", b"A"),
        ("isprint", b" ", b"\n"),
        ("ispunct", b"/", b"a"),
        ("isspace", b"\v", b"a"),
        ("isupper", b"Z", b"a"),
        ("isxdigit", b"f", b"g"),
    ]:
        call = getattr(pysock, name)
        assert (True, False) == (call(yes) != 0, call(no) != 0), name
        assert call(yes) == call(bytearray(yes)) == call(ord(yes)) == call(char(yes)), name
    assert ord("Q") == pysock.toupper(b"q")
    assert ord("q") == pysock.tolower(b"Q")


NUMBERS = [
    "",
    "-",
    "+",
    " ",
    "0",
    "7",
    "08",
    "0x",
    "0x1F",
    "0xg",
    "zz",
    "Z9",
    "12abc",
    "  -42 rest",
]
NUMBERS += ["\t\n\v\f\r +17", "--1", "- 1", "1 2", "0b101", "0777", "-0x10", "2147483647"]
NUMBERS += ["2147483648", "-2147483648", "-2147483649", "4294967295", "4294967296", "99999999999"]
NUMBERS += ["9223372036854775807", "9223372036854775808", "-9223372036854775808", "-1"]
NUMBERS += ["-9223372036854775809", "18446744073709551615", "18446744073709551616", "9" * 30]
NUMBERS += ["-18446744073709551615", "-18446744073709551616", "-" + "9" * 30, "garbage", "\x85 1"]
FLOATS = ["3.14", "-.5", ".", "1e3x", "1e", "1e+", "1e308", "1e309", "-1e999", "1e-310", "1e-400"]
FLOATS += ["inf", "-INFINITY!", "nan", "infinit", "0x1.8p3", "0x.8", "1.17549435e-38", "3.5e38"]
FLOATS += ["1e-46", "16777217", "0.1", " \n2,5", "123456789.123456789e-5"]
BASES = [0, 2, 8, 10, 16, 36, 1, 37, -1]


@pytest.mark.parametrize("name", ["atoi", "atol", "atoll", "atof"])
def test_numbers(oracle, name):
    texts = [text.encode("latin-1") for text in NUMBERS + FLOATS]
    expected = oracle([(name, text, b"", 0) for text in texts])
    for number, (line, text) in enumerate(zip(expected, texts, strict=True)):
        result = getattr(pysock, name)(one_way(text, number))
        wanted = float.fromhex(line) if name == "atof" else int(line)
        assert repr(wanted) == repr(result), text


@pytest.mark.parametrize("name", ["strtol", "strtoll", "strtoul", "strtoull"])
def test_integers_and_where_they_end(oracle, name):
    cases = [(text.encode("latin-1"), base) for text in NUMBERS for base in BASES]
    expected = oracle([(name, text, b"", base) for text, base in cases])
    call = getattr(pysock, name)
    for number, (line, (text, base)) in enumerate(zip(expected, cases, strict=True)):
        end = ptr(char)()
        errno.value = 0
        result = call(one_way(text, number), end, base)
        assert line == f"{result} {offset(end.value, text)} {errno}", (text, base)
        assert result == call(one_way(text, number + 1), (None, 0)[number % 2], base)


@pytest.mark.parametrize("name", ["strtod", "strtof"])
def test_floats_and_where_they_end(oracle, name):
    texts = [text.encode("latin-1") for text in NUMBERS + FLOATS]
    expected = oracle([(name, text, b"", 0) for text in texts])
    call = getattr(pysock, name)
    for number, (line, text) in enumerate(zip(expected, texts, strict=True)):
        end = ptr(char)()
        errno.value = 0
        result = call(one_way(text, number), end)
        value, *rest = line.split()
        assert [repr(float.fromhex(value)), *rest] == [
            repr(result),
            str(offset(end.value, text)),
            str(errno),
        ], text
        assert repr(result) == repr(call(text, None))


def test_random_sequence_is_cs(oracle):
    for seed, given in [(42, 42), (1, 1), (0, 1 << 32), (4294967295, -1)]:
        assert pysock.srand(given) is None
        wanted = oracle([("rand", b"", b"", seed)])[0]
        assert wanted == " ".join(str(pysock.rand()) for _ in range(5))
    assert all(0 <= pysock.rand() <= pysock.RAND_MAX for _ in range(100))


def test_ffs_and_magnitudes(oracle):
    numbers = [0, 1, -1, 2, 12, 255, 256, 2147483647, -2147483647, 1 << 30]
    bits = oracle([("ffs", b"", b"", n) for n in [*numbers, -2147483648]])
    assert [int(line) for line in bits] == [pysock.ffs(n) for n in [*numbers, -2147483648]]
    lines = oracle([("labs", b"", b"", n) for n in numbers])
    for call in (pysock.abs, pysock.labs, pysock.llabs):
        assert [int(line) for line in lines] == [call(n) for n in numbers]
    assert 7 == pysock.abs(int_(-7))


# ------------------------------------------------------------- what comes back, and where it lies


def test_length_of_a_str_is_that_of_its_utf8():
    assert 6 == pysock.strlen("안녕")
    assert 3 == pysock.strlen(b"abc\0def")


def test_copies_return_their_destination_itself():
    dest = char[8]()
    for call in (pysock.strcpy, pysock.strcat, pysock.memcpy, pysock.memmove, pysock.memset):
        size = (1,) if call.__name__.startswith("mem") else ()
        arguments = (0,) if call is pysock.memset else ("a",)
        assert call(dest, *arguments, *size) is dest
    assert pysock.strncpy(dest, "a", 2) is dest
    assert pysock.strncat(dest, "a", 2) is dest
    pointer = dest + 1
    assert pysock.strcpy(pointer, "bc") is pointer
    number = int_()
    assert pysock.memset(number, 0xFF, sizeof(number)) is number
    assert -1 == number


def test_calls_nest_as_in_c():
    line = char[20]()
    assert (
        b"one two" == pysock.strcat(pysock.strcat(pysock.strcpy(line, "one"), " "), "two").string()
    )
    pysock.stpcpy(pysock.stpcpy(line, "ab"), "cd")
    assert b"abcd" == line.string()


def test_python_buffers_come_back_as_pointers():
    buffer = bytearray(6)
    result = pysock.strcpy(buffer, "hello")
    assert b"hello" == result.string()
    result[0] = b"j"
    assert bytearray(b"jello\0") == buffer
    assert b"ello" == pysock.strchr(buffer, b"e").string()
    assert b"\0" * 6 == bytes(pysock.memset(buffer, 0, 6))


def test_pointers_into_an_array_keep_its_bounds():
    line = char[12](b"key=value")
    value = pysock.strchr(line, b"=")
    assert 3 == value - line
    assert ord("y") == value[-1]
    value[0] = 0
    assert b"key" == line.string()
    with pytest.raises(OutOfBounds):
        value[9]
    with pytest.raises(OutOfBounds):
        value[-4]
    tail = pysock.mempcpy(line, "abc", 3)
    assert 3 == tail - line
    tail[0] = b"!"
    assert ord("!") == line[3]


def test_pointers_into_a_literal_are_constant():
    end = ptr(char)()
    assert 12 == pysock.strtol("12ab", end, 10)
    assert b"ab" == end.value.string()
    for pointer in (end.value, pysock.strstr("hello", "ll"), pysock.memchr(b"abc", b"b", 3)):
        with pytest.raises(ConstViolation):
            pointer[0] = 0
        with pytest.raises(OutOfBounds):
            pointer[4]


def test_text_and_end_may_be_one_variable():
    rest = ptr(char)(char[...](b"10 20 30"))
    assert [10, 20, 30] == [pysock.strtol(rest.value, rest, 10) for _ in range(3)]
    assert b"" == rest.value.string()


def test_strtol_leaves_errno_and_says_erange():
    errno.value = pysock.EINTR
    assert 5 == pysock.strtol("5", None, 10)
    assert errno == pysock.EINTR
    assert pysock.LONG_MAX == pysock.strtol("9" * 30, None, 10)
    assert errno == pysock.ERANGE
    assert pysock.ULONG_MAX == pysock.strtoul("-1", 0, 10)
    assert math.inf == pysock.strtod("1e999", None)


def test_a_wrong_base_is_einval_and_leaves_endptr():
    for call in (pysock.strtol, pysock.strtoll, pysock.strtoul, pysock.strtoull):
        end = ptr(char)()
        errno.value = 0
        assert 0 == call("12", end, 1)
        assert errno == pysock.EINVAL
        assert end.value is None


def test_pointers_survive_being_copied():
    struct.string_test_node = {"n": int_, "text": ptr(char), "next": ptr(void)}
    node = struct.string_test_node
    for call in (pysock.memcpy, pysock.memmove, pysock.mempcpy):
        first, second = node(1, char[...](b"kept")), node()
        call(second, first, sizeof(node))
        del first
        gc.collect()
        assert 1 == second.n
        assert b"kept" == second.text.string()
        assert second.next is None
        pysock.memset(second, 0, sizeof(second))
        assert second.text is None

    nodes = node[3]()
    nodes[0].text = char[...](b"moved")
    pysock.bcopy(nodes, nodes + 1, 2 * sizeof(node))
    assert b"moved" == nodes[1].text.string()
    assert nodes[2].text is None


def test_bytes_of_a_pointer_that_were_made_up_are_wild():
    pointer = ptr(char)(char[...](b"text"))
    pysock.memset(pointer, 0x5A, sizeof(pointer))
    with pytest.raises(WildPointer, match="0x5a5a5a5a5a5a5a5a"):
        _ = pointer.value
    pysock.memset(pointer, 0, sizeof(pointer))
    assert pointer.value is None


def test_sizes_may_be_c_integers():
    text = char[8](b"abcdefg")
    pysock.memset(text, 0, size_t(3))
    pysock.memcpy(text, "xyz", int_(2))
    assert b"xy\0defg\0" == bytes(text)
    assert 0 == pysock.strncmp("abc", "abd", size_t(2))


def test_counts_of_strings_may_be_huge():
    assert 3 == pysock.strnlen("abc", -1)  # C makes SIZE_MAX of it
    assert 0 == pysock.strncmp("abc", char[...](b"abc"), 1 << 63)
    assert 0 == pysock.strncasecmp("abc", char[...](b"ABC"), -1)
    assert b"abc" == pysock.strncat(char[4](b"a"), "bc", -1).string()
    found = pysock.memchr(char[3](b"abc"), b"b", 100)  # ends where it finds
    assert b"bc" == bytes(found)


def test_counts_need_no_nul_before_they_are_reached():
    full = char[4](b"abcd")
    assert 4 == pysock.strnlen(full, 4)
    assert 0 == pysock.strncmp(full, "abcde", 4)
    assert 0 == pysock.strncasecmp("ABCDE", full, 4)
    assert b"abcd" == bytes(pysock.strncpy(char[4](), full, 4))
    assert b"abcd" == pysock.strncat(char[5](), full, 4).string()


def test_nothing_at_null_is_allowed():
    assert pysock.memset(None, 0, 0) is None
    assert pysock.memcpy(0, None, 0) is None
    assert pysock.mempcpy(0, "abc", 0) is None
    assert pysock.strncpy(None, "abc", 0) is None
    assert 0 == pysock.memcmp(None, None, 0)
    assert pysock.memrchr(None, 0, 0) is None


# ----------------------------------------------------------------------------------- the rules

TEXT = object()  # stands for a string that is read
SPACE = object()  # stands for a string that is written
CHARS = [
    ("atof", TEXT),
    ("atoi", TEXT),
    ("atol", TEXT),
    ("atoll", TEXT),
    ("index", TEXT, 97),
    ("rindex", TEXT, 97),
    ("stpcpy", SPACE, TEXT),
    ("strcasecmp", TEXT, TEXT),
    ("strcasestr", TEXT, TEXT),
    ("strcat", SPACE, TEXT),
    ("strchr", TEXT, 97),
    ("strcmp", TEXT, TEXT),
    ("strcoll", TEXT, TEXT),
    ("strcpy", SPACE, TEXT),
    ("strcspn", TEXT, TEXT),
    ("strlen", TEXT),
    ("strncasecmp", TEXT, TEXT, 9),
    ("strncat", SPACE, TEXT, 9),
    ("strncmp", TEXT, TEXT, 9),
    ("strncpy", SPACE, TEXT, 9),
    ("strnlen", TEXT, 9),
    ("strpbrk", TEXT, TEXT),
    ("strrchr", TEXT, 97),
    ("strsep", ptr(char)(char[...](b"a b")), TEXT),
    ("strspn", TEXT, TEXT),
    ("strstr", TEXT, TEXT),
    ("strtod", TEXT, None),
    ("strtof", TEXT, None),
    ("strtok", SPACE, TEXT),
    ("strtok_r", SPACE, TEXT, ptr(char)()),
    ("strtol", TEXT, None, 10),
    ("strtoll", TEXT, None, 10),
    ("strtoul", TEXT, None, 10),
    ("strtoull", TEXT, None, 10),
]


def places(kind):
    """Each call of CHARS, as a function of the one argument of `kind`; the others are good."""
    for name, *arguments in CHARS:
        for place, argument in enumerate(arguments):
            if argument is kind:
                yield name, lambda bad, n=name, a=arguments, p=place: call_with(n, a, p, bad)


def call_with(name, arguments, place, bad):
    good = {TEXT: "a", SPACE: char[20](b"a")}
    filled = [good.get(a, a) if a in (TEXT, SPACE) else a for a in arguments]
    filled[place] = bad
    return getattr(pysock, name)(*filled)


def test_strings_that_are_none():
    for name, call in places(TEXT):
        for null in (None, 0):
            with pytest.raises(NullPointer, match=name):
                call(null)
        for wrong in (5, 2.5, object(), ["a"]):
            with pytest.raises(TypeError, match=f"{name}: a pointer needs"):
                call(wrong)
        with pytest.raises(TypeError, match=rf"{name}: .* not the address of a `int`: ptr\(char"):
            call(int_[2]())
        with pytest.raises(TypeError, match=rf"{name}: .* address of a `char \*`: its .value"):
            call(ptr(char)())


def test_strings_without_nul():
    for name, call in places(TEXT):
        for unterminated in (char[4](b"abcd"), bytearray(b"abcd"), char[9](b"     abcd") + 5):
            with pytest.raises(Unterminated, match=f"{name}: no NUL in the 4 bytes"):
                call(unterminated)
    for name in ("strcat", "strncat", "strtok"):
        rest = (" ", 1) if name == "strncat" else (" ",)
        with pytest.raises(Unterminated, match=f"{name}: no NUL in the 4 bytes"):
            getattr(pysock, name)(char[4](b"abcd"), *rest)


def test_strings_that_cannot_be_written():
    for name, call in places(SPACE):
        for literal in ("b a", b"b a", pysock.strchr("b a", b"b"), memoryview(b"b a\0")):
            with pytest.raises(ConstViolation, match=name):
                call(literal)
        for wrong in (5, 2.5, object()):
            with pytest.raises(TypeError, match=f"{name}: a pointer needs"):
                call(wrong)
        with pytest.raises(TypeError, match=f"{name}: .* not the address of a `int`"):
            call(int_[8]())
        if not name.startswith("strtok"):
            for null in (None, 0):
                with pytest.raises(NullPointer, match=name):
                    call(null)


def test_room_is_kept():
    short, long = char[5](), char[9]()
    for name, *arguments, needed, room in [
        ("strcpy", short, "hello", 6, 5),
        ("strcpy", long + 4, "hello", 6, 5),
        ("strcpy", bytearray(5), "hello", 6, 5),
        ("stpcpy", short, "hello", 6, 5),
        ("strcat", char[8](b"abc"), "hello", 9, 8),
        ("strncat", char[5](b"abc"), "hello", 2, 6, 5),
        ("strncpy", short, "a", 6, 6, 5),
        ("memset", short, 0, 6, 6, 5),
        ("memset", bytearray(5), 0, 6, 6, 5),
        ("bzero", short + 5, 1, 1, 0),
        ("memcpy", short, long, 6, 6, 5),
        ("memcpy", long, short, 6, 6, 5),
        ("memcpy", long, "hello", 7, 7, 6),
        ("mempcpy", short, long, 6, 6, 5),
        ("memmove", long, short, 6, 6, 5),
        ("bcopy", long, short, 6, 6, 5),
        ("memcmp", long, short, 6, 6, 5),
        ("memcmp", short, long, 6, 6, 5),
        ("bcmp", short, long, 6, 6, 5),
        ("memchr", short, 1, 6, 6, 5),
        ("memrchr", short, 0, 6, 6, 5),
        ("memchr", short, 1, -1, (1 << 64) - 1, 5),
    ]:
        with pytest.raises(
            OutOfBounds, match=f"{name}: {needed} bytes of an object that has {room}"
        ):
            getattr(pysock, name)(*arguments)


def test_nothing_is_written_when_a_rule_is_broken():
    dest = char[5](b"abc")
    for call in (pysock.strcpy, pysock.strcat):
        with pytest.raises(OutOfBounds):
            call(dest, "hello")
    with pytest.raises(OutOfBounds):
        pysock.memset(dest, 1, 6)
    assert b"abc\0\0" == bytes(dest)


@pytest.mark.parametrize(
    "name", ["memset", "memcpy", "mempcpy", "memmove", "memcmp", "bcmp", "memrchr", "strncpy"]
)
def test_lengths_that_are_none(name):
    call = getattr(pysock, name)
    second = 0 if name in ("memset", "memrchr") else b"abc"
    with pytest.raises(OutOfBounds, match="18446744073709551615 as size_t"):
        call(char[3](), second, -1)
    with pytest.raises(OutOfBounds, match="has 3"):
        call(char[3](), second, 1 << 70)
    for wrong in ("3", 3.0, None):
        with pytest.raises(TypeError):
            call(char[3](), second, wrong)
    with pytest.raises(NullPointer):
        call(None, second, 1)
    for wrong in (5, 2.5):
        with pytest.raises(TypeError, match="a pointer needs"):
            call(wrong, second, 1)


@pytest.mark.parametrize("name", ["memset", "memcpy", "mempcpy", "memmove"])
def test_constant_memory_is_not_written(name):
    second = 0 if name == "memset" else b"abc"
    for literal in ("abc", b"abc", memoryview(b"abc"), pysock.strchr("abc", b"a")):
        with pytest.raises(ConstViolation, match=name):
            getattr(pysock, name)(literal, second, 2)


@pytest.mark.parametrize("name", ["strncmp", "strncasecmp", "strnlen", "memchr", "strncat"])
def test_limits_that_are_none(name):
    second = (97,) if name == "memchr" else () if name == "strnlen" else (b"a",)
    call = getattr(pysock, name)
    for wrong in ("3", 3.0, None):
        with pytest.raises(TypeError, match=f"{name}: a length is an integer"):
            call(char[3](), *second, wrong)
    for beyond in (1 << 64, -(1 << 63) - 1):
        with pytest.raises(OverflowError, match=f"{name}: {beyond} does not fit in a size_t"):
            call(char[3](), *second, beyond)


def test_overlap():
    text = char[16](b"abcdef")
    same = bytearray(b"abcdef\0\0\0\0\0\0")
    assert issubclass(Overlap, UndefinedBehavior)
    for call, arguments in [
        (pysock.memcpy, (text, text + 2, 3)),
        (pysock.memcpy, (text + 2, text, 3)),
        (pysock.memcpy, (text, text, 1)),
        (pysock.mempcpy, (text, text + 2, 3)),
        (pysock.memcpy, (same, memoryview(same)[2:], 3)),
        (pysock.strcpy, (text, text + 2)),
        (pysock.strcpy, (text + 2, text)),
        (pysock.stpcpy, (text, text + 1)),
        (pysock.strcpy, (memoryview(same)[1:], same)),
        (pysock.strcat, (text, text)),
        (pysock.strcat, (text, text + 6)),
        (pysock.strncpy, (text + 2, text, 3)),
        (pysock.strncat, (text, text + 3, 4)),
    ]:
        with pytest.raises(Overlap, match=rf"{call.__name__}: some of the \d+ bytes read"):
            call(*arguments)
    assert b"abcdef\0\0\0\0\0\0" == bytes(text)[:12] == bytes(same)


def test_neighbours_do_not_overlap():
    text = char[12](b"abcdef")
    pysock.memcpy(text + 6, text, 6)
    assert b"abcdefabcdef" == bytes(text)
    pysock.strncpy(text, text + 3, 3)
    assert b"defdefabcdef" == bytes(text)
    pysock.strncat(pysock.memset(text, 0, 6), text + 6, 3)
    assert b"abc\0\0\0abcdef" == bytes(text)


def test_overlapping_memmove():
    text = char[8](b"abcdefg")
    pysock.memmove(text + 1, text, 6)
    assert b"aabcdef\0" == bytes(text)


def test_characters_that_are_none():
    for name in [*(f"is{kind}" for kind in CLASSES), "tolower", "toupper"]:
        call = getattr(pysock, name)
        for code in (-2, 256, 1 << 40):
            with pytest.raises(OutOfBounds, match=rf"{name}\({code}\): neither EOF"):
                call(code)
        for wrong in ("a", b"", b"ab", 1.5, None):
            with pytest.raises(TypeError, match=f"{name}: a character is"):
                call(wrong)


class Liar(bytes):
    """A subclass may say anything about itself."""

    def __len__(self):
        return 1

    def __getitem__(self, index):
        return 1 << 20


def test_subclasses_are_not_believed():
    liar = Liar(b"long")
    for name in [f"is{kind}" for kind in CLASSES]:
        with pytest.raises(OutOfBounds, match=r"\(1048576\): neither EOF"):
            getattr(pysock, name)(liar)
    assert 4 == pysock.strlen(liar)
    assert 0 == pysock.strcmp(liar, b"long") == pysock.strncmp(liar, b"long", 9)
    with pytest.raises(OutOfBounds, match="6 bytes of an object that has 5"):
        pysock.memcpy(char[9](), liar, 6)
    with pytest.raises(OutOfBounds, match="5 bytes of an object that has 4"):
        pysock.strcpy(char[4](), liar)
    assert b"ng" == pysock.strstr(liar, "n").string()


def test_searched_characters_that_are_none():
    for call in (pysock.strchr, pysock.strrchr, pysock.index, pysock.rindex):
        for wrong in ("a", b"ab", 1.5, None):
            with pytest.raises(TypeError):
                call("abc", wrong)
    for wrong in ("a", b"ab", 1.5, None):
        with pytest.raises(TypeError):
            pysock.memset(char[3](), wrong, 1)
        with pytest.raises(TypeError):
            pysock.memchr("abc", wrong, 3)
        with pytest.raises(TypeError):
            pysock.memrchr("abc", wrong, 3)


@pytest.mark.parametrize("name", ["strtol", "strtoll", "strtoul", "strtoull", "strtod", "strtof"])
def test_endptr_that_is_none(name):
    base = (10,) if name.endswith(("l", "ll")) else ()
    call = getattr(pysock, name)
    for wrong in (char[8](), ptr(int_)(), bytearray(8), "12", 1, int_()):
        with pytest.raises(TypeError, match=rf"{name}: C wants a `char \* ?\*`"):
            call("12", wrong, *base)
    pointers = ptr(char)[2]()
    call("12!", pointers + 1, *base)
    assert pointers[0] is None
    assert b"!" == pointers[1].string()


def test_bases_that_are_none():
    for call in (pysock.strtol, pysock.strtoll, pysock.strtoul, pysock.strtoull):
        for wrong in ("10", 10.0, None):
            with pytest.raises(TypeError):
                call("1", None, wrong)
        with pytest.raises(OverflowError, match=r"1099511627776 does not fit in a `int`"):
            call("1", None, 1 << 40)


def test_magnitudes_that_are_none():
    for call, bits in [
        (pysock.abs, 32),
        (pysock.labs, 8 * sizeof(pysock.long)),
        (pysock.llabs, 64),
    ]:
        least = -(1 << bits - 1)
        with pytest.raises(OutOfBounds, match=rf"{call.__name__}\({least}\): {-least} does not"):
            call(least)
        with pytest.raises(OverflowError, match=f"{call.__name__}: {least - 1} does not fit"):
            call(least - 1)
        with pytest.raises(TypeError):
            call(-2.5)
    with pytest.raises(OverflowError, match="ffs: 4294967296"):
        pysock.ffs(1 << 32)
    for wrong in ("1", 1.5, None):
        with pytest.raises(TypeError):
            pysock.ffs(wrong)
        with pytest.raises(TypeError):
            pysock.srand(wrong)


def test_strtok_goes_on_with_nothing(monkeypatch):
    monkeypatch.setattr(_string, "_saved", ptr(char)())
    for call in (lambda: pysock.strtok(None, " "), lambda: pysock.strtok_r(0, " ", ptr(char)())):
        with pytest.raises(NullPointer, match="no earlier call has left a string"):
            call()
    assert pysock.strsep(ptr(char)(), " ") is None


def test_strtok_writes_only_behind_a_token():
    assert b"word" == pysock.strtok("word", " ").string()
    assert pysock.strtok(None, " ") is None
    with pytest.raises(ConstViolation, match="strtok: would write"):
        pysock.strtok("two words", " ")
    with pytest.raises(ConstViolation, match="strsep: would write"):
        pysock.strsep(ptr(char)("two words"), " ")


def test_strtok_keeps_its_string_alive():
    assert b"a" == pysock.strtok(char[...](b"a b c"), " ").string()
    gc.collect()
    assert [b"b", b"c"] == [pysock.strtok(None, " ").string() for _ in range(2)]


def test_places_for_pointers():
    for wrong in (char[8](), ptr(int_)(), bytearray(8), "ab"):
        with pytest.raises(TypeError, match=r"strtok_r: C wants a `char \* ?\*`"):
            pysock.strtok_r(char[...](b"a"), " ", wrong)
        with pytest.raises(TypeError, match=r"strsep: C wants a `char \* ?\*`"):
            pysock.strsep(wrong, " ")
    with pytest.raises(NullPointer):
        pysock.strtok_r(char[...](b"a"), " ", None)
    with pytest.raises(NullPointer):
        pysock.strsep(None, " ")


def test_memory_whose_life_has_ended():
    heap = Heap(ffi.new("char[]", 8), 8)
    text = char[8].view(heap, 0)
    pysock.strcpy(text, "heap")
    assert 4 == pysock.strlen(text)
    assert 0 == pysock.strcmp(text, "heap")
    assert b"ap" == pysock.strchr(text, b"a").string()
    heap.free("free")
    for call, *rest in [
        (pysock.strlen,),
        (pysock.strcmp, "heap"),
        (pysock.strcpy, "a"),
        (pysock.memset, 0, 1),
        (pysock.memcpy, "a", 1),
        (pysock.atoi,),
    ]:
        with pytest.raises(UseAfterFree, match=r"free\(\)"):
            call(text, *rest)


def test_a_buffer_that_shrinks_during_a_call():
    with pytest.raises(OutOfBounds, match="shrunk to 2 bytes while a call read 3"):
        _string._into(bytearray(2), 3)


def test_strings_that_another_thread_changes():
    """Each call either sees a NUL or says that there is none; none runs on behind the array."""
    memory = Memory.zeroed(4096)
    text = char[4096].view(memory, 0)
    pysock.memset(text, b"a", 4096)
    done = threading.Event()

    def change():
        while not done.is_set():
            text[4095] = 0
            text[4095] = b"a"

    changer = threading.Thread(target=change)
    changer.start()
    try:
        for _ in range(300):
            for call, *rest in [
                (pysock.strlen,),
                (pysock.strcmp, text),
                (pysock.strspn, "a"),
                (pysock.strstr, "b"),
                (pysock.strcasecmp, "b"),
                (pysock.atoi,),
            ]:
                try:
                    result = call(text, *rest)
                except Unterminated:
                    continue
                assert call is not pysock.strlen or 4095 == result
    finally:
        done.set()
        changer.join()


# ------------------------------------------------------------------------ copies for free()


def test_copies_on_the_heap():
    source = char[10]("text")
    for text in (source, "text", b"text", bytearray(b"text\0rest"), source + 0):
        copied = pysock.strdup(text)
        assert "text" == str(copied)
        assert 0 == copied[4]
        with pytest.raises(pysock.OutOfBounds):
            copied[5]
        pysock.free(copied)
        with pytest.raises(pysock.UseAfterFree):
            copied[0]
    for most, expected in (
        (0, ""),
        (2, "te"),
        (4, "text"),
        (9, "text"),
        (-1, "text"),
        (2**63, "text"),
    ):
        copied = pysock.strndup(source, most)
        assert expected == str(copied)
        pysock.free(copied)
    whole = char[4]("text")
    copied = pysock.strndup(whole, 4)
    assert "text" == str(copied)
    pysock.free(copied)
    for most in (5, -1):
        with pytest.raises(pysock.Unterminated):
            pysock.strndup(whole, most)
    for call in (pysock.strdup, lambda bad: pysock.strndup(bad, 1)):
        with pytest.raises(pysock.NullPointer):
            call(None)
        with pytest.raises(TypeError):
            call(5)
    with pytest.raises(pysock.Unterminated):
        pysock.strdup(whole)
    with pytest.raises(TypeError):
        pysock.strndup(source, "1")
