"""What is built and shipped: sdist, wheel, rebuilds, build errors, warnings, and what import costs.

Every build happens in a copy: the checkout stays as it is.
"""

import functools
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from importlib import metadata
from pathlib import Path

import _cffi_backend
import build_stems
import pytest

import pysock

ROOT = Path(__file__).resolve().parent.parent
CSRC = ROOT / "csrc"
SHIPPED = ["csrc", "pysock", "LICENSE", "MANIFEST.in", "README.md", "pyproject.toml", "setup.py"]
PRODUCTS = shutil.ignore_patterns("__pycache__", "*.so", "*.pyd", "_native.c")
OLDEST, NEWEST = 10, 13  # the minor versions of Python 3 that pyproject.toml names
PATIENCE = 600  # seconds until a build or an installation counts as hung
TOOLS = Path(sysconfig.get_path("scripts"))
LARGEST_EXTENSION, LARGEST_WHEEL = 225_000, 645_000  # bytes, compressed

slow = pytest.mark.slow
linux = pytest.mark.skipif(sys.platform != "linux", reason="the tool reads Linux wheels only")


def run(*command, **options):
    """A finished command, whatever its status, with all it printed in `stdout`."""
    return subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
        **options,
    )


def succeed(*command, **options):
    """What a command printed that must end with status 0."""
    done = run(*command, **options)
    assert done.returncode == 0, f"{command} failed:\n{done.stdout}"
    return done.stdout


def plant(directory):
    """A copy of what the sdist ships, without anything already built."""
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, directory / name, ignore=PRODUCTS)
        else:
            shutil.copy2(ROOT / name, directory / name)
    return directory


@pytest.fixture
def tree(tmp_path):
    return plant(tmp_path)


# --------------------------------------------------------------------------- sdist and wheel


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    tree = plant(tmp_path_factory.mktemp("sdist"))
    succeed(sys.executable, "-m", "build", "--sdist", "--no-isolation", tree)
    (path,) = (tree / "dist").iterdir()
    return path


@pytest.fixture(scope="module")
def wheel(sdist, tmp_path_factory):
    """Built from the sdist, by pip: with nothing around it but what pyproject.toml requires."""
    directory = tmp_path_factory.mktemp("wheel")
    succeed(sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", directory, sdist)
    (path,) = directory.iterdir()
    return path


@slow
def test_sdist_holds_all_that_a_build_needs(sdist):
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    sources = {f"csrc/{path.name}" for path in CSRC.iterdir() if path.suffix in (".c", ".h", ".py")}
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "pysock").rglob("*.py")}
    files = {name for name in SHIPPED if (ROOT / name).is_file()}
    assert set() == {*sources, *modules, *files, "pysock/py.typed"} - held


@slow
def test_one_wheel_serves_every_python(wheel):
    _, _, python, abi, _ = wheel.stem.split("-")
    assert (f"cp3{OLDEST}", "abi3") == (python, abi)


@slow
def test_wheel_holds_the_package_and_no_sources(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "pysock").rglob("*.py")}
    assert set() == {*modules, "pysock/py.typed", "pysock/_native.abi3.so"} - held
    assert [] == [name for name in held if name.endswith((".c", ".h")) or "csrc" in name]
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in held)


@slow
def test_wheel_has_a_bill_of_materials(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if ".dist-info/sboms/" in name)
        bill = json.loads(archive.read(name))
        (record,) = (name for name in archive.namelist() if name.endswith(".dist-info/RECORD"))
        assert name in archive.read(record).decode()
    assert metadata.version("pysock-cffi") == bill["metadata"]["component"]["version"]
    assert ["cffi"] == [component["name"] for component in bill["components"]]


@slow
def test_wheel_is_small(wheel):
    """What nobody runs (debug information, symbols) is not in it; docs/design.md has the sizes."""
    with zipfile.ZipFile(wheel) as archive:
        extension = archive.getinfo("pysock/_native.abi3.so").compress_size
    assert extension < LARGEST_EXTENSION
    assert wheel.stat().st_size < LARGEST_WHEEL


@slow
@linux
def test_wheel_asks_for_the_stable_abi_alone(wheel):
    report = json.loads(succeed(TOOLS / "abi3audit", "--strict", "--report", wheel))
    ((extension,),) = (spec["wheel"] for spec in report["specs"].values())
    assert extension["result"]["is_abi3"]
    assert f"3.{OLDEST}" == extension["result"]["computed"]


@slow
@linux
def test_wheel_asks_for_the_c_library_alone(wheel):
    """auditwheel finds nothing that it would have to copy into a manylinux or musllinux wheel."""
    shown = " ".join(succeed(TOOLS / "auditwheel", "show", wheel).split())
    assert re.search(r"platform tag: \"(many|musl)linux_\d+_\d+_\w+\"", shown), shown
    libraries = set(re.findall(r"\b(lib[\w+-]+\.so[.\d]*|ld-[\w-]+\.so[.\d]*)", shown))
    assert libraries <= {"libc.so.6", "librt.so.1", "libpthread.so.0"}, shown


def minor_versions():
    return sorted({*range(OLDEST, NEWEST + 1), sys.version_info[1]})


def interpreter(minor):
    """A CPython 3.<minor> of this machine, or None."""
    if minor == sys.version_info[1]:
        return sys.executable
    name = f"python3.{minor}"
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [shutil.which(name), *sorted(versions.glob(f"3.{minor}.*/bin/{name}"))]
    return next((path for path in candidates if path and is_version(path, minor)), None)


def is_version(path, minor):
    """Whether it runs at all (version managers put dead names on the PATH), and as what."""
    asked = run(path, "-c", "import sys, venv; print(sys.implementation.name, *sys.version_info)")
    return asked.stdout.startswith(f"cpython 3 {minor} ")


@slow
@pytest.mark.parametrize("minor", minor_versions())
def test_the_wheel_installs_and_works(wheel, minor, tmp_path):
    found = interpreter(minor)
    if found is None:
        pytest.skip(f"this machine has no CPython 3.{minor}")
    succeed(found, "-m", "venv", "--without-pip", tmp_path)
    python = tmp_path / "bin" / "python"
    # This needs a pip that knows the newest Python: hence its version in the extra `test`.
    succeed(sys.executable, "-m", "pip", "--python", python, "install", wheel)
    succeed(python, "-I", "-W", "error", ROOT / "tests" / "smoke.py")


# ------------------------------------------------------------------- rebuilds and build errors


def build_extension(tree):
    """Compile in place, unoptimised: what matters here is whether, not how well."""
    environment = {**os.environ, "CFLAGS": "-O0"}
    command = [sys.executable, "setup.py", "-q", "build_ext", "--inplace"]
    return run(*command, cwd=tree, env=environment)


def built(tree):
    done = build_extension(tree)
    assert done.returncode == 0, done.stdout
    return (tree / "pysock" / "_native.abi3.so").stat().st_mtime_ns


@slow
def test_an_edited_stem_is_rebuilt_and_an_unchanged_tree_is_not(tree):
    first = built(tree)
    assert first == built(tree)
    # A body, not a declaration: the generated C stays the same, only the included file changes.
    stem = build_stems.stems()[0].name
    os.utime(tree / "csrc" / stem)
    second = built(tree)
    assert first < second
    os.utime(tree / "csrc" / "compat.h")
    assert second < built(tree)


def declare(tree, stem, old, new):
    """Change one declaration in a stem's fence."""
    path = tree / "csrc" / stem
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@slow
@pytest.mark.parametrize(
    ("declaration", "mistaken", "complaint"),
    [
        ("dup(int oldfd);", "dup(char *oldfd);", "int-conversion"),
        ("pipe(int pipefd[2]);", "pipe(char *pipefd);", "incompatible-pointer-types"),
        ("dup(int oldfd);", "dup(int oldfd);\nint pysock_forgotten(int fd);", "pysock_forgotten"),
    ],
    ids=["wrong argument", "wrong pointer", "forgotten shim"],
)
def test_a_false_declaration_is_a_build_error(tree, declaration, mistaken, complaint):
    declare(tree, "io_posix.c", declaration, mistaken)
    done = build_extension(tree)
    assert done.returncode != 0
    assert complaint in done.stdout
    assert not list((tree / "pysock").glob("_native*.so"))


# --------------------------------------------------------------------------------- the C sources


def warnings_about_csrc(compiler, options, headers, directory):
    """What cffi generates around the stems is its own affair; it includes them where they stand."""
    found = shutil.which(compiler)
    assert found, f"the tests need {compiler}: apt-get install {compiler}"
    unit = directory / "_native.c"
    build_stems.ffibuilder.emit_c_code(str(unit))
    options = ["-Wall", "-Wextra", "-O2", *options, "-c", "-o", os.devnull]
    printed = succeed(found, *options, "-I", CSRC, "-I", headers, unit, cwd=directory)
    return [line for line in printed.splitlines() if line.startswith(str(CSRC))]


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_csrc_compiles_without_a_warning(compiler, tmp_path):
    stable_abi = ["-DPy_LIMITED_API=0x030a0000"]
    assert [("Py_LIMITED_API", "0x030a0000")] == build_stems.abi_macros(free_threaded=False)
    headers = sysconfig.get_config_var("INCLUDEPY")
    assert [] == warnings_about_csrc(compiler, stable_abi, headers, tmp_path)


def test_csrc_compiles_for_free_threaded_python(tmp_path):
    """It has no stable ABI: this is the whole API, as the headers of a free-threaded build show it.

    Such a Python may be on no machine of ours; what its headers differ in hangs on one macro.
    """
    found = interpreter(NEWEST)
    if found is None:
        pytest.skip(f"this machine has no CPython 3.{NEWEST}, whose headers know free threading")
    headers = succeed(found, "-c", "import sysconfig; print(sysconfig.get_path('include'))").strip()
    options = ["-DPy_GIL_DISABLED=1", "-D_CFFI_NO_LIMITED_API"]
    assert [] == build_stems.abi_macros(free_threaded=True)
    assert [] == warnings_about_csrc("gcc", options, headers, tmp_path)


# ---------------------------------------------------------------------------- what import costs

# What `import pysock` may load beyond an interpreter with `os`, which `site` loads anyway.
# `python benchmarks --only import` has the milliseconds; each of typing, re, inspect, enum,
# dataclasses, … would cost more than all of these.
LOADED = {
    "__future__",
    "_cffi_backend",
    "_collections",
    "_collections_abc",
    "_operator",
    "atexit",
    "collections",
    "collections.abc",
    "itertools",
    "keyword",
    "operator",
    "reprlib",
}


@functools.cache
def loaded_by_import():
    paths = [str(Path(module.__file__).parent) for module in (pysock, _cffi_backend)]
    paths[0] = str(Path(paths[0]).parent)
    program = (
        f"import os, sys; sys.path[:0] = {paths!r}; bare = set(sys.modules); import pysock; "
        "print(*set(sys.modules) - bare)"
    )
    return set(succeed(sys.executable, "-I", "-S", "-c", program).split())


def test_import_loads_only_what_it_needs():
    others = {name for name in loaded_by_import() if not name.startswith("pysock")}
    assert set() == others - LOADED


def test_import_loads_the_c_layer_only():
    """The tools and the Pythonic layer are imported by whoever uses them."""
    own = {name for name in loaded_by_import() if name.startswith("pysock.")}
    assert [] == [name for name in own if not name.startswith("pysock._")]
