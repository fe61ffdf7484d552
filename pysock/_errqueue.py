"""The error queue of a socket: IP_RECVERR of ip(7), SO_TIMESTAMPING, MSG_ZEROCOPY."""

from __future__ import annotations

from . import _arguments as arguments
from ._memory import ptr, struct, uchar
from ._native import lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._values import Pointer

__all__: list[str] = []

if hasattr(lib, "pysock_SO_EE_OFFENDER"):
    __all__ += ["SO_EE_OFFENDER"]

    def SO_EE_OFFENDER(ee: Any) -> Pointer:
        """Find the address of the machine that an error came from, behind the error, ip(7).

        ``struct sockaddr *SO_EE_OFFENDER(const struct sock_extended_err *ee);``

        It is there for errors of ICMP; for others its sa_family is AF_UNSPEC. Linux only.

        Returns the address of the struct, whose room ends where the control data does.
        """
        arguments.given(ee, struct.sock_extended_err, "SO_EE_OFFENDER")
        behind = ptr(uchar, ee) + lib.pysock_SO_EE_OFFENDER()
        offender: Pointer = ptr(struct.sockaddr, behind)
        return offender
