"""Signals: the kernel's rules kept, handlers in Python, nothing lost in a storm."""

import os
import signal as stdlib
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic

import pytest
from alarms import ringing
from c_oracle import LINUX, C, differences, table

import pysock
from pysock import *

HERE = Path(__file__).resolve().parent
PATIENCE = 60  # seconds until a wait counts as hung


@pytest.fixture(autouse=True)
def handlers_put_back():
    """Each test may install what it likes."""
    before = {number: stdlib.getsignal(number) for number in stdlib.valid_signals()}
    mask = stdlib.pthread_sigmask(stdlib.SIG_BLOCK, [])
    yield
    pysock.setitimer(ITIMER_REAL, struct.itimerval(), 0)
    stdlib.pthread_sigmask(stdlib.SIG_SETMASK, mask)
    for number, handler in before.items():
        if stdlib.getsignal(number) is not handler:
            stdlib.signal(number, handler)


@pytest.fixture
def pair():
    """Two connected descriptors."""
    fds = int_[2]()
    assert 0 == socketpair(AF_UNIX, SOCK_STREAM, 0, fds)
    yield list(fds)
    for fd in fds:
        close(fd)


def action(handler, flags=0, *blocked):
    act = struct.sigaction()
    if flags & SA_SIGINFO:
        act.sa_sigaction = handler
    else:
        act.sa_handler = handler
    act.sa_flags = flags
    sigemptyset(act.sa_mask)
    for signum in blocked:
        sigaddset(act.sa_mask, signum)
    return act


def blocked_now():
    now = sigset_t()
    assert 0 == sigprocmask(SIG_BLOCK, 0, now)
    return {n for n in range(1, 65) if sigismember(now, n) == 1}


def run(program, *arguments, status=0):
    """Run a Python program; returns its output."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert status == done.returncode, done.stderr
    return done.stdout


# ----------------------------------------------------------------------------------- actions


def test_handler_has_run_when_kill_returns():
    seen = []
    assert 0 == sigaction(SIGUSR1, action(seen.append), 0)
    assert 0 == kill(os.getpid(), SIGUSR1)
    assert [SIGUSR1] == seen
    assert 0 == raise_(SIGUSR1)
    assert [SIGUSR1, SIGUSR1] == seen


def test_siginfo():
    seen = []

    def handler(signum, info, context):
        seen.append((signum, info.si_signo, info.si_code, info.si_pid, info.si_uid, context))

    sigaction(SIGUSR1, action(handler, SA_SIGINFO), 0)
    kill(os.getpid(), SIGUSR1)
    assert [(SIGUSR1, SIGUSR1, SI_USER, os.getpid(), os.getuid(), None)] == seen


def test_sigchld_tells_the_childs_status():
    seen = []

    def handler(signum, info, context):
        seen.append((info.si_pid, info.si_status, info.si_code))

    sigaction(SIGCHLD, action(handler, SA_SIGINFO), 0)
    child = subprocess.Popen([sys.executable, "-c", "import os; os._exit(7)"])
    child.wait(PATIENCE)
    assert [(child.pid, 7, CLD_EXITED)] == seen


def test_sigqueue_carries_a_value():
    seen = []

    def handler(signum, info, context):
        seen.append((info.si_code, info.si_value.sival_int))

    sigaction(SIGRTMIN, action(handler, SA_SIGINFO), 0)
    assert 0 == sigqueue(os.getpid(), SIGRTMIN, 77)
    assert 0 == sigqueue(os.getpid(), SIGRTMIN, union.sigval(sival_int=-5))
    assert [(SI_QUEUE, 77), (SI_QUEUE, -5)] == seen


def test_old_action_is_what_was_installed():
    def first(signum):
        pass

    old = struct.sigaction()
    sigaction(SIGUSR1, action(first, SA_RESTART, SIGUSR2, SIGTERM), 0)
    assert 0 == sigaction(SIGUSR1, action(print), old)
    assert first is old.sa_handler
    assert SA_RESTART == old.sa_flags
    assert 1 == sigismember(old.sa_mask, SIGUSR2) == sigismember(old.sa_mask, SIGTERM)
    assert 0 == sigismember(old.sa_mask, SIGUSR1)
    again = struct.sigaction()
    assert 0 == sigaction(SIGUSR1, old, 0)
    assert 0 == sigaction(SIGUSR1, 0, again)
    assert first is again.sa_handler
    assert bytes(old.sa_mask) == bytes(again.sa_mask)


def test_default_and_ignore_read_back():
    old = struct.sigaction()
    assert 0 == sigaction(SIGUSR1, action(SIG_IGN), old)
    assert SIG_DFL == old.sa_handler
    kill(os.getpid(), SIGUSR1)  # ignored: the test lives on
    assert 0 == sigaction(SIGUSR1, old, old)
    assert SIG_IGN == old.sa_handler
    assert stdlib.SIG_DFL == stdlib.getsignal(SIGUSR1)


def test_array_decays_to_its_first_struct():
    """``struct sigaction act[2]; sigaction(SIGUSR1, act, act + 1);``"""
    act = struct.sigaction[2]()
    handler = act[0].sa_handler = print
    assert 0 == sigaction(SIGUSR1, act, act + 1)
    assert SIG_DFL == act[1].sa_handler
    assert 0 == sigaction(SIGUSR1, act + 1, act)
    assert handler is act[0].sa_handler


def test_one_struct_for_old_and_new():
    act = action(print)
    assert 0 == sigaction(SIGUSR1, act, act)
    assert SIG_DFL == act.sa_handler


def test_standard_handler_is_shown_and_put_back():
    def standard(signum, frame):
        seen.append(frame)

    seen = []
    old = struct.sigaction()
    stdlib.signal(SIGUSR1, standard)
    sigaction(SIGUSR1, action(print), old)
    assert StandardHandler(standard) == old.sa_handler
    assert "standard library" in repr(old.sa_handler)
    assert 0 == sigaction(SIGUSR1, old, 0)
    assert standard is stdlib.getsignal(SIGUSR1)
    kill(os.getpid(), SIGUSR1)
    assert 1 == len(seen)


def test_standard_library_takes_over():
    ours, theirs = [], []
    sigaction(SIGUSR1, action(ours.append), 0)
    stdlib.signal(SIGUSR1, lambda signum, frame: theirs.append(signum))
    kill(os.getpid(), SIGUSR1)
    assert ([], [SIGUSR1]) == (ours, theirs)


@pytest.mark.parametrize("signum", [0, -1, 65, 1000, SIGKILL, SIGSTOP])
def test_impossible_signals(signum):
    assert -1 == sigaction(signum, action(print), 0)
    assert errno == EINVAL
    assert SIG_ERR == signal(signum, print)
    assert errno == EINVAL


def test_sigkill_can_be_asked_for():
    old = struct.sigaction()
    assert 0 == sigaction(SIGKILL, 0, old)
    assert SIG_DFL == old.sa_handler


def test_wrong_arguments():
    with pytest.raises(TypeError, match="struct sigaction"):
        sigaction(SIGUSR1, print, 0)
    with pytest.raises(TypeError, match="SIG_DFL, SIG_IGN or a function"):
        signal(SIGUSR1, 5)
    with pytest.raises(TypeError):
        sigaction("SIGUSR1", action(print), 0)
    with pytest.raises(WildPointer, match="no function"):
        action(12345)
    with pytest.raises(TypeError, match="sigset_t"):
        sigaddset(int_(), SIGUSR1)
    with pytest.raises(NullPointer):
        sigemptyset(None)


def test_handler_overwritten_in_memory_is_no_jump():
    act = action(print)
    view = memoryview(act.view()).cast("B")
    view[:8] = (0x4141414141414141).to_bytes(8, "little")
    with pytest.raises(WildPointer):
        sigaction(SIGUSR1, act, 0)


def test_resethand():
    seen = []
    sigaction(SIGUSR1, action(seen.append, SA_RESETHAND), 0)
    kill(os.getpid(), SIGUSR1)
    old = struct.sigaction()
    sigaction(SIGUSR1, 0, old)
    assert [SIGUSR1] == seen
    assert SIG_DFL == old.sa_handler


def test_signal_is_blocked_in_its_own_handler():
    depth, deepest = 0, 0

    def handler(signum):
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)
        masks.append(blocked_now())
        if len(masks) < 3:
            kill(os.getpid(), SIGUSR1)
        depth -= 1

    masks = []
    sigaction(SIGUSR1, action(handler, 0, SIGUSR2), 0)
    kill(os.getpid(), SIGUSR1)
    assert 3 == len(masks)
    assert 1 == deepest
    assert all({SIGUSR1, SIGUSR2} == mask for mask in masks)
    assert set() == blocked_now()


def test_nodefer_nests():
    depths = []

    def handler(signum):
        depths.append(len(depths))
        if len(depths) < 3:
            kill(os.getpid(), SIGUSR1)
            order.append("out")

    order = []
    sigaction(SIGUSR1, action(handler, SA_NODEFER), 0)
    kill(os.getpid(), SIGUSR1)
    assert [0, 1, 2] == depths
    assert ["out", "out"] == order
    assert set() == blocked_now()


def test_mask_that_a_handler_changes_is_restored():
    def handler(signum):
        more = sigset_t()
        sigaddset(more, SIGTERM)
        sigprocmask(SIG_BLOCK, more, 0)

    sigaction(SIGUSR1, action(handler), 0)
    kill(os.getpid(), SIGUSR1)
    assert set() == blocked_now()


def test_overlapping_masks_are_given_back_whatever_the_order():
    """SIGINT (2) is dispatched before SIGUSR1 (10), whichever came first."""
    seen = []
    for first, second in ((SIGUSR1, SIGINT), (SIGINT, SIGUSR1)):
        sigaction(first, action(seen.append, 0, SIGTERM), 0)
        sigaction(second, action(seen.append, 0, SIGTERM), 0)
        both, before = sigset_t(), sigset_t()
        sigaddset(both, first)
        sigaddset(both, second)
        sigprocmask(SIG_BLOCK, both, before)
        kill(os.getpid(), first)
        kill(os.getpid(), second)
        assert [] == seen
        sigprocmask(SIG_SETMASK, before, 0)
        assert [SIGINT, SIGUSR1] == sorted(seen)
        assert set() == blocked_now()
        seen.clear()


def test_what_the_program_blocks_stays_blocked():
    mine = sigset_t()
    sigaddset(mine, SIGUSR2)
    sigprocmask(SIG_BLOCK, mine, 0)
    sigaction(SIGUSR1, action(lambda signum: None, 0, SIGUSR2), 0)
    kill(os.getpid(), SIGUSR1)
    assert {SIGUSR2} == blocked_now()


def test_exception_surfaces_at_the_interrupted_call(pair):
    def handler(signum):
        raise LookupError("from the handler")

    sigaction(SIGALRM, action(handler, SA_RESTART), 0)
    with pytest.raises(LookupError, match="from the handler"), ringing(0):
        read(pair[0], char[8](), 8)
    assert set() == blocked_now()


def test_errno_survives_a_handler():
    def handler(signum):
        close(-1)  # EBADF

    sigaction(SIGUSR1, action(handler), 0)
    assert -1 == read(-1, char[1](), 0)
    errno.value = EAGAIN
    kill(os.getpid(), SIGUSR1)
    assert errno == EAGAIN


def test_signal_of_another_thread_is_handled_in_the_main_one_with_its_siginfo():
    def handler(signum, info, context):
        seen.append((threading.current_thread(), info.si_code, info.si_pid))

    seen = []
    sigaction(SIGUSR1, action(handler, SA_SIGINFO), 0)
    thread = threading.Thread(target=raise_, args=(SIGUSR1,))
    thread.start()
    thread.join()
    deadline = monotonic() + PATIENCE
    while not seen and monotonic() < deadline:
        usleep(1000)
    assert [(threading.main_thread(), SI_TKILL, os.getpid())] == seen


def test_handler_that_another_thread_changes_runs_in_the_main_one(pair):
    seen = []
    sigaction(SIGALRM, action(print), 0)
    change = threading.Thread(
        target=lambda: sigaction(
            SIGALRM, action(lambda signum: seen.append(threading.current_thread())), 0
        )
    )
    change.start()
    change.join()
    rescuer = threading.Timer(PATIENCE, os.write, (pair[1], b"too late"))
    rescuer.start()
    with ringing():
        assert -1 == read(pair[0], char[8](), 8)
        assert errno == EINTR
    rescuer.cancel()
    rescuer.join()
    assert {threading.main_thread()} == set(seen)


def test_first_handler_wants_the_main_thread():
    errors = []

    def install():
        try:
            sigaction(SIGRTMIN + 9, action(print), 0)
        except ValueError as error:
            errors.append(str(error))

    thread = threading.Thread(target=install)
    thread.start()
    thread.join()
    assert 1 == len(errors)
    assert "main thread" in errors[0]


def test_action_prints_as_c():
    act = action(print, SA_RESTART, SIGINT)
    assert "struct sigaction {sa_handler=print, sa_mask={SIGINT}, sa_flags=SA_RESTART}" == repr(act)
    assert "sa_handler=SIG_IGN" in repr(action(SIG_IGN))


# ------------------------------------------------------------------------ interrupted calls


def interrupted_read(fd, flags):
    sigaction(SIGALRM, action(lambda signum: None, flags), 0)
    with ringing():
        return read(fd, char[8](), 8)


def test_read_is_interrupted(pair):
    assert -1 == interrupted_read(pair[0], 0)
    assert errno == EINTR


def test_read_goes_on_with_sa_restart(pair):
    writer = threading.Timer(0.1, os.write, (pair[1], b"late"))
    writer.start()
    assert 4 == interrupted_read(pair[0], SA_RESTART)
    writer.join()


def test_socket_with_a_timeout_is_never_restarted(pair):
    limit = struct.timeval(tv_sec=PATIENCE)
    assert 0 == setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, limit, sizeof(limit))
    assert -1 == interrupted_read(pair[0], SA_RESTART)
    assert errno == EINTR


def test_signal_restarts_and_siginterrupt_ends_that(pair):
    seen = []
    assert SIG_DFL == signal(SIGALRM, seen.append)
    old = struct.sigaction()
    sigaction(SIGALRM, 0, old)
    assert SA_RESTART == old.sa_flags
    assert 0 == siginterrupt(SIGALRM, 1)
    with ringing():
        assert -1 == read(pair[0], char[8](), 8)
        assert errno == EINTR
    assert {SIGALRM} == set(seen)
    assert -1 == siginterrupt(1000, 1)


C_SIGNAL_MASK = """
#include <signal.h>
static void handler(int signum) { (void)signum; }
int main(void) {
    void (*handlers[])(int) = {handler, SIG_IGN, SIG_DFL};
    int blocked = 0;
    for (int i = 0; i < 3; i++) {
        struct sigaction old;
        signal(SIGUSR1, handlers[i]);
        sigaction(SIGUSR1, 0, &old);
        for (int signum = 1; signum < NSIG; signum++)
            blocked += sigismember(&old.sa_mask, signum) == 1;
    }
    return blocked;
}
"""


def test_signal_sets_the_mask_that_c_sets(compiler, tmp_path):
    source = tmp_path / "mask.c"
    source.write_text(C_SIGNAL_MASK)
    subprocess.run([compiler, source, "-o", tmp_path / "mask"], check=True)
    blocked = 0
    for handler in (print, SIG_IGN, SIG_DFL):
        old = struct.sigaction()
        signal(SIGUSR1, handler)
        sigaction(SIGUSR1, 0, old)
        blocked += sum(sigismember(old.sa_mask, signum) == 1 for signum in range(1, NSIG))
    assert subprocess.run([tmp_path / "mask"]).returncode == blocked


def test_pause_and_sigsuspend():
    seen = []
    sigaction(SIGALRM, action(seen.append, SA_RESTART), 0)
    with ringing():
        assert -1 == pause()
        assert errno == EINTR
    assert {SIGALRM} == set(seen)
    seen.clear()
    held, open_ = sigset_t(), sigset_t()
    sigaddset(held, SIGALRM)
    sigprocmask(SIG_BLOCK, held, open_)
    raise_(SIGALRM)
    assert [] == seen
    assert -1 == sigsuspend(open_)
    assert errno == EINTR
    assert [SIGALRM] == seen
    assert {SIGALRM} == blocked_now()


def test_alarm_cuts_sleep_short():
    seen = []
    signal(SIGALRM, seen.append)
    assert 0 == alarm(1)
    left = sleep(100)
    assert 98 <= left <= 99
    assert [SIGALRM] == seen
    alarm(50)
    assert 49 <= alarm(0) <= 50


def test_interval_timer():
    seen = []
    sigaction(SIGALRM, action(seen.append), 0)
    every = struct.itimerval()
    every.it_interval.tv_usec = every.it_value.tv_usec = 5_000
    assert 0 == setitimer(ITIMER_REAL, every, 0)
    while len(seen) < 3:
        pause()
    now = struct.itimerval()
    assert 0 == getitimer(ITIMER_REAL, now)
    assert 5_000 == now.it_interval.tv_usec
    assert 0 == setitimer(ITIMER_REAL, struct.itimerval(), now)
    assert -1 == getitimer(99, now)
    assert errno == EINVAL


# --------------------------------------------------------------------------- sets and waiting


def test_sets():
    set = sigset_t()
    assert 0 == sigfillset(set)
    assert 1 == sigismember(set, SIGTERM)
    assert 0 == sigdelset(set, SIGTERM)
    assert 0 == sigismember(set, SIGTERM)
    assert 0 == sigemptyset(set)
    assert 0 == sigismember(set, SIGUSR1)
    assert 0 == sigaddset(set, SIGUSR1)
    assert "sigset_t {SIGUSR1}" == repr(set)
    for call in (sigaddset, sigdelset, sigismember):
        assert -1 == call(set, 1000)
        assert errno == EINVAL


def test_waiting_for_blocked_signals():
    set, pending, sig, info = sigset_t(), sigset_t(), int_(), siginfo_t()
    sigaddset(set, SIGUSR1)
    sigprocmask(SIG_BLOCK, set, 0)
    raise_(SIGUSR1)
    assert 0 == sigpending(pending)
    assert 1 == sigismember(pending, SIGUSR1)
    assert 0 == sigwait(set, sig)
    assert SIGUSR1 == sig
    kill(os.getpid(), SIGUSR1)
    assert SIGUSR1 == sigwaitinfo(set, info)
    assert os.getpid() == info.si_pid
    moment = struct.timespec(tv_nsec=1_000_000)
    assert -1 == sigtimedwait(set, info, moment)
    assert errno == EAGAIN
    raise_(SIGUSR1)
    assert SIGUSR1 == sigtimedwait(set, 0, moment)


def test_kill_errors():
    assert 0 == kill(os.getpid(), 0)
    assert -1 == kill(os.getpid(), 1000)
    assert errno == EINVAL
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait(PATIENCE)
    assert -1 == kill(child.pid, 0)
    assert errno == ESRCH
    assert -1 == killpg(child.pid, 0)
    assert errno == ESRCH


def test_descriptions(capfd):
    for number in stdlib.valid_signals():
        assert stdlib.strsignal(number) == str(strsignal(number))
    assert "Unknown" in str(strsignal(1000))
    psignal(SIGINT, "caught")
    psignal(SIGINT, None)
    assert "caught: Interrupt\nInterrupt\n" == capfd.readouterr().err


# System V's calls, as one list of texts that are valid in both languages.
SYSTEM_V = [
    "sighold(SIGUSR1)",
    "sigset(SIGUSR1, SIG_IGN) == SIG_HOLD",
    "sigset(SIGUSR1, SIG_DFL) == SIG_IGN",
    "sigset(SIGUSR1, SIG_HOLD) == SIG_DFL",
    "sigset(SIGUSR1, SIG_HOLD) == SIG_HOLD",
    "sigrelse(SIGUSR1)",
    "sigrelse(SIGUSR1)",
    "sigset(SIGUSR1, SIG_HOLD) == SIG_DFL",
    "sigignore(SIGUSR1)",
    "raise(SIGUSR1)",
    "sigset(SIGUSR1, SIG_IGN) == SIG_HOLD",
    "sigset(SIGUSR1, SIG_DFL) == SIG_IGN",
    "sigset(SIGUSR1, SIG_DFL) == SIG_DFL",
    *(
        call
        for signum in ("0", "-1", "1000", "SIGKILL", "SIGSTOP")
        for call in (
            f"sighold({signum})",
            f"sigrelse({signum})",
            f"sigignore({signum})",
            f"sigset({signum}, SIG_IGN) == SIG_ERR",
            f"sigset({signum}, SIG_HOLD) == SIG_ERR",
        )
    ),
]


@LINUX
def test_system_v_calls_as_in_c(compiler, tmp_path):
    theirs = C(compiler, tmp_path).table(SYSTEM_V, {})
    calls = [call.replace("raise(", "raise_(") for call in SYSTEM_V]
    assert [] == differences(SYSTEM_V, theirs, table(calls, {}))


def test_sigset_installs_a_handler():
    seen = []
    assert SIG_DFL == sigset(SIGUSR1, seen.append)
    raise_(SIGUSR1)
    assert [SIGUSR1] == seen
    assert 0 == sighold(SIGUSR1)
    assert {SIGUSR1} == blocked_now()
    raise_(SIGUSR1)
    assert [SIGUSR1] == seen
    assert 0 == sigrelse(SIGUSR1)
    assert [SIGUSR1, SIGUSR1] == seen
    assert seen.append == sigset(SIGUSR1, SIG_HOLD)
    raise_(SIGUSR1)
    assert SIG_HOLD == sigset(SIGUSR1, lambda signum: seen.append(-signum))
    assert [SIGUSR1, SIGUSR1, -SIGUSR1] == seen
    assert set() == blocked_now()
    for wrong in ("handler", SIG_ERR):  # C would jump to SIG_ERR
        with pytest.raises(TypeError, match="sigset: a handler is"):
            sigset(SIGUSR1, wrong)
    assert 0 == sigignore(SIGUSR1)
    assert stdlib.SIG_IGN == stdlib.getsignal(SIGUSR1)


def test_sigset_ends_the_calls_it_interrupts(pair):
    sigset(SIGALRM, lambda signum: None)
    with ringing():
        assert -1 == read(pair[0], char[1](), 1)
        assert errno == EINTR


PSIGINFO = """
#include "compat.h"
int main(void)
{
    dup2(1, 2);
    int signals[] = {0, -1, 1000, SIGINT, SIGSEGV, SIGCHLD, SIGBUS, SIGIO, SIGRTMIN, SIGRTMAX};
    int codes[] = {SI_USER, SI_QUEUE, SI_TIMER, SI_KERNEL, SI_TKILL, 1, 2, 6, 7, 100, -100};
    for (int i = 0; i < 10; i++) {
        for (int j = 0; j < 11; j++) {
            siginfo_t info = {0};
            info.si_signo = signals[i];
            info.si_code = codes[j];
            info.si_pid = 42;
            info.si_uid = 7;
            psiginfo(&info, j % 2 ? "caught" : NULL);
        }
    }
    siginfo_t info = {0};
    info.si_signo = SIGINT;
    char s[1000] = {0};
    memset(s, 'x', 999);
    psiginfo(&info, s);
    psiginfo(&info, "");
}
"""


@LINUX
def test_psiginfo_as_in_c(compiler, tmp_path, capfd):
    signals = (0, -1, 1000, SIGINT, SIGSEGV, SIGCHLD, SIGBUS, SIGIO, SIGRTMIN, SIGRTMAX)
    codes = (SI_USER, SI_QUEUE, SI_TIMER, SI_KERNEL, SI_TKILL, 1, 2, 6, 7, 100, -100)
    for signum in signals:
        for position, code in enumerate(codes):
            info = siginfo_t(si_signo=signum, si_code=code)
            info.si_pid, info.si_uid = 42, 7
            psiginfo(info, "caught" if position % 2 else None)
    psiginfo(siginfo_t(si_signo=SIGINT), "x" * 999)
    psiginfo(siginfo_t(si_signo=SIGINT), "")
    printed = capfd.readouterr().err
    assert "caught: " in printed
    assert C(compiler, tmp_path).output(PSIGINFO) == printed


# ------------------------------------------------------------------------------ whole programs


def test_sigpipe_as_in_c():
    program = """
from pysock import *
fds = int_[2]()
pipe(fds)
close(fds[0])
assert -1 == write(fds[1], "x", 1) and errno == EPIPE
signal(SIGPIPE, SIG_DFL)
write(fds[1], "x", 1)
"""
    run(program, status=-SIGPIPE)


def test_programs_named_like_modules(tmp_path):
    """Programs called signal.py and select.py, which stand before Python's modules on sys.path."""
    for name in ("signal", "select", "socket"):
        (tmp_path / f"{name}.py").write_text("raise ImportError('this is a program')")
    program = tmp_path / "program.py"
    program.write_text(
        """
from pysock import *
caught = []
act = struct.sigaction()
act.sa_handler = caught.append
sigaddset(act.sa_mask, SIGINT)
sigaction(SIGUSR1, act, 0)
raise_(SIGUSR1)
assert caught == [SIGUSR1] and "SIGINT" in repr(act)
assert signal(SIGUSR1, SIG_DFL) == caught.append and signal(SIGUSR1, SIG_IGN) == SIG_DFL
"""
    )
    subprocess.run([sys.executable, "-W", "error", program], check=True)


def test_sigurg_with_an_owner():
    """Urgent data raises SIGURG in the process that F_SETOWN names."""
    program = """
from pysock import *
listener = socket(AF_INET, SOCK_STREAM, 0)
address = struct.sockaddr_in()
address.sin_family = AF_INET
address.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
bind(listener, address, sizeof(address))
listen(listener, 1)
getsockname(listener, address, socklen_t(sizeof(address)))
client = socket(AF_INET, SOCK_STREAM, 0)
connect(client, address, sizeof(address))
server = accept(listener, 0, 0)
urgent = []
def handler(sig):
    byte = char[1]()
    recv(server, byte, 1, MSG_OOB)
    urgent.append(byte[0])
act = struct.sigaction()
act.sa_handler = handler
sigaction(SIGURG, act, 0)
import os
fcntl(server, F_SETOWN, os.getpid())
send(client, "4", 1, MSG_OOB)
while not urgent:
    usleep(1000)
assert urgent == [ord("4")]
"""
    run(program)


def test_keyboard_interrupt_still_works():
    """The standard library's handler is CPython's own: one that comes just before a call waits."""
    program = """
from pysock import *
import os, threading, time as clock
def interrupt():
    while True:
        clock.sleep(0.05)
        os.kill(os.getpid(), SIGINT)
fds = int_[2]()
pipe(fds)
threading.Thread(target=interrupt, daemon=True).start()
try:
    read(fds[0], char[1](), 1)
except KeyboardInterrupt:
    signal(SIGINT, SIG_IGN)
    print("interrupted")
"""
    assert "interrupted\n" == run(program)


def storm(command, call, restart, count):
    done = subprocess.run(
        [*command, call, str(restart), str(count)], capture_output=True, text=True, timeout=300
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def c_storm(compiler, tmp_path_factory):
    binary = tmp_path_factory.mktemp("storm") / "storm"
    subprocess.run([compiler, HERE / "c_peers" / "storm.c", "-o", binary], check=True)
    return [binary]


@pytest.mark.parametrize("restart", [0, 1])
@pytest.mark.parametrize("call", ["accept", "read", "recv", "select", "waitpid"])
def test_storm(c_storm, call, restart):
    """10,000 signals from another process and a ticking timer: nothing lost, C's rules kept."""
    ours = storm([sys.executable, "-W", "error", HERE / "storm.py"], call, restart, 10_000)
    assert storm(c_storm, call, restart, 10_000) == ours


def test_queued_signals_come_in_order():
    """10,000 real-time signals, unpaced, while read() blocks: all handled, in order."""
    program = """
import os, sys
from pysock import *
seen = []
def handler(sig, info, context):
    seen.append(info.si_value.sival_int)
act = struct.sigaction()
act.sa_sigaction = handler
act.sa_flags = SA_SIGINFO | SA_RESTART
sigaction(SIGRTMIN, act, 0)
fds = int_[2]()
pipe(fds)
parent = os.getpid()
child = os.fork()
if child == 0:
    for number in range(10_000):
        while sigqueue(parent, SIGRTMIN, number) == -1:
            usleep(10)
    os._exit(0)
close(fds[1])
assert read(fds[0], char[1](), 1) == 0
os.waitpid(child, 0)
assert seen == list(range(10_000)), len(seen)
print("all")
"""
    assert "all\n" == run(program)


def test_pthread_sigmask_is_the_threads_own():
    """It returns error numbers, and errno stays as it is."""
    set_, old = sigset_t(), sigset_t()
    sigemptyset(set_)
    sigaddset(set_, SIGUSR2)
    assert 0 == pthread_sigmask(SIG_BLOCK, set_, old)
    assert 0 == sigismember(old, SIGUSR2)
    others = []

    def ask():
        mask = sigset_t()
        pthread_sigmask(SIG_SETMASK, old, None)
        pthread_sigmask(SIG_BLOCK, None, mask)
        others.append(sigismember(mask, SIGUSR2))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert [0] == others
    assert 0 == pthread_sigmask(SIG_SETMASK, old, set_)
    assert 1 == sigismember(set_, SIGUSR2)
    errno.value = 77
    assert EINVAL == pthread_sigmask(99, set_, None)
    assert errno == 77
