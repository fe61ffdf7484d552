"""Names of hosts, services and protocols on Windows; the standard library is the oracle."""

import socket as oracle

import pytest

import pysock
from pysock import *


def test_services_and_protocols():
    entry = getservbyname("http", "tcp")[0]
    assert ("http", htons(80), "tcp") == (
        str(entry.s_name),
        entry.s_port & 0xFFFF,
        str(entry.s_proto),
    )
    assert "http" == str(getservbyport(htons(80), "tcp")[0].s_name)
    assert getservbyname("no such service", NULL) is NULL
    assert oracle.getprotobyname("udp") == getprotobyname("udp")[0].p_proto
    assert "tcp" == str(getprotobynumber(6)[0].p_name).lower()
    assert getprotobynumber(250) is NULL


def test_hosts():
    host = gethostbyname("localhost")[0]
    assert (AF_INET, 4) == (host.h_addrtype, host.h_length)
    assert "127.0.0.1" == str(inet_ntoa(ptr(struct.in_addr, host.h_addr_list[0])[0]))
    adr = struct.in_addr()
    assert 1 == inet_aton("127.0.0.1", adr)
    assert gethostbyaddr(adr, sizeof(adr), AF_INET)[0].h_name is not NULL


def test_a_host_that_is_not_there():
    assert gethostbyname("no.such.host.invalid") is NULL
    assert h_errno in (HOST_NOT_FOUND, TRY_AGAIN, NO_DATA, NO_RECOVERY)
    assert WSAGetLastError() == h_errno


def test_getaddrinfo_walks_as_in_c():
    hints, found = (
        struct.addrinfo(ai_family=AF_INET, ai_socktype=SOCK_STREAM),
        ptr(struct.addrinfo)(),
    )
    hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST
    assert 0 == getaddrinfo("127.0.0.1", "9190", hints, found)
    node = found[0]
    adr = ptr(struct.sockaddr_in, node[0].ai_addr)[0]
    assert (AF_INET, SOCK_STREAM, 16) == (
        node[0].ai_family,
        node[0].ai_socktype,
        node[0].ai_addrlen,
    )
    assert (htons(9190), "127.0.0.1") == (adr.sin_port, str(inet_ntoa(adr.sin_addr)))
    assert node[0].ai_next is NULL
    freeaddrinfo(node)
    with pytest.raises(UseAfterFree):
        node[0].ai_family  # noqa: B018


def test_errors_of_getaddrinfo():
    found = ptr(struct.addrinfo)()
    error = getaddrinfo("no.such.host.invalid", NULL, NULL, found)
    assert error in (EAI_NONAME, EAI_AGAIN, EAI_FAIL)
    assert "Unknown" not in str(gai_strerror(error))
    assert "Success" == str(gai_strerror(0))
    assert "Unknown error" == str(gai_strerror(12))


def test_getnameinfo_and_gethostname():
    adr = struct.sockaddr_in(sin_family=AF_INET, sin_port=htons(80))
    assert 1 == inet_aton("127.0.0.1", adr.sin_addr)
    host, port = char[NI_MAXHOST](), char[NI_MAXSERV]()
    flags = NI_NUMERICHOST | NI_NUMERICSERV
    sizes = sizeof(host), sizeof(port)
    assert 0 == getnameinfo(adr, sizeof(adr), host, sizes[0], port, sizes[1], flags)
    assert ("127.0.0.1", "80") == (str(host), str(port))
    assert 0 == gethostname(host, sizeof(host))
    assert oracle.gethostname().lower() == str(host).lower()
    assert (-1, EFAULT) == (gethostname(char[1](), 1), errno)


def test_the_tables_have_no_end():
    for name in ("gethostent", "getnetbyname", "setservent", "hstrerror"):
        with pytest.raises(AttributeError):
            getattr(pysock, name)
