"""Names in the port: C's own wherever Python lets them be, and the block of imports."""

from __future__ import annotations

import keyword

import pysock
from pysock._values import Record

from . import library, tree, walk
from .tree import Symbol

# What the port itself calls: a program's own name of that kind gets an underscore.
_OURS = {
    *("float_", "int_", "lldiv", "longlong", "schar", "sizeof", "uchar", "uint", "ulong"),
    *("ulonglong", "ushort"),
    "addressof",
    "bits",
    "bool",
    "cast",
    "copy",
    "environ",
    "float",
    "function",
    "int",
    "len",
    "lenient",
    "list",
    "ord",
    "packed",
    "ptr",
    "range",
    "struct",
    "sys",
    "union",
}


class Imports:
    """The names of pysock that a port uses."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._own: set[str] = set()
        self.sys = False

    def use(self, name: str) -> str:
        self._used.add(name)
        return name

    def lacks(self, name: str) -> bool:
        return name not in pysock.__all__

    def member(self, name: str) -> str:
        """A member's name, where Python or pysock's structs own it."""
        if keyword.iskeyword(name) or hasattr(Record, name):
            return name + "_"
        return name

    def lines(self) -> list[str]:
        """The imports, as ruff formats and isort sorts them."""
        lines = ["import sys", ""] if self.sys else []
        names = sorted(self._used, key=_import_order)
        if not names:
            return lines
        line = f"from pysock import {', '.join(names)}"
        if len(line) <= 88:
            return [*lines, line]
        return [*lines, "from pysock import (", *(f"    {name}," for name in names), ")"]


def _import_order(name: str) -> tuple[int, str]:
    constant = name.isupper() and len(name) > 1
    return (0 if constant else 1 if name[:1].isupper() else 2), name


def _free(name: str, taken: set[str]) -> str:
    while name in taken or keyword.iskeyword(name):
        name += "_"
    return name


def assign(program: tree.Program) -> None:
    """Give every symbol of the program its Python name."""
    functions = [item for item in program.items if isinstance(item, tree.FunctionDefinition)]
    taken = set(_OURS)
    for symbol in _globals(program):
        if symbol.kind != "library":
            symbol.python = _free(symbol.name, taken)
            if symbol.function is not None:
                symbol.python = _static_name(symbol, taken)
            taken.add(symbol.python)
    for function in functions:
        _locals(function)


def _static_name(symbol: Symbol, taken: set[str]) -> str:
    """A static local lives on the module: its own name if that is free there."""
    assert symbol.function is not None
    if symbol.name not in taken and not library.known(symbol.name):
        return _free(symbol.name, taken)
    return _free(f"{symbol.function.symbol.name}_{symbol.name}", taken)


def _globals(program: tree.Program) -> list[Symbol]:
    found: list[Symbol] = []
    for item in program.items:
        if isinstance(item, (tree.MacroDefinition, tree.FunctionDefinition)):
            found.append(item.symbol)
        elif isinstance(item, tree.Declaration):
            found += [symbol for symbol, _ in item.variables]
    for node in program.items:
        for inner in walk.nodes(node):
            if isinstance(inner, tree.Declaration):
                found += [s for s, _ in inner.variables if s.static and s.function is not None]
                for made in inner.types:
                    if isinstance(made, tree.Enumeration):
                        found += [symbol for symbol, _ in made.constants]
    return list(dict.fromkeys(found))


def _locals(function: tree.FunctionDefinition) -> None:
    outside = {
        symbol.python
        for symbol in walk.names(function.body)
        if symbol.function is not function or symbol.static
    }
    taken = _OURS | outside
    own = {symbol.name for symbol in [*function.parameters, *function.locals]}
    shadowed: dict[str, int] = {}
    for symbol in [*function.parameters, *function.locals]:
        if symbol.static or symbol.function is None:
            continue
        name = symbol.name
        if symbol.python:  # it shadows another local of the same name
            shadowed[name] = shadowed.get(name, 1) + 1
            name = f"{name}{shadowed[name]}"
        free = _free(name, taken)
        symbol.python = free if free == symbol.name else _free(name, taken | own)
