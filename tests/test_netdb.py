"""Names of hosts, services, protocols and networks against libc itself and the standard library."""

import errno as numbers
import itertools
import os
import socket as stdlib
import subprocess
import sys
import threading
from pathlib import Path

import build_stems
import pytest

import pysock
from pysock import (
    AF_INET,
    AF_INET6,
    AF_UNIX,
    AF_UNSPEC,
    AI_CANONNAME,
    AI_NUMERICHOST,
    AI_NUMERICSERV,
    AI_PASSIVE,
    EAI_AGAIN,
    EAI_BADFLAGS,
    EAI_FAMILY,
    EAI_NONAME,
    EAI_OVERFLOW,
    EAI_SERVICE,
    EAI_SOCKTYPE,
    HOST_NOT_FOUND,
    INADDR_LOOPBACK,
    MAXHOSTNAMELEN,
    NETDB_INTERNAL,
    NI_MAXHOST,
    NI_MAXSERV,
    NI_NAMEREQD,
    NI_NUMERICHOST,
    NI_NUMERICSERV,
    NO_RECOVERY,
    SOCK_DGRAM,
    SOCK_STREAM,
    TRY_AGAIN,
    ConstViolation,
    InvalidFree,
    NullPointer,
    OutOfBounds,
    UndefinedBehavior,
    Unterminated,
    UseAfterFree,
    WildPointer,
    bind,
    char,
    close,
    copy,
    endhostent,
    endnetent,
    endprotoent,
    endservent,
    errno,
    freeaddrinfo,
    gai_strerror,
    getaddrinfo,
    gethostbyaddr,
    gethostbyname,
    gethostbyname2,
    gethostent,
    gethostname,
    getnameinfo,
    getnetbyaddr,
    getnetbyname,
    getnetent,
    getprotobyname,
    getprotobynumber,
    getprotoent,
    getservbyname,
    getservbyport,
    getservent,
    h_errno,
    herror,
    hstrerror,
    htonl,
    htons,
    inet_ntoa,
    inet_pton,
    int_,
    ptr,
    sethostent,
    setnetent,
    setprotoent,
    setservent,
    sizeof,
    socket,
    socklen_t,
    struct,
)

# ------------------------------------------------------------------------- C says the same

# Every entry that each call gives, whether two calls share a static entry, and every message.
C_PROGRAM = r"""
#include "compat.h"

static void list(char **names)
{
    for (; *names; names++)
        printf(" %s", *names);
    printf("\n");
}

static void host(struct hostent *h)
{
    if (h == NULL) {
        printf("host NULL %d\n", h_errno);
        return;
    }
    printf("host %s %d %d", h->h_name, h->h_addrtype, h->h_length);
    for (int i = 0; h->h_addr_list[i]; i++) {
        printf(" ");
        for (int j = 0; j < h->h_length; j++)
            printf("%02x", (unsigned char)h->h_addr_list[i][j]);
    }
    list(h->h_aliases);
}

static void net(struct netent *n)
{
    if (n == NULL) {
        printf("net NULL\n");
        return;
    }
    printf("net %s %d %u", n->n_name, n->n_addrtype, n->n_net);
    list(n->n_aliases);
}

static void proto(struct protoent *p)
{
    if (p == NULL) {
        printf("proto NULL\n");
        return;
    }
    printf("proto %s %d", p->p_name, p->p_proto);
    list(p->p_aliases);
}

static void serv(struct servent *s)
{
    if (s == NULL) {
        printf("serv NULL\n");
        return;
    }
    printf("serv %s %d %s", s->s_name, s->s_port, s->s_proto);
    list(s->s_aliases);
}

static void messages(void)
{
    for (int i = -110; i < 10; i++)
        printf("gai %d %s\n", i, gai_strerror(i));
    for (int i = -2; i < 7; i++)
        printf("h %d %s\n", i, hstrerror(i));
}

static void tables(void)
{
    struct hostent *h;
    struct netent *n;
    struct protoent *p;
    struct servent *s;
    while ((h = gethostent()))
        host(h);
    while ((n = getnetent()))
        net(n);
    while ((p = getprotoent()))
        proto(p);
    while ((s = getservent()))
        serv(s);
}

static void lookups(void)
{
    struct in_addr loopback = {htonl(INADDR_LOOPBACK)};
    host(gethostbyname("localhost"));
    host(gethostbyname("127.0.0.1"));
    host(gethostbyname("does-not-exist.invalid"));
    host(gethostbyname(""));
    host(gethostbyname2("localhost", AF_INET));
    host(gethostbyname2("::1", AF_INET6));
    host(gethostbyname2("localhost", AF_UNIX));
    host(gethostbyaddr(&loopback, 4, AF_INET));
    host(gethostbyaddr(&loopback, 3, AF_INET));
    host(gethostbyaddr(&loopback, 4, AF_UNIX));
    net(getnetbyname("loopback"));
    net(getnetbyname("no-such-network"));
    net(getnetbyaddr(127u << 24, AF_INET));
    proto(getprotobyname("tcp"));
    proto(getprotobyname("no-such-protocol"));
    proto(getprotobynumber(17));
    proto(getprotobynumber(-1));
    serv(getservbyname("http", "tcp"));
    serv(getservbyname("domain", NULL));
    serv(getservbyname("http", "no-such-protocol"));
    serv(getservbyport(htons(53), "udp"));
    serv(getservbyport(htons(80), NULL));
    serv(getservbyport(0, NULL));
}

static void sharing(void)
{
    struct in_addr loopback = {htonl(INADDR_LOOPBACK)};
    void *entries[] = {
        gethostbyname("localhost"), gethostbyname2("localhost", AF_INET),
        gethostbyaddr(&loopback, 4, AF_INET), (sethostent(0), gethostent()),
        getnetbyname("loopback"), getnetbyaddr(127u << 24, AF_INET), (setnetent(0), getnetent()),
        getprotobyname("tcp"), getprotobynumber(17), (setprotoent(0), getprotoent()),
        getservbyname("http", "tcp"), getservbyport(htons(53), "udp"),
        (setservent(0), getservent()),
    };
    int count = sizeof(entries) / sizeof(*entries);
    for (int i = 0; i < count; i++)
        for (int j = 0; j < count; j++)
            printf("%s\n", entries[i] == entries[j] ? "same" : "different");
}

int main(int argc, char **argv)
{
    (void)argc;
    switch (argv[1][0]) {
    case 'm': messages(); break;
    case 't': tables(); break;
    case 'l': lookups(); break;
    case 's': sharing(); break;
    }
    return 0;
}
"""


@pytest.fixture(scope="module")
def c_says(compiler, tmp_path_factory):
    """What the C program above prints about one of its subjects."""
    directory = tmp_path_factory.mktemp("netdb")
    source = directory / "netdb.c"
    source.write_text(C_PROGRAM)
    subprocess.run(
        [compiler, "-I", build_stems.HERE, source, "-o", directory / "netdb"], check=True
    )

    def run(subject):
        command = [directory / "netdb", subject]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    return run


def walk(pointers):
    """The entries of a NULL-ended list, as a C program's loop finds them."""
    found = []
    i = 0
    while pointers[i]:
        found.append(pointers[i])
        i += 1
    return found


def spell(*columns, names):
    return " ".join([*map(str, columns), *map(str, walk(names))]) + "\n"


def host(entry):
    if entry is None:
        return f"host NULL {h_errno}\n"
    addresses = [a[0 : entry.h_length].hex() for a in walk(entry.h_addr_list)]
    head = ("host", entry.h_name, entry.h_addrtype, entry.h_length, *addresses)
    return spell(*head, names=entry.h_aliases)


def net(entry):
    if entry is None:
        return "net NULL\n"
    return spell("net", entry.n_name, entry.n_addrtype, entry.n_net, names=entry.n_aliases)


def proto(entry):
    if entry is None:
        return "proto NULL\n"
    return spell("proto", entry.p_name, entry.p_proto, names=entry.p_aliases)


def serv(entry):
    if entry is None:
        return "serv NULL\n"
    return spell("serv", entry.s_name, entry.s_port, entry.s_proto, names=entry.s_aliases)


def loopback():
    return struct.in_addr(htonl(INADDR_LOOPBACK))


def test_lookups_find_what_they_find_in_c(c_says):
    found = [
        host(gethostbyname("localhost")),
        host(gethostbyname("127.0.0.1")),
        host(gethostbyname("does-not-exist.invalid")),
        host(gethostbyname("")),
        host(gethostbyname2("localhost", AF_INET)),
        host(gethostbyname2("::1", AF_INET6)),
        host(gethostbyname2("localhost", AF_UNIX)),
        host(gethostbyaddr(loopback(), 4, AF_INET)),
        host(gethostbyaddr(loopback(), 3, AF_INET)),
        host(gethostbyaddr(loopback(), 4, AF_UNIX)),
        net(getnetbyname("loopback")),
        net(getnetbyname("no-such-network")),
        net(getnetbyaddr(127 << 24, AF_INET)),
        proto(getprotobyname("tcp")),
        proto(getprotobyname("no-such-protocol")),
        proto(getprotobynumber(17)),
        proto(getprotobynumber(-1)),
        serv(getservbyname("http", "tcp")),
        serv(getservbyname("domain", None)),
        serv(getservbyname("http", "no-such-protocol")),
        serv(getservbyport(htons(53), "udp")),
        serv(getservbyport(htons(80), None)),
        serv(getservbyport(0, 0)),
    ]
    assert c_says("lookups") == "".join(found)


TABLES = [
    (sethostent, gethostent, endhostent, host),
    (setnetent, getnetent, endnetent, net),
    (setprotoent, getprotoent, endprotoent, proto),
    (setservent, getservent, endservent, serv),
]


def entries(set_, get, end, spelled):
    set_(0)
    found = [spelled(entry) for entry in iter(get, None)]
    end()
    return found


def test_tables_have_the_entries_that_they_have_in_c(c_says):
    expected = c_says("tables")
    assert expected.count("serv") > 10
    assert expected == "".join(line for table in TABLES for line in entries(*table))


@pytest.mark.parametrize(("set_", "get", "end", "spelled"), TABLES)
def test_a_table_can_be_read_again(set_, get, end, spelled):
    set_(1)
    first = spelled(get())
    set_(int_(0))
    assert first == spelled(get())
    end()
    assert first == spelled(get())
    end()


def test_calls_that_have_their_own_entries_in_c_have_their_own(c_says):
    for set_, *_ in TABLES:
        set_(0)
    answers = [
        gethostbyname("localhost"),
        gethostbyname2("localhost", AF_INET),
        gethostbyaddr(loopback(), 4, AF_INET),
        gethostent(),
        getnetbyname("loopback"),
        getnetbyaddr(127 << 24, AF_INET),
        getnetent(),
        getprotobyname("tcp"),
        getprotobynumber(17),
        getprotoent(),
        getservbyname("http", "tcp"),
        getservbyport(htons(53), "udp"),
        getservent(),
    ]
    for *_, end, _ in TABLES:
        end()
    in_c = c_says("sharing").split()
    assert len(answers) ** 2 == len(in_c)
    for expected, (one, other) in zip(in_c, itertools.product(answers, repeat=2), strict=True):
        assert (one is other) == (one == other)
        assert expected == "same" or one != other


def test_messages_are_those_of_c(c_says):
    printed = [f"gai {i} {gai_strerror(i)}\n" for i in range(-110, 10)]
    printed += [f"h {i} {hstrerror(i)}\n" for i in range(-2, 7)]
    assert c_says("messages") == "".join(printed)


def test_messages_are_constant():
    for message in (gai_strerror(EAI_NONAME), hstrerror(HOST_NOT_FOUND)):
        with pytest.raises(ConstViolation):
            message[0] = b"x"


# ------------------------------------------------------------------------------ static entries


def test_gethostbyname_agrees_with_the_standard_library():
    entry = gethostbyname("localhost")
    name, aliases, addresses = stdlib.gethostbyname_ex("localhost")
    assert name == str(entry.h_name)
    assert aliases == [str(alias) for alias in walk(entry.h_aliases)]
    assert addresses == [
        str(inet_ntoa(ptr(struct.in_addr, entry.h_addr_list[i])[0])) for i in range(len(addresses))
    ]


def test_h_addr_is_the_first_address():
    entry = gethostbyname("127.0.0.1")
    assert entry.h_addr_list[0] == entry.h_addr
    assert b"\x7f\0\0\x01" == entry.h_addr[0:4]
    entry[0].h_addr = other = char[4](b"\x0a\0\0\x01")
    assert other + 0 == entry.h_addr_list[0]
    entry.h_addr_list = None
    with pytest.raises(NullPointer, match=r"h_addr is h_addr_list\[0\]"):
        entry.h_addr  # noqa: B018
    with pytest.raises(NullPointer):
        entry.h_addr = other


def test_the_next_call_overwrites_what_the_last_returned():
    first = gethostbyname("127.0.0.1")
    name, address = first.h_name, ptr(struct.in_addr, first.h_addr)[0]
    kept = copy(first[0])
    second = gethostbyname("127.0.0.2")
    assert first == second
    assert "127.0.0.2" == str(first.h_name)
    assert "127.0.0.2" == str(name)
    assert "127.0.0.2" == str(inet_ntoa(address))
    assert "127.0.0.2" == str(kept.h_name), "a copied struct still points to the static name"


def test_a_failed_call_overwrites_nothing():
    entry = gethostbyname("127.0.0.1")
    assert gethostbyname("does-not-exist.invalid") is None
    assert "127.0.0.1" == str(entry.h_name)


def test_a_buffer_that_grew_leaves_the_old_one_to_those_who_point_there():
    entry = gethostbyname("127.0.0.1")
    name = entry.h_name
    long = "0" * 5000 + "177.0.0.2"  # inet_aton() reads octal: 127.0.0.2
    assert entry == gethostbyname(long)
    assert long == str(entry.h_name)
    assert b"\x7f\0\0\x02" == entry.h_addr[0:4]
    assert "127.0.0.1" == str(name)
    assert gethostbyname("127.0.0.3") == entry
    assert "127.0.0.3" == str(entry.h_name)


def test_entries_print_as_in_c():
    assert "s_port=htons(80)" in repr(getservbyname("http", "tcp")[0])
    assert "h_addrtype=AF_INET," in repr(gethostbyname("127.0.0.1")[0])
    assert "n_addrtype=AF_INET," in repr(getnetbyname("loopback")[0])


def test_lists_and_strings_end_where_they_end():
    entry = gethostbyname("127.0.0.1")
    with pytest.raises(OutOfBounds, match=r"\[2\] of `char \*\*`: .* indices are 0\.\.1"):
        entry.h_addr_list[2]
    with pytest.raises(OutOfBounds, match=r"\[4\] of `char \*`: .* indices are 0\.\.3"):
        entry.h_addr[4]
    with pytest.raises(OutOfBounds, match=r"\[10\] of `char \*`"):
        entry.h_name[10]
    with pytest.raises(OutOfBounds):
        ptr(struct.in6_addr, entry.h_addr)[0]
    with pytest.raises(OutOfBounds, match=r"\[1\] of `struct hostent \*`"):
        entry[1]


def test_a_pointer_whose_bytes_were_overwritten_is_wild():
    entry = gethostbyname("localhost")
    size = struct.hostent.size
    ptr(char, entry)[0:size] = b"\xa5" * size
    for member in ("h_name", "h_aliases", "h_addr_list", "h_addr"):
        with pytest.raises(WildPointer, match="0xa5a5a5a5"):
            getattr(entry, member)
    assert "h_name=<wild pointer>" in repr(entry[0])
    assert "localhost" == str(gethostbyname("localhost").h_name)

    ptr(char, entry.h_addr_list)[0:8] = b"\x5a" * 8
    with pytest.raises(WildPointer, match="0x5a5a5a5a"):
        entry.h_addr  # noqa: B018
    entry.h_name[0 : sizeof("localhost")] = b"x" * sizeof("localhost")
    with pytest.raises(Unterminated):
        str(entry.h_name)
    assert "localhost" == str(gethostbyname("localhost").h_name)


# -------------------------------------------------------------------------------------- errors


def test_h_errno_is_a_live_number():
    h_errno.value = 0
    assert 0 == h_errno
    assert not h_errno
    assert gethostbyname("") is None
    saved = int(h_errno)
    assert saved in (HOST_NOT_FOUND, NO_RECOVERY)
    assert saved == h_errno
    assert f"{saved}" == str(h_errno) == f"{h_errno}"
    assert f"h_errno {saved} ({hstrerror(saved)})" == repr(h_errno)
    assert str(hstrerror(saved)) == str(hstrerror(h_errno))
    h_errno.value = int_(2)
    assert 1 < h_errno < 3
    with pytest.raises(TypeError):
        h_errno.value = "2"
    with pytest.raises(OverflowError):
        h_errno.value = 1 << 40


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has one h_errno for all threads")
def test_h_errno_is_each_threads_own():
    h_errno.value = NO_RECOVERY
    seen = []

    def other():
        seen.append(int(h_errno))
        gethostbyname("does-not-exist.invalid")
        seen.append(int(h_errno))

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert seen[0] == 0
    assert seen[1] in (HOST_NOT_FOUND, TRY_AGAIN)
    assert NO_RECOVERY == h_errno


def test_an_unknown_family_sets_errno():
    errno.value = 0
    for family in (AF_UNIX, 0, -1, 2**31 - 1):  # glibc aborts at some, for a host in its table
        assert gethostbyname2("localhost", family) is None
        assert numbers.EAFNOSUPPORT == errno
        assert pysock.NO_DATA == h_errno


def test_herror(capfd):
    h_errno.value = HOST_NOT_FOUND
    herror("lookup")
    herror(None)
    herror("")
    said = str(hstrerror(HOST_NOT_FOUND))
    assert f"lookup: {said}\n{said}\n{said}\n" == capfd.readouterr().err
    with pytest.raises(Unterminated):
        herror(char[3](b"abc"))


BY_NAME = [
    (gethostbyname, ()),
    (gethostbyname2, (AF_INET,)),
    (getservbyname, ("tcp",)),
    (getprotobyname, ()),
    (getnetbyname, ()),
]


@pytest.mark.parametrize(("call", "rest"), BY_NAME)
def test_a_name_is_a_c_string(call, rest):
    with pytest.raises(NullPointer, match=f"{call.__name__}: NULL"):
        call(None, *rest)
    with pytest.raises(NullPointer):
        call(0, *rest)
    with pytest.raises(ValueError, match="NUL at byte 5"):
        call("local\0host", *rest)
    with pytest.raises(Unterminated, match="no NUL in the 4 bytes"):
        call(char[4](b"name"), *rest)
    for wrong in (1, 2.5, object(), ["localhost"]):
        with pytest.raises(TypeError):
            call(wrong, *rest)
    assert call("x" * 100_000, *rest) is None
    assert call("\x01 \udcff".encode("utf-8", "surrogateescape"), *rest) is None


@pytest.mark.parametrize("call", [gethostbyname, getprotobyname])
def test_a_name_may_stand_in_memory(call):
    name = {gethostbyname: "localhost", getprotobyname: "udp"}[call]
    for text in (name, name.encode(), char[20](name), char[20](name) + 0, bytearray(name, "ascii")):
        if isinstance(text, bytearray):
            text.append(0)
        assert name in repr(call(text)[0])


def test_the_protocol_of_a_service_is_a_c_string_or_null():
    for call, key in ((getservbyname, "http"), (getservbyport, htons(80))):
        assert "tcp" == str(call(key, "tcp").s_proto)
        assert call(key, 0) is not None
        with pytest.raises(TypeError):
            call(key, 6)
        with pytest.raises(ValueError, match="NUL at byte 1"):
            call(key, "t\0p")


def test_numbers_are_c_ints():
    for call, rest in (
        (getservbyport, ("tcp",)),
        (getprotobynumber, ()),
        (setservent, ()),
        (gai_strerror, ()),
        (hstrerror, ()),
    ):
        with pytest.raises(OverflowError):
            call(1 << 40, *rest)
        with pytest.raises(TypeError):
            call("80", *rest)
        with pytest.raises(TypeError):
            call(80.0, *rest)
    with pytest.raises(OverflowError):
        getnetbyaddr(-1, AF_INET)
    assert "tcp" == str(getprotobynumber(int_(6)).p_name)
    assert "http" == str(getservbyport(int_(htons(80)), "tcp").s_name)


def test_gethostbyaddr_agrees_with_the_standard_library():
    assert stdlib.gethostbyaddr("127.0.0.1")[0] == str(
        gethostbyaddr(loopback(), sizeof(struct.in_addr), AF_INET).h_name
    )
    address = struct.sockaddr_in(sin_addr=loopback())
    assert gethostbyaddr(address.sin_addr, 4, AF_INET) is not None
    assert gethostbyaddr(b"\x7f\0\0\x01", socklen_t(4), AF_INET) is not None


def test_gethostbyaddr_reads_no_further_than_its_object():
    with pytest.raises(OutOfBounds, match="gethostbyaddr: 16 bytes of an object that has 4"):
        gethostbyaddr(loopback(), 16, AF_INET6)
    with pytest.raises(OutOfBounds, match="length -1"):
        gethostbyaddr(loopback(), -1, AF_INET)
    with pytest.raises(NullPointer):
        gethostbyaddr(None, 4, AF_INET)
    with pytest.raises(TypeError):
        gethostbyaddr(INADDR_LOOPBACK, 4, AF_INET)
    errno.value = 0
    assert gethostbyaddr(loopback(), 4, AF_INET6) is None
    assert NETDB_INTERNAL == h_errno
    assert gethostbyaddr(None, 0, AF_INET) is None


def test_gethostname():
    name = char[MAXHOSTNAMELEN + 1]()
    assert 0 == gethostname(name, sizeof(name))
    assert stdlib.gethostname() == str(name)
    taken = bytearray(1)
    assert -1 == gethostname(taken, 1)
    assert numbers.ENAMETOOLONG == errno
    size = sizeof(name)
    message = f"gethostname: {size + 1} bytes of an object that has {size}"
    with pytest.raises(OutOfBounds, match=message):
        gethostname(name, size + 1)
    with pytest.raises(OutOfBounds):
        gethostname(name, -1)
    with pytest.raises(ConstViolation):
        gethostname("a constant of enough bytes" * 10, size)
    with pytest.raises(NullPointer):
        gethostname(None, size)


# --------------------------------------------------------------------------------- getaddrinfo


def resolve(node, service, hints=None):
    """The list that getaddrinfo() finds, or its error."""
    res = ptr(struct.addrinfo)()
    error = getaddrinfo(node, service, hints, res)
    return error or res.value


def nodes(info):
    """The nodes of a list, as a C program's loop finds them."""
    found = []
    while info:
        found.append(info)
        info = info.ai_next
    return found


def as_the_standard_library_says(info):
    """One node as socket.getaddrinfo() shows it."""
    host, serv = char[NI_MAXHOST](), char[NI_MAXSERV]()
    flags = NI_NUMERICHOST | NI_NUMERICSERV
    error = getnameinfo(
        info.ai_addr, info.ai_addrlen, host, sizeof(host), serv, sizeof(serv), flags
    )
    assert 0 == error
    address = (str(host).partition("%")[0], int(str(serv)))
    if info.ai_family == AF_INET6:
        in6 = ptr(struct.sockaddr_in6, info.ai_addr)
        address += (in6.sin6_flowinfo, in6.sin6_scope_id)
    name = str(info.ai_canonname) if info.ai_canonname else ""
    return info.ai_family, info.ai_socktype, info.ai_protocol, name, address


@pytest.mark.parametrize(
    ("node", "service", "family", "socktype", "flags"),
    [
        ("localhost", "http", AF_UNSPEC, 0, 0),
        ("localhost", None, AF_UNSPEC, 0, AI_CANONNAME),
        ("127.0.0.1", "9190", AF_INET, SOCK_STREAM, AI_NUMERICHOST | AI_NUMERICSERV),
        ("::1", "domain", AF_INET6, SOCK_DGRAM, AI_NUMERICHOST),
        (f"fe80::1%{stdlib.if_nameindex()[0][1]}", "1", AF_INET6, SOCK_DGRAM, 0),
        (None, "9190", AF_UNSPEC, SOCK_STREAM, AI_PASSIVE),
        (None, "9190", AF_UNSPEC, 0, 0),
    ],
)
def test_getaddrinfo_agrees_with_the_standard_library(node, service, family, socktype, flags):
    hints = struct.addrinfo(ai_family=family, ai_socktype=socktype, ai_flags=flags)
    info = resolve(node, service, hints)
    expected = stdlib.getaddrinfo(node, service, family, socktype, 0, flags)
    assert expected == [as_the_standard_library_says(node) for node in nodes(info)]
    freeaddrinfo(info)


def test_getaddrinfo_fails_as_in_c():
    def fails(node, service, **hints):
        return resolve(node, service, struct.addrinfo(**hints))

    assert EAI_NONAME == resolve(None, None)
    assert resolve("does-not-exist.invalid", None) in (EAI_NONAME, EAI_AGAIN)
    assert EAI_NONAME == fails("localhost", None, ai_flags=AI_NUMERICHOST)
    assert EAI_NONAME == fails("127.0.0.1", "http", ai_flags=AI_NUMERICSERV)
    assert EAI_BADFLAGS == fails("127.0.0.1", None, ai_flags=1 << 30)
    assert EAI_FAMILY == fails("127.0.0.1", None, ai_family=AF_UNIX)
    assert EAI_SERVICE == fails("127.0.0.1", "no-such-service", ai_socktype=SOCK_STREAM)
    assert EAI_SOCKTYPE == fails("127.0.0.1", "80", ai_socktype=99)


def test_getaddrinfo_touches_res_only_when_it_found_something():
    res = ptr(struct.addrinfo)()
    own = struct.addrinfo()
    res.value = own
    assert EAI_NONAME == getaddrinfo(None, None, None, res)
    assert ptr(struct.addrinfo, own) == res.value


def test_only_four_of_the_hints_count():
    hints = struct.addrinfo(ai_family=AF_INET, ai_socktype=SOCK_STREAM)
    ptr(char, hints)[16 : sizeof(hints)] = b"\xff" * (sizeof(hints) - 16)
    for given in (hints, ptr(struct.addrinfo, hints)):
        info = resolve("127.0.0.1", "80", given)
        assert 1 == len(nodes(info))
        freeaddrinfo(info)


def test_res_can_be_any_place_of_its_type():
    places = ptr(struct.addrinfo)[2]()
    assert 0 == getaddrinfo("127.0.0.1", None, None, places + 1)
    assert places[0] is None
    assert AF_INET == places[1].ai_family
    freeaddrinfo(places[1])


def test_getaddrinfo_takes_no_other_arguments_than_c():
    res = ptr(struct.addrinfo)()
    for wrong in (int_(), ptr(struct.hostent)(), bytearray(8), 5, "text"):
        with pytest.raises(TypeError, match=r"C wants a `struct addrinfo \* ?\*`"):
            getaddrinfo("127.0.0.1", None, None, wrong)
        with pytest.raises(TypeError, match=r"C wants a `struct addrinfo \*`"):
            getaddrinfo("127.0.0.1", None, wrong, res)
    with pytest.raises(TypeError, match="not the address of a `struct addrinfo`"):
        getaddrinfo("127.0.0.1", None, None, struct.addrinfo())
    with pytest.raises(NullPointer):
        getaddrinfo("127.0.0.1", None, None, None)
    with pytest.raises(ValueError, match="NUL at byte 3"):
        getaddrinfo("127\0x", None, None, res)
    with pytest.raises(ValueError, match="NUL at byte 2"):
        getaddrinfo(None, "80\0x", None, res)
    with pytest.raises(Unterminated):
        getaddrinfo(char[3](b"127"), None, None, res)
    with pytest.raises(TypeError):
        getaddrinfo(None, 80, None, res)
    assert res.value is None


def test_a_list_is_ready_for_bind():
    hints = struct.addrinfo(
        ai_family=AF_INET, ai_socktype=SOCK_STREAM, ai_flags=AI_PASSIVE | AI_NUMERICHOST
    )
    res = ptr(struct.addrinfo)()
    assert 0 == getaddrinfo("127.0.0.1", "0", hints, res)
    info = res.value
    s = socket(info.ai_family, info.ai_socktype, info.ai_protocol)
    assert 0 == bind(s, info.ai_addr, info.ai_addrlen)
    with pytest.raises(OutOfBounds, match="17 bytes of an object that has 16"):
        bind(s, info.ai_addr, info.ai_addrlen + 1)
    freeaddrinfo(res)
    with pytest.raises(UseAfterFree):
        bind(s, info.ai_addr, info.ai_addrlen)
    close(s)


def test_addresses_and_names_of_a_list_end_where_they_end():
    info = resolve("127.0.0.1", "80", struct.addrinfo(ai_flags=AI_CANONNAME))
    assert "127.0.0.1" == str(info.ai_canonname)
    with pytest.raises(OutOfBounds):
        info.ai_canonname[10]
    assert htons(80) == ptr(struct.sockaddr_in, info.ai_addr).sin_port
    with pytest.raises(OutOfBounds):
        ptr(struct.sockaddr_in6, info.ai_addr).sin6_port  # noqa: B018
    with pytest.raises(OutOfBounds):
        info.ai_addr[1]
    freeaddrinfo(info)


@pytest.mark.parametrize("how", ["the variable", "the pointer", "the struct"])
def test_freeaddrinfo_ends_the_list(how):
    res = ptr(struct.addrinfo)()
    assert 0 == getaddrinfo("127.0.0.1", "80", None, res)
    info, address = res.value, res.ai_addr
    assert len(nodes(info)) > 1, "one node for each type of socket"
    rest = info.ai_next
    freed = {"the variable": res, "the pointer": info, "the struct": info[0]}[how]
    freeaddrinfo(freed)
    for use in (
        lambda: info.ai_family,
        lambda: rest.ai_family,
        lambda: address.sa_family,
        lambda: bytes(address),
        lambda: res.value,
    ):
        with pytest.raises(UseAfterFree, match=r"ended its life in freeaddrinfo\(\)"):
            use()
    assert "<use after free>" in repr(info)
    for again in (info, rest, res):
        with pytest.raises(UseAfterFree, match=r"in freeaddrinfo\(\)"):
            freeaddrinfo(again)
    res.value = None
    assert 0 == getaddrinfo("127.0.0.1", None, None, res)
    freeaddrinfo(res)


def test_the_rest_of_a_list_can_be_freed_first():
    info = resolve("127.0.0.1", "80")
    rest = info.ai_next
    freeaddrinfo(rest)
    assert AF_INET == info.ai_family
    with pytest.raises(UseAfterFree):
        info.ai_next  # noqa: B018
    with pytest.raises(UseAfterFree):
        freeaddrinfo(info)
    assert AF_INET == info.ai_family, "a refused call frees nothing"
    info.ai_next = None
    freeaddrinfo(info)


def test_freeaddrinfo_takes_only_what_getaddrinfo_gave():
    info = resolve("127.0.0.1", "80")
    own = struct.addrinfo()
    for foreign in (own, ptr(struct.addrinfo, own), info.ai_addr, ptr(char, info) + 8, "text"):
        with pytest.raises(InvalidFree, match=r"is not what getaddrinfo\(\) returned"):
            freeaddrinfo(foreign)
    for null in (None, 0, ptr(struct.addrinfo)()):
        with pytest.raises(NullPointer):
            freeaddrinfo(null)
    with pytest.raises(WildPointer):
        freeaddrinfo(0x1000)
    with pytest.raises(TypeError):
        freeaddrinfo(object())
    info.ai_next = own
    with pytest.raises(InvalidFree):
        freeaddrinfo(info)
    info.ai_next = info
    with pytest.raises(InvalidFree, match="node 1 of the list leads back into it"):
        freeaddrinfo(info)
    assert AF_INET == info.ai_family
    info.ai_next = None
    freeaddrinfo(info)


def test_a_list_whose_pointers_were_overwritten_is_wild():
    info = resolve("127.0.0.1", "80", struct.addrinfo(ai_flags=AI_CANONNAME))
    ptr(char, info)[16 : struct.addrinfo.size] = b"\xa5" * (struct.addrinfo.size - 16)
    for member in ("ai_addr", "ai_canonname", "ai_next"):
        with pytest.raises(WildPointer, match="0xa5a5a5a5"):
            getattr(info, member)
    with pytest.raises(WildPointer):
        freeaddrinfo(info)
    info.ai_next = None
    freeaddrinfo(info)


# --------------------------------------------------------------------------------- getnameinfo


def loopback_http():
    return struct.sockaddr_in(sin_family=AF_INET, sin_port=htons(80), sin_addr=loopback())


@pytest.mark.parametrize("flags", [0, NI_NUMERICHOST, NI_NUMERICSERV, NI_NAMEREQD])
def test_getnameinfo_agrees_with_the_standard_library(flags):
    address, host, serv = loopback_http(), char[NI_MAXHOST](), char[NI_MAXSERV]()
    sizes = sizeof(host), socklen_t(sizeof(serv))
    assert 0 == getnameinfo(address, sizeof(address), host, sizes[0], serv, sizes[1], flags)
    assert stdlib.getnameinfo(("127.0.0.1", 80), flags) == (str(host), str(serv))


def test_getnameinfo_of_ipv6():
    address, host = struct.sockaddr_in6(sin6_family=AF_INET6), char[NI_MAXHOST]()
    inet_pton(AF_INET6, "::1", address.sin6_addr)
    assert 0 == getnameinfo(address, sizeof(address), host, NI_MAXHOST, None, 0, NI_NUMERICHOST)
    assert "::1" == str(host)


def test_getnameinfo_gives_only_what_is_asked_for():
    address, name = loopback_http(), char[10](b"untouched")
    size = sizeof(address)
    flags = NI_NUMERICHOST | NI_NUMERICSERV
    assert 0 == getnameinfo(address, size, None, 0, name, sizeof(name), flags)
    assert "80" == str(name)
    assert 0 == getnameinfo(address, size, name, sizeof(name), 0, 99, flags)
    assert "127.0.0.1" == str(name)
    assert 0 == getnameinfo(address, size, name, 0, None, 0, flags)
    assert "127.0.0.1" == str(name)
    assert EAI_NONAME == getnameinfo(address, size, None, 0, None, 0, NI_NAMEREQD)


def test_getnameinfo_stays_inside_its_objects():
    address, name = loopback_http(), char[9]()
    size = sizeof(address)
    flags = NI_NUMERICHOST | NI_NUMERICSERV
    assert EAI_OVERFLOW == getnameinfo(address, size, name, sizeof(name), None, 0, flags)
    with pytest.raises(OutOfBounds, match="getnameinfo: 10 bytes of an object that has 9"):
        getnameinfo(address, size, name, 10, None, 0, flags)
    with pytest.raises(OutOfBounds, match="getnameinfo: 10 bytes of an object that has 9"):
        getnameinfo(address, size, None, 0, name, 10, flags)
    with pytest.raises(OutOfBounds, match="getnameinfo: 17 bytes of an object that has 16"):
        getnameinfo(address, size + 1, name, 9, None, 0, flags)
    with pytest.raises(OutOfBounds, match="length -1"):
        getnameinfo(address, size, name, -1, None, 0, flags)
    with pytest.raises(ConstViolation):
        getnameinfo(address, size, "constant", 9, None, 0, flags)
    with pytest.raises(NullPointer):
        getnameinfo(None, size, name, 9, None, 0, flags)
    with pytest.raises(TypeError):
        getnameinfo(("127.0.0.1", 80), size, name, 9, None, 0, flags)
    with pytest.raises(TypeError):
        getnameinfo(address, size, name, "9", None, 0, flags)
    with pytest.raises(OverflowError):
        getnameinfo(address, size, name, 9, None, 0, 1 << 40)


def test_getnameinfo_of_a_short_or_strange_address():
    address, name = loopback_http(), char[100]()
    for length in (0, 1, 2, 15):
        assert EAI_FAMILY == getnameinfo(address, length, name, 100, None, 0, 0)
    assert EAI_FAMILY == getnameinfo(None, 0, name, 100, None, 0, 0)
    address.sin_family = 12345
    assert EAI_FAMILY == getnameinfo(address, 16, name, 100, None, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="glibc alone prints the path of AF_UNIX")
def test_getnameinfo_of_a_path_without_nul():
    """glibc looks for the path's NUL beyond the length it was given."""
    address = bytearray(AF_UNIX.to_bytes(2, "little") + b"/" * 40)
    name = bytearray(b"x" * 60)
    assert 0 == getnameinfo(address, len(address), None, 0, name, len(name), 0)
    assert b"/" * 40 == name.partition(b"\0")[0]


# ------------------------------------------------------------------------------------- threads


def in_threads(work, count=8):
    """Run `work(n)` in many threads at once; their failures are the test's."""
    failures = []
    ready = threading.Barrier(count)

    def run(number):
        ready.wait(10)
        try:
            work(number)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [] == failures


def test_lists_are_each_threads_own():
    def work(number):
        for port in range(50):
            info = resolve(f"127.0.0.{number + 1}", f"{port}")
            for node in nodes(info):
                address = ptr(struct.sockaddr_in, node.ai_addr)
                assert (htons(port), 127, number + 1) == (
                    address.sin_port,
                    bytes(address.sin_addr)[0],
                    bytes(address.sin_addr)[3],
                )
            freeaddrinfo(info)

    in_threads(work)


def test_threads_that_ask_the_same_find_the_same():
    def work(number):
        for _ in range(50):
            entry = gethostbyname("localhost")
            assert "localhost" == str(entry.h_name)
            assert b"\x7f\0\0\x01" == entry.h_addr[0:4]
            assert "http" == str(getservbyname("http", "tcp").s_name)
            stdlib.getservbyname("domain", "udp")

    in_threads(work)


def test_threads_that_ask_different_things_are_never_led_astray():
    """As in C they find each other's answers, or halves of them; but nothing outside the entry."""

    def work(number):
        for name in ["127.0.0.1", "localhost", "0" * 300 * (number + 1) + "177.0.0.1"] * 20:
            entry = gethostbyname(name)
            try:
                assert len(entry.h_name.string()) <= len("0" * 300 * 8 + "177.0.0.1")
                assert 4 == len(entry.h_addr[0:4])
                walk(entry.h_aliases)
            except UndefinedBehavior:
                pass  # the answer changed under the eyes of this thread

    in_threads(work)
    assert "127.0.0.1" == str(gethostbyname("127.0.0.1").h_name)


def test_a_signal_handler_may_ask_too(tmp_path):
    """The entries' lock is held by the thread that a handler runs in: it must not wait for it."""
    script = """
import signal, sys
from pysock import gethostbyname
count = 0
def handler(*_):
    global count
    count += 1
    gethostbyname("127.0.0.2" if count % 2 else "0" * 2000 + "177.0.0.2")
signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
while count < 100:
    gethostbyname("127.0.0.1")
signal.setitimer(signal.ITIMER_REAL, 0)
assert "127.0.0.1" == str(gethostbyname("127.0.0.1").h_name)
"""
    # Where the tests' own pysock is: built in place, or installed.
    where = {**os.environ, "PYTHONPATH": str(Path(pysock.__file__).parent.parent)}
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60, cwd=tmp_path, env=where)
