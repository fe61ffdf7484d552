"""The rows as text, as Markdown and as JSON."""

from __future__ import annotations

import platform
from typing import Any

from harness import COLUMNS, LAYER, PYTHONIC, STDLIB, C, Group, Row

MICROSECOND, MILLISECOND = 1e3, 1e6
RATIOS = [(LAYER, STDLIB), (PYTHONIC, STDLIB), (LAYER, C), (PYTHONIC, C)]
NOTHING = "–"


def machine() -> dict[str, str]:
    """What was measured on."""
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "platform": platform.platform(),
    }


def as_json(told: dict[str, Any], rows: list[Row]) -> dict[str, Any]:
    """Everything that was measured."""
    return {**told, **machine(), "rows": [row_as_json(row) for row in rows]}


def row_as_json(row: Row) -> dict[str, Any]:
    """A row: nanoseconds, speeds in multiples of others, and calls per operation."""
    return {
        "group": row.group,
        "row": row.label,
        "ns": {column: round(cell.median, 1) for column, cell in row.cells.items()},
        "iqr": {column: round(cell.spread, 1) for column, cell in row.cells.items()},
        "speed": {
            base: {
                column: round(speed, 3)
                for column in row.cells
                if (speed := row.speed(column, base)) is not None
            }
            for base in (C, STDLIB)
        },
        "calls": row.calls,
        "empty": row.empty,
    }


def duration(nanoseconds: float) -> str:
    """Three digits and a unit."""
    if nanoseconds < 10 * MICROSECOND:
        return f"{nanoseconds:,.0f} ns"
    if nanoseconds < MILLISECOND:
        return f"{nanoseconds / MICROSECOND:.1f} µs"
    return f"{nanoseconds / MILLISECOND:.2f} ms"


def multiple(row: Row, column: str, base: str) -> str:
    """A speed."""
    speed = row.speed(column, base)
    return NOTHING if speed is None else f"{speed:.2f}"


def as_text(groups: list[Group], rows: list[Row]) -> str:
    """A table for a terminal."""
    lines = [" · ".join(machine().values()), ""]
    width = max(len(row.label) for row in rows) + 2
    for group in groups:
        lines.append(f"{group.title}: median (interquartile range); then speed in multiples")
        ratios = "".join(
            f"{f'{one}/{base}'.replace('standard library', 'std'):>14}" for one, base in RATIOS
        )
        lines.append(f"{'':{width}}" + "".join(f"{column:>20}" for column in COLUMNS) + ratios)
        for row in rows:
            if row.group != group.name:
                continue
            cells = "".join(f"{text_cell(row, column):>20}" for column in COLUMNS)
            ratios = "".join(f"{multiple(row, *pair):>14}" for pair in RATIOS)
            lines.append(f"{row.label:{width}}{cells}{ratios}")
        lines += [f"  {NOTHING} {reason}" for reason in reasons(rows, group)] + [""]
    return "\n".join(lines)


def text_cell(row: Row, column: str) -> str:
    """Median and spread."""
    cell = row.cells.get(column)
    return f"{duration(cell.median)} ({duration(cell.spread)})" if cell else NOTHING


def reasons(rows: list[Row], group: Group) -> list[str]:
    """Why cells of a group are empty: each reason once, with its columns."""
    columns: dict[str, list[str]] = {}
    for row in rows:
        if row.group == group.name:
            for column, reason in row.empty.items():
                known = columns.setdefault(reason, [])
                if column not in known:
                    known.append(column)
    return [f"{', '.join(names)}: {reason}" for reason, names in columns.items()]


def as_markdown(groups: list[Group], rows: list[Row]) -> str:
    """The tables of docs/performance.md: times, and speeds in multiples of the standard library."""
    lines = []
    for group in groups:
        lines += [f"### {group.title}", "", "| | " + " | ".join(COLUMNS) + " |"]
        lines.append("|---" + "|---:" * len(COLUMNS) + "|")
        for row in rows:
            if row.group == group.name:
                cells = " | ".join(markdown_cell(row, column) for column in COLUMNS)
                lines.append(f"| {row.label} | {cells} |")
        lines += ["", *(f"- {NOTHING} {reason}" for reason in reasons(rows, group)), ""]
    return "\n".join(lines)


def markdown_cell(row: Row, column: str) -> str:
    """The median, and the speed in multiples of the standard library's."""
    if column not in row.cells:
        return NOTHING
    speed = multiple(row, column, STDLIB)
    time = duration(row.cells[column].median)
    return time if column == STDLIB or speed == NOTHING else f"{time} ({speed})"
