"""Long lines, broken as ruff and Black break them."""

from __future__ import annotations

import re

WIDTH = 88
_PREFIX = re.compile(
    r"(?:(?:if|elif|while|return) |for \w+ in |[^=\"'(]*? (?:[-+*/%&|^]|<<|>>|//)?= )"
)
_TOKEN = re.compile(
    r"""[bf]?"(?:\\.|[^"\\])*"|[bf]?'(?:\\.|[^'\\])*'|\w+|\s+|:=|[<>=!]=|<<|>>|//|."""
)
_PRIORITY = {
    "if": 16,
    "else": 16,
    "or": 14,
    "and": 14,
    **dict.fromkeys(("==", "!=", "<", ">", "<=", ">=", "in"), 10),
    "|": 9,
    "^": 8,
    "&": 7,
    "<<": 6,
    ">>": 6,
    "+": 5,
    "-": 5,
    "*": 4,
    "/": 4,
    "//": 4,
    "%": 4,
}


def folded(text: str, indent: int) -> list[str]:
    """A logical line as lines of at most 88 columns, where its brackets allow."""
    margin = "    " * indent
    if len(margin) + len(text) <= WIDTH or text.startswith("#"):
        return [margin + text] if text else [""]
    prefix, body, suffix = _statement(text)
    return _split(prefix, body, suffix, indent)


def _statement(text: str) -> tuple[str, str, str]:
    match = _PREFIX.match(text)
    prefix = match[0] if match else ""
    suffix = ":" if text.endswith(":") else ""
    body = text[len(prefix) : len(text) - len(suffix)]
    return prefix, body, suffix


def _split(prefix: str, body: str, suffix: str, indent: int) -> list[str]:
    margin = "    " * indent
    if len(margin) + len(prefix) + len(body) + len(suffix) <= WIDTH:
        return [f"{margin}{prefix}{body}{suffix}"]
    opening = _trailer(body)
    if opening is not None:
        head, inner, closing = body[: opening + 1], body[opening + 1 : -1], body[-1]
        fill = _operands if _is_single(head) else _contents
        return [f"{margin}{prefix}{head}", *fill(inner, indent + 1), f"{margin}{closing}{suffix}"]
    if not prefix or not (_operators(body) or len(margin) + 4 + len(body) <= WIDTH):
        return [f"{margin}{prefix}{body}{suffix}"]
    return [f"{margin}{prefix}(", *_operands(body, indent + 1), f"{margin}){suffix}"]


def _is_single(head: str) -> bool:
    """Whether a comma behind what the bracket holds would make a tuple: ``~(…``, ``a[…``."""
    operand = len(head) > 1 and (head[-2].isalnum() or head[-2] in "_)]}\"'")
    return operand == (head[-1] == "[")


def _contents(inner: str, indent: int) -> list[str]:
    """What stands in brackets: on one line, or each item on its own."""
    margin = "    " * indent
    if len(margin) + len(inner) <= WIDTH:
        return [margin + inner] if inner else []
    lines: list[str] = []
    for item in _items(inner):
        lines += _item(item, ",", indent)
    return lines


def _item(item: str, comma: str, indent: int) -> list[str]:
    margin = "    " * indent
    if len(margin) + len(item) + len(comma) <= WIDTH:
        return [f"{margin}{item}{comma}"]
    if _trailer(item) is not None:
        return _split("", item, comma, indent)
    lines = _operands(item, indent)
    lines[-1] += comma
    return lines


def _operands(body: str, indent: int) -> list[str]:
    """An expression, broken before its loosest operators where it is too long."""
    margin = "    " * indent
    if len(margin) + len(body) <= WIDTH:
        return [margin + body]
    return _broken(body, indent)


def _broken(body: str, indent: int) -> list[str]:
    operators = _operators(body)
    if not operators:
        return _split("", body, "", indent)
    loosest = max(_PRIORITY[word] for _, word in operators)
    cuts = [at for at, word in operators if _PRIORITY[word] == loosest]
    parts = [body[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]
    lines: list[str] = []
    for part in parts:
        word, _, rest = part.partition(" ")
        if word in _PRIORITY and rest:
            lines += _part(f"{word} ", rest, indent)
        else:
            lines += _part("", part, indent)
    return lines


def _part(operator: str, part: str, indent: int) -> list[str]:
    margin = "    " * indent
    if len(margin) + len(operator) + len(part) <= WIDTH:
        return [f"{margin}{operator}{part}"]
    if _trailer(part) is None and _operators(part):
        lines = _broken(part, indent)
        return [f"{margin}{operator}{lines[0].strip()}", *lines[1:]]
    return _split(operator, part, "", indent)


def _tokens(text: str) -> list[tuple[int, str, int]]:
    """Each token with its place and the depth of brackets it stands at."""
    found = []
    depth = 0
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word in ")]}":
            depth -= 1
        found.append((match.start(), word, depth))
        if word in "([{":
            depth += 1
    return found


def _operators(text: str) -> list[tuple[int, str]]:
    """The binary operators outside of all brackets."""
    found = []
    before = ""
    for at, word, depth in _tokens(text):
        if depth == 0 and word in _PRIORITY and before and before not in _PRIORITY:
            if before not in ("(", "[", "{", ",", "not", ":="):
                found.append((at, word))
        if not word.isspace():
            before = word
    return found


def _trailer(text: str) -> int | None:
    """Where the last pair of brackets opens, if the text is one operand that ends in it."""
    if not text or text[-1] not in ")]}" or _operators(text):
        return None
    if text.startswith("not "):
        return None
    opening = None
    for at, word, depth in _tokens(text):
        if depth == 0 and word in ("(", "[", "{"):
            opening = at
    return opening if opening else (0 if opening == 0 and text[0] in "[{" else None)


def _items(inner: str) -> list[str]:
    items = [""]
    for _, word, depth in _tokens(inner):
        if word == "," and depth == 0:
            items.append("")
        else:
            items[-1] += word
    return [item.strip() for item in items if item.strip()]
