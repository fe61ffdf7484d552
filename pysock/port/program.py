"""C sources in, a Python program out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from . import library, sources
from .analysis import Analysis
from .lint import lint, warn_of_gets
from .notes import Notes
from .old_style import modern
from .parser import UnitParser
from .preprocessor import Preprocessor, Unit
from .scopes import Scopes
from .sources import Place, Refusal
from .tree import Program
from .writer import Writer, text


@dataclass
class Port:
    """A ported program: its text, and the place in C that each line comes from."""

    text: str
    places: list[Place]
    notes: Notes
    units: list[Unit]
    refusals: list[Refusal]


def port(
    paths: Iterable[Path],
    defines: Iterable[tuple[str, str]] = (),
    include: Iterable[Path] = (),
    partial: bool = False,
) -> Port:
    """Port the files of one program; what cannot be ported is a `Refusal`, unless `partial`."""
    scopes = Scopes()
    program = Program([], [])
    units: list[Unit] = []
    notes = Notes()
    refusals: list[Refusal] = []
    for path in paths:
        preprocessor = Preprocessor(library.known, library.constant, defines, include)
        unit = preprocessor.run(sources.read(path))
        unit.text = modern(unit.text)
        units.append(unit)
        for place in preprocessor.unlimited:
            warn_of_gets(place, notes)
        parser = UnitParser(unit, scopes)
        part = parser.program()
        refusals += parser.refusals
        program.items += part.items
        program.after += part.after
    Analysis(program)
    lint(program, notes)
    writer = Writer(program, notes)
    lines = writer.write()
    refusals += writer.refusals
    if refusals and not partial:
        raise refusals[0]
    written, places = text(lines)
    return Port(written, places, notes, units, refusals)
