"""Every constant that the C fences declare and this platform has, with the compiler's value."""

from ._native import lib

_declared = {
    name: value
    for name in dir(lib)
    if not name.upper().startswith("PYSOCK_") and isinstance(value := getattr(lib, name), int)
}
absent = {name for name, value in _declared.items() if value == lib.PYSOCK_ABSENT}
__all__ = sorted(_declared.keys() - absent)
globals().update((name, _declared[name]) for name in __all__)
