"""Users and groups against the standard library's pwd and grp, and getlogin against C."""

import grp
import os
import pwd

import pytest
from c_oracle import LINUX, C
from misuse import complaints_of

from pysock import (
    NullPointer,
    endgrent,
    endpwent,
    errno,
    getgrent,
    getgrgid,
    getgrnam,
    getlogin,
    getpwent,
    getpwnam,
    getpwuid,
    setgrent,
    setpwent,
)

SOURCE = """
#include "compat.h"

#define TELL(call) (errno = 77, printf("%d ", (call) != NULL), printf("%d\\n", errno))

int main(void)
{
    char *name = getlogin();
    printf("%s %d\\n", name ? name : "-", name ? 0 : errno);
    TELL(getpwuid(0));
    TELL(getpwnam("no such user"));
    TELL(getgrnam("no such group"));
    while (getpwent() != NULL) {
    }
    TELL(getpwent());
    endpwent();
    return 0;
}
"""


def user(entry):
    texts = ("pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell")
    return tuple(
        value if isinstance(value, int) else str(value)
        for value in (getattr(entry, name) for name in texts)
    )


def group(entry):
    members = []
    while entry.gr_mem[len(members)] is not None:
        members.append(str(entry.gr_mem[len(members)]))
    return (str(entry.gr_name), str(entry.gr_passwd), entry.gr_gid, members)


def test_users_are_the_oracles():
    everybody = pwd.getpwall()
    for each in everybody:
        assert tuple(pwd.getpwnam(each.pw_name)) == user(getpwnam(each.pw_name))
        assert tuple(pwd.getpwuid(each.pw_uid)) == user(getpwuid(each.pw_uid))
    for _ in range(2):
        setpwent()
        found = []
        while (entry := getpwent()) is not None:
            found.append(user(entry))
        assert [tuple(each) for each in everybody] == found
    endpwent()


def test_groups_are_the_oracles():
    everything = grp.getgrall()
    for each in everything:
        assert tuple(grp.getgrnam(each.gr_name)) == group(getgrnam(each.gr_name))
        assert tuple(grp.getgrgid(each.gr_gid)) == group(getgrgid(each.gr_gid))
    setgrent()
    found = []
    while (entry := getgrent()) is not None:
        found.append(group(entry))
    assert [tuple(each) for each in everything] == found
    endgrent()


def test_who_does_not_exist():
    taken = {each.pw_uid for each in pwd.getpwall()} | {each.gr_gid for each in grp.getgrall()}
    free = next(number for number in range(50_000, 60_000) if number not in taken)
    assert getpwnam("no such user") is None
    assert getpwuid(free) is None
    assert getgrnam("no such group") is None
    assert getgrgid(free) is None


def test_the_entry_is_static():
    first = getpwuid(0)
    assert "root" == str(first.pw_name)
    other = next(each for each in pwd.getpwall() if each.pw_uid != 0)
    assert first == getpwnam(other.pw_name)
    assert other.pw_name == str(first.pw_name)


@LINUX
def test_as_in_c(compiler, tmp_path):
    login, *others = C(compiler, tmp_path).output(SOURCE).splitlines()
    name = getlogin()
    assert login == (f"{name} 0" if name is not None else f"- {int(errno)}")
    if name is not None:
        assert os.getlogin() == str(name)
    found = []
    for call in (
        lambda: getpwuid(0),
        lambda: getpwnam("no such user"),
        lambda: getgrnam("no such group"),
    ):
        errno.value = 77
        found.append(f"{int(call() is not None)} {errno}")
    while getpwent() is not None:
        pass
    errno.value = 77
    found.append(f"{int(getpwent() is not None)} {errno}")
    endpwent()
    assert others == found


def test_bad_arguments():
    for call in (getpwnam, getgrnam):
        with pytest.raises(NullPointer):
            call(None)
        with pytest.raises(TypeError):
            call(5)
        with pytest.raises(ValueError, match="NUL"):
            call("root\0x")
    for call in (getpwuid, getgrgid):
        for bad in ("0", None, 1.5):
            with pytest.raises(TypeError):
                call(bad)
    assert getpwuid(2**32) == getpwuid(0)  # the conversion of C


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("account", tmp_path)
