"""Network interfaces against libc itself and the standard library."""

import errno as numbers
import fcntl
import os
import resource
import socket as stdlib
import subprocess
import sys
import threading

import build_stems
import pytest
from c_oracle import LINUX

import pysock
from pysock import (
    AF_INET,
    AF_INET6,
    IF_NAMESIZE,
    IFF_LOOPBACK,
    IFF_UP,
    IFNAMSIZ,
    INADDR_LOOPBACK,
    ConstViolation,
    InvalidFree,
    NullPointer,
    OutOfBounds,
    Unterminated,
    UseAfterFree,
    WildPointer,
    char,
    errno,
    freeifaddrs,
    getifaddrs,
    htonl,
    if_freenameindex,
    if_indextoname,
    if_nameindex,
    if_nametoindex,
    int_,
    ptr,
    sizeof,
    struct,
    uint,
)

INDEX, NAME = stdlib.if_nameindex()[0]


# --------------------------------------------------------------------------- names and numbers


def test_names_and_numbers_agree_with_the_standard_library():
    name = char[IF_NAMESIZE]()
    for index, known in stdlib.if_nameindex():
        assert index == if_nametoindex(known)
        assert name is if_indextoname(index, name)
        assert known == str(name)
    assert IF_NAMESIZE == IFNAMSIZ


def test_an_interface_that_is_not_there():
    assert 0 == if_nametoindex("no-such-if")
    assert numbers.ENODEV == errno
    assert 0 == if_nametoindex("x" * 100_000)
    name = char[IF_NAMESIZE](b"untouched")
    assert if_indextoname(12345678, name) is None
    assert numbers.ENXIO == errno
    assert "untouched" == str(name)


def test_arguments_of_names_and_numbers():
    name = char[IF_NAMESIZE]()
    for text in (NAME, NAME.encode(), char[IF_NAMESIZE](NAME), char[IF_NAMESIZE](NAME) + 0):
        assert INDEX == if_nametoindex(text)
    for buffer in (bytearray(IF_NAMESIZE), name + 0):
        assert buffer is if_indextoname(uint(INDEX), buffer)
        assert NAME.encode() == bytes(buffer).partition(b"\0")[0]

    with pytest.raises(NullPointer):
        if_nametoindex(None)
    with pytest.raises(ValueError, match="NUL at byte 1"):
        if_nametoindex("l\0o")
    with pytest.raises(Unterminated):
        if_nametoindex(char[2](b"lo"))
    with pytest.raises(TypeError):
        if_nametoindex(1)

    with pytest.raises(OutOfBounds, match="if_indextoname: 16 bytes of an object that has 15"):
        if_indextoname(INDEX, name + 1)
    with pytest.raises(ConstViolation):
        if_indextoname(INDEX, b"constant of 16 b")
    with pytest.raises(NullPointer):
        if_indextoname(INDEX, None)
    with pytest.raises(OverflowError):
        if_indextoname(-1, name)
    with pytest.raises(TypeError):
        if_indextoname("1", name)


def named(array):
    """The entries of if_nameindex(), as a C program's loop finds them."""
    found = []
    i = 0
    while array[i].if_index != 0 or array[i].if_name is not None:
        found.append((array[i].if_index, str(array[i].if_name)))
        i += 1
    return found


def test_if_nameindex_agrees_with_the_standard_library():
    array = if_nameindex()
    found = named(array)
    assert stdlib.if_nameindex() == found

    entry = array
    for index, name in found:
        assert (index, name) == (entry.if_index, str(entry.if_name))
        entry += 1
    assert (0, None) == (entry.if_index, entry.if_name)
    with pytest.raises(OutOfBounds, match=rf"\[{len(found) + 1}\] of `struct if_nameindex \*`"):
        array[len(found) + 1]
    with pytest.raises(OutOfBounds):
        array.if_name[len(found[0][1]) + 1]
    if_freenameindex(array)


def test_if_freenameindex_ends_the_array():
    array = if_nameindex()
    entry, name = array[0], array.if_name
    if_freenameindex(array)
    for use in (lambda: array.if_index, lambda: entry.if_name, lambda: str(name)):
        with pytest.raises(UseAfterFree, match=r"ended its life in if_freenameindex\(\)"):
            use()
    with pytest.raises(UseAfterFree, match=r"already ended its life in if_freenameindex\(\)"):
        if_freenameindex(array)


def test_if_freenameindex_takes_only_what_if_nameindex_gave():
    array = if_nameindex()
    own = struct.if_nameindex()
    for foreign in (array + 1, array.if_name, own, ptr(struct.if_nameindex, own), addresses()):
        with pytest.raises(InvalidFree, match=r"not what if_nameindex\(\) returned"):
            if_freenameindex(foreign)
    for null in (None, 0, ptr(struct.if_nameindex)()):
        with pytest.raises(NullPointer):
            if_freenameindex(null)
    with pytest.raises(TypeError):
        if_freenameindex(object())
    if_freenameindex(array[0])


def test_a_name_whose_pointer_was_overwritten_is_wild():
    array = if_nameindex()
    ptr(char, array)[0 : struct.if_nameindex.size] = b"\xa5" * struct.if_nameindex.size
    with pytest.raises(WildPointer, match="0xa5a5a5a5"):
        array.if_name  # noqa: B018
    if_freenameindex(array)


# ------------------------------------------------------------------------------------ addresses

# Every address of every interface, with as many bytes as its family has.
C_PROGRAM = r"""
#include "compat.h"

static void show(const char *what, const struct sockaddr *address)
{
    size_t size = 0;
    if (address != NULL)
        size = address->sa_family == AF_INET    ? sizeof(struct sockaddr_in)
               : address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                                : sizeof(struct sockaddr);
    printf(" %s ", what);
    for (size_t i = 0; i < size; i++)
        printf("%02x", ((const unsigned char *)address)[i]);
}

int main(void)
{
    struct ifaddrs *first;
    if (getifaddrs(&first) == -1)
        return 1;
    for (struct ifaddrs *i = first; i != NULL; i = i->ifa_next) {
        printf("%s %u %d", i->ifa_name, i->ifa_flags, i->ifa_data != NULL);
        show("address", i->ifa_addr);
        show("netmask", i->ifa_netmask);
        show("broadcast", i->ifa_broadaddr);
        show("destination", i->ifa_dstaddr);
        printf("\n");
    }
    freeifaddrs(first);
    return 0;
}
"""


def addresses():
    """What getifaddrs() finds."""
    first = ptr(struct.ifaddrs)()
    assert 0 == getifaddrs(first)
    return first.value


def nodes(ifa):
    """The nodes of a list, as a C program's loop finds them."""
    found = []
    while ifa:
        found.append(ifa)
        ifa = ifa.ifa_next
    return found


def show(what, address):
    if address is None:
        return f" {what} "
    kinds = {AF_INET: struct.sockaddr_in, AF_INET6: struct.sockaddr_in6}
    kind = kinds.get(address.sa_family, struct.sockaddr)
    return f" {what} {bytes(ptr(kind, address)[0]).hex()}"


def test_getifaddrs_finds_what_it_finds_in_c(compiler, tmp_path):
    source, program = tmp_path / "ifaddrs.c", tmp_path / "ifaddrs"
    source.write_text(C_PROGRAM)
    subprocess.run([compiler, "-I", build_stems.HERE, source, "-o", program], check=True)
    expected = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    first = addresses()
    found = "".join(
        f"{ifa.ifa_name} {ifa.ifa_flags} {int(ifa.ifa_data is not None)}"
        + show("address", ifa.ifa_addr)
        + show("netmask", ifa.ifa_netmask)
        + show("broadcast", ifa.ifa_broadaddr)
        + show("destination", ifa.ifa_dstaddr)
        + "\n"
        for ifa in nodes(first)
    )
    assert expected == found
    freeifaddrs(first)


def test_getifaddrs_knows_the_loopback_interface():
    first = addresses()
    (loopback,) = [
        ifa
        for ifa in nodes(first)
        if ifa.ifa_addr
        and ifa.ifa_addr.sa_family == AF_INET
        and ptr(struct.sockaddr_in, ifa.ifa_addr).sin_addr.s_addr == htonl(INADDR_LOOPBACK)
    ]
    assert IFF_UP | IFF_LOOPBACK == loopback.ifa_flags & (IFF_UP | IFF_LOOPBACK)
    mask = ptr(struct.sockaddr_in, loopback.ifa_netmask)
    assert htonl(0xFF000000) == mask.sin_addr.s_addr
    assert if_nametoindex(loopback.ifa_name) > 0
    freeifaddrs(first)


def test_addresses_and_names_end_where_they_end():
    first = addresses()
    for ifa in nodes(first):
        name = str(ifa.ifa_name)
        with pytest.raises(OutOfBounds):
            ifa.ifa_name[len(name) + 1]
        if ifa.ifa_addr.sa_family == AF_INET:
            with pytest.raises(OutOfBounds, match=r"indices are none"):
                ptr(struct.sockaddr_in6, ifa.ifa_addr)[0]
        with pytest.raises(OutOfBounds):
            ifa[1]
    freeifaddrs(first)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has data for every interface")
def test_the_data_of_an_interface_is_opaque():
    first = addresses()
    data = next(ifa.ifa_data for ifa in nodes(first) if ifa.ifa_data)
    with pytest.raises(TypeError, match="`void` has no size"):
        data[0]
    with pytest.raises(OutOfBounds):
        ptr(char, data)[0]
    freeifaddrs(first)


@pytest.mark.parametrize("how", ["the variable", "the pointer", "the struct"])
def test_freeifaddrs_ends_the_list(how):
    variable = ptr(struct.ifaddrs)()
    assert 0 == getifaddrs(variable)
    first = variable.value
    after, address, name = first.ifa_next, first.ifa_addr, first.ifa_name
    freeifaddrs({"the variable": variable, "the pointer": first, "the struct": first[0]}[how])
    for use in (
        lambda: first.ifa_flags,
        lambda: after.ifa_flags,
        lambda: address.sa_family,
        lambda: str(name),
        lambda: variable.value,
    ):
        with pytest.raises(UseAfterFree, match=r"ended its life in freeifaddrs\(\)"):
            use()
    for again in (first, variable):
        with pytest.raises(UseAfterFree):
            freeifaddrs(again)
    variable.value = None
    assert 0 == getifaddrs(variable)
    freeifaddrs(variable)


def test_freeifaddrs_takes_only_what_getifaddrs_gave():
    first = addresses()
    own = struct.ifaddrs()
    array = if_nameindex()
    for foreign in (first.ifa_next, first.ifa_addr, own, ptr(struct.ifaddrs, own), array, "text"):
        with pytest.raises(InvalidFree, match=r"freeifaddrs: .* not what getifaddrs\(\) returned"):
            freeifaddrs(foreign)
    for null in (None, 0, ptr(struct.ifaddrs)()):
        with pytest.raises(NullPointer):
            freeifaddrs(null)
    with pytest.raises(WildPointer):
        freeifaddrs(4096)
    if_freenameindex(array)
    freeifaddrs(first)


def test_getifaddrs_takes_a_pointer_variable():
    for wrong in (int_(), ptr(struct.if_nameindex)(), struct.ifaddrs(), bytearray(8), "text"):
        with pytest.raises(TypeError, match="getifaddrs: C wants a `struct ifaddrs"):
            getifaddrs(wrong)
    with pytest.raises(NullPointer):
        getifaddrs(None)


def test_a_list_whose_pointers_were_overwritten_is_wild():
    first = addresses()
    ptr(char, first)[0 : sizeof(struct.ifaddrs)] = b"\xa5" * sizeof(struct.ifaddrs)
    for member in ("ifa_next", "ifa_name", "ifa_addr", "ifa_netmask", "ifa_dstaddr", "ifa_data"):
        with pytest.raises(WildPointer, match="0xa5a5a5a5"):
            getattr(first, member)
    freeifaddrs(first)


def test_without_descriptors_both_lists_fail():
    variable = ptr(struct.ifaddrs)()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.dup(0)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
    try:
        assert -1 == getifaddrs(variable)
        assert numbers.EMFILE == errno
        assert variable.value is None
        assert if_nameindex() is None
        assert numbers.EMFILE == errno
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_threads_have_lists_of_their_own():
    expected = stdlib.if_nameindex()
    failures = []

    def work():
        try:
            for _ in range(20):
                array = if_nameindex()
                assert expected == named(array)
                if_freenameindex(array)
                first = addresses()
                assert {name for _, name in expected} >= {str(i.ifa_name) for i in nodes(first)}
                freeifaddrs(first)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [] == failures


# ------------------------------------------------------------------------- requests of ioctl(2)

IFREQ_SIZE = 40  # on 64-bit Linux


@pytest.fixture
def sock():
    with stdlib.socket(stdlib.AF_INET, stdlib.SOCK_DGRAM) as made:
        yield made.fileno()


def about(name):
    request = struct.ifreq()
    pysock.strcpy(request.ifr_name, name)
    return request


@LINUX
@pytest.mark.parametrize(
    "name",
    [
        "SIOCGIFADDR",
        "SIOCGIFBRDADDR",
        "SIOCGIFDSTADDR",
        "SIOCGIFFLAGS",
        "SIOCGIFHWADDR",
        "SIOCGIFINDEX",
        "SIOCGIFMAP",
        "SIOCGIFMETRIC",
        "SIOCGIFMTU",
        "SIOCGIFNETMASK",
        "SIOCGIFTXQLEN",
    ],
)
def test_requests_answer_as_the_standard_librarys_ioctl(name, sock):
    number = getattr(pysock, name)
    for interface in (*(each for _, each in stdlib.if_nameindex()), "no-such-if"):
        theirs = bytearray(interface.encode().ljust(IFREQ_SIZE, b"\0"))
        failure = None
        try:
            fcntl.ioctl(sock, number, theirs)
        except OSError as error:
            failure = error.errno
        ours = about(interface)
        errno.value = 0
        assert (0 if failure is None else -1) == pysock.ioctl(sock, number, ours)
        assert (failure or 0) == errno
        assert bytes(theirs) == bytes(ours)


@LINUX
def test_the_members_of_a_request(sock):
    request = about("lo")
    assert 0 == pysock.ioctl(sock, pysock.SIOCGIFADDR, request)
    address = ptr(struct.sockaddr_in, request.ifr_addr)
    assert (AF_INET, htonl(INADDR_LOOPBACK)) == (address.sin_family, address.sin_addr.s_addr)
    assert 0 == pysock.ioctl(sock, pysock.SIOCGIFFLAGS, request)
    assert IFF_LOOPBACK | IFF_UP == request.ifr_flags & (IFF_LOOPBACK | IFF_UP)
    assert 0 == pysock.ioctl(sock, pysock.SIOCGIFMTU, request)
    with open("/sys/class/net/lo/mtu") as mtu:
        assert int(mtu.read()) == request.ifr_mtu
    assert 0 == pysock.ioctl(sock, pysock.SIOCGIFINDEX, request)
    assert stdlib.if_nametoindex("lo") == request.ifr_ifindex
    found = struct.ifreq(ifr_ifindex=request.ifr_ifindex)
    assert 0 == pysock.ioctl(sock, pysock.SIOCGIFNAME, found)
    assert "lo" == str(found.ifr_name)
    assert 'struct ifreq {ifr_name="lo"}' == repr(found)


@LINUX
def test_the_list_of_addresses(sock):
    entries = struct.ifreq[16]()
    config = struct.ifconf(ifc_len=sizeof(entries), ifc_req=entries)
    assert 0 == pysock.ioctl(sock, pysock.SIOCGIFCONF, config)
    count = config.ifc_len // sizeof(struct.ifreq)
    first = ptr(struct.ifreq)()
    first.value = config.ifc_req
    names = {str(first[0][i].ifr_name) for i in range(count)}
    listed = {
        str(i.ifa_name)
        for i in nodes(addresses())
        if i.ifa_addr is not None and i.ifa_addr.sa_family == AF_INET
    }
    assert listed == names
    assert "lo" in names
    whole = config.ifc_len
    config.ifc_len = 0
    config.ifc_buf = None
    assert 0 == pysock.ioctl(sock, pysock.SIOCGIFCONF, config)
    assert whole == config.ifc_len


@LINUX
def test_the_kernel_writes_no_further_than_the_list(sock):
    entries = char[sizeof(struct.ifreq) * 2]()
    config = struct.ifconf(ifc_len=sizeof(struct.ifreq), ifc_buf=entries)
    assert 0 == pysock.ioctl(sock, pysock.SIOCGIFCONF, config)
    assert bytes(IFREQ_SIZE) == entries[IFREQ_SIZE : 2 * IFREQ_SIZE]
    for length in (sizeof(entries) + 1, -1, 2**31 - 1):
        config.ifc_len = length
        with pytest.raises(OutOfBounds):
            pysock.ioctl(sock, pysock.SIOCGIFCONF, config)
    config.ifc_len, config.ifc_buf = 4, "abcd"
    with pytest.raises(ConstViolation):
        pysock.ioctl(sock, pysock.SIOCGIFCONF, config)
    pysock.memset(config, 0x55, sizeof(config))
    with pytest.raises(WildPointer):
        pysock.ioctl(sock, pysock.SIOCGIFCONF, config)


@LINUX
def test_the_table_of_neighbours(sock):
    entry = struct.arpreq()
    address = ptr(struct.sockaddr_in, entry.arp_pa)
    address.sin_family, address.sin_addr.s_addr = AF_INET, htonl(0x7F000063)
    pysock.strcpy(entry.arp_dev, "lo")
    assert -1 == pysock.ioctl(sock, pysock.SIOCGARP, entry)
    theirs = bytearray(bytes(entry))
    with pytest.raises(OSError, match="No such device") as failure:
        fcntl.ioctl(sock, pysock.SIOCGARP, theirs)
    assert failure.value.errno == errno
    assert bytes(theirs) == bytes(entry)


@LINUX
def test_arguments_of_requests(sock):
    for request in (pysock.SIOCGIFADDR, pysock.SIOCGIFCONF, pysock.SIOCGARP):
        with pytest.raises(NullPointer):
            pysock.ioctl(sock, request, None)
        for bad in (bytearray(200), b"x" * 200, char[200](), 5, int_(), struct.timeval()):
            with pytest.raises(TypeError):
                pysock.ioctl(sock, request, bad)
    with pytest.raises(OutOfBounds):
        pysock.ioctl(sock, pysock.SIOCGIFADDR, ptr(struct.ifreq, char[39]()))
    assert -1 == pysock.ioctl(-1, pysock.SIOCGIFADDR, about("lo"))
    assert numbers.EBADF == errno
    assert -1 == pysock.ioctl(-1, pysock.SIOCGIFCONF, struct.ifconf())
    assert numbers.EBADF == errno
    siocethtool = 0x8946  # its ifr_data would be followed by the kernel
    assert -1 == pysock.ioctl(sock, siocethtool, about("lo"))
    assert numbers.ENOTTY == errno
