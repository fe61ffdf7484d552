"""tools/start.py: the demo's programs talk, and what is missing is named with its remedy.

That it installs everything from nothing is what runs this suite in CI.
"""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "tools" / "start.py"


@pytest.fixture
def start(monkeypatch):
    """The script as a module, whose demo runs on the Python that runs the tests."""
    spec = importlib.util.spec_from_file_location("start", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "PYTHON", sys.executable)
    return module


def test_demo_prints_both_transcripts(start, capfd):
    assert 0 == start.run_demo()
    printed = capfd.readouterr().out
    *clients, server = printed.strip().split("\n\n$ python ")
    assert start.ECHO_CLIENTS == len(clients)
    assert "Input message(Q to quit): Hello, server!\n" in clients[0]
    assert "Message from server: Hello, server!\n" in clients[0]
    greetings = [f"Connected client {i} \n" for i in range(1, start.ECHO_CLIENTS + 1)]
    assert "".join(greetings).rstrip() == server.partition("\n")[2]


def test_demo_fails_with_its_client(start, monkeypatch, tmp_path):
    server = start.EXAMPLES / "echo_server.py"
    (tmp_path / "echo_server.py").symlink_to(server)
    (tmp_path / "echo_client.py").write_text("raise SystemExit('no connection')")
    monkeypatch.setattr(start, "EXAMPLES", tmp_path)
    monkeypatch.setattr(start, "OPENING", 0)
    with pytest.raises(SystemExit, match="failed with status 1: no connection"):
        start.run_demo()


def test_a_terminal_is_shown_with_what_was_typed(start):
    output = f"Connected\n{start.PROMPT}hi\n{start.PROMPT}"
    expected = f"Connected\n{start.PROMPT}hi!\nhi\n{start.PROMPT}Q\n"
    assert expected == start.transcript(output, ["hi!\n", "Q\n"])


def test_every_need_has_its_package(start):
    assert set() == {*start.BUILD_NEEDS, *start.TEST_NEEDS} - set(start.APT_PACKAGES)


def test_what_is_there_is_found(start):
    assert all(start.is_there(need) for need in start.TEST_NEEDS)


def test_what_is_missing_is_named(start, monkeypatch):
    monkeypatch.setattr(start, "APT_PACKAGES", {"no-such-tool": "no-such-package"})
    monkeypatch.setattr(start.shutil, "which", lambda *_, **__: None)
    with pytest.raises(SystemExit, match="lacks: no-such-tool"):
        start.prepare(["no-such-tool"], ".")


@pytest.mark.parametrize(
    ("platform", "remedy"), [("darwin", "xcode-select --install"), ("win32", "BuildTools")]
)
def test_the_compiler_of_other_systems_is_named(start, monkeypatch, platform, remedy):
    monkeypatch.setattr(start.sys, "platform", platform)
    assert remedy in start.advice(["a C compiler"])


def test_without_rights_the_command_is_named(start, monkeypatch):
    monkeypatch.setattr(start, "is_root", lambda: False)
    monkeypatch.setattr(start.shutil, "which", lambda *_, **__: None)
    with pytest.raises(SystemExit, match=r"sudo apt-get install .* strace"):
        start.apt_install(["strace"])


def test_an_unknown_task_prints_the_usage(capfd):
    done = subprocess.run([sys.executable, SCRIPT, "unknown"], check=False)
    assert 2 == done.returncode
    assert "tools/start.py demo" in capfd.readouterr().out
