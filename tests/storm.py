"""A loop of one blocking call under a storm of signals; its C twin is tests/c_peers/storm.c.

    storm.py CALL RESTART SIGNALS

CALL is accept, read, recv, select or waitpid; RESTART is 1 to install the handlers with SA_RESTART.
Another process sends SIGUSR1, waiting for each to be handled, and data or connections in between;
an interval timer adds SIGALRM. Prints what was handled, interrupted and received.
"""

import mmap as stdlib_mmap
import sys

from pysock import *

TICK = 500  # microseconds
DATA = b"1234567"
EVERY = 10  # signals between two writes or connections
PATIENCE = 200_000  # rounds of usleep(1) before a signal counts as lost

handled = 0
ticks = 0
interrupted = 0
shared = stdlib_mmap.mmap(-1, 4)  # the child reads here how many signals the parent has handled


def on_usr1(sig):
    global handled
    handled += 1
    shared[:] = handled.to_bytes(4, "little")


def on_alarm(sig):
    global ticks
    ticks += 1


def install(sig, handler, restart):
    act = struct.sigaction()
    act.sa_handler = handler
    sigemptyset(act.sa_mask)
    act.sa_flags = SA_RESTART if restart else 0
    if sigaction(sig, act, 0) == -1:
        perror("sigaction")
        exit(1)


def start_ticking():
    every = struct.itimerval()
    every.it_interval.tv_usec = TICK
    every.it_value.tv_usec = TICK
    setitimer(ITIMER_REAL, every, 0)


def send_signals(parent, count, between):
    """The child: one signal after the other, each only when the last one was handled."""
    for sent in range(count):
        kill(parent, SIGUSR1)
        rounds = 0
        while int.from_bytes(shared[:], "little") <= sent:
            usleep(1)
            rounds += 1
            if rounds == PATIENCE:
                printf("signal %d was lost\n", sent)
                exit(1)
        if sent % EVERY == 0:
            between()
    _exit(0)


def again(result):
    """Count an interruption; anything else that fails ends the program."""
    global interrupted
    if result != -1:
        return False
    if errno != EINTR:
        perror("storm")
        exit(1)
    interrupted += 1
    return True


def receive(call, fd):
    """Read until end of file; returns the number of bytes."""
    buf = char[4]()
    total = 0
    reads = fd_set()
    while True:
        if call == "select":
            FD_ZERO(reads)
            FD_SET(fd, reads)
            if again(select(fd + 1, reads, 0, 0, 0)):
                continue
        got = recv(fd, buf, sizeof(buf), 0) if call == "recv" else read(fd, buf, sizeof(buf))
        if again(got):
            continue
        if got == 0:
            return total
        total += got


def stream_storm(call, count):
    pair = int_[2]()
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair)
    parent = getpid()
    pid = fork()
    if pid == 0:
        close(pair[0])
        send_signals(parent, count, lambda: write(pair[1], DATA, len(DATA)))
    close(pair[1])
    start_ticking()
    total = receive(call, pair[0])
    return pid, total


def accept_storm(count):
    listener = socket(AF_INET, SOCK_STREAM, 0)
    address = struct.sockaddr_in()
    address.sin_family = AF_INET
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
    size = socklen_t(sizeof(address))
    bind(listener, address, sizeof(address))
    listen(listener, 5)
    getsockname(listener, address, size)

    def connect_once():
        sock = socket(AF_INET, SOCK_STREAM, 0)
        connect(sock, address, sizeof(address))
        close(sock)

    parent = getpid()
    pid = fork()
    if pid == 0:
        send_signals(parent, count, connect_once)
    start_ticking()
    accepted = 0
    while accepted < (count + EVERY - 1) // EVERY:
        sock = accept(listener, 0, 0)
        if again(sock):
            continue
        close(sock)
        accepted += 1
    return pid, accepted


def waitpid_storm(count):
    parent = getpid()
    pid = fork()
    if pid == 0:
        send_signals(parent, count, lambda: None)
    start_ticking()
    return pid, 0


def main(argc, argv):
    call, restart, count = argv[1], atoi(argv[2]), atoi(argv[3])
    install(SIGUSR1, on_usr1, restart)
    install(SIGALRM, on_alarm, restart)
    if call == "accept":
        pid, received = accept_storm(count)
    elif call == "waitpid":
        pid, received = waitpid_storm(count)
    else:
        pid, received = stream_storm(call, count)
    status = int_()
    while again(waitpid(pid, status, 0)):
        pass
    setitimer(ITIMER_REAL, struct.itimerval(), 0)
    printf("handled %d received %d status %d ", handled, received, WEXITSTATUS(status))
    printf("interrupted %s ticked %s\n", "yes" if interrupted else "no", "yes" if ticks else "no")
    return 0


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
