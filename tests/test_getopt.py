"""getopt and its long forms against a C program that prints what it finds, and what moved."""

import subprocess

import pytest
from c_oracle import LINUX, C
from misuse import complaints_of

from pysock import (
    NULL,
    NullPointer,
    OutOfBounds,
    Unterminated,
    atoi,
    char,
    copy,
    getopt,
    getopt_long,
    getopt_long_only,
    int_,
    no_argument,
    optarg,
    opterr,
    optind,
    optional_argument,
    optopt,
    printf,
    ptr,
    required_argument,
    setenv,
    strcpy,
    strlen,
    struct,
    unsetenv,
)

SOURCE = """
#include "compat.h"
#include <getopt.h>

int main(int argc, char **argv)
{
    const char *kind = argv[1], *letters = argv[2];
    int flag = 0, index = -1, found;
    struct option options[] = {
        {"port", required_argument, NULL, 'p'},
        {"verbose", no_argument, &flag, 1},
        {"version", no_argument, &flag, 1},
        {"very", no_argument, NULL, 1},
        {"wait", optional_argument, NULL, 'w'},
        {NULL, 0, NULL, 0},
    };
    opterr = atoi(argv[3]);
    argc -= 4;
    argv += 4;
    do {
        switch (*kind) {
        case 'l':
            found = getopt_long(argc, argv, letters, options, &index);
            break;
        case 'o':
            found = getopt_long_only(argc, argv, letters, options, &index);
            break;
        default:
            found = getopt(argc, argv, letters);
        }
        printf("%d %s %d %d %d", found, optarg ? optarg : "-", optind, index, flag);
        printf(" %d\\n", found == '?' || found == ':' ? optopt : 0);
    } while (found != -1);
    for (int i = 0; i < argc; i++) {
        printf("%s\\n", argv[i]);
    }
    return 0;
}
"""
LINES = [
    "short p:v prog -p 9190 -v rest",
    "short p:v prog -p9190 -vv",
    "short p:v prog one -v two -p 1 three -v",
    "short p:v prog one two three",
    "short p:v prog one -v -- two -v",
    "short p:v prog -- -v",
    "short p:v prog - -v -",
    "short p:v prog -x -v -:",
    "short p:v prog -v -p",
    "short :p:v prog -x -v -p",
    "short p::v prog -p one -p9",
    "short +p:v prog -v one -p 1",
    "short -p:v prog -v one -p 1 two",
    "short +:p:v prog -x -p",
    "short p:v prog",
    "short v prog -vxv",
    "short W;v prog -W verbose -v",
    "long p:v prog --port=80 one --verbose two --port 81",
    "long p:v prog --ver --verb --very --vers=1",
    "long p:v prog --wait --wait=5 --wait 5",
    "long p:v prog --port",
    "long :p:v prog --port",
    "long :p:v prog --verbose=3 --no --=",
    "long p:v prog -v -p 3 --unknown=1 -- --port",
    "long pW;v prog -W verbose -Wport=3 -W",
    "only p:v prog -port 80 -v -ver -wait=3 -p 4",
    "only p:v prog -x -unknown --port=1",
]


@pytest.fixture(scope="module")
def theirs(compiler, tmp_path_factory):
    directory = tmp_path_factory.mktemp("getopt")
    (directory / "twin.c").write_text(SOURCE)
    program = directory / "twin"
    subprocess.run([compiler, *C.flags, directory / "twin.c", "-o", program], check=True)

    def run(kind, letters, argv, errors=1):
        command = [program, kind, letters, str(errors), *argv]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        return ran.stdout.splitlines(), ran.stderr

    return run


@pytest.fixture(autouse=True)
def _anew():
    optind.value, opterr.value, optopt.value = 0, 1, ord("?")
    yield
    optind.value = opterr.value = 1


def found_in(kind, letters, argv):
    flag, index, lines = int_(), int_(-1), []
    options = struct.option[6](
        [
            ("port", required_argument, None, ord("p")),
            ("verbose", no_argument, flag, 1),
            ("version", no_argument, flag, 1),
            ("very", no_argument, None, 1),
            ("wait", optional_argument, None, ord("w")),
            (None, 0, None, 0),
        ]
    )
    found = 0
    while found != -1:
        if kind == "short":
            found = getopt(len(argv), argv, letters)
        else:
            call = getopt_long if kind == "long" else getopt_long_only
            found = call(len(argv), argv, letters, options, index)
        shown = str(optarg) if optarg else "-"
        letter = optopt if found in (ord("?"), ord(":")) else 0
        lines.append(f"{found} {shown} {optind} {index} {flag} {letter}")
    return lines + [str(each) for each in argv]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("posixly_correct", [False, True], ids=["", "POSIXLY_CORRECT"])
def test_as_in_c(line, posixly_correct, theirs, capfd):
    kind, letters, *argv = line.split()
    if posixly_correct:
        setenv("POSIXLY_CORRECT", "1", 1)
    try:
        expected, errors = theirs(kind, letters, argv)
        assert expected == found_in(kind, letters, argv)
    finally:
        unsetenv("POSIXLY_CORRECT")
    assert errors == capfd.readouterr().err


def test_no_errors_are_printed_where_opterr_is_0(theirs, capfd):
    opterr.value = 0
    argv = ["prog", "-x", "-p"]
    assert theirs("short", "p:", argv, errors=0) == (found_in("short", "p:", argv), "")
    assert "" == capfd.readouterr().err


@LINUX
def test_an_array_of_c_is_permuted_too():
    texts = [char[...](text) for text in ("prog", "one", "-p", "80", "two")]
    argv = ptr(char)[6](texts)
    assert ord("p") == getopt(5, argv, "p:")
    assert b"80" == optarg.string()
    optarg[0] = ord("9")
    assert "90" == str(texts[3])
    assert -1 == getopt(5, argv, "p:")
    assert ["prog", "-p", "90", "one", "two"] == [str(argv[at]) for at in range(5)]
    assert argv[5] is None
    assert argv[3] == texts[1] + 0


def test_optarg_is_a_string_that_changes():
    argv = ["prog", "-a", "12", "-bnext", "-c"]
    assert ord("a") == getopt(5, argv, "a:b:c")
    first, room = optarg.value, char[10]()
    assert (12, 2, "12", ord("1")) == (atoi(optarg), strlen(optarg), str(optarg), optarg[0])
    assert "12" == str(strcpy(room, optarg))
    assert 3 == printf("%s\n", optarg)
    assert optarg == first
    assert optarg
    assert optarg != NULL
    assert '(char *) "12"' == repr(optarg)
    assert "2" == str(optarg + 1)
    assert ord("b") == getopt(5, argv, "a:b:c")
    assert ("12", "next") == (str(first), str(optarg))
    assert optarg != first
    assert ord("c") == getopt(5, argv, "a:b:c")
    assert optarg == NULL
    assert not optarg
    assert optarg.value is None
    assert "(char *) NULL" == repr(optarg)
    for use in (lambda: atoi(optarg), lambda: optarg[0], lambda: str(optarg), lambda: optarg + 1):
        with pytest.raises(NullPointer, match="optarg"):
            use()
    assert 0 == len(argv) - optind
    assert 5 == copy(optind).value


def test_a_program_moves_optind():
    argv = ["prog", "-a", "1", "2", "-b"]
    assert ord("a") == getopt(5, argv, "ab")
    optind.value += 2
    assert ord("b") == getopt(5, argv, "ab")
    assert -1 == getopt(5, argv, "ab")
    optind.value = 1
    assert ord("a") == getopt(5, argv, "ab")


def test_another_argv_is_begun_anew():
    """In C the letters of the old one would come first, from memory that may be gone."""
    assert ord("a") == getopt(2, ["prog", "-abc"], "abcx")
    assert 1 == optind
    assert ord("x") == getopt(3, ["prog", "-xa", "more"], "abcx")
    optind.value = 0
    assert ord("b") == getopt(2, ["prog", "-b"], "abcx")


def test_optind_outside_argv():
    argv = ["prog", "-a"]
    for wrong in (3, -1, 2**31 - 1):
        optind.value = wrong
        with pytest.raises(OutOfBounds, match=f"optind is {wrong}, but argc is 2"):
            getopt(2, argv, "a")
    optind.value = 2
    assert -1 == getopt(2, argv, "a")
    optind.value = 1
    assert -1 == getopt(0, [], "a")
    assert -1 == getopt(-5, [], "a")


def test_optind_moved_in_the_midst_of_letters():
    """C goes on in the old word, whose argument is then looked for behind argv."""
    argv = ["prog", "-" + "a" * 50 + "p", "-b"]
    assert ord("a") == getopt(3, argv, "abp:")
    for _ in range(60):
        optind.value = 3
        if getopt(3, argv, "abp:") == -1:
            break
    optind.value = 0
    assert ord("a") == getopt(3, argv, "abp:")


@LINUX
def test_many_elements_move():
    argv = ["prog", *map(str, range(20_000)), "-a", *map(str, range(20_000)), "-b"]
    expected = ["prog", "-a", "-b", *map(str, range(20_000)), *map(str, range(20_000))]
    while getopt(len(argv), argv, "ab") != -1:
        pass
    assert expected == argv


def test_bad_arguments():
    argv = ["prog", "-a"]
    with pytest.raises(OutOfBounds, match="argc is 3, but argv has 2"):
        getopt(3, argv, "a")
    with pytest.raises(OutOfBounds):
        getopt(3, ptr(char)[2](argv), "a")
    for bad in (None, 0):
        with pytest.raises(NullPointer):
            getopt(2, bad, "a")
        with pytest.raises(NullPointer):
            getopt(2, argv, bad)
        with pytest.raises(NullPointer):
            getopt_long(2, argv, "a", bad, None)
    with pytest.raises(NullPointer):
        getopt(2, ["prog", None], "a")
    for bad in (("prog", "-a"), "prog", 5, struct.option(), [5, 6]):
        with pytest.raises(TypeError):
            getopt(2, bad, "a")
    with pytest.raises(Unterminated, match="2 of longopts"):
        getopt_long(2, argv, "a", struct.option[2]([("b", 0, None, 1), ("c", 0, None, 2)]), None)
    for bad in (5, int_(), [("b", 0, None, 1)]):
        with pytest.raises(TypeError):
            getopt_long(2, argv, "a", bad, None)
    for bad in (5, char(), [1]):
        with pytest.raises(TypeError):
            getopt_long_only(2, argv, "a", struct.option(), bad)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("getopt", tmp_path)
