"""C objects that only their own calls may look into: pthread_mutex_t, sem_t, pthread_attr_t, …

C's library trusts what it finds in such an object, and ends the process over a bad one. A program,
though, can write anything into its memory. So the system's object lies where no program reaches it.
The program's object is as large as C's, holds a token, and its memory knows, by the offset, what
stands behind it. That also tells what C leaves undefined: an object that was never initialised, is
a copy, was overwritten, or ended its life.
"""

from __future__ import annotations

from . import _arguments as arguments
from . import _cancel as cancel
from ._memory import RecordType, from_cffi
from ._native import ffi
from ._undefined import Uninitialized, UseAfterFree
from ._values import require_writable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._allocation import CData, Memory
    from ._memory import CType

_WORD = ffi.typeof("uint32_t *")
_ALL_BITS = 0xFFFF_FFFF
INITIALIZER: dict[str, Any] = {}  # zeros: a static object begins its life at its first use


class Hidden:
    """What stands behind an object of the program's."""

    __slots__ = ("ended", "memory", "native", "offset", "token", "users")

    def __init__(self, native: CData = None) -> None:
        self.native = native
        self.token = id(self) & _ALL_BITS | 1  # never the 0 of an untouched object
        self.memory = 0  # which memory, and where in it: a copy does not count
        self.offset = 0
        self.ended: str | None = None
        self.users: dict[int, bool] = {}  # the threads that wait in a call of the system's


def allocate(pointer: str, shared: bool = False) -> CData:
    """Memory of no program's for an object of the system's; children share it if it is `shared`."""
    if not shared:
        return ffi.new(pointer)
    from mmap import mmap

    try:
        pages = mmap(-1, ffi.sizeof(ffi.typeof(pointer).item))
    except OSError as error:
        raise MemoryError(f"no memory for what processes share: {error}") from None
    return ffi.from_buffer(pointer, pages)


def opaque(name: str) -> RecordType:
    """The type of that name, of which programs know no member."""
    found = from_cffi(ffi.typeof(name))
    assert isinstance(found, RecordType)
    return found


class Kind:
    """All objects of one such type."""

    __slots__ = ("begun_by", "ctype", "initial", "state")

    def __init__(
        self,
        ctype: CType,
        state: type[Hidden],
        begun_by: str,
        initial: Callable[[], Hidden] | None = None,
    ) -> None:
        self.ctype = ctype
        self.state = state
        self.begun_by = begun_by  # the call that begins an object's life
        self.initial = initial  # makes what stands behind a static object

    def find(self, place: Any, call: str) -> Any:
        """What stands behind an object, or the rule that its use breaks."""
        try:
            if place._type is self.ctype:
                state = place._memory.pointees[place._offset]
                if (
                    ffi.cast(_WORD, place._address)[0] == state.token
                    and state.offset == place._offset
                    and state.memory == id(place._memory)
                    and state.ended is None
                    and type(state) is self.state
                ):
                    return state
        except (AttributeError, KeyError):
            pass  # a pointer, a heap, an object that nobody has used, or a wrong argument
        return self._search(place, call)

    def _search(self, place: Any, call: str) -> Any:
        address = arguments.out(place, self.ctype, call)
        memory, offset = place._memory, place._offset
        with cancel.lock:  # another thread may just begin the object's life
            state = memory.pointees.get(offset)
            if type(state) is self.state and state.token == ffi.cast(_WORD, address)[0]:
                self._require_alive(state, memory, offset, call)
            elif any(bytes(ffi.buffer(address, self.ctype.size))):
                raise Uninitialized(
                    f"{call}: the `{self.ctype}` was overwritten, or copied from another"
                )
            elif self.initial is None:
                raise Uninitialized(f"{call}: the `{self.ctype}` never was in {self.begun_by}()")
            else:
                state = self.initial()
                self._put(memory, offset, state)
            return state

    def _require_alive(self, state: Hidden, memory: Memory, offset: int, call: str) -> None:
        if (state.memory, state.offset) != (id(memory), offset):
            raise Uninitialized(f"{call}: a copy of a `{self.ctype}` is none")
        if state.ended is not None:
            raise UseAfterFree(
                f"{call}: the `{self.ctype}` already ended its life in {state.ended}()"
            )

    def before(self, place: Any, call: str) -> Hidden | None:
        """What stands behind an object that is about to begin its life: an earlier one."""
        arguments.out(place, self.ctype, call)
        state = place._memory.pointees.get(place._offset)
        if type(state) is not self.state or state.ended is not None:
            return None
        mine = (state.memory, state.offset) == (id(place._memory), place._offset)
        return state if mine else None

    def begin(self, place: Any, state: Hidden, call: str) -> None:
        """Begin an object's life; what it was before is forgotten."""
        arguments.out(place, self.ctype, call)
        self._put(place._memory, place._offset, state)

    def _put(self, memory: Memory, offset: int, state: Hidden) -> None:
        require_writable(memory, self.ctype)
        state.memory, state.offset = id(memory), offset
        ffi.memmove(memory.base + offset, bytes(self.ctype.size), self.ctype.size)
        ffi.cast(_WORD, memory.base + offset)[0] = state.token
        memory.pointees[offset] = state


# ------------------------------------------------------------------------------- attributes


class Attributes(Hidden):
    """A pthread_attr_t, pthread_mutexattr_t, …"""

    __slots__ = ()


def begin_attributes(kind: Kind, attr: Any, init: Callable[[CData], int], call: str) -> int:
    """pthread_…attr_init()."""
    state = Attributes(allocate(f"{kind.ctype} *"))
    arguments.out(attr, kind.ctype, call)
    error = init(state.native)
    if error == 0:
        kind.begin(attr, state, call)
    return error


def end_attributes(kind: Kind, attr: Any, destroy: Callable[[CData], int], call: str) -> int:
    """pthread_…attr_destroy()."""
    state = kind.find(attr, call)
    state.ended = call
    return destroy(state.native)


def given_attributes(kind: Kind, attr: Any, call: str) -> CData:
    """The system's attributes for a call, or NULL."""
    return ffi.NULL if arguments.is_null(attr) else kind.find(attr, call).native


def get_attribute(
    kind: Kind,
    attr: Any,
    place: Any,
    ctype: CType,
    get: Callable[[CData, CData], int],
    call: str,
) -> int:
    """pthread_…attr_get…()."""
    state = kind.find(attr, call)
    return get(state.native, arguments.out(place, ctype, call))
