"""A C program as a typed tree: what the parser makes, analyses annotate and the writer prints."""

from __future__ import annotations

from dataclasses import dataclass, field

from .sources import Place
from .types import CType, Record


@dataclass(eq=False, slots=True)
class Symbol:
    """Something with a name: a variable, a function, a constant, a parameter."""

    name: str
    type: CType
    kind: str  # variable, parameter, function, constant, macro or library
    place: Place
    function: FunctionDefinition | None = None  # whose local it is
    static: bool = False
    python: str = ""  # the name in the port
    value: int | None = None  # of a constant, where it is known
    low: int | None = None  # the values that an integer variable can have
    high: int | None = None
    counts: bool = False  # `++` never takes it beyond its type: it starts low and only climbs
    extreme: bool = False  # it may be near its type's ends: the program says so
    boxed: bool = False  # a C object, because its address is taken
    need: int = 0  # what a pointer is used for, see `analysis`
    aliased: bool = False  # its address is kept somewhere
    written: bool = False  # assigned after its initialisation
    addressed: bool = False  # of a function: called through a pointer somewhere
    definition: FunctionDefinition | None = None
    macro: MacroDefinition | None = None
    shared: bool = False  # a global that functions assign
    given: list[Expression] = field(default_factory=list)  # what a pointer may be; steps, too


@dataclass(eq=False, slots=True)
class Node:
    place: Place


# ------------------------------------------------------------------------------ expressions


@dataclass(eq=False, slots=True)
class Expression(Node):
    type: CType


@dataclass(eq=False, slots=True)
class Number(Expression):
    value: int | float
    text: str


@dataclass(eq=False, slots=True)
class Character(Expression):
    value: int
    text: str | None  # what ord() is to be asked, if anything


@dataclass(eq=False, slots=True)
class String(Expression):
    parts: list[bytes | Symbol]  # literals, and macros that are literals


@dataclass(eq=False, slots=True)
class Name(Expression):
    symbol: Symbol


@dataclass(eq=False, slots=True)
class Unary(Expression):
    operator: str  # + - ! ~ * &
    operand: Expression


@dataclass(eq=False, slots=True)
class Step(Expression):
    """``++`` or ``--``, before or after its operand."""

    operator: str
    operand: Expression
    prefix: bool


@dataclass(eq=False, slots=True)
class Binary(Expression):
    operator: str
    left: Expression
    right: Expression


@dataclass(eq=False, slots=True)
class Assignment(Expression):
    operator: str  # "" or that of a compound assignment
    target: Expression
    value: Expression


@dataclass(eq=False, slots=True)
class Conditional(Expression):
    condition: Expression
    yes: Expression | None  # None: GNU's `a ?: b`
    no: Expression


@dataclass(eq=False, slots=True)
class Comma(Expression):
    left: Expression
    right: Expression


@dataclass(eq=False, slots=True)
class Call(Expression):
    function: Expression
    arguments: list[Expression]


@dataclass(eq=False, slots=True)
class Index(Expression):
    base: Expression
    index: Expression


@dataclass(eq=False, slots=True)
class Member(Expression):
    base: Expression
    name: str
    arrow: bool


@dataclass(eq=False, slots=True)
class Cast(Expression):
    operand: Expression


@dataclass(eq=False, slots=True)
class SizeOf(Expression):
    of: CType
    operand: Expression | None


@dataclass(eq=False, slots=True)
class OffsetOf(Expression):
    of: CType
    member: str


@dataclass(eq=False, slots=True)
class VaArg(Expression):
    source: Expression


@dataclass(eq=False, slots=True)
class InitialiserList(Expression):
    items: list[tuple[str | int | None, Expression]]  # a member or an index, and the value


# ------------------------------------------------------------------------------- statements


@dataclass(eq=False, slots=True)
class Comment:
    text: str
    row: int
    own_line: bool
    place: Place | None = None


@dataclass(eq=False, slots=True)
class Statement(Node):
    row: int = 0
    end_row: int = 0
    before: list[Comment] = field(default_factory=list)
    beside: list[Comment] = field(default_factory=list)
    gap: bool = False  # a blank line stands before it


@dataclass(eq=False, slots=True)
class Block(Statement):
    body: list[Statement] = field(default_factory=list)
    after: list[Comment] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class ExpressionStatement(Statement):
    expression: Expression | None = None


@dataclass(eq=False, slots=True)
class Declaration(Statement):
    variables: list[tuple[Symbol, Expression | None]] = field(default_factory=list)
    types: list[Record | Enumeration | Alias] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Enumeration:
    constants: list[tuple[Symbol, Expression | None]]


@dataclass(eq=False, slots=True)
class Alias:
    """A ``typedef`` that the port needs a name for."""

    symbol: Symbol


@dataclass(eq=False, slots=True)
class If(Statement):
    condition: Expression = None  # type: ignore[assignment]
    yes: Statement = None  # type: ignore[assignment]
    no: Statement | None = None


@dataclass(eq=False, slots=True)
class While(Statement):
    condition: Expression = None  # type: ignore[assignment]
    body: Statement = None  # type: ignore[assignment]


@dataclass(eq=False, slots=True)
class DoWhile(Statement):
    condition: Expression = None  # type: ignore[assignment]
    body: Statement = None  # type: ignore[assignment]


@dataclass(eq=False, slots=True)
class For(Statement):
    start: Statement | None = None
    condition: Expression | None = None
    update: Expression | None = None
    body: Statement = None  # type: ignore[assignment]


@dataclass(eq=False, slots=True)
class Switch(Statement):
    subject: Expression = None  # type: ignore[assignment]
    body: Block = None  # type: ignore[assignment]


@dataclass(eq=False, slots=True)
class Case(Statement):
    """A label of a switch; what follows it in the block belongs to it."""

    value: Expression | None = None  # None: default
    high: Expression | None = None  # GNU's `case 1 ... 5`


@dataclass(eq=False, slots=True)
class Label(Statement):
    name: str = ""


@dataclass(eq=False, slots=True)
class Goto(Statement):
    name: str = ""


@dataclass(eq=False, slots=True)
class Loop(Statement):
    """What a `goto` further down runs again: made of a label and the statements behind it."""

    name: str = ""
    body: list[Statement] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Break(Statement):
    pass


@dataclass(eq=False, slots=True)
class Continue(Statement):
    pass


@dataclass(eq=False, slots=True)
class Return(Statement):
    value: Expression | None = None


@dataclass(eq=False, slots=True)
class Unportable(Statement):
    """What --partial leaves out."""

    what: str = ""


# -------------------------------------------------------------------------------- top level


@dataclass(eq=False, slots=True)
class MacroDefinition(Statement):
    symbol: Symbol = None  # type: ignore[assignment]
    parameters: list[Symbol] | None = None
    text: str = ""
    value: Expression = None  # type: ignore[assignment]


@dataclass(eq=False, slots=True)
class FunctionDefinition(Statement):
    symbol: Symbol = None  # type: ignore[assignment]
    parameters: list[Symbol] = field(default_factory=list)
    variadic: bool = False
    body: Block = None  # type: ignore[assignment]
    locals: list[Symbol] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Program:
    """Everything at the top level, in order."""

    items: list[Statement]
    after: list[Comment]
