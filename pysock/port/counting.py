"""``for (i = a; i < b; i++)`` that is provably ``for i in range(a, b)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import constants, ranges, tree, walk
from .tree import Expression, Symbol
from .types import Int

if TYPE_CHECKING:
    from .write_statements import StatementWriter


def counted(writer: StatementWriter, node: tree.For) -> str | None:
    """The head of a Python `for`, if the loop counts and nothing else touches the counter."""
    started = _start(node.start)
    if started is None or node.condition is None or node.update is None:
        return None
    symbol, first = started
    step = _step(node.update, symbol)
    limit = _limit(node.condition, symbol)
    if step is None or limit is None or not _is_counter(symbol, node, writer.function):
        return None
    sign, bound = limit
    if not _agrees(sign, step) or not _is_stable(bound, node.body):
        return None
    if not _stays_inside(symbol, bound, first, sign):
        return None
    return _head(writer, symbol, first, sign, bound, step)


def _start(node: Any) -> tuple[Symbol, Expression] | None:
    if isinstance(node, tree.Declaration) and len(node.variables) == 1:
        symbol, value = node.variables[0]
        return (symbol, value) if value is not None else None
    if isinstance(node, tree.ExpressionStatement):
        match node.expression:
            case tree.Assignment(operator="", target=tree.Name(symbol=symbol), value=value):
                return symbol, value
    return None


def _step(e: Expression, symbol: Symbol) -> int | None:
    match e:
        case tree.Step(operator=sign, operand=tree.Name(symbol=stepped)) if stepped is symbol:
            return 1 if sign == "+" else -1
        case tree.Assignment(operator="+" | "-" as sign, target=tree.Name(symbol=target)):
            value = constants.evaluate(e.value)
            if target is symbol and value:
                return value if sign == "+" else -value
    return None


def _limit(e: Expression, symbol: Symbol) -> tuple[str, Expression] | None:
    match e:
        case tree.Binary(operator="<" | "<=" | ">" | ">=" as sign, left=tree.Name(symbol=left)):
            if left is symbol:
                return sign, e.right
    return None


def _agrees(sign: str, step: int) -> bool:
    return step > 0 if sign in ("<", "<=") else step < 0


def _is_counter(symbol: Symbol, node: tree.For, function: tree.FunctionDefinition | None) -> bool:
    if not isinstance(symbol.type, Int) or symbol.boxed or symbol.static or function is None:
        return False
    if symbol.function is not function or symbol.kind != "variable":
        return False
    if symbol in walk.assigned(node.body):
        return False
    return not _used_outside(symbol, function.body)


def _used_outside(symbol: Symbol, node: Any) -> bool:
    """Whether the variable means something outside of the loops that start by setting it."""
    if isinstance(node, tree.For):
        started = _start(node.start)
        if started is not None and started[0] is symbol:
            return symbol in walk.names(started[1])
    if isinstance(node, tree.Name):
        return node.symbol is symbol
    return any(_used_outside(symbol, child) for child in walk.children(node))


def _is_stable(e: Expression, body: Any) -> bool:
    """Whether the bound stays what it is while the loop runs."""
    changed = set(walk.assigned(body))
    for node in walk.nodes(e):
        if isinstance(node, (tree.Call, tree.Assignment, tree.Step, tree.Index, tree.Member)):
            return False
        if isinstance(node, tree.Unary) and node.operator in "*&":
            return False
        if isinstance(node, tree.Name):
            symbol = node.symbol
            if symbol in changed or symbol.boxed or symbol.shared:
                return False
    return isinstance(e.type, Int)


def _stays_inside(symbol: Symbol, bound: Expression, first: Expression, sign: str) -> bool:
    """Whether the counter reaches its bound without wrapping."""
    ctype = symbol.type
    assert isinstance(ctype, Int)
    low, high = ranges.of(bound)
    plain = ranges.is_plain_sum(bound)
    if not isinstance(bound.type, Int) or not (plain or ranges.fits((low, high), bound.type)):
        return False
    least = ranges.converted(first, ctype)[0]
    mixed = bound.type.signed != ctype.signed and max(bound.type.bits, ctype.bits) >= 32
    if mixed and bound.type.bits >= ctype.bits and (low < 0 or least < 0):
        return False
    if sign in ("<", "<="):
        return ctype.bits >= 32 or high <= ctype.high - (sign == "<=")
    return ctype.signed or (sign == ">" and low >= 0)


def _head(
    writer: StatementWriter,
    symbol: Symbol,
    first: Expression,
    sign: str,
    bound: Expression,
    step: int,
) -> str | None:
    with writer.whole(first, behind=False):
        start = writer.stored(first, symbol.type).text
        if writer.before:
            return None
    with writer.whole(bound, behind=False):
        stop = _shifted(writer, bound, {"<=": 1, ">=": -1}.get(sign, 0))
    words = [start, stop]
    if step != 1:
        words.append(str(step))
    elif start == "0":
        words = [stop]
    return f"for {symbol.python} in range({', '.join(words)}):"


def _shifted(writer: StatementWriter, bound: Expression, by: int) -> str:
    text = writer.passing(bound).text
    if not by:
        return text
    if isinstance(bound, tree.Number) and isinstance(bound.value, int):
        return str(bound.value + by)
    code = writer.arithmetic(
        bound.type,
        "+" if by > 0 else "-",
        bound,
        tree.Number(bound.place, bound.type, 1, "1"),
    )
    return code.text
