"""How each of the course's programs is run under strace, so that every run is the same.

Whatever could happen in two orders waits: for the other program to come to a certain call, or for
a while that is long for a program and short for a test.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from peers import PATIENCE
from relay import LOOPBACK
from strace import MAIN, Trace, TracedProgram

# Which of two calls the C library makes depends on the processor.
EPOLL = "epoll_p?wait"
SELECT = "p?select6?"
SLEEP = "clock_nanosleep"

LINES = b"Hi\nWho are you?\nq\n"


class Stage:
    """Runs programs of one language in a directory of their own, and keeps their traces."""

    def __init__(self, language: str, directory: Path) -> None:
        self.language = language
        self.directory = directory
        self.traces: dict[str, list[Trace]] = {}

    @contextmanager
    def program(self, name: str, *args: object, **rests: float) -> Iterator[TracedProgram]:
        """A program that is to end in the `with` block."""
        with TracedProgram(self.language, name, *args, cwd=self.directory, rests=rests) as program:
            yield program
            self.traces.setdefault(name, []).append(program.trace())

    def run(self, name: str, *args: object, stdin: bytes = b"") -> None:
        """A program from its beginning to its own end."""
        with self.program(name, *args) as program:
            program.finish(stdin)


Recipe = Callable[[Stage], None]


def alone(name: str, *args: object, stdin: bytes = b"", **files: bytes) -> Recipe:
    """A program that needs no other; `news_txt` is what it finds in news.txt."""

    def play(stage: Stage) -> None:
        for file, content in files.items():
            (stage.directory / file.replace("_", ".")).write_bytes(content)
        stage.run(name, *args, stdin=stdin)

    return play


def tcp(server: str, client: str, *visits: bytes, options: tuple[object, ...] = ()) -> Recipe:
    """A server that ends by itself after a client for each input."""

    def play(stage: Stage) -> None:
        with stage.program(server, 0, *options) as listener:
            port = listener.port("tcp")
            for said in visits:
                stage.run(client, LOOPBACK, port, stdin=said)
            listener.finish()

    return play


def udp(server: str, client: str) -> Recipe:
    """A server that never learns of its client's end."""

    def play(stage: Stage) -> None:
        with stage.program(server, 0) as receiver:
            stage.run(client, LOOPBACK, receiver.port("udp"), stdin=LINES)
            receiver.terminate()

    return play


def bound_hosts(stage: Stage) -> None:
    with stage.program("bound_host1", 0, 0) as receiver:
        stage.run("bound_host2", LOOPBACK, receiver.port("udp"))
        receiver.finish()


def file_transfer(stage: Stage) -> None:
    (stage.directory / "poem.txt").write_bytes(LINES * 9)
    tcp("file_server", "file_client", b"", options=("poem.txt",))(stage)


def wait(stage: Stage) -> None:
    """The first child ends before the second one begins."""
    with stage.program("wait", 0, clone=1) as parent:
        parent.finish()


def signal_and_its_sleeps(stage: Stage) -> None:
    """An alarm(0) never rings: all the signals come from here."""
    with stage.program("signal", 0) as sleeper:
        for sleep, signum in enumerate((signal.SIGINT, signal.SIGALRM, signal.SIGALRM), 1):
            sleeper.reach(SLEEP, sleep)
            sleeper.signal(signum)
        sleeper.finish()


def remove_zombie(stage: Stage) -> None:
    """A handler ends any sleep: SIGCHLD wakes the children, and the parent from its last ones."""
    with stage.program("remove_zombie") as parent:
        for process in ("main.1", "main.2"):
            parent.reach(SLEEP, 1, process)
        for sleep, process in enumerate(("main.1", "main.2", MAIN, MAIN, MAIN), 1):
            parent.reach(SLEEP, sleep)
            parent.signal(signal.SIGCHLD, process)
        parent.finish()


def process_per_client(server: str) -> Recipe:
    """Each client ends while its server waits for the next: there SIGCHLD finds it."""

    def play(stage: Stage) -> None:
        with stage.program(server, 0) as parent:
            port = parent.port("tcp")
            for visit in (1, 2):
                with stage.program("echo_mpclient", LOOPBACK, port) as client:
                    for reply, line in enumerate((b"Hi\n", b"Who are you?\n"), 1):
                        client.say(line)
                        client.reach("read", reply + 1)
                    parent.reach("accept", 2 * visit)
                    client.finish(b"q\n")
                parent.reach("accept", 2 * visit + 1)
            parent.terminate()

    return play


def select(stage: Stage) -> None:
    with stage.program("select", 2000) as reader:
        reader.reach(SELECT, 2)
        reader.say(b"Hi\n")
        reader.reach(SELECT, 3)
        reader.finish()


def in_time(recipe: Recipe) -> Recipe:
    """A recipe that is followed again where a busy machine let the server's select() time out."""

    def play(stage: Stage) -> None:
        for _ in range(5):
            stage.traces.clear()
            recipe(stage)
            traces = [trace for each in stage.traces.values() for trace in each]
            if not any("(Timeout)" in calls for trace in traces for calls in trace.values()):
                return

    return play


def echo_selectserv(stage: Stage) -> None:
    with stage.program("echo_selectserv", 0) as server:
        port = server.port("tcp")
        with stage.program("echo_client", LOOPBACK, port) as first:
            server.reach(SELECT, 2)
            with stage.program("echo_client", LOOPBACK, port) as second:
                server.reach(SELECT, 3)
                for turn, client in enumerate((first, second, first), 4):
                    client.say(b"Hi\n")
                    server.reach(SELECT, turn)
                second.finish(b"q\n")
                server.reach(SELECT, 7)
            first.finish(b"q\n")
            server.reach(SELECT, 8)
        server.terminate()


def echo_epollserv(stage: Stage) -> None:
    """13 bytes take four rounds where each reads four, and one where it reads them all."""
    for options, rounds in (((), 4), (("edge",), 1)):
        with (
            stage.program("echo_epollserv", 0, *options) as server,
            stage.program("echo_client2", LOOPBACK, server.port("tcp")) as client,
        ):
            server.reach(EPOLL, 2)
            client.say(b"Hi\n")
            server.reach(EPOLL, 3)
            client.say(b"Who are you?\n")
            server.reach(EPOLL, 3 + rounds)
            client.finish(b"q\n")
            server.reach(EPOLL, 4 + rounds)
            server.terminate()


def chat(stage: Stage) -> None:
    with stage.program("chat_selectserv", 0) as server:
        port = server.port("tcp")
        with stage.program("chat_client", LOOPBACK, port, "one") as one:
            server.reach(SELECT, 2)
            with stage.program("chat_client", LOOPBACK, port, "two") as two:
                server.reach(SELECT, 3)
                one.say(b"Hi\n")
                one.reach(SELECT, 3)
                two.reach(SELECT, 2)
                two.say(b"Who are you?\n")
                two.reach(SELECT, 4)
                one.reach(SELECT, 4)
                two.finish(b"q\n")
                server.reach(SELECT, 6)
            one.finish(b"q\n")
            server.reach(SELECT, 7)
        server.terminate()


def threaded_chat(stage: Stage) -> None:
    """Each waits until the room has heard what was said before."""
    with stage.program("chat_server", 0) as server:
        port = server.port("tcp")
        with stage.program("chat_thrdclnt", LOOPBACK, port, "one") as one:
            server.reach("accept", 2)
            server.reach("read", 1, "main.1")
            one.reach("read", 1, "main.2")
            one.say(b"Hi\n")
            one.reach("read", 2, "main.2")
            one.finish(b"q\n")
            server.reach("exit", 1, "main.1")
        server.terminate()


def news(stage: Stage, sender: str, receiver: str, group: str, *local: object) -> None:
    """The listener is there before the news."""
    (stage.directory / "news.txt").write_bytes(LINES)
    joined = (group, 0, *local) if local else (0,)
    with stage.program(receiver, *joined) as listener:
        stage.run(sender, group, listener.port("udp"), 1, *local)
        listener.reach("recvfrom", 4)
        listener.terminate()


def multicast(stage: Stage) -> None:
    news(stage, "news_sender", "news_receiver", "239.255.77.77", LOOPBACK)


def broadcast(stage: Stage) -> None:
    news(stage, "news_sender_brd", "news_receiver_brd", "127.255.255.255")


def webserv(stage: Stage) -> None:
    (stage.directory / "page").write_bytes(LINES)
    with stage.program("webserv_linux", 0) as server:
        address = LOOPBACK, server.port("tcp")
        for visit, line in enumerate((b"GET /page HTTP/1.0", b"GET /nothing HTTP/1.0"), 1):
            with socket.create_connection(address, timeout=PATIENCE) as browser:
                browser.sendall(line + b"\r\n\r\n")
                while browser.recv(4096):
                    pass
            server.reach("accept", visit + 1)
            server.reach("exit", 1, f"main.{visit}")
        server.terminate()


def sep_serv(stage: Stage) -> None:
    """Without a duplicate the server cannot read any more; with one the client waits for an end."""
    tcp("sep_serv", "sep_clnt", b"")(stage)
    with stage.program("sep_serv", 0, "dup") as server:
        with stage.program("sep_clnt", LOOPBACK, server.port("tcp")) as client:
            server.reach("read")
            client.reach("read", 2)
            server.terminate()
            client.finish()


def peek(stage: Stage) -> None:
    """What the receiver asks for without waiting is there when it asks."""
    with stage.program("peek_recv", 0, accept=1) as receiver:
        stage.run("peek_send", LOOPBACK, receiver.port("tcp"))
        receiver.finish()


def urgent(stage: Stage) -> None:
    with stage.program("oob_recv", 0) as receiver:
        stage.run("oob_send", LOOPBACK, receiver.port("tcp"), 500)
        receiver.finish()


ECHO = tcp("echo_server", "echo_client", LINES, b"Q\n", b"Hi\n", b"q\n", b"")
ECHO_STREAMS = tcp("echo_stdserv", "echo_stdclnt", LINES, b"Q\n", b"Hi\n", b"q\n", b"")
HALF_CLOSE = tcp("sep_serv2", "sep_clnt", b"")
HELLO = tcp("hello_server", "hello_client", b"")
OP = tcp(
    "op_server", "op_client", b"3\n12\n24\n36\n+\n", b"2\n24\n-12\n-\n", b"1\n5\n*\n", b"0\n", b""
)
PROCESSES = process_per_client("echo_mpserv")
REUSE = tcp("reuseadr_eserver", "echo_client2", LINES, options=("reuse",))
UECHO = udp("uecho_server", "uecho_client")

RECIPES: dict[str, Recipe] = {
    "bound_host1": bound_hosts,
    "bound_host2": bound_hosts,
    "chat_client": chat,
    "chat_selectserv": chat,
    "chat_server": threaded_chat,
    "chat_thrdclnt": threaded_chat,
    "desto": alone("desto"),
    "dup": alone("dup"),
    "echo_client": ECHO,
    "echo_client2": REUSE,
    "echo_epollserv": echo_epollserv,
    "echo_mpclient": PROCESSES,
    "echo_mpserv": PROCESSES,
    "echo_selectserv": in_time(echo_selectserv),
    "echo_server": ECHO,
    "echo_stdclnt": ECHO_STREAMS,
    "echo_stdserv": ECHO_STREAMS,
    "echo_storeserv": process_per_client("echo_storeserv"),
    "endian_conv": alone("endian_conv"),
    "fd_pass": alone("fd_pass", "news.txt", news_txt=LINES),
    "fd_seri": alone("fd_seri"),
    "fflush": alone("fflush"),
    "file_client": file_transfer,
    "file_server": file_transfer,
    "fork": alone("fork"),
    "get_buf": alone("get_buf"),
    "gethostbyaddr": alone("gethostbyaddr", LOOPBACK),
    "gethostbyname": alone("gethostbyname", "localhost"),
    "hello_client": HELLO,
    "hello_server": HELLO,
    "inet_addr": alone("inet_addr"),
    "inet_aton": alone("inet_aton"),
    "inet_ntoa": alone("inet_ntoa"),
    "low_open": alone("low_open"),
    "low_read": alone("low_read", data_txt=b"Let's go!\n"),
    "mutex": alone("mutex", 1),
    "news_receiver": multicast,
    "news_receiver_brd": broadcast,
    "news_sender": multicast,
    "news_sender_brd": broadcast,
    "oob_recv": urgent,
    "oob_send": urgent,
    "op_client": OP,
    "op_server": OP,
    "peek_recv": peek,
    "peek_send": peek,
    "pipe1": alone("pipe1"),
    "pipe2": alone("pipe2", 1500),
    "pipe3": alone("pipe3"),
    "readv": alone("readv", stdin=b"I like TCP/IP socket programming!\n"),
    "remove_zombie": remove_zombie,
    "reuseadr_eserver": REUSE,
    "select": select,
    "semaphore": alone("semaphore", stdin=b"1 2 3 4 5\n"),
    "sep_clnt": HALF_CLOSE,
    "sep_serv": sep_serv,
    "sep_serv2": HALF_CLOSE,
    "set_buf": alone("set_buf"),
    "sigaction": alone("sigaction", 1),
    "signal": signal_and_its_sleeps,
    "sock_type": alone("sock_type"),
    "stdcpy": alone("stdcpy", news_txt=LINES),
    "syscpy": alone("syscpy", news_txt=LINES),
    "tcp_client": tcp("hello_server", "tcp_client", b""),
    "thread1": alone("thread1", 100),
    "thread2": alone("thread2", 1),
    "thread3": alone("thread3"),
    "thread4": alone("thread4", 1),
    "todes": alone("todes"),
    "uecho_client": UECHO,
    "uecho_con_client": udp("uecho_server", "uecho_con_client"),
    "uecho_mmsgserv": udp("uecho_mmsgserv", "uecho_client"),
    "uecho_server": UECHO,
    "wait": wait,
    "waitpid": alone("waitpid", 250, 2000),
    "webserv_linux": webserv,
    "writev": alone("writev"),
    "zombie": alone("zombie", 1),
}
