"""Every C twin of the examples, ported by machine, passes the tests of the hand-written port."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pysock.port.program import port

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = {path.stem for path in (ROOT / "examples").glob("*/*.py")}
TWINS = {
    path.stem: path
    for path in sorted((ROOT / "tests" / "c_peers").rglob("*.c"))
    if path.stem in EXAMPLES
}
MODULES = [f"test_examples_day0{day}.py" for day in range(1, 6)]
MODULES += [f"test_examples_{group}.py" for group in ("beyond", "threads", "winsock")]
PATIENCE = 1200  # seconds until a whole module counts as hung


@pytest.fixture(scope="session")
def ported(tmp_path_factory):
    """A directory of examples, all of them written by the porter.

    The Pythonic twins, which they meet, stand beside it: one program's name is signal.py.
    """
    directory = tmp_path_factory.mktemp("ported") / "day"
    directory.mkdir()
    shutil.copytree(ROOT / "examples" / "pythonic", directory.parent / "pythonic")
    for name, twin in TWINS.items():
        text = port([twin]).text
        (directory / f"{name}.py").write_text(text, encoding="utf-8")
    return directory


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_compiles_without_warning(ported, name):
    command = [sys.executable, "-W", "error", "-m", "py_compile", ported / f"{name}.py"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert ("", 0) == (result.stderr, result.returncode)


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES)
def test_a_twin_passes_the_tests_of_the_example(ported, module):
    environment = {**os.environ, "PYSOCK_EXAMPLES": str(ported.parent)}
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", ROOT / "tests" / module],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert 0 == result.returncode, result.stdout[-3000:]
