"""The scanf family against C's own."""

import os
import random
import subprocess
import sys

import pytest

import pysock
from pysock import (
    EOF,
    BadFormat,
    ConstViolation,
    NullPointer,
    OutOfBounds,
    Unterminated,
    UseAfterFree,
    char,
    double,
    float_,
    fopen,
    fscanf,
    int8_t,
    int_,
    long,
    longlong,
    ptr,
    scanf,
    schar,
    short,
    size_t,
    sscanf,
    ssize_t,
    stdin,
    uchar,
    uint,
    ulong,
    ulonglong,
    ushort,
    void,
)

# --------------------------------------------------------------------- thousands of directives


LENGTHS = {
    "": (int_, "int"),
    "hh": (schar, "signed char"),
    "h": (short, "short"),
    "l": (long, "long"),
    "ll": (longlong, "long long"),
    "j": (longlong, "intmax_t"),
    "z": (ssize_t, "ssize_t"),
    "t": (long, "ptrdiff_t"),
}
PIECES = [
    "0",
    "12",
    "-7",
    "+4",
    "0x1F",
    "0x",
    "0xg",
    "077",
    "08",
    "999999999999",
    "-",
    "+",
    "99999",
]
PIECES += [
    "1.5",
    ".5",
    "5.",
    "1e3",
    "1e",
    "1e+",
    "-2.5E-3x",
    "inf",
    "INFINITY",
    "infix",
    "nan",
    "na",
]
PIECES += [
    "nan(1)",
    "0x1.8p3",
    "0x.p",
    "18446744073709551616",
    "abc",
    "a",
    "Zz",
    "한글",
    "]",
    "^-a",
]
PIECES += ["(nil)", "(nix)", "%", "word,", "x" * 30]
ROOM = 600  # a set may run through many lines
SPACES = ["", " ", "  ", "\t", " \t "]


class Case:
    """A format, its destinations in C, and as many in Python."""

    def __init__(self, rng):
        self.format = ""
        self.kinds = []
        for _ in range(rng.randint(1, 4)):
            self.format += rng.choice(["", "", " ", "x", ",", "%%", "  "])
            self.directive(rng)
        self.format += rng.choice(["", "%n", " %n", "x", "x%n"])
        if self.format.endswith("%n"):
            self.kinds.append("n")
        self.input = rng.choice(SPACES) + "".join(
            rng.choice(PIECES) + rng.choice(SPACES) for _ in range(rng.randint(0, 5))
        )

    def directive(self, rng):
        star = "*" if rng.random() < 0.15 else ""
        width = rng.choice(["", "", "", "1", "2", "3", "9"])
        letter = rng.choice("ddiiouxXfeEgGascc[[p")
        length = rng.choice(list(LENGTHS)) if letter in "diouxX" else ""
        if letter in "feEgGa":
            length = rng.choice(["", "l"])
        text = letter
        if letter == "[":
            text += rng.choice(["a-z]", "^ ]", "]0-9]", "^]x]", "-09]", "0-9a-fA-Fx]", "^\n]"])
        self.format += f"%{star}{width}{length}{text}"
        if not star:
            self.kinds.append("number:" + length if letter in "diouxX" else letter + length)

    def declare(self):
        """The destinations in C: each its declaration, its argument and how it is printed."""
        lines, args, shown = [], [], []
        for index, kind in enumerate(self.kinds):
            name = f"v{index}"
            args.append(f"&{name}")
            if kind.startswith("number:"):
                lines.append(f"{LENGTHS[kind[7:]][1]} {name} = 77;")
                shown.append(f'printf(" %lld", (long long){name});')
            elif kind[0] in "feEgGa":
                lines.append(f"{'double' if kind[1:] else 'float'} {name} = 77;")
                shown.append(f'printf(" %a", (double){name});')
            elif kind == "p":
                lines.append(f"void *{name} = 0;")
                shown.append(f'printf(" %lld", (long long)(intptr_t){name});')
            elif kind == "n":
                lines.append(f"int {name} = -7;")
                shown.append(f'printf(" %d", {name});')
            else:
                lines.append(f"char {name}[{ROOM}]; memset({name}, '~', {ROOM});")
                shown.append(f"putchar(32); fwrite({name}, 1, {ROOM}, stdout);")
                args[-1] = name
        return lines, args, shown

    def destinations(self):
        made = []
        for kind in self.kinds:
            if kind.startswith("number:"):
                made.append(LENGTHS[kind[7:]][0](77))
            elif kind[0] in "feEgGa":
                made.append((double if kind[1:] else float_)(77))
            elif kind == "p":
                made.append(ptr(void)())
            elif kind == "n":
                made.append(int_(-7))
            else:
                made.append(char[ROOM](b"~" * ROOM))
        return made

    def shown(self, made):
        """What the destinations hold, as the C program prints it."""
        shown = b""
        for kind, value in zip(self.kinds, made, strict=True):
            if kind.startswith("number:") or kind == "n":
                shown += b" %d" % int(value)
            elif kind[0] in "feEgGa":
                text = char[64]()
                pysock.sprintf(text, " %a", value.value)
                shown += text.string()
            elif kind == "p":
                shown += b" %d" % int.from_bytes(bytes(value), sys.byteorder, signed=True)
            else:
                shown += b" " + bytes(value)
        return shown


def c_string(text):
    return '"' + "".join(f"\\{byte:03o}" for byte in text.encode()) + '"'


def c_output(compiler, tmp_path, statements, *argv):
    """What a C program of these statements prints, a line for each."""
    functions = "".join(
        f"static void f{i}(FILE *f) {{ (void)f; {body} }}\n" for i, body in enumerate(statements)
    )
    calls = "".join(f"f{i}(f);\n" for i in range(len(statements)))
    source = tmp_path / "program.c"
    source.write_text(
        "#include <stddef.h>\n#include <stdint.h>\n#include <stdio.h>\n#include <string.h>\n"
        f"#include <sys/types.h>\n{functions}int main(int argc, char **argv) {{\n"
        f'FILE *f = argc > 1 ? fopen(argv[1], "r") : NULL;\n{calls}return 0; }}\n'
    )
    binary = tmp_path / "program"
    subprocess.run([compiler, "-w", "-O0", source, "-o", binary], check=True)
    return subprocess.run([binary, *argv], check=True, capture_output=True).stdout.split(b"\1\n")


def test_generated_directives_scan_strings_as_in_c(compiler, tmp_path):
    """2000 formats on 2000 strings: C's result, C's values, and what C leaves alone."""
    rng = random.Random(9190)
    cases = [Case(rng) for _ in range(2000)]
    statements = []
    for case in cases:
        lines, args, shown = case.declare()
        call = ", ".join([c_string(case.input), c_string(case.format), *args])
        body = f'printf("%d", sscanf({call}));'
        statements.append(f'{" ".join(lines)} {body} {" ".join(shown)} puts("\\1");')
    expected = c_output(compiler, tmp_path, statements)
    for line, case in zip(expected, cases, strict=False):
        made = case.destinations()
        result = sscanf(case.input, case.format, *made)
        assert line == b"%d" % result + case.shown(made), (case.format, case.input)


def test_generated_directives_scan_streams_as_in_c(compiler, tmp_path):
    """1000 formats, one after the other on one file: where each one stops counts as well."""
    rng = random.Random(9191)
    cases = [Case(rng) for _ in range(1000)]
    path = tmp_path / "input"
    path.write_text("\n".join(case.input for case in cases) + "\n")
    statements = []
    for case in cases:
        lines, args, shown = case.declare()
        call = ", ".join(["f", c_string(case.format), *args])
        body = f'printf("%d", fscanf({call})); printf(" at %ld", ftell(f));'
        skip = "int c; while ((c = getc(f)) != EOF && c != 10);"
        end = f'printf(" %d", feof(f) != 0); {skip} puts("\\1");'
        statements.append(f"{' '.join(lines)} {body} {' '.join(shown)} {end}")
    expected = c_output(compiler, tmp_path, statements, path)
    stream = fopen(path.as_posix(), "r")
    for line, case in zip(expected, cases, strict=False):
        made = case.destinations()
        result = b"%d" % fscanf(stream, case.format, *made)
        result += b" at %d" % pysock.ftell(stream) + case.shown(made)
        assert line == result + b" %d" % (pysock.feof(stream) != 0), (case.format, case.input)
        while pysock.fgetc(stream) not in (EOF, ord("\n")):
            pass
    pysock.fclose(stream)


# ---------------------------------------------------------------------------------- arguments


def test_numbers_of_every_width():
    made = [schar(), short(), int_(), long(), longlong(), size_t(), uchar(), ushort()]
    made += [uint(), ulong(), ulonglong(), int8_t()]
    format = "%hhd%hd%d%ld%lld%zu%hhu%hu%u%lu%llu%hhi"
    assert 12 == sscanf("1 2 3 4 5 6 -1 -1 -1 -1 -1 -1", format, *made)
    expected = [1, 2, 3, 4, 5, 6, 255, 65535, 2**32 - 1, 2**64 - 1, 2**64 - 1, -1]
    assert expected == [int(value) for value in made]


def test_an_unaligned_int_inside_a_buffer():
    buffer = char[9](b"?????????")
    assert 1 == sscanf("16909060", "%d", ptr(int_, buffer + 1))
    assert b"?" + (0x01020304).to_bytes(4, sys.byteorder) + b"????" == bytes(buffer)


def test_n_counts_from_the_beginning_of_the_call():
    text, first, second = char[4](), int_(), size_t()
    assert 2 == sscanf("abc 12 x", "%s%n %d%zn", text, first, int_(), second)
    assert (3, 6) == (int(first), int(second))
    assert EOF == sscanf("", "%n%d", first, int_())
    assert 0 == first


def test_more_directives_than_one_call_of_c_takes():
    numbers = [int_() for _ in range(100)]
    text = " ".join(map(str, range(100)))
    assert 100 == sscanf(text, "%d" * 100, *numbers)
    assert list(range(100)) == [int(number) for number in numbers]
    assert 37 == sscanf(" ".join(map(str, range(37))), "%d" * 100, *numbers)


def test_posix_positions():
    one, two = int_(), char[8]()
    assert 2 == sscanf("word 5", "%2$s %1$d", one, two)
    assert (5, "word") == (int(one), str(two))


def test_a_string_never_outgrows_its_object():
    text, number = char[10](), int_(7)
    assert 2 == sscanf("123456789 5", "%s%d", text, number)
    assert (b"123456789", 5) == (text.string(), int(number))
    with pytest.raises(OutOfBounds, match=r"^sscanf: %s: more .* room for: 10"):
        sscanf("1234567890 6", "%s%d", text, number)
    assert 5 == number
    with pytest.raises(OutOfBounds, match=r"%\[a-c\]: .*: 3 with the NUL"):
        sscanf("abcabc", "%[a-c]", text + 7)
    assert 1 == sscanf("abdd", "%[a-c]", text + 7)
    assert b"1234567ab\0" == bytes(text)
    assert 1 == sscanf("123456", "%20s", char[7]())
    with pytest.raises(OutOfBounds, match="%20s"):
        sscanf("1234567", "%20s", char[7]())
    assert 1 == sscanf("1234567", "%6s", char[7]())


def test_an_object_without_room_for_one_character():
    for room in (char[1](), char[4]() + 4):
        assert EOF == sscanf("", "%s", room)
        assert 0 == sscanf("b", "%[a]", room)
        for text in ("a", "ab"):
            with pytest.raises(OutOfBounds, match=r"room for: [01] with the NUL"):
                sscanf(text, "%s", room)


def test_c_needs_room_for_all_its_characters():
    text = char[4](b"????")
    assert 1 == sscanf("abc", "%3c", text)
    assert b"abc?" == bytes(text)
    with pytest.raises(OutOfBounds, match="%5c: 5 characters into an object that has 4"):
        sscanf("abcde", "%5c", text)
    one = char()
    assert 1 == sscanf("x", "%c", one)
    assert ord("x") == one


def test_text_goes_into_python_buffers_too():
    room = bytearray(6)
    assert 1 == sscanf("hello", "%s", room)
    assert b"hello\0" == room
    with pytest.raises(OutOfBounds):
        sscanf("hello!", "%s", room)


def test_wide_text_goes_into_ints_of_its_width():
    wide = int_[4]()
    assert 1 == sscanf("가나 x", "%ls", wide)
    assert [0xAC00, 0xB098, 0, 0] == list(wide)
    with pytest.raises(OutOfBounds):
        sscanf("가나다라", "%ls", wide)
    with pytest.raises(TypeError, match="%ls writes characters of 4 bytes"):
        sscanf("x", "%ls", char[20]())


def test_p_reads_what_p_prints():
    text, pointer = char[30](), ptr(char)()
    pointer.value = text
    pysock.sprintf(text, "%p", text)
    assert 1 == sscanf(text, "%p", pointer)
    assert text == pointer.value
    assert 1 == sscanf("(nil)", "%p", pointer)
    assert pointer.value is None
    assert 1 == sscanf("0x1234", "%p", pointer)
    with pytest.raises(pysock.WildPointer):
        pointer.value  # noqa: B018


@pytest.mark.parametrize(
    ("format", "argument", "error", "message"),
    [
        ("%d", double(), TypeError, "%d writes a `int`, and gets `double`"),
        ("%ld", int_(), TypeError, "%ld writes a `long`, and gets `int`"),
        ("%hhd", int_(), TypeError, "%hhd writes a `signed char`, and gets `int`"),
        ("%f", double(), TypeError, "%f writes a `float`, and gets `double`"),
        ("%lf", float_(), TypeError, "%lf writes a `double`, and gets `float`"),
        ("%d", 5, TypeError, "%d writes a `int`, and gets the int 5"),
        ("%d", bytearray(4), TypeError, "%d writes a `int`"),
        ("%s", int_(), TypeError, "%s writes characters of 1 bytes, and gets `int`"),
        ("%s", char[2][8](), TypeError, "%s writes characters"),
        ("%s", 5, TypeError, "%s"),
        ("%p", int_(), TypeError, r"%p writes a `void \*`"),
        ("%s", "literal", ConstViolation, "%s: would write into the literal"),
        ("%s", b"literal", ConstViolation, "%s"),
        ("%d", None, NullPointer, "%d into NULL"),
        ("%s", 0, NullPointer, "%s into NULL"),
    ],
)
def test_a_destination_of_the_wrong_kind_names_the_conversion(format, argument, error, message):
    with pytest.raises(error, match=f"^sscanf: {message}"):
        sscanf("1", format, argument)


@pytest.mark.parametrize(
    ("format", "message"),
    [
        ("%d", "%d wants argument 1 of 0"),
        ("%y", "'%y' is no conversion of scanf"),
        ("%", "'%' is no conversion of scanf"),
        ("%ms", "'%m' is no conversion of scanf"),
        ("%hs", "'%hs' is no conversion of scanf"),
        ("%lp", "'%lp' is no conversion of scanf"),
        ("%*n", "'%\\*n' is no conversion of scanf"),
        ("%3n", "'%3n' is no conversion of scanf"),
        ("%[abc", r"the set of %\[ has no end"),
        ("%[]", r"the set of %\[ has no end"),
    ],
)
def test_a_format_without_meaning_is_named(format, message):
    with pytest.raises(BadFormat, match=f"^sscanf: {message}"):
        sscanf("1", format)


def test_every_argument_is_checked_before_a_byte_is_read():
    number = int_(7)
    with pytest.raises(NullPointer):
        sscanf("1 2", "%d %d", number, None)
    assert 7 == number


def test_strings_that_are_none():
    with pytest.raises(Unterminated):
        sscanf(char[2](b"12"), "%d", int_())
    with pytest.raises(NullPointer):
        sscanf(None, "%d", int_())
    with pytest.raises(NullPointer):
        sscanf("1", None)


# --------------------------------------------------------------------------------- the streams


def run(program, input):
    """A program of its own, whose stdin is C's."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-c", f"from pysock import *\n{program}"]
    ended = subprocess.run(
        command, input=input, capture_output=True, timeout=60, env=environment, check=True
    )
    return ended.stdout


def test_scanf_shares_the_buffer_of_stdin():
    program = r"""
number, word, line = int_(), char[20](), char[20]()
printf("%d", scanf("%d", number)); printf(" %d [%c]", number, fgetc(stdin))
printf("[%s]", fgets(line, 20, stdin))
printf("%d", scanf("%s %d", word, number)); printf(" %s %d", word, number)
printf(" %d %d", getchar(), scanf("%d", number)); printf(" %d %d", getchar(), scanf("%d", number))
"""
    expected = b"1 9190 [\n][a line\n]2 word 5 10 0 120 -1"
    assert expected == run(program, b"9190\na line\nword 5\nx")


def test_fscanf_of_what_is_no_stream(tmp_path):
    with pytest.raises(NullPointer, match="fscanf: the stream is NULL"):
        fscanf(None, "%d", int_())
    with pytest.raises(TypeError, match="fscanf: a stream is a FILE, not the str 'x'"):
        fscanf("x", "%d", int_())
    stream = fopen(os.devnull, "w")
    assert EOF == fscanf(stream, "%d", int_())
    assert pysock.EBADF == pysock.errno
    assert pysock.ferror(stream)
    pysock.fclose(stream)
    with pytest.raises(UseAfterFree):
        fscanf(stream, "%d", int_())


def test_an_overrun_of_a_stream_leaves_the_object_whole():
    reader, writer = os.pipe()
    os.write(writer, b"0123456789 5\n")
    os.close(writer)
    stream = pysock.fdopen(reader, "r")
    text = char[8](b"????????")
    with pytest.raises(OutOfBounds):
        fscanf(stream, "%s", text + 3)
    assert b"???0123\0" == bytes(text)
    pysock.fclose(stream)


def test_a_descriptor_that_runs_dry_fails_with_eagain():
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    stream, number = pysock.fdopen(reader, "r"), int_(7)
    assert EOF == fscanf(stream, "%d", number)
    assert pysock.EAGAIN == pysock.errno
    assert pysock.ferror(stream)
    assert not pysock.feof(stream)
    pysock.clearerr(stream)
    os.write(writer, b"12 ")
    assert 1 == fscanf(stream, "%d", number)
    assert 12 == number
    os.close(writer)
    pysock.fclose(stream)


def test_scanf_checks_its_arguments_without_touching_stdin():
    with pytest.raises(TypeError, match=r"^scanf: %d writes"):
        scanf("%d", double())
    assert not pysock.ferror(stdin)
