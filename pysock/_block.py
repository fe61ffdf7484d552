"""Copies of what C returns: linked structs of libc, stored in one allocation of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ._allocation import ADDRESS_SIZE, Memory
from ._memory import PointerType, aligned, char, pointer_to
from ._native import ffi

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._allocation import CData
    from ._memory import CType, RecordType
    from ._values import Pointer

_MAX_ALIGN = ffi.alignof("long double")


class Part:
    """One object of a `Block`: its type, its bytes, and what the pointers among them lead to."""

    __slots__ = ("block", "ctype", "data", "links", "offset")

    def __init__(self, block: Block, ctype: CType, data: bytes, links: Mapping[int, Part]) -> None:
        self.block = block
        self.ctype = ctype
        self.data = data
        self.links = links
        self.offset = 0

    @property
    def pointer(self) -> Pointer:
        """Points to the stored object, and no further."""
        block = self.block.memory
        return self.ctype.pointer(block, self.offset, self.offset, len(self.data))


class Block:
    """Objects that point to one another, copied from libc's memory to be stored in one allocation.

    An object is added after those it points to, and the last one added stands first. It may point
    into blocks that are stored already.
    """

    __slots__ = ("_parts", "memory", "size")

    memory: Memory

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self.size = 0

    def add(self, ctype: CType, data: bytes, links: Mapping[int, Part] | None = None) -> Part:
        """One object, or several in a row, whose pointers (by their offset) lead to other parts."""
        part = Part(self, ctype, data, links or {})
        # What is added first stands last: only there nothing has to be aligned behind it.
        self.size += aligned(len(data), _MAX_ALIGN) if self._parts else len(data)
        self._parts.append(part)
        return part

    def string(self, text: CData) -> Part | None:
        """A copy of a C string; nothing for NULL."""
        return self.add(char, ffi.string(text) + b"\0") if text else None

    def pointers(self, parts: Sequence[Part | None]) -> Part:
        """The array ``char *[]`` that NULL ends."""
        links = {index * ADDRESS_SIZE: part for index, part in enumerate(parts) if part}
        return self.add(pointer_to(char), bytes((len(parts) + 1) * ADDRESS_SIZE), links)

    def records(self, ctype: RecordType, raw: CData, *targets: Mapping[str, Part | None]) -> Part:
        """As many structs in a row as there are `targets`: what their pointers lead to, or NULL."""
        data = bytearray(ffi.buffer(raw, ctype.size * len(targets)))
        links: dict[int, Part] = {}
        for index, named in enumerate(targets):
            base = index * ctype.size
            for member, at in ctype.members.values():
                if isinstance(member, PointerType):
                    data[base + at : base + at + member.size] = bytes(member.size)
            links.update(
                (base + ctype.members[name][1], part) for name, part in named.items() if part
            )
        return self.add(ctype, bytes(data), links)

    def store(self, memory: Memory) -> None:
        """Put the objects into `memory`, over whatever was there."""
        self.memory = memory
        offset = 0
        for part in reversed(self._parts):
            part.offset = offset
            offset += aligned(len(part.data), _MAX_ALIGN)
        image = Memory.zeroed(self.size)
        for part in self._parts:
            image.base[part.offset : part.offset + len(part.data)] = part.data
            for at, target in part.links.items():
                pointer_to(target.ctype).write(image, part.offset + at, target.pointer)
        # Last and at once: who looks at `memory` meanwhile finds little of a half-written answer.
        memory.base[0 : self.size] = bytes(ffi.buffer(image.base, self.size))
        memory.pointees = image.pointees
