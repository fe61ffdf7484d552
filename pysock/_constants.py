"""Every constant that the C fences declare and this platform has, with the compiler's value."""

from ._native import lib

_found = {name: getattr(lib, name) for name in dir(lib) if not name.upper().startswith("PYSOCK_")}
_found = {
    name: value
    for name, value in _found.items()
    if isinstance(value, int) and value != lib.PYSOCK_ABSENT
}
globals().update(_found)
__all__ = list(_found)
