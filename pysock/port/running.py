"""Running a port in memory: errors point to the C program's own lines."""

from __future__ import annotations

import ast
import linecache
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pysock

from . import sources
from .leaks import Leaks
from .program import Port


def run(made: Port, files: Sequence[Path], arguments: Sequence[str]) -> int:
    """Run the port as the program that `files` are; it ends as C's would."""
    _start_as_c_does()
    sys.argv = [str(files[0].with_suffix("")), *arguments]
    paths = {place.file for place in made.places if Path(place.file).is_file()}
    for path in paths:
        lines = sources.read(Path(path)).lines
        linecache.cache[path] = (len(lines), None, [line + "\n" for line in lines], path)
    module = type(sys)("__main__")
    namespace = vars(module)
    sys.modules["__main__"] = module
    leaks = Leaks(paths)
    status, divided = 0, False
    try:
        with leaks.watched():
            for code in _compiled(made):
                exec(code, namespace)
    except Exception as error:
        print(_told(error, paths), end="", file=sys.stderr)
        status, divided = 1, _is_division_by_zero(error)
    finally:
        print(leaks.told(), end="", file=sys.stderr, flush=True)
    if divided and hasattr(pysock, "signal"):
        pysock.raise_(pysock.SIGFPE)  # so the processor ends a C program
    return status


def _start_as_c_does() -> None:
    """CPython catches SIGINT and ignores two signals: a C program starts without either."""
    if not hasattr(pysock, "signal"):  # Windows
        return
    if pysock.signal(pysock.SIGINT, pysock.SIG_DFL) == pysock.SIG_IGN:
        pysock.signal(pysock.SIGINT, pysock.SIG_IGN)  # so the program was started
    for name in ("SIGPIPE", "SIGXFSZ"):
        if hasattr(pysock, name):
            pysock.signal(getattr(pysock, name), pysock.SIG_DFL)


def _is_division_by_zero(error: Exception) -> bool:
    """Of integers: the `int(fmod(a, 0))` of a port is that of NaN, and no cast raises."""
    nan = isinstance(error, ValueError) and "NaN to integer" in str(error)
    return nan or isinstance(error, ZeroDivisionError) or "divided by zero" in str(error)


def _told(error: Exception, paths: set[str]) -> str:
    """The traceback, as far as it leads through the C program."""
    if isinstance(error, (TypeError, AttributeError)) and "'NoneType' object" in str(error):
        told: Exception = pysock.NullPointer("NULL stands where the program needs an object")
    else:
        told = error
    frames = traceback.extract_tb(error.__traceback__)
    lines = [
        f'  File "{f.filename}", line {f.lineno}, in {f.name}\n    {f.line}\n'
        for f in frames
        if f.filename in paths
    ]
    last = "".join(traceback.format_exception_only(type(told), told))
    return f"Traceback (most recent call last):\n{''.join(lines)}{last}"


def _compiled(made: Port) -> list[Any]:
    """One code object for each statement of the module, under the name of its C file."""
    parsed = ast.parse(made.text)
    codes = []
    for statement in parsed.body:
        place = made.places[statement.lineno - 1]
        for node in ast.walk(statement):
            if isinstance(node, (ast.expr, ast.stmt, ast.arg, ast.keyword)):
                _move(node, made)
        module = ast.Module([statement], [])
        codes.append(compile(module, place.file or "<pysock>", "exec"))
    return codes


def _move(node: Any, made: Port) -> None:
    node.lineno = made.places[node.lineno - 1].line
    node.end_lineno = node.lineno
    node.col_offset = node.end_col_offset = 0
