"""C sources as text: what encodings students save them in, and where a thing stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """A file, a line and a column, counted from 1 as compilers do."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Refusal(Exception):  # noqa: N818  (not an error of the porter: the answer it gives)
    """Something that cannot be ported: where it stands, what it is, and what to do."""

    def __init__(self, place: Place, what: str, advice: str = "") -> None:
        super().__init__(what)
        self.place = place
        self.what = what
        self.advice = advice


@dataclass
class Source:
    """One file's text, without BOM and carriage returns."""

    path: Path
    text: str
    lines: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")


def read(path: Path) -> Source:
    """Read a source in UTF-8 (with or without BOM) or in Korean Windows' CP949."""
    return Source(path, decode(path.read_bytes()))


def decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp949", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    return text.replace("\r\n", "\n").replace("\r", "\n")
