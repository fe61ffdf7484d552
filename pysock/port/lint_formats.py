"""Formats of printf() and scanf() that do not fit their arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import tree, types
from .notes import Notes
from .tree import Expression
from .types import CType, Float, Int, Pointer

# Where each call has its format.
_PRINTING = {"printf": 0, "fprintf": 1, "sprintf": 1, "dprintf": 1, "snprintf": 2, "syslog": 1}
_SCANNING = {"scanf": 0, "fscanf": 1, "sscanf": 1}
_DIRECTIVE = re.compile(
    r"%(?P<skip>\*?)[-+ #0']*(?P<width>\*|\d*)(?:\.(?P<precision>\*|\d*))?"
    r"(?P<length>hh|h|ll|l|j|z|t|L|q)?(?P<kind>\[\^?\]?[^\]]*\]|.)",
    re.DOTALL,
)
_BITS = {"hh": 8, "h": 16, "": 32, "l": 64, "ll": 64, "q": 64, "j": 64, "z": 64, "t": 64}


def check_format(name: str, call: tree.Call, notes: Notes) -> None:
    """Note each argument that its directive does not expect."""
    scanning = name in _SCANNING
    at = {**_PRINTING, **_SCANNING}.get(name)
    if at is None or len(call.arguments) <= at:
        return
    text = _literal(call.arguments[at])
    if text is None:
        return
    given = call.arguments[at + 1 :]
    wanted = list(_wanted(text, scanning))
    if len(wanted) != len(given):
        notes.warn(
            call.place,
            f"the format of {name}() asks for {len(wanted)} arguments, {len(given)} are given",
            f"{name}()의 형식은 인수 {len(wanted)}개를 요구하는데 {len(given)}개를 넘김",
        )
    for (directive, length, kind), argument in zip(wanted, given, strict=False):
        fits = _scans if scanning else _prints
        if not fits(length, kind, types.decayed(argument.type)):
            notes.warn(
                argument.place,
                f"{directive} does not fit the argument: it is {_named(argument.type)}",
                f"{directive}에 맞지 않는 인수: {_named(argument.type)} 형임",
            )


def _literal(e: Expression) -> str | None:
    if not isinstance(e, tree.String) or not all(isinstance(part, bytes) for part in e.parts):
        return None
    return b"".join(part for part in e.parts if isinstance(part, bytes)).decode("latin-1")


def _wanted(text: str, scanning: bool) -> Iterator[tuple[str, str, str]]:
    """The directive, length and conversion that each argument is for."""
    for match in _DIRECTIVE.finditer(text):
        kind = match["kind"]
        if kind == "%" or kind == "m" or (scanning and match["skip"]):
            continue
        if not scanning:
            stars = [match["skip"], match["width"], match["precision"]]
            for _ in range(stars.count("*")):
                yield "*", "", "d"
        yield match[0], match["length"] or "", kind[0]


def _prints(length: str, kind: str, ctype: CType) -> bool:
    ctype = types.promoted(ctype)
    if kind in "diouxXc":
        return isinstance(ctype, Int) and ctype.bits == (64 if _BITS.get(length) == 64 else 32)
    if kind in "eEfFgGaA":
        return isinstance(ctype, Float)
    if kind == "s" and length != "l":
        return isinstance(ctype, Pointer) and _is_char(ctype.target)
    if kind == "p":
        return isinstance(ctype, Pointer)
    return True


def _scans(length: str, kind: str, ctype: CType) -> bool:
    if not isinstance(ctype, Pointer):
        return False  # the & is missing
    target = ctype.target
    if kind in "diouxX":
        return isinstance(target, Int) and target.bits == _BITS.get(length, 32)
    if kind in "eEfFgGaA":
        return isinstance(target, Float) and target.bits == (64 if length == "l" else 32)
    if kind in "sc[" and length != "l":
        return _is_char(target) or isinstance(target, types.Array)  # &buf: the same address
    return True


def _is_char(ctype: CType) -> bool:
    return ctype == types.VOID or (isinstance(ctype, Int) and ctype.bits == 8)


_SPELLED = {"int_": "int", "uint": "unsigned int", "float_": "float", "ulong": "unsigned long"}


def _named(ctype: CType) -> str:
    """A type as C spells it."""
    ctype = types.decayed(ctype)
    if isinstance(ctype, Pointer):
        return f"{_named(ctype.target)} *".replace("* *", "**")
    if isinstance(ctype, types.Record):
        return ctype.name or f"{ctype.keyword} {ctype.tag}"
    return _SPELLED.get(ctype.spelling, ctype.spelling)
