"""Expressions of Python for those of C, with C's values.

What Python cannot do inside an expression goes to `before`, the statements that run before it;
`i++` may go to `behind` instead, where nothing else of the statement looks at `i`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from . import analysis, constants, library, literals, order, ranges, rooms, tree, types, walk
from .analysis import LOOKED_THROUGH, MOVED, OPAQUE, is_null
from .names import Imports
from .notes import Notes
from .sources import Refusal
from .tree import Expression, Symbol
from .types import Array, CType, Float, Function, Int, Pointer, Record


class Code(NamedTuple):
    """A Python expression, and how tightly it binds."""

    text: str
    level: int = 14


WALRUS, TERNARY, OR, AND, NOT, COMPARE = 0, 1, 2, 3, 4, 5
BIT_OR, BIT_XOR, BIT_AND, SHIFT, SUM, PRODUCT, UNARY, ATOM = 6, 7, 8, 9, 10, 11, 12, 14
_LEVELS = {
    "|": BIT_OR,
    "^": BIT_XOR,
    "&": BIT_AND,
    "<<": SHIFT,
    ">>": SHIFT,
    "+": SUM,
    "-": SUM,
    "*": PRODUCT,
    "/": PRODUCT,
    "%": PRODUCT,
}
_COMPARISONS = ("==", "!=", "<", ">", "<=", ">=")
# Calls whose int argument is a character: a Python string of one reads better there.
_CHARACTER_CALLS = {"fputc", "putc", "putchar"}

# Calls that C defines for the values of an unsigned char alone, and programs give any char.
_CLASSIFYING = {"tolower", "toupper"} | {
    f"is{kind}"
    for kind in (
        *("alnum", "alpha", "blank", "cntrl", "digit", "graph"),
        *("lower", "print", "punct", "space", "upper", "xdigit"),
    )
}


def at_least(code: Code, level: int) -> str:
    return code.text if code.level >= level else f"({code.text})"


class ExpressionWriter:
    """The part of the writer that knows expressions."""

    imports: Imports
    notes: Notes
    function: tree.FunctionDefinition | None = None

    def __init__(self) -> None:
        self.before: list[str] = []
        self.behind: list[str] | None = None  # None: nothing may wait until after the statement
        self._conditional = 0
        self._statement: Expression | None = None
        self._temporaries = 0
        self._arguments = 0  # of one statement, that are evaluated before their call

    # ------------------------------------------------------------------------------- frame

    @contextmanager
    def whole(self, e: Expression, behind: bool = True) -> Iterator[None]:
        """`e` is a whole statement's expression: what must run before or behind it is kept."""
        saved = self.before, self.behind, self._statement, self._conditional
        self.before, self.behind = [], [] if behind else None
        self._statement, self._conditional, self._arguments = e, 0, 0
        try:
            yield
        finally:
            self.before, self.behind, self._statement, self._conditional = saved

    def temporary(self, name: str = "value") -> str:
        self._temporaries += 1
        number = "" if self._temporaries == 1 else str(self._temporaries)
        return f"_{name}{number}"

    def _once(self, symbol: Symbol) -> bool:
        """Whether the statement names the variable only here, outside of && || ?: and commas."""
        if self._statement is None or self._conditional:
            return False
        return sum(found is symbol for found in walk.names(self._statement)) == 1

    def _calm(self) -> bool:
        """Whether no function of the program runs in the statement, which might look."""
        return self._statement is not None and not any(
            isinstance(node, tree.Call) and not self._is_library(node)
            for node in walk.nodes(self._statement)
        )

    def _is_library(self, call: tree.Call) -> bool:
        return isinstance(call.function, tree.Name) and call.function.symbol.kind == "library"

    # ------------------------------------------------------------------------------ values

    def value(self, e: Expression, need: int = OPAQUE, bind: bool = False) -> Code:
        """The value; an integer may still be wider than its type, see `normal`.

        `bind`: the value is to be kept, so a C object's number is taken out of it.
        """
        match e:
            case tree.Number():
                return self._number(e)
            case tree.Character():
                return self._character(e)
            case tree.String():
                return self._string(e, need)
            case tree.Name():
                return self._name(e, need, bind)
            case tree.Unary():
                return self._unary(e, need)
            case tree.Step():
                return self._step(e)
            case tree.Binary():
                return self._binary(e)
            case tree.Assignment():
                return self._assigned(e, need)
            case tree.Conditional():
                return self._ternary(e, need, bind)
            case tree.Comma():
                self.effect(e.left)
                return self.value(e.right, need, bind)
            case tree.Call():
                return self._call(e, need)
            case tree.Index() | tree.Member():
                return self._part(e, need)
            case tree.Cast():
                return self._cast(e, need, bind)
            case tree.SizeOf():
                return self._sizeof(e)
            case tree.OffsetOf():
                return Code(f'{self.use("offsetof")}({self.type_name(e.of)}, "{e.member}")')
            case tree.VaArg():
                return Code(f"{self.value(e.source).text}.pop(0)")
        raise Refusal(e.place, "an initialiser list stands where a value is needed")

    def use(self, name: str) -> str:
        return self.imports.use(name)

    def normal(self, e: Expression) -> Code:
        """The value with exactly its type's width."""
        code = self.value(e)
        if isinstance(e.type, Int) and not ranges.fits(ranges.of(e), e.type):
            self._tell_of_wrapping(e)
            return self._converted(code, e.type)
        return code

    def passing(self, e: Expression) -> Code:
        """The value where nobody keeps it: a sum need not have its type's width."""
        return self.value(e) if ranges.is_plain_sum(e) else self.normal(e)

    def _tell_of_wrapping(self, e: Expression) -> None:
        if isinstance(e, tree.Binary) and isinstance(e.type, Int) and e.type.signed:
            if not ranges.fits(ranges.of(e), e.type):
                self.notes.changed("wraps", e.place, e.type.name.rstrip("_"))

    def _converted(self, code: Code, ctype: CType) -> Code:
        return Code(f"{self.use('cast')}({self.type_name(ctype)}, {at_least(code, TERNARY)})")

    def stored(self, e: Expression, ctype: CType, need: int = OPAQUE) -> Code:
        """The value as a plain Python variable of this C type keeps it."""
        if isinstance(ctype, Int):
            return self._stored_int(e, ctype)
        if isinstance(ctype, Float):
            return self._stored_float(e, ctype)
        if isinstance(ctype, Record):
            return self.record_copy(e)
        if isinstance(ctype, Pointer):
            return self.pointer(e, ctype, need)
        return self.value(e, bind=True)

    def _stored_int(self, e: Expression, ctype: Int) -> Code:
        if ctype.boolean:
            return self.truth(e)
        if isinstance(e.type, Float):
            return self._converted(self.value(e), ctype)
        if isinstance(types.decayed(e.type), Pointer):
            return self.value(e, bind=True)  # (long)p: whatever it is, it is kept
        code = self.value(e, bind=True)
        bounds = ranges.of(e)
        if isinstance(e.type, Int) and e.type.bits < ctype.bits:
            if not ranges.fits(bounds, e.type):  # it wraps before it is widened
                code = self._converted(code, e.type)
            bounds = ranges.normal(e)
        if ranges.fits(bounds, ctype):
            return code
        return self._converted(code, ctype)

    def _stored_float(self, e: Expression, ctype: Float) -> Code:
        constant = constants.evaluate(e)
        if ctype.bits == 32 and not self._is_single(e, ctype):
            return self._converted(self.value(e), ctype)
        if constant is not None and isinstance(e, (tree.Number, tree.Unary)):
            return Code(repr(float(constant)), ATOM if constant >= 0 else UNARY)
        if not isinstance(e.type, Float):
            return Code(f"float({self.normal(e).text})")
        return self.value(e, bind=True)

    def _is_single(self, e: Expression, ctype: Float) -> bool:
        """Whether the value has a float's precision already."""
        if isinstance(e, tree.Unary) and e.operator == "-":
            return self._is_single(e.operand, ctype)
        if isinstance(e, tree.Number) or (not isinstance(e.type, Float) and constants.evaluate(e)):
            value = e.value if isinstance(e, tree.Number) else constants.evaluate(e)
            return value is not None and literals.is_single(value)
        return e.type == ctype

    def record_copy(self, e: Expression) -> Code:
        """A struct's value: an object of its own."""
        code = self.value(e)
        inner = e.right if isinstance(e, tree.Comma) else e
        if isinstance(inner, tree.Call) or (isinstance(inner, tree.Cast) and _is_list(inner)):
            return code
        return Code(f"{self.use('copy')}({code.text})")

    def element(self, e: Expression, ctype: CType) -> Code:
        """The value as a C object takes it, which wraps by itself."""
        if isinstance(ctype, Int) and ctype.boolean:
            return self.truth(e)
        if isinstance(ctype, Int) and isinstance(e.type, Float):
            return self._converted(self.value(e), ctype)
        if isinstance(ctype, Pointer) and analysis.is_null(e):
            return Code(self.use("NULL"))
        return self.value(e, bind=True)

    # -------------------------------------------------------------------------- conditions

    def truth(self, e: Expression) -> Code:
        """A Python bool."""
        if self._is_bool(e):
            return self.value(e)
        if isinstance(types.decayed(e.type), Pointer):
            return self.condition(e)
        return Code(f"bool({self.condition(e).text})")

    def _is_bool(self, e: Expression) -> bool:
        if isinstance(e, tree.Binary) and e.operator in _COMPARISONS:
            return True
        return isinstance(e, tree.Unary) and e.operator == "!"

    def condition(self, e: Expression) -> Code:
        """What `if` and `while` ask; a pointer is compared with NULL, as it might be ""."""
        match e:
            case tree.Unary(operator="!", operand=operand):
                return self._denied(operand)
            case tree.Binary(operator="&&" | "||"):
                return self._logical(e)
            case tree.Number(value=int(value)):
                return Code("True" if value else "False")
        if self._is_pointer(e):
            return Code(f"{at_least(self.value(e), BIT_OR)} != {self.use('NULL')}", COMPARE)
        if isinstance(e.type, Int) and not ranges.fits(ranges.of(e), e.type):
            bounds = ranges.of(e)
            if max(abs(bounds[0]), abs(bounds[1])) >> e.type.bits:
                return self.normal(e)
        return self.value(e)

    def _is_pointer(self, e: Expression) -> bool:
        return isinstance(types.decayed(e.type), Pointer)

    def _denied(self, operand: Expression) -> Code:
        if self._is_pointer(operand):
            return Code(f"{at_least(self.value(operand), BIT_OR)} == {self.use('NULL')}", COMPARE)
        if isinstance(operand, tree.Binary) and operand.operator in ("==", "!="):
            other = "!=" if operand.operator == "==" else "=="
            return self._comparison(other, operand.left, operand.right)
        return Code(f"not {at_least(self.condition(operand), NOT)}", NOT)

    def _logical(self, e: tree.Binary) -> Code:
        word, level = ("and", AND) if e.operator == "&&" else ("or", OR)
        left = self.condition(e.left)
        before = self.before
        self.before = []
        self._conditional += 1
        right = self.condition(e.right)
        self._conditional -= 1
        inner, self.before = self.before, before
        if not inner:
            return Code(f"{at_least(left, level)} {word} {at_least(right, level + 1)}", level)
        # What runs before the right side may only run where C evaluates that side.
        result = self.temporary("test")
        test = result if e.operator == "&&" else f"not {result}"
        self.before += [f"{result} = {at_least(left, TERNARY)}", f"if {test}:"]
        inner.append(f"{result} = {at_least(right, TERNARY)}")
        self.before += [f"    {line}" for line in inner]
        return Code(result)

    # ------------------------------------------------------------------------------ leaves

    def _number(self, e: tree.Number) -> Code:
        if e.text in ("True", "False"):
            return Code(str(e.value))
        if e.type == types.FLOAT and not literals.is_single(e.value):
            return self._converted(Code(e.text), e.type)
        return Code(e.text)

    def _character(self, e: tree.Character) -> Code:
        if e.text is None or e.text == "\0":
            return Code(str(e.value), ATOM if e.value >= 0 else UNARY)
        return Code(f"ord({literals.python_string(e.text.encode())})")

    def string_text(self, e: tree.String) -> Code:
        parts = [
            literals.python_string(part) if isinstance(part, bytes) else self._symbol(part)
            for part in e.parts
        ]
        return Code(" + ".join(parts), SUM if len(parts) > 1 else ATOM)

    def _string(self, e: tree.String, need: int) -> Code:
        code = self.string_text(e)
        if need == OPAQUE:
            return code
        return Code(f"{self.use('ptr')}({self.use('char')}, {code.text})")

    def _symbol(self, symbol: Symbol) -> str:
        if symbol.kind == "library":
            return self.use(symbol.python)
        return symbol.python or symbol.name

    def _name(self, e: tree.Name, need: int, bind: bool) -> Code:
        symbol = e.symbol
        text = self._symbol(symbol)
        if symbol.boxed and (bind or isinstance(symbol.type, Pointer)):
            return Code(f"{text}.value")
        if symbol.name == "errno" and symbol.kind == "library" and bind:
            return Code(f"int({text})")
        if need and symbol.kind == "constant" and isinstance(types.decayed(e.type), Pointer):
            return Code(f"{self.use('ptr')}({self.use('char')}, {text})")
        return Code(text)

    def type_name(self, ctype: CType) -> str:
        """How the port spells a type."""
        if isinstance(ctype, Pointer):
            if isinstance(ctype.target, Function):
                return self.use("function")
            return f"{self.use('ptr')}({self.type_name(ctype.target)})"
        if isinstance(ctype, Array):
            sizes = ""
            inner: CType = ctype
            while isinstance(inner, Array):
                sizes += f"[{self._extent(inner)}]"
                inner = inner.element
            return self.type_name(inner) + sizes
        if isinstance(ctype, Record) and not ctype.name:
            return f"{self.use(ctype.keyword)}.{ctype.tag}"
        return self.use(ctype.spelling)

    def _extent(self, array: Array) -> str:
        if array.extent is not None:
            return self.value(array.extent).text
        return "..." if array.count is None else str(array.count)

    # --------------------------------------------------------------------------- operators

    def _unary(self, e: tree.Unary, need: int) -> Code:
        if e.operator == "&":
            return self.address(e.operand, need)
        if e.operator == "*":
            return self._pointed(e, need)
        if e.operator == "!":
            return self._denied(e.operand)
        value = constants.evaluate(e)
        operand = self.value(e.operand)
        if self._is_bool(e.operand):
            operand = Code(f"int({operand.text})")
        if e.operator == "+":
            return operand
        if value is not None and isinstance(e.operand, tree.Unary):
            operand = Code(at_least(operand, ATOM))
        return Code(f"{e.operator}{at_least(operand, UNARY)}", UNARY)

    def _pointed(self, e: tree.Unary, need: int) -> Code:
        inner = e.operand
        if isinstance(inner, tree.Binary) and inner.operator in "+-":
            if isinstance(types.decayed(inner.left.type), Pointer) and inner.operator == "+":
                return self._subscript(inner.left, inner.right, MOVED)
        return Code(f"{at_least(self.value(inner, LOOKED_THROUGH), ATOM)}[0]")

    def _subscript(self, base: Expression, index: Expression, need: int) -> Code:
        zero = isinstance(index, tree.Number) and index.value == 0
        if isinstance(base.type, Array) and not isinstance(base, tree.String):
            need = OPAQUE
        elif zero:
            need = LOOKED_THROUGH
        pointer = self.value(base, need)
        if isinstance(index, tree.Character):
            place = Code(f"ord({literals.python_string((index.text or '').encode())})")
        else:
            place = self.value(index)
        return Code(f"{at_least(pointer, ATOM)}[{place.text}]")

    def _part(self, e: tree.Index | tree.Member, need: int) -> Code:
        if isinstance(e, tree.Index):
            outer = _first_row_of(e) if need >= MOVED and isinstance(e.type, Array) else None
            if outer is not None and isinstance(e.type, Array):  # it runs through all the rows
                return Code(
                    f"{self.use('ptr')}({self.type_name(e.type.element)}, {self.value(outer).text})"
                )
            code = self._subscript(e.base, e.index, MOVED)
            if need and self.is_argument_vector(e.base):
                return Code(f"{self.use('ptr')}({self.use('char')}, {code.text})")
            return code
        return Code(f"{self.base_of(e)}.{self.member_name(e.name)}")

    def base_of(self, e: tree.Member) -> str:
        """What stands before the dot."""
        base = e.base
        if e.arrow and isinstance(base, tree.Name) and base.symbol.boxed:
            return self._symbol(base.symbol)  # a pointer variable has the fields of its struct
        if e.arrow and isinstance(base.type, Array):
            return f"{at_least(self.value(base), ATOM)}[0]"
        if isinstance(base, tree.Unary) and base.operator == "*" and not e.arrow:
            base = base.operand
            return at_least(self.value(base, LOOKED_THROUGH), ATOM)
        return at_least(self.value(base, LOOKED_THROUGH if e.arrow else OPAQUE), ATOM)

    def member_name(self, name: str) -> str:
        return self.imports.member(name)

    def is_argument_vector(self, e: Expression) -> bool:
        """Whether it is main's argv as Python has it, a list of str."""
        return (
            isinstance(e, tree.Name)
            and e.symbol.kind == "parameter"
            and self.function is not None
            and self.function.symbol.name == "main"
            and len(self.function.parameters) > 1
            and e.symbol is self.function.parameters[1]
            and e.symbol.need != analysis.VECTOR
        )

    def _binary(self, e: tree.Binary) -> Code:
        sign = e.operator
        if sign in ("&&", "||"):
            code = self._logical(e)
            if all(self._is_bool(side) for side in (e.left, e.right)):
                return code
            return Code(f"bool({code.text})")
        if sign in _COMPARISONS:
            return self._comparison(sign, e.left, e.right)
        if self._is_pointer(e.left) or self._is_pointer(e.right):
            return self._pointer_sum(e)
        code = self.arithmetic(e.type, sign, e.left, e.right)
        return self._converted(code, e.type) if e.type == types.FLOAT else code

    def _pointer_sum(self, e: tree.Binary) -> Code:
        left = self.value(e.left, MOVED)
        right = self.value(e.right, MOVED)
        if not self._is_pointer(e.left):
            left, right = right, left
        return Code(f"{at_least(left, SUM)} {e.operator} {at_least(right, SUM + 1)}", SUM)

    def arithmetic(self, ctype: CType, sign: str, left: Expression, right: Expression) -> Code:
        """``left sign right``, computed in a type."""
        if sign == "/" and isinstance(ctype, Int):
            return self._quotient(ctype, left, right)
        if sign == "%":
            return self._remainder(ctype, left, right)
        exact = sign == ">>" or isinstance(ctype, Float)
        one = self.passing(left) if exact else self._term(left, ctype)
        other = self.passing(right) if exact or sign == "<<" else self._term(right, ctype)
        if sign == "/" and not constants.evaluate(right) and not is_number(right):
            return Code(f"{self.use('quotient')}({one.text}, {other.text})")
        if sign == ">>" and isinstance(ctype, Int) and not ranges.fits(ranges.normal(left), ctype):
            one = self._converted(one, ctype)
        level = _LEVELS[sign]
        return Code(f"{at_least(one, level)} {sign} {at_least(other, level + 1)}", level)

    def _sides(self, ctype: CType, left: Expression, right: Expression) -> tuple[Code, Code]:
        """Both operands as exactly what the common type makes of them."""
        return self._operand(left, ctype), self._operand(right, ctype)

    def _operand(self, e: Expression, ctype: CType) -> Code:
        if isinstance(ctype, Int) and isinstance(e.type, Int):
            if not ranges.fits(ranges.normal(e), ctype):
                return self._converted(self._term(e, ctype), ctype)
            if ranges.widens(e, ctype):
                return self.normal(e)
        return self.passing(e)

    def _term(self, e: Expression, ctype: CType) -> Code:
        """An operand of what is computed modulo the type's width."""
        return self.normal(e) if ranges.widens(e, ctype) else self.value(e)

    def _quotient(self, ctype: Int, left: Expression, right: Expression) -> Code:
        one, other = self._sides(ctype, left, right)
        if self._both_positive(ctype, left, right):
            return Code(f"{at_least(one, PRODUCT)} // {at_least(other, UNARY)}", PRODUCT)
        if ctype.bits > 32:
            return Code(f"{self.use('lldiv')}({one.text}, {other.text}).quot")
        return Code(f"int({at_least(one, PRODUCT)} / {at_least(other, UNARY)})")

    def _remainder(self, ctype: CType, left: Expression, right: Expression) -> Code:
        one, other = self._sides(ctype, left, right)
        if isinstance(ctype, Int) and self._both_positive(ctype, left, right):
            return Code(f"{at_least(one, PRODUCT)} % {at_least(other, UNARY)}", PRODUCT)
        if isinstance(ctype, Int) and ctype.bits > 32:
            return Code(f"{self.use('lldiv')}({one.text}, {other.text}).rem")
        return Code(f"int({self.use('fmod')}({one.text}, {other.text}))")

    def _both_positive(self, ctype: Int, left: Expression, right: Expression) -> bool:
        return not ctype.signed or (ranges.passing(left)[0] >= 0 and ranges.passing(right)[0] >= 0)

    def _comparison(self, sign: str, left: Expression, right: Expression) -> Code:
        if self._is_pointer(left) or self._is_pointer(right):
            one, other = self._pointer_sides(left, right)
        else:
            ctype = types.common(left.type, right.type)
            one, other = self._sides(ctype, left, right)
            if _is_sign_of_sum(left, right):
                one, other = self.normal(left), self.normal(right)
            elif _asks_own_term(left, right):
                one, other = self.value(left), self.value(right)
        return Code(f"{at_least(one, BIT_OR)} {sign} {at_least(other, BIT_OR)}", COMPARE)

    def _pointer_sides(self, left: Expression, right: Expression) -> tuple[Code, Code]:
        null = Code(self.use("NULL")) if is_null(left) or is_null(right) else None
        if null is not None:
            one = null if is_null(left) else self.value(left)
            return one, null if is_null(right) else self.value(right)
        return self.value(left, MOVED), self.value(right, MOVED)

    def _ternary(self, e: tree.Conditional, need: int, bind: bool) -> Code:
        if e.yes is None:
            first = self.temporary()
            tested = self.value(e.condition, need, bind=True)
            self.before.append(f"{first} = {at_least(tested, TERNARY)}")
            condition = Code(first)
            yes = Code(first)
        else:
            condition = self.condition(e.condition)
        outer, self.before = self.before, []
        self._conditional += 1
        if e.yes is not None:
            yes = self._arm(e.yes, e.type, need)
        inner_yes, self.before = self.before, []
        no = self._arm(e.no, e.type, need)
        inner_no, self.before = self.before, outer
        self._conditional -= 1
        if not inner_yes and not inner_no:
            text = f"{at_least(yes, OR)} if {at_least(condition, OR)} else {at_least(no, TERNARY)}"
            return Code(text, TERNARY)
        result = self.temporary()
        self.before.append(f"if {condition.text}:")
        self.before += [
            f"    {line}" for line in [*inner_yes, f"{result} = {at_least(yes, TERNARY)}"]
        ]
        self.before.append("else:")
        self.before += [
            f"    {line}" for line in [*inner_no, f"{result} = {at_least(no, TERNARY)}"]
        ]
        return Code(result)

    def _arm(self, e: Expression, ctype: CType, need: int) -> Code:
        if isinstance(ctype, Float):
            return self.stored(e, ctype)
        if isinstance(ctype, Int):
            return self._operand(e, ctype) if isinstance(e.type, Int) else self.value(e)
        if isinstance(ctype, Pointer) and is_null(e):
            return Code(self.use("NULL"))
        if e.type == types.VOID and not isinstance(e, tree.Call):
            return Code("None")
        return self.value(e, need, bind=True)

    # ---------------------------------------------------------------------------- addresses

    def address(self, operand: Expression, need: int) -> Code:
        """``&operand``."""
        match operand:
            case tree.Name(symbol=symbol):
                text = self._symbol(symbol)
                plain = LOOKED_THROUGH if isinstance(operand.type, Array) else MOVED
                if need < plain or isinstance(operand.type, Function):
                    return Code(text)
                return Code(f"{self.use('ptr')}({self.type_name(operand.type)}, {text})")
            case tree.Index(base=base, index=index):
                if constants.evaluate(index) == 0:
                    outer = _first_row_of(base)
                    if outer is not None and need >= MOVED:  # it runs through all the rows
                        name = self.type_name(operand.type)
                        return Code(f"{self.use('ptr')}({name}, {self.value(outer).text})")
                    if need and isinstance(base.type, Array) and isinstance(operand.type, Record):
                        name = self.type_name(operand.type)  # an array has no members of its own
                        return Code(f"{self.use('ptr')}({name}, {self.value(base).text})")
                    return self.value(base, max(need, LOOKED_THROUGH))
                place = self.value(index)
                text = f"{at_least(self.value(base, MOVED), SUM)} + {at_least(place, SUM + 1)}"
                return Code(text, SUM)
            case tree.Member(type=Record()) if _is_beginning(operand):
                base = operand.base
                whole = self.value(base, LOOKED_THROUGH) if operand.arrow else self.address(base, 0)
                return Code(f"{self.use('ptr')}({self.type_name(operand.type)}, {whole.text})")
            case tree.Member(type=Array() | Record()):
                code = self.value(operand)
                if need < (LOOKED_THROUGH if isinstance(operand.type, Array) else MOVED):
                    return code
                return Code(f"{self.use('ptr')}({self.type_name(operand.type)}, {code.text})")
            case tree.Member():
                record = self.base_of(operand)
                return Code(
                    f'{self.use("addressof")}({record}, "{self.member_name(operand.name)}")'
                )
            case tree.Unary(operator="*", operand=inner):
                return self.value(inner, need)
            case tree.Cast():
                return self.value(operand, need)
        raise Refusal(operand.place, "the address of something that is no variable")

    def pointer(self, e: Expression, ctype: Pointer, need: int) -> Code:
        """A pointer's value as a variable of another pointer type keeps it."""
        if is_null(e):
            return Code(self.use("NULL"))
        source = types.decayed(e.type)
        if not isinstance(source, Pointer):
            return self.value(e, bind=True)  # an integer in disguise, such as (void *)sock
        if analysis.is_function(ctype) or analysis.is_function(source):
            return self.value(e, bind=True)
        target = ctype.target
        records = isinstance(e.type, Array) and isinstance(target, Record) and need > OPAQUE
        if need == OPAQUE or target == types.VOID or types.alike(source.target, target):
            if not records:  # an array has no members of its own
                return self.value(e, need, bind=True)
        inner = e
        while isinstance(inner, tree.Cast) and self._is_pointer(inner.operand):
            inner = inner.operand
        return Code(f"{self.use('ptr')}({self.type_name(target)}, {self.value(inner).text})")

    def _cast(self, e: tree.Cast, need: int, bind: bool) -> Code:
        ctype, operand = e.type, e.operand
        if isinstance(operand, tree.InitialiserList) or isinstance(ctype, Array):
            return Code(self.initialised(ctype, operand))
        if ctype == types.VOID:
            return self.value(operand)
        if isinstance(ctype, Pointer):
            return self.pointer(operand, ctype, need)
        if isinstance(ctype, (Int, Float)):
            return self.stored(operand, ctype) if bind else self._number_cast(operand, ctype)
        return self.value(operand, need, bind)

    def _number_cast(self, operand: Expression, ctype: CType) -> Code:
        if isinstance(operand, tree.Name) and operand.symbol.boxed and operand.type == ctype:
            return self.value(operand)
        return self.stored(operand, ctype)

    def _sizeof(self, e: tree.SizeOf) -> Code:
        size = self.use("sizeof")
        operand = e.operand
        if isinstance(operand, tree.String):
            return Code(f"{size}({self.string_text(operand).text})")
        whole = isinstance(operand, (tree.Name, tree.Member)) and not walk.has_effects(operand)
        if whole and operand is not None and isinstance(operand.type, (Array, Record)):
            parameter = isinstance(operand, tree.Name) and isinstance(operand.type, Pointer)
            if not parameter:
                return Code(f"{size}({self.value(operand).text})")
        if isinstance(operand, tree.Name) and operand.symbol.boxed:
            return Code(f"{size}({self._symbol(operand.symbol)})")
        return Code(f"{size}({self.type_name(e.of)})")

    def initialised(self, ctype: CType, value: Expression | None) -> str:
        raise NotImplementedError

    # --------------------------------------------------------------------------- assignment

    def effect(self, e: Expression) -> None:
        """Evaluate for what it does: the statement goes to `before`."""
        raise NotImplementedError

    def is_plain(self, e: Expression) -> bool:
        """Whether it is a variable that is a Python name."""
        return (
            isinstance(e, tree.Name)
            and not e.symbol.boxed
            and not isinstance(e.type, (Array, Record))
            and e.symbol.kind != "library"
        )

    def _assigned(self, e: tree.Assignment, need: int) -> Code:
        """An assignment as an operand."""
        if self.is_plain(e.target):
            assert isinstance(e.target, tree.Name)
            symbol = e.target.symbol
            new = self.new_value(e)
            return Code(f"{self._symbol(symbol)} := {new.text}", WALRUS)
        if walk.has_effects(e.target) and not e.operator:
            kept = self.temporary()
            new = self.stored(e.value, e.target.type, MOVED)
            self.before.append(f"{kept} = {at_least(new, TERNARY)}")
            self.before.append(f"{self.place_of(e.target)} = {kept}")
            return Code(kept)
        self.effect(e)
        return self.value(e.target, need, bind=True)

    def new_value(self, e: tree.Assignment) -> Code:
        """What a plain variable holds afterwards."""
        if not e.operator:
            need = e.target.symbol.need if isinstance(e.target, tree.Name) else OPAQUE
            return self.stored(e.value, e.target.type, need)
        ctype = analysis.compound_type(e)
        if isinstance(ctype, Pointer):
            return self._pointer_sum(tree.Binary(e.place, ctype, e.operator, e.target, e.value))
        combined = tree.Binary(e.place, ctype, e.operator, e.target, e.value)
        return self.stored(combined, e.target.type)

    def _step(self, e: tree.Step) -> Code:
        """``i++`` and its kin as operands."""
        operand = e.operand
        back = "-" if e.operator == "+" else "+"
        if self.is_plain(operand):
            assert isinstance(operand, tree.Name)
            symbol = operand.symbol
            text = self._symbol(symbol)
            if self._once(symbol) and self.behind is not None:
                local = symbol.function is not None and not symbol.static
                if local or self._calm():
                    (self.before if e.prefix else self.behind).append(self.step_statement(e))
                    return Code(text)
            stepped = Code(f"{text} := {self.stepped(e)}", WALRUS)
            if e.prefix:
                return stepped
            old = Code(f"({stepped.text}) {back} 1", SUM)
            return self._old_value(old, operand.type)
        lvalue = self.value(operand).text
        if not e.prefix and self.behind is not None and not self._conditional and self._calm():
            if sum(1 for n in walk.nodes(self._statement) if n is operand) == 1:
                self.behind.append(self.step_statement(e))
                return Code(lvalue)
        if e.prefix:
            self.before.append(self.step_statement(e))
            return self.value(operand, bind=True)
        old_name = self.temporary("old")
        self.before += [f"{old_name} = {self.value(operand, bind=True).text}"]
        self.before += [self.step_statement(e)]
        return Code(old_name)

    def _old_value(self, old: Code, ctype: CType) -> Code:
        if (isinstance(ctype, Int) and ctype.bits < 32) or (
            isinstance(ctype, Int) and not ctype.signed
        ):
            return self._converted(old, ctype)
        return old

    def stepped(self, e: tree.Step) -> str:
        text = self.value(e.operand, MOVED).text
        new = Code(f"{text} {e.operator} 1", SUM)
        ctype = e.operand.type
        if isinstance(ctype, Int):
            low, high = ranges.of(e.operand)
            narrow = ctype.bits < 32 and (high == ctype.high or low == ctype.low)
            counts = isinstance(e.operand, tree.Name) and e.operand.symbol.counts
            if narrow or (not ctype.signed and not (counts and e.operator == "+")):
                return self._converted(new, ctype).text
        return new.text

    def step_statement(self, e: tree.Step) -> str:
        operand = e.operand
        if self.is_plain(operand):
            assert isinstance(operand, tree.Name)
            text = self._symbol(operand.symbol)
            new = self.stepped(e)
            if new == f"{text} {e.operator} 1":
                return f"{text} {e.operator}= 1"
            return f"{text} = {new}"
        return f"{self.place_of(operand)} {e.operator}= 1"

    def place_of(self, e: Expression) -> str:
        """An lvalue that is not a Python name, as the left side of an assignment."""
        if isinstance(e, tree.Name):
            text = self._symbol(e.symbol)
            return text if isinstance(e.type, (Array, Record)) else f"{text}.value"
        return self.value(e).text

    # -------------------------------------------------------------------------------- calls

    def _call(self, e: tree.Call, need: int) -> Code:
        e = self._in_order(e)
        called = e.function
        symbol = called.symbol if isinstance(called, tree.Name) else None
        if symbol is not None and symbol.kind == "library":
            return self._library_call(e, symbol)
        if symbol is not None and symbol.kind == "function" and symbol.definition is None:
            raise Refusal(
                e.place,
                f"{symbol.name}() is neither defined nor in pysock",
                "port the file that defines it together with this one: pysock port a.c b.c",
            )
        if symbol is not None and symbol.definition is not None:
            arguments = self._own_arguments(e, symbol.definition)
            return Code(f"{self._symbol(symbol)}({', '.join(arguments)})")
        if symbol is not None and symbol.kind == "macro":
            arguments = [self.normal(argument).text for argument in e.arguments]
            return Code(f"{self._symbol(symbol)}({', '.join(arguments)})")
        arguments = [self._given(argument, None, MOVED) for argument in e.arguments]
        return Code(f"{at_least(self.value(called), ATOM)}({', '.join(arguments)})")

    def _in_order(self, e: tree.Call) -> tree.Call:
        """Where the order of the arguments matters, they are evaluated before the call."""
        places = order.taken_out(e)
        if not places:
            return e
        self.notes.changed("order", e.place)
        arguments = list(e.arguments)
        for at in reversed(places):
            argument = arguments[at]
            ctype = types.decayed(argument.type)
            kept = Symbol("argument", ctype, "variable", e.place, self.function)
            text = at_least(self.stored(argument, ctype, MOVED), TERNARY)
            self._arguments += 1
            kept.python = f"_argument{self._arguments if self._arguments > 1 else ''}"
            kept.low, kept.high = (
                ranges.converted(argument, ctype) if isinstance(ctype, Int) else (None, None)
            )
            self.before.append(f"{kept.python} = {text}")
            arguments[at] = tree.Name(argument.place, ctype, kept)
        return tree.Call(e.place, e.type, e.function, arguments)

    def _own_arguments(self, e: tree.Call, definition: tree.FunctionDefinition) -> list[str]:
        arguments = []
        for at, argument in enumerate(e.arguments):
            if at < len(definition.parameters):
                parameter = definition.parameters[at]
                if isinstance(parameter.type, Record):
                    copied = parameter.written or parameter.aliased
                    code = self.record_copy(argument) if copied else self.value(argument)
                    arguments.append(code.text)
                else:
                    arguments.append(self._given(argument, parameter.type, parameter.need))
            elif definition.variadic:
                arguments.append(self._variadic(argument))
            elif walk.has_effects(argument):
                self.effect(argument)
        arguments += [
            self.use("NULL") if isinstance(missing.type, Pointer) else "0"
            for missing in definition.parameters[len(arguments) :]
        ]
        return arguments

    def _given(self, e: Expression, ctype: CType | None, need: int) -> str:
        """An argument of a function of the program."""
        if ctype is None:
            return self._variadic(e, need)
        if isinstance(e, tree.Index) and isinstance(e.type, Array):
            need = min(need, LOOKED_THROUGH)  # one row, and no more
        return self.stored(e, ctype, need).text

    def _variadic(self, e: Expression, need: int = MOVED) -> str:
        if isinstance(e.type, Float):
            return self.stored(e, types.DOUBLE).text
        if isinstance(e.type, Int):
            return self.stored(e, e.type).text
        return self.value(e, need, bind=True).text

    def _library_call(self, e: tree.Call, symbol: Symbol) -> Code:
        name = symbol.name
        if name in library.ON_STACK:
            return Code(f"{self.use('char')}[{self.value(e.arguments[0]).text}]()")
        if name in library.WITH_LIST and self.imports.lacks(name):
            *fixed, last = e.arguments
            arguments = [self.passed(a, None) for a in fixed]
            arguments.append(f"*{self.value(last).text}")
            return Code(f"{self.use(library.WITH_LIST[name])}({', '.join(arguments)})")
        ctype = symbol.type
        listed = ctype.parameters if isinstance(ctype, Function) else ()
        arguments = []
        for at, argument in enumerate(e.arguments):
            parameter = listed[at] if at < len(listed) else None
            if at == 0 and name in _CHARACTER_CALLS and isinstance(argument, tree.Character):
                if argument.text is not None:
                    arguments.append(literals.python_string(argument.text.encode()))
                    continue
            if name in _CLASSIFYING and _may_be_negative(argument):
                arguments.append(f"{at_least(self.value(argument), BIT_AND)} & 0xFF")
                continue
            arguments.append(self.passed(argument, parameter))
        if name in rooms.CALLS and (doubt := rooms.doubt(name, e)) is not None:
            self._take_on_trust(name, e, doubt, arguments)
        return Code(f"{self.use(symbol.python)}({', '.join(arguments)})")

    def _take_on_trust(
        self, name: str, e: tree.Call, doubt: rooms.Doubt, arguments: list[str]
    ) -> None:
        """Give the call a pointer that takes any count, as C does."""
        at, factors = rooms.CALLS[name]
        arguments[at] = f"{self.use('lenient')}({arguments[at]})"
        asked = doubt.asked or " * ".join(arguments[factor] for factor in factors)
        key = "unseen" if doubt.room is None else "short" if doubt.exact else "perhaps_short"
        self.notes.changed(key, e.place, name, str(asked), doubt.name, str(doubt.room))

    def _adapts(self, e: Expression, parameter: CType | None) -> bool:
        """Whether a pointer to one number stands where C takes one to another: `int *`."""
        source = types.decayed(e.type)
        if not isinstance(parameter, Pointer) or not isinstance(source, Pointer):
            return False
        one, other = source.target, parameter.target
        if not isinstance(one, Int) or not isinstance(other, Int) or is_null(e):
            return False
        return not types.alike(one, other) and other.bits > 8

    def passed(self, e: Expression, parameter: CType | None) -> str:
        """An argument of one of pysock's calls, which converts like C."""
        if isinstance(e, tree.Unary) and e.operator == "&" and isinstance(e.operand, tree.Member):
            if _takes_any(parameter) and _is_beginning(e.operand):  # what it is matters to no call
                base = e.operand.base
                return self.value(base).text if e.operand.arrow else self.address(base, 0).text
        if isinstance(parameter, Pointer) and isinstance(e, tree.Number) and e.value == 0:
            return "0"
        if isinstance(e, tree.Cast) and isinstance(e.type, Pointer):
            inner: Expression = e
            while isinstance(inner, tree.Cast) and isinstance(inner.type, Pointer):
                inner = inner.operand
            if self._is_pointer(inner) or isinstance(inner, tree.Number):
                if _takes_any(parameter) or is_null(inner) or self._adapts(inner, parameter):
                    return self.passed(inner, parameter)
                return self.pointer(inner, e.type, LOOKED_THROUGH).text
        if self._adapts(e, parameter):
            assert isinstance(parameter, Pointer)
            return self.pointer(e, parameter, LOOKED_THROUGH).text
        if isinstance(parameter, Float):
            return self.stored(e, parameter).text
        if isinstance(parameter, Int) and isinstance(e.type, Float):
            return self._converted(self.value(e), parameter).text
        if isinstance(e.type, Float):
            return self.stored(e, types.DOUBLE).text
        if parameter is None and isinstance(e.type, Int):
            bounds = ranges.of(e)
            if not e.type.signed and not ranges.fits(bounds, e.type):
                return self.normal(e).text
        if isinstance(parameter, Int) and isinstance(e.type, Int) and parameter.bits == 32:
            if not ranges.fits(ranges.normal(e), parameter) and e.type.bits > parameter.bits:
                return self.stored(e, parameter).text
        if parameter is None and isinstance(e, tree.Name) and e.symbol.boxed:
            return self.value(e).text
        return self.value(e).text


def is_number(e: Expression) -> bool:
    """Whether it is a number as the program wrote it, and not zero."""
    while isinstance(e, (tree.Cast, tree.Unary)):
        e = e.operand
    return isinstance(e, tree.Number) and e.value != 0


def _is_sign_of_sum(left: Expression, right: Expression) -> bool:
    """``a + b < 0``: so programs ask whether a sum wrapped."""
    return (
        ranges.is_plain_sum(left)
        and constants.evaluate(right) == 0
        and sum(isinstance(node, tree.Name) for node in walk.nodes(left)) > 1
    )


def _asks_own_term(left: Expression, right: Expression) -> bool:
    """``a + b < a``: compilers take the sum as exact, and ask for the sign of b."""
    return (
        isinstance(left, tree.Binary)
        and left.operator in ("+", "-")
        and isinstance(left.type, Int)
        and left.type.signed
        and isinstance(right, tree.Name)
        and any(
            isinstance(t, tree.Name) and t.symbol is right.symbol for t in (left.left, left.right)
        )
    )


def _may_be_negative(e: Expression) -> bool:
    """Whether an argument is a `char` that may be negative."""
    return isinstance(e.type, Int) and e.type.bits == 8 and ranges.normal(e)[0] < 0


def _takes_any(parameter: CType | None) -> bool:
    """Whether a call of C takes any object's address there, whatever its type."""
    if not isinstance(parameter, Pointer):
        return False
    target = parameter.target
    return target == types.VOID or isinstance(target, (Record, Function))


def _is_beginning(e: tree.Member) -> bool:
    """Whether a struct's first struct, or one of a union's: a cast of its address gets them all."""
    record = e.base.type.target if isinstance(e.base.type, Pointer) else e.base.type
    if not isinstance(record, Record) or not isinstance(e.type, Record):
        return False
    if record.keyword == "union":
        return record.own
    return record.own and e.type.own and next(iter(record.members or {}), None) == e.name


def _first_row_of(e: Expression) -> Expression | None:
    """The array of arrays whose first row an expression is."""
    while isinstance(e, tree.Index) and isinstance(e.base.type, Array):
        if constants.evaluate(e.index) != 0:
            return None
        e = e.base
        if not isinstance(e, tree.Index):
            return e
    return None


def _is_list(e: tree.Cast) -> bool:
    return isinstance(e.operand, tree.InitialiserList)


__all__ = ["Code", "ExpressionWriter", "at_least", "is_number", "TERNARY"]
