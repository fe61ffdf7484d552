"""C's literals: what numbers, characters and strings hold, and how Python writes them."""

from __future__ import annotations

import re
import struct

from . import types
from .preprocessor import number
from .types import CType

_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]+|[0-7]{1,3}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.|\n)", re.S)
_SIMPLE = {"n": 10, "t": 9, "r": 13, "0": 0, "a": 7, "b": 8, "f": 12, "v": 11, "e": 27, "\n": None}
_PYTHON = {10: "\\n", 9: "\\t", 13: "\\r", 92: "\\\\"}


def content(text: str) -> bytes:
    """The bytes between a literal's quotes."""
    out = bytearray()
    at = 0
    for match in _ESCAPE.finditer(text):
        out += text[at : match.start()].encode()
        at = match.end()
        word = match[1]
        if word[0] == "x" and len(word) > 1:
            out.append(int(word[1:], 16) & 0xFF)
        elif word[0] in "uU" and len(word) > 4:
            out += chr(int(word[1:], 16)).encode()
        elif word[0] in "01234567":
            out.append(int(word, 8) & 0xFF)
        else:
            value = _SIMPLE.get(word, ord(word[0]))
            if value is not None:
                out += bytes([value]) if value < 256 else word.encode()
    out += text[at:].encode()
    return bytes(out)


def character(text: str) -> tuple[int, str | None]:
    """A character constant's value, and the character where Python has one for it."""
    data = content(text)
    value = 0
    for byte in data:
        value = (value << 8 | byte) & 0xFFFFFFFF
    if len(data) == 1 and value < 128:
        return value, chr(value)
    if len(data) == 1:
        return value - 256, None
    return value - (1 << 32) if value >> 31 else value, None


def numeric(text: str) -> tuple[int | float, CType, str]:
    """A number's value, its type, and Python's spelling of it."""
    lowered = text.lower()
    hexadecimal = lowered.startswith("0x")
    floating = (not hexadecimal and re.search(r"[.e]", lowered)) or "p" in lowered
    if floating:
        single = lowered.endswith("f")
        digits = lowered.rstrip("fl")
        value = float.fromhex(digits) if hexadecimal else float(digits)
        return value, types.FLOAT if single else types.DOUBLE, repr(value)
    suffix = re.search(r"[ul]*\Z", lowered)
    ending = suffix[0] if suffix else ""
    digits = lowered[: len(lowered) - len(ending)]
    found = number(digits)
    return found, _type(found, ending, digits), _spelled(digits)


def _type(value: int, ending: str, digits: str) -> CType:
    decimal = digits[0] != "0"
    candidates: list[types.Int] = [types.INT, types.UINT, types.LONG, types.ULONG]
    if "u" in ending:
        candidates = [types.UINT, types.ULONG]
    elif decimal and digits != "0":
        candidates = [types.INT, types.LONG, types.ULONG]
    if "ll" in ending:
        candidates = [types.ULONGLONG if "u" in ending else types.LONGLONG]
    elif "l" in ending:
        candidates = [t for t in candidates if t.bits == 64]
    return next((t for t in candidates if value <= t.high), types.ULONG)


def _spelled(digits: str) -> str:
    if digits.startswith("0x"):
        return "0x" + digits[2:].upper()
    if len(digits) > 1 and digits[0] == "0" and digits[1] not in "xb":
        return "0o" + (digits.lstrip("0") or "0")
    return digits


def python_string(data: bytes) -> str:
    """A string literal as Python writes it: text where it is UTF-8, bytes where it is not."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _quoted(data.decode("latin-1"), "b")
    return _quoted(text, "")


def _quoted(text: str, prefix: str) -> str:
    quote = '"'
    if '"' in text and text.count("'") < text.count('"'):
        quote = "'"
    out = []
    for char in text:
        code = ord(char)
        if code in _PYTHON:
            out.append(_PYTHON[code])
        elif char == quote:
            out.append("\\" + char)
        elif (char.isprintable() and code < 127) or (not prefix and char.isprintable()):
            out.append(char)
        elif code < 256:
            out.append(f"\\x{code:02x}")
        else:
            out.append(f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}")
    return f"{prefix}{quote}{''.join(out)}{quote}"


def is_single(value: float) -> bool:
    """Whether a number is exact in 32 bits."""
    return float(struct.unpack("f", struct.pack("f", value))[0]) == value
