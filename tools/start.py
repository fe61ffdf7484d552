"""Set everything up and run it, from a checkout, with nothing but Python and a C compiler.

    python3 tools/start.py demo            an echo server and its clients over loopback
    python3 tools/start.py test [ARG...]   the test suite; the arguments go to pytest, in tests/
    python3 tools/start.py lint            ruff, mypy, clang-format; the workflows' schema, zizmor;
                                           on Linux clang-tidy and GCC's analyzer
    python3 tools/start.py cross [ARG...]  macOS, musl and Windows, from here: tools/cross.py
    python3 tools/start.py bench [ARG...]  what calls cost: benchmarks/README.md

All of it happens in the virtual environment .venv of the checkout, so a Python that the
distribution manages stays as it is. On Debian and Ubuntu missing packages are installed, where
root or a sudo without password allows it; elsewhere the script says what to install.
"""

import sys

# Before anything that an older Python would stumble over; that is also why this file uses no
# syntax newer than Python 3.6.
if sys.version_info < (3, 10):
    sys.exit(
        f"pysock needs Python 3.10 or newer; {sys.executable} is Python {sys.version.split()[0]}."
    )

import importlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(BIN / "python")

# What a bare Debian or Ubuntu lacks: a need, and the package that brings it.
PYTHON_PACKAGE = f"python{sys.version_info[0]}.{sys.version_info[1]}"
APT_PACKAGES = {
    "ensurepip": f"{PYTHON_PACKAGE}-venv",
    "Python.h": f"{PYTHON_PACKAGE}-dev",
    "a C compiler": "gcc",
    "clang": "clang",
    "gcc-12": "gcc-12",
    "strace": "strace",
    "test.test_socket": f"lib{PYTHON_PACKAGE}-testsuite",
    "wine": "wine",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
}
BUILD_NEEDS = ["ensurepip", "Python.h", "a C compiler"]
TEST_NEEDS = [*BUILD_NEEDS, "clang"] + ["strace"] * (sys.platform == "linux")
if sys.platform == "linux" and sys.base_prefix == "/usr":  # no package is for other Pythons
    TEST_NEEDS.append("test.test_socket")
LINT_NEEDS = BUILD_NEEDS + ["gcc-12"] * (shutil.which("apt-get") is not None)
WINDOWS_NEEDS = ["wine", "x86_64-w64-mingw32-gcc"]

COMPILER_ADVICE = {
    "darwin": "xcode-select --install",
    "win32": (
        "winget install Microsoft.VisualStudio.2022.BuildTools --override "
        '"--wait --passive --add Microsoft.VisualStudio.Workload.VCTools --includeRecommended"'
    ),
}

C_SOURCES = ["csrc/*.[ch]", "tests/c_peers/**/*.[ch]", "benchmarks/**/*.[ch]"]

EXAMPLES = ROOT / "examples" / "day02"
ECHO_CLIENTS = 5  # echo_server.py ends after so many
PROMPT = "Input message(Q to quit): "
PATIENCE = 60  # seconds until a program of the demo counts as hung
OPENING = 20  # seconds within which its server has to listen


def main(arguments: list[str]) -> int:
    """Do the task that the command line names; its status is the script's."""
    task, *rest = arguments or [""]
    if task not in TASKS or (rest and task in ("demo", "lint")):
        print(__doc__)
        return 0 if task in ("-h", "--help") else 2
    os.chdir(ROOT)
    return TASKS[task](rest)


# -------------------------------------------------------------------------------------- tasks


def demo(_: list[str]) -> int:
    """Install, then show the main job."""
    prepare(BUILD_NEEDS, ".")
    return run_demo()


def test(arguments: list[str]) -> int:
    """Install with the test tools, then run the suite: pytest has the last word."""
    prepare(TEST_NEEDS, ".[test]")
    # Neither by `-m pytest` nor from the checkout's top: the pysock there, which is not built,
    # would come before the installed one, here or in the programs that tests start.
    os.chdir(ROOT / "tests")
    return run([tool("pytest"), *arguments])


def lint(_: list[str]) -> int:
    """Install the linters and run all of them, whatever one of them says."""
    prepare(LINT_NEEDS, ".[lint]")
    sources = [str(path) for pattern in C_SOURCES for path in sorted(ROOT.glob(pattern))]
    workflows = [str(path) for path in sorted(ROOT.glob(".github/workflows/*.yml"))]
    checks = [
        [tool("ruff"), "check"],
        [tool("ruff"), "format", "--check"],
        [tool("mypy")],
        [tool("pyright"), "--pythonpath", PYTHON, "tests/typing/accepted.py"],
        [tool("clang-format"), "--dry-run", "-Werror", *sources],
        [tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *workflows],
        [tool("zizmor"), "--offline", "--quiet", *workflows],
        *[[PYTHON, str(ROOT / "tools" / "analyse.py")]] * (sys.platform == "linux"),
    ]
    return max(run(check) for check in checks)


def cross(arguments: list[str]) -> int:
    """Install what builds for other platforms, and see whether pysock does."""
    from cross import packed_python

    windows = arguments[:1] != ["check"] and packed_python() is not None
    prepare(BUILD_NEEDS + WINDOWS_NEEDS * windows, ".[cross]")
    return run([PYTHON, str(ROOT / "tools" / "cross.py"), *arguments])


def bench(arguments: list[str]) -> int:
    """Install with what is compared with, then measure what calls cost."""
    prepare([*BUILD_NEEDS, "strace"], ".[bench]")
    return run([PYTHON, str(ROOT / "benchmarks"), *arguments])


TASKS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "test": test,
    "lint": lint,
    "cross": cross,
    "bench": bench,
}


# --------------------------------------------------------------------- what the system must have


def prepare(needs: list[str], requirement: str) -> None:
    """Make sure of the system's part, then of the environment's."""
    missing = [need for need in needs if not is_there(need)]
    if missing and shutil.which("apt-get"):
        apt_install([APT_PACKAGES[need] for need in missing])
        importlib.invalidate_caches()
        missing = [need for need in missing if not is_there(need)]
    if missing:
        sys.exit(advice(missing))
    make_environment()
    install(requirement)


def is_there(need: str) -> bool:
    """Whether the system has what a task needs."""
    if need in ("ensurepip", "test.test_socket"):
        return has_module(need)
    if need == "Python.h":
        return os.path.exists(os.path.join(sysconfig.get_config_var("INCLUDEPY"), "Python.h"))
    if need == "a C compiler":
        return has_compiler()
    return shutil.which(need) is not None


def has_module(name: str) -> bool:
    """Whether this Python has a module of the standard library that distributions split off."""
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # its package
        return False


def has_compiler() -> bool:
    """Whether extensions can be compiled here."""
    if sys.platform == "win32":
        return shutil.which("cl") is not None or has_build_tools()
    if sys.platform == "darwin":  # /usr/bin/cc is there even without the tools behind it
        return succeeds(["xcode-select", "-p"])
    extensions = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    programs = os.environ.get("CC") or "cc"
    return all(shutil.which(command.split()[0]) for command in (extensions, programs))


def has_build_tools() -> bool:
    """Whether Visual Studio's installer knows of a C compiler."""
    program_files = os.environ.get("ProgramFiles(x86)", r"C:\Program Files (x86)")
    vswhere = os.path.join(program_files, "Microsoft Visual Studio", "Installer", "vswhere.exe")
    if not os.path.exists(vswhere):
        return False
    component = "Microsoft.VisualStudio.Component.VC.Tools.x86.x64"
    found = subprocess.run(
        [vswhere, "-products", "*", "-requires", component, "-property", "installationPath"],
        stdout=subprocess.PIPE,
        check=False,
    )
    return bool(found.stdout.strip())


def apt_install(packages: list[str]) -> None:
    """Install Debian packages, or say how."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not is_root():
        if not (shutil.which("sudo") and succeeds(["sudo", "-n", "true"])):
            sys.exit(
                f"Some packages are missing. Install them, then start again:\n\n"
                f"    sudo {' '.join(command)}\n"
            )
        command = ["sudo", "-n", *command]
    print("Installing", *packages, flush=True)
    # A failing update (one source of many is down) does not yet mean that the install fails.
    run([*command[: command.index("install")], "-q", "update"])
    if run(command) != 0:
        sys.exit("apt-get could not install " + " ".join(packages))


def is_root() -> bool:
    """Whether apt-get may be called without sudo."""
    return os.name == "posix" and os.geteuid() == 0


def succeeds(command: list[str]) -> bool:
    """Whether a command ends with status 0; it prints nothing."""
    quiet = subprocess.DEVNULL
    return subprocess.run(command, stdout=quiet, stderr=quiet, check=False).returncode == 0


def advice(missing: list[str]) -> str:
    """What to do about what is missing and cannot be installed from here."""
    lines = [f"{sys.executable} lacks: " + ", ".join(missing) + "."]
    if "a C compiler" in missing and sys.platform in COMPILER_ADVICE:
        lines.append("The C compiler comes with:\n\n    " + COMPILER_ADVICE[sys.platform] + "\n")
    else:
        lines.append("Install it with your system's package manager, then start again.")
    return "\n".join(lines)


# ------------------------------------------------------------------------- the environment's part


def make_environment() -> None:
    """Make .venv, unless it is there and belongs to the Python that runs this script."""
    if not is_usable():
        print("Making the virtual environment .venv", flush=True)
        if run([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
            sys.exit(f"{sys.executable} could not make a virtual environment in {VENV}")


def is_usable() -> bool:
    """Whether .venv has pip and is of the same Python as the one that runs this script."""
    if shutil.which("python", path=str(BIN)) is None:
        return False
    question = "import pip, sys; print(sys.base_prefix, sys.version)"
    reply = subprocess.run([PYTHON, "-c", question], stdout=subprocess.PIPE, text=True, check=False)
    return reply.stdout.strip() == f"{sys.base_prefix} {sys.version}"


def install(requirement: str) -> None:
    """Build this checkout and install it with what `requirement` names."""
    print("Installing", requirement, flush=True)
    # What an earlier build left would be packed again, renamed and removed modules among it.
    shutil.rmtree(ROOT / "build", ignore_errors=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    if run([*pip, requirement]) != 0:
        sys.exit("pip could not install " + requirement)


def tool(name: str) -> str:
    """A program that pip installed into the environment."""
    return str(BIN / name)


def run(command: list[str]) -> int:
    """Run a command to its end, on this terminal."""
    return subprocess.run(command, check=False).returncode


# --------------------------------------------------------------------------------------- the demo


def run_demo() -> int:
    """Let the echo server serve its five clients, and print what each terminal would show."""
    port = str(free_port())
    client = [PYTHON, str(EXAMPLES / "echo_client.py"), "127.0.0.1", port]
    command = [PYTHON, str(EXAMPLES / "echo_server.py"), port]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as server:
        try:
            for number in range(1, ECHO_CLIENTS + 1):
                typed = lines_of(number)
                output = visit(server, client, typed)
                show(f"echo_client.py 127.0.0.1 {port}", transcript(output, typed))
            printed, _ = server.communicate(timeout=PATIENCE)
        finally:
            server.kill()
    show(f"echo_server.py {port}", printed)
    return server.returncode


def free_port() -> int:
    """A TCP port that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def lines_of(client: int) -> list[str]:
    """What the user of one client types."""
    if client == 1:
        return ["Hello, server!\n", "네트워크 프로그래밍\n", "Q\n"]
    return [f"Client {client} says hello\n", "Q\n"]


def visit(server: "subprocess.Popen[str]", command: list[str], typed: list[str]) -> str:
    """Run one client to its end; the first one may come before the server listens."""
    deadline = time.monotonic() + OPENING
    while True:
        client = subprocess.run(
            command,
            input="".join(typed),
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        if client.returncode == 0:
            return client.stdout
        if server.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"The client failed with status {client.returncode}: {client.stderr}")
        time.sleep(0.1)


def transcript(output: str, typed: list[str]) -> str:
    """What a terminal would show: every line typed stands behind its prompt."""
    begin, *answers = output.split(PROMPT)
    return begin + "".join(
        PROMPT + line + answer for line, answer in zip(typed, answers, strict=True)
    )


def show(command: str, output: str) -> None:
    """Print one program's transcript under its command line."""
    print(f"\n$ python examples/day02/{command}\n{output}", end="", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
