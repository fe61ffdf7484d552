"""CPython's own socket tests pass with `pysock.Socket`, and docs/cpython-test-socket.md says so."""

import faulthandler
import os
import sys

import cpython_sockets
import pytest
from cpython_sockets import CANNOT_APPLY, FAIL, PASS, SKIP

VERSION = "{}.{}".format(*sys.version_info)


@pytest.fixture(scope="module")
def outcomes():
    if not cpython_sockets.has_tests():
        missing = "this Python has no package `test`: Debian has it in libpython3-testsuite"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    faulthandler.cancel_dump_traceback_later()  # it takes longer than a test that hangs may
    of, reports = cpython_sockets.outcomes()
    for name, report in reports.items():
        if of[name] == FAIL and name not in CANNOT_APPLY:
            print(report)  # pytest shows it with a failure
    return of


@pytest.mark.slow
def test_no_test_of_cpython_fails(outcomes):
    failed = {name for name, outcome in outcomes.items() if outcome == FAIL}
    assert set() == failed - set(CANNOT_APPLY)


@pytest.mark.slow
def test_every_exception_is_one(outcomes):
    """What passes, or is skipped here, needs no reason why it cannot pass."""
    known = {name: outcomes[name] for name in CANNOT_APPLY if name in outcomes}
    assert [] == [name for name, outcome in known.items() if outcome == PASS]


@pytest.mark.slow
def test_most_tests_apply(outcomes):
    """So that a machine on which all are skipped does not look like success."""
    assert 550 < sum(outcome == PASS for outcome in outcomes.values())


@pytest.mark.slow
def test_the_page_says_what_happened(outcomes):
    """Only skipping depends on the machine."""
    said = cpython_sockets.page_says(VERSION)
    assert set(said) == set(outcomes), f"write the page anew with a Python {VERSION}"
    happened = {name: cpython_sockets.cell(name, outcome) for name, outcome in outcomes.items()}
    wrong = [
        (name, said[name], happened[name])
        for name in happened
        if said[name] != happened[name]
        and not said[name].startswith(SKIP)
        and not happened[name].startswith(SKIP)
    ]
    assert [] == wrong
