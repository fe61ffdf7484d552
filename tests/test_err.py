"""err(3) against C's own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from c_oracle import C

import pysock
from pysock import BadFormat, NullPointer, err, errx, warn, warnx

PYTHON = """
import sys
from pysock import *

sys.argv = ["/some/where/oracle"]
close(-1)
warn("number %d", 5)
warn(None)
warnx("text %s", "here")
warnx(None)
errno.value = ENOENT
atexit(lambda: fputs("last words\\n", stderr))
{last}
"""
SOURCE = """
#include "compat.h"
#include <err.h>

static void last_words(void) {{ fputs("last words\\n", stderr); }}

int main(void)
{{
    close(-1);
    warn("number %d", 5);
    warn(NULL);
    warnx("text %s", "here");
    warnx(NULL);
    errno = ENOENT;
    atexit(last_words);
    {last};
}}
"""


def ran(arguments):
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(pysock.__file__))}
    run = subprocess.run(arguments, stderr=subprocess.PIPE, timeout=60, env=environment)
    return run.returncode, run.stderr


@pytest.mark.parametrize(
    ("python", "c"),
    [
        ('err(3, "file %s", "x")', 'err(3, "file %s", "x")'),
        ("err(4, None)", "err(4, NULL)"),
        ('errx(5, "%5.2f", 2.5)', 'errx(5, "%5.2f", 2.5)'),
        ("errx(300, None)", "errx(300, NULL)"),
    ],
)
def test_messages_and_statuses_are_cs(python, c, compiler, tmp_path):
    program = C(compiler, tmp_path)
    source = Path(tmp_path, "oracle.c")
    source.write_text(SOURCE.format(last=c))
    subprocess.run([compiler, *program.flags, source, "-o", tmp_path / "oracle"], check=True)
    theirs = ran([tmp_path / "oracle"])
    assert theirs == ran([sys.executable, "-c", PYTHON.format(last=python)])
    assert b"last words" in theirs[1]


def test_bad_arguments():
    for call in (warn, warnx, lambda *args: err(1, *args), lambda *args: errx(1, *args)):
        with pytest.raises(BadFormat):
            call("%d")
        with pytest.raises(TypeError):
            call("%d", "text")
        with pytest.raises(TypeError):
            call(5)
        with pytest.raises(NullPointer):
            call("%n", None)
    for call in (err, errx):
        for bad in ("1", None, 1.5):
            with pytest.raises(TypeError):
                call(bad, "text")
