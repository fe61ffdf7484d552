"""Random programs of calls: none may end by a crash, hang, or see an undocumented exception."""

from __future__ import annotations

import inspect
import itertools
import os
import time

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import pysock

from . import prototypes
from .client import Client, FaultError, Step
from .exclusions import ALONE, NEVER_CALLED, ONLY, WAITS_WITHOUT_END
from .server import CROWD, LOOP, OPERATION, names

STEPS = 60  # of one program
PROGRAMS_A_ROUND = 50
SECONDS = float(os.environ.get("PYSOCK_FUZZ_SECONDS", "45"))
LOOPS = int(os.environ.get("PYSOCK_FUZZ_LOOPS", "400"))
SEEDS = st.integers(0, 2**32 - 1)
PROGRAMS = st.lists(st.tuples(st.sampled_from(names()), SEEDS), min_size=STEPS // 2, max_size=STEPS)


@pytest.fixture(autouse=True)
def nothing_left_behind():
    """Between these tests the server is: `client` ends it, and programs run in it, not here."""


@pytest.fixture(scope="module")
def client():
    with Client() as running:
        yield running


def test_no_program_finds_a_fault(client):
    """As many as fit into the time; Hypothesis makes the one that finds a fault short."""
    deadline = time.monotonic() + SECONDS
    for round_ in itertools.count():

        @seed(round_)
        @settings(
            max_examples=PROGRAMS_A_ROUND,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(PROGRAMS)
        def search(steps: list[Step]) -> None:
            fault = client.run(steps)
            if fault:
                raise FaultError(fault)

        search()
        if time.monotonic() > deadline:
            return


@pytest.mark.skipif(
    "PYSOCK_FUZZ_SECONDS" not in os.environ,
    reason="no two runs are alike: PYSOCK_FUZZ_SECONDS=1800 pytest tests/fuzz -k threads",
)
def test_threads_call_everything_at_once(client):
    """The same descriptors, values and streams, in as many programs as fit into the time."""
    deadline = time.monotonic() + SECONDS / 3
    for crowd in itertools.count():
        fault = client.run([(CROWD, crowd)])
        assert fault is None, f"seed {crowd} {fault}"
        if time.monotonic() > deadline:
            return


@pytest.mark.parametrize("name", names())
def test_each_call_stands_random_arguments(client, name):
    """Every call alone, so that none is missed by chance."""
    fault = client.run([(name, seed) for seed in range(40)])
    assert fault is None, fault


@pytest.mark.parametrize("name", [name for name in names() if name != OPERATION])
def test_a_loop_of_calls_leaves_nothing(client, name):
    """Memory, descriptors, children and handlers are what they were before."""
    fault = client.run([(LOOP + name, LOOPS)])
    assert fault is None, fault


@pytest.mark.parametrize(
    ("step", "report"),
    [
        ("(a crash)", "SIGSEGV in step 1, (a crash)"),
        ("(an exception)", "an undocumented exception in step 1, (an exception)"),
        ("(a hang)", "hangs in step 1, (a hang)"),
    ],
)
def test_a_fault_is_seen(client, step, report):
    """The judge would notice."""
    assert report in client.run([("getpid", 0), (step, 0)])


def test_every_call_has_a_prototype():
    """All that can be called and is no type is fuzzed, but for the operators of C."""
    unknown = {
        name
        for name in pysock.__all__
        if inspect.isroutine(getattr(pysock, name)) and not prototypes.is_call(name)
    }
    assert unknown <= {"addressof", "bits", "cast", "lenient", "offsetof", "quotient", "sizeof"}


def test_exclusions_name_calls():
    offered = set(pysock.__all__)
    for name in [*NEVER_CALLED, *WAITS_WITHOUT_END, *ALONE, *(name for name, _ in ONLY)]:
        assert name in offered or name == OPERATION, name
