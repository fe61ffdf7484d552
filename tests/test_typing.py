"""What type checkers see of pysock: users' programs, their mistakes, and every name."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import pysock
from pysock import _constants

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(__file__).resolve().parent / "typing"
PACKAGE = Path(pysock.__file__).resolve().parent
PATIENCE = 1200  # seconds until a run counts as hung

pytestmark = pytest.mark.slow

pyright = pytest.mark.skipif(
    importlib.util.find_spec("pyright") is None,
    reason="pyright is not installed: pip install '.[lint]'",
)


def environment(variable):
    """One in which a checker finds an editable installation, whose finder it does not ask."""
    if PACKAGE.parent != ROOT:
        return dict(os.environ)
    return {**os.environ, variable: str(ROOT)}


def mypy(*arguments, cwd):
    """The lines that mypy --strict prints, in a directory without this project's settings."""
    assert importlib.util.find_spec("mypy"), "the tests need mypy: pip install '.[test]'"
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary"]
    command += ["--follow-imports=silent", "--cache-dir", str(cwd)]
    done = subprocess.run(
        [*command, *map(str, arguments)],
        cwd=cwd,
        env=environment("MYPYPATH"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout.splitlines()


def mistakes(program):
    """The numbers of the lines that are marked as mistakes."""
    lines = program.read_text(encoding="utf-8").splitlines()
    return {number for number, line in enumerate(lines, 1) if "  # error:" in line}


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("mypy")


def test_mypy_accepts_users_programs(cache):
    assert [] == mypy(PROGRAMS / "accepted.py", cwd=cache)


def test_mypy_refuses_users_mistakes(cache):
    program = PROGRAMS / "refused.py"
    printed = mypy(program, cwd=cache)
    found = {int(match[1]) for line in printed if (match := re.search(r"\.py:(\d+): error", line))}
    assert mistakes(program) == found, "\n".join(printed)


def offered():
    """All public names that exist at run time, and constants that only other platforms have."""
    names = {name for name in dir(pysock) if not name.startswith("__")} | _constants.absent
    return sorted(name for name in names if not name.startswith("PYSOCK_"))


def test_mypy_sees_every_name(cache):
    """Of what a program can write as `pysock.name`, nothing is unknown, and no constant Any."""
    names = [name for name in offered() if name in pysock.__all__ or name in pysock._PYTHONIC]
    assert len(names) > 1000
    program = cache / "names.py"
    program.write_text("import pysock\n" + "".join(f"pysock.{name}\n" for name in names))
    assert [] == mypy(program, cwd=cache)
    constants = [name for name in names if name in _constants.__all__]
    program.write_text(
        "import pysock\n" + "".join(f"reveal_type(pysock.{name})\n" for name in constants)
    )
    revealed = [re.search(r'type is "(.*)"', line)[1] for line in mypy(program, cwd=cache)]
    assert ["int"] * len(constants) == [kind.rpartition(".")[2] for kind in revealed]


def test_the_stub_is_what_the_fences_say():
    """Made by the build: names of all platforms, and all that this one has."""
    import build_stems

    stub = Path(_constants.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    assert build_stems.stub() == stub
    declared = set(re.findall(r"^(\w+): int$", stub, re.MULTILINE))
    assert declared == {*_constants.__all__, *_constants.absent}


@pyright
def test_pyright_agrees(tmp_path):
    """The checker behind many editors: accepts, refuses and sees the same."""
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable]
    accepted = PROGRAMS / "accepted.py"
    done = subprocess.run([*command, accepted], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    refused = PROGRAMS / "refused.py"
    done = subprocess.run([*command, refused], capture_output=True, text=True, timeout=PATIENCE)
    found = {int(number) for number in re.findall(r"\.py:(\d+):\d+ - error", done.stdout)}
    assert mistakes(refused) == found, done.stdout
