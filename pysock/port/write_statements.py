"""Statements of Python for those of C."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import analysis, constants, tree, types, walk
from .counting import counted
from .first_use import may_be_read_first
from .literals import python_string
from .sources import Place, Refusal
from .tree import Comment, Expression, Statement, Symbol
from .types import Array, CType, Float, Pointer, Record
from .write_expressions import NOT, TERNARY, Code, at_least, is_number
from .write_jumps import Frame, JumpWriter, Line, ends, ends_list, may_break


class StatementWriter(JumpWriter):
    """The part of the writer that knows statements."""

    def __init__(self) -> None:
        super().__init__()
        self.refusals: list[Refusal] = []

    def comments(self, comments: list[Comment]) -> None:
        place = self._place
        for comment in comments:
            for at, text in enumerate(comment_lines(comment.text)):
                if comment.place is not None:
                    self._place = replace(comment.place, line=comment.place.line + at)
                self.line(f"# {text}".rstrip())
        self._place = place

    # --------------------------------------------------------------------------- sequences

    def block(self, body: list[Statement], after: list[Comment]) -> None:
        self.labelled(body)
        self.comments(after)

    def sequence(self, body: list[Statement], rest: Sequence[Statement] = ()) -> None:
        """Statements; `rest` are those that follow them in the block."""
        for at, node in enumerate(body):
            if node.gap and self.lines and self.lines[-1].indent >= self._indent:
                self.blank()
            self._place = node.place
            self.comments(node.before)
            start = len(self.lines)
            depth, indent = len(self._frames), self._indent
            try:
                if isinstance(node, tree.Declaration):
                    self.declaration(node, [*body[at + 1 :], *rest])
                elif isinstance(node, tree.Loop):
                    self.loop_by_label(node, [*body[at + 1 :], *rest])
                else:
                    self.statement(node)
            except Refusal as refusal:
                self.refusals.append(refusal)
                del self.lines[start:], self._frames[depth:]
                self._indent = indent
                self._left_out(refusal.place, refusal.what)
            self._place = node.place
            self.beside(node.beside, start)

    def _left_out(self, place: Place, what: str) -> None:
        text = python_string(f"line {place.line}: {what}".encode())
        self.line(f"raise NotImplementedError({text})")

    def beside(self, comments: list[Comment], start: int) -> None:
        """Comments at the end of a line stay there, if it is one line and they are one."""
        texts = [text for comment in comments for text in comment_lines(comment.text)]
        if len(self.lines) == start + 1 and len(texts) == 1:
            line = self.lines[start]
            if line.indent * 4 + len(line.text) + len(texts[0]) + 4 <= 88 and not line.comment:
                line.comment = texts[0]
                return
        added = [Line(f"# {text}".rstrip(), self._place, self._indent) for text in texts]
        self.lines[start:start] = added

    def statement(self, node: Statement) -> None:
        self._place = node.place
        match node:
            case tree.Block(body=body, after=after):
                self.block(body, after)
            case tree.ExpressionStatement(expression=expression):
                if expression is not None:
                    self.run(expression)
            case tree.If():
                self._if(node, "if")
            case tree.While():
                self._while(node)
            case tree.DoWhile():
                self._do(node)
            case tree.For():
                self._for(node)
            case tree.Switch():
                self._switch(node)
            case tree.Return():
                self.give_back(node)
            case tree.Break():
                self.leave_loop(node)
            case tree.Continue():
                self.repeat_loop(node)
            case tree.Goto():
                self.jump(node)
            case tree.Label(name=name):
                if name in self._shown:
                    self.line(f"# {name}:")
            case tree.Declaration():
                self.declaration(node, [])
            case tree.Unportable(what=what):
                self._left_out(node.place, what)
            case _:
                raise Refusal(node.place, "this cannot stand here")

    # ------------------------------------------------------------------------- expressions

    def run(self, e: Expression) -> None:
        """An expression statement."""
        with self.whole(e):
            text = self._effect_text(e)
            self._flush(text)

    def _flush(self, text: str) -> None:
        for line in self.before:
            self.line(line)
        self.before.clear()
        if text:
            self.line(text)
        for line in self.behind or []:
            self.line(line)

    def effect(self, e: Expression) -> None:
        text = self._effect_text(e)
        if text:
            self.before.append(text)

    def _effect_text(self, e: Expression) -> str:
        match e:
            case tree.Assignment():
                return self._assignment(e)
            case tree.Step():
                return self.step_statement(e)
            case tree.Comma(left=left, right=right):
                self.effect(left)
                return self._effect_text(right)
            case tree.Cast(operand=operand) if e.type == types.VOID:
                return self._effect_text(operand)
            case tree.Call(function=tree.Name(symbol=symbol)) if symbol.kind == "library":
                special = self._special_call(e, symbol.name)
                if special is not None:
                    return special
            case tree.Binary(operator="&&" | "||" as sign, left=left, right=right):
                condition = self.condition(left)
                test = condition.text if sign == "&&" else f"not {at_least(condition, NOT)}"
                return self._guarded_effect(test, right)
            case tree.Conditional(condition=condition, yes=yes, no=no) if yes is not None:
                test = self.condition(condition).text
                self._guarded_effect(test, yes)
                return self._guarded_effect("", no)
        if not walk.has_effects(e):
            return ""  # `x;` does nothing in C, either
        return self.value(e).text

    def _guarded_effect(self, test: str, e: Expression) -> str:
        """``if test: e``, or its else branch."""
        outer, self.before = self.before, []
        self._conditional += 1
        text = self._effect_text(e)
        self._conditional -= 1
        inner, self.before = self.before, outer
        self.before.append(f"if {test}:" if test else "else:")
        body = [*inner, text] if text else inner or ["pass"]
        self.before += [f"    {line}" for line in body]
        return ""

    def _special_call(self, e: tree.Call, name: str) -> str | None:
        if name == "va_start":
            return f"{self.value(e.arguments[0]).text} = list({self.rest})"
        if name == "va_copy":
            return f"{self.value(e.arguments[0]).text} = list({self.value(e.arguments[1]).text})"
        if name == "va_end":
            return ""
        if name == "assert":
            self.before.append(f"if {self._denied(e.arguments[0]).text}:")
            self.before.append(f"    {self.use('abort')}()")
            return ""
        return None

    rest = "args"  # the name of a variadic function's further arguments

    def _assignment(self, e: tree.Assignment) -> str:
        target = e.target
        if self.is_plain(target):
            assert isinstance(target, tree.Name)
            return self._plain_assignment(e, target.symbol)
        if isinstance(target.type, Record):
            return self._record_assignment(e)
        if isinstance(target, tree.Name) and isinstance(target.type, Array):
            raise Refusal(e.place, "C assigns no arrays")
        if e.operator:
            return self._compound(e)
        value = self.element(e.value, target.type)
        return f"{self.place_of(target)} = {at_least(value, TERNARY)}"

    def _plain_assignment(self, e: tree.Assignment, symbol: Symbol) -> str:
        name = self._symbol(symbol)
        inner = e.value
        if not e.operator and isinstance(inner, tree.Assignment) and not inner.operator:
            if self.is_plain(inner.target) and inner.target.type == e.target.type:
                return f"{name} = {self._assignment(inner)}"
        new = at_least(self.new_value(e), TERNARY)
        for sign in (e.operator, "//" if e.operator == "/" else e.operator):
            if sign and new.startswith(f"{name} {sign} "):
                rest = new[len(name) + len(sign) + 2 :]
                if _whole_operand(rest, sign):
                    return f"{name} {sign}= {_unwrapped(rest)}"
        return f"{name} = {new}"

    def _record_assignment(self, e: tree.Assignment) -> str:
        target = e.target
        if isinstance(target, tree.Name):
            symbol = target.symbol
            if symbol.function is not None and not symbol.aliased and not symbol.static:
                if symbol.kind == "variable":
                    return f"{self._symbol(symbol)} = {self.record_copy(e.value).text}"
            return f"{self._symbol(symbol)}[0] = {self.value(e.value).text}"
        return f"{self.place_of(target)} = {self.value(e.value).text}"

    def _compound(self, e: tree.Assignment) -> str:
        """``a[i] += e``: the C object wraps by itself, so only / % >> are spelled out."""
        ctype = analysis.compound_type(e)
        target = e.target
        place = self.place_of(target)
        if isinstance(ctype, Pointer):
            return f"{place} {e.operator}= {at_least(self.value(e.value), TERNARY)}"
        same = isinstance(ctype, Float) == isinstance(target.type, Float)
        plain = isinstance(ctype, Float) and is_number(e.value)
        if same and (e.operator not in ("/", "%", ">>") or plain):
            return f"{place} {e.operator}= {at_least(self.normal(e.value), TERNARY)}"
        combined = tree.Binary(e.place, ctype, e.operator, target, e.value)
        return f"{place} = {at_least(self.element(combined, target.type), TERNARY)}"

    # ------------------------------------------------------------------------ declarations

    def declaration(self, node: tree.Declaration, following: list[Statement]) -> None:
        for symbol, value in node.variables:
            if not (symbol.static and symbol.function is not None):
                self._variable(symbol, value, following)

    def _variable(
        self, symbol: Symbol, value: Expression | None, following: list[Statement]
    ) -> None:
        name = self._symbol(symbol)
        if symbol.boxed or isinstance(symbol.type, (Array, Record)):
            if symbol.boxed:
                self.notes.changed("boxed", symbol.place, symbol.name)
            self._made(symbol, name, value)
        elif value is not None:
            with self.whole(value):
                if isinstance(value, tree.InitialiserList):
                    value = value.items[0][1] if value.items else None
                code = self.stored(value, symbol.type, symbol.need) if value else Code("0")
                text = at_least(code, TERNARY)
                self._flush(f"{name} = {text}")
        elif symbol.function is None or may_be_read_first(symbol, following):
            if symbol.function is not None:
                self.notes.changed("zero", symbol.place, symbol.name)
            self.line(f"{name} = {self.zero(symbol.type)}")

    def _made(self, symbol: Symbol, name: str, value: Expression | None) -> None:
        if value is None:
            self.line(f"{name} = {self.initialised(symbol.type, None)}")
            return
        with self.whole(value):
            self._flush(f"{name} = {self.initialised(symbol.type, value)}")

    def zero(self, ctype: CType) -> str:
        if isinstance(ctype, Pointer):
            return self.use("NULL")
        return "0.0" if isinstance(ctype, Float) else "0"

    # --------------------------------------------------------------------------- branches

    def _if(self, node: tree.If, word: str) -> None:
        with self.whole(node.condition, behind=False):
            text = self.condition(node.condition).text
            self._flush(f"{word} {text}:")
        self._governed(node.yes)
        other = node.no
        while other is not None:
            inner = _only_if(other)
            if inner is None:
                break
            with self.whole(inner.condition, behind=False):
                text = self.condition(inner.condition).text
                hoisted = bool(self.before)
            if hoisted:
                break
            self._place = inner.place
            self.comments(other.before)
            self.line(f"elif {text}:")
            self._governed(inner.yes)
            other = inner.no
        if other is not None and not _is_empty(other):
            self.line("else:")
            self._governed(other)

    def _governed(self, node: Statement) -> None:
        with self.indented():
            self.comments(node.before)
            self.statement(node)

    # -------------------------------------------------------------------------------- loops

    def _loop(self, frame: Frame, body: Statement) -> None:
        """A loop's body, under its head."""
        with self.within(frame), self.indented():
            self.statement(body)
            if not ends(body):
                for line in frame.update:
                    self.line(line.text, line.indent)

    def _captured(self, e: Expression | None) -> list[Line]:
        """The lines of an expression statement, for later."""
        if e is None:
            return []
        lines, self.lines = self.lines, []
        indent, self._indent = self._indent, 0
        self.run(e)
        captured, self.lines = self.lines, lines
        self._indent = indent
        return captured

    def _while(self, node: tree.While) -> None:
        self._conditioned(node.condition, [], node.body)

    def _conditioned(
        self, condition: Expression | None, update: list[Line], body: Statement
    ) -> None:
        """``while condition:``, or an endless loop that looks itself where Python has to."""
        frame = self.frame("loop", body=body)
        frame.update = update
        if condition is None:
            self.line("while True:")
            self._loop(frame, body)
            return
        with self.whole(condition, behind=False):
            text = self.condition(condition).text
            hoisted = list(self.before)
        if not hoisted:
            self.line(f"while {text}:")
            self._loop(frame, body)
            return
        with self.whole(condition, behind=False):
            denied = self._denied(condition).text
            hoisted = list(self.before)
        self.line("while True:")
        with self.indented():
            for line in [*hoisted, f"if {denied}:", "    break"]:
                self.line(line)
        self._loop(frame, body)

    def _do(self, node: tree.DoWhile) -> None:
        never = constants.evaluate(node.condition) == 0
        if never and not _leaves(node.body):
            self.statement(node.body)
            return
        if never:
            update = [Line("break", self._place, 0)]
        else:
            with self.whole(node.condition, behind=False):
                denied = self._denied(node.condition).text
                texts = [*self.before]
            if constants.evaluate(node.condition) is None:
                texts += [f"if {denied}:", "    break"]
            update = [Line(text, self._place, 0) for text in texts]
        frame = self.frame("loop", body=node.body)
        frame.update = update
        self.line("while True:")
        self._loop(frame, node.body)

    def _for(self, node: tree.For) -> None:
        head = counted(self, node)
        if head is not None:
            frame = self.frame("loop", body=node.body)
            self.line(head)
            self._loop(frame, node.body)
            return
        if node.start is not None:
            if isinstance(node.start, tree.Declaration):
                self.declaration(node.start, [node])
            else:
                self.statement(node.start)
        update = self._captured(node.update)
        self._conditioned(node.condition, update, node.body)

    # -------------------------------------------------------------------------------- return

    def give_back(self, node: tree.Return) -> None:
        assert self.function is not None
        ctype = self.function.symbol.type
        result = ctype.result if isinstance(ctype, types.Function) else types.INT
        main = self.function.symbol.name == "main"
        if node.value is None:
            self.line("return 0" if main else "return")
            return
        if result == types.VOID:
            self.run(node.value)
            self.line("return 0" if main else "return")
            return
        with self.whole(node.value, behind=False):
            text = self._returned(node.value, result)
            self._flush(f"return {text}")

    def _returned(self, value: Expression, result: CType) -> str:
        assert self.function is not None
        if isinstance(result, Record) and isinstance(value, tree.Name):
            symbol = value.symbol
            if symbol.function is self.function and not symbol.static:
                return self.value(value).text
        code = self.stored(value, result, self.function.symbol.need)
        return at_least(code, TERNARY)

    # ------------------------------------------------------------------------------- switch

    def _switch(self, node: tree.Switch) -> None:
        groups, leading = _groups(node.body)
        for statement in leading:
            self.statement(statement)
        falls = any(not _terminates(group) for group in groups[:-1])
        trimmed = [_Group(g.labels, g.before, _without_break(g.body)) for g in groups]
        inner = any(may_break(statement) for group in trimmed for statement in group.body)
        subject = self._subject(node, falls)
        frame = self.frame("switch" if inner else "chain")
        if inner:
            self.line("while True:")
        with self.within(frame):
            self._indent += inner
            if falls:
                self._falling(groups, trimmed, subject)
            else:
                self._chain(trimmed, subject)
            if inner:
                self.line("break")

    def _subject(self, node: tree.Switch, falls: bool) -> str:
        subject = node.subject
        if isinstance(subject, tree.Name) and not falls:
            return self.normal(subject).text
        with self.whole(subject):
            text = self.normal(subject).text
            simple = not walk.has_effects(subject) and not falls and len(text) < 30
            if simple and not self.before:
                return f"({text})" if not isinstance(subject, (tree.Member, tree.Index)) else text
            name = self.temporary("choice")
            self._flush(f"{name} = {text}")
        return name

    def _matches(self, group: _Group, subject: str) -> str:
        values = []
        for case in group.labels:
            if case.value is None:
                continue
            if case.high is not None:
                low, high = self.value(case.value).text, self.value(case.high).text
                values.append(f"range({low}, {high} + 1)")
            else:
                values.append(self.value(case.value).text)
        spans = [value for value in values if value.startswith("range(")]
        plain = [value for value in values if not value.startswith("range(")]
        tests = [f"{subject} in {span}" for span in spans]
        if len(plain) == 1:
            tests.insert(0, f"{subject} == {plain[0]}")
        elif plain:
            tests.insert(0, f"{subject} in ({', '.join(plain)})")
        return " or ".join(tests)

    def _chain(self, groups: list[_Group], subject: str) -> None:
        """``if … elif … else``: no part falls into the next one."""
        default = next((g for g in groups if g.is_default), None)
        word = "if"
        for group in groups:
            if group is default:
                continue
            self._place = group.labels[0].place
            self.comments(group.before)
            self.line(f"{word} {self._matches(group, subject)}:")
            with self.indented():
                self.block(group.body, [])
            word = "elif"
        if default is None:
            return
        if word == "if":
            self.comments(default.before)
            self.block(default.body, [])
        elif default.body:
            self.comments(default.before)
            self.line("else:")
            with self.indented():
                self.block(default.body, [])

    def _falling(self, groups: list[_Group], trimmed: list[_Group], subject: str) -> None:
        """One `if` after the other: what falls through enters the next part, too."""
        self.line("_falls = False")
        others = [case for group in groups for case in group.labels if case.value is not None]
        for at, (group, body) in enumerate(zip(groups, trimmed, strict=True)):
            self._place = group.labels[0].place
            self.comments(group.before)
            test = self._matches(group, subject)
            if group.is_default:
                rest = _Group([c for c in others if c not in group.labels], [], [])
                test = f"not ({self._matches(rest, subject)})" if rest.labels else "True"
            self.line(f"if _falls or {test}:" if at else f"if {test}:")
            with self.indented():
                self.block(body.body, [])
                if at + 1 < len(groups) and not ends_list(body.body):
                    self.line(f"_falls = {not _terminates(group)}")


@dataclass
class _Group:
    """The labels of a switch that lead to the same statements."""

    labels: list[tree.Case]
    before: list[Comment]
    body: list[Statement]

    @property
    def is_default(self) -> bool:
        return any(case.value is None for case in self.labels)


def _groups(body: tree.Block) -> tuple[list[_Group], list[Statement]]:
    groups: list[_Group] = []
    leading: list[Statement] = []
    for node in body.body:
        if isinstance(node, tree.Case):
            if not groups or groups[-1].body:
                groups.append(_Group([], [], []))
            groups[-1].labels.append(node)
            groups[-1].before += [*node.before, *node.beside]
        elif groups:
            groups[-1].body.append(node)
        else:
            leading.append(node)
    return groups, leading


def _terminates(group: _Group) -> bool:
    return bool(group.body) and ends(group.body[-1])


def _without_break(body: list[Statement]) -> list[Statement]:
    if not body:
        return body
    last = body[-1]
    if isinstance(last, tree.Break):
        return body[:-1]
    if isinstance(last, tree.Block):
        inner = tree.Block(last.place, last.row, last.end_row, last.before, last.beside, last.gap)
        inner.body, inner.after = _without_break(last.body), last.after
        return [*body[:-1], inner]
    return body


def _leaves(node: Statement) -> bool:
    """Whether a `break` or `continue` in it is the loop's around it."""
    match node:
        case tree.Break() | tree.Continue():
            return True
        case tree.Block(body=body):
            return any(_leaves(inner) for inner in body)
        case tree.If(yes=yes, no=no):
            return _leaves(yes) or (no is not None and _leaves(no))
        case tree.Switch(body=body):
            return any(isinstance(inner, tree.Continue) for inner in walk.nodes(body))
    return False


def _only_if(node: Statement) -> tree.If | None:
    """The `if` of an ``else if``."""
    if isinstance(node, tree.Block) and len(node.body) == 1 and not node.after:
        inner = node.body[0]
        if isinstance(inner, tree.If) and not inner.before and not inner.beside:
            return inner
    return None


def _is_empty(node: Statement) -> bool:
    return isinstance(node, tree.Block) and not node.body and not node.after


def _whole_operand(text: str, sign: str) -> bool:
    """Whether what stands right of an operator is all one operand."""
    import ast

    try:
        parsed = ast.parse(f"x {sign} {text}", mode="eval").body
    except SyntaxError:
        return False
    return isinstance(parsed, ast.BinOp) and ast.unparse(parsed.left) == "x"


def _unwrapped(text: str) -> str:
    """Without parentheses around all of it."""
    if not text.startswith("(") or not text.endswith(")"):
        return text
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0 and at + 1 < len(text):
            return text
        if depth == 1 and text[at : at + 2] == ":=":
            return text
    return text[1:-1]


def comment_lines(text: str) -> list[str]:
    """A C comment's lines, without what marks it as one."""
    if text.startswith("//"):
        return [text[2:].strip().replace("\\\n", " ")]
    inner = text[2:-2] if text.endswith("*/") else text[2:]
    lines = [line.strip() for line in inner.split("\n")]
    lines = [line[1:].strip() if line.startswith("*") else line for line in lines]
    while lines and not lines[0].strip("*-= "):
        lines.pop(0)
    while lines and not lines[-1].strip("*-= "):
        lines.pop()
    return lines


__all__ = ["Code", "Line", "StatementWriter"]
