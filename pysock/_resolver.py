"""The resolver: resolver(3), and lookups into the caller's memory, gethostbyname_r(3)."""

from __future__ import annotations

import operator

from . import _arguments as arguments
from . import _constants as constants
from ._allocation import Memory
from ._block import Block
from ._memory import RecordType, int_, pointer_to, struct
from ._native import lib
from ._netdb import h_errno, host_members, look_up, optional, serv_members, snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__: list[str] = []


class _Place:
    """Where a program wants an entry: the struct, and room for what its pointers lead to.

    That room is only measured: what they lead to lies in memory of its own, so that no other
    use of the program's buffer can make the pointers wild.
    """

    def __init__(
        self, call: str, ctype: RecordType, ret: Any, buf: Any, buflen: Any, result: Any
    ) -> None:
        arguments.out(ret, ctype, call)
        arguments.out(result, pointer_to(ctype), call)
        self._type = ctype
        self._ret = ret
        self._room = arguments.length(buflen, call)
        arguments.writable(buf, self._room, call)
        self._result = result

    def fill(self, members: Callable[..., Any], lookup: Callable[..., int], *key: Any) -> int:
        """Look up, and keep what is found; the number of the error."""
        self._result[0] = None

        def keep(raw: CData) -> int:
            contents, entry = Block(), Block()
            entry.records(self._type, raw, members(contents, raw))
            if contents.size > self._room:
                return int(constants.ERANGE)
            contents.store(Memory.zeroed(contents.size))
            whole = Memory.zeroed(self._type.size)
            entry.store(whole)
            self._ret[0] = self._type.view(whole, 0)
            self._result[0] = self._ret
            return 0

        return look_up(self._type, keep, lookup, *key) or 0


def _reason(h_errnop: Any, call: str) -> Callable[[int], int]:
    """What puts h_errno where the program wants it, once the lookup is over: there alone."""
    arguments.out(h_errnop, int_, call)
    before = h_errno.value
    h_errno.value = 0

    def tell(error: int) -> int:
        h_errnop[0] = h_errno.value
        h_errno.value = before
        return error

    return tell


if hasattr(lib, "pysock_res_init"):
    __all__ += [
        "gethostbyaddr_r",
        "gethostbyname_r",
        "getservbyname_r",
        "getservbyport_r",
        "res_init",
    ]

    def res_init() -> int:
        """Read the resolver's configuration anew, resolver(3).

        ``int res_init(void);``

        Returns 0, or -1.
        """
        return lib.pysock_res_init()

    def gethostbyname_r(
        name: Any, ret: Any, buf: Any, buflen: SupportsIndex, result: Any, h_errnop: Any
    ) -> int:
        """Look up the IPv4 addresses of a host, without a static entry, gethostbyname(3).

        ``int gethostbyname_r(const char *name, struct hostent *ret, char *buf, size_t buflen,
        struct hostent **result, int *h_errnop);``

        Names and addresses count against buflen but do not lie in buf: its bytes stay untouched.
        macOS lacks it.

        Returns 0 (with NULL in result where there is no such host), or ERANGE: buflen is too small.
        """
        place = _Place("gethostbyname_r", struct.hostent, ret, buf, buflen, result)
        tell = _reason(h_errnop, "gethostbyname_r")
        host = arguments.name(name, "gethostbyname_r")
        return tell(place.fill(host_members, lib.pysock_gethostbyname, host))

    def gethostbyaddr_r(
        addr: Any,
        len: SupportsIndex,
        type: SupportsIndex,
        ret: Any,
        buf: Any,
        buflen: SupportsIndex,
        result: Any,
        h_errnop: Any,
    ) -> int:
        """Look up the names of an address, without a static entry, gethostbyname(3).

        ``int gethostbyaddr_r(const void *addr, socklen_t len, int type, struct hostent *ret,
        char *buf, size_t buflen, struct hostent **result, int *h_errnop);``

        As gethostbyname_r(), buf is measured, not written.
        macOS lacks it.

        Returns 0 (with NULL in result where there is no such host), or ERANGE: buflen is too small.
        """
        place = _Place("gethostbyaddr_r", struct.hostent, ret, buf, buflen, result)
        tell = _reason(h_errnop, "gethostbyaddr_r")
        length = operator.index(len)
        key = snapshot(addr, length, "gethostbyaddr_r"), length, operator.index(type)
        return tell(place.fill(host_members, lib.pysock_gethostbyaddr, *key))

    def getservbyname_r(
        name: Any, proto: Any, result_buf: Any, buf: Any, buflen: SupportsIndex, result: Any
    ) -> int:
        """Look up the port of a service, without a static entry, getservent_r(3).

        ``int getservbyname_r(const char *name, const char *proto, struct servent *result_buf,
        char *buf, size_t buflen, struct servent **result);``

        As gethostbyname_r(), buf is measured, not written.
        macOS lacks it.

        Returns 0 (with NULL in result where there is no such service), or ERANGE.
        """
        place = _Place("getservbyname_r", struct.servent, result_buf, buf, buflen, result)
        key = arguments.name(name, "getservbyname_r"), optional(proto, "getservbyname_r")
        return place.fill(serv_members, lib.pysock_getservbyname, *key)

    def getservbyport_r(
        port: SupportsIndex,
        proto: Any,
        result_buf: Any,
        buf: Any,
        buflen: SupportsIndex,
        result: Any,
    ) -> int:
        """Look up the service of a port, without a static entry, getservent_r(3).

        ``int getservbyport_r(int port, const char *proto, struct servent *result_buf,
        char *buf, size_t buflen, struct servent **result);``

        As gethostbyname_r(), buf is measured, not written.
        macOS lacks it.

        Returns 0 (with NULL in result where there is no such service), or ERANGE.
        """
        place = _Place("getservbyport_r", struct.servent, result_buf, buf, buflen, result)
        key = operator.index(port), optional(proto, "getservbyport_r")
        return place.fill(serv_members, lib.pysock_getservbyport, *key)
