"""CPython's own test_socket with `pysock.Socket` in place of `socket.socket`.

`python cpython_sockets.py run` runs it in this interpreter and prints the outcome of each test as
JSON; `python cpython_sockets.py write PYTHON…` does so in each of these interpreters, which have
cffi, and writes docs/cpython-test-socket.md.
"""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "cpython-test-socket.md"
PATIENCE = 1200  # seconds until a run counts as hung
PASS, FAIL, SKIP = "pass", "fail", "skip: "

# Tests whose subject is the standard library itself. Each must fail: one that passes is no
# exception any more.
CANNOT_APPLY = {
    "GeneralModuleTests.test_SocketType_is_socketobject": (
        "compares `socket.SocketType` with `_socket.socket`, the standard library's own class"
    ),
    "GeneralModuleTests.test_repr": "quotes the standard library's repr; pysock has its own",
    "GeneralModuleTests.test_socket_methods": "asks for the private method `_accept`",
    "NetworkConnectionNoServer.test_create_connection_timeout": (
        "replaces `socket.socket` by a mock, for `socket.create_connection` to find it there"
    ),
    "TestLinuxAbstractNamespace.testAutobind": (
        "matches a regular expression with the address; an `Address` equals those bytes, but a "
        "regular expression takes bytes only"
    ),
    "ThreadedVSOCKSocketStreamTest.testStream": (
        "gives addresses of AF_VSOCK as tuples, which pysock takes for Internet families only; of "
        "others it takes the C struct"
    ),
}


# ------------------------------------------------------------------------- in the interpreter


def substitute():
    """Put pysock's classes and functions where the tests look for the standard library's."""
    import socket

    import pysock
    from pysock import Socket, sockets

    def socketpair(family=None, type=socket.SOCK_STREAM, proto=0):
        return Socket.pair(socket.AF_UNIX if family is None else family, type, proto)

    socket.socket = socket.SocketType = Socket
    socket.socketpair = socketpair
    socket.create_connection = pysock.create_connection
    socket.create_server = pysock.create_server
    socket.fromfd = pysock.fromfd
    socket._GiveupOnSendfile = sockets._GiveUp


class Outcomes(unittest.TestResult):
    """What became of each test, by class and name."""

    def __init__(self):
        super().__init__()
        self.of = {}
        self.reports = {}

    @staticmethod
    def name(test):
        return test.id().partition("test_socket.")[2] or test.id()

    def startTest(self, test):  # noqa: N802  (unittest's names)
        super().startTest(test)
        self.of[self.name(test)] = PASS

    def addSkip(self, test, reason):  # noqa: N802
        super().addSkip(test, reason)
        self.of[self.name(test)] = SKIP + reason

    def addError(self, test, error):  # noqa: N802
        super().addError(test, error)
        self._failed(test, error)

    def addFailure(self, test, error):  # noqa: N802
        super().addFailure(test, error)
        self._failed(test, error)

    def addSubTest(self, test, subtest, error):  # noqa: N802
        super().addSubTest(test, subtest, error)
        if error is not None:
            self._failed(test, error)

    def _failed(self, test, error):
        self.of[self.name(test)] = FAIL
        self.reports[self.name(test)] = self._exc_info_to_string(error, test)


def run(names):
    """Run the named tests, or all, and print what became of them."""
    from test import test_socket

    substitute()
    loader = unittest.TestLoader()
    if names:
        suite = loader.loadTestsFromNames(names, test_socket)
    else:
        suite = loader.loadTestsFromModule(test_socket)
    outcomes = Outcomes()
    suite.run(outcomes)
    print(json.dumps({"outcomes": outcomes.of, "reports": outcomes.reports}))


# ----------------------------------------------------------------------- for the test and the page


def has_tests(python=sys.executable):
    """Whether the interpreter has CPython's test package: distributions split it off."""
    done = subprocess.run([python, "-c", "import test.test_socket"], check=False, timeout=PATIENCE)
    return done.returncode == 0


def outcomes(python=sys.executable):
    """Each test's outcome, and what those that failed reported.

    A test that fails is given a second chance, alone: many of them measure time.
    """
    first = _measured(python, [])
    known = {name for name in first["outcomes"] if name in CANNOT_APPLY}
    failed = [name for name, o in first["outcomes"].items() if o == FAIL and name not in known]
    if failed:
        second = _measured(python, failed)
        first["outcomes"].update(second["outcomes"])
        first["reports"].update(second["reports"])
    return first["outcomes"], first["reports"]


def _measured(python, names):
    # Our own Python has pysock; any other takes the one that was built in the checkout.
    other = {} if python == sys.executable else {"PYTHONPATH": str(ROOT)}
    environment = {**os.environ, **other}
    command = [python, "-W", "error", __file__, "run", *names]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, env=environment, timeout=PATIENCE
    )
    return json.loads(done.stdout)


def cell(name, outcome):
    """What the page says of a test in one version."""
    if outcome == FAIL and name in CANNOT_APPLY:
        return "cannot apply: " + CANNOT_APPLY[name]
    return outcome


HEAD = """\
# CPython's test_socket

`tests/cpython_sockets.py` runs CPython's own `Lib/test/test_socket.py` with `pysock.Socket`,
`create_connection`, `create_server` and `fromfd` in place of the standard library's, and writes
this page; `tests/test_cpython_sockets.py` runs it again and compares. One line is one test, one
column one version of Python: `pass`, or the number of the reason below, or nothing where the
version has no such test.

Reasons to skip are CPython's own, on the machine that wrote this page: most name a family of
sockets or another platform. Elsewhere they may be others.
"""


def page(runs):
    """The page, from each version's outcomes."""
    versions = sorted(runs, key=lambda version: [int(part) for part in version.split(".")])
    names = sorted({name for outcomes in runs.values() for name in outcomes})
    reasons = {}
    rows = {}
    counts = {version: {"pass": 0, "skipped": 0, "cannot apply": 0} for version in versions}
    for name in names:
        for version in versions:
            outcome = runs[version].get(name)
            said = "" if outcome is None else cell(name, outcome)
            if said == PASS:
                counts[version]["pass"] += 1
            elif said:
                kind = "skipped" if said.startswith(SKIP) else "cannot apply"
                counts[version][kind] += 1
                said = f"[{reasons.setdefault(said, len(reasons) + 1)}]"
            rows.setdefault(name.partition(".")[0], {}).setdefault(name, []).append(said)
    lines = [HEAD, f"| | {' | '.join(versions)} |", "|---" * (len(versions) + 1) + "|"]
    for kind in ("pass", "skipped", "cannot apply"):
        numbers = " | ".join(str(counts[version][kind]) for version in versions)
        lines.append(f"| {kind} | {numbers} |")
    lines += ["", "## Reasons", ""]
    lines += [f"{number}. {_escaped(reason)}" for reason, number in reasons.items()]
    for group, tests in rows.items():
        lines += ["", f"## {group}", "", f"| | {' | '.join(versions)} |"]
        lines.append("|---" * (len(versions) + 1) + "|")
        lines += [
            f"| {name.partition('.')[2]} | {' | '.join(cells)} |" for name, cells in tests.items()
        ]
    return "\n".join(lines) + "\n"


def _escaped(reason):
    return reason.replace("\n", " ").replace("<", "&lt;")


def page_says(version):
    """Each test's cell in a version's column of the page, reasons spelled out."""
    text = PAGE.read_text(encoding="utf-8")
    reasons = {}
    said = {}
    group = column = None
    for line in text.splitlines():
        number, dot, reason = line.partition(". ")
        if group == "Reasons" and dot and number.isdecimal():
            reasons[f"[{number}]"] = reason
        elif line.startswith("## "):
            group = line[3:]
        elif line.startswith("| |"):
            column = [part.strip() for part in line.split("|")].index(version)
        elif line.startswith("| ") and group not in (None, "Reasons"):
            parts = [part.strip() for part in line.split("|")]
            if parts[column]:
                said[f"{group}.{parts[1]}"] = reasons.get(parts[column], parts[column])
    return said


def write(pythons):
    runs = {}
    for python in pythons:
        show = "import sys; print('%d.%d' % sys.version_info[:2])"
        asked = subprocess.run([python, "-c", show], check=True, capture_output=True, text=True)
        version = asked.stdout.strip()
        runs[version], reports = outcomes(python)
        for name, report in reports.items():
            if name not in CANNOT_APPLY and runs[version][name] == FAIL:
                print(version, name, report, sep="\n", file=sys.stderr)
    PAGE.write_text(page(runs), encoding="utf-8")


if __name__ == "__main__":
    {"run": run, "write": write}[sys.argv[1]](sys.argv[2:])
