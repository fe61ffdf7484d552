"""Mistakes with processes: zombies, descriptors that stay open on one side of fork()."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import constants, tree, walk
from .notes import Notes
from .tree import Expression, FunctionDefinition, Program, Statement, Symbol

_WAITING = {"wait", "waitpid", "waitid", "wait3", "wait4"}
_ENDING = {"exit", "_exit", "_Exit", "abort", "execl", "execlp", "execle", "execv", "execvp"}
_ENDING |= {"execve", "execvpe"}


def check_processes(program: Program, notes: Notes) -> None:
    """Note what becomes of the children that loops fork."""
    reaped = any(
        (isinstance(node, tree.Name) and node.symbol.name in {"SIGCHLD", "SIGCLD"})
        or called(node) in _WAITING
        for item in program.items
        for node in walk.nodes(item)
    )
    for item in program.items:
        if isinstance(item, FunctionDefinition):
            for loop in walk.nodes(item.body):
                if isinstance(loop, (tree.While, tree.For, tree.DoWhile)):
                    _check_loop(loop, item, reaped, notes)


def _check_loop(loop: Any, function: FunctionDefinition, reaped: bool, notes: Notes) -> None:
    fork = next((node for node in _of_loop(loop.body) if called(node) == "fork"), None)
    if fork is None:
        return
    if not reaped:
        notes.doubt(
            fork.place,
            "no one waits for the children: they stay zombies until the program ends"
            " (handle SIGCHLD with waitpid())",
            "자식 프로세스를 기다리지 않음: 프로그램이 끝날 때까지 좀비로 남음"
            " (SIGCHLD를 waitpid()로 처리할 것)",
        )
    child = _child_of(loop.body)
    if child is None:
        return
    if not _ends(child):
        notes.doubt(
            fork.place,
            "the child does not exit: it goes on with the parent's loop",
            "자식이 exit()하지 않음: 부모의 반복문을 계속 실행함",
        )
    for accepted, listening in _accepted(loop.body):
        _check_descriptors(loop.body, child, accepted, listening, fork, notes)


def _check_descriptors(
    body: Statement,
    child: Statement,
    accepted: Symbol,
    listening: Symbol | None,
    fork: Any,
    notes: Notes,
) -> None:
    inside = {id(node) for node in walk.nodes(child)}
    outside = [node for node in walk.nodes(body) if id(node) not in inside]
    if accepted not in _closed(outside):
        notes.doubt(
            fork.place,
            f"the parent does not close `{accepted.name}`: its descriptors run out, and the peer"
            " never sees the end of the connection",
            f"부모가 `{accepted.name}`을(를) 닫지 않음: 디스크립터가 모자라게 되고"
            " 상대는 연결이 끝난 것을 알 수 없음",
        )
    if listening is not None and listening not in _closed(_with_functions(child)):
        notes.doubt(
            fork.place,
            f"the child does not close `{listening.name}`, which is the parent's",
            f"자식이 부모의 `{listening.name}`을(를) 닫지 않음",
        )


def called(node: Any) -> str:
    """The name of the function that a node calls, if it is one of C's."""
    if isinstance(node, tree.Call) and isinstance(node.function, tree.Name):
        symbol = node.function.symbol
        return symbol.name if symbol.kind == "library" else ""
    return ""


def _of_loop(node: Any) -> Iterator[Any]:
    """What a loop's body holds, without the loops in it."""
    yield node
    for child in walk.children(node):
        if not isinstance(child, (tree.While, tree.For, tree.DoWhile)):
            yield from _of_loop(child)


def _child_of(body: Statement) -> Statement | None:
    """The branch that the child runs."""
    pids = {symbol for node in walk.nodes(body) for symbol in _given_by(node, "fork")}
    for node in walk.nodes(body):
        if not isinstance(node, tree.If):
            continue
        match node.condition:
            case tree.Binary(operator="==", left=left, right=right):
                if constants.evaluate(right) == 0 and _is_pid(left, pids):
                    return node.yes
            case tree.Unary(operator="!", operand=operand) if _is_pid(operand, pids):
                return node.yes
            case tree.Binary(operator=">", left=left, right=right) if node.no is not None:
                if constants.evaluate(right) == 0 and _is_pid(left, pids):
                    return node.no
    return None


def _is_pid(e: Expression, pids: set[Symbol]) -> bool:
    if isinstance(e, tree.Assignment):
        e = e.value
    return called(e) == "fork" or (isinstance(e, tree.Name) and e.symbol in pids)


def _given_by(node: Any, name: str) -> Iterator[Symbol]:
    """The variables that a node gives what a call returned."""
    if isinstance(node, tree.Assignment) and called(node.value) == name:
        root = walk.root(node.target)
        if root is not None:
            yield root
    elif isinstance(node, tree.Declaration):
        yield from (symbol for symbol, value in node.variables if called(value) == name)


def _accepted(body: Statement) -> Iterator[tuple[Symbol, Symbol | None]]:
    """Each connection that a loop accepts, and the socket that it came from."""
    for node in walk.nodes(body):
        for symbol in _given_by(node, "accept"):
            for call in walk.nodes(node):
                if called(call) == "accept" and call.arguments:
                    source = call.arguments[0]
                    yield symbol, source.symbol if isinstance(source, tree.Name) else None


def _closed(nodes: Any) -> set[Symbol]:
    return {
        node.arguments[0].symbol
        for node in nodes
        if called(node) == "close" and node.arguments and isinstance(node.arguments[0], tree.Name)
    }


def _with_functions(node: Any) -> Iterator[Any]:
    """A part of a program, and that of the functions it calls."""
    seen: set[Symbol] = set()
    waiting = [node]
    while waiting:
        for found in walk.nodes(waiting.pop()):
            yield found
            if isinstance(found, tree.Call) and isinstance(found.function, tree.Name):
                symbol = found.function.symbol
                if symbol.definition is not None and symbol not in seen:
                    seen.add(symbol)
                    waiting.append(symbol.definition.body)


def _ends(child: Statement) -> bool:
    """Whether the child leaves the loop somewhere."""
    for node in _with_functions(child):
        if called(node) in _ENDING:
            return True
    return any(isinstance(node, (tree.Return, tree.Break, tree.Goto)) for node in walk.nodes(child))
