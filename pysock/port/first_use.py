"""Whether a variable may be read before it is assigned: only then does the port initialise it."""

from __future__ import annotations

from typing import Any

from . import constants, tree, walk
from .tree import Symbol

NOTHING, SET, MAYBE, READ = "nothing", "set", "maybe", "read"


def may_be_read_first(symbol: Symbol, following: list[Any]) -> bool:
    """Whether a read may come first in the statements that follow a declaration."""
    return _Search(symbol).block(following, whole=True) == READ


class _Search:
    """Looks for the first use of a variable, along every way through the program."""

    def __init__(self, symbol: Symbol) -> None:
        self._symbol = symbol
        self._behind: dict[str, str] = {}  # what comes first behind each label

    def block(self, nodes: list[Any], whole: bool = False) -> str:
        """`whole`: behind these statements the variable is gone."""
        for at in reversed(range(len(nodes))):
            if isinstance(nodes[at], tree.Label):
                found = self._sequence(nodes[at + 1 :])
                ended = found in (READ, SET)
                self._behind[nodes[at].name] = found if ended else SET if whole else READ
        return self._sequence(nodes)

    def _sequence(self, nodes: list[Any]) -> str:
        seen = NOTHING
        for node in nodes:
            found = self._first(node)
            if found in (READ, SET):
                return found
            if found == MAYBE:
                seen = MAYBE
            if isinstance(node, (tree.Return, tree.Break, tree.Continue)):
                return SET  # what follows is not reached this way
        return seen

    def _first(self, node: Any) -> str:
        match node:
            case None | tree.SizeOf():
                return NOTHING
            case tree.Name():
                return READ if node.symbol is self._symbol else NOTHING
            case tree.Assignment(operator="", target=tree.Name(symbol=target), value=value):
                found = self._first(value)
                return SET if found != READ and target is self._symbol else found
            case tree.Binary(operator="&&" | "||", left=left, right=right):
                return _then(self._first(left), _weaker(self._first(right)))
            case tree.Conditional(condition=condition, yes=yes, no=no):
                arms = _branches([self._first(yes), self._first(no)])
                return _then(self._first(condition), arms)
            case tree.If(condition=condition, yes=yes, no=no):
                arms = _branches([self._first(yes), self._first(no)])
                return _then(self._first(condition), arms)
            case tree.While() | tree.DoWhile() | tree.For():
                return self._loop(node)
            case tree.Switch(subject=subject, body=body):
                return _then(self._first(subject), self._switch(body))
            case tree.Declaration(variables=variables):
                return self._sequence([value for _, value in variables])
            case tree.Block(body=body) | tree.Loop(body=body):
                return self.block(body)
            case tree.Goto(name=name):
                return self._behind.get(name, SET)
        return self._sequence(list(walk.children(node)))

    def _loop(self, node: tree.While | tree.DoWhile | tree.For) -> str:
        body = self._first(node.body)
        leaves = _breaks(node.body)
        if isinstance(node, tree.DoWhile):
            return _then(_weaker(body) if leaves else body, self._first(node.condition))
        condition = self._first(node.condition)
        endless = node.condition is None or constants.evaluate(node.condition)
        if isinstance(node, tree.For):
            condition = _then(self._first(node.start), condition)
            body = _then(body, self._first(node.update))
        return _then(condition, body if endless and not leaves else _weaker(body))

    def _switch(self, body: tree.Block) -> str:
        groups: list[list[Any]] = []
        default = False
        for node in body.body:
            if isinstance(node, tree.Case):
                default = default or node.value is None
                groups.append([])
            elif groups:
                groups[-1].append(node)
        found = [self._sequence(group) for group in groups if group]
        return _branches(found if default else [*found, NOTHING])


def _weaker(found: str) -> str:
    """What may or may not be executed."""
    return MAYBE if found == SET else found


def _branches(found: list[str]) -> str:
    if READ in found:
        return READ
    if all(one == SET for one in found):
        return SET
    return MAYBE if SET in found or MAYBE in found else NOTHING


def _then(one: str, other: str) -> str:
    if one in (READ, SET):
        return one
    return other if other != NOTHING else one


def _breaks(node: Any) -> bool:
    """Whether a loop's body can leave the loop."""
    match node:
        case tree.Break() | tree.Goto():
            return True
        case tree.While() | tree.DoWhile() | tree.For() | tree.Switch():
            return any(isinstance(inner, tree.Goto) for inner in walk.nodes(node))
        case tree.Block(body=body):
            return any(_breaks(inner) for inner in body)
        case tree.If(yes=yes, no=no):
            return _breaks(yes) or _breaks(no)
    return False
