"""Running a port in memory: errors point to the C program's own lines."""

from __future__ import annotations

import ast
import linecache
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import sources
from .program import Port


def run(made: Port, files: Sequence[Path], arguments: Sequence[str]) -> int:
    """Run the port as the program that `files` are; it ends as C's would."""
    sys.argv = [str(files[0].with_suffix("")), *arguments]
    for path in {place.file for place in made.places if place.file}:
        if Path(path).is_file():
            lines = sources.read(Path(path)).lines
            linecache.cache[path] = (len(lines), None, [line + "\n" for line in lines], path)
    module = type(sys)("__main__")
    namespace = vars(module)
    sys.modules["__main__"] = module
    for code in _compiled(made):
        exec(code, namespace)
    return 0


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
