"""Declarations: specifiers and declarators become types and symbols."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import constants, library, tree, types
from .parse_expressions import Expressions, initialised_count, named, no_way_back, text_of
from .sources import Place, Refusal
from .tree import Comment, Symbol
from .types import Array, CType, Function, Pointer, Record

if TYPE_CHECKING:
    from tree_sitter import Node

_QUALIFIERS = {"type_qualifier", "attribute_specifier", "attribute_declaration", "ms_call_modifier"}
_DECLARATORS = {
    "identifier",
    "field_identifier",
    "type_identifier",
    "primitive_type",
    "pointer_declarator",
    "array_declarator",
    "function_declarator",
    "parenthesized_declarator",
    "init_declarator",
    "attributed_declarator",
    "abstract_pointer_declarator",
    "abstract_array_declarator",
    "abstract_function_declarator",
    "abstract_parenthesized_declarator",
}
# The variables of C's headers that a program may declare itself.
_OF_HEADERS = {"environ", "errno", "h_errno", *library.OBJECTS}
_BLOCKS = re.compile(r"compound_statement|case_statement|labeled_statement|.*_statement\Z")


@dataclass
class Declarator:
    """One declared name with its type; the parameters' symbols, if it is a function."""

    name: str
    type: CType
    place: Place
    parameters: list[Symbol] = field(default_factory=list)


class Declarations(Expressions):
    """The part of the parser that reads declarations."""

    function: tree.FunctionDefinition | None = None
    _anonymous = 0

    # ------------------------------------------------------------------------- specifiers

    def specified(self, node: Node, made: list[Record | tree.Enumeration | tree.Alias]) -> CType:
        """The type that a declaration's specifiers name; `made` gets those they define."""
        specifier = node.child_by_field_name("type")
        if specifier is None:
            return types.INT  # `static n;`, `const n = 5;`
        if specifier.type in ("struct_specifier", "union_specifier"):
            return self._record(specifier, made)
        if specifier.type == "enum_specifier":
            return self._enumeration(specifier, made)
        if specifier.type == "sized_type_specifier":
            words = list(text_of(specifier).split())
            found = types.from_words(words)
            if found is None:  # `unsigned u_int32_t`, or a typedef with a sign
                found = self.scopes.type_named(words[-1])
        else:
            found = types.from_words([text_of(specifier)])
        found = found or self.scopes.type_named(text_of(specifier))
        if found is None:
            if text_of(specifier) in ("jmp_buf", "sigjmp_buf"):
                raise no_way_back(self.place(specifier), text_of(specifier))
            raise Refusal(
                self.place(specifier),
                f"the type `{text_of(specifier)[:40]}` is not known",
                "include the header that declares it, or declare it with typedef",
            )
        return found

    def _record(self, node: Node, made: list[Record | tree.Enumeration | tree.Alias]) -> CType:
        kind = node.type.partition("_")[0]
        name = node.child_by_field_name("name")
        body = node.child_by_field_name("body")
        if name is None:
            Declarations._anonymous += 1
            tag = f"anonymous{Declarations._anonymous}"
        else:
            tag = python_tag(text_of(name))
        record = self.scopes.tag(kind, tag, self.place(node), body is not None)
        if body is None or not isinstance(record, Record):
            return record
        # Members may point to the record itself: it is announced before it is complete.
        record.members = self._record_body(body, record, made)
        self._flexible_is_last(record, node)
        record.packed = self.packing(node)
        made.append(record)
        return record

    def _flexible_is_last(self, record: Record, node: Node) -> None:
        *others, last = (record.members or {"": types.INT}).items()
        if not others or record.keyword == "union":
            others.append(last)
        for name, ctype in others:
            if isinstance(ctype, Array) and ctype.is_flexible:
                raise Refusal(
                    self.place(node),
                    f"the array {name} has no length, and is not the last member of a struct",
                    "give it the length of the longest one",
                )

    def packing(self, node: Node) -> int:
        raise NotImplementedError

    def _record_body(
        self, node: Node, record: Record, made: list[Record | tree.Enumeration | tree.Alias]
    ) -> dict[str, CType]:
        """The members of a record, whose comments stay with them."""
        members: dict[str, CType] = {}
        comments: list[Comment] = []
        row, last = -1, ""
        for child in node.children:
            if child.type == "comment":
                comment = Comment(text_of(child), child.start_point[0], True)
                beside = record.beside.setdefault(last, []) if row == comment.row else comments
                beside.append(comment)
            elif child.type == "field_declaration":
                known = len(members)
                self._members(child, record, members, made)
                inner_comments(child, comments)
                if len(members) > known:
                    record.before[list(members)[known]], comments = comments, []
                    row, last = child.end_point[0], list(members)[-1]
        record.before[""] = comments
        return members

    def _members(
        self,
        node: Node,
        record: Record,
        members: dict[str, CType],
        made: list[Record | tree.Enumeration | tree.Alias],
    ) -> None:
        base = self.specified(node, made)
        declarators = node.children_by_field_name("declarator")
        for child in declarators:
            declared = self.declarator(child, base)
            if child.is_missing:  # `unsigned : 3` takes room and has no name
                declared.name = f"unnamed{len(record.unnamed) + 1}"
                record.unnamed.add(declared.name)
            if isinstance(declared.type, Array) and declared.type.count == 0:
                declared.type = Array(declared.type.element, None)  # GNU's spelling of []
            members[declared.name] = declared.type
            clause = child.next_named_sibling
            if clause is not None and clause.type == "bitfield_clause":
                width = constants.evaluate(self.expression(named(clause)[0]))
                if width is None:
                    raise Refusal(self.place(clause), "the width of a bit-field is a constant")
                record.widths[declared.name] = width
        if not declarators and isinstance(base, Record) and base.members:
            if base.keyword != record.keyword or base.widths:
                holder = f"inner{len(record.promoted) + 1}"
                members[holder] = base
                record.promoted[holder] = base
                return
            members.update(base.members)
            made.remove(base)

    def _enumeration(self, node: Node, made: list[Record | tree.Enumeration | tree.Alias]) -> CType:
        name = node.child_by_field_name("name")
        body = node.child_by_field_name("body")
        if name is not None:
            self.scopes.enumeration(text_of(name))
        if body is None:
            return types.INT
        found = tree.Enumeration([])
        following = 0
        for child in named(body):
            if child.type != "enumerator":
                continue
            value = child.child_by_field_name("value")
            written = self.expression(value) if value else None
            if written is not None:
                known = constants.evaluate(written)
                if known is None:
                    raise Refusal(self.place(child), "an enumerator's value is a constant")
                following = known
            label = text_of(child.child_by_field_name("name"))
            symbol = Symbol(label, types.INT, "constant", self.place(child), value=following)
            self.scopes.define(label, symbol)
            found.constants.append((symbol, written))
            following += 1
        made.append(found)
        return types.INT

    # ------------------------------------------------------------------------ declarators

    def declarator(self, node: Node, base: CType) -> Declarator:
        kind = node.type
        if kind in ("identifier", "field_identifier", "type_identifier", "primitive_type"):
            return Declarator(text_of(node), base, self.place(node))
        if kind in (
            "parenthesized_declarator",
            "abstract_parenthesized_declarator",
            "attributed_declarator",
        ):
            return self.declarator(self._inner(node), base)
        if kind in ("pointer_declarator", "abstract_pointer_declarator"):
            return self._nested(node, Pointer(base))
        if kind in ("array_declarator", "abstract_array_declarator"):
            return self._nested(node, self._array(node, base))
        if kind in ("function_declarator", "abstract_function_declarator"):
            return self._function(node, base)
        raise Refusal(self.place(node), f"this is no declarator: {text_of(node)[:40]}")

    def _inner(self, node: Node) -> Node:
        for child in node.named_children:
            if child.type in _DECLARATORS:
                return child
        raise Refusal(self.place(node), "a declarator without a name")

    def _nested(self, node: Node, ctype: CType) -> Declarator:
        inner = node.child_by_field_name("declarator")
        if inner is None:
            return Declarator("", ctype, self.place(node))
        return self.declarator(inner, ctype)

    def _array(self, node: Node, element: CType) -> Array:
        size = node.child_by_field_name("size")
        if size is None or text_of(size) == "*":
            return Array(element, None)
        extent = self.expression(size)
        return Array(element, constants.evaluate(extent), extent)

    def _function(self, node: Node, result: CType) -> Declarator:
        listed = node.child_by_field_name("parameters")
        assert listed is not None
        symbols: list[Symbol] = []
        variadic = False
        self.scopes.enter()
        for child in named(listed):
            if child.type == "variadic_parameter":
                variadic = True
            elif child.type == "identifier":  # K&R: the type follows below
                symbols.append(Symbol(text_of(child), types.INT, "parameter", self.place(child)))
            elif child.type == "parameter_declaration":
                symbols.append(self._parameter(child))
        self.scopes.leave()
        if len(symbols) == 1 and symbols[0].type == types.VOID:
            symbols = []
            empty = False
        else:
            empty = not symbols and not variadic
        parameters = tuple(symbol.type for symbol in symbols)
        ctype = Function(result, parameters, variadic, open=empty)
        declared = self._nested(node, ctype)
        if declared.type is ctype:
            declared.parameters = symbols
        return declared

    def _parameter(self, node: Node) -> Symbol:
        base = self.specified(node, [])
        inner = node.child_by_field_name("declarator")
        declared = self.declarator(inner, base) if inner else Declarator("", base, self.place(node))
        ctype = types.decayed(declared.type)
        symbol = Symbol(declared.name, ctype, "parameter", declared.place)
        if declared.name:
            self.scopes.define(declared.name, symbol)
        return symbol

    def type_descriptor(self, node: Node) -> CType:
        base = self.specified(node, [])
        inner = node.child_by_field_name("declarator")
        return self.declarator(inner, base).type if inner else base

    # ----------------------------------------------------------------------- declarations

    def declaration(self, node: Node) -> tree.Declaration:
        made: list[Record | tree.Enumeration | tree.Alias] = []
        base = self.specified(node, made)
        found = tree.Declaration(self.place(node), types=made)
        words = {text_of(c) for c in node.children if c.type == "storage_class_specifier"}
        if words & {"__thread", "_Thread_local", "thread_local"}:
            raise Refusal(
                found.place,
                "a variable of which each thread has its own",
                "use pthread_key_create() and pthread_getspecific()",
            )
        if node.type == "type_definition":
            for child in node.children_by_field_name("declarator"):
                self._typedef(self.declarator(child, base), made)
            return found
        for child in node.children_by_field_name("declarator"):
            value = child.child_by_field_name("value") if child.type == "init_declarator" else None
            inner = child.child_by_field_name("declarator") if value else child
            assert inner is not None
            declared = self.declarator(inner, base)
            self._declare(declared, value, words, found)
        return found

    def _typedef(
        self, declared: Declarator, made: list[Record | tree.Enumeration | tree.Alias]
    ) -> None:
        ctype = declared.type
        if isinstance(ctype, Record) and ctype.own and ctype.tag.startswith("anonymous"):
            self._name_anonymous(ctype, declared.name)
        if self.scopes.type_named(declared.name) == ctype:
            return
        self.scopes.define(declared.name, ctype)

    def _name_anonymous(self, record: Record, name: str) -> None:
        """An anonymous struct takes the name of the typedef it stands in, as its tag."""
        name = python_tag(name)
        taken = self.scopes.tag(record.keyword, name, Place("?", 1, 1), defining=False)
        if isinstance(taken, Record) and taken.members is None and taken.own:
            record.tag = name
        else:
            record.tag = name + "_"

    def _declare(
        self, declared: Declarator, value: Node | None, words: set[str], found: tree.Declaration
    ) -> None:
        name, ctype = declared.name, declared.type
        if isinstance(ctype, Function):
            self._announce(declared)
            return
        at_top = self.scopes.is_global
        before = self.scopes.own(name)
        outer = self.scopes.own(name, outermost=True)
        if "extern" in words and value is None and isinstance(outer, Symbol):
            self.scopes.define(name, outer)
            return
        if "extern" in words and value is None and name in _OF_HEADERS:
            return
        if at_top and isinstance(before, Symbol) and before.kind == "variable":
            symbol = before  # a tentative definition, or an extern one
            self._complete(symbol, ctype)
            again = value is None
        else:
            symbol = Symbol(name, ctype, "variable", declared.place)
            again = False
        symbol.static = "static" in words
        if not at_top:
            symbol.function = self.function
            outside = self.scopes.find(name)
            if isinstance(outside, Symbol) and outside.function is self.function:
                symbol.python = "shadows"
            if self.function is not None:
                self.function.locals.append(symbol)
        self.scopes.define(name, symbol)
        if "extern" in words and value is None:
            self.scopes.define(name, symbol, outermost=True)
            symbol.function = None
            again = again or not at_top
        if again:
            return
        initial = self.initialiser(value) if value is not None else None
        if isinstance(ctype, Array) and ctype.count is None and initial is not None:
            symbol.type = Array(ctype.element, initialised_count(initial))
        found.variables.append((symbol, initial))

    def _complete(self, symbol: Symbol, ctype: CType) -> None:
        if isinstance(symbol.type, Array) and symbol.type.count is None:
            symbol.type = ctype

    def _announce(self, declared: Declarator) -> None:
        """A prototype."""
        known = self.scopes.own(declared.name, outermost=True)
        if isinstance(known, Symbol) and known.kind == "function":
            if known.definition is None:
                known.type = declared.type
            return
        symbol = Symbol(declared.name, declared.type, "function", declared.place)
        self.scopes.define(declared.name, symbol, outermost=True)


def python_tag(tag: str) -> str:
    """A tag as an attribute of Python's can be called."""
    return tag + "_" if keyword.iskeyword(tag) else tag


def inner_comments(node: Node, found: list[Comment]) -> None:
    """Comments in the midst of a statement, which Python cannot keep there.

    Those of blocks stay with their statements, those of a struct with its members.
    """
    if node.type in ("compound_statement", "field_declaration_list"):
        return
    for child in node.children:
        if child.type == "comment":
            found.append(Comment(text_of(child), child.start_point[0], True))
        elif child.named_child_count and not _BLOCKS.match(child.type):
            if child.type != "else_clause":
                inner_comments(child, found)
