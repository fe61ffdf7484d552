"""In which order a call's arguments are evaluated: gcc takes them from right to left.

That only matters where one argument changes what another one reads, or two of them do something.
"""

from __future__ import annotations

from typing import Any

from . import constants, tree, walk
from .tree import Expression, Symbol
from .types import Array, Function, Record

# Calls that change nothing and always give the same, for all that a program can see.
_PURE = """
    abs labs llabs atoi atol atoll atof strlen strnlen strcmp strncmp strcasecmp strncasecmp
    strchr strrchr strstr strspn strcspn strpbrk memcmp memchr toupper tolower isalnum isalpha
    iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit htons htonl ntohs
    ntohl inet_addr getpid getppid getuid getgid fileno feof ferror strerror gai_strerror FD_ISSET
    WIFEXITED WEXITSTATUS WIFSIGNALED WTERMSIG time difftime pthread_self sqrt cbrt exp exp2 log
    log2 log10 sin cos tan asin acos atan sinh cosh tanh fabs floor ceil round trunc rint pow fmod
    hypot atan2 fmax fmin lround isnan isinf isfinite getenv
"""
_PURE_CALLS = frozenset(_PURE.split())


def taken_out(call: tree.Call) -> list[int]:
    """The arguments that have to be evaluated before the call, if the order matters."""
    effects = [_Effects(argument) for argument in call.arguments]
    acting = [at for at, effect in enumerate(effects) if effect.any]
    if len(acting) < 2 and not (acting and _is_read(call, effects[acting[0]], acting[0])):
        return []
    changed = set().union(*(effect.changed for effect in effects))
    return [
        at
        for at, argument in enumerate(call.arguments)
        if effects[at].any or _has_its_turn(argument, changed)
    ]


def _has_its_turn(argument: Expression, changed: set[Symbol]) -> bool:
    """A plain local variable is read when the call is made; sums and memory, in their turn."""
    if isinstance(argument.type, (Array, Function)) or constants.evaluate(argument) is not None:
        return False
    if not isinstance(argument, tree.Name) and changed.intersection(walk.names(argument)):
        return True
    return any(_is_memory(node) for node in walk.nodes(argument))


def _is_memory(node: Any) -> bool:
    match node:
        case tree.Index() | tree.Member() | tree.Call():
            return True
        case tree.Unary(operator="*"):
            return True
        case tree.Name(symbol=symbol):
            return _is_variable(symbol) and (symbol.function is None or symbol.boxed)
    return False


def _is_variable(symbol: Symbol) -> bool:
    return symbol.kind in ("variable", "parameter") and not isinstance(symbol.type, (Array, Record))


def _is_read(call: tree.Call, effects: _Effects, at: int) -> bool:
    """Whether another argument reads what this one changes."""
    for other, argument in enumerate(call.arguments):
        if other == at:
            continue
        for node in walk.nodes(argument):
            if isinstance(node, tree.Name) and node.symbol in effects.changed:
                if not isinstance(node.symbol.type, Array) or argument is not node:
                    return True
            if effects.memory and isinstance(node, (tree.Index, tree.Member)):
                return True
    return False


class _Effects:
    """What evaluating an expression does: which variables it changes, and whether it acts."""

    def __init__(self, e: Any) -> None:
        self.any = False
        self.memory = False  # something is changed through a pointer
        self.changed: set[Symbol] = set()
        self._seen: set[Symbol] = set()
        self._look(e, None)

    def _look(self, e: Any, inside: tree.FunctionDefinition | None) -> None:
        for node in walk.nodes(e):
            match node:
                case tree.Assignment(target=target) | tree.Step(operand=target):
                    self._change(target, inside)
                case tree.VaArg():
                    self.any = True
                case tree.Call():
                    self._call(node)

    def _change(self, target: Expression, inside: tree.FunctionDefinition | None) -> None:
        root = walk.root(target)
        if inside is not None and root is not None and root.function is inside:
            if not root.static:
                return  # a local variable of a function that is called
        self.any = True
        if root is None:
            self.memory = True
        else:
            self.changed.add(root)

    def _call(self, call: tree.Call) -> None:
        symbol = call.function.symbol if isinstance(call.function, tree.Name) else None
        if symbol is not None and symbol.kind == "macro":
            return
        if symbol is not None and symbol.definition is not None:
            if symbol not in self._seen:
                self._seen.add(symbol)
                self._look(symbol.definition.body, symbol.definition)
            if self.memory:
                self._change_addressed(call)
            return
        if symbol is not None and symbol.name in _PURE_CALLS:
            return
        self.any = True
        self._change_addressed(call)

    def _change_addressed(self, call: tree.Call) -> None:
        """What a call gets the address of, it may change."""
        for argument in call.arguments:
            if isinstance(argument, tree.Unary) and argument.operator == "&":
                root = walk.root(argument.operand)
                if root is not None:
                    self.changed.add(root)
