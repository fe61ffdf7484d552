"""Connections over loopback, and children that serve the other end."""

from __future__ import annotations

import os
import socket
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from typing import NoReturn

HOST = "127.0.0.1"


def pair(stack: ExitStack, transport: str) -> tuple[socket.socket, socket.socket]:
    """The two ends of a `tcp` connection or a `socketpair`."""
    if transport == "tcp":
        with socket.create_server((HOST, 0)) as listener:
            left = without_delay(socket.create_connection(listener.getsockname()))
            right = without_delay(listener.accept()[0])
    else:
        left, right = socket.socketpair()
    return stack.enter_context(left), stack.enter_context(right)


def served(stack: ExitStack, serve: Callable[[socket.socket], None]) -> socket.socket:
    """A connection to a child that serves it until its end, and then is waited for."""
    with socket.create_server((HOST, 0)) as listener:
        child = os.fork()
        if child == 0:
            run_in_child(lambda: serve(without_delay(listener.accept()[0])))
        stack.callback(os.waitpid, child, 0)
        return stack.enter_context(without_delay(socket.create_connection(listener.getsockname())))


def run_in_child(function: Callable[[], None]) -> NoReturn:
    """Run a function, and nothing of the parent's after it."""
    status = 1
    try:
        function()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def without_delay(sock: socket.socket) -> socket.socket:
    """A socket whose small messages do not wait for each other."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock
