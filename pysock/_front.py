"""Builtins before functions: what programs call most costs one call of C's, csrc/front.c."""

from __future__ import annotations

from ._native import lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    _Function = TypeVar("_Function", bound=Callable[..., Any])
    _native: Any
else:
    from . import _native

__all__: list[str] = []

lib.pysock_add_fronts()


def front(function: _Function) -> _Function:
    """Put the builtin of its name in `_native` before a function; a platform may have none.

    It has the function's name, docstring and module. The function is what it leaves unusual
    arguments to, and all that is wrong with them.
    """
    name, code = function.__name__, function.__code__
    if not hasattr(_native, name):
        return function
    parameters = ", ".join(code.co_varnames[: code.co_argcount])
    text = f"{name}({parameters})\n--\n\n{function.__doc__ or ''}"
    fronted: _Function = _native.front(getattr(_native, name), function, text)
    return fronted
