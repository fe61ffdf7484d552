"""C's calls in three dialects of Python: the same program, with the C layer, raw cffi and ctypes.

A dialect has C's functions by their names in `calls`, and says how memory is made and pointed at.
"""

from __future__ import annotations

import ctypes
import socket as stdlib
from abc import ABC, abstractmethod
from typing import Any

from harness import CFFI, CTYPES, LAYER, PYTHONIC

import pysock

FD_SETSIZE = 1024


class Dialect(ABC):
    """How a program writes C."""

    calls: Any  # the functions
    null: Any = None

    @abstractmethod
    def array(self, kind: str, count: int) -> Any:
        """An array of a C type, zeroed: ``struct pollfd fds[count]``."""

    @abstractmethod
    def chars(self, data: bytes) -> Any:
        """An array of characters."""

    @abstractmethod
    def fd_set(self) -> Any:
        """An empty set."""

    @abstractmethod
    def copy(self, fd_set: Any) -> Any:
        """``cpy_reads = reads``."""

    def at(self, array: Any, index: int) -> Any:
        """``array + index``."""
        return array + index

    def address(self, port: int) -> Any:
        """A port of the loopback interface."""
        addresses = self.array("struct sockaddr_in", 1)
        addresses[0].sin_family = stdlib.AF_INET
        addresses[0].sin_port = stdlib.htons(port)
        addresses[0].sin_addr.s_addr = stdlib.htonl(stdlib.INADDR_LOOPBACK)
        return addresses


LAYER_TYPES: dict[str, Any] = {
    "char": pysock.char,
    "int": pysock.int_,
    "socklen_t": pysock.socklen_t,
}


class Layer(Dialect):
    """pysock."""

    calls = pysock

    def array(self, kind: str, count: int) -> Any:
        """A type of the C layer, times a number."""
        if kind.startswith("struct "):
            return getattr(pysock.struct, kind.removeprefix("struct "))[count]()
        return LAYER_TYPES[kind][count]()

    def chars(self, data: bytes) -> Any:
        """``char[n]``."""
        return pysock.char[len(data)](data)

    def fd_set(self) -> Any:
        """``fd_set``."""
        return pysock.fd_set()

    def copy(self, fd_set: Any) -> Any:
        """``copy``."""
        return pysock.copy(fd_set)


class Cffi(Dialect):
    """The module that raw.py compiles."""

    def __init__(self) -> None:
        from raw_cffi import ffi, lib

        self.calls = lib
        self._ffi = ffi
        self._set_size = ffi.sizeof("fd_set")
        self.null = ffi.NULL

    def array(self, kind: str, count: int) -> Any:
        """``ffi.new``."""
        return self._ffi.new(f"{kind}[]", count)

    def chars(self, data: bytes) -> Any:
        """Without a NUL behind it."""
        return self._ffi.new(f"char[{len(data)}]", data)

    def fd_set(self) -> Any:
        """Zeroed."""
        return self._ffi.new("fd_set *")

    def copy(self, fd_set: Any) -> Any:
        """``memmove``."""
        new = self._ffi.new("fd_set *")
        self._ffi.memmove(new, fd_set, self._set_size)
        return new


class InAddr(ctypes.Structure):
    """``struct in_addr``."""

    _fields_ = [("s_addr", ctypes.c_uint32)]


class SockaddrIn(ctypes.Structure):
    """``struct sockaddr_in``."""

    _fields_ = [
        ("sin_family", ctypes.c_uint16),
        ("sin_port", ctypes.c_uint16),
        ("sin_addr", InAddr),
        ("sin_zero", ctypes.c_char * 8),
    ]


class Iovec(ctypes.Structure):
    """``struct iovec``."""

    _fields_ = [("iov_base", ctypes.c_void_p), ("iov_len", ctypes.c_size_t)]


class Msghdr(ctypes.Structure):
    """``struct msghdr``."""

    _fields_ = [
        ("msg_name", ctypes.c_void_p),
        ("msg_namelen", ctypes.c_uint32),
        ("msg_iov", ctypes.c_void_p),
        ("msg_iovlen", ctypes.c_size_t),
        ("msg_control", ctypes.c_void_p),
        ("msg_controllen", ctypes.c_size_t),
        ("msg_flags", ctypes.c_int),
    ]


class Mmsghdr(ctypes.Structure):
    """``struct mmsghdr``."""

    _fields_ = [("msg_hdr", Msghdr), ("msg_len", ctypes.c_uint)]


class Pollfd(ctypes.Structure):
    """``struct pollfd``."""

    _fields_ = [("fd", ctypes.c_int), ("events", ctypes.c_short), ("revents", ctypes.c_short)]


class EpollData(ctypes.Union):
    """``union epoll_data``."""

    _fields_ = [("fd", ctypes.c_int), ("u64", ctypes.c_uint64)]


class EpollEvent(ctypes.Structure):
    """``struct epoll_event``, which x86-64 packs."""

    _pack_ = 1 if pysock.sizeof(pysock.struct.epoll_event) == 12 else 8
    _layout_ = "ms"
    _fields_ = [("events", ctypes.c_uint32), ("data", EpollData)]


FdSet = ctypes.c_uint64 * (FD_SETSIZE // 64)
_int, _size, _pointer, _signed = ctypes.c_int, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_ssize_t

TYPES: dict[str, Any] = {
    "int": ctypes.c_int,
    "char": ctypes.c_char,
    "socklen_t": ctypes.c_uint32,
    "struct sockaddr_in": SockaddrIn,
    "struct iovec": Iovec,
    "struct mmsghdr": Mmsghdr,
    "struct pollfd": Pollfd,
    "struct epoll_event": EpollEvent,
}
SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "read": (_signed, [_int, _pointer, _size]),
    "write": (_signed, [_int, _pointer, _size]),
    "recv": (_signed, [_int, _pointer, _size, _int]),
    "send": (_signed, [_int, _pointer, _size, _int]),
    "recvfrom": (_signed, [_int, _pointer, _size, _int, _pointer, _pointer]),
    "sendto": (_signed, [_int, _pointer, _size, _int, _pointer, ctypes.c_uint32]),
    "writev": (_signed, [_int, _pointer, _int]),
    "recvmmsg": (_int, [_int, _pointer, ctypes.c_uint, _int, _pointer]),
    "sendmmsg": (_int, [_int, _pointer, ctypes.c_uint, _int]),
    "socket": (_int, [_int, _int, _int]),
    "setsockopt": (_int, [_int, _int, _int, _pointer, ctypes.c_uint32]),
    "accept": (_int, [_int, _pointer, _pointer]),
    "close": (_int, [_int]),
    "memcpy": (_pointer, [_pointer, _pointer, _size]),
    "fork": (_int, []),
    "_exit": (None, [_int]),
    "waitpid": (_int, [_int, _pointer, _int]),
    "select": (_int, [_int, _pointer, _pointer, _pointer, _pointer]),
    "poll": (_int, [_pointer, ctypes.c_ulong, _int]),
    "epoll_wait": (_int, [_int, _pointer, _int, _int]),
}


def _fd_set(fd: int, fd_set: Any) -> None:
    """``FD_SET``, a macro, which ctypes does not reach."""
    fd_set[fd // 64] |= 1 << fd % 64


def _fd_isset(fd: int, fd_set: Any) -> int:
    """``FD_ISSET``."""
    return fd_set[fd // 64] >> fd % 64 & 1


class Ctypes(Dialect):
    """The C library, with its prototypes declared, as one should."""

    def __init__(self) -> None:
        library: Any = ctypes.CDLL(None, use_errno=True)
        for name, (result, arguments) in SIGNATURES.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
        library.FD_SET, library.FD_ISSET = _fd_set, _fd_isset
        self.calls = library

    def array(self, kind: str, count: int) -> Any:
        """A type times a number."""
        return (TYPES[kind] * count)()

    def chars(self, data: bytes) -> Any:
        """Without a NUL behind it."""
        return (ctypes.c_char * len(data)).from_buffer_copy(data)

    def fd_set(self) -> Any:
        """Zeroed."""
        return FdSet()

    def copy(self, fd_set: Any) -> Any:
        """``from_buffer_copy``."""
        return FdSet.from_buffer_copy(fd_set)

    def at(self, array: Any, index: int) -> Any:
        """An address is a number."""
        return ctypes.addressof(array) + index * ctypes.sizeof(array._type_)


DIALECTS: dict[str, type[Dialect]] = {LAYER: Layer, CFFI: Cffi, CTYPES: Ctypes}


def dialect(column: str) -> Dialect:
    """The dialect of a column."""
    return DIALECTS[column]()


def as_object(column: str, sock: stdlib.socket) -> Any:
    """A socket as the columns with objects have it, which then is the only one that has it."""
    return pysock.Socket(fileno=sock.detach()) if column == PYTHONIC else sock
