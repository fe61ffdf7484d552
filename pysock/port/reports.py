"""What the commands say: refusals, and the explanation of a port."""

from __future__ import annotations

from .notes import Note
from .program import Port
from .refusals import said
from .sources import Refusal

_WORDS = {
    "en": {
        "refused": "cannot be ported",
        "changed": "changed",
        "undefined": "undefined in C",
        "mistake": "likely a mistake",
    },
    "ko": {
        "refused": "변환할 수 없음",
        "changed": "바꾼 것",
        "undefined": "C에서 정의되지 않은 동작",
        "mistake": "실수로 보임",
    },
}


def refused(refusal: Refusal, language: str) -> str:
    """Where, what, the source's line with a mark, and what to do."""
    lines = [f"{refusal.place}: {_WORDS[language]['refused']}: {said(refusal.what, language)}"]
    source = _source_line(refusal)
    if source is not None:
        shown = source.expandtabs(4)
        column = len(source[: refusal.place.column - 1].expandtabs(4))
        lines += [f"    {shown}", f"    {' ' * column}^"]
    if refusal.advice:
        lines.append(f"    {said(refusal.advice, language)}")
    return "\n".join(lines)


def _source_line(refusal: Refusal) -> str | None:
    from pathlib import Path

    from .sources import read

    path = Path(refusal.place.file)
    if not path.is_file():
        return None
    lines = read(path).lines
    return lines[refusal.place.line - 1] if refusal.place.line <= len(lines) else None


def explained(made: Port, language: str) -> str:
    """All remarks, in the order of the source."""
    notes = sorted(made.notes.all, key=lambda note: (note.place.file, note.place.line))
    return "\n".join(_remark(note, language) for note in notes)


def _remark(note: Note, language: str) -> str:
    return f"{note.place}: {_WORDS[language][note.kind]}: {note.text(language)}"
