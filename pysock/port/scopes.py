"""C's name spaces: ordinary identifiers and tags, block by block."""

from __future__ import annotations

from . import library, types
from .sources import Place
from .tree import Symbol
from .types import CType, Record


class Scopes:
    """What each name means where the parser stands."""

    def __init__(self) -> None:
        self._names: list[dict[str, Symbol | CType]] = [{}]
        self._tags: list[dict[str, CType]] = [{}]
        self._library: dict[str, Symbol | None] = {}
        self.used: set[str] = set()  # names of the library that the program uses

    def enter(self) -> None:
        self._names.append({})
        self._tags.append({})

    def leave(self) -> None:
        self._names.pop()
        self._tags.pop()

    @property
    def is_global(self) -> bool:
        return len(self._names) == 1

    def define(self, name: str, meaning: Symbol | CType, outermost: bool = False) -> None:
        self._names[0 if outermost else -1][name] = meaning

    def own(self, name: str, outermost: bool = False) -> Symbol | CType | None:
        """What the name means in the innermost (or outermost) block itself."""
        return self._names[0 if outermost else -1].get(name)

    def find(self, name: str) -> Symbol | CType | None:
        for names in reversed(self._names):
            if name in names:
                return names[name]
        return None

    def type_named(self, name: str) -> CType | None:
        found = self.find(name)
        if found is not None:
            return None if isinstance(found, Symbol) else found
        return library.type_named(name)

    def tag(self, keyword: str, tag: str, place: Place, defining: bool) -> CType:
        """The record or enumeration of a tag: declared where it was not."""
        key = f"{keyword} {tag}"
        if defining:
            found = self._tags[-1].get(key)
            if isinstance(found, Record) and found.members is None:
                return found
        else:
            for tags in reversed(self._tags):
                if key in tags:
                    return tags[key]
            platforms = library.record(keyword, tag)
            if platforms is not None:
                return platforms
        clash = defining and library.record(keyword, tag) is not None
        made = Record(keyword, tag + "_" if clash else tag)
        self._tags[-1 if defining else 0][key] = made
        return made

    def enumeration(self, tag: str) -> None:
        self._tags[-1][f"enum {tag}"] = types.INT

    def library_symbol(self, name: str, prototype: CType | None, place: Place) -> Symbol | None:
        """The symbol of one of pysock's names."""
        if name not in self._library:
            ctype = library.variable_type(name) or prototype
            if ctype is None:
                return None
            symbol = Symbol(name, ctype, "library", place, python=library.python_name(name))
            symbol.value = library.constant(name)
            symbol.boxed = name in library.OBJECTS
            self._library[name] = symbol
        return self._library[name]
