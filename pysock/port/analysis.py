"""What the whole program says about each variable, before a line of the port is written.

* `boxed`: a scalar whose address is taken has to be a C object; all others stay Python numbers.
* `need`: what is done with a pointer. 0: it is passed on and compared with NULL. 1: it is looked
  through. 2: it is moved, indexed or compared. A Python `str` is enough for 0, the object itself
  for 1; only a C pointer does for 2.
* `low`, `high`: the values of an integer variable.
"""

from __future__ import annotations

from typing import Any

from . import ranges, tree, types, walk
from .tree import Expression, Symbol
from .types import Array, Float, Function, Int, Pointer, Record

OPAQUE, LOOKED_THROUGH, MOVED = 0, 1, 2
VECTOR = 3  # of main's argv: more is done with it than argv[i], so a list of str will not do


class Analysis:
    """Annotates the symbols of a program."""

    def __init__(self, program: tree.Program) -> None:
        self._flows: list[tuple[Symbol, Expression]] = []
        self._steps: list[tuple[Symbol, Expression]] = []  # pointers that move
        self._values: dict[Symbol, list[Expression]] = {}
        self._up: set[Symbol] = set()
        self._down: set[Symbol] = set()
        self._limited: set[tree.Step] = set()  # steps that a loop's condition holds back
        self._free: set[Symbol] = set()  # what other steps change
        self._function: tree.FunctionDefinition | None = None
        self._whole = False  # main is there, so that all calls are seen
        for item in program.items:
            self._function = item if isinstance(item, tree.FunctionDefinition) else None
            self._statement(item)
            if self._function is not None and self._function.symbol.name == "main":
                _argument_vector(self._function)
                self._whole = True
        for symbol, value in [*self._flows, *self._steps]:
            if self._whole or (symbol.kind == "variable" and symbol.function is not None):
                symbol.given.append(value)
        self._settle_needs()
        self._settle_ranges()

    # ------------------------------------------------------------------------- statements

    def _statement(self, node: Any) -> None:
        match node:
            case tree.Declaration(variables=variables):
                for symbol, value in variables:
                    self._values.setdefault(symbol, [])
                    if value is not None:
                        self._initialised(symbol, value)
            case tree.Return(value=value) if value is not None:
                function = self._function
                if function is not None:
                    self._flows.append((function.symbol, value))
                    self._values.setdefault(function.symbol, []).append(value)
                self._look(value, OPAQUE)
            case Expression():
                self._look(node, OPAQUE)
            case tree.For():
                self._limit(node)
                for child in walk.children(node):
                    self._statement(child)
            case _:
                for child in walk.children(node):
                    self._statement(child)

    def _limit(self, node: tree.For) -> None:
        """``for (…; i < n; i++)``: the step takes i to n and not further."""
        match node.condition, node.update:
            case (
                tree.Binary(
                    operator="<" | "<=" | ">" | ">=" as sign, left=tree.Name() as left
                ) as test,
                tree.Step(operator=step, operand=tree.Name(symbol=symbol)) as update,
            ) if left.symbol is symbol and (sign[0] == "<") == (step == "+"):
                if symbol in walk.assigned(node.body):
                    return
                beyond = tree.Number(test.place, types.INT, 1, "1")
                bound = test.right
                if len(sign) == 2:
                    bound = tree.Binary(test.place, bound.type, step, bound, beyond)
                self._values.setdefault(symbol, []).append(bound)
                self._limited.add(update)

    def _initialised(self, symbol: Symbol, value: Expression) -> None:
        self._values[symbol].append(value)
        if isinstance(symbol.type, Pointer):
            self._flows.append((symbol, value))
        self._look(value, OPAQUE)

    # ------------------------------------------------------------------------ expressions

    def _look(self, e: Expression, need: int, again: bool = False) -> None:
        """Note what an expression does to variables, and what is needed of its value."""
        match e:
            case tree.Name(symbol=symbol):
                if isinstance(symbol.type, Pointer):
                    symbol.need = max(symbol.need, need)
                if symbol.kind == "function":
                    symbol.addressed = True
                return
            case tree.Conditional(condition=condition, yes=yes, no=no):
                self._look(no, need, again)
                if yes is not None:
                    self._look(yes, need, again)
                if not again:
                    self._look(condition, OPAQUE)
                return
            case tree.Comma(left=left, right=right):
                self._look(right, need, again)
                if not again:
                    self._look(left, OPAQUE)
                return
            case tree.Assignment(operator="", target=tree.Name(symbol=symbol)):
                if isinstance(symbol.type, Pointer):
                    symbol.need = max(symbol.need, need)
            case tree.Call(function=tree.Name(symbol=symbol)):
                symbol.need = max(symbol.need, need)
        if not again:
            self._look_inside(e)

    def _look_inside(self, e: Expression) -> None:
        match e:
            case tree.Unary(operator="&", operand=operand):
                self._address(operand)
            case tree.Unary(operator="*", operand=operand):
                self._look(operand, LOOKED_THROUGH)
            case tree.Index(base=base, index=index):
                zero = isinstance(index, tree.Number) and index.value == 0
                self._look(base, LOOKED_THROUGH if zero else MOVED)
                self._look(index, OPAQUE)
            case tree.Member(base=base, arrow=arrow):
                self._look(base, LOOKED_THROUGH if arrow else OPAQUE)
            case tree.Binary(operator=sign, left=left, right=right):
                self._binary(sign, left, right)
            case tree.Assignment():
                self._assignment(e)
            case tree.Step(operator=sign, operand=operand):
                self._look(operand, MOVED)
                self._step(sign, operand, e in self._limited)
            case tree.Call():
                self._call(e)
            case _:
                for child in walk.children(e):
                    self._look(child, OPAQUE)

    def _step(self, sign: str, operand: Expression, limited: bool) -> None:
        root = walk.root(operand)
        if root is None:
            return
        root.written = True
        if root.function is None and self._function is not None:
            root.shared = True
        if isinstance(operand, tree.Name):
            self._steps.append((root, operand))
            (self._up if sign == "+" else self._down).add(root)
            if not limited:
                self._free.add(root)

    def _binary(self, sign: str, left: Expression, right: Expression) -> None:
        comparison = sign in ("==", "!=", "<", ">", "<=", ">=")
        need = MOVED if sign in ("+", "-") or comparison else OPAQUE
        if comparison and (is_null(left) or is_null(right)):
            need = OPAQUE
        self._look(left, need)
        self._look(right, need)

    def _assignment(self, e: tree.Assignment) -> None:
        target = e.target
        root = walk.root(target)
        if root is not None:
            root.written = True
            if root.function is None and self._function is not None:
                root.shared = True
        if isinstance(target, tree.Name):
            if e.operator:
                self._look(target, MOVED)
                self._steps.append((target.symbol, e))
                combined = tree.Binary(e.place, _compound(e), e.operator, target, e.value)
                self._values.setdefault(target.symbol, []).append(combined)
            else:
                self._values.setdefault(target.symbol, []).append(e.value)
                if isinstance(target.type, Pointer):
                    self._flows.append((target.symbol, e.value))
        else:
            self._look(target, OPAQUE)
        self._look(e.value, OPAQUE)

    def _address(self, operand: Expression) -> None:
        root = walk.root(operand)
        if isinstance(operand, tree.Name) and isinstance(operand.type, (Int, Float, Pointer)):
            operand.symbol.boxed = True
        if root is not None:
            root.aliased = root.written = True
        if not isinstance(operand, tree.Name):
            self._look(operand, OPAQUE)

    def _call(self, e: tree.Call) -> None:
        called = e.function
        if not isinstance(called, tree.Name):
            self._look(called, OPAQUE)
        symbol = called.symbol if isinstance(called, tree.Name) else None
        definition = symbol.definition if symbol is not None else None
        for at, argument in enumerate(e.arguments):
            if definition is not None and at < len(definition.parameters):
                parameter = definition.parameters[at]
                if isinstance(parameter.type, Pointer):
                    self._flows.append((parameter, argument))
                self._values.setdefault(parameter, []).append(argument)
                self._look(argument, OPAQUE)
            elif symbol is not None and symbol.kind in ("library", "macro"):
                self._passed(argument)
            else:
                self._look(argument, MOVED)

    def _passed(self, argument: Expression) -> None:
        """An argument of a call of C: it keeps no address."""
        inner = argument
        while isinstance(inner, tree.Cast):
            inner = inner.operand
        if isinstance(inner, tree.Unary) and inner.operator == "&":
            root = walk.root(inner.operand)
            kept = root is not None and root.aliased
            self._address(inner.operand)
            if root is not None and not kept:
                root.aliased = False
            return
        self._look(argument, OPAQUE)

    # -------------------------------------------------------------------------- fixpoints

    def _settle_needs(self) -> None:
        changed = True
        while changed:
            changed = False
            before = [symbol.need for symbol, _ in self._flows]
            for symbol, value in self._flows:
                if symbol.need and not _recast(value, symbol.type):
                    self._look(value, symbol.need, again=True)
            changed = before != [symbol.need for symbol, _ in self._flows]

    def _settle_ranges(self) -> None:
        watched = {
            symbol: ctype
            for symbol in self._values
            if isinstance(ctype := _kept(symbol), Int) and not symbol.boxed
        }
        if not self._whole:  # others call its functions, too
            watched = {s: t for s, t in watched.items() if s.kind == "variable"}
        readers: dict[Symbol, set[Symbol]] = {}
        for symbol in watched:
            symbol.low = symbol.high = 0
            values = self._values[symbol]
            symbol.extreme = any(ranges.is_extreme(value) for value in values)
            for read in {name for value in values for name in walk.names(value)}:
                readers.setdefault(read, set()).add(symbol)
        waiting = dict.fromkeys(watched, 0)
        turns: dict[Symbol, int] = {}
        while waiting:
            symbol = next(iter(waiting))
            del waiting[symbol]
            turns[symbol] = turns.get(symbol, 0) + 1
            if self._settle_range(symbol, watched[symbol], turns[symbol]):
                waiting |= dict.fromkeys(readers.get(symbol, ()), 0)
        for symbol in self._up - self._down:
            if symbol in watched and isinstance(symbol.type, Int):
                values = self._values[symbol]
                highest = max([0, *(ranges.converted(v, symbol.type)[1] for v in values)])
                symbol.counts = highest <= symbol.type.high // 2

    def _settle_range(self, symbol: Symbol, ctype: Int, turn: int) -> bool:
        """Join what a variable is given; the first turns are exact, so that constants are."""
        before = bounds = (symbol.low or 0, symbol.high or 0)
        extreme = symbol.extreme
        for value in self._values[symbol]:
            bounds = ranges.join(bounds, ranges.converted(value, ctype))
            symbol.extreme = symbol.extreme or ranges.is_extreme(value)
        if symbol in self._free:
            bounds = self._stepped(symbol, bounds, ctype)
        if bounds == before:
            return symbol.extreme != extreme
        if turn > 3:
            bounds = _widened(before, bounds, ctype)
        symbol.low, symbol.high = bounds
        return True

    def _stepped(self, symbol: Symbol, bounds: ranges.Range, ctype: Int) -> ranges.Range:
        """``i++`` climbs to the type's end, ``i--`` falls to it."""
        low, high = bounds
        up, down = symbol in self._up, symbol in self._down
        if ctype.bits < 32 or (down and not ctype.signed):
            return ctype.low, ctype.high  # it wraps
        return ctype.low if down else low, ctype.high if up else high


def _kept(symbol: Symbol) -> types.CType | None:
    """The type of the values that are known of a symbol: all calls of a function are seen."""
    definition = symbol.definition if symbol.kind == "function" else symbol.function
    if symbol.kind == "function" and isinstance(symbol.type, Function):
        return symbol.type.result
    if symbol.kind == "parameter" and (
        definition is None or definition.symbol.addressed or definition.symbol.name == "main"
    ):
        return None
    return symbol.type


def _argument_vector(main: tree.FunctionDefinition) -> None:
    """Decide whether main's argv can be Python's list: only its elements are used."""
    if len(main.parameters) < 2:
        return
    argv = main.parameters[1]
    elements = [
        node
        for node in walk.nodes(main.body)
        if isinstance(node, tree.Index) and _is_named(node.base, argv)
    ]
    uses = sum(symbol is argv for symbol in walk.names(main.body))
    if uses != len(elements) or argv.boxed or any(_asks(main.body, e) for e in elements):
        argv.need = VECTOR


def _is_named(e: Expression, symbol: Symbol) -> bool:
    return isinstance(e, tree.Name) and e.symbol is symbol


def _asks(body: Any, element: Expression) -> bool:
    """Whether an element is assigned, addressed, or compared with the NULL behind the last one."""
    for node in walk.nodes(body):
        match node:
            case tree.Unary(operator="!" | "&", operand=operand) if operand is element:
                return True
            case tree.Binary(operator="==" | "!=" | "&&" | "||", left=left, right=right):
                if element in (left, right):
                    return True
            case tree.Assignment(target=target) if target is element:
                return True
            case tree.If(condition=test) | tree.While(condition=test) | tree.For(condition=test):
                if test is element:
                    return True
    return False


def _recast(value: Expression, ctype: types.CType) -> bool:
    """Whether the value is given a pointer type of its own on its way into the variable."""
    if isinstance(ctype, Function):
        ctype = ctype.result
    source = types.decayed(value.type)
    if not isinstance(ctype, Pointer) or not isinstance(source, Pointer):
        return False
    return ctype.target != types.VOID and not types.alike(source.target, ctype.target)


def _widened(before: ranges.Range, now: ranges.Range, ctype: Int) -> ranges.Range:
    low, high = now
    if low < before[0]:
        low = 0 if low >= 0 else ctype.low
    if high > before[1]:
        high = ctype.high
    return low, high


def _compound(e: tree.Assignment) -> types.CType:
    """The type in which a compound assignment computes."""
    target = types.decayed(e.target.type)
    if isinstance(target, Pointer):
        return target
    if e.operator in ("<<", ">>"):
        return types.promoted(target)
    return types.common(target, e.value.type)


compound_type = _compound


def is_null(e: Expression) -> bool:
    """``NULL``, ``0`` or ``(void *)0``."""
    while isinstance(e, tree.Cast):
        e = e.operand
    if isinstance(e, tree.Number):
        return e.value == 0
    return isinstance(e, tree.Name) and e.symbol.name == "NULL"


def is_aggregate(ctype: object) -> bool:
    return isinstance(ctype, (Array, Record))


def is_function(ctype: object) -> bool:
    return isinstance(ctype, Function) or (
        isinstance(ctype, Pointer) and isinstance(ctype.target, Function)
    )
