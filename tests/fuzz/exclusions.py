"""What random programs never call, or only with certain arguments, and why.

Everything else is called with everything. docs/safety.md shows these tables.
"""

from __future__ import annotations

# The process, or its main thread, ends by its own will, as in C: there is nothing after that.
ENDS_THE_PROCESS = {
    "ExitThread": "ends the thread, here the main one",
    "_Exit": "ends the process",
    "_endthread": "ends the thread, here the main one",
    "_endthreadex": "ends the thread, here the main one",
    "_exit": "ends the process",
    "abort": "ends the process by SIGABRT, which the judge takes for a crash",
    "exit": "ends the process",
    "pthread_exit": "in the main thread, ends the program when the other threads have ended",
}

NEVER_CALLED = {
    **ENDS_THE_PROCESS,
    "daemon": "goes on in a child that the judge cannot see",
    "system": "runs what a shell makes of random bytes",
    "popen": "runs what a shell makes of random bytes",
    "execl": "replaces the process when it succeeds",
    "execle": "replaces the process when it succeeds",
    "execlp": "replaces the process when it succeeds",
    "execv": "replaces the process when it succeeds",
    "execve": "replaces the process when it succeeds",
    "execvp": "replaces the process when it succeeds",
    "fexecve": "replaces the process when it succeeds",
}

# Signals whose default action is what a crash looks like from outside.
LOOK_LIKE_A_CRASH = {"SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV", "SIGSYS", "SIGTRAP"}

# Signals that stop the program until another process lets it go on.
STOP_THE_PROGRAM = {"SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU"}

# A program that waits here without end does what C promises.
WAITS_WITHOUT_END = {
    "EnterCriticalSection": "another thread may own it",
    "epoll_pwait": "the mask may hold SIGALRM",
    "epoll_pwait2": "the mask may hold SIGALRM",
    "flockfile": "another program's stream lock is waited for",
    "ppoll": "the mask may hold SIGALRM",
    "pselect": "the mask may hold SIGALRM",
    "pthread_barrier_wait": "the others never come",
    "pthread_cond_wait": "nobody signals",
    "pthread_join": "the thread never ends",
    "pthread_mutex_lock": "a normal mutex locked twice deadlocks",
    "pthread_mutex_timedlock": "the time may be far away",
    "pthread_rwlock_rdlock": "a writer never unlocks",
    "pthread_rwlock_wrlock": "a reader never unlocks",
    "pthread_spin_lock": "a spin lock locked twice spins",
    "sigsuspend": "the mask may hold SIGALRM",
    "sigwait": "the set may lack SIGALRM while it is blocked",
    "sigwaitinfo": "the set may lack SIGALRM while it is blocked",
}

# What threads that call everything at once do not call: it would end all, or keep them waiting.
ALONE = {
    "err": "ends the process",
    "errx": "ends the process",
    "ftrylockfile": "no other thread gets at the stream any more",
    "pthread_rwlock_timedrdlock": "the time may be far away",
    "pthread_rwlock_timedwrlock": "the time may be far away",
    "setrlimit": "the program may get no more time, memory or descriptors",
    "sigaction": "the next signal may end the process",
    "siginterrupt": "the signal that wakes a waiting call may no longer do so",
    "signal": "the next signal may end the process",
    "sigset": "the next signal may end the process",
    **dict.fromkeys(
        (
            "initgroups",
            "setegid",
            "seteuid",
            "setgid",
            "setgroups",
            "setregid",
            "setreuid",
            "setuid",
        ),
        "glibc has every thread answer a signal first, and these are busy with others",
    ),
}

# The only values of some parameters. Names are looked up over the network otherwise.
HOSTS = ["127.0.0.1", "::1", "0", "", "1.2.3.4.5", "localhost", "-", "fe80::1%lo", "%", "a b"]
ONLY = {
    ("getaddrinfo", "node"): HOSTS,
    ("gethostbyname", "name"): HOSTS,
    ("gethostbyname2", "name"): HOSTS,
    ("gethostbyname_r", "name"): HOSTS,
    ("sleep", "seconds"): [0, 1, -1, 2**32, 2**31, "1", None],
}
# And of those of this name, in any call: INFINITE would be taken at its word.
PARAMETERS = {name: [0, 1, 5, 2**32, "1", None] for name in ("dwMilliseconds", "dwTimeout")}
