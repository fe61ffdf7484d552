"""random, rand_r and drand48 with their kin: the same numbers as in C."""

import pytest
from c_oracle import C
from misuse import complaints_of

from pysock import (
    NullPointer,
    OutOfBounds,
    drand48,
    erand48,
    int_,
    jrand48,
    lcong48,
    lrand48,
    mrand48,
    nrand48,
    rand_r,
    random,
    seed48,
    srand48,
    srandom,
    uint,
    ushort,
)

SOURCE = """
#include "compat.h"

int main(void)
{
    unsigned seed = 5;
    unsigned short own[3] = {1, 2, 3}, next[3] = {7, 8, 9}, *old;
    unsigned short all[7] = {1, 2, 3, 4, 5, 6, 7};
    srandom(42);
    for (int i = 0; i < 5; i++) {
        printf("%ld ", random());
        printf("%d ", rand_r(&seed));
    }
    srand48(-3);
    printf("%.17g ", drand48());
    printf("%ld ", lrand48());
    printf("%ld ", mrand48());
    printf("%.17g ", erand48(own));
    printf("%ld ", nrand48(own));
    printf("%ld ", jrand48(own));
    printf("%d %d %d %u ", own[0], own[1], own[2], seed);
    old = seed48(next);
    printf("%d %d %d ", old[0], old[1], old[2]);
    printf("%ld ", lrand48());
    lcong48(all);
    printf("%ld ", mrand48());
    printf("%.17g", drand48());
    return 0;
}
"""


def test_the_numbers_are_cs(compiler, tmp_path):
    expected = list(map(float, C(compiler, tmp_path).output(SOURCE).split()))
    seed, own, found = uint(5), ushort[3]([1, 2, 3]), []
    srandom(42)
    for _ in range(5):
        found += [random(), rand_r(seed)]
    srand48(-3)
    found += [drand48(), lrand48(), mrand48(), erand48(own), nrand48(own), jrand48(own)]
    found += [*own, seed.value]
    old = seed48(ushort[3]([7, 8, 9]))
    found += [old[0], old[1], old[2], lrand48()]
    lcong48(ushort[7](range(1, 8)))
    found += [mrand48(), drand48()]
    assert expected == found


def test_a_seed_is_cut_to_its_width():
    srandom(-1)
    first = random()
    srandom(2**32 - 1)
    assert first == random()
    assert 0 <= first < 2**31


def test_seed48_tells_the_bits_before_in_static_memory():
    seed48(ushort[3]([1, 2, 3]))
    before = seed48(ushort[3]([4, 5, 6]))
    assert [1, 2, 3] == [before[at] for at in range(3)]
    assert before == seed48(ushort[3]([0, 0, 0]))
    assert [4, 5, 6] == [before[at] for at in range(3)]
    with pytest.raises(OutOfBounds):
        before[3]


def test_bad_arguments():
    for call, size in ((erand48, 3), (nrand48, 3), (jrand48, 3), (seed48, 3), (lcong48, 7)):
        with pytest.raises(OutOfBounds):
            call(ushort[size - 1]())
        with pytest.raises(NullPointer):
            call(None)
        for bad in (5, bytearray(20), int_[7]()):
            with pytest.raises(TypeError):
                call(bad)
    with pytest.raises(TypeError):
        rand_r(5)
    with pytest.raises(NullPointer):
        rand_r(0)
    for call in (srandom, srand48):
        with pytest.raises(TypeError):
            call("5")


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("rand", tmp_path)
