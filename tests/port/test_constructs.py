"""Small C programs, one per construct: each does what its port does."""

from pathlib import Path

import pairs
import pytest

PROGRAMS = pairs.sources(Path(__file__).parent / "constructs")

# What the porter cannot do, and why. A program that passes must leave the table.
NOT_YET: dict[str, str] = {}


@pytest.fixture(scope="module")
def binaries(tmp_path_factory):
    directory = tmp_path_factory.mktemp("compiled")
    pairs.compiled(PROGRAMS, directory)
    return directory


@pytest.fixture(scope="module")
def ports(tmp_path_factory):
    return pairs.ported(PROGRAMS, tmp_path_factory.mktemp("ported"))


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(
            program,
            id=program.name,
            marks=[pytest.mark.xfail(strict=True, reason=NOT_YET[program.name])]
            if program.name in NOT_YET
            else [],
        )
        for program in PROGRAMS
    ],
)
def test_the_port_does_what_the_program_does(program, binaries, ports, tmp_path):
    expected = pairs.outcome(program, binaries / program.name, tmp_path / "run")
    ported, errors = ports[program.name]
    assert expected == ported, errors[-1000:]


def test_the_table_names_programs():
    assert set(NOT_YET) <= {program.name for program in PROGRAMS}
