"""From a preprocessed unit to a typed tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import constants, library, tree, types
from .parse_declarations import Declarations, inner_comments
from .parse_expressions import named, text_of
from .preprocessor import Macro, Unit
from .scopes import Scopes
from .sources import Place, Refusal
from .tree import Comment, Statement, Symbol
from .types import CType, Function

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_SKIPPED = {";", "{", "}", "attribute_specifier", "attribute_declaration", ":"}


def grammar() -> Parser:
    """The C grammar of the extra `port`."""
    import tree_sitter
    import tree_sitter_c

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_c.language()))


class UnitParser(Declarations):
    """Reads one unit; `scopes` may already hold what other units define."""

    def __init__(self, unit: Unit, scopes: Scopes, partial: bool = False) -> None:
        self.scopes = scopes
        self._unit = unit
        self._partial = partial
        self._grammar = grammar()
        self._fixed: Place | None = None
        self._prototypes: dict[str, CType | None] = {}
        self.refusals: list[Refusal] = []
        self._rows = unit.text.split("\n")
        # Types that the head of a function defines: `struct p { … } f(void)`.
        self._made_by_head: list[types.Record | tree.Enumeration | tree.Alias] = []

    # ----------------------------------------------------------------------------- places

    def place(self, node: Node) -> Place:
        if self._fixed is not None:
            return self._fixed
        row, column = node.start_point
        if row < len(self._rows) and not self._rows[row].isascii():
            column = len(self._rows[row].encode()[:column].decode(errors="ignore"))
        return self._unit.place(row, column)

    def packing(self, node: Node) -> int:
        """How `#pragma pack` or an attribute limits the alignment of a struct's members; 0: not."""
        attributes = [child for child in node.children if child.type == "attribute_specifier"]
        following = node.next_sibling
        if following is not None and following.type == "attribute_specifier":
            attributes.append(following)
        if any("packed" in text_of(one) for one in attributes):
            return 1
        return self._unit.pack(node.start_point[0])

    def _elsewhere(self, text: str, place: Place) -> Node:
        self._fixed = place
        return self._grammar.parse(text.encode()).root_node

    def snippet(self, text: str, place: Place) -> tree.Expression:
        """An expression that stands in a macro."""
        before = self._fixed
        root = self._elsewhere(f"int x = ({text});", place)
        try:
            if root.has_error:
                raise Refusal(place, f"the macro's body is no expression: {text}")
            value = root.named_children[0].named_children[-1].child_by_field_name("value")
            return self.expression(value)
        finally:
            self._fixed = before

    def prototype(self, name: str) -> CType | None:
        """The type of one of pysock's calls."""
        if name not in self._prototypes:
            self._prototypes[name] = self._read_prototype(name)
        return self._prototypes[name]

    def _read_prototype(self, name: str) -> CType | None:
        text = library.prototype(name)
        if text is None:
            return types.OPEN_FUNCTION if library.known(name) else None
        before = self._fixed
        own = self.scopes
        try:
            root = self._elsewhere(text, Place("<pysock>", 1, 1))
            self.scopes = Scopes()
            node = root.named_children[0]
            base = self.specified(node, [])
            inner = node.child_by_field_name("declarator")
            if inner is None:
                return types.OPEN_FUNCTION
            return self.declarator(inner, base).type
        except (Refusal, IndexError):
            return types.OPEN_FUNCTION
        finally:
            self._fixed = before
            self.scopes = own

    # -------------------------------------------------------------------------- top level

    def program(self) -> tree.Program:
        root = self._grammar.parse(self._unit.text.encode()).root_node
        macros = list(self._unit.macros)
        items: list[Statement] = []
        comments: list[Comment] = []
        last = -1
        for node in _flattened(root):
            if node.type == "comment":
                self._comment(node, comments, items, last)
                continue
            if node.type in _SKIPPED:
                continue
            while macros and macros[0].row <= node.end_point[0]:
                self._macro(macros.pop(0), items, comments)
            self._made_by_head = []
            item = self._guarded(node, self._item)
            if self._made_by_head:
                made = tree.Declaration(self.place(node), types=self._made_by_head)
                self._add(made, node, items, comments, last)
            if item is not None:
                inner_comments(node, item.before)
                self._add(item, node, items, comments, last)
            last = node.end_point[0]
        for macro in macros:
            self._macro(macro, items, comments)
        return tree.Program(items, comments)

    def _guarded(self, node: Node, read: Callable[[Node], Statement | None]) -> Statement | None:
        """Read a node; what cannot be ported is noted, and left out."""
        try:
            if node.type == "ERROR" or node.is_missing:
                self._syntax_error(node)
            return read(node)
        except Refusal as refusal:
            self.refusals.append(refusal)
            return tree.Unportable(refusal.place, what=refusal.what)

    def _syntax_error(self, node: Node) -> None:
        text = text_of(node).strip().split("\n")[0][:40]
        raise Refusal(
            self.place(node),
            f"this is not C as the porter reads it: {text}",
            "see whether a C compiler accepts the line",
        )

    def _item(self, node: Node) -> Statement | None:
        if node.type == "function_definition":
            return self._function_definition(node)
        if node.type in ("declaration", "type_definition"):
            self._require_sound(node)
            return self.declaration(node)
        if node.type in ("struct_specifier", "union_specifier", "enum_specifier"):
            made: list[types.Record | tree.Enumeration | tree.Alias] = []
            if node.type == "enum_specifier":
                self._enumeration(node, made)
            else:
                self._record(node, made)
            return tree.Declaration(self.place(node), types=made)
        if node.type == "expression_statement" and not node.named_children:
            return None
        if node.type == "expression_statement" and text_of(node).startswith("static_assert"):
            return None
        raise Refusal(
            self.place(node), f"this cannot stand outside a function: {text_of(node)[:40]}"
        )

    def _require_sound(self, node: Node) -> None:
        if not node.has_error:
            return
        for child in node.children:
            if child.type == "ERROR" or child.is_missing:
                self._syntax_error(child)
            self._require_sound(child)

    def _macro(self, macro: Macro, items: list[Statement], comments: list[Comment]) -> None:
        place = macro.place
        kind = "macro" if macro.parameters is not None else "constant"
        symbol = Symbol(macro.name, types.INT, kind, place)
        found = tree.MacroDefinition(place, macro.row, macro.row, symbol=symbol, text=macro.body)
        try:
            if macro.parameters is not None:
                found.parameters = [
                    Symbol(name, types.INT, "parameter", place) for name in macro.parameters
                ]
                symbol.macro = found
                self.scopes.enter()
                for parameter in found.parameters:
                    self.scopes.define(parameter.name, parameter)
                found.value = self.snippet(macro.body, place)
                self.scopes.leave()
                symbol.type = Function(found.value.type, tuple(p.type for p in found.parameters))
            else:
                found.value = self.snippet(macro.body, place)
                symbol.type = found.value.type
                symbol.value = constants.evaluate(found.value)
                if symbol.value is None:
                    symbol.macro = found
        except Refusal as refusal:
            self.refusals.append(refusal)
            return
        self.scopes.define(macro.name, symbol, outermost=True)
        comment = [Comment(text, macro.row, False) for text in macro.comments]
        found.beside = comment
        earlier = [c for c in comments if c.row < macro.row]
        found.before, comments[:] = earlier, [c for c in comments if c.row >= macro.row]
        found.gap = self._gap(macro.row, earlier)
        items.append(found)

    def _gap(self, row: int, comments: list[Comment]) -> bool:
        """Whether a blank line stands before what begins in that row."""
        row = min([row, *(c.row for c in comments)])
        source, line = self._unit.rows[min(row, len(self._unit.rows) - 1)]
        return line > 0 and not source.lines[line - 1].strip()

    def _comment(
        self, node: Node, comments: list[Comment], items: list[Statement], last: int
    ) -> None:
        row = node.start_point[0]
        own_line = row != last
        comment = Comment(text_of(node), row, own_line, self.place(node))
        if not own_line and items and items[-1].end_row == row:
            items[-1].beside.append(comment)
        else:
            comments.append(comment)

    def _add(
        self,
        item: Statement,
        node: Node,
        items: list[Statement],
        comments: list[Comment],
        last: int,
    ) -> None:
        item.row, item.end_row = node.start_point[0], node.end_point[0]
        item.before = [*comments, *item.before]
        item.gap = self._gap(item.row, item.before)
        comments.clear()
        items.append(item)

    def _function_definition(self, node: Node) -> tree.FunctionDefinition:
        base = self.specified(node, self._made_by_head)
        inner = node.child_by_field_name("declarator")
        body = node.child_by_field_name("body")
        assert inner is not None
        assert body is not None
        if not self.scopes.is_global:
            raise Refusal(self.place(node), "a function inside a function", "move it out")
        declared = self.declarator(inner, base)
        if not isinstance(declared.type, Function):
            raise Refusal(self.place(node), f"the function {declared.name} has no parameter list")
        ctype = declared.type
        parameters = declared.parameters
        ctype = self._old_style(node, ctype, parameters)
        symbol = self.scopes.own(declared.name, outermost=True)
        if not isinstance(symbol, Symbol) or symbol.kind != "function":
            symbol = Symbol(declared.name, ctype, "function", declared.place)
            self.scopes.define(declared.name, symbol, outermost=True)
        if symbol.definition is not None:
            raise Refusal(declared.place, f"the function {declared.name} is defined twice")
        symbol.type = ctype
        symbol.place = declared.place
        words = [text_of(c) for c in node.children if c.type == "storage_class_specifier"]
        symbol.static = "static" in words
        found = tree.FunctionDefinition(
            self.place(node), symbol=symbol, parameters=parameters, variadic=ctype.variadic
        )
        symbol.definition = found
        self.function = found
        self.scopes.enter()
        for number, parameter in enumerate(parameters):
            parameter.function = found
            parameter.name = parameter.name or f"unused{number}"
            self.scopes.define(parameter.name, parameter)
        try:
            found.body = self._block(body)
        finally:
            self.scopes.leave()
            self.function = None
        return found

    def _old_style(self, node: Node, ctype: Function, parameters: list[Symbol]) -> Function:
        """K&R: the parameters' declarations stand between the list and the body."""
        for child in named(node):
            if child.type != "declaration":
                continue
            base = self.specified(child, [])
            for inner in child.children_by_field_name("declarator"):
                declared = self.declarator(inner, base)
                for parameter in parameters:
                    if parameter.name == declared.name:
                        parameter.type = types.decayed(declared.type)
        listed = tuple(parameter.type for parameter in parameters)
        return Function(ctype.result, listed, ctype.variadic, ctype.open)

    # ------------------------------------------------------------------------- statements

    def _block(self, node: Node) -> tree.Block:
        self.scopes.enter()
        found = tree.Block(self.place(node), node.start_point[0], node.end_point[0])
        comments: list[Comment] = []
        self._statements(node.children, found.body, comments, node.start_point[0])
        found.after = comments
        self.scopes.leave()
        return found

    def _statements(
        self, nodes: list[Node], body: list[Statement], comments: list[Comment], last: int
    ) -> None:
        for node in nodes:
            if node.type == "comment":
                self._comment(node, comments, body, last)
            elif node.type == "case_statement":
                self._case(node, body, comments, last)
            elif node.type == "labeled_statement":
                self._label(node, body, comments, last)
            elif node.type not in _SKIPPED and (node.is_named or node.is_missing):
                found = self._guarded(node, self._statement)
                if found is not None:
                    inner: list[Comment] = []
                    inner_comments(node, inner)
                    found.before += list(inner)
                    self._add(found, node, body, comments, last)
            last = node.end_point[0]

    def _statement(self, node: Node) -> Statement | None:
        method = getattr(self, f"_{node.type}", None)
        if method is None:
            if node.type in ("declaration", "type_definition"):
                self._require_sound(node)
                return self.declaration(node)
            if node.type in ("struct_specifier", "union_specifier", "enum_specifier"):
                return self._item(node)
            raise Refusal(self.place(node), f"this is no statement: {text_of(node)[:40]}")
        found: Statement = method(node)
        found.row, found.end_row = node.start_point[0], node.end_point[0]
        return found

    def _body(self, node: Node | None) -> Statement:
        """What an if or a loop governs; what cannot be ported there is left out alone."""
        assert node is not None
        body: list[Statement] = []
        comments: list[Comment] = []
        self.scopes.enter()
        if node.type == "compound_statement":
            self._statements(node.children, body, comments, node.start_point[0])
        else:
            self._statements([node], body, comments, -1)
        self.scopes.leave()
        row, end = node.start_point[0], node.end_point[0]
        return tree.Block(self.place(node), row, end, body=body, after=comments)

    def _compound_statement(self, node: Node) -> Statement:
        return self._block(node)

    def _expression_statement(self, node: Node) -> Statement:
        inner = named(node)
        self._require_sound(node)
        expression = self.expression(inner[0]) if inner else None
        return tree.ExpressionStatement(self.place(node), expression=expression)

    def _condition(self, node: Node) -> tree.Expression:
        condition = node.child_by_field_name("condition")
        if condition is not None:
            self._require_sound(condition)
        return self.expression(condition)

    def _if_statement(self, node: Node) -> Statement:
        found = tree.If(self.place(node), condition=self._condition(node))
        found.yes = self._body(node.child_by_field_name("consequence"))
        other = node.child_by_field_name("alternative")
        if other is not None:
            branch = named(other)[0]
            found.no = self._body(branch)
            if isinstance(found.no, tree.Block):
                early = [c for c in other.named_children if c.type == "comment"]
                found.no.before += [Comment(text_of(c), c.start_point[0], True) for c in early]
        return found

    def _while_statement(self, node: Node) -> Statement:
        body = node.child_by_field_name("body")
        return tree.While(self.place(node), condition=self._condition(node), body=self._body(body))

    def _do_statement(self, node: Node) -> Statement:
        body = self._body(node.child_by_field_name("body"))
        return tree.DoWhile(self.place(node), condition=self._condition(node), body=body)

    def _for_statement(self, node: Node) -> Statement:
        self.scopes.enter()
        found = tree.For(self.place(node))
        start = node.child_by_field_name("initializer")
        if start is not None and start.type == "declaration":
            found.start = self.declaration(start)
        elif start is not None:
            expression = self.expression(start)
            found.start = tree.ExpressionStatement(expression.place, expression=expression)
        condition = node.child_by_field_name("condition")
        update = node.child_by_field_name("update")
        found.condition = self.expression(condition) if condition else None
        found.update = self.expression(update) if update else None
        found.body = self._body(node.child_by_field_name("body"))
        self.scopes.leave()
        return found

    def _switch_statement(self, node: Node) -> Statement:
        subject = self._condition(node)
        body = self._body(node.child_by_field_name("body"))
        assert isinstance(body, tree.Block)
        return tree.Switch(self.place(node), subject=subject, body=body)

    def _case(self, node: Node, body: list[Statement], comments: list[Comment], last: int) -> None:
        value = node.child_by_field_name("value")
        case = self._guarded(node, lambda n: self._case_label(n, value))
        assert case is not None
        self._add(case, node, body, comments, last)
        case.end_row = node.start_point[0]
        children = node.children
        start = next(at for at, child in enumerate(children) if child.type == ":") + 1
        self._statements(children[start:], body, comments, node.start_point[0])

    def _case_label(self, node: Node, value: Node | None) -> Statement:
        written = self.expression(value) if value else None
        if isinstance(written, tree.Comma):  # a range, see `old_style`
            return tree.Case(self.place(node), value=written.left, high=written.right)
        return tree.Case(self.place(node), value=written)

    def _label(self, node: Node, body: list[Statement], comments: list[Comment], last: int) -> None:
        label = tree.Label(self.place(node), name=text_of(node.child_by_field_name("label")))
        self._add(label, node, body, comments, last)
        label.end_row = node.start_point[0]
        self._statements(node.children[2:], body, comments, node.start_point[0])

    def _return_statement(self, node: Node) -> Statement:
        inner = named(node)
        self._require_sound(node)
        return tree.Return(self.place(node), value=self.expression(inner[0]) if inner else None)

    def _break_statement(self, node: Node) -> Statement:
        return tree.Break(self.place(node))

    def _continue_statement(self, node: Node) -> Statement:
        return tree.Continue(self.place(node))

    def _goto_statement(self, node: Node) -> Statement:
        return tree.Goto(self.place(node), name=text_of(node.child_by_field_name("label")))

    def _attributed_statement(self, node: Node) -> Statement:
        inner = [child for child in named(node) if not child.type.startswith("attribute")]
        found = self._statement(inner[0])
        assert found is not None
        return found


def _flattened(root: Node) -> list[Node]:
    """The top level, where `extern "C" { … }` makes no difference."""
    found = []
    for child in root.children:
        if child.type == "linkage_specification":
            body = child.child_by_field_name("body")
            found += _flattened(body) if body is not None else []
        else:
            found.append(child)
    return found
