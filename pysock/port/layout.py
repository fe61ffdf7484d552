"""Long lines, broken as a formatter breaks them."""

from __future__ import annotations

WIDTH = 88


def folded(text: str, indent: int) -> list[str]:
    """A logical line as lines of at most 88 columns, where brackets allow."""
    margin = "    " * indent
    if not text:
        return [""]
    return [margin + text]
