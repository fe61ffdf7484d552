"""The C network programmer's calls in Python: same names, arguments, return values and errno."""

import sys as _sys

from . import (
    _address,
    _constants,
    _epoll,
    _errno,
    _errqueue,
    _format,
    _interface,
    _io,
    _kqueue,
    _memory,
    _netdb,
    _poll,
    _process,
    _scan,
    _select,
    _signal,
    _socket,
    _stdio,
    _string,
    _time,
    _uio,
    _undefined,
)
from ._address import *
from ._constants import *
from ._epoll import *
from ._errno import *
from ._errqueue import *
from ._format import *
from ._interface import *
from ._io import *
from ._kqueue import *
from ._memory import *
from ._netdb import *
from ._poll import *
from ._process import *
from ._scan import *
from ._select import *
from ._signal import *
from ._socket import *
from ._stdio import *
from ._string import *
from ._time import *
from ._uio import *
from ._undefined import *

TYPE_CHECKING = False
if TYPE_CHECKING:  # what the table below loads, one line for each of its modules
    from .addresses import *
    from .errors import *

# Written out, because type checkers read it; it also lets _exit and _IOLBF through.
__all__: list[str] = []
__all__ += _address.__all__
__all__ += _constants.__all__
__all__ += _epoll.__all__
__all__ += _errno.__all__
__all__ += _errqueue.__all__
__all__ += _format.__all__
__all__ += _interface.__all__
__all__ += _io.__all__
__all__ += _kqueue.__all__
__all__ += _memory.__all__
__all__ += _netdb.__all__
__all__ += _poll.__all__
__all__ += _process.__all__
__all__ += _scan.__all__
__all__ += _select.__all__
__all__ += _signal.__all__
__all__ += _socket.__all__
__all__ += _stdio.__all__
__all__ += _string.__all__
__all__ += _time.__all__
__all__ += _uio.__all__
__all__ += _undefined.__all__

# The Pythonic layer: a module loads when a program first asks for one of its names. `import *`
# leaves them out, see docs/design.md.
_PYTHONIC = {
    "Address": "addresses",
    "GaiError": "errors",
    "SocketError": "errors",
}

# Why a platform cannot offer a name, and what does the same there.
_WHY_ABSENT = {
    "linux": {
        "EV_SET": "Linux has no kqueue: use epoll_ctl()",
        "kevent": "Linux has no kqueue: use epoll_wait()",
        "kqueue": "Linux has no kqueue: use epoll_create1()",
    },
    "darwin": {
        "accept4": "macOS has no accept4(): use accept() and fcntl()",
        "epoll_create": "macOS has no epoll: use kqueue()",
        "epoll_create1": "macOS has no epoll: use kqueue()",
        "epoll_ctl": "macOS has no epoll: use kevent()",
        "epoll_pwait": "macOS has no epoll: use kevent()",
        "epoll_pwait2": "macOS has no epoll: use kevent()",
        "epoll_wait": "macOS has no epoll: use kevent()",
        "ppoll": "macOS has no ppoll(): use pselect() or kevent()",
        "preadv2": "macOS has no flags for preadv(): use preadv()",
        "pwritev2": "macOS has no flags for pwritev(): use pwritev()",
        "recvmmsg": "macOS has no recvmmsg(): use recvmsg(), or pysock.Batch",
        "sendmmsg": "macOS has no sendmmsg(): use sendmsg(), or pysock.Batch",
        "sigqueue": "macOS queues no signals: use kill()",
        "sigtimedwait": "macOS has no sigtimedwait(): use sigwait() and alarm()",
        "sigwaitinfo": "macOS has no sigwaitinfo(): use sigwait()",
    },
}


def __getattr__(name: str) -> int:  # to type checkers: a constant that another platform has
    if name in _PYTHONIC:
        module = __import__(f"{__name__}.{_PYTHONIC[name]}", fromlist=[name])
        return globals().setdefault(name, getattr(module, name))
    if name in _constants.absent:
        why = f"the C headers of {_sys.platform} do not define it"
    else:
        why = _WHY_ABSENT.get(_sys.platform, {}).get(name, "no such name in C or in pysock")
    raise AttributeError(f"pysock.{name}: {why}", name=name, obj=_sys.modules[__name__])


def __dir__() -> list[str]:
    return sorted({*globals(), *_PYTHONIC})
