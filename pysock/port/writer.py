"""The whole port: imports, constants, types, variables, functions, and the call of main."""

from __future__ import annotations

from . import names, tree, walk
from .analysis import VECTOR
from .layout import folded
from .names import Imports
from .notes import Notes
from .sources import Place
from .tree import Statement, Symbol
from .types import Array, CType, Function, Pointer, Record
from .write_statements import Line, StatementWriter


class Writer(StatementWriter):
    """Writes a program that the analyses have annotated."""

    def __init__(self, program: tree.Program, notes: Notes) -> None:
        super().__init__()
        self.imports = Imports()
        self.notes = notes
        self._program = program
        names.assign(program)

    def write(self) -> list[Line]:
        """The lines of the port."""
        late: list[Statement] = []
        functions = False
        for item in self._program.items:
            self._place = item.place
            if isinstance(item, tree.FunctionDefinition):
                functions = True
                self._function(item)
            elif self._waits(item):
                late.append(item)
            else:
                self._plain(item, functions)
                functions = False
        self.comments(self._program.after)
        for item in late:
            self._place = item.place
            self._plain(item, functions)
            functions = False
        self._start()
        return [*self._head(), *self.lines]

    def _head(self) -> list[Line]:
        place = Place("", 1, 1)
        lines = [Line(text, place, 0) for text in self.imports.lines()]
        if lines and self.lines:
            lines.append(Line("", place, 0))
            if self.lines[0].text.startswith(("def ", "#")) and self._begins_with_function():
                lines.append(Line("", place, 0))
        return lines

    def _begins_with_function(self) -> bool:
        first = next((line for line in self.lines if not line.text.startswith("#")), None)
        return first is not None and first.text.startswith("def ")

    def _waits(self, item: Statement) -> bool:
        """A variable that holds functions is made when all functions are."""
        return isinstance(item, tree.Declaration) and any(
            symbol.kind == "function"
            for _, value in item.variables
            if value is not None
            for symbol in walk.names(value)
        )

    # --------------------------------------------------------------------------- top level

    def _plain(self, item: Statement, after_function: bool) -> None:
        start = len(self.lines)
        self.comments(item.before)
        body = len(self.lines)
        self._plain_item(item)
        if len(self.lines) == body and not item.before:
            del self.lines[start:]
            return
        self.beside(item.beside, body)
        if start and after_function:
            self._separate(start, 2)
        elif start and item.gap:
            self._separate(start, 1)

    def _separate(self, at: int, count: int) -> None:
        while at and not self.lines[at - 1].text:
            at -= 1
            del self.lines[at]
        self.lines[at:at] = [Line("", self._place, 0)] * count

    def _plain_item(self, item: Statement) -> None:
        match item:
            case tree.MacroDefinition():
                self._macro(item)
            case tree.Declaration(types=made):
                self.types(made)
                self.declaration(item, [])
            case tree.Unportable():
                self.line(f"# line {item.place.line} is not ported: {item.what}")

    def _macro(self, item: tree.MacroDefinition) -> None:
        name = item.symbol.python
        if item.parameters is None:
            with self.whole(item.value, behind=False):
                value = item.value
                if isinstance(value, tree.String):
                    text = self.string_text(value).text
                else:
                    text = self.normal(value).text
            self.line(f"{name} = {text}")
            return
        for parameter in item.parameters:
            parameter.python = parameter.python or parameter.name
        start = len(self.lines)
        self.line(f"def {name}({', '.join(p.python for p in item.parameters)}):")
        with self.indented(), self.whole(item.value, behind=False):
            text = self.value(item.value).text
            self._flush(f"return {text}")
        if start:
            self._separate(start, 2)
        self.lines += [Line("", self._place, 0)] * 2

    def types(self, made: list[Record | tree.Enumeration | tree.Alias]) -> None:
        for one in made:
            if isinstance(one, Record):
                self._record_type(one)
            elif isinstance(one, tree.Enumeration):
                for symbol, value in one.constants:
                    if value is not None:
                        with self.whole(value, behind=False):
                            text = self.normal(value).text
                    else:
                        text = str(symbol.value)
                    self.line(f"{symbol.python} = {text}")

    def _record_type(self, record: Record) -> None:
        if _mentions(record):
            self.line(f"{self.use(record.keyword)}.{record.tag} = {{}}")
        members = []
        for name, ctype in (record.members or {}).items():
            text = self.type_name(ctype)
            if name in record.widths:
                text = f"{self.use('bits')}({text}, {record.widths[name]})"
            members.append(f'"{self.member_name(name)}": {text}')
        target = f"{self.use(record.keyword)}.{record.tag}"
        opening, closing = (f"{self.use('packed')}(", ")") if record.packed else ("", "")
        limit = str(record.packed) if record.packed > 1 else ""
        closing = f", {limit}{closing}" if limit else closing
        text = f"{target} = {opening}{{{', '.join(members)}}}{closing}"
        commented = any(record.before.values()) or record.beside
        if len(members) < 4 and len(text) <= 88 and not commented:
            self.line(text)
            return
        if record.packed:
            self.line(f"{target} = {opening}")
            target, self._indent = "", self._indent + 1
        self.line(f"{target} = {{" if target else "{")
        self._indent += 1
        for name, member in zip(record.members or (), members, strict=True):
            self.comments(record.before.get(name, []))
            start = len(self.lines)
            self.line(f"{member},")
            self.beside(record.beside.get(name, []), start)
        self.comments(record.before.get("", []))
        self._indent -= 1
        self.line("}," if limit else "}")
        if limit:
            self.line(f"{limit},")
        if record.packed:
            self._indent -= 1
            self.line(")")

    # --------------------------------------------------------------------------- functions

    def _function(self, item: tree.FunctionDefinition) -> None:
        self.function = item
        self._temporaries = 0
        self._shown.clear()
        self._returning.clear()
        self._hoisted(item)
        start = len(self.lines)
        self.comments(item.before)
        self._place = item.place
        self.line(f"def {item.symbol.python}({', '.join(self._parameters(item))}):")
        with self.indented():
            self._globals(item)
            for parameter in item.parameters:
                if parameter.boxed:
                    name = parameter.python
                    self.line(f"{name} = {self.type_name(parameter.type)}({name})")
            if item.beside:
                self.comments(item.beside)
            self.block(item.body.body, item.body.after)
            if item.symbol.name == "main" and not self._returns(item):
                self.line("return 0")
        if start:
            self._separate(start, 2)
        self.function = None

    def _returns(self, item: tree.FunctionDefinition) -> bool:
        last = item.body.body[-1] if item.body.body else None
        return isinstance(last, tree.Return)

    def _hoisted(self, item: tree.FunctionDefinition) -> None:
        """Types and static variables that are declared inside a function stand before it."""
        start = len(self.lines)
        for node in walk.nodes(item.body):
            if not isinstance(node, tree.Declaration):
                continue
            self._place = node.place
            self.types(node.types)
            for symbol, value in node.variables:
                if symbol.static and symbol.function is not None:
                    self.notes.changed("static", symbol.place, symbol.name, symbol.python)
                    self._static(symbol, value)
        if start and len(self.lines) > start:
            self._separate(start, 2 if self._after_definition(start) else 1)

    def _after_definition(self, at: int) -> bool:
        """Whether the line above, blank ones aside, is a function's."""
        above = next((line for line in reversed(self.lines[:at]) if line.text), None)
        return above is not None and above.indent > 0

    def _static(self, symbol: Symbol, value: tree.Expression | None) -> None:
        if symbol.boxed or isinstance(symbol.type, (Array, Record)):
            self._made(symbol, symbol.python, value)
        elif value is None:
            self.line(f"{symbol.python} = {self.zero(symbol.type)}")
        else:
            with self.whole(value, behind=False):
                text = self.stored(value, symbol.type, symbol.need).text
                self._flush(f"{symbol.python} = {text}")

    def _parameters(self, item: tree.FunctionDefinition) -> list[str]:
        if item.symbol.name == "main":
            return [parameter.python for parameter in item.parameters[:3]]
        ctype = item.symbol.type
        if isinstance(ctype, Function) and ctype.open and item.symbol.addressed:
            return ["*_"]  # f() takes whatever it is called with
        listed = [parameter.python for parameter in item.parameters]
        if item.variadic:
            self.rest = "args"
            used = {symbol.python for symbol in [*item.parameters, *item.locals]}
            while self.rest in used:
                self.rest += "_"
            listed.append(f"*{self.rest}")
        return listed

    def _globals(self, item: tree.FunctionDefinition) -> None:
        """The variables of the module that the function assigns."""
        found = {
            symbol.python
            for symbol in walk.assigned(item.body)
            if (symbol.function is None or symbol.static)
            and symbol.kind == "variable"
            and not symbol.boxed
            and not isinstance(symbol.type, (Array, Record))
        }
        if found:
            self.line(f"global {', '.join(sorted(found))}")
            if not (item.body.body and isinstance(item.body.body[0], tree.Declaration)):
                self.blank()

    def _start(self) -> None:
        """``if __name__ == "__main__":``"""
        main = next(
            (
                item
                for item in self._program.items
                if isinstance(item, tree.FunctionDefinition) and item.symbol.name == "main"
            ),
            None,
        )
        if main is None:
            return
        self._place = Place("", 1, 1)
        self._separate(len(self.lines), 2)
        self.line('if __name__ == "__main__":')
        arguments = []
        if main.parameters:
            self.imports.sys = True
            arguments = ["len(sys.argv)", self._argv(main), self.use_environ(main)]
            arguments = arguments[: len(main.parameters)]
        self.line(f"    {self.use('exit')}({main.symbol.python}({', '.join(arguments)}))")

    def use_environ(self, main: tree.FunctionDefinition) -> str:
        return self.use("environ") if len(main.parameters) > 2 else ""

    def _argv(self, main: tree.FunctionDefinition) -> str:
        if len(main.parameters) > 1 and main.parameters[1].need == VECTOR:
            return f"{self.use('ptr')}({self.use('char')})[len(sys.argv) + 1](sys.argv)"
        return "sys.argv"


def _mentions(record: Record) -> bool:
    """Whether a record's members point to the record itself."""

    def leads(ctype: CType) -> bool:
        while isinstance(ctype, (Pointer, Array)):
            ctype = ctype.target if isinstance(ctype, Pointer) else ctype.element
        return ctype is record

    return any(leads(ctype) for ctype in (record.members or {}).values())


def text(lines: list[Line]) -> tuple[str, list[Place]]:
    """The port as text, and the place in C of each line."""
    out: list[str] = []
    places: list[Place] = []
    for line in lines:
        for part in folded(line.text, line.indent):
            out.append(part)
            places.append(line.place)
        if line.comment:
            out[-1] += f"  # {line.comment}"
    while out and not out[-1]:
        out.pop()
        places.pop()
    return "\n".join(out) + "\n", places


__all__ = ["Writer", "text"]
