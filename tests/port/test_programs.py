"""Whole programs in the styles students write: each does what its port does."""

from pathlib import Path

import pairs
import pytest

PROGRAMS = pairs.sources(Path(__file__).parent / "programs")


@pytest.fixture(scope="module")
def binaries(tmp_path_factory):
    directory = tmp_path_factory.mktemp("compiled")
    pairs.compiled(PROGRAMS, directory)
    return directory


@pytest.fixture(scope="module")
def ports(tmp_path_factory):
    return pairs.ported(PROGRAMS, tmp_path_factory.mktemp("ported"))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_the_port_does_what_the_program_does(program, binaries, ports, tmp_path):
    expected = pairs.outcome(program, binaries / program.name, tmp_path / "run")
    ported, errors = ports[program.name]
    assert expected == ported, errors[-1000:]
