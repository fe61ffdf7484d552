"""The commands: ``pysock port`` writes a program, ``pysock run`` runs it."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path

from . import pages, reports
from .program import Port, port
from .running import run
from .sources import Refusal

_MISSING = {
    "en": "pysock port needs its grammar of C: pip install 'pysock-cffi[port]'",
    "ko": "pysock port에는 C 문법이 필요합니다: pip install 'pysock-cffi[port]'",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command `pysock`; returns its exit status."""
    parser = _parser()
    words = parser.parse_args(arguments)
    language: str = getattr(words, "lang", "en")
    if any(importlib.util.find_spec(name) is None for name in ("tree_sitter", "tree_sitter_c")):
        print(_MISSING[language], file=sys.stderr)
        return 1
    missing = [path for path in words.sources if not path.is_file()]
    if missing:
        print(f"pysock: {missing[0]}: no such file", file=sys.stderr)
        return 1
    try:
        made = port(words.sources, words.define, words.include, partial=True)
    except Refusal as refusal:
        print(reports.refused(refusal, language), file=sys.stderr)
        return 1
    for one in made.refusals:
        print(reports.refused(one, language), file=sys.stderr)
    if made.refusals and not getattr(words, "partial", False):
        return 1
    if words.command == "run":
        return run(made, words.sources, words.arguments)
    return _write(made, words)


def _write(made: Port, words: argparse.Namespace) -> int:
    if words.explain:
        print(reports.explained(made, words.lang), file=sys.stderr)
    if words.html:
        words.html.write_text(pages.html(made, words.sources), encoding="utf-8")
    if words.side_by_side:
        print(pages.columns(made))
    elif words.output:
        words.output.write_text(made.text, encoding="utf-8")
    elif not words.html:
        sys.stdout.write(made.text)
    return 1 if made.refusals else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pysock", description="C network programs in Python.")
    commands = parser.add_subparsers(dest="command", required=True)
    porting = commands.add_parser("port", help="turn C sources into a Python program")
    porting.add_argument("sources", nargs="+", type=Path, metavar="FILE.c")
    porting.add_argument("-o", dest="output", type=Path, metavar="FILE.py")
    porting.add_argument("--partial", action="store_true", help="port what can be ported")
    porting.add_argument("--explain", action="store_true", help="say what was changed and why")
    porting.add_argument("--side-by-side", action="store_true", help="print C beside Python")
    porting.add_argument("--html", type=Path, metavar="FILE", help="write both as a page")
    porting.add_argument("--lang", choices=("en", "ko"), default="en")
    running = commands.add_parser("run", help="port C sources in memory and run them")
    running.add_argument("sources", nargs=1, type=Path, metavar="FILE.c")
    running.add_argument("--lang", choices=("en", "ko"), default="en")
    for command in (porting, running):
        command.add_argument("-D", dest="define", action="append", type=_define, default=[])
        command.add_argument("-I", dest="include", action="append", type=Path, default=[])
    running.add_argument("arguments", nargs=argparse.REMAINDER, metavar="ARGUMENT")
    return parser


def _define(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, value or "1"
