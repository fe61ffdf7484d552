"""Event loops as contenders: asyncio's own, and uvloop's."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack

from harness import UVLOOP


def new_loop(column: str, stack: ExitStack) -> asyncio.AbstractEventLoop:
    """The loop of a column, which is closed in the end."""
    if column == UVLOOP:
        import uvloop

        loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    else:
        loop = asyncio.SelectorEventLoop()
    stack.callback(loop.close)
    return loop
