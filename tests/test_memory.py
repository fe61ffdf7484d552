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
