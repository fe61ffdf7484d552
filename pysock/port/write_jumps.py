"""``break``, ``continue`` and ``goto``: how Python leaves or repeats a part of the program."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from . import constants, labels, tree, walk
from .sources import Place, Refusal
from .tree import Statement
from .types import Array, CType, Record
from .write_initialisers import InitialiserWriter


@dataclass
class Line:
    """A line of the port, and the C line it comes from."""

    text: str
    place: Place
    indent: int
    comment: str = ""


@dataclass(eq=False)
class Frame:
    """What a jump may refer to, or has to leave."""

    kind: str  # loop, switch (a loop that runs once), again, until, machine; chain, bare: no loop
    start: int  # the line that it begins with
    update: list[Line] = field(default_factory=list)
    body: list[Statement] | None = None
    names: frozenset[str] = frozenset()  # labels that are reached here
    ends: frozenset[str] = frozenset()  # labels at the end of a loop's body
    variable: str = ""  # says which label is jumped to
    named: bool = False  # there are several
    fresh: bool = False  # the variable is empty when the frame is entered
    left: list[tuple[str, Frame, str]] = field(default_factory=list)  # by which flag, for what

    @property
    def is_loop(self) -> bool:
        return self.kind not in ("chain", "bare")


class JumpWriter(InitialiserWriter):
    """The part of the writer that knows lines, and how they are left."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._indent = 0
        self._place = Place("?", 1, 1)
        self._frames: list[Frame] = []
        self._shown: set[str] = set()  # labels that the port has a comment for
        self._returning: dict[str, tree.Return] = {}

    # ------------------------------------------------------------------------------- lines

    def line(self, text: str, extra: int = 0) -> None:
        while text.startswith("    "):
            text, extra = text[4:], extra + 1
        self.lines.append(Line(text, self._place, self._indent + extra))

    def blank(self) -> None:
        if self.lines and self.lines[-1].text:
            self.lines.append(Line("", self._place, 0))

    @contextmanager
    def indented(self) -> Iterator[None]:
        self._indent += 1
        start = len(self.lines)
        yield
        if all(line.text.startswith("#") or not line.text for line in self.lines[start:]):
            self.line("pass")
        self._indent -= 1

    def sequence(self, body: list[Statement], rest: Sequence[Statement] = ()) -> None:
        raise NotImplementedError

    # ------------------------------------------------------------------------------ frames

    def frame(self, kind: str, names: Sequence[str] = (), body: Statement | None = None) -> Frame:
        """A new frame; the line that comes next is its head."""
        made = Frame(kind, len(self.lines), names=frozenset(names))
        if isinstance(body, tree.Block):
            made.body = body.body
            made.ends = frozenset(labels.trailing(body.body).intersection(labels.used(body.body)))
        if made.names or made.ends:
            above = sum(bool(frame.variable) for frame in self._frames)
            made.variable = f"_goto{above + 1}" if above else "_goto"
        return made

    @contextmanager
    def within(self, frame: Frame) -> Iterator[None]:
        """Inside of a frame, whose head is written; what leaves it goes on behind it."""
        self._frames.append(frame)
        indent = self._indent
        yield
        self._frames.pop()
        self._indent = indent
        for flag, target, what in frame.left:
            self._go_on(frame, flag, target, what)

    def _go_on(self, frame: Frame, flag: str, target: Frame, what: str) -> None:
        """Behind a loop that was left for something further out."""
        if not self._crossed(target, len(self._frames)) and not target.fresh:
            nothing = "False" if flag in ("_break", "_again") else '""'
            reset = f"{flag} = {nothing}"
            if not any(line.text == reset for line in self.lines[frame.start : frame.start + 1]):
                self.lines.insert(frame.start, Line(reset, self._place, self._indent))
        if target.kind == "bare" and not self._crossed(target, len(self._frames)):
            return
        self.line(f"if {flag}:")
        with self.indented():
            if self._crossed(target, len(self._frames)):
                self.line("break")
            else:
                self._arrive(target, what)

    def _crossed(self, target: Frame, depth: int) -> list[Frame]:
        """Python's loops between a place and the frame that a jump leads to, outermost first."""
        inner = self._frames[self._frames.index(target) + 1 : depth]
        return [frame for frame in inner if frame.is_loop]

    def _leave(self, target: Frame, what: str, name: str = "") -> None:
        """Jump: through as many loops of Python as lie between."""
        crossed = self._crossed(target, len(self._frames))
        bare = target.kind == "bare" and len(crossed) == 1
        flag = target.variable if name else {"break": "_break", "continue": "_again"}[what]
        if name and not bare and (crossed or target.named):
            self.line(f'{flag} = "{name}"')
        elif crossed and not bare:
            self.line(f"{flag} = True")
        if not crossed:
            self._arrive(target, what)
            return
        self.line("break")
        if bare:
            return
        for frame in crossed:
            if (flag, target, what) not in frame.left:
                frame.left.append((flag, target, what))

    def _arrive(self, target: Frame, what: str) -> None:
        if what == "continue" and target.kind == "loop":
            for line in target.update:
                self.line(line.text, line.indent)
            if target.update and target.update[-1].text == "break":
                if not target.update[-1].indent:
                    return
        self.line(what)

    # ------------------------------------------------------------------------------- jumps

    def leave_loop(self, node: tree.Break) -> None:
        target = self._nearest("loop", "switch")
        if target is None:
            raise Refusal(node.place, "break outside of a loop or switch")
        self._leave(target, "break")

    def repeat_loop(self, node: tree.Continue) -> None:
        target = self._nearest("loop")
        if target is None:
            raise Refusal(node.place, "continue outside of a loop")
        self._leave(target, "continue")

    def _nearest(self, *kinds: str) -> Frame | None:
        return next((frame for frame in reversed(self._frames) if frame.kind in kinds), None)

    def jump(self, node: tree.Goto) -> None:
        final = self._returning.get(node.name)
        if final is not None:
            self.give_back(final)
            if not node.beside:
                self.lines[-1].comment = f"goto {node.name}"
            return
        for frame in reversed(self._frames):
            if node.name in frame.names:
                ahead = frame.kind in ("until", "bare")
                self.notes.changed("goto_ahead" if ahead else "goto_back", node.place, node.name)
                self._leave(frame, "break" if ahead else "continue", node.name)
                break
            if node.name in frame.ends:
                self.notes.changed("goto_next", node.place, node.name)
                self._leave(frame, "continue", node.name)
                break
        else:
            raise Refusal(
                node.place,
                f"goto {node.name} leads into another block",
                "write the jump as a loop or a function",
            )
        if not node.beside:
            self.lines[-1].comment = f"goto {node.name}"

    # ------------------------------------------------------------------------------ labels

    def labelled(self, body: list[Statement], rest: Sequence[Statement] = ()) -> None:
        """The statements of a block, some of which may be jumped to."""
        names = labels.used(body)
        if self._frames and self._frames[-1].body is body:
            names = {n: p for n, p in names.items() if n not in self._frames[-1].ends}
        for at, node in enumerate(body):
            if isinstance(node, tree.Label) and node.name in names:
                final = labels.final_return(body, at)
                if final is not None:
                    self._returning[node.name] = final
                    self._shown.add(node.name)
                    del names[node.name]
        structured = labels.looped(body, names) if names else body
        if structured is None:
            self._machine(body, set(names))
            return
        self._shown.update(names)
        self._ahead(structured, names, rest)

    def _ahead(
        self, body: list[Statement], names: dict[str, list[int]], rest: Sequence[Statement]
    ) -> None:
        at = 0
        for group in labels.groups(body, names):
            self.sequence(body[at : group.start], [*body[group.start :], *rest])
            self._group(body, group, rest)
            at = group.labels[-1]
        self.sequence(body[at:], rest)

    def _group(self, body: list[Statement], group: labels.Group, rest: Sequence[Statement]) -> None:
        """What a jump ahead skips: a loop that runs once, so that `break` leaves it."""
        self._declared_before(body, group)
        bounds = [group.start, *group.labels]
        names = [body[at].name for at in group.labels]  # type: ignore[attr-defined]
        parts = [body[start:end] for start, end in itertools.pairwise(bounds)]
        jumping = [labels.leads_to(part, names[at:]) for at, part in enumerate(parts)]
        frame = self.frame("bare" if _is_loop(parts[0], names) else "until", names)
        frame.named = frame.fresh = len(names) > 1
        if frame.named:
            self.line(f'{frame.variable} = ""')
        only_jumps = ends_list(parts[0]) and not any(jumping[1:])
        for at, part in enumerate(parts):
            following = [*body[bounds[at + 1] :], *rest]
            if at == 0:
                self._skipped(frame, "while True:", part, following)
                continue
            self.sequence(part[:1], following)  # the label
            test = _test(frame.variable, names, at, only_jumps)
            if jumping[at]:
                later = self.frame("until", names[at:])
                later.named = True
                self._skipped(later, f"while {test}:", part[1:], following)
            elif part[1:]:
                self.line(f"if {test}:")
                with self.indented():
                    self.sequence(part[1:], following)

    def _skipped(
        self, frame: Frame, head: str, part: list[Statement], following: list[Statement]
    ) -> None:
        if frame.kind == "bare":
            with self.within(frame):
                self.sequence(part, following)
            return
        self.line(head)
        with self.within(frame), self.indented():
            self.sequence(part, following)
            if not ends_list(part):
                self.line("break")

    def loop_by_label(self, node: tree.Loop, rest: Sequence[Statement]) -> None:
        """What stands between a label and the last jump back to it."""
        frame = self.frame("again", [node.name])
        self.line("while True:")
        with self.within(frame), self.indented():
            self.labelled(node.body, rest)
            if not ends_list(node.body):
                self.line("break")

    def _declared_before(self, body: list[Statement], group: labels.Group) -> None:
        """A jump may skip a declaration: what is used behind the label exists from the start."""
        behind = {
            symbol for at in group.labels for node in body[at:] for symbol in walk.names(node)
        }
        for statement in body[group.start : group.labels[-1]]:
            for node in [statement, *(statement.body if isinstance(statement, tree.Loop) else [])]:
                if isinstance(node, tree.Declaration) and any(
                    symbol in behind for symbol, _ in node.variables
                ):
                    self._declare(node)

    def _declare(self, node: tree.Declaration) -> None:
        for symbol, _ in node.variables:
            if not symbol.static:
                name = self._symbol(symbol)
                if symbol.boxed or isinstance(symbol.type, (Array, Record)):
                    self.line(f"{name} = {self.initialised(symbol.type, None)}")
                else:
                    self.line(f"{name} = {self.zero(symbol.type)}")
        node.variables = [(s, v) for s, v in node.variables if v is not None or s.static]

    def _machine(self, body: list[Statement], names: set[str]) -> None:
        """Labels that cross become states: the block is run from the one that was jumped to."""
        parts: list[tuple[str, list[Statement]]] = [("start", [])]
        for node in body:
            if isinstance(node, tree.Label) and node.name in names:
                parts.append((node.name, []))
            parts[-1][1].append(node)
        for node in body:
            if isinstance(node, tree.Declaration):
                self._declare(node)
        frame = self.frame("machine", sorted(names))
        goto, at = frame.variable, frame.variable.replace("goto", "at")
        frame.named = frame.fresh = True
        self.line(f'{goto} = "start"')
        self.line(f"while {goto}:")
        with self.within(frame), self.indented():
            self.line(f'{at}, {goto} = {goto}, ""')
            for number, (name, statements) in enumerate(parts):
                if not statements and number == 0:
                    self.line(f'{at} = "{parts[1][0]}" if {at} == "start" else {at}')
                    continue
                self.line(f'if {at} == "{name}":')
                with self.indented():
                    self.sequence(statements)
                    if number + 1 < len(parts) and not ends_list(statements):
                        self.line(f'{at} = "{parts[number + 1][0]}"')

    def zero(self, ctype: CType) -> str:
        raise NotImplementedError

    def give_back(self, node: tree.Return) -> None:
        raise NotImplementedError


def _is_loop(part: list[Statement], names: list[str]) -> bool:
    """Whether all that a jump skips is one loop, which it may as well leave itself."""
    if len(names) > 1 or len(part) != 1:
        return False
    return isinstance(part[0], (tree.While, tree.For))


def _test(variable: str, names: list[str], number: int, jumped: bool) -> str:
    """Whether what stands between two labels runs; `jumped`: only jumps lead to any of them."""
    later, earlier = names[number:], names[:number]
    if jumped and len(earlier) <= len(later):
        return f"{variable} {_among(earlier)}"
    return f"{variable} {_among(later, 'not ')}"


def _among(names: list[str], denial: str = "") -> str:
    if len(names) == 1:
        return f'{"!=" if denial else "=="} "{names[0]}"'
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"{denial}in ({quoted})"


def ends(node: Statement) -> bool:
    """Whether nothing runs behind a statement."""
    match node:
        case tree.Break() | tree.Continue() | tree.Return() | tree.Goto():
            return True
        case tree.Block(body=body):
            return ends_list(body)
        case tree.If(yes=yes, no=no) if no is not None:
            return ends(yes) and ends(no)
        case tree.While(condition=condition, body=body):
            return bool(constants.evaluate(condition)) and not may_break(body)
        case tree.For(condition=None, body=body):
            return not may_break(body)
        case tree.ExpressionStatement(expression=tree.Call(function=tree.Name(symbol=symbol))):
            return symbol.name in ("exit", "_exit", "abort", "pthread_exit")
    return False


def may_break(node: Statement) -> bool:
    """Whether a `break` in it leaves the loop or switch around it."""
    match node:
        case tree.Break():
            return True
        case tree.Block(body=body) | tree.Loop(body=body):
            return any(may_break(inner) for inner in body)
        case tree.If(yes=yes, no=no):
            return may_break(yes) or (no is not None and may_break(no))
    return False


def ends_list(body: list[Statement]) -> bool:
    return bool(body) and ends(body[-1])


__all__ = ["Frame", "JumpWriter", "Line", "ends", "ends_list", "may_break"]
