"""What C leaves undefined, pysock raises: one class for each rule a program can break."""

__all__ = [
    "BadDescriptor",
    "BadFormat",
    "ConstViolation",
    "Deadlock",
    "InvalidFree",
    "NotOwner",
    "NullPointer",
    "OutOfBounds",
    "Overlap",
    "UndefinedBehavior",
    "Uninitialized",
    "Unterminated",
    "UseAfterFree",
    "WildPointer",
]


class UndefinedBehavior(Exception):  # noqa: N818  (the name of the concept in the C standard)
    """The program broke a rule of C whose breach C leaves undefined; nothing was touched."""


class OutOfBounds(UndefinedBehavior):
    """A length, an index or a pointer leaves the object it belongs to."""


class Overlap(UndefinedBehavior):
    """A call copies between two objects that share bytes, which only ``memmove`` allows."""


class ConstViolation(UndefinedBehavior):
    """A string literal or other ``const`` object would have been written."""


class NullPointer(UndefinedBehavior):
    """``NULL`` stands where C needs an object."""


class WildPointer(UndefinedBehavior):
    """A pointer's bytes are not an address that the program took of a living object."""


class Unterminated(UndefinedBehavior):
    """A C string has no NUL before the end of its object."""


class UseAfterFree(UndefinedBehavior):
    """An object, a list or a stream is used after the call that ended its life."""


class InvalidFree(UndefinedBehavior):
    """A call that frees gets something else than what the call that allocates returned."""


class BadDescriptor(UndefinedBehavior):
    """A descriptor outside ``0 … FD_SETSIZE - 1`` is put into or looked up in an ``fd_set``.

    On Windows also: a SOCKET stands where a descriptor belongs, or the other way round.
    """


class Uninitialized(UndefinedBehavior):
    """A mutex, a semaphore, a thread's id, … is used before the call that begins its life."""


class NotOwner(UndefinedBehavior):
    """A thread lets go of a lock that it does not hold."""


class Deadlock(UndefinedBehavior):
    """A thread waits for something that only it could do."""


class BadFormat(UndefinedBehavior):
    """A format of printf or scanf has no meaning in C, or wants more arguments than it got."""


# A traceback names the class as a program does: pysock.OutOfBounds.
for _name in __all__:
    globals()[_name].__module__ = "pysock"
