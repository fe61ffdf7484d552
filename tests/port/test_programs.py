"""Whole programs in the styles students write: each does what its port does."""

import sys
from pathlib import Path

import pairs
import pytest
from conversations import Conversation

DIRECTORY = Path(__file__).parent / "programs"
EVERY = pairs.sources(DIRECTORY)
TALKING = [program for program in EVERY if program.path.with_suffix(".talk").is_file()]
PROGRAMS = [program for program in EVERY if program not in TALKING]


@pytest.fixture(scope="module")
def binaries(tmp_path_factory):
    directory = tmp_path_factory.mktemp("compiled")
    pairs.compiled(EVERY, directory)
    return directory


@pytest.fixture(scope="module")
def ports(tmp_path_factory):
    return pairs.ported(PROGRAMS, tmp_path_factory.mktemp("ported"))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_the_port_does_what_the_program_does(program, binaries, ports, tmp_path):
    expected = pairs.outcome(program, binaries / program.name, tmp_path / "run")
    ported, errors = ports[program.name]
    assert expected == ported, errors[-1000:]


@pytest.mark.parametrize("program", TALKING, ids=lambda program: program.name)
def test_the_port_says_what_the_program_says(program, binaries, tmp_path):
    script = program.path.with_suffix(".talk")
    talks = []
    for number, command in enumerate(
        [[str(binaries / program.name)], [sys.executable, "-m", "pysock", "run", str(program.path)]]
    ):
        directory = tmp_path / str(number)
        directory.mkdir()
        talks.append(Conversation(command, script, directory).run())
    assert "failure" not in dict(talks[0].received), talks[0]
    assert talks[0] == talks[1], talks[1].errors.decode(errors="replace")[-1000:]


def test_there_are_enough_of_them():
    assert len(EVERY) >= 40
