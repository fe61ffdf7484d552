"""Initialisers: ``char[...]("text")``, ``int_[3]([1, 2, 3])``, ``struct.linger(1, 5)``."""

from __future__ import annotations

from . import analysis, constants, tree, types
from .sources import Refusal
from .tree import Expression
from .types import Array, CType, Int, Pointer, Record
from .write_expressions import ExpressionWriter


class InitialiserWriter(ExpressionWriter):
    """The part of the writer that knows how objects are made."""

    def initialised(self, ctype: CType, value: Expression | None) -> str:
        """A new object of the type, with its initialiser."""
        name = self.type_name(ctype)
        if value is None:
            return f"{name}()"
        if isinstance(value, tree.InitialiserList) and _is_zero(value):
            if isinstance(ctype, (Array, Record)):
                return f"{name}()"
        if isinstance(ctype, Array):
            items = self._array(ctype, value)
            return f"{name}({items})"
        if isinstance(ctype, Record):
            if isinstance(value, tree.Name) and value.symbol.kind == "library":
                return f"{name}({self.value(value).text})"  # PTHREAD_MUTEX_INITIALIZER
            if not isinstance(value, tree.InitialiserList):
                return self.record_copy(value).text
            return f"{name}({self._record_arguments(ctype, _Items(value))})"
        if isinstance(value, tree.InitialiserList):
            value = (
                value.items[0][1] if value.items else tree.Number(value.place, types.INT, 0, "0")
            )
        if isinstance(ctype, Pointer):
            if analysis.is_null(value):
                return f"{name}()"
            return f"{name}({self.pointer(value, ctype, 0).text})"
        if constants.evaluate(value) == 0:
            return f"{name}()"
        return f"{name}({self.element(value, ctype).text})"

    def _item(self, ctype: CType, items: _Items) -> str:
        """The next object of an aggregate, whose braces C lets the program leave out."""
        value = items.peek()
        if isinstance(ctype, (Array, Record)):
            if isinstance(value, tree.InitialiserList):
                items.take()
                if isinstance(ctype, Array):
                    return self._array(ctype, value)
                return self._record(ctype, _Items(value))
            if isinstance(ctype, Array) and isinstance(value, tree.String):
                items.take()
                return self.string_text(value).text
            if isinstance(ctype, Record) and (isinstance(value.type, Record) or _is_macro(value)):
                items.take()
                return self.value(value).text
            if isinstance(ctype, Array):
                return self._elements(ctype, items)
            return self._record(ctype, items)
        items.take()
        if isinstance(value, tree.InitialiserList):
            value = value.items[0][1]
        return self.element(value, ctype).text

    def _array(self, ctype: Array, value: Expression) -> str:
        if isinstance(value, tree.InitialiserList) and len(value.items) == 1:
            only = value.items[0][1]
            if isinstance(only, tree.String) and isinstance(ctype.element, Int):
                value = only
        if isinstance(value, tree.String):
            return self.string_text(value).text
        if not isinstance(value, tree.InitialiserList):
            raise Refusal(value.place, "an array is initialised by a list or a string")
        return self._elements(ctype, _Items(value))

    def _elements(self, ctype: Array, items: _Items) -> str:
        count = ctype.count
        found: dict[int, str] = {}
        at = 0
        while not items.ended and (count is None or at < count or items.designated):
            if isinstance(items.designator, int):
                at = items.designator
            elif isinstance(items.designator, str):
                break
            found[at] = self._item(ctype.element, items)
            at += 1
        blank = self._blank(ctype.element)
        size = max(found, default=-1) + 1
        return f"[{', '.join(found.get(index, blank) for index in range(size))}]"

    def _blank(self, ctype: CType) -> str:
        if isinstance(ctype, Pointer):
            return self.use("NULL")
        if isinstance(ctype, Array):
            return "[]"
        return "()" if isinstance(ctype, Record) else "0"

    def _members(self, ctype: Record, items: _Items) -> tuple[dict[str, str], bool]:
        """The members' values, and whether they are the first ones in order."""
        members = ctype.members or {}
        names = [name for name in members if name not in ctype.unnamed]
        found: dict[str, str] = {}
        at = 0
        in_order = not ctype.unnamed
        while not items.ended:
            if isinstance(items.designator, str):
                if items.designator not in members:
                    break
                in_order = False
                at = names.index(items.designator)
            elif items.designator is not None or at >= len(names):
                break
            found[names[at]] = self._item(members[names[at]], items)
            at += 1
            if ctype.keyword == "union" and items.designator is None:
                break
        return found, in_order

    def _record(self, ctype: Record, items: _Items) -> str:
        found, in_order = self._members(ctype, items)
        if in_order:
            only = "," if len(found) == 1 else ""
            return f"({', '.join(found.values())}{only})"
        pairs = (f'"{self.member_name(name)}": {value}' for name, value in found.items())
        return "{" + ", ".join(pairs) + "}"

    def _record_arguments(self, ctype: Record, items: _Items) -> str:
        found, in_order = self._members(ctype, items)
        if in_order:
            return ", ".join(found.values())
        return ", ".join(f"{self.member_name(name)}={value}" for name, value in found.items())


class _Items:
    """The items of a list, taken one by one."""

    def __init__(self, value: tree.InitialiserList) -> None:
        self._items = value.items
        self._at = 0

    @property
    def ended(self) -> bool:
        return self._at >= len(self._items)

    @property
    def designator(self) -> str | int | None:
        return None if self.ended else self._items[self._at][0]

    @property
    def designated(self) -> bool:
        return self.designator is not None

    def peek(self) -> Expression:
        return self._items[self._at][1]

    def take(self) -> None:
        self._at += 1


def _is_zero(value: tree.InitialiserList) -> bool:
    """``{0}``, ``{0,}`` or ``{}``: every byte is zero."""
    if not value.items:
        return True
    if len(value.items) > 1:
        return False
    designator, only = value.items[0]
    if isinstance(only, tree.InitialiserList):
        return _is_zero(only)
    zero = isinstance(only, (tree.Number, tree.Character)) and only.value == 0
    empty = isinstance(only, tree.String) and only.parts == [b""]
    return designator is None and (zero or empty or analysis.is_null(only))


def _is_macro(value: Expression | None) -> bool:
    """Whether it is a library's initialiser, such as PTHREAD_MUTEX_INITIALIZER."""
    return isinstance(value, tree.Name) and value.symbol.name.endswith("_INITIALIZER")
