"""Example and C twin make the same system calls, in the same order, with the same results.

Each program runs as its recipe in parity.py says, once in C throughout and once in Python
throughout. What may differ stands in ACCEPTED; whatever else differs fails.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("strace is a tool of Linux", allow_module_level=True)

from parity import RECIPES, Recipe, Stage
from peers import EXAMPLES, LANGUAGES, PYTHON, C, twin
from strace import MAIN, Trace, named, own_calls, undisturbed

NAMES = sorted(  # the twins of Winsock's programs make Windows' calls
    path.stem
    for path in EXAMPLES.glob("*/*.py")
    if path.parent.name != "winsock" and not path.stem.endswith("_pythonic")
)
AT_ONCE = 4  # recipes that are followed at the same time: most programs wait most of the time

Rewriting = tuple[str, str]  # of whole lines: a regular expression, and what stands in their place
AS_IT_IS = ("(?!)", "")


@dataclass
class Difference:
    """A difference that is meant, and how to write either trace so that it does not show."""

    reason: str
    python: Rewriting
    c: Rewriting = AS_IT_IS
    times: int = 0  # that Python's traces had it

    def hide(self, language: str, calls: str) -> str:
        """The calls without the difference."""
        pattern, replacement = self.python if language == PYTHON else self.c
        calls, count = re.subn(f"^{pattern}", replacement, calls, flags=re.MULTILINE)
        self.times += count if language == PYTHON else 0
        return calls


ALL = re.escape("~[RTMIN RT_1]")
ACTION = r"\{sa_handler=ADDRESS, sa_mask=\[.*?\], sa_flags=%s\}"

# In the order in which they are applied.
ACCEPTED = [
    Difference(
        "CPython asks for the thread's id in each child, and so does the trampoline, which has to "
        "know the main thread.",
        python=(r"gettid\(\) = .*\n", ""),
    ),
    Difference(
        "The nudge of csrc/restart.h has a signal and a timer, made with the first handler and "
        "again in a child, whose parent's timers are not its own.",
        python=(
            r"(?:(?:rt_sigaction\(SIGRT_\d+, NULL, .*\n)+rt_sigaction\(SIGRT_\d+, .*\n)?"
            r"timer_create\(CLOCK_MONOTONIC, \{sigev_signo=SIGRT_.*\n",
            "",
        ),
    ),
    Difference(
        "A child forgets, with all signals blocked, what its parent's handlers hold back.",
        python=(
            r"(set_robust_list\(.*\n)"
            rf"rt_sigprocmask\(SIG_SETMASK, {ALL}, (.*), 8\) = 0\n"
            r"rt_sigprocmask\(SIG_SETMASK, \2, NULL, 8\) = 0\n",
            r"\1",
        ),
    ),
    Difference(
        "The nudge's timer runs from a signal to the end of the call that it interrupted.",
        python=(r"(?:timer_settime\(.*|--- SIGRT_\d+ .*\nrt_sigreturn\(.*)\n", ""),
    ),
    Difference(
        "A handler is installed with all signals blocked, first with CPython and then as the "
        "trampoline, with a full mask, SA_SIGINFO, and never the kernel's SA_RESTART; what was "
        "there before is asked for beforehand.",
        python=(
            r"rt_sigaction\((SIG\w+), NULL, .*\n"
            r"(?:rt_sigaction\(\1, " + ACTION % "SA_ONSTACK" + r", \{.*\n)?"
            rf"rt_sigprocmask\(SIG_SETMASK, {ALL}, (.*), 8\) = 0\n"
            rf"rt_sigaction\(\1, {{sa_handler=ADDRESS, sa_mask={ALL}, "
            r"sa_flags=SA_SIGINFO\}, NULL, 8\) = 0\n"
            r"rt_sigprocmask\(SIG_SETMASK, \2, NULL, 8\) = 0\n",
            r"rt_sigaction(\1, its handler)\n",
        ),
        c=(
            r"rt_sigaction\((SIG\w+), "
            + ACTION % "(?:0|SA_RESTART)"
            + r", (?:NULL|\{.*\}), 8\) = 0\n",
            r"rt_sigaction(\1, its handler)\n",
        ),
    ),
    Difference(
        "SIG_DFL and SIG_IGN are installed with CPython as well, and what was there before is "
        "asked for beforehand; CPython ignores SIGPIPE from its beginning.",
        python=(
            r"rt_sigaction\((SIG\w+), NULL, .*\n"
            r"(?:rt_sigaction\(\1, \{sa_handler=SIG_(?:DFL|IGN), .*SA_ONSTACK.*\n)?"
            r"(rt_sigaction\(\1, \{sa_handler=SIG_(?:DFL|IGN), .*?\}, )NULL, 8\) = 0\n",
            r"\2OLD, 8) = 0\n",
        ),
        c=(
            r"(rt_sigaction\(SIG\w+, \{sa_handler=SIG_(?:DFL|IGN), .*?\}, )\{.*\}, 8\) = 0\n",
            r"\1OLD, 8) = 0\n",
        ),
    ),
    Difference(
        "A handler in Python runs when the trampoline has come back, the signal still blocked; the "
        "mask is looked at before, and given back after it.",
        python=(
            r"(--- SIG\w+ .*\n)rt_sigreturn\(.*\)( = .*\n)"
            rf"rt_sigprocmask\(SIG_SETMASK, {ALL}, (\[.*\]), 8\) = 0\n"
            r"rt_sigprocmask\(SIG_SETMASK, \3, NULL, 8\) = 0\n"
            rf"((?:(?!rt_sigprocmask\(SIG_SETMASK, {ALL}).*\n)*)"
            rf"rt_sigprocmask\(SIG_SETMASK, {ALL}, .*, 8\) = 0\n"
            r"rt_sigprocmask\(SIG_SETMASK, (.*), NULL, 8\) = 0\n",
            r"\1\4rt_sigreturn({mask=\5})\2",
        ),
    ),
]


Performance = dict[str, list[Trace]]  # of each program of a recipe, each time that it ran


def perform(recipe: Recipe, language: str) -> Performance:
    with tempfile.TemporaryDirectory() as directory:
        stage = Stage(language, Path(directory))
        recipe(stage)
        return stage.traces


def perform_all(names: Iterable[str]) -> dict[tuple[Recipe, str], Future[Performance]]:
    recipes = {RECIPES[name] for name in names}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(twin, names))  # before two recipes compile the same one
        return {
            (recipe, language): pool.submit(perform, recipe, language)
            for recipe in recipes
            for language in LANGUAGES
        }


@pytest.fixture(scope="module")
def performances(request):
    """What the selected tests look at, all of it made before the first one looks."""
    users = [item for item in request.session.items if "performances" in item.fixturenames]
    if all(hasattr(item, "callspec") for item in users):
        return perform_all([item.callspec.params["name"] for item in users])
    return perform_all(NAMES)


def comparable(performances, name, language):
    """The calls of an example, a line each, without the differences that are meant."""
    lines = []
    for trace in performances[RECIPES[name], language].result()[name]:
        for process, calls in trace.items():
            for difference in ACCEPTED:
                calls = difference.hide(language, calls)
            lines += [f"{process}: {call}" for call in calls.splitlines()]
    return lines


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_same_system_calls(performances, name):
    assert comparable(performances, name, C) == comparable(performances, name, PYTHON)


def test_every_example_has_a_recipe():
    assert NAMES == sorted(RECIPES)


def test_every_difference_occurs(performances):
    """What the table accepts and no program does any more has to leave it."""
    for name in NAMES:
        comparable(performances, name, PYTHON)
    assert [] == [difference.reason for difference in ACCEPTED if difference.times == 0]


# ----------------------------------------------------------------------------- reading of traces


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("getpid() = 812", "getpid() = main"),
        ("getppid() = 5", "getppid() = OUTSIDER"),
        ("clone(flags=SIGCHLD) = 813 (DELAYED)", "clone(flags=SIGCHLD) = main.1"),
        ("kill(-813, SIGTERM) = 0", "kill(-main.1, SIGTERM) = 0"),
        ("wait4(-1, NULL, WNOHANG, NULL) = 0", "wait4(-1, NULL, WNOHANG, NULL) = 0"),
        ("--- SIGUSR1 {si_pid=813, si_uid=812} ---", "--- SIGUSR1 {si_pid=main.1, si_uid=812} ---"),
        ('write(1, "813 of 8130\\n", 12) = 12', 'write(1, "main.1 of 8130\\n", 9) = 9'),
        ('write(3, "812", 3) = 1', 'write(3, "main", 3) = 1'),
        ('read(812, "813", 813) = 3', 'read(812, "813", 813) = 3'),
        (
            'bind(3, {sin_port=htons(0), sin_addr=inet_addr("1.2.3.4")}, 16) = 0',
            'bind(3, {sin_port=htons(0), sin_addr=inet_addr("1.2.3.4")}, 16) = 0',
        ),
        (
            "sendmmsg(3, [{sin_port=htons(90)}, {sin_port=htons(91)}, {sin_port=htons(90)}]) = 90",
            "sendmmsg(3, [{sin_port=htons(PORT1)}, {sin_port=htons(PORT2)}, "
            "{sin_port=htons(PORT1)}]) = 90",
        ),
        (
            'recvfrom(3, 0x7ffd0c5a1b20, 4, 0, "0x7ffd0c5a1b20") = -1 EAGAIN (Try again)',
            'recvfrom(3, ADDRESS, 4, 0, "0x7ffd0c5a1b20") = -1 EAGAIN (Try again)',
        ),
        (
            "clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=2, tv_nsec=0}, 0x7ffd0c5a1b20) = 0",
            "clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=2, tv_nsec=0}, TIME) = 0",
        ),
    ],
)
def test_names(call, expected):
    """What changes from run to run has a name, and nothing else has."""
    assert expected == named(call, {812: MAIN, 813: "main.1"}, {})


def test_own_calls():
    """The interpreter's start and end are no part of the program; its last writes are."""
    trace = """\
execve("/usr/bin/python3", ["python3"], 0x7ffd0c5a1b20 /* 9 vars */) = 0
access("/strace-marker/begin", F_OK) = -1 ENOENT (No such file or directory)
close(3) = 0
faccessat(AT_FDCWD, "/strace-marker/end", F_OK) = -1 ENOENT (No such file or directory)
munmap(0x7f0a12345000, 262144) = 0
faccessat(AT_FDCWD, "/strace-marker/ended", F_OK) = -1 ENOENT (No such file or directory)
write(1, "bye", 3) = 3
"""
    assert 'close(3) = 0\nwrite(1, "bye", 3) = 3\n' == own_calls(trace)


def test_undisturbed():
    """An end of a child that nobody handles leaves no trace in what the parent called."""
    trace = """\
clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=2}, {tv_sec=1}) = ? ERESTART_RESTARTBLOCK (Interrupted)
--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED} ---
restart_syscall(<... resuming interrupted clock_nanosleep ...>) = 0
accept(3, NULL, NULL) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)
--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED} ---
accept(3, NULL, NULL) = 4
--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED} ---
"""
    expected = """\
clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=2}, {tv_sec=1}) = 0
accept(3, NULL, NULL) = 4
"""
    assert expected == undisturbed(trace)
