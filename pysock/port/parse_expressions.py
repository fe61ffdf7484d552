"""Expressions of the concrete syntax tree, with their types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import constants, library, literals, tree, types
from .sources import Place, Refusal
from .tree import Expression, Symbol
from .types import Array, CType, Float, Function, Int, Pointer, Record

if TYPE_CHECKING:
    from tree_sitter import Node

    from .scopes import Scopes

_COMPARISONS = {"<", ">", "<=", ">=", "==", "!="}
_ADVICE_UNKNOWN = "pysock has no such name; define it, or leave the call out"


def no_way_back(place: Place, name: str) -> Refusal:
    """Why there is no longjmp()."""
    return Refusal(
        place,
        f"{name} cannot be ported: Python does not return to a function that was left",
        "return an error value that each caller passes on, or exit() where it goes wrong",
    )


class Expressions:
    """The part of the parser that reads expressions."""

    scopes: Scopes
    function: tree.FunctionDefinition | None = None

    def place(self, node: Node) -> Place:
        raise NotImplementedError

    def type_descriptor(self, node: Node) -> CType:
        raise NotImplementedError

    def prototype(self, name: str) -> CType | None:
        raise NotImplementedError

    def snippet(self, text: str, place: Place) -> Expression:
        raise NotImplementedError

    def expression(self, node: Node | None) -> Expression:
        if node is None:
            raise Refusal(Place("?", 1, 1), "an expression is missing")
        method = getattr(self, f"_{node.type}", None)
        if method is None or node.is_missing:
            raise Refusal(self.place(node), f"this is no expression of C: {text_of(node)[:40]}")
        found: Expression = method(node)
        return found

    # ------------------------------------------------------------------------------ leaves

    def _number_literal(self, node: Node) -> Expression:
        try:
            value, ctype, spelled = literals.numeric(text_of(node))
        except ValueError:
            raise Refusal(self.place(node), f"this is no number: {text_of(node)}") from None
        return tree.Number(self.place(node), ctype, value, spelled)

    def _char_literal(self, node: Node) -> Expression:
        value, char = literals.character(text_of(node).lstrip("LuU8")[1:-1])
        return tree.Character(self.place(node), types.INT, value, char)

    def _string_literal(self, node: Node) -> Expression:
        text = text_of(node)
        if text.startswith(("L", "u", "U")):
            raise Refusal(self.place(node), "a wide string: wchar_t is not ported")
        data = literals.content(text[1:-1])
        return tree.String(self.place(node), Array(types.CHAR, len(data) + 1), [data])

    def _concatenated_string(self, node: Node) -> Expression:
        parts: list[bytes | Symbol] = []
        for child in named(node):
            part = self.expression(child)
            if isinstance(part, tree.String):
                for piece in part.parts:
                    if parts and isinstance(piece, bytes) and isinstance(parts[-1], bytes):
                        parts[-1] += piece
                    else:
                        parts.append(piece)
            elif isinstance(part, tree.Name):
                parts.append(part.symbol)
            else:
                raise Refusal(part.place, "only string literals can stand side by side")
        size = sum(len(part) for part in parts if isinstance(part, bytes))
        return tree.String(self.place(node), Array(types.CHAR, size + 1), parts)

    def _null(self, node: Node) -> Expression:
        return self._identifier(node)

    def _true(self, node: Node) -> Expression:
        return tree.Number(self.place(node), types.INT, 1, "True")

    def _false(self, node: Node) -> Expression:
        return tree.Number(self.place(node), types.INT, 0, "False")

    def _identifier(self, node: Node) -> Expression:
        name = text_of(node)
        if name in ("__func__", "__FUNCTION__") and self.function is not None:
            text = self.function.symbol.name.encode()
            return tree.String(self.place(node), Array(types.CHAR, len(text) + 1), [text])
        symbol = self.symbol(name, self.place(node))
        return tree.Name(self.place(node), symbol.type, symbol)

    def symbol(self, name: str, place: Place) -> Symbol:
        found = self.scopes.find(name)
        if isinstance(found, Symbol):
            return found
        if found is not None:
            raise Refusal(place, f"the type `{name}` stands where a value is needed")
        if library.known(name) or name == "NULL":
            self.scopes.used.add(name)
            prototype = self.prototype(name)
            symbol = self.scopes.library_symbol(name, prototype, place)
            if symbol is not None:
                return symbol
        raise Refusal(place, f"`{name}` is not known", _ADVICE_UNKNOWN)

    # --------------------------------------------------------------------------- operators

    def _parenthesized_expression(self, node: Node) -> Expression:
        inner = named(node)
        if len(inner) == 1 and inner[0].type == "compound_statement":
            raise Refusal(
                self.place(node),
                "a statement inside an expression, ({ … })",
                "make a function of it",
            )
        return self.expression(inner[0] if inner else None)

    def _comma_expression(self, node: Node) -> Expression:
        left = self.expression(node.child_by_field_name("left"))
        right = self.expression(node.child_by_field_name("right"))
        return tree.Comma(self.place(node), types.decayed(right.type), left, right)

    def _assignment_expression(self, node: Node) -> Expression:
        target = self.expression(node.child_by_field_name("left"))
        value = self.expression(node.child_by_field_name("right"))
        sign = text_of(node.child_by_field_name("operator"))[:-1]
        _written(target)
        return tree.Assignment(self.place(node), target.type, sign, target, value)

    def _update_expression(self, node: Node) -> Expression:
        argument = node.child_by_field_name("argument")
        sign = node.child_by_field_name("operator")
        assert argument is not None
        assert sign is not None
        prefix = sign.start_byte == node.start_byte
        return self._stepped(node, argument, text_of(sign)[0], prefix)

    def _stepped(self, node: Node, argument: Node, sign: str, prefix: bool) -> Expression:
        if argument.type == "unary_expression" and not prefix:  # the grammar reads `(-n)++`
            inner = argument.child_by_field_name("argument")
            assert inner is not None
            step = self._stepped(node, inner, sign, prefix)
            return self._signed(argument, step)
        operand = self.expression(argument)
        _written(operand)
        return tree.Step(self.place(node), operand.type, sign, operand, prefix)

    def _unary_expression(self, node: Node) -> Expression:
        return self._signed(node, self.expression(node.child_by_field_name("argument")))

    def _signed(self, node: Node, operand: Expression) -> Expression:
        sign = text_of(node.child_by_field_name("operator"))
        ctype = types.INT if sign == "!" else types.promoted(types.decayed(operand.type))
        return tree.Unary(self.place(node), ctype, sign, operand)

    def _pointer_expression(self, node: Node) -> Expression:
        sign = text_of(node.child_by_field_name("operator"))
        operand = self.expression(node.child_by_field_name("argument"))
        return self.unary(self.place(node), sign, operand)

    def unary(self, place: Place, sign: str, operand: Expression) -> Expression:
        if sign == "&":
            if isinstance(operand.type, Function):
                return operand
            return tree.Unary(place, Pointer(operand.type), "&", operand)
        ctype = types.decayed(operand.type)
        if sign != "*":
            return tree.Unary(place, types.promoted(ctype), sign, operand)
        if not isinstance(ctype, Pointer):
            raise Refusal(place, "the unary * needs a pointer")
        if isinstance(ctype.target, Function):
            return operand
        return tree.Unary(place, ctype.target, "*", operand)

    def _binary_expression(self, node: Node) -> Expression:
        sign = text_of(node.child_by_field_name("operator"))
        left_node = node.child_by_field_name("left")
        right = self.expression(node.child_by_field_name("right"))
        cast = self._parenthesized_type(left_node)
        if cast is not None and sign in ("-", "+", "&", "*"):
            return self.cast(self.place(node), cast, self.unary(self.place(node), sign, right))
        left = self.expression(left_node)
        return tree.Binary(self.place(node), binary_type(sign, left, right), sign, left, right)

    def _parenthesized_type(self, node: Node | None) -> CType | None:
        """``(T)`` where the grammar took the type's name for a variable's."""
        if node is None or node.type != "parenthesized_expression":
            return None
        inner = named(node)
        if len(inner) != 1 or inner[0].type != "identifier":
            return None
        return self.scopes.type_named(text_of(inner[0]))

    def _conditional_expression(self, node: Node) -> Expression:
        condition = self.expression(node.child_by_field_name("condition"))
        middle = node.child_by_field_name("consequence")
        yes = self.expression(middle) if middle else None
        no = self.expression(node.child_by_field_name("alternative"))
        one = types.decayed((yes or condition).type)
        other = types.decayed(no.type)
        if isinstance(one, (Int, Float)) and isinstance(other, (Int, Float)):
            ctype = types.common(one, other)
        elif isinstance(one, Pointer) and not _is_zero(yes or condition):
            ctype = one if one.target != types.VOID or not isinstance(other, Pointer) else other
        else:
            ctype = other
        return tree.Conditional(self.place(node), ctype, condition, yes, no)

    def _cast_expression(self, node: Node) -> Expression:
        descriptor = node.child_by_field_name("type")
        assert descriptor is not None
        ctype = self.type_descriptor(descriptor)
        value = node.child_by_field_name("value")
        return self.cast(self.place(node), ctype, self.expression(value))

    def cast(self, place: Place, ctype: CType, operand: Expression) -> Expression:
        return tree.Cast(place, ctype, operand)

    def _compound_literal_expression(self, node: Node) -> Expression:
        descriptor = node.child_by_field_name("type")
        assert descriptor is not None
        ctype = self.type_descriptor(descriptor)
        value = self.initialiser(node.child_by_field_name("value"))
        if isinstance(ctype, Array) and ctype.count is None:
            ctype = Array(ctype.element, initialised_count(value))
        return tree.Cast(self.place(node), ctype, value)

    def _sizeof_expression(self, node: Node) -> Expression:
        descriptor = node.child_by_field_name("type")
        value = node.child_by_field_name("value")
        ctype = self._parenthesized_type(value)
        if descriptor is not None:
            ctype = self.type_descriptor(descriptor)
        if ctype is not None:
            return tree.SizeOf(self.place(node), types.SIZE, ctype, None)
        operand = self.expression(value)
        return tree.SizeOf(self.place(node), types.SIZE, operand.type, operand)

    def _offsetof_expression(self, node: Node) -> Expression:
        descriptor = node.child_by_field_name("type")
        assert descriptor is not None
        member = text_of(node.child_by_field_name("member"))
        return tree.OffsetOf(self.place(node), types.SIZE, self.type_descriptor(descriptor), member)

    def _subscript_expression(self, node: Node) -> Expression:
        base = self.expression(node.child_by_field_name("argument"))
        index = self.expression(node.child_by_field_name("index"))
        if isinstance(types.decayed(index.type), Pointer):
            base, index = index, base  # C allows 2[array]
        ctype = types.decayed(base.type)
        if not isinstance(ctype, Pointer):
            raise Refusal(self.place(node), "only arrays and pointers have [elements]")
        return tree.Index(self.place(node), ctype.target, base, index)

    def _field_expression(self, node: Node) -> Expression:
        base = self.expression(node.child_by_field_name("argument"))
        name = text_of(node.child_by_field_name("field"))
        arrow = text_of(node.child_by_field_name("operator")) == "->"
        record = types.decayed(base.type)
        if isinstance(record, Pointer):
            record = record.target
        if not isinstance(record, Record):
            raise Refusal(self.place(node), f"`.{name}` of something that is no struct")
        members = record.members or {}
        for holder, inner in record.promoted.items():
            if name not in members and name in (inner.members or {}):
                base = tree.Member(self.place(node), inner, base, holder, arrow)
                members, arrow = inner.members or {}, False
        if name not in members:
            raise Refusal(self.place(node), f"`{record.keyword} {record.tag}` has no member {name}")
        return tree.Member(self.place(node), members[name], base, name, arrow)

    # ------------------------------------------------------------------------------- calls

    def _call_expression(self, node: Node) -> Expression:
        place = self.place(node)
        function = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        assert function is not None
        assert arguments is not None
        cast = self._parenthesized_type(function)
        if cast is not None:
            values = [self.expression(child) for child in named(arguments)]
            operand = values[0]
            for value in values[1:]:
                operand = tree.Comma(place, value.type, operand, value)
            return self.cast(place, cast, operand)
        name = text_of(function)
        if name == "va_arg" and self.scopes.find(name) is None:
            return self._va_arg(place, named(arguments))
        if name in ("setjmp", "sigsetjmp", "longjmp", "siglongjmp"):
            raise no_way_back(place, f"{name}()")
        values = [self.expression(child) for child in named(arguments)]
        called = self._called(function, name)
        ctype = types.decayed(called.type)
        result: CType = types.INT
        if isinstance(ctype, Pointer) and isinstance(ctype.target, Function):
            result = ctype.target.result
        if isinstance(called, tree.Name) and called.symbol.macro is not None:
            result = self._macro_type(called.symbol.macro, values)
        return tree.Call(place, result, called, values)

    def _called(self, function: Node, name: str) -> Expression:
        place = self.place(function)
        if function.type == "identifier" and self.scopes.find(name) is None:
            listed = name in library.WITH_LIST and not library.known(name)
            if listed or name in ("va_start", "va_end", "va_copy", "assert", *library.ON_STACK):
                found: CType = types.OPEN_FUNCTION
                if name in library.ON_STACK:
                    found = Function(types.VOID_POINTER, (types.SIZE,))
                symbol = Symbol(name, found, "library", place, python=name)
                return tree.Name(place, symbol.type, symbol)
            if not library.known(name):
                # Perhaps a function that is defined further down: C89 lets it be called.
                symbol = Symbol(name, types.OPEN_FUNCTION, "function", place)
                self.scopes.define(name, symbol, outermost=True)
                return tree.Name(place, symbol.type, symbol)
        return self.expression(function)

    def _va_arg(self, place: Place, arguments: list[Any]) -> Expression:
        source = self.expression(arguments[0])
        asked = self.expression(arguments[1])
        if not isinstance(asked, tree.SizeOf):  # see `old_style`
            raise Refusal(place, "va_arg needs a type")
        return tree.VaArg(place, asked.of, source)

    def _macro_type(self, macro: tree.MacroDefinition, arguments: list[Expression]) -> CType:
        """What the macro's body is worth for arguments of these types."""
        if macro.parameters is None:
            return macro.value.type
        before = [symbol.type for symbol in macro.parameters]
        self.scopes.enter()
        for symbol, argument in zip(macro.parameters, arguments, strict=False):
            symbol.type = types.decayed(argument.type)
            self.scopes.define(symbol.name, symbol)
        result = self.snippet(macro.text, macro.place).type
        self.scopes.leave()
        for symbol, ctype in zip(macro.parameters, before, strict=False):
            symbol.type = ctype
        return result

    # ------------------------------------------------------------------------ initialisers

    def initialiser(self, node: Node | None) -> Expression:
        if node is None or node.type != "initializer_list":
            return self.expression(node)
        items: list[tuple[str | int | None, Expression]] = []
        for child in named(node):
            if child.type != "initializer_pair":
                items.append((None, self.initialiser(child)))
                continue
            value = self.initialiser(child.child_by_field_name("value"))
            designators = [c for c in named(child) if c.type.endswith("designator")]
            if not designators and child.named_children[0].type == "field_identifier":
                items.append((text_of(child.named_children[0]), value))  # GNU's old `name: value`
                continue
            for designator in reversed(designators[1:]):
                value = tree.InitialiserList(
                    value.place, types.INT, [(self._designated(designator), value)]
                )
            items.append((self._designated(designators[0]), value))
        return tree.InitialiserList(self.place(node), types.INT, items)

    def _designated(self, node: Node) -> str | int:
        inner = named(node)[0]
        if node.type == "field_designator":
            return text_of(inner)
        value = constants.evaluate(self.expression(inner))
        if value is None:
            raise Refusal(self.place(node), "the index of an initialiser is a constant")
        return value


def text_of(node: Node | None) -> str:
    if node is None or node.text is None:
        return ""
    return node.text.decode()


def named(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type != "comment"]


def _written(target: Expression) -> None:
    if isinstance(target, tree.Name):
        target.symbol.written = True


def _is_zero(expression: Expression) -> bool:
    while isinstance(expression, tree.Cast):
        expression = expression.operand
    return isinstance(expression, tree.Number) and expression.value == 0


def binary_type(sign: str, left: Expression, right: Expression) -> CType:
    one, other = types.decayed(left.type), types.decayed(right.type)
    if sign in _COMPARISONS or sign in ("&&", "||"):
        return types.INT
    if isinstance(one, Pointer):
        return types.PTRDIFF if isinstance(other, Pointer) and sign == "-" else one
    if isinstance(other, Pointer):
        return other
    if sign in ("<<", ">>"):
        return types.promoted(one)
    return types.common(one, other)


def initialised_count(value: Expression) -> int | None:
    """How many elements ``T x[] = …`` has."""
    if isinstance(value, tree.String):
        return value.type.count if isinstance(value.type, Array) else None
    if not isinstance(value, tree.InitialiserList):
        return None
    if len(value.items) == 1 and isinstance(value.items[0][1], tree.String):
        return None
    at = count = 0
    for designator, _ in value.items:
        if isinstance(designator, int):
            at = designator
        at += 1
        count = max(count, at)
    return count
