"""Every constant that the C fences declare and this platform has, with the compiler's value."""

from ._native import ffi, lib

_names = ffi.string(lib.pysock_constant_names).decode().split()
_numbers = ffi.new("long long[]", len(_names))
_positive = ffi.new("char[]", len(_names))
lib.pysock_constants(_numbers, _positive)
_ABSENT = lib.PYSOCK_ABSENT

# Of what unsigned types have beyond LLONG_MAX, the sign is wrong.
values = {
    name: number + (1 << 64) if number < 0 and positive else number
    for name, number, positive in zip(
        _names, ffi.unpack(_numbers, len(_names)), bytes(ffi.buffer(_positive)), strict=True
    )
    if number != _ABSENT
}
absent = set(_names) - values.keys()
__all__ = list(values)
globals().update(values)
