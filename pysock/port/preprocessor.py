"""The preprocessor: directives decided, local headers put in, and as few macros expanded as can be.

A macro whose body is an expression stays a name, for the port to be as readable as the source.
Types, statements and whatever else cannot be a Python expression are expanded where they stand.
"""

from __future__ import annotations

import itertools
import platform
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from . import sources
from .sources import Place, Refusal, Source

_TOKEN = re.compile(
    r"""
    //(?:\\\n|[^\n])* | /\*.*?(?:\*/|\Z)
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'
    | [^\W\d]\w* | \.?\d(?:[eEpP][+-]|[\w.])*
    | \\\n | [ \t\f\v]+ | \n
    | <<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\#\# | .
    """,
    re.DOTALL | re.VERBOSE,
)
_DIRECTIVE = re.compile(r"[ \t]*\#[ \t]*(\w*)")
_IDENTIFIER = re.compile(r"[^\W\d]\w*\Z")
KEYWORDS = {
    "auto",
    "break",
    "case",
    "char",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extern",
    "float",
    "for",
    "goto",
    "if",
    "inline",
    "int",
    "long",
    "register",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "struct",
    "switch",
    "typedef",
    "union",
    "unsigned",
    "void",
    "volatile",
    "while",
    "_Bool",
}
_EXPRESSION = {
    "+",
    "-",
    "*",
    "/",
    "%",
    "&",
    "|",
    "^",
    "~",
    "!",
    "<",
    ">",
    "<<",
    ">>",
    "==",
    "!=",
    "<=",
    ">=",
    "&&",
    "||",
    "?",
    ":",
    "(",
    ")",
    "sizeof",
}
# In a function-like macro these depend on the arguments' types, or change them.
_TYPED = {"/", "%", ">>", "sizeof", "&", "~"}


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def is_identifier(token: str) -> bool:
    return _IDENTIFIER.match(token) is not None


def is_comment(token: str) -> bool:
    return token.startswith(("//", "/*"))


def is_blank(token: str) -> bool:
    return token.isspace() or token == "\\\n" or is_comment(token)


@dataclass
class Macro:
    """A ``#define``: `symbolic` ones stay names in the port."""

    name: str
    parameters: list[str] | None
    body: str
    place: Place
    row: int = 0  # of the text that is parsed
    comments: list[str] = field(default_factory=list)
    variadic: bool = False
    symbolic: bool = False


@dataclass
class Unit:
    """A translation unit without directives, and where each of its rows came from."""

    text: str
    rows: list[tuple[Source, int]]
    macros: list[Macro]
    headers: list[str]
    packs: list[tuple[int, int]]  # from which row on `#pragma pack` says what

    def pack(self, row: int) -> int:
        """How far members are aligned at most, or 0."""
        return next((size for start, size in reversed(self.packs) if start <= row), 0)

    def place(self, row: int, column: int = 0) -> Place:
        source, line = self.rows[min(row, len(self.rows) - 1)]
        return Place(str(source.path), line + 1, column + 1)

    def line(self, place: Place) -> str:
        for source, _ in self.rows:
            if str(source.path) == place.file and place.line <= len(source.lines):
                return source.lines[place.line - 1]
        return ""


# Macros of C's headers that a program may use and pysock need not have.
_HEADERS = {
    name: f"(((m) & S_IFMT) == {kind})"
    for name, kind in (
        ("S_ISREG", "S_IFREG"),
        ("S_ISDIR", "S_IFDIR"),
        ("S_ISCHR", "S_IFCHR"),
        ("S_ISBLK", "S_IFBLK"),
        ("S_ISFIFO", "S_IFIFO"),
        ("S_ISLNK", "S_IFLNK"),
        ("S_ISSOCK", "S_IFSOCK"),
    )
}

# Calls that C's own headers have or had, in the words of others; gets() of an array, that is.
_CALLS = {
    "gets": ("m", '(fgets(m, sizeof(m), stdin) ? ((m)[strcspn(m, "\\n")] = 0, (m)) : NULL)'),
    "INT32_C": ("m", "m"),
    "INT64_C": ("m", "m##L"),
    "UINT32_C": ("m", "m##U"),
    "UINT64_C": ("m", "m##UL"),
}


_PLACES = {"__LINE__", "__FILE__"}
# How Windows' headers write conventions of calling, which a port has no use for.
_CONVENTIONS = dict.fromkeys(("APIENTRY", "CALLBACK", "WINAPI", "__cdecl", "__stdcall"), "")


def predefined() -> dict[str, str]:
    """The macros that say for which platform a program is compiled."""
    names = {"__STDC__": "1", "__STDC_VERSION__": "201112L", "__x86_64__": "1", **_CONVENTIONS}
    system = platform.system()
    if system == "Windows":
        return {**names, "_WIN32": "1", "_WIN64": "1", "WIN32": "1"}
    names |= {"__unix__": "1", "__unix": "1", "unix": "1", "__GNUC__": "12"}
    if system == "Darwin":
        return {**names, "__APPLE__": "1", "__MACH__": "1"}
    return {**names, "__linux__": "1", "__linux": "1", "linux": "1"}


class Preprocessor:
    """Turns one source, with the local headers it includes, into a `Unit`."""

    def __init__(
        self,
        known: Callable[[str], bool],
        constant: Callable[[str], int | None],
        defines: Iterable[tuple[str, str]] = (),
        include: Iterable[Path] = (),
    ) -> None:
        self._known = known  # what the platform offers under a name
        self._constant = constant
        self._defines = list(defines)
        self._include = list(include)
        self._inline: set[str] = set()
        self.unlimited: list[Place] = []  # where gets() is called
        self._start()

    def _start(self) -> None:
        self.unlimited.clear()
        self._macros: dict[str, Macro] = {}
        nowhere = Place("<command line>", 1, 1)
        for name, body in [*predefined().items(), *self._defines]:
            self._macros[name] = Macro(name, None, body, nowhere)
        for name, body in _HEADERS.items():
            if not self._known(name):
                self._macros[name] = Macro(name, ["m"], body, nowhere)
        self._out: list[str] = []
        self._rows: list[tuple[Source, int]] = []
        self._listed: list[Macro] = []
        self._headers: list[str] = []
        self._packs: list[tuple[int, int]] = []
        self._pushed: list[int] = []
        self._once: set[Path] = set()
        self._again = False

    def run(self, source: Source) -> Unit:
        while True:
            self._start()
            self._stand_in(source)
            self._file(source, 0)
            if not self._again:
                break
        self._rows.append((source, len(source.lines) - 1))
        text = with_result_types("".join(self._out))
        return Unit(text, self._rows, self._listed, self._headers, self._packs)

    def _stand_in(self, source: Source) -> None:
        """Say in other words what pysock lacks, unless the program has its own."""
        nowhere = Place("<headers>", 1, 1)
        for name, (parameter, body) in _CALLS.items():
            if not self._known(name) and not re.search(
                rf"(?:char|int|long|void)\b[ *]*\b{name}\s*\(", source.text
            ):
                self._macros[name] = Macro(name, [parameter] if parameter else [], body, nowhere)

    # ------------------------------------------------------------------------------ lines

    def _file(self, source: Source, depth: int) -> None:
        if depth > 50:
            raise Refusal(Place(str(source.path), 1, 1), "headers include one another endlessly")
        conditions: list[tuple[bool, bool]] = []  # is this part read? was one of the parts?
        lines = list(_logical_lines(source.text))
        at = 0
        while at < len(lines):
            row, line = lines[at]
            at += 1
            while at < len(lines) and self._call_goes_on(line):
                line = [*line, *lines[at][1]]
                at += 1
            text = "".join(line)
            directive = _DIRECTIVE.match(text)
            if directive:
                place = Place(str(source.path), row + 1, text.index("#") + 1)
                active = all(on for on, _ in conditions)
                self._newlines(source, row, text)
                rest = text[directive.end() :]
                if self._conditional(directive[1], rest, conditions, active, place):
                    continue
                if active:
                    self._directive(directive[1], rest, source, place, depth)
            elif all(on for on, _ in conditions):
                self._emit(
                    source, row, self._expand(line, place=Place(str(source.path), row + 1, 1))
                )
            else:
                self._newlines(source, row, text)
        if conditions:
            raise Refusal(Place(str(source.path), len(source.lines), 1), "#if without #endif")

    def _call_goes_on(self, line: list[str]) -> bool:
        """Whether the arguments of a macro that is to be expanded end on a later line."""
        for at, word in enumerate(line):
            macro = self._macros.get(word)
            if macro is not None and macro.parameters is not None and not macro.symbolic:
                if "(" in line[at:] and _arguments(line, at + 1)[1] is None:
                    return _opened(line, at + 1)
        return False

    def _emit(self, source: Source, row: int, text: str) -> None:
        self._out.append(text)
        self._rows += [(source, row + n) for n in range(text.count("\n"))]

    def _newlines(self, source: Source, row: int, text: str) -> None:
        self._emit(source, row, "\n" * text.count("\n"))

    # ------------------------------------------------------------------------- directives

    def _conditional(
        self,
        word: str,
        rest: str,
        conditions: list[tuple[bool, bool]],
        active: bool,
        place: Place,
    ) -> bool:
        if word in ("if", "ifdef", "ifndef"):
            on = active and self._decide(word, rest, place)
            conditions.append((on, on or not active))
        elif word in ("elif", "else", "endif"):
            if not conditions:
                raise Refusal(place, f"#{word} without #if")
            _, taken = conditions.pop()
            if word != "endif":
                on = not taken and (word == "else" or self._decide("if", rest, place))
                conditions.append((on, taken or on))
        else:
            return False
        return True

    def _decide(self, word: str, rest: str, place: Place) -> bool:
        if word == "if":
            return bool(self._condition(rest, place))
        name = next((t for t in tokens(rest) if is_identifier(t)), "")
        return self._defined(name) == (word == "ifdef")

    def _defined(self, name: str) -> bool:
        return name in self._macros or (self._known(name) and name.isupper())

    def _condition(self, text: str, place: Place) -> int:
        text = re.sub(
            r"defined\s*(?:\(\s*(\w+)\s*\)|(\w+))",
            lambda match: str(int(self._defined(match[1] or match[2]))),
            text,
        )
        words = [" " if is_comment(t) else t for t in tokens(self._expand(tokens(text), all_=True))]
        python = {"&&": " and ", "||": " or ", "!": " not ", "/": "//", "\n": " "}
        parts = []
        for word in words:
            if is_identifier(word):
                word = str(self._constant(word) or 0)
            elif word[0].isdigit():
                word = str(number(word))
            parts.append(python.get(word, word))
        try:
            return int(eval("".join(parts).strip(), {"__builtins__": {}}))
        except Exception:
            raise Refusal(
                place, f"the condition of #if cannot be decided: {text.strip()}"
            ) from None

    def _directive(self, word: str, rest: str, source: Source, place: Place, depth: int) -> None:
        if word == "include":
            self._include_file(rest, source, place, depth)
        elif word == "define":
            self._define(rest, place)
        elif word == "undef":
            name = rest.split()[0] if rest.split() else ""
            gone = self._macros.pop(name, None)
            if gone is not None and gone.symbolic:
                self._inline.add(name)
                self._again = True
        elif word == "error":
            raise Refusal(place, f"#error{rest.rstrip()}", "define what it asks for with -D")
        elif word not in ("pragma", "line", "warning", "ident", ""):
            raise Refusal(place, f"the directive #{word} is not known")
        elif word == "pragma" and "once" in rest:
            self._once.add(source.path.resolve())
        elif word == "pragma" and "pack" in rest:
            self._pack(re.findall(r"push|pop|\d+", rest))

    def _pack(self, words: list[str]) -> None:
        size = self._packs[-1][1] if self._packs else 0
        if "push" in words:
            self._pushed.append(size)
        elif "pop" in words:
            size = self._pushed.pop() if self._pushed else 0
        elif not words:
            size = 0
        for word in words:
            size = int(word) if word.isdigit() else size
        self._packs.append((len(self._rows), size))

    def _include_file(self, rest: str, source: Source, place: Place, depth: int) -> None:
        match = re.match(r'\s*(?:"([^"]+)"|<([^>]+)>)', rest)
        if not match:
            match = re.match(r'\s*(?:"([^"]+)"|<([^>]+)>)', self._expand(tokens(rest), all_=True))
        if not match:
            raise Refusal(place, "#include needs a header's name")
        name = match[1] or match[2]
        for directory in [source.path.parent, *self._include]:
            path = directory / name
            if path.is_file() and (match[1] or directory in self._include):
                if path.resolve() not in self._once:
                    self._file(sources.read(path), depth + 1)
                    if self._out and not self._out[-1].endswith("\n"):
                        self._emit(source, place.line - 1, "\n")
                return
        self._headers.append(name)

    def _define(self, rest: str, place: Place) -> None:
        match = re.match(r"\s*([^\W\d]\w*)(?:\(([^)]*)\))?", rest)
        if not match:
            raise Refusal(place, "#define without a name")
        parameters = None
        if match[2] is not None:
            parameters = [word.strip() for word in match[2].split(",") if word.strip()]
        words = tokens(rest[match.end() :])
        comments = [word for word in words if is_comment(word)]
        body = "".join(" " if is_blank(word) else word for word in words).strip()
        macro = Macro(match[1], parameters, body, place, len(self._rows) - 1, comments)
        if parameters and parameters[-1].endswith("..."):
            parameters[-1] = parameters[-1][:-3].strip() or "__VA_ARGS__"
            macro.variadic = True
        before = self._macros.get(macro.name)
        if before is not None and before.body == body and before.parameters == parameters:
            return
        if before is not None and before.symbolic:
            self._inline.add(macro.name)
            self._again = True
        macro.symbolic = macro.name not in self._inline and self._stays(macro)
        self._macros[macro.name] = macro
        if macro.symbolic:
            self._listed.append(macro)

    def _stays(self, macro: Macro) -> bool:
        """Whether the port can keep the name: the body is an expression that needs no context."""
        words = [word for word in tokens(macro.body) if not is_blank(word)]
        if not words or macro.variadic or not _balanced(words):
            return False
        if len(words) == 1 and is_identifier(words[0]) and words[0] not in self._macros:
            return self._constant(words[0]) is not None
        if any(_adjacent(a, b) for a, b in itertools.pairwise(words)):
            return False
        own = macro.parameters or []
        if not _is_closed(words, own):
            return False
        return all(self._fits(word, own, macro.parameters is not None) for word in words)

    def _fits(self, word: str, parameters: list[str], function: bool) -> bool:
        if is_identifier(word):
            if word in parameters:
                return True
            if word in self._macros:
                return self._macros[word].symbolic
            if word in KEYWORDS:
                return False
            return self._known(word)
        if word in _EXPRESSION:
            return not (function and word in _TYPED)
        return word[0].isdigit() or word[0] in "\"'." or (function and word == ",")

    # -------------------------------------------------------------------------- expansion

    def _expand(
        self,
        words: list[str],
        hidden: frozenset[str] = frozenset(),
        all_: bool = False,
        place: Place | None = None,
    ) -> str:
        if not any(word in self._macros for word in words) and not _PLACES.intersection(words):
            return "".join(words)
        out = []
        at = 0
        while at < len(words):
            word = words[at]
            at += 1
            macro = self._macros.get(word)
            if word == "__LINE__" and place:
                out.append(str(place.line))
            elif word == "__FILE__" and place:
                out.append(f'"{Path(place.file).name}"')
            elif macro is None or word in hidden or (macro.symbolic and not all_):
                out.append(word)
            elif macro.parameters is None:
                out.append(self._expand(tokens(macro.body), hidden | {word}, all_, place))
            else:
                end, arguments = _arguments(words, at)
                if arguments is None:
                    out.append(word)
                    continue
                if word == "gets" and place is not None and macro.place.file == "<headers>":
                    self.unlimited.append(place)
                expanded = self._substitute(macro, arguments, hidden, all_)
                dropped = "".join(words[at:end]).count("\n")
                out.append(self._expand(tokens(expanded), hidden | {word}, all_, place))
                out.append("\n" * dropped)
                at = end
        return "".join(out)

    def _substitute(
        self, macro: Macro, arguments: list[str], hidden: frozenset[str], all_: bool
    ) -> str:
        parameters = macro.parameters or []
        if macro.variadic:
            fixed = len(parameters) - 1
            arguments = [*arguments[:fixed], ",".join(arguments[fixed:])]
        given = dict(zip(parameters, arguments, strict=False))
        words = [word for word in tokens(macro.body) if not is_comment(word)]
        out: list[str] = []
        at = 0
        while at < len(words):
            word = words[at]
            following = next((w for w in words[at + 1 :] if not w.isspace()), "")
            if word == "#" and following in given:
                text = given[following].strip().replace("\\", "\\\\").replace('"', '\\"')
                out.append(f'"{text}"')
                at = words.index(following, at) + 1
                continue
            if word == "##":
                while out and out[-1].isspace():
                    out.pop()
                while at + 1 < len(words) and words[at + 1].isspace():
                    at += 1
                if macro.variadic and following == parameters[-1] and not given[following].strip():
                    if out and out[-1] == ",":
                        out.pop()
            elif word in given:
                raw = given[word].strip()
                whole = all_ or self._is_spelled_out(words)
                out.append(raw if following == "##" else self._expand(tokens(raw), hidden, whole))
            else:
                out.append(word)
            at += 1
        return "".join(out)

    def _is_spelled_out(self, words: list[str]) -> bool:
        """Whether a macro's body gives its arguments to one that writes them down with `#`."""
        inner = [self._macros[word] for word in words if word in self._macros]
        return any("#" in tokens(macro.body) for macro in inner if macro.parameters)


def _logical_lines(text: str) -> Iterable[tuple[int, list[str]]]:
    """Lines of tokens: a directive with its continuations, or one that a comment makes longer."""
    row = start = 0
    line: list[str] = []
    for token in tokens(text):
        line.append(token)
        row += token.count("\n")
        if token == "\n":
            yield start, line
            line, start = [], row
    if line:
        yield start, [*line, "\n"]


def _arguments(words: list[str], at: int) -> tuple[int, list[str] | None]:
    """A macro call's arguments, and where they end."""
    while at < len(words) and is_blank(words[at]):
        at += 1
    if at == len(words) or words[at] != "(":
        return at, None
    depth = 0
    arguments = [""]
    while at < len(words):
        word = words[at]
        at += 1
        if word in "([{":
            depth += 1
            if depth == 1:
                continue
        elif word in ")]}":
            depth -= 1
            if depth == 0:
                return at, arguments
        elif word == "," and depth == 1:
            arguments.append("")
            continue
        arguments[-1] += " " if is_blank(word) else word
    return at, None


def _opened(words: list[str], at: int) -> bool:
    following = next((word for word in words[at:] if not is_blank(word)), "")
    return following == "("


def _balanced(words: list[str]) -> bool:
    depth = 0
    for word in words:
        depth += (word == "(") - (word == ")")
        if depth < 0:
            return False
    return depth == 0


def _is_closed(words: list[str], parameters: list[str]) -> bool:
    """Whether the body is the same operand wherever it stands, whatever its arguments are."""
    depth = 0
    for at, word in enumerate(words):
        depth += (word == "(") - (word == ")")
        if depth == 0 and at and word in _EXPRESSION and word != ")":
            return False
        if word in parameters and len(words) > 1:
            beside = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
            if beside[0] not in ("(", ",") or beside[1] not in (")", ","):
                return False
    return True


def _adjacent(one: str, other: str) -> bool:
    """Two operands side by side, which no expression has, strings apart."""
    operand = re.compile(r"[\w'\"]")
    if one[0] == other[0] == '"':
        return False
    return bool(operand.match(one[-1]) and operand.match(other[0]) and one != "sizeof")


def number(word: str) -> int:
    """An integer constant's value, its suffix aside."""
    digits = re.sub(r"[uUlL]+\Z", "", word)
    if digits[:2] in ("0x", "0X", "0b", "0B"):
        return int(digits, 0)
    return int(digits, 8 if digits[0] == "0" else 10)


def with_result_types(text: str) -> str:
    """Add the ``int`` that C89 let programs leave out: ``main() { … }``."""
    if not re.search(r"^[ \t]*(?:(?:static|extern|inline)[ \t]+)*[^\W\d]\w*[ \t]*\(", text, re.M):
        return text
    words = tokens(text)
    depth = 0
    before = ";"
    out = []
    for at, word in enumerate(words):
        if depth == 0 and is_identifier(word) and before in (";", "}", "static", "inline"):
            named = word not in KEYWORDS and not word.startswith("__attribute")
            if named and _defines_function(words, at + 1):
                out.append("int ")
        out.append(word)
        if not is_blank(word):
            depth += (word == "{") - (word == "}")
            before = word
    return "".join(out)


def _defines_function(words: list[str], at: int) -> bool:
    end, arguments = _arguments(words, at)
    if arguments is None:
        return False
    following = next((word for word in words[end:] if not is_blank(word)), "")
    return following == "{" or following in KEYWORDS
