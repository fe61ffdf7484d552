"""The heap, beside C: what is returned, what is kept, and what ends a life twice."""

import gc
import resource
import subprocess

import pytest

from pysock import *

HUGE = [2**63, 2**64 - 1, -1, PTRDIFF_MAX + 1]


def test_malloc_gives_an_object_of_that_size():
    text = ptr(char, malloc(6))
    strcpy(text, "hello")
    assert b"hello" == text.string()
    with pytest.raises(OutOfBounds):
        strcpy(text, "hello!")
    free(text)


def test_objects_are_zero_and_typed_by_a_cast():
    numbers = ptr(int_, malloc(3 * sizeof(int_)))
    assert [0, 0, 0] == [numbers[i] for i in range(3)]
    numbers[2] = 7
    assert 7 == numbers[2]
    with pytest.raises(OutOfBounds):
        numbers[3] = 1
    free(numbers)


def test_calloc_multiplies():
    assert 12 == len(bytes(ptr(char, calloc(3, 4))))


@pytest.mark.parametrize("size", HUGE)
def test_too_large_is_enomem(size):
    errno.value = 0
    assert (None, ENOMEM) == (malloc(size), errno)
    errno.value = 0
    assert (None, ENOMEM) == (calloc(size, 1), errno)
    kept = malloc(4)
    errno.value = 0
    assert (None, ENOMEM) == (realloc(kept, size), errno)
    free(kept)  # it was left as it was


def test_products_that_overflow_are_enomem():
    errno.value = 0
    assert (None, ENOMEM) == (calloc(2**33, 2**33), errno)
    errno.value = 0
    assert (None, ENOMEM) == (reallocarray(None, 2**33, 2**33), errno)


def test_nothing_is_an_object_too():
    nothing, other = malloc(0), malloc(0)
    assert nothing is not None
    assert nothing != other
    with pytest.raises(OutOfBounds):
        ptr(char, nothing)[0] = 1
    free(nothing)
    free(other)


def test_realloc_keeps_the_bytes_and_ends_the_old_object():
    old = ptr(char, malloc(4))
    old[0:4] = b"abcd"
    new = ptr(char, realloc(old, 8))
    assert b"abcd\0\0\0\0" == new[0:8]
    with pytest.raises(UseAfterFree, match=r"ended its life in realloc\(\)"):
        old[0]
    short = ptr(char, realloc(new, 2))
    assert b"ab" == bytes(short)
    assert realloc(short, 0) is None
    with pytest.raises(UseAfterFree):
        short[0]


def test_realloc_of_null_allocates():
    grown = ptr(char, realloc(None, 3))
    assert 3 == len(bytes(grown))
    free(grown)
    grown = ptr(char, reallocarray(0, 2, 3))
    assert 6 == len(bytes(grown))
    free(grown)


def test_realloc_keeps_pointers():
    table = ptr(ptr(char), malloc(2 * sizeof(ptr(char))))
    table[1] = "kept"
    table = ptr(ptr(char), realloc(table, 4 * sizeof(ptr(char))))
    gc.collect()
    assert b"kept" == table[1].string()
    free(table)


def test_a_list_of_nodes():
    """malloc'd nodes that point to one another, freed one by one."""
    struct.malloc_node = {}
    struct.malloc_node = {"value": int_, "next": ptr(struct.malloc_node)}
    head = None
    for value in range(5):
        node = ptr(struct.malloc_node, malloc(sizeof(struct.malloc_node)))
        node.value, node.next = value, head
        head = node
    seen = []
    while head is not None:
        seen.append(head.value)
        after = head.next
        free(head)
        head = after
    assert [4, 3, 2, 1, 0] == seen


def test_free_of_null_is_nothing():
    free(None)
    free(0)


def test_mistakes():
    heap = malloc(4)
    free(heap)
    with pytest.raises(UseAfterFree, match=r"free\(\): the object already ended its life"):
        free(heap)
    with pytest.raises(UseAfterFree):
        realloc(heap, 4)
    with pytest.raises(UseAfterFree):
        realloc(heap, 0)
    with pytest.raises(UseAfterFree):
        write(1, heap, 1)
    heap = malloc(4)
    with pytest.raises(InvalidFree):
        free(ptr(char, heap) + 1)
    with pytest.raises(InvalidFree):
        free(char[4]())
    with pytest.raises(InvalidFree):
        realloc("literal", 9)
    with pytest.raises(InvalidFree):
        free(bytearray(3))
    for wrong in ("4", 1.5, None):
        with pytest.raises(TypeError):
            malloc(wrong)
    with pytest.raises(WildPointer):
        free(4660)
    free(heap)


def test_what_getline_allocated_is_freed(tmp_path):
    (tmp_path / "line").write_text("one\n")
    stream = fopen(str(tmp_path / "line"), "r")
    line, size = ptr(char)(), size_t()
    assert 4 == getline(line, size, stream)
    fclose(stream)
    free(line)
    with pytest.raises(UseAfterFree):
        line.value.string()


def test_calls_take_heap_objects():
    """What lies on the heap has no fast path; every call must take it all the same."""
    ends = ptr(int_, malloc(2 * sizeof(int_)))
    assert 0 == pipe(ends)
    text = ptr(char, malloc(16))
    assert 5 == write(ends[1], "hello", 5)
    assert 5 == read(ends[0], text, 16)
    assert b"hello" == text.string()
    assert 0 == close(ends[0]) == close(ends[1])
    free(text)
    free(ends)


def test_unfreed_objects_go_with_their_last_pointer():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(200):
        memset(malloc(10_000_000), 1, 10_000_000)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 200_000  # of 2,000,000 KiB


def test_zero_sizes_are_c_s(compiler, tmp_path):
    """The C library of this platform agrees on what malloc(0) and realloc(p, 0) return."""
    program = tmp_path / "zero.c"
    program.write_text(
        "#include <stdio.h>\n#include <stdlib.h>\n"
        'int main(void) { void *p = malloc(0); printf("%d", p != NULL);\n'
        'void *q = realloc(malloc(4), 0); printf("%d\\n", q != NULL); return 0; }\n'
    )
    subprocess.run([compiler, "-w", program, "-o", tmp_path / "zero"], check=True)
    printed = subprocess.run([tmp_path / "zero"], check=True, capture_output=True).stdout
    ours = f"{malloc(0) is not None:d}{realloc(malloc(4), 0) is not None:d}\n"
    assert printed.decode() == ours
