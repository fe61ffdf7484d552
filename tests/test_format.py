"""The printf family against C's own."""

import itertools
import math
import os
import random
import subprocess
import threading

import pytest
from pysock._native import ffi

import pysock
from pysock import (
    BadFormat,
    ConstViolation,
    NullPointer,
    OutOfBounds,
    Unterminated,
    UseAfterFree,
    char,
    dprintf,
    fprintf,
    int_,
    long,
    longlong,
    printf,
    ptr,
    schar,
    short,
    size_t,
    snprintf,
    sprintf,
    sscanf,
    stderr,
    stdout,
    struct,
)
from pysock._memory import from_cffi


def printed(format, *args):
    """What a format prints, through snprintf."""
    text = char[4096]()
    assert snprintf(text, 4096, format, *args) == len(bytes(text).rstrip(b"\0"))
    return text.string()


# ----------------------------------------------------------------- thousands of conversions


FLAGS = ["", "-", "+", " ", "#", "0", "-+", "-#", "+0", " 0", "#0", "-0", "+ ", "'"]
WIDTHS = ["", "1", "5", "12", "40", "*"]
PRECISIONS = ["", ".", ".0", ".1", ".3", ".17", ".30", ".*"]
LENGTHS = ["", "hh", "h", "l", "ll", "j", "z", "t"]
INTEGERS = [0, 1, -1, 7, -128, 255, 256, -32769, 65535, 2**31 - 1, -(2**31), 2**32 - 1]
INTEGERS += [2**32, -(2**32) - 5, 2**63 - 1, -(2**63), 2**64 - 1, 123456789, -987654321]
FLOATS = [0.0, -0.0, 1.0, -1.5, 0.1, 1 / 3, 123456.789, 1e-5, 9.9999e-5, 1e16, 1e22, 5e-324]
FLOATS += [1.7976931348623157e308, 2.5, 3.5, 0.5, 1e100, -1e-300, 999999.5, 0.00012345678]
FLOATS += [math.inf, -math.inf, math.nan, 2.0**52 + 0.5, 4503599627370497.5]
TEXTS = ["", "a", "hello, world", "한글", "tab\there", "x" * 50]
C_TYPES = {"": "int", "hh": "int", "h": "int", "l": "long", "ll": "long long"}
C_TYPES |= {"j": "intmax_t", "z": "ssize_t", "t": "ptrdiff_t"}


def c_integer(value, ctype):
    return f"({ctype}){value % 2**64}ULL"


def c_float(value):
    if math.isnan(value):
        return "(double)NAN"
    if math.isinf(value):
        return "(double)INFINITY" if value > 0 else "-(double)INFINITY"
    return value.hex()


def c_string(text):
    return '"' + "".join(f"\\{byte:03o}" for byte in text.encode()) + '"'


def pair(rng):
    """One conversion: its format, and its arguments as Python and as C write them."""
    flags, width, precision = rng.choice(FLAGS), rng.choice(WIDTHS), rng.choice(PRECISIONS)
    python, c = [], []
    for star in (width == "*", precision == ".*"):
        if star:
            python.append(rng.choice([0, 3, -7, 20]))
            c.append(str(python[-1]))
    kind = rng.choice("ddiouxXxffeEgGaAFsscLL")
    length = rng.choice(LENGTHS) if kind in "diouxX" else ""
    if kind in "diouxX":
        python.append(rng.choice(INTEGERS))
        c.append(c_integer(python[-1], C_TYPES[length]))
    elif kind == "s":
        python.append(rng.choice(TEXTS))
        c.append(c_string(python[-1]))
    elif kind == "c":
        python.append(rng.choice([65, 48, 126, 321, -191]))
        c.append(str(python[-1]))
    elif kind == "L":
        length, kind = "L", rng.choice("aefgEG")
        python.append(rng.choice(FLOATS))
        c.append(f"(long double){c_float(python[-1])}")
    else:
        length = rng.choice(["", "l"])
        python.append(rng.choice(FLOATS))
        c.append(c_float(python[-1]))
    return f"%{flags}{width}{precision}{length}{kind}", python, c


def test_generated_conversions_print_as_in_c(compiler, tmp_path):
    """4000 formats with values, printed by one compiled C program and by pysock."""
    rng = random.Random(9190)
    pairs = [pair(rng) for _ in range(4000)]
    calls = "".join(f'printf("<{format}>\\n", {", ".join(c)});\n' for format, _, c in pairs)
    source = tmp_path / "conversions.c"
    source.write_text(
        "#include <math.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <stdio.h>\n"
        f"#include <sys/types.h>\nint main(void) {{\n{calls}return 0; }}\n"
    )
    binary = tmp_path / "conversions"
    subprocess.run([compiler, "-w", "-O0", source, "-o", binary], check=True)
    expected = subprocess.run([binary], check=True, capture_output=True).stdout.splitlines()
    assert len(pairs) == len(expected)
    for line, (format, args, _) in zip(expected, pairs, strict=True):
        assert line == printed(f"<{format}>", *args), (format, args)


def test_the_plainest_conversions_take_the_short_way_to_the_same_bytes():
    """What Python's own % makes, C makes too: each format once short, once through C's snprintf."""
    for flags, width, letter in itertools.product(["", "-", "0"], ["", "1", "9"], "diouxX"):
        for value in INTEGERS:
            short_way = printed(f"%{flags}{width}{letter}", value)
            through_c = printed(f"%{flags}*{letter}", int(width or 0), value)
            assert through_c == short_way, (flags, width, letter, value)


# --------------------------------------------------------------------------------- arguments


def test_integers_wrap_to_the_type_that_the_conversion_names():
    assert b"-1294967296" == printed("%d", 3_000_000_000)
    assert b"44 65535 4294967295 ffffffffffffffff" == printed("%hhd %hu %u %lx", 300, -1, -1, -1)
    assert b"1 2 3 4" == printed("%d %ld %hhd %zu", int_(1), long(2), schar(3), size_t(4))
    assert b"1 0" == printed("%d %d", True, False)


def test_errno_is_an_integer_and_m_its_description():
    pysock.errno.value = pysock.ENOENT
    expected = f"{pysock.ENOENT}: {os.strerror(pysock.ENOENT)}".encode()
    assert expected == printed("%d: %m", pysock.errno)
    assert f"[{os.strerror(pysock.ENOENT):>40}]".encode() == printed("[%40m]")


@pytest.mark.parametrize(
    ("format", "argument", "takes"),
    [
        ("%d", 1.5, "an integer"),
        ("%5ld", "7", "an integer"),
        ("%x", None, "an integer"),
        ("%d", char[4](), "an integer"),
        ("%u", b"a", "an integer"),
        ("%f", 3, "a double"),
        ("%g", "3.0", "a double"),
        ("%Lf", int_(3), "a double"),
        ("%f", ptr(char)(), "a double"),
        ("%s", 65, "a string"),
        ("%.2s", 65, "a string"),
        ("%s", 1.5, "a string"),
        ("%ls", b"bytes", "a string"),
        ("%c", "ab", "an int or one byte"),
        ("%c", "é", "an int or one byte"),
        ("%c", 65.0, "an int or one byte"),
        ("%lc", "ab", "an int or one byte"),
        ("%p", 1.5, "a pointer"),
    ],
)
def test_an_argument_of_the_wrong_kind_names_the_conversion(format, argument, takes):
    with pytest.raises(TypeError, match=rf"^snprintf: {format} takes {takes}, not "):
        printed(format, argument)


@pytest.mark.parametrize(
    ("format", "args", "message"),
    [
        ("%d %d", (1,), "%d wants argument 2 of 1"),
        ("%*d", (1,), r"%\*d wants argument 2 of 1"),
        ("%.*f", (1,), r"%\.\*f wants argument 2 of 1"),
        ("%3$d", (1, 2), r"%3\$d wants argument 3 of 2"),
        ("%y", (1,), "'%y' is no conversion of printf"),
        ("%", (), "'%' is no conversion of printf"),
        ("100%", (), "'%' is no conversion of printf"),
        ("%5", (1,), "'%5' is no conversion of printf"),
        ("%hf", (1.0,), "'%hf' is no conversion of printf"),
        ("%lp", (None,), "'%lp' is no conversion of printf"),
        ("%1$d %d", (1, 2), r"mixes % and %n\$"),
        ("%d %1$d", (1, 2), r"mixes % and %n\$"),
        ("%1$*d", (1, 2), r"mixes % and %n\$"),
        ("%0$d", (1,), "counts from 0"),
    ],
)
def test_a_format_without_meaning_is_named(format, args, message):
    with pytest.raises(BadFormat, match=f"^snprintf: .*{message}"):
        printed(format, *args)


def test_surplus_arguments_are_ignored_as_in_c():
    assert b"1" == printed("%d", 1, 2, "three")


def test_posix_positions():
    assert b"two one" == printed("%2$s %1$s", "one", "two")
    assert b"[    7][007]" == printed("[%1$*2$d][%1$.*3$d]", 7, 5, 3)


def test_percent_and_plain_text():
    assert b"100% done" == printed("100%% done")
    assert b"" == printed("")


def test_c_takes_an_int_or_a_byte_and_writes_nul_as_well():
    text = char[8](b"????????")
    assert 4 == sprintf(text, "%c%c%c%c", "a", b"b", 0, 0x163)
    assert b"ab\0c\0???" == bytes(text)
    assert b"[    x][y    ]" == printed("[%5c][%-5c]", "x", "y")


def test_s_takes_strings_of_every_kind():
    array = char[10](b"array")
    assert b"array ray text \xed\x95\x9c bytes" == printed(
        "%s %s %s %s %s", array, array + 2, "text", "한", b"bytes\0rest"
    )
    assert b"bytearray" == printed("%s", bytearray(b"bytearray\0"))


def test_s_needs_a_nul_unless_the_precision_ends_it_before():
    full = char[4](b"abcd")
    with pytest.raises(Unterminated, match="snprintf: no NUL in the 4 bytes of the string of %s"):
        printed("%s", full)
    with pytest.raises(Unterminated, match=r"of %\.5s"):
        printed("%.5s", full)
    assert b"abcd abc [   ab] []" == printed("%.4s %.*s [%5.2s] [%.0s]", full, 3, full, full, full)
    with pytest.raises(Unterminated):
        printed("%.*s", -1, full)


def test_s_of_null_is_undefined():
    for null in (None, 0):
        with pytest.raises(NullPointer, match="snprintf: %s of NULL"):
            printed("%s", null)
        with pytest.raises(NullPointer, match=r"snprintf: %\.3s of NULL"):
            printed("%.3s", null)


def test_wide_strings_and_characters_are_encoded_by_c():
    assert "한글 é|  한".encode() == printed("%ls %lc|%5ls", "한글", "é", "한")
    assert "é [ab]".encode() == printed("%C [%S]", 0xE9, "ab")
    assert "[가]".encode() == printed("[%.4ls]", "가나")  # the precision counts bytes


def test_p_is_the_real_address():
    array = char[8]()
    address = int(ffi.cast("uintptr_t", array._address))
    assert f"{address:#x} {address + 3:#x}".encode() == printed("%p %p", array, array + 3)
    variable = ptr(char)()
    assert b"(nil) (nil) (nil)" == printed("%p %p %p", None, 0, variable)
    variable.value = array
    assert f"{address:#x}".encode() == printed("%p", variable)
    assert printed("%p", stdout) == printed("%p", stdout) != printed("%p", stderr)
    assert printed("%p", struct.sockaddr_in()).startswith(b"0x")


def test_n_counts_what_went_before():
    count, narrow, wide, large = int_(), schar(), longlong(), size_t()
    assert b"abcdef" == printed("abc%nde%hhnf%lln%zn", count, narrow, wide, large)
    assert (3, 5, 6, 6) == (int(count), int(narrow), int(wide), int(large))
    with pytest.raises(TypeError, match="snprintf: %n writes a `int`, and gets `short`"):
        printed("%n", short())
    with pytest.raises(NullPointer):
        printed("%n", None)


def test_a_long_double_keeps_its_digits():
    number = from_cffi(ffi.typeof("long double"))()
    assert 1 == sscanf("0.1", "%Lf", number)
    assert len(printed("%.25Lf", number)) == len(printed("%.25f", 0.1))
    wider = ffi.sizeof("long double") > ffi.sizeof("double")
    assert wider == (printed("%.25Lf", number) != printed("%.25f", 0.1))


def test_a_format_may_be_an_array_and_change():
    format = char[8](b"%d|")
    assert b"5|" == printed(format, 5)
    format[1] = ord("x")
    assert b"ff|" == printed(format, 255)
    with pytest.raises(NullPointer):
        printed(None)


def test_more_formats_than_are_remembered():
    for number in range(1200):
        assert f"{number} 7".encode() == printed(f"{number} %d", 7)


# --------------------------------------------------------------------------------- the calls


def test_printf_and_fprintf_count_bytes(capfd):
    assert 10 == printf("%s %d %#x\n", char[8](b"abc"), 3, 15)
    assert 4 == fprintf(stderr, b"%c%%%c\n", "a", 98)
    assert 0 == printf("")
    pysock.fflush(None)  # stderr too: wine buffers it
    assert ("abc 3 0xf\n", "a%b\n") == capfd.readouterr()


def test_fprintf_of_what_is_no_stream():
    with pytest.raises(NullPointer, match="fprintf: the stream is NULL"):
        fprintf(None, "x")
    with pytest.raises(TypeError, match="fprintf: a stream is a FILE, not the int 1"):
        fprintf(1, "x")


def test_fprintf_fails_as_c_does(tmp_path):
    stream = pysock.fopen(os.devnull, "r")
    assert fprintf(stream, "x") < 0
    assert pysock.EBADF == pysock.errno
    assert pysock.ferror(stream)
    pysock.fclose(stream)
    with pytest.raises(UseAfterFree):
        fprintf(stream, "x")


def test_a_conversion_that_c_cannot_make_fails():
    text = char[8](b"???????")
    assert -1 == snprintf(text, 8, "ab%lc", 0xD800)
    assert -1 == sprintf(text, "%ls", "\ud800")
    assert pysock.EILSEQ == pysock.errno


def test_dprintf_writes_at_once():
    reader, writer = os.pipe()
    assert 5 == dprintf(writer, "%05d", -12)
    assert b"-0012" == os.read(reader, 10)
    os.close(reader)
    os.close(writer)
    assert -1 == dprintf(writer, "x")
    assert pysock.EBADF == pysock.errno


def test_sprintf_stays_inside_the_array():
    text = char[6](b"?????")
    assert 5 == sprintf(text, "%d", 12345)
    with pytest.raises(OutOfBounds, match="6 bytes and their NUL into an object that has 6"):
        sprintf(text, "%d", 123456)
    assert b"12345\0" == bytes(text)
    assert 2 == sprintf(text + 3, "ab")
    with pytest.raises(OutOfBounds):
        sprintf(text + 3, "abc")
    assert b"123ab\0" == bytes(text)
    room = bytearray(3)
    assert 2 == sprintf(room, "%s", "hi")
    assert b"hi\0" == room
    with pytest.raises(ConstViolation):
        sprintf("literal", "x")
    with pytest.raises(NullPointer):
        sprintf(None, "x")
    with pytest.raises(TypeError):
        sprintf(5, "x")


def test_sprintf_of_its_own_array_is_safe():
    text = char[16](b"abc")
    assert 6 == sprintf(text, "%s%s", text, text)
    assert b"abcabc" == text.string()


def test_snprintf_returns_the_length_wanted():
    text = char[6]()
    assert 10 == snprintf(text, 6, "%s", "0123456789")
    assert b"01234\0" == bytes(text)
    assert 10 == snprintf(text, 1, "%s", "0123456789")
    assert b"\x001234\0" == bytes(text)
    assert 10 == snprintf(None, 0, "%s", "0123456789")
    assert 10 == snprintf(text, 0, "%s", "0123456789")
    for size in (7, -1, 2**64):
        with pytest.raises(OutOfBounds):
            snprintf(text, size, "x")
    with pytest.raises(NullPointer):
        snprintf(None, 1, "x")


def test_one_printf_is_one_piece_of_the_stream(tmp_path):
    """Threads that print to one stream never mix inside a call."""
    path = tmp_path / "lines"
    stream = pysock.fopen(path.as_posix(), "w")

    def work(number):
        for turn in range(300):
            fprintf(stream, "%d %s %d\n", number, chr(97 + number) * 50, turn)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pysock.fclose(stream)
    expected = {
        f"{number} {chr(97 + number) * 50} {turn}" for number in range(4) for turn in range(300)
    }
    assert expected == set(path.read_text().splitlines())


# ---------------------------------------------------------------- arguments in one object


def test_arguments_in_one_object(tmp_path):
    """What a function of Python collects by *ap is C's va_list."""
    text = char[40]()
    assert 7 == pysock.vsprintf(text, "%s %d", ("text", 42))
    assert "text 42" == str(text)
    assert 7 == pysock.vsnprintf(text, 5, "%s %d", ["text", 42])
    assert "text" == str(text)
    path = str(tmp_path / "file")
    stream = pysock.fopen(path, "w")
    assert 4 == pysock.vfprintf(stream, "<%d>\n", (1,))
    assert 0 == pysock.fflush(stream)
    assert 3 == pysock.vdprintf(pysock.fileno(stream), "%c%%\n", "x")
    pysock.fclose(stream)
    with open(path) as written:
        assert "<1>\nx%\n" == written.read()
    for call in (
        lambda *ap: pysock.vsprintf(text, "%d", *ap),
        lambda *ap: pysock.vsnprintf(text, 5, "%d", *ap),
        lambda *ap: pysock.vdprintf(-1, "%d", *ap),
        lambda *ap: pysock.vprintf("%d", *ap),
        lambda *ap: pysock.vfprintf(pysock.stdout, "%d", *ap),
    ):
        with pytest.raises(pysock.BadFormat):
            call(())
        with pytest.raises(TypeError):
            call(("text",))
        with pytest.raises(TypeError):
            call(None)
    with pytest.raises(pysock.OutOfBounds):
        pysock.vsprintf(char[2](), "%d", (100,))


def test_conversions_for_types_of_a_width(compiler, tmp_path):
    names = sorted(name for name in dir(pysock) if name.startswith("PRI") and name[3:4].isalpha())
    names = [name for name in names if isinstance(getattr(pysock, name), str)]
    assert len(names) > 25
    lines = "".join(f"puts({name});" for name in names)
    source = tmp_path / "widths.c"
    source.write_text(f"#include <inttypes.h>\n#include <stdio.h>\nint main(void) {{{lines}}}")
    subprocess.run([compiler, source, "-o", tmp_path / "widths"], check=True)
    printed = subprocess.run([tmp_path / "widths"], stdout=subprocess.PIPE, text=True, check=True)
    assert [getattr(pysock, name) for name in names] == printed.stdout.split()
    text = char[40]()
    assert 2 == snprintf(text, 40, f"%{pysock.PRId64}", -1)
    assert 8 == snprintf(text, 40, "%" + pysock.PRIx32, -1)
    assert "ffffffff" == str(text)
