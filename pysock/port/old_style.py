"""C that the grammar does not read, written as C that it reads; rows stay where they are."""

from __future__ import annotations

from .preprocessor import KEYWORDS, is_blank, is_identifier, tokens

# GNU's attributes that change nothing a program can see; `aligned` is one outside of structs.
_HARMLESS = """
    always_inline cold const deprecated fallthrough flatten format format_arg hot leaf malloc
    may_alias noinline nonnull noreturn nothrow printf pure returns_nonnull scanf sentinel strftime
    unused used warn_unused_result
"""
_HARMLESS_WORDS = frozenset(_HARMLESS.split())
_STORAGE = {"auto", "const", "extern", "register", "static", "volatile"}


def modern(text: str) -> str:
    """A unit's text with prototypes, types and operands where the grammar wants them."""
    words = _without_attributes(tokens(text))
    words = _with_parameter_types(words)
    words = _with_declared_types(words)
    words = _with_case_ranges(words)
    return "".join(_with_argument_types(words))


def _without_attributes(words: list[str]) -> list[str]:
    """Blanks for ``__attribute__((unused))``, which the grammar reads in few places."""
    out = list(words)
    records: list[bool] = []  # whether each brace that is open is a struct's
    kept: list[str] = []
    for at, word in enumerate(words):
        if word == "{":
            records.append(bool({"struct", "union"}.intersection(kept[-2:])))
        elif word == "}" and records:
            records.pop()
        elif word in ("__attribute__", "__attribute"):
            end = _closing(words, at + 1)
            inside = {w.strip("_") for w in words[at + 1 : end] if is_identifier(w)}
            of_record = any(records[-1:]) or kept[-1:] in (["}"], ["struct"], ["union"])
            if inside <= _HARMLESS_WORDS | (set() if of_record else {"aligned"}):
                for place in range(at, min(end + 1, len(words))):
                    out[place] = "".join(c if c.isspace() else " " for c in words[place])
        if not is_blank(word):
            kept = [*kept[-1:], word]
    return out


def _following(words: list[str], at: int) -> int:
    """The next token that is no blank; the length where there is none."""
    while at < len(words) and is_blank(words[at]):
        at += 1
    return at


def _closing(words: list[str], at: int) -> int:
    """The parenthesis that closes the one at `at`."""
    depth = 0
    for place in range(at, len(words)):
        depth += (words[place] == "(") - (words[place] == ")")
        if depth == 0:
            return place
    return len(words)


# ------------------------------------------------------------------------------- definitions


def _with_parameter_types(words: list[str]) -> list[str]:
    """``f(a, s) int a; char *s; {`` becomes ``f(int a, char *s) {``."""
    depth = 0
    out = list(words)
    for at, word in enumerate(words):
        depth += (word == "{") - (word == "}")
        if depth or word != "(" or not at:
            continue
        end = _closing(words, at)
        names = _plain_names(words[at + 1 : end])
        if not names:
            continue
        body = _body_of(words, end + 1)
        if body is None:
            continue
        types = _declared(words[end + 1 : body], names)
        for place in range(at + 1, end):
            if words[place] in names:
                out[place] = types.get(words[place], f"int {words[place]}")
        for place in range(end + 1, body):
            if not is_blank(words[place]):
                out[place] = ""
    return out


def _plain_names(words: list[str]) -> list[str]:
    """The names of ``a, b, c``; none where anything has a type, as in ``Point a``."""
    names = [
        part[0] for part in _split([w for w in words if not is_blank(w)], ",") if part[1:] == []
    ]
    commas = words.count(",")
    plain = len(names) == commas + 1 and all(is_identifier(name) for name in names)
    return names if plain and not KEYWORDS.intersection(names) else []


def _body_of(words: list[str], at: int) -> int | None:
    """Where the body starts behind declarations of parameters, if that is what stands there."""
    start = at = _following(words, at)
    if at == len(words) or not (words[at] == "{" or is_identifier(words[at])):
        return None
    while at < len(words) and words[at] != "{":
        if words[at] in ("=", "}"):
            return None
        at += 1
    last = next((w for w in reversed(words[start:at]) if not is_blank(w)), ";")
    return at if at < len(words) and last == ";" else None


def _declared(words: list[str], names: list[str]) -> dict[str, str]:
    """What each parameter is declared as."""
    found = {}
    for declaration in _split([w for w in words if not is_blank(w)], ";"):
        pieces = _split(declaration, ",")
        if not pieces:
            continue
        starts = (n for n, w in enumerate(pieces[0]) if w in ("*", "(") or w in names)
        start = next(starts, len(pieces[0]))
        base, pieces[0] = pieces[0][:start], pieces[0][start:]
        for piece in pieces:
            for name in set(names).intersection(piece):
                found[name] = " ".join([*base, *piece])
    return found


def _split(words: list[str], sign: str) -> list[list[str]]:
    """The parts between signs that stand in no parentheses."""
    parts: list[list[str]] = [[]]
    depth = 0
    for word in words:
        depth += (word in "([") - (word in ")]")
        if word == sign and not depth:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _with_declared_types(words: list[str]) -> list[str]:
    """``static n = 3;`` becomes ``static int n = 3;``."""
    out = []
    before = ";"
    for at, word in enumerate(words):
        out.append(word)
        if is_blank(word):
            continue
        if word in _STORAGE and before in (";", "{", "}", ")", "storage"):
            name = _following(words, at + 1)
            sign = _following(words, name + 1)
            if sign < len(words) and words[sign] in ("=", ";", ",", "["):
                if is_identifier(words[name]) and words[name] not in KEYWORDS:
                    out.append(" int")
            word = "storage"
        before = word
    return out


# ------------------------------------------------------------------------------- expressions


def _with_case_ranges(words: list[str]) -> list[str]:
    """``case 1 ... 5:`` becomes ``case (1 , 5):``."""
    out = list(words)
    for at, word in enumerate(words):
        if word != "case":
            continue
        end = at
        while end < len(words) and words[end] not in (":", "\n"):
            end += 1
        for place in range(at, end):
            if words[place] == "...":
                out[at], out[place], out[end] = "case (", ",", f"){words[end]}"
    return out


def _with_argument_types(words: list[str]) -> list[str]:
    """``va_arg(args, char *)`` becomes ``va_arg(args, sizeof(char *))``."""
    out = list(words)
    for at, word in enumerate(words):
        opening = _following(words, at + 1)
        if word != "va_arg" or opening == len(words) or words[opening] != "(":
            continue
        end = _closing(words, opening)
        comma = max((n for n in range(opening, end) if words[n] == ","), default=None)
        if comma is not None and end < len(words):
            out[comma], out[end] = ", sizeof(", "))"
    return out
