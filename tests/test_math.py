"""Math: what the functions give is what a C program prints."""

import pytest
from c_oracle import C
from misuse import complaints_of

import pysock

ONE = "sqrt cbrt exp exp2 log log2 log10 sin cos tan asin"
ONE += " acos atan sinh cosh tanh fabs floor ceil round trunc rint"
TWO = "pow fmod hypot atan2 fmax fmin"
SAMPLES = (-2.5, -0.5, 0.0, 0.25, 0.5, 1.0, 1.5, 2.5, 1e10)
DIVIDED = [(7, 2), (-7, 2), (7, -2), (-7, -2), (2**31 - 1, 10), (5, 7)]


def printed(number):
    return "nan" if number != number else f"{number:.17g}"


def test_functions_give_what_c_gives(compiler, tmp_path):
    """C computes every function at every sample; NaN's sign is nobody's."""
    calls = [(name, (x,)) for name in ONE.split() for x in SAMPLES]
    calls += [(name, (x, y)) for name in TWO.split() for x in SAMPLES for y in SAMPLES]
    lines = "".join(
        f"x = {name}({', '.join(map(str, given))}); show(x);\n" for name, given in calls
    )
    program = (
        "#include <math.h>\n#include <stdio.h>\n"
        'static void show(double x) { if (x != x) puts("nan"); else printf("%.17g\\n", x); }\n'
        f"int main(void) {{ double x; {lines} return 0; }}"
    )
    c = C(compiler, tmp_path, ("-w", "-fno-builtin", "-Wl,--no-as-needed", "-lm"))
    expected = c.output(program).split()
    got = [printed(getattr(pysock, name)(*given)) for name, given in calls]
    assert dict(zip(calls, expected, strict=True)) == dict(zip(calls, got, strict=True))


def test_lround():
    assert [3, -3, 2] == [pysock.lround(x) for x in (2.5, -2.5, 2.4)]


def test_kinds_of_numbers():
    numbers = (1.0, pysock.INFINITY, -pysock.HUGE_VAL, pysock.NAN)
    assert [0, 0, 0, 1] == [pysock.isnan(x) for x in numbers]
    assert [0, 1, -1, 0] == [pysock.isinf(x) for x in numbers]
    assert [1, 0, 0, 0] == [pysock.isfinite(x) for x in numbers]


@pytest.mark.parametrize("name", ["div", "ldiv", "lldiv"])
def test_division_truncates(name, compiler, tmp_path):
    lines = "".join(f'printf("%d %d\\n", {a} / {b}, {a} % {b});' for a, b in DIVIDED)
    program = f"#include <stdio.h>\nint main(void) {{ {lines} return 0; }}"
    expected = C(compiler, tmp_path).output(program).split()
    results = [getattr(pysock, name)(a, b) for a, b in DIVIDED]
    assert expected == [str(n) for r in results for n in (r.quot, r.rem)]
    assert type(results[0]).__name__ == f"{name}_t"
    with pytest.raises(pysock.UndefinedBehavior, match="by zero"):
        getattr(pysock, name)(1, 0)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("math", tmp_path)
