"""What a C call takes, read from the prototype in its docstring."""

from __future__ import annotations

import functools
import inspect
import re
from dataclasses import dataclass

import pysock

_BETWEEN_PARAMETERS = re.compile(r",(?![^()]*\))")
_COMMENT = re.compile(r"/\*(.*?)\*/")


@dataclass(frozen=True)
class Parameter:
    """One parameter: its type without the stars, how many stars, and its name."""

    base: str
    stars: int
    const: bool
    name: str
    callback: bool = False


@dataclass(frozen=True)
class Prototype:
    """A call and what it takes; `variadic` for `...` at the end."""

    name: str
    parameters: tuple[Parameter, ...]
    variadic: bool


def is_call(name: str) -> bool:
    """Whether a public name is a C call: a function with a prototype."""
    return inspect.isroutine(getattr(pysock, name, None)) and _text(name) is not None


@functools.cache
def prototype(name: str) -> Prototype:
    """The prototype of a public call."""
    text = _text(name)
    assert text is not None, f"{name} has no prototype"
    text = _COMMENT.sub("", text)
    inside = text[text.index("(", text.index(name)) + 1 : text.rindex(")")]
    words = [word.strip() for word in _BETWEEN_PARAMETERS.split(inside)]
    named = [word for word in words if word and word != "void" and not word.startswith("...")]
    return Prototype(name, tuple(map(_parameter, named)), len(named) < len(words) or "..." in words)


def _text(name: str) -> str | None:
    """The first quoted text of the docstring that calls the name."""
    quoted = re.findall(r"``([^`]*)``", inspect.getdoc(getattr(pysock, name)) or "")
    for text in quoted:
        if re.search(rf"\b{re.escape(name)}\s*\(", text):
            return " ".join(text.split())
    return None


def _parameter(declaration: str) -> Parameter:
    """``const struct sockaddr *addr``, ``int pipefd[2]``, ``void (*function)(void)``, …"""
    function = re.search(r"\(\s*\*+\s*(\w+)\s*\)\s*\(", declaration)
    if function:
        return Parameter("", 1, False, function[1], callback=True)
    kept = re.sub(r"\b(?:restrict|volatile)\b", "", declaration)
    const = "const" in kept
    kept = kept.replace("const", "")
    stars = kept.count("*") + kept.count("[")
    kept = re.sub(r"\[\w*\]", "", kept.replace("*", " "))
    *base, name = kept.split()
    return Parameter(" ".join(base) or name, stars, const, name)
