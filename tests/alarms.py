"""SIGALRM that interrupts a call: the first may come before the call has begun."""

import contextlib
import signal
from collections.abc import Iterator

SOON = 0.02  # seconds: by then a call has begun, unless the machine is busy
AGAIN = 0.25


@contextlib.contextmanager
def ringing(again: float = AGAIN) -> Iterator[None]:
    """In the block SIGALRM comes soon, and again and again; 0 for handlers that raise: once."""
    signal.setitimer(signal.ITIMER_REAL, SOON, again)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
