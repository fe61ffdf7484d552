"""What every test may rely on: C's build, a compiler, and that nothing is left behind."""

import gc
import importlib.util
import os
import shutil
import signal
import sys
from pathlib import Path

import platforms
import pytest

ROOT = Path(__file__).resolve().parent.parent


def _load_build_stems():
    """csrc/build.py under a name of its own: `build` is a package on PyPI."""
    spec = importlib.util.spec_from_file_location("build_stems", ROOT / "csrc" / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules["build_stems"] = module


_load_build_stems()


# A shell starts what it puts into the background with SIGINT ignored, and programs inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


WINDOWS_DESCRIPTORS = 64  # as many of the C runtime's as a test may open at most


@pytest.fixture(scope="session")
def compiler():
    """The system's C compiler; the tests compare with C, so its absence is an error."""
    found = shutil.which(os.environ.get("CC", "cc"))
    assert found, "the tests need a C compiler: install one, or name it in CC"
    return found


def _descriptors():
    if hasattr(os, "waitid"):
        return set(os.listdir("/dev/fd"))
    return set(filter(_is_open, range(WINDOWS_DESCRIPTORS)))


def _is_open(fd):
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def _has_children():
    if not hasattr(os, "waitid"):  # Windows keeps no account of children
        return False
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


@pytest.fixture(autouse=True)
def nothing_left_behind():
    """A test that leaks a descriptor or a child fails."""
    before = _descriptors()
    yield
    if before != _descriptors():
        gc.collect()  # only a cycle may have kept one open until now
    assert before == _descriptors(), "descriptors leaked"
    assert not _has_children(), "children left"


class _NotHere(pytest.Module):
    """A module that the table of platforms.py leaves out: it is not imported."""

    def collect(self):
        pytest.skip(platforms.reason(self.path), allow_module_level=True)


def pytest_ignore_collect(collection_path):
    """Tests of Windows have its suffix; elsewhere there is nothing that they could be run on."""
    if collection_path.stem.endswith("_win32") and not platforms.WINDOWS:
        return True
    return None


def pytest_pycollect_makemodule(module_path, parent):
    if platforms.reason(module_path):
        return _NotHere.from_parent(parent, path=module_path)
    return None


def pytest_collection_modifyitems(items):
    for item in items:
        why = platforms.reason(item.path, item)
        if why:
            item.add_marker(pytest.mark.skip(reason=why))
