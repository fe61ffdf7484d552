"""Labels without goto: which parts of a block are loops, and which are skipped by a jump ahead."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from . import tree, walk
from .tree import Statement


@dataclass
class Group:
    """Labels that are jumped to from above: where the first jump is, and where the labels are."""

    start: int
    labels: list[int]


def used(body: list[Statement]) -> dict[str, list[int]]:
    """The labels of a block that are jumped to: from which of its statements."""
    found: dict[str, list[int]] = {node.name: [] for node in body if isinstance(node, tree.Label)}
    for at, statement in enumerate(body):
        for node in walk.nodes(statement):
            if isinstance(node, tree.Goto) and node.name in found:
                found[node.name].append(at)
    return {name: places for name, places in found.items() if places}


def looped(body: list[Statement], names: Collection[str]) -> list[Statement] | None:
    """The block with a `Loop` behind each label that is jumped back to; None if they cross."""
    done: set[str] = set()
    while True:
        jumps = {n: p for n, p in used(body).items() if n in names and n not in done}
        places = _places(body)
        back = [name for name, sources in jumps.items() if max(sources) > places[name]]
        if not back:
            return body
        first = min(back, key=lambda name: places[name])
        start = places[first] + 1
        end = _end(start, max(jumps[first]), jumps, places)
        if end is None:
            return None
        done.add(first)
        inner = body[start : end + 1]
        head = inner[0]
        loop = tree.Loop(head.place, head.row, inner[-1].end_row, name=first, body=inner)
        body = [*body[:start], loop, *body[end + 1 :]]


def _places(body: list[Statement]) -> dict[str, int]:
    return {node.name: at for at, node in enumerate(body) if isinstance(node, tree.Label)}


def _end(start: int, end: int, jumps: dict[str, list[int]], places: dict[str, int]) -> int | None:
    """The last statement of a loop, or None where something jumps into it."""
    changed = True
    while changed:
        changed = False
        for name, sources in jumps.items():
            if not start <= places[name] <= end:
                continue
            if min(sources) < start:
                return None
            if max(sources) > end:
                end, changed = max(sources), True
    return end


def groups(body: list[Statement], names: Collection[str]) -> list[Group]:
    """The labels that are jumped ahead to; those whose jumps cross or nest stand together."""
    places = _places(body)
    found: list[Group] = []
    for name, sources in sorted(used(body).items(), key=lambda item: places[item[0]]):
        if name not in names or min(sources) > places[name]:
            continue
        group = Group(min(sources), [places[name]])
        while found and found[-1].labels[-1] > group.start:
            before = found.pop()
            group = Group(min(before.start, group.start), [*before.labels, *group.labels])
        found.append(group)
    return found


def leads_to(part: list[Statement], names: Collection[str]) -> bool:
    """Whether one of the statements jumps to one of the labels."""
    return any(
        isinstance(node, tree.Goto) and node.name in names
        for statement in part
        for node in walk.nodes(statement)
    )


def trailing(body: list[Statement]) -> set[str]:
    """The labels at the end of a block, with nothing behind them."""
    names: set[str] = set()
    for node in reversed(body):
        if isinstance(node, tree.Label):
            names.add(node.name)
        elif not (isinstance(node, tree.ExpressionStatement) and node.expression is None):
            break
    return names


def final_return(body: list[Statement], at: int) -> tree.Return | None:
    """What a function returns behind a label, if that is all it does there and simple."""
    rest = [node for node in body[at:] if not isinstance(node, tree.Label)]
    if len(rest) == 1 and isinstance(rest[0], tree.Return) and not walk.has_effects(rest[0]):
        return rest[0]
    return None
