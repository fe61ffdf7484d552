"""What C leaves undefined in a program, as far as it can be seen without running it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import constants, tree, walk
from .lint_formats import check_format
from .lint_processes import called, check_processes
from .notes import Notes
from .sources import Place
from .tree import Expression, FunctionDefinition, Program, Symbol
from .types import Array, Int, Pointer

# Where a call that fills a buffer has the buffer, and the most it writes there.
_FILLS = {"read": (1, 2), "recv": (1, 2), "recvfrom": (1, 2)}
_MUST_BE_CHECKED = {"socket", "bind", "listen", "accept", "connect", "pipe", "fork", "sigaction"}
# What returns a failure that a variable keeps, and the value that tells of it.
_TESTED = {"socket": "-1", "accept": "-1", "open": "-1", "malloc": "NULL", "calloc": "NULL"}
_TESTED |= {"realloc": "NULL", "fopen": "NULL", "fdopen": "NULL", "gethostbyname": "NULL"}
# Where a call that writes a given number of bytes has its buffer and that number.
_BOUNDED = {"read": (1, 2), "recv": (1, 2), "recvfrom": (1, 2), "fgets": (0, 1), "strncpy": (0, 2)}
_BOUNDED |= {"memset": (0, 2), "memcpy": (0, 2), "memmove": (0, 2), "snprintf": (0, 1)}
_MEASURED = {"memset", "read", "recv", "recvfrom", "strncpy", "snprintf", "fgets", "bzero"}
# What leaves a NUL at the end of what it writes.
_TEXTS = {"fgets", "gets", "strcpy", "strcat", "strncat", "sprintf", "snprintf", "vsnprintf"}
_TEXTS |= {"scanf", "fscanf", "sscanf", "inet_ntop", "gethostname", "getcwd", "strftime"}
_PRINTS = {"printf", "puts", "fputs", "strlen", "strcmp"}


def lint(program: Program, notes: Notes) -> None:
    """Note every mistake that the program shows."""
    for item in program.items:
        if isinstance(item, FunctionDefinition):
            _Function(item, notes).look()
    check_processes(program, notes)


def warn_of_gets(place: Place, notes: Notes) -> None:
    notes.warn(
        place,
        "gets() knows no limit and overruns any buffer: use fgets()",
        "gets()에는 길이 제한이 없어 버퍼를 넘칠 수 있음: fgets()를 쓸 것",
    )


class _Function:
    """The mistakes of one function."""

    def __init__(self, function: FunctionDefinition, notes: Notes) -> None:
        self._notes = notes
        self._body = function.body
        self._nodes = list(walk.nodes(function.body))
        self._calls = [(name, node) for node in self._nodes for name in _called(node)]

    def look(self) -> None:
        for node in self._nodes:
            if isinstance(node, tree.Assignment):
                self._end_of_text(node)
                self._byte_order(node)
            elif isinstance(node, tree.ExpressionStatement):
                self._ignored(node)
            elif isinstance(node, (tree.While, tree.For)):
                self._end_of_file(node)
                self._shared_counter(node)
            self._untested(node)
        for name, call in self._calls:
            self._call(name, call)
            check_format(name, call, self._notes)

    # ---------------------------------------------------------------------------- buffers

    def _filled(self) -> Iterator[tuple[Symbol | None, Symbol, int | None, tree.Call]]:
        """What each reading call is assigned to, its buffer, and the most that it writes."""
        for name, call in self._calls:
            if name not in _FILLS or len(call.arguments) < 3:
                continue
            at, size = _FILLS[name]
            buffer = walk.root(_plain(call.arguments[at]))
            if buffer is None or not isinstance(buffer.type, Array):
                continue
            yield self._result(call), buffer, constants.evaluate(call.arguments[size]), call

    def _result(self, call: tree.Call) -> Symbol | None:
        for node in self._nodes:
            if isinstance(node, tree.Assignment) and node.value is call:
                return walk.root(node.target)
            if isinstance(node, tree.Declaration):
                for symbol, value in node.variables:
                    if value is call:
                        return symbol
        return None

    def _end_of_text(self, node: tree.Assignment) -> None:
        """``buf[len] = 0`` behind a read that may fill the buffer, or fail."""
        target = node.target
        if not isinstance(target, tree.Index) or constants.evaluate(node.value) != 0:
            return
        buffer, length = walk.root(target.base), walk.root(target.index)
        if not isinstance(target.index, tree.Name):
            return
        reads = [read for read in self._filled() if read[0] is length and read[1] is buffer]
        above = [
            read
            for read in reads
            if (read[3].place.line, read[3].place.column) < (node.place.line, node.place.column)
        ]
        if length is None or buffer is None:
            return
        for _, _, most, _ in above[-1:] or reads:
            size = buffer.type.count if isinstance(buffer.type, Array) else None
            if most is not None and size is not None and most >= size:
                self._notes.warn(
                    node.place,
                    f"when the read fills all {size} bytes, `{buffer.name}[{length.name}]` lies"
                    " one past the end: read one byte less",
                    f"{size}바이트가 가득 차면 `{buffer.name}[{length.name}]`은 배열 끝을 넘음:"
                    " 한 바이트 적게 읽을 것",
                )
            if not self._compared(length):
                self._notes.warn(
                    node.place,
                    f"when the read fails, `{length.name}` is -1 and `{buffer.name}[-1]` is"
                    " written: check it first",
                    f"읽기에 실패하면 `{length.name}`이(가) -1이라 `{buffer.name}[-1]`에 씀:"
                    " 먼저 검사할 것",
                )

    def _compared(self, symbol: Symbol) -> bool:
        for node in self._nodes:
            if isinstance(node, tree.Binary) and node.operator in (
                "==",
                "!=",
                "<",
                "<=",
                ">",
                ">=",
            ):
                if symbol in (walk.root(_value_of(node.left)), walk.root(_value_of(node.right))):
                    return True
        return False

    def _unterminated(self, name: str, call: tree.Call) -> None:
        """Text that came from a read and has no NUL of the program's own."""
        for argument in call.arguments:
            buffer = walk.root(_plain(argument))
            if buffer is None or not isinstance(buffer.type, Array):
                continue
            if any(filled is buffer for _, filled, _, _ in self._filled()):
                if not self._cleared(buffer) and self._last_is_read(buffer, call):
                    self._notes.warn(
                        call.place,
                        f"nothing puts a NUL behind what was read into `{buffer.name}`: {name}()"
                        " goes on until it finds one",
                        f"`{buffer.name}`에 읽은 내용 뒤에 NUL을 넣지 않음: {name}()은(는) NUL을"
                        " 만날 때까지 계속 읽음",
                    )

    def _last_is_read(self, buffer: Symbol, call: tree.Call) -> bool:
        """Whether a read is what filled a buffer last above a call; in a loop, perhaps below it."""
        reads = [read for _, filled, _, read in self._filled() if filled is buffer]
        texts = [node for node in self._nodes if self._puts_nul(node, buffer)]
        events = sorted(
            (node.place.line, node.place.column, kind)
            for kind, nodes in enumerate((reads, texts))
            for node in nodes
        )
        above = [kind for *at, kind in events if at < [call.place.line, call.place.column]]
        return above[-1] == 0 if above else not texts

    def _puts_nul(self, node: Any, buffer: Symbol) -> bool:
        """Whether it ends the text in a buffer; the program's own functions are taken to."""
        if isinstance(node, tree.Assignment) and isinstance(node.target, tree.Index):
            return walk.root(node.target) is buffer and constants.evaluate(node.value) == 0
        if isinstance(node, tree.Call):
            if called(node) in _TEXTS or not called(node):
                return any(walk.root(_plain(e)) is buffer for e in node.arguments)
        return False

    def _ended(self, buffer: Symbol) -> bool:
        """Whether anything puts a NUL into a buffer."""
        return self._cleared(buffer) or any(self._puts_nul(node, buffer) for node in self._nodes)

    def _cleared(self, buffer: Symbol) -> bool:
        for node in self._nodes:
            if isinstance(node, tree.Declaration):
                if any(s is buffer and value is not None for s, value in node.variables):
                    return True
        cleared = ("memset", "bzero")
        return any(
            name in cleared and walk.root(_plain(call.arguments[0])) is buffer
            for name, call in self._calls
            if call.arguments
        )

    # ------------------------------------------------------------------------------ calls

    def _call(self, name: str, call: tree.Call) -> None:
        if name in _PRINTS:
            self._unterminated(name, call)
        if name in _MEASURED:
            self._measured(name, call)
        if name == "open" and len(call.arguments) == 2 and _names(call.arguments[1], "O_CREAT"):
            self._notes.warn(
                call.place,
                "open() with O_CREAT takes the file's mode as a third argument",
                "O_CREAT을 쓰는 open()에는 세 번째 인수로 파일 권한이 필요함",
            )
        if name in ("accept", "getsockname", "getpeername", "recvfrom", "getsockopt"):
            self._length(name, call)
        if name in ("scanf", "fscanf", "sscanf"):
            self._unbounded(name, call)
        if name in ("strcpy", "strcat") and len(call.arguments) == 2:
            self._overflows(name, call)
        if name in _BOUNDED:
            self._beyond(name, call)
        if name == "strncpy":
            self._cut_off(call)

    def _overflows(self, name: str, call: tree.Call) -> None:
        """Text that does not fit the array it is copied to."""
        room, size = _array_size(call.arguments[0]), _text_size(call.arguments[1])
        if room is not None and size is not None and size > room:
            self._notes.warn(
                call.place,
                f"{name}() may write {size} bytes into an array of {room}",
                f"{name}()가 {room}바이트 배열에 {size}바이트를 쓸 수 있음",
            )

    def _beyond(self, name: str, call: tree.Call) -> None:
        at, count = _BOUNDED[name]
        if len(call.arguments) <= count:
            return
        room, size = _array_size(call.arguments[at]), constants.evaluate(call.arguments[count])
        if room is not None and size is not None and size > room:
            self._notes.warn(
                call.place,
                f"{name}() may write {size} bytes into an array of {room}",
                f"{name}()가 {room}바이트 배열에 {size}바이트를 쓸 수 있음",
            )

    def _cut_off(self, call: tree.Call) -> None:
        """strncpy() with all of the array's size: a text that fills it gets no NUL."""
        target, text, count = call.arguments
        room = _array_size(target)
        buffer = walk.root(_plain(target))
        size = _text_size(text) if isinstance(text, tree.String) else None
        if room is None or buffer is None or constants.evaluate(count) != room:
            return
        if (size is None or size > room) and not self._ended(buffer):
            self._notes.warn(
                call.place,
                f"strncpy() puts no NUL behind a text that fills `{buffer.name}`",
                f"`{buffer.name}`을(를) 가득 채우는 문자열에는 strncpy()가 NUL을 붙이지 않음",
            )

    def _untested(self, node: Any) -> None:
        """A result that may be a failure, and that nobody compares with it."""
        given: list[tuple[Symbol | None, Any]] = []
        if isinstance(node, tree.Assignment):
            given = [(walk.root(node.target), node.value)]
        elif isinstance(node, tree.Declaration):
            given = [(symbol, value) for symbol, value in node.variables if value is not None]
        for symbol, value in given:
            name = called(_uncast(value))
            if name in _TESTED and symbol is not None and not self._tested(symbol):
                self._notes.doubt(
                    value.place,
                    f"{name}() may fail, and nobody compares `{symbol.name}` with {_TESTED[name]}",
                    f"{name}()은(는) 실패할 수 있는데 `{symbol.name}`을(를) {_TESTED[name]}와(과)"
                    " 비교하지 않음",
                )

    def _tested(self, symbol: Symbol) -> bool:
        """Whether a condition asks for the variable, or a function of the program gets it."""
        for node in self._nodes:
            asked: list[Any] = []
            match node:
                case tree.Binary(operator="==" | "!=" | "<" | ">" | "<=" | ">=" | "&&" | "||"):
                    asked = [node.left, node.right]
                case tree.Unary(operator="!", operand=operand):
                    asked = [operand]
                case (
                    tree.If(condition=test)
                    | tree.While(condition=test)
                    | tree.For(condition=test)
                    | tree.DoWhile(condition=test)
                    | tree.Conditional(condition=test)
                ):
                    asked = [test]
                case tree.Return(value=value):
                    asked = [value]
                case tree.Call(arguments=arguments) if not called(node) or called(node) == "assert":
                    asked = arguments
            for e in asked:
                if e is not None and walk.root(_value_of(_uncast(e))) is symbol:
                    return True
        return False

    def _measured(self, name: str, call: tree.Call) -> None:
        for argument in call.arguments:
            operand = argument.operand if isinstance(argument, tree.SizeOf) else None
            root = walk.root(_plain(operand)) if operand is not None else None
            if operand is None or root is None or not isinstance(operand.type, Pointer):
                continue
            pointer = f"{'&' if isinstance(operand, tree.Unary) else ''}{root.name}"
            if isinstance(operand, tree.Name) or pointer[0] == "&":
                self._notes.doubt(
                    argument.place,
                    f"sizeof({pointer}) is the size of a pointer, not of what it points to",
                    f"sizeof({pointer})은(는) 가리키는 대상이 아니라 포인터의 크기임",
                )

    def _length(self, name: str, call: tree.Call) -> None:
        last = _uncast(call.arguments[-1]) if call.arguments else None
        pointed = last.operand if isinstance(last, tree.Unary) and last.operator == "&" else None
        if isinstance(last, (tree.Name, tree.SizeOf)) and isinstance(last.type, Int):
            self._notes.warn(
                call.place,
                f"{name}() takes the address of a socklen_t as its last argument",
                f"{name}()의 마지막 인수는 socklen_t 변수의 주소여야 함",
            )
        elif (
            pointed is not None
            and isinstance(pointed.type, Int)
            and pointed.type.signed
            and pointed.type.name != "socklen_t"  # which Windows makes of an int
        ):
            self._notes.warn(
                call.place,
                f"{name}() takes a socklen_t *, not an int *",
                f"{name}()에는 int *가 아니라 socklen_t *를 넘겨야 함",
            )

    def _unbounded(self, name: str, call: tree.Call) -> None:
        at = 0 if name == "scanf" else 1
        if len(call.arguments) > at and isinstance(call.arguments[at], tree.String):
            parts = call.arguments[at].parts  # type: ignore[attr-defined]
            if any(isinstance(part, bytes) and b"%s" in part for part in parts):
                self._notes.warn(
                    call.place,
                    f'{name}("%s") knows no limit: give the width, "%19s"',
                    f'{name}("%s")에는 길이 제한이 없음: "%19s"처럼 폭을 적을 것',
                )

    def _ignored(self, node: tree.ExpressionStatement) -> None:
        for name in _called(node.expression):
            if name in _MUST_BE_CHECKED:
                self._notes.doubt(
                    node.place,
                    f"{name}() may fail, and nobody looks at what it returns",
                    f"{name}()은(는) 실패할 수 있는데 반환값을 검사하지 않음",
                )

    def _byte_order(self, node: tree.Assignment) -> None:
        target = node.target
        if not isinstance(target, tree.Member):
            return
        if target.name == "s_addr":
            self._address_order(node)
        if target.name not in ("sin_port", "sin6_port"):
            return
        calls = {name for inner in walk.nodes(node.value) for name in _called(inner)}
        constant = not calls and not isinstance(_plain(node.value), tree.Member)
        if constant and constants.evaluate(node.value) == 0:
            return
        if not constant and ("atoi" not in calls or calls & {"htons", "ntohs"}):
            return
        self._notes.doubt(
            node.place,
            "a port travels in network byte order: htons() is missing",
            "포트 번호는 네트워크 바이트 순서여야 함: htons()가 빠짐",
        )

    def _address_order(self, node: tree.Assignment) -> None:
        value = _plain(node.value)
        if isinstance(value, tree.Name) and value.symbol.name == "INADDR_LOOPBACK":
            self._notes.doubt(
                node.place,
                "an address travels in network byte order: htonl() is missing",
                "주소는 네트워크 바이트 순서여야 함: htonl()이 빠짐",
            )

    # ------------------------------------------------------------------------------ loops

    def _end_of_file(self, node: tree.While | tree.For) -> None:
        condition = node.condition
        if isinstance(condition, tree.Unary) and condition.operator == "!":
            if "feof" in _called(condition.operand):
                self._notes.doubt(
                    node.place,
                    "feof() tells of the end only after a read failed: the last one counts twice",
                    "feof()는 읽기에 실패한 뒤에야 참이 됨: 마지막 내용이 두 번 처리됨",
                )

    def _shared_counter(self, node: tree.While | tree.For) -> None:
        changed = set(walk.assigned(node))
        for name, call in ((n, inner) for inner in walk.nodes(node.body) for n in _called(inner)):
            if name != "pthread_create" or not isinstance(call, tree.Call):
                continue
            last = _plain(call.arguments[-1]) if call.arguments else None
            if isinstance(last, tree.Name) and last.symbol in changed and last.symbol.boxed:
                self._notes.warn(
                    call.place,
                    f"all threads get the address of the one `{last.symbol.name}`, which changes"
                    " meanwhile",
                    f"모든 스레드가 계속 바뀌는 변수 `{last.symbol.name}` 하나의 주소를 받음",
                )


def _array_size(e: Expression) -> int | None:
    """How many bytes an array has."""
    e = _plain(e)
    if isinstance(e, (tree.Name, tree.Member)) and isinstance(e.type, Array):
        element = e.type.element
        if isinstance(element, Int) and element.bits == 8:
            return e.type.count
    return None


def _text_size(e: Expression) -> int | None:
    """How many bytes a text takes at most, with its NUL."""
    if isinstance(e, tree.String) and all(isinstance(part, bytes) for part in e.parts):
        return sum(len(part) for part in e.parts if isinstance(part, bytes)) + 1
    return _array_size(e)


def _called(node: Any) -> list[str]:
    """The name of the C call that a node is."""
    if isinstance(node, tree.Call) and isinstance(node.function, tree.Name):
        if node.function.symbol.kind == "library":
            return [node.function.symbol.name]
    return []


def _plain(e: Expression) -> Expression:
    """Without casts and `&`: the object that is passed."""
    while True:
        if isinstance(e, tree.Cast) or (isinstance(e, tree.Unary) and e.operator == "&"):
            e = e.operand
        else:
            return e


def _uncast(e: Expression) -> Expression:
    while isinstance(e, tree.Cast):
        e = e.operand
    return e


def _value_of(e: Expression) -> Expression:
    return e.target if isinstance(e, tree.Assignment) else e


def _names(e: Expression, name: str) -> bool:
    return any(symbol.name == name for symbol in walk.names(e))
