"""The picture of a run: for each row, how fast every column is beside the standard library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
from harness import ASYNCIO, CFFI, CTYPES, LAYER, PYTHONIC, STDLIB, UVLOOP, C, Group, Row
from matplotlib.ticker import FuncFormatter, NullFormatter

# Marks differ in form as well as in colour (those of Okabe and Ito): nobody has to see red.
MARKS = {
    C: ("#000000", "|", 90),
    LAYER: ("#0072B2", "o", 42),
    PYTHONIC: ("#D55E00", "D", 36),
    CFFI: ("#56B4E9", "x", 26),
    CTYPES: ("#999999", "+", 34),
    ASYNCIO: ("#009E73", "^", 26),
    UVLOOP: ("#CC79A7", "v", 26),
}
ROW_HEIGHT, WIDTH = 0.21, 9.5  # inches
TICKS = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


def draw(groups: list[Group], rows: list[Row], path: Path) -> None:
    """Draw the rows that the standard library has a part in, group by group."""
    mpl.rcParams["svg.hashsalt"] = "pysock"  # the same picture for the same figures
    mpl.rcParams["svg.fonttype"] = "none"  # letters, and not their outlines
    mpl.rcParams["font.size"] = 8
    shown = [
        (group, [row for row in rows if row.group == group.name and STDLIB in row.cells])
        for group in groups
    ]
    shown = [(group, lines) for group, lines in shown if lines]
    heights = [len(lines) + 0.6 for _, lines in shown]
    figure, axes = plt.subplots(
        len(shown),
        sharex=True,
        squeeze=False,
        height_ratios=heights,
        figsize=(WIDTH, ROW_HEIGHT * (sum(heights) + 1.4 * len(shown) + 4)),
        layout="constrained",
    )
    for ax, (group, lines) in zip(axes[:, 0], shown, strict=True):
        draw_group(ax, group, lines)
    last = axes[-1, 0]
    last.set_xlabel("speed in multiples of the standard library's (to the right is faster)")
    last.set_xticks(TICKS)
    last.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}×"))
    last.xaxis.set_minor_formatter(NullFormatter())
    handles, names = axes[0, 0].get_legend_handles_labels()
    more = [ax.get_legend_handles_labels() for ax in axes[1:, 0]]
    for some, theirs in more:
        for handle, name in zip(some, theirs, strict=True):
            if name not in names:
                handles, names = [*handles, handle], [*names, name]
    figure.legend(handles, names, loc="outside upper center", ncols=len(MARKS), frameon=False)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None, dpi=110)
    plt.close(figure)


def draw_group(ax: Any, group: Group, rows: list[Row]) -> None:
    """A line for each row."""
    for column, (color, marker, size) in MARKS.items():
        points = [
            (speed, y)
            for y, row in enumerate(rows)
            if (speed := row.speed(column, STDLIB)) is not None
        ]
        if points:
            xs, ys = zip(*points, strict=True)
            ax.scatter(xs, ys, s=size, c=color, marker=marker, label=column, zorder=3, alpha=0.85)
    ax.axvline(1, color="#444444", linewidth=0.8)
    ax.set_xscale("log")
    ax.set_yticks(range(len(rows)), [row.label for row in rows])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.grid(axis="both", color="#e4e4e4", linewidth=0.6)
    ax.set_title(group.title, loc="left", fontsize=8, fontweight="bold")
    ax.tick_params(which="both", length=0)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
