"""Other platforms, seen from this one: what breaks there shows before their own machines see it.

    python tools/cross.py                    all of the following
    python tools/cross.py check [TARGET...]  compile and link the extension for each target
    python tools/cross.py wheel              make the wheel for 64-bit Windows, and say where it is
    python tools/cross.py wine [ARG...]      install that wheel into a Windows Python, and run the
                                             tests under wine; the arguments go to pytest

`check` needs the package ziglang; `wheel` needs mingw-w64; `wine` needs wine, and a Windows Python
packed in winpython.tar.xz: in ../shared/winpython beside the checkout, or in the folder that the
variable PYSOCK_WINPYTHON names. All that is made lies in PYSOCK_CROSS_CACHE, outside the checkout.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent

# zig's name of a target, and the platform whose stems it compiles.
TARGETS = {
    "aarch64-linux-gnu.2.28": "linux",
    "aarch64-macos.11.0": "darwin",
    "aarch64-windows-gnu": "win32",
    "x86-windows-gnu": "win32",
    "x86_64-linux-musl": "linux",
    "x86_64-macos.11.0": "darwin",
}
LIMITED_API = "-DPy_LIMITED_API=0x030a0000"
WARNINGS = [
    "-Wall",
    "-Wextra",
    "-Werror",
    "-Wno-unused-parameter",
    "-Wno-missing-field-initializers",
]
MINGW = "x86_64-w64-mingw32-gcc"
WHEEL_TAG = "cp310-abi3-win_amd64"
# What the tests need beside what the Windows Python brings along.
TEST_PACKAGES = ["psutil", "tree-sitter", "tree-sitter-c"]

# Stands in for the pyconfig.h of this machine's Python on every target; CPython's own defines the
# feature macros there too.
PYCONFIG = """\
#pragma once /* on macOS, pymacconfig.h gives some of these anew */
#define ALIGNOF_LONG __SIZEOF_LONG__
#define ALIGNOF_MAX_ALIGN_T 16
#define ALIGNOF_SIZE_T __SIZEOF_SIZE_T__
#define HAVE_FORK 1
#define HAVE_LONG_LONG 1
#define HAVE_SSIZE_T 1
#define HAVE_STDINT_H 1
#define HAVE_SYS_TYPES_H 1
#define SIZEOF_INT 4
#define SIZEOF_LONG __SIZEOF_LONG__
#define SIZEOF_LONG_LONG 8
#define SIZEOF_SHORT 2
#define SIZEOF_SIZE_T __SIZEOF_SIZE_T__
#define SIZEOF_TIME_T 8
#define SIZEOF_VOID_P __SIZEOF_POINTER__
#define SIZEOF_WCHAR_T __SIZEOF_WCHAR_T__
#define STDC_HEADERS 1
#define WITH_THREAD 1
#ifdef _WIN32
#define MS_WINDOWS 1
#define MS_WIN32 1
#define NT_THREADS 1
#ifdef _WIN64
#define MS_WIN64 1
#endif
#elif defined(__APPLE__)
#define _DARWIN_C_SOURCE 1
#else
#define _GNU_SOURCE 1
#endif
"""
API_NAME = re.compile(r"PyAPI_(FUNC|DATA)\([^)]*\)[\s*]*(?:const\s+)?(_?Py\w+)")


def main(arguments: list[str]) -> int:
    """Do the task that the command line names; its status is the script's."""
    if not arguments:
        return max(check([]), wine([]))
    task, *rest = arguments
    if task not in TASKS:
        print(__doc__)
        return 0 if task in ("-h", "--help") else 2
    return TASKS[task](rest)


# ------------------------------------------------------------------------------ compile and link


def check(names: Sequence[str]) -> int:
    """Compile and link the extension for each target, with warnings as errors."""
    unknown = set(names) - TARGETS.keys()
    if unknown:
        sys.exit(f"No such target: {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}.")
    status = 0
    for target in names or TARGETS:
        failed = link(target)
        print(f"{target}: {'does not build' if failed else 'builds'}", flush=True)
        status = max(status, failed)
    return status


def link(target: str) -> int:
    """Build the extension for one target with zig."""
    folder = work("check", target)
    source = emit(TARGETS[target], folder)
    options = {
        "darwin": ["-fPIC"],
        "linux": ["-fPIC", "-Wl,-z,defs", "-lrt"],
        "win32": [f"-l{library}" for library in build_stems().LIBRARIES["win32"]],
    }
    python = stand_in_for_python(folder)
    return run(
        [
            *(sys.executable, "-m", "ziglang", "cc", "-target", target, "-O2", "-shared"),
            *WARNINGS,
            LIMITED_API,
            f"-I{folder / 'include'}",
            f"-I{ROOT / 'csrc'}",
            str(source),
            str(python),
            *options[TARGETS[target]],
            "-o",
            str(folder / "_native.abi3.so"),
        ]
    )


def emit(platform: str, folder: Path) -> Path:
    """The C of the extension for a platform."""
    source = folder / "_native.c"
    with contextlib.redirect_stdout(None):  # cffi tells what it does
        build_stems().builder(platform).emit_c_code(str(source))
    return source


def build_stems() -> ModuleType:
    """csrc/build.py under a name of its own: `build` is a package on PyPI."""
    spec = importlib.util.spec_from_file_location("build_stems", ROOT / "csrc" / "build.py")
    if spec is None or spec.loader is None:
        sys.exit("csrc/build.py is not there.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stand_in_for_python(folder: Path) -> Path:
    """Python's headers for the target, and C that defines Python's names and nothing else.

    With it the linker finds every name that neither Python nor the target's C library has.
    """
    include = folder / "include"
    shutil.copytree(sysconfig.get_path("include"), include, dirs_exist_ok=True)
    (include / "pyconfig.h").write_text(PYCONFIG, encoding="utf-8")
    headers = "".join(
        path.read_text(encoding="utf-8", errors="replace") for path in sorted(include.rglob("*.h"))
    )
    names = {name: kind for kind, name in API_NAME.findall(headers)}
    source = folder / "python.c"
    source.write_text(
        "".join(
            f"void {name}(void) {{}}\n" if kind == "FUNC" else f"void *{name}[64];\n"
            for name, kind in sorted(names.items())
        ),
        encoding="utf-8",
    )
    return source


# ----------------------------------------------------------------------------------- the wheel


def wheel(arguments: Sequence[str]) -> int:
    """Make the wheel for 64-bit Windows."""
    if arguments:
        sys.exit("wheel takes no arguments.")
    python = windows_python()
    if python is None:
        return 1
    print(make_wheel(python))
    return 0


def make_wheel(python: Path) -> Path:
    """The wheel, of what the checkout holds now: the modules, the extension, the metadata."""
    folder = work("wheel")
    tree = fresh(folder / "tree")
    package = fresh(folder / "package")
    # setuptools writes beside what it packs: it gets a copy.
    for name in ("csrc", "pysock"):
        shutil.copytree(
            ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "*.so")
        )
    for name in ("LICENSE", "MANIFEST.in", "README.md", "pyproject.toml", "setup.py"):
        shutil.copy2(ROOT / name, tree / name)
    setup = [sys.executable, "setup.py", "-q"]
    need([*setup, "build_py", "--build-lib", str(package)], cwd=tree)
    need([*setup, "dist_info", "--output-dir", str(package)], cwd=tree)
    compile_for_windows(python, package / "pysock" / "_native.pyd", folder)
    (information,) = package.glob("*.dist-info")
    (information / "WHEEL").write_text(
        "Wheel-Version: 1.0\nGenerator: tools/cross.py\n"
        f"Root-Is-Purelib: false\nTag: {WHEEL_TAG}\n",
        encoding="utf-8",
    )
    packed = fresh(folder / "dist")
    need([sys.executable, "-m", "wheel", "pack", "-d", str(packed), str(package)])
    (path,) = packed.glob("*.whl")
    return path


def compile_for_windows(python: Path, extension: Path, folder: Path) -> None:
    """Build the extension against the Universal C runtime, as CPython for Windows is built.

    With another C library it would have an errno, descriptors and streams of its own.
    """
    stems = build_stems()
    need(
        [
            MINGW,
            f"-specs={python / 'libs' / 'ucrt.specs'}",
            "-D_UCRT",
            "-mlong-double-64",  # as all Windows programs have it, the C runtime among them
            "-O2",
            "-shared",
            "-s",
            *WARNINGS,
            LIMITED_API,
            f"-I{python / 'include'}",
            f"-I{ROOT / 'csrc'}",
            str(emit("win32", folder)),
            f"-L{python / 'libs'}",
            "-lpython3",
            *(f"-l{library}" for library in stems.LIBRARIES["win32"]),
            "-static-libgcc",
            "-o",
            str(extension),
        ]
    )


# ------------------------------------------------------------------------------------ under wine


def wine(arguments: Sequence[str]) -> int:
    """Run the tests on Windows' Python under wine."""
    python = windows_python()
    if python is None:
        return 0
    if missing := [name for name in ("wine", MINGW) if shutil.which(name) is None]:
        sys.exit(f"{' and '.join(missing)} not found: `tools/start.py cross` installs them.")
    install(python / "python" / "Lib" / "site-packages", [str(make_wheel(python)), *TEST_PACKAGES])
    with wine_server() as environment:
        interpreter = python / "python" / "python.exe"
        command = ["wine", str(interpreter), "-m", "pytest", "-p", "no:cacheprovider", *arguments]
        return subprocess.run(command, cwd=ROOT / "tests", env=environment, check=False).returncode


def install(folder: Path, packages: list[str]) -> None:
    """Install wheels for Windows with this machine's pip."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    into = ["--target", str(folder), "--upgrade", "--no-deps", "--only-binary=:all:"]
    target = ["--platform=win_amd64", "--implementation=cp", "--python-version=3.11"]
    need([*pip, *into, *target, "--abi=cp311", "--abi=abi3", "--abi=none", *packages])


@contextlib.contextmanager
def wine_server() -> Iterator[dict[str, str]]:
    """A wine prefix of our own, and the environment in which programs run there."""
    prefix = work("wine") / "prefix"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree=;mshtml=",
        "WINEPREFIX": str(prefix),
    }

    def quietly(*command: str) -> None:
        # The first command starts wine's services, which would keep a pipe of ours open for ever.
        nothing = subprocess.DEVNULL
        subprocess.run(
            command, env=environment, stdin=nothing, stdout=nothing, stderr=nothing, check=False
        )

    if not (prefix / "system.reg").exists():
        quietly("wineboot", "-i")
        quietly("wine", "reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")
    quietly("wineserver", "-p")  # fails where it runs already
    try:
        quietly("wine", "cmd", "/c", "exit")
        yield environment
    finally:
        quietly("wineserver", "-k")


def packed_python() -> Path | None:
    """The packed Windows Python, or None where there is none."""
    folder = Path(os.environ.get("PYSOCK_WINPYTHON", ROOT.parent / "shared" / "winpython"))
    packed = folder / "winpython.tar.xz"
    return packed if packed.exists() else None


def windows_python() -> Path | None:
    """A copy of the packed Windows Python, or None, said loudly."""
    packed = packed_python()
    if packed is None:
        if "PYSOCK_WINPYTHON" in os.environ:
            sys.exit("There is no winpython.tar.xz in the folder that PYSOCK_WINPYTHON names.")
        rule = "!" * 100
        print(f"{rule}\nNOT TESTED ON WINDOWS: no ../shared/winpython/winpython.tar.xz\n{rule}")
        return None
    copy = work("wine") / "winpython"
    if not copy.exists():
        part = fresh(copy.with_suffix(".part"))
        need(["tar", "-xf", str(packed), "-C", str(part)])
        (part / "winpython").rename(copy)
    return copy


# -------------------------------------------------------------------------------------- folders


def work(*names: str) -> Path:
    """A folder for what is made of this checkout."""
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    cache = Path(os.environ.get("PYSOCK_CROSS_CACHE") or Path(caches, "pysock-cross"))
    checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    folder = cache.joinpath(checkout, *names)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def fresh(folder: Path) -> Path:
    """An empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def run(command: list[str]) -> int:
    """Run a command to its end, on this terminal."""
    return subprocess.run(command, check=False).returncode


def need(command: list[str], cwd: Path | None = None) -> None:
    """Run a command that must succeed; what it prints matters only if it does not."""
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, cwd=cwd, text=True, check=False, **both)  # type: ignore[call-overload]
    if done.returncode != 0:
        sys.exit(f"{done.stdout}\nThis failed: {' '.join(command)}")


TASKS: dict[str, Callable[[Sequence[str]], int]] = {"check": check, "wheel": wheel, "wine": wine}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
