"""benchmarks/: every contender does the same work. What it takes is nobody's business here."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
LOOPS = ["asyncio", "uvloop"]
CALLERS = ["C", "standard library", "C layer", "Pythonic", "raw cffi", "ctypes"]
GROUPS = ["calls", "ping", "echo", "bulk", "vectors", "datagrams", "accepts", "forks"]
GROUPS += ["readiness", "imports"]
PATIENCE = 1200  # seconds until a run counts as hung

if sys.platform != "linux":
    pytest.skip("the benchmarks need epoll and strace, which are Linux'", allow_module_level=True)


def run(*options, program=BENCHMARKS, directory=None):
    command = [sys.executable, program, *options]
    return subprocess.run(
        command, cwd=directory, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What a quick run of everything says, which checks the work of all contenders."""
    file = tmp_path_factory.mktemp("benchmarks") / "told.json"
    ended = run("--quick", "--json", file)
    assert (0, "") == (ended.returncode, ended.stderr)
    return json.loads(file.read_text(encoding="utf-8")), ended.stdout


@pytest.fixture
def harness(monkeypatch):
    """The modules of the command, which is no package."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    names = {path.stem for path in BENCHMARKS.glob("*.py")} | {"rows"}
    import contenders
    import harness

    yield harness, contenders
    for name in [name for name in sys.modules if name.split(".")[0] in names - {"__main__"}]:
        del sys.modules[name]


def test_every_group_is_measured(told):
    rows = told[0]["rows"]
    assert GROUPS == list(dict.fromkeys(row["group"] for row in rows))
    assert len(rows) == len({(row["group"], row["row"]) for row in rows})


def test_a_column_has_figures_or_a_reason(told):
    for row in told[0]["rows"]:
        assert {*CALLERS, *LOOPS} == {*row["ns"], *row["empty"]}, row["row"]
        assert not set(row["ns"]) & set(row["empty"]), row["row"]
        assert row["ns"].keys() == row["iqr"].keys() == row["speed"]["standard library"].keys()
        missing = [column for column, why in row["empty"].items() if "not installed" in why]
        assert find_spec("uvloop") is None or not missing
        assert missing in ([], ["uvloop"]), row["row"]


def test_the_standard_library_is_its_own_measure(told):
    for row in told[0]["rows"]:
        assert 1 == row["speed"]["standard library"]["standard library"]
        assert ("C" in row["ns"]) == bool(row["speed"]["C"])


def test_system_calls_are_counted(told):
    rows = {row["row"]: row["calls"] for row in told[0]["rows"]}
    for column in CALLERS:
        assert 1 == rows["accept+close"][column]["accept"]
        assert 3 == rows["send, TCP"][column]["send"]  # with those of the pairs
        assert 1 == rows["poll, 100 descriptors"][column]["wait"]
    for column in ("C", "C layer", "Pythonic"):
        assert 64 / 8 == rows["send, batches of 8"][column]["send"]
    assert 64 == rows["send, batches of 8"]["standard library"]["send"]


def test_the_table_has_every_row_and_every_reason(told):
    (whole, printed), lines = told, told[1].splitlines()
    for row in whole["rows"]:
        assert any(line.startswith(row["row"]) for line in lines)
        for reason in row["empty"].values():
            assert reason in printed


def test_unequal_work_is_an_error(harness):
    module, _ = harness
    case = module.Case("x", ("row",), count=10, work=64, same=("send",))
    case.check("C", module.Answer((1,), 640, 640), 10)
    for sent, received in ((640, 639), (639, 640), (1280, 1280), (0, 0)):
        with pytest.raises(module.UnequalWorkError, match="expected 640"):
            case.check("C", module.Answer((1,), sent, received), 10)


def test_unequal_calls_are_an_error(harness):
    module, _ = harness
    case = module.Case("x", ("row",), count=1, same=("send",), differing={"ctypes": "a reason"})
    loops = {"asyncio": {"send": 9}, "ctypes": {"send": 9}}
    case.check_calls({"C": {"send": 2}, "Pythonic": {"send": 2}, **loops})
    for calls in ({"send": 3}, {"receive": 2}):
        with pytest.raises(module.UnequalWorkError, match="calls to send"):
            case.check_calls({"C": {"send": 2}, "Pythonic": calls})


def test_calls_of_a_trace(harness, tmp_path):
    (tmp_path / "trace").write_text(
        'read(3, "\\177"..., 832) = 832\n'
        'read(0, "1"..., 4096) = 8\n'
        'sendto(4, "\\0"..., 64, 0, NULL, 0) = 64\n'
        "--- SIGCHLD {si_signo=SIGCHLD} ---\n"
        'recvfrom(5, "\\0"..., 64, 0, NULL, NULL) = 64\n'
        'write(1, "9"..., 10) = 10\n'
        'read(0, "1"..., 4096) = 8\n'
        'write(4, "\\0"..., 64) = 64\n'
        'write(1, "9"..., 10) = 10\n'
        'read(0, ""..., 4096) = 0\n'
        "+++ exited with 0 +++\n"
    )
    _, module = harness
    assert [{"send": 1, "receive": 1}, {"send": 1}] == module.calls_of_turns(tmp_path / "trace")


def test_statistics(harness):
    module, _ = harness
    slow, fast = module.Cell([30.0, 20.0, 40.0]), module.Cell([10.0, 10.0, 10.0])
    assert (30, 20) == (slow.median, slow.spread)
    assert 3 == fast.speed(slow)
    assert 1 / 3 == slow.speed(fast)


def test_what_is_not_there_is_said():
    ended = run("--only", "no such row")
    assert (1, "no row has 'no such row' in its name\n") == (ended.returncode, ended.stderr)
    assert 2 == run("--rounds", "1").returncode


def test_porting_is_measured_in_a_checkout_without_the_extension(compiler):
    """Where the package is only installed: the one in the checkout would come first."""
    ended = run(
        *("--rounds", "1", "--trips", "10"),
        program=BENCHMARKS / "port.py",
        directory=BENCHMARKS.parent,
    )
    assert (0, "") == (ended.returncode, ended.stderr)
    assert ["porting", "C", "ported", "hand-written"] == [
        line.split()[0] for line in ended.stdout.splitlines()
    ]
