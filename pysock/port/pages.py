"""C beside Python: in two columns of text, or as a page."""

from __future__ import annotations

import html as markup
from collections.abc import Sequence
from pathlib import Path

from . import sources
from .program import Port

_WIDTH = 60
_STYLE = """
body { font: 14px/1.45 ui-monospace, monospace; margin: 1.5em; background: #fff; color: #222; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
td { vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere; padding: 0 .8em; }
td.n { width: 3em; color: #999; text-align: right; user-select: none; }
tr:hover td { background: #f2f6ff; }
th { text-align: left; padding: .4em .8em; border-bottom: 1px solid #ccc; }
"""


def rows(made: Port) -> list[tuple[str, int, str, str]]:
    """File, line, the line in C, and the Python lines that came of it."""
    files = list(dict.fromkeys(place.file for place in made.places if place.file))
    files = [file for file in files if Path(file).is_file()]
    python = made.text.split("\n")
    found: list[tuple[str, int, str, str]] = []
    own = [at for at, place in enumerate(made.places) if place.file]
    head = python[: own[0]] if own else python
    tail = python[own[-1] + 1 :] if own else []
    if head:
        found.append(("", 0, "", "\n".join(head).rstrip()))
    for file in files:
        lines = sources.read(Path(file)).lines
        of_line: dict[int, list[str]] = {}
        for text, place in zip(python, made.places, strict=False):
            if place.file == file:
                of_line.setdefault(place.line, []).append(text)
        for number, text in enumerate(lines, 1):
            found.append((file, number, text, "\n".join(of_line.get(number, [])).rstrip()))
    if tail:
        found.append(("", 0, "", "\n".join(tail).strip("\n")))
    return found


def columns(made: Port) -> str:
    """Both programs, side by side."""
    out = []
    for _, _, left, right in rows(made):
        pairs = max(1, right.count("\n") + 1)
        parts = right.split("\n")
        for at in range(pairs):
            text = left.expandtabs(4) if at == 0 else ""
            out.append(f"{_cut(text)} | {parts[at]}".rstrip())
    return "\n".join(out)


def _cut(text: str) -> str:
    """Exactly one column wide, where a Korean character takes two cells."""
    from unicodedata import east_asian_width

    shown, width = "", 0
    for char in text:
        cells = 2 if east_asian_width(char) in "WF" else 1
        if width + cells > _WIDTH:
            break
        shown += char
        width += cells
    return shown + " " * (_WIDTH - width)


def html(made: Port, files: Sequence[Path]) -> str:
    """A page with both programs."""
    title = markup.escape(", ".join(path.name for path in files))
    body = "".join(
        f'<tr><td class="n">{number or ""}</td><td>{markup.escape(left.expandtabs(4))}</td>'
        f"<td>{markup.escape(right)}</td></tr>\n"
        for _, number, left, right in rows(made)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><table>\n"
        f'<tr><th class="n"></th><th>C</th><th>Python</th></tr>\n{body}</table></body></html>\n'
    )
