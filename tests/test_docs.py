"""The documents keep their word: their sessions, programs, links and names are true."""

import contextlib
import doctest
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import pysock
from pysock import _undefined

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", ".github/*.md", "docs/**/*.md", "examples/*.md", "benchmarks/*.md")
    for path in ROOT.glob(pattern)
)
GUIDE = ROOT / "docs" / "c-in-python.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")
PATIENCE = 60  # seconds until a program counts as hung


def blocks(document, language):
    text = document.read_text(encoding="utf-8")
    return [match[2] for match in FENCE.finditer(text) if match[1] == language]


def of_root(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=of_root)
def test_links_lead_somewhere(document):
    prose = re.sub(r"`[^`\n]+`", "", document.read_text(encoding="utf-8"))
    targets = LINK.findall(prose)
    assert [] == [target for target in targets if not (document.parent / target).exists()]


SESSIONS = [path for path in DOCUMENTS if blocks(path, "pycon")]


@pytest.mark.parametrize("document", SESSIONS, ids=of_root)
def test_sessions_print_what_they_show(document):
    text = "\n".join(blocks(document, "pycon"))
    session = doctest.DocTestParser().get_doctest(text, {}, document.name, str(document), 0)
    report = []
    doctest.DocTestRunner().run(session, out=report.append)
    assert "" == "".join(report)


# ------------------------------------------------------------------------------------ the README


def port_and_source(language):
    """The README's server, on a port that is free."""
    (program,) = [text for text in blocks(ROOT / "README.md", language) if "bind(" in text]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert 1 == program.count("9190")
    return port, program.replace("9190", str(port))


def connect(port, server):
    """A connection to a server that is about to listen."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(ConnectionRefusedError):
            return socket.create_connection(("127.0.0.1", port), PATIENCE)
        assert server.poll() is None, "the server ended before it listened"
        assert time.monotonic() < deadline, "the server does not listen"
        time.sleep(0.01)


def expect_echo(port, *command):
    with subprocess.Popen(command) as server:
        try:
            with connect(port, server) as client:
                client.sendall(b"hello\n")
                assert b"hello\n" == client.recv(100)
            assert 0 == server.wait(PATIENCE)
        finally:
            server.kill()


def test_the_python_of_the_readme_echoes(tmp_path):
    port, source = port_and_source("python")
    script = tmp_path / "echo.py"
    script.write_text(f"from pysock import *\n{source}", encoding="utf-8")
    expect_echo(port, sys.executable, "-W", "error", script)


def test_the_c_of_the_readme_echoes(compiler, tmp_path):
    port, source = port_and_source("c")
    headers = ["arpa/inet.h", "stdio.h", "stdlib.h", "string.h", "unistd.h"]
    includes = "".join(f"#include <{name}>\n" for name in headers)
    program = tmp_path / "echo.c"
    program.write_text(f"{includes}int main(void)\n{{\n{source}return 0;\n}}\n", encoding="utf-8")
    binary = tmp_path / "echo"
    subprocess.run([compiler, "-Wall", "-Wextra", "-Werror", program, "-o", binary], check=True)
    expect_echo(port, binary)


def test_the_names_of_the_readme_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("## What is there")[2].partition("\nEvery name")[0]
    names = re.findall(r"`(\w+)`", table)
    assert len(names) > 50
    assert [] == [name for name in names if not hasattr(pysock, name)]


def test_the_guide_names_every_rule():
    text = GUIDE.read_text(encoding="utf-8")
    assert [] == [name for name in _undefined.__all__ if f"`{name}`" not in text]


# ------------------------------------------------------------------------------ the translations

TRANSLATIONS = [
    (ROOT / "README.md", ROOT / "docs" / "ko" / "README.md"),
    (GUIDE, ROOT / "docs" / "ko" / "c-in-python.md"),
    (ROOT / "docs" / "pythonic.md", ROOT / "docs" / "ko" / "pythonic.md"),
    (ROOT / "docs" / "performance.md", ROOT / "docs" / "ko" / "performance.md"),
    (ROOT / "docs" / "winsock.md", ROOT / "docs" / "ko" / "winsock.md"),
    (ROOT / "docs" / "safety.md", ROOT / "docs" / "ko" / "safety.md"),
]


@pytest.mark.parametrize(("original", "translation"), TRANSLATIONS, ids=lambda path: path.name)
def test_a_translation_shows_the_same_code(original, translation):
    for language in ("c", "python", "pycon"):
        assert blocks(original, language) == blocks(translation, language)


@pytest.mark.parametrize(("original", "translation"), TRANSLATIONS, ids=lambda path: path.name)
def test_a_translation_has_the_same_sections(original, translation):
    assert levels(original) == levels(translation)


def levels(document):
    text = FENCE.sub("", document.read_text(encoding="utf-8"))
    return re.findall(r"^#+ ", text, re.MULTILINE)
