"""Random functions compute in the port what they compute in C."""

import os
import tempfile
from pathlib import Path

import pairs
from functions import program
from hypothesis import HealthCheck, Phase, given, settings

FUNCTIONS = 25  # of one program; each is called three times
IN_CI = 30  # programs, always the same ones; more of them are new at each run
PROGRAMS = int(os.environ.get("PYSOCK_PORT_PROGRAMS", IN_CI))


def compare(text):
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        path = directory / "random_functions.c"
        path.write_text(text)
        source = pairs.Source(path)
        pairs.compiled([source], directory)
        expected = pairs.outcome(source, directory / source.name, directory / "c")
        ported, errors = pairs.ported([source], _fresh(directory / "py"))[source.name]
        for one, other in zip(_lines(expected), _lines(ported), strict=False):
            assert one == other, function_of(text, one)
        assert expected == ported, errors[-2000:]


def _fresh(directory):
    directory.mkdir()
    return directory


def _lines(outcome):
    return outcome.output.decode().splitlines()


def function_of(text, line):
    """The text of the function that a line of output is about."""
    return text.partition(f" {line.split()[0]}(")[2].partition("\n}")[0]


QUIET = {
    "deadline": None,
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],  # smaller programs take long to find
    "suppress_health_check": list(HealthCheck),
}


@settings(max_examples=PROGRAMS, derandomize=PROGRAMS == IN_CI, **QUIET)
@given(program(FUNCTIONS))
def test_functions(text):
    compare(text)
