"""Streams: C's own stdio, its buffers, and what a program may do wrong with them."""

import subprocess
import sys

import pysock
from pysock import EOF, char, stdin


def run(program, **options):
    """A program of its own: its streams are the process's real ones."""
    return subprocess.run(
        [sys.executable, "-c", f"from pysock import *\n{program}"],
        capture_output=True,
        timeout=30,
        **options,
    )


def test_text_is_written_when_the_interpreter_ends():
    program = (
        r'puts("one"); fputs("two", stdout); fputc(" ", stdout); putc(51, stdout); putchar("\n")'
    )
    for end in ("", "; import sys; sys.exit(3)", "; raise ValueError"):
        assert b"one\ntwo 3\n" == run(program + end).stdout


def test_fflush_comes_before_what_python_prints():
    assert b"C\nPython\n" == run("puts('C'); fflush(stdout); print('Python')").stdout


def test_fgets_getc_fgetc_and_getchar_share_the_buffer_of_stdin():
    program = r"""
line = char[6]()
printf("[%s]", fgets(line, 6, stdin)); printf("[%s]", fgets(line, 6, stdin))
printf("[%c%c%c]", fgetc(stdin), getc(stdin), getchar())
printf("[%s]", fgets(line, 6, stdin)); printf("%d %d", fgets(line, 6, stdin) is None, getchar())
"""
    assert b"[hello][\n][abc][d]1 -1" == run(program, input=b"hello\nabcd").stdout


def test_fgets_of_no_room_reads_nothing():
    assert pysock.fgets(char[5](), 0, stdin) is None
    assert -1 == EOF
