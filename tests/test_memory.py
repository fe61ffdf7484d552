"""C values: types, objects, pointers, structs; compared with C's own layout and arithmetic."""

import gc

from pysock import char

# ------------------------------------------------------------------------- buffers for Python


def test_view_keeps_its_memory_alive():
    """1 MiB each, so that memory which is given back is unmapped: touching it would be fatal."""
    views = [char[1 << 20](b"x").view() for _ in range(8)]
    gc.collect()
    for view in views:
        view[:2] = b"yz"
    assert [b"yz"] * 8 == [bytes(view[:2]) for view in views]


# ------------------------------------------------------------------------------------- bounds


class Changing:
    """An index that is inside the object when it is checked, and far outside when it is used."""

    def __init__(self, first, then):
        self.numbers = [first, then]

    def __index__(self):
        return self.numbers.pop(0) if len(self.numbers) > 1 else self.numbers[0]

    __int__ = __index__


def test_index_is_read_once():
    buf = char[4](b"abc")
    index = Changing(1, 1 << 40)
    assert ord("b") == buf[index]
    index = Changing(1, 1 << 40)
    buf[index] = b"B"
    assert b"aBc" == buf.string()
