"""Random C functions over all integer types and operators, free of undefined behaviour.

Signed operands are reduced before an operation that might overflow, divisors are positive, and
counts of shifts are masked, so that every compiler gives the same values.
"""

from dataclasses import dataclass

from hypothesis import strategies as st


@dataclass(frozen=True)
class Type:
    name: str
    bits: int
    signed: bool
    rank: int

    @property
    def low(self) -> int:
        return -(1 << self.bits - 1) if self.signed else 0

    @property
    def high(self) -> int:
        return (1 << self.bits - self.signed) - 1


INT = Type("int", 32, True, 3)
TYPES = [
    Type("char", 8, True, 1),
    Type("signed char", 8, True, 1),
    Type("unsigned char", 8, False, 1),
    Type("short", 16, True, 2),
    Type("unsigned short", 16, False, 2),
    INT,
    Type("unsigned int", 32, False, 3),
    Type("long", 64, True, 4),
    Type("unsigned long", 64, False, 4),
    Type("long long", 64, True, 5),
    Type("unsigned long long", 64, False, 5),
]
Typed = tuple[str, Type]


def promoted(ctype: Type) -> Type:
    return INT if ctype.rank < INT.rank else ctype


def common(one: Type, other: Type) -> Type:
    one, other = promoted(one), promoted(other)
    if one.signed == other.signed:
        return max(one, other, key=lambda t: t.rank)
    plain, positive = (one, other) if one.signed else (other, one)
    if positive.rank >= plain.rank:
        return positive
    if plain.bits > positive.bits:
        return plain
    return next(t for t in TYPES if t.rank == plain.rank and not t.signed)


def literal(value: int, ctype: Type) -> str:
    if value == -(1 << 63):
        return f"({ctype.name})(-{(1 << 63) - 1}LL - 1)"
    suffix = "ULL" if value >> 63 > 0 else "LL"
    return f"({ctype.name})({value}{suffix})"


def value_of(ctype: Type) -> st.SearchStrategy[int]:
    edges = [ctype.low, ctype.low + 1, ctype.high, ctype.high - 1, 0, 1, 2]
    return st.sampled_from(edges) | st.integers(ctype.low, ctype.high)


@st.composite
def expression(draw: st.DrawFn, names: list[Typed], depth: int = 3) -> Typed:
    """An expression without side effects over the named variables, and its type."""
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        if draw(st.booleans()):
            return draw(st.sampled_from(names))
        return draw(
            st.sampled_from([("7", INT), ("'A'", INT), ("0x80", INT), ("3u", TYPES[6])])
            | st.integers(0, 1 << 31).map(lambda n: (f"{n}L", TYPES[7]))
        )
    kind = draw(st.sampled_from(["binary", "binary", "compare", "unary", "cast", "other", "shift"]))
    one, its = draw(expression(names, depth - 1))
    if kind == "cast":
        target = draw(st.sampled_from(TYPES))
        return f"({target.name})({one})", target
    if kind == "unary":
        sign = draw(st.sampled_from("-~!+"))
        operand = f"({one}) / 2" if sign == "-" and its.signed else one
        return f"({sign}({operand}))", INT if sign == "!" else promoted(its)
    other, others = draw(expression(names, depth - 1))
    both = common(its, others)
    if kind == "compare":
        sign = draw(st.sampled_from(["<", ">", "<=", ">=", "==", "!=", "&&", "||"]))
        return f"(({one}) {sign} ({other}))", INT
    if kind == "shift":
        left = promoted(its)
        count = f"(({other}) & {left.bits - 1 if not left.signed else 15})"
        if draw(st.booleans()):
            return f"(({one}) >> {count})", left
        return f"(({one if not left.signed else f'({one}) & 0xfff'}) << {count})", left
    if kind == "other":
        if draw(st.booleans()):
            return f"({one}, {other})", others
        test, _ = draw(expression(names, 1))
        return f"({test} ? {one} : {other})", both
    return binary(draw(st.sampled_from("+-*/%&|^")), one, other, its, others), both


def binary(sign: str, one: str, other: str, its: Type, others: Type) -> str:
    both = common(its, others)
    if sign in "/%":
        return f"(({one}) {sign} ((({other}) & 0x7f) + 1))"
    if both.signed and sign in "+-":
        one, other = f"({one}) / 4", f"({other}) / 4"
    if both.signed and sign == "*":
        one, other = f"({one}) % 30000", f"({other}) % 30000"
    return f"(({one}) {sign} ({other}))"


@st.composite
def assignment(draw: st.DrawFn, variables: list[Typed], names: list[Typed]) -> str:
    name, ctype = draw(st.sampled_from(variables))
    value, its = draw(expression(names))
    if not ctype.signed or ctype.rank < INT.rank:
        if draw(st.booleans()):
            return f"{name}{draw(st.sampled_from(['++', '--']))};"
        sign = draw(st.sampled_from("+-*&|^"))
        if common(ctype, its).signed:
            value = f"({value}) % 1000"
        return f"{name} {sign}= {value};"
    sign = draw(st.sampled_from(["", "&", "|", "^"]))
    if draw(st.booleans()):
        return f"if ({value}) {name} {sign}= {draw(expression(names))[0]};"
    return f"{name} {sign}= {value};"


@st.composite
def step(draw: st.DrawFn, variables: list[Typed], names: list[Typed]) -> str:
    """``w = v++ + …``, where nothing else of the statement names either."""
    target, _ = draw(st.sampled_from(variables))
    stepped = [v for v in variables if v[0] != target and not (v[1].signed and v[1].rank >= 3)]
    if not stepped:
        return f"{target} = 0;"
    name, ctype = draw(st.sampled_from(stepped))
    value, its = draw(expression([n for n in names if n[0] not in (target, name)]))
    form = draw(st.sampled_from([f"{name}++", f"{name}--", f"++{name}", f"--{name}"]))
    test = draw(st.sampled_from(["", f"({value}) && "]))
    if test:
        return f"{target} = {test}{form};"
    return f"{target} = {binary(draw(st.sampled_from('+-*&|^')), form, value, ctype, its)};"


@st.composite
def branch(draw: st.DrawFn, variables: list[Typed], names: list[Typed]) -> str:
    """A switch, whose parts fall through or not."""
    parts = []
    for label in ("case 0:", "case 1:", "case 2:", "default:"):
        leaves = draw(st.sampled_from(["break;", "break;", ""]))
        parts.append(f"{label} {draw(assignment(variables, names))} {leaves}")
    return f"switch (({draw(expression(names))[0]}) & 3) {{ {' '.join(parts)} }}"


@st.composite
def loop(draw: st.DrawFn, variables: list[Typed], names: list[Typed]) -> str:
    inner = [*names, ("k", INT), ("t[k & 3]", TYPES[4])]
    body = [draw(assignment([*variables, ("t[k & 3]", TYPES[4])], inner)) for _ in range(2)]
    leaves = draw(st.sampled_from(["continue", "break"]))
    body.insert(1, f"if ({draw(expression(inner, 1))[0]}) {leaves};")
    head = draw(st.sampled_from(["for (k = 0; k < 4; k++)", "for (k = 3; k >= 0; k--)"]))
    return f"{head} {{ {' '.join(body)} }}"


@st.composite
def pointed(draw: st.DrawFn, variables: list[Typed], names: list[Typed]) -> str:
    name, ctype = draw(st.sampled_from(variables))
    inner = draw(assignment([("(*p)", ctype)], [*names, ("*p", ctype)]))
    return f"{{ {ctype.name} *p = &{name}; {inner} }}"


@st.composite
def function(draw: st.DrawFn, number: int) -> tuple[str, list[str]]:
    """The text of a function, and calls of it."""
    types = [draw(st.sampled_from(TYPES)) for _ in range(3)]
    parameters = list(zip("abc", types, strict=True))
    variables = [(f"v{n}", draw(st.sampled_from(TYPES))) for n in range(2)]
    names = [*parameters, *variables, ("t[1]", TYPES[4])]
    lines = ["unsigned short t[4] = {1, 200, 40000, 65535};", "int k = 0;"]
    lines += [f"{t.name} {n} = {draw(expression(parameters))[0]};" for n, t in variables]
    kinds = [assignment, assignment, step, branch, loop, pointed]
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(kinds))
        lines.append(draw(kind(variables, names)))
    lines.append(f"return {draw(expression(names))[0]};")
    result = draw(st.sampled_from(TYPES))
    listed = ", ".join(f"{t.name} {n}" for n, t in parameters)
    body = "".join(f"    {line}\n" for line in lines)
    text = f"static {result.name} f{number}({listed})\n{{\n{body}}}\n"
    calls = []
    for _ in range(3):
        arguments = ", ".join(literal(draw(value_of(t)), t) for t in types)
        calls.append(f'    printf("f{number} %lld\\n", (long long)f{number}({arguments}));\n')
    return text, calls


@st.composite
def program(draw: st.DrawFn, count: int) -> str:
    made = [draw(function(number)) for number in range(count)]
    texts = "\n".join(text for text, _ in made)
    calls = "".join(call for _, each in made for call in each)
    return f"#include <stdio.h>\n\n{texts}\nint main(void)\n{{\n{calls}    return 0;\n}}\n"
