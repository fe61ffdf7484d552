"""qsort() and bsearch() against C's own, and what C leaves undefined."""

import random

import pytest
from c_oracle import C

import pysock
from pysock import NullPointer, OutOfBounds, bsearch, char, int_, ptr, qsort, sizeof, struct

PROGRAM = """
#include <stdio.h>
#include <stdlib.h>
static int less(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
int main(void)
{
    int numbers[] = {NUMBERS}, n = sizeof(numbers) / sizeof(int), i;
    qsort(numbers, n, sizeof(int), less);
    for (i = 0; i < n; i++)
        printf("%d ", numbers[i]);
    for (i = -3; i < 60; i++)
        printf("%d ", bsearch(&i, numbers, n, sizeof(int), less) != NULL);
}
"""


def less(a, b):
    return ptr(int_, a)[0] - ptr(int_, b)[0]


def test_sorts_and_finds_as_c(compiler, tmp_path):
    numbers = [random.Random(5).randrange(50) for _ in range(40)]
    listed = ", ".join(map(str, numbers))
    expected = C(compiler, tmp_path).output(PROGRAM.replace("NUMBERS", listed)).split()

    array = int_[...](numbers)
    qsort(array, len(numbers), sizeof(int_), less)
    found = [
        bsearch(int_(i), array, len(numbers), sizeof(int_), less) is not None for i in range(-3, 60)
    ]
    assert expected == [str(int(n)) for n in [*array, *found]]


def test_pointers_in_structs_move_along():
    struct.sorted_word = {"text": ptr(char), "rank": int_}
    words = struct.sorted_word[3]([("c", 3), ("a", 1), ("b", 2)])
    qsort(words, 3, sizeof(struct.sorted_word), lambda a, b: a.rank - b.rank)
    assert ["a", "b", "c"] == [str(words[i].text) for i in range(3)]


def test_a_comparison_that_raises_leaves_the_array():
    array = int_[3]([3, 1, 2])
    with pytest.raises(ZeroDivisionError):
        qsort(array, 3, 4, lambda a, b: 1 // 0)
    assert [3, 1, 2] == list(array)


def test_limits():
    array = int_[3]()
    with pytest.raises(OutOfBounds):
        qsort(array, 4, 4, less)
    with pytest.raises(OutOfBounds):
        bsearch(int_(), array, 4, 4, less)
    with pytest.raises(NullPointer):
        qsort(None, 1, 4, less)
    with pytest.raises(TypeError):
        qsort(array, 3, 4, 5)
    with pytest.raises(pysock.ConstViolation):
        qsort("cba", 3, 1, less)
    assert qsort(None, 0, 4, less) is None
    assert bsearch(int_(), None, 0, 4, less) is None
