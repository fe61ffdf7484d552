"""Users and groups against the standard library's os module."""

import errno as numbers
import json
import os
import subprocess
import sys

import pytest
from c_oracle import LINUX
from misuse import complaints_of

import pysock
from pysock import NullPointer, OutOfBounds, char, errno, gid_t, int_, ptr, struct, uid_t

pytestmark = LINUX

N = pysock  # the calls exist on Linux alone


def test_who_the_process_is():
    users = [uid_t() for _ in range(3)]
    assert 0 == N.getresuid(*users)
    assert os.getresuid() == tuple(users)
    groups = [gid_t() for _ in range(3)]
    assert 0 == N.getresgid(*groups)
    assert os.getresgid() == tuple(groups)
    count = N.getgroups(0, None)
    assert len(os.getgroups()) == count
    found = gid_t[count + 2]()
    assert count == N.getgroups(count + 2, found)
    assert sorted(os.getgroups()) == sorted(found[i] for i in range(count))


CHANGE = """
import json, os
import pysock as N
from pysock import *

said = []
groups = gid_t[2]([1234, 4321])
said.append([setgroups(2, groups), sorted(os.getgroups())])
said.append([setgroups(0, None), os.getgroups()])
said.append([initgroups("no-such-user", 77), os.getgroups()])
said.append([setresgid(-1, 65534, 65534), os.getresgid()])
said.append([setresuid(-1, 65534, -1), os.getresuid()])
said.append([setresgid(5, 5, 5), int(errno)])
said.append([setresuid(5, 5, 5), int(errno)])
said.append([setgroups(2, groups), int(errno)])
said.append([initgroups("no-such-user", 77), int(errno)])
print(json.dumps(said))
"""


def test_who_a_privileged_process_becomes():
    if os.getuid() != 0:
        pytest.skip("changing users takes the privilege of user 0")
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(pysock.__file__))}
    run = subprocess.run(
        [sys.executable, "-c", CHANGE],
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
        env=environment,
    )
    assert json.loads(run.stdout) == [
        [0, [1234, 4321]],
        [0, []],
        [0, [77]],
        [0, [0, 65534, 65534]],
        [0, [0, 65534, 0]],
        *[[-1, numbers.EPERM]] * 4,
    ]


def test_lists_of_every_bad_kind():
    few = gid_t[2]()
    assert -1 == N.getgroups(-1, few)
    assert numbers.EINVAL == errno
    for call in (N.getgroups, N.setgroups):
        with pytest.raises(OutOfBounds, match="12 bytes of an object that has 8"):
            call(3, few)
        with pytest.raises(NullPointer):
            call(1, None)
        for bad in (5, b"x" * 8, bytearray(8), struct.timeval(), char[8]()):
            with pytest.raises(TypeError):
                call(2, bad)
        for bad in ("1", None, 1.5):
            with pytest.raises(TypeError):
                call(bad, few)
    with pytest.raises(OutOfBounds):
        N.setgroups(-1, few)
    with pytest.raises(NullPointer):
        N.initgroups(None, 5)
    with pytest.raises(ValueError, match="NUL"):
        N.initgroups("a\0b", 5)
    with pytest.raises(OverflowError):
        N.initgroups("root", 2**40)


def test_places_of_every_bad_kind():
    for call, ctype in ((N.getresuid, uid_t), (N.getresgid, gid_t)):
        for position in range(3):
            places = [ctype() for _ in range(3)]
            for bad, error in (
                (None, NullPointer),
                (5, TypeError),
                (bytearray(4), TypeError),
                (int_(), TypeError),
                (ptr(ctype, char[3]()), OutOfBounds),
            ):
                places[position] = bad
                with pytest.raises(error):
                    call(*places)
    for call in (N.setresuid, N.setresgid):
        for bad in ("1", None, 1.5):
            with pytest.raises(TypeError):
                call(bad, -1, -1)
        assert 0 == call(-1, -1, -1)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("credentials", tmp_path)
