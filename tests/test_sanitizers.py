"""The extension under AddressSanitizer and UndefinedBehaviorSanitizer: its tests, and random calls.

It is compiled in a copy of the sources; Python itself is not, so the runtimes are preloaded.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import build_stems
import pytest

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
SHIPPED = ["csrc", "pysock", "LICENSE", "MANIFEST.in", "README.md", "pyproject.toml", "setup.py"]
PRODUCTS = shutil.ignore_patterns("__pycache__", "*.so", "*.pyd", "_native.c")
# memset(NULL, 0, 0) does nothing in every C library, and C2y says so.
CHECKS = ["-fsanitize=address,undefined", "-fno-sanitize=nonnull-attribute"]
SETTINGS = {
    # Python's own allocations are not what is looked for, nor is what it keeps to its end.
    "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1:handle_segv=0",
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "PYTHONMALLOC": "malloc",
    "PYSOCK_FUZZ_SECONDS": "40",
}
# Stems that touch memory of programs; the others add minutes, and no memory.
STEMS = [
    "account",
    "address",
    "directory",
    "epoll",
    "errqueue",
    "format",
    "getopt",
    "interface",
    "io",
    "malloc",
    "memory",
    "netdb",
]
STEMS += ["poll", "scan", "select", "socket", "string", "sysvipc", "uio", "values"]
# What measures the C library where a sanitizer stands in for it.
NOT_C = [
    "tests/test_string.py::test_integers_and_where_they_end",
    "tests/test_malloc.py::test_unfreed_objects_go_with_their_last_pointer",
]
PATIENCE = 1200  # seconds until a build or a run counts as hung

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "linux" not in build_stems.suffixes(), reason="the runtimes are preloaded as Linux does it"
    ),
]


@pytest.fixture(scope="module")
def checked(compiler, tmp_path_factory):
    """The environment of a Python whose pysock is checked while it runs."""
    tree = tmp_path_factory.mktemp("sanitized")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=PRODUCTS)
        else:
            shutil.copy2(ROOT / name, tree / name)
    flags = " ".join(CHECKS)
    environment = {
        **os.environ,
        "CFLAGS": f"{flags} -fno-omit-frame-pointer -g -O1",
        "LDFLAGS": flags,
    }
    command = [sys.executable, "setup.py", "-q", "build_ext", "--inplace"]
    subprocess.run(command, cwd=tree, env=environment, check=True, timeout=PATIENCE)
    libraries = [
        subprocess.run(
            [compiler, f"-print-file-name={name}"], check=True, capture_output=True, text=True
        ).stdout.strip()
        for name in ("libasan.so", "libubsan.so")
    ]
    assert all(Path(library).is_absolute() for library in libraries), libraries
    return {
        **os.environ,
        **SETTINGS,
        "LD_PRELOAD": " ".join(libraries),
        "PYTHONPATH": str(tree),
    }


def pytest_of(checked, *arguments):
    """Run pytest in that environment, to its end, and see that nothing was found."""
    command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", *arguments]
    # A file, for a run that hangs is to show where, and what it started may keep a pipe open.
    with tempfile.TemporaryFile() as output:
        running = subprocess.Popen(
            command, cwd=TESTS, env=checked, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            status = running.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            running.kill()
            status = f"not ended after {PATIENCE} seconds: {running.wait()}"
        output.seek(0)
        report = output.read().decode(errors="replace")
    assert status == 0, report[-6000:]
    assert "AddressSanitizer" not in report, report[-6000:]
    assert "runtime error:" not in report, report[-6000:]


def test_the_checked_extension_is_used(checked):
    code = "import pysock._native; print(pysock._native.__file__)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=TESTS, env=checked, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(checked["PYTHONPATH"])


def test_the_stems_tests_pass(checked):
    deselected = [word for test in NOT_C for word in ("--deselect", test)]
    pytest_of(checked, "-m", "not slow", *deselected, *(f"test_{stem}.py" for stem in STEMS))


def test_random_calls_find_nothing(checked):
    pytest_of(checked, "fuzz/test_calls.py", "-k", "no_program")
