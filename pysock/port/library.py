"""What pysock offers a program: its types, constants and calls, as the porter's own types."""

from __future__ import annotations

import functools
import re
from typing import Any

import pysock
from pysock import _memory as memory
from pysock._values import Value

from . import types
from .types import CType

_PROTOTYPE = re.compile(r"``([^`]*;)``")
# Types that C's headers define and pysock has no name for.
_ALIASES: dict[str, CType] = {
    "u_char": types.UCHAR,
    "u_short": types.USHORT,
    "u_int": types.UINT,
    "u_long": types.ULONG,
    "u_int8_t": types.Int("uint8_t", 8, False, 1),
    "u_int16_t": types.Int("uint16_t", 16, False, 2),
    "u_int32_t": types.Int("uint32_t", 32, False, 3),
    "u_int64_t": types.Int("uint64_t", 64, False, 4),
    "uint": types.UINT,
    "ushort": types.USHORT,
    "ulong": types.ULONG,
    "intmax_t": types.LONG,
    "uintmax_t": types.ULONG,
    "wchar_t": types.INT,
    "bool": types.BOOL,
    "va_list": types.VOID_POINTER,
    "sighandler_t": types.Pointer(types.OPEN_FUNCTION),
    "__sighandler_t": types.Pointer(types.OPEN_FUNCTION),
    "caddr_t": types.CHAR_POINTER,
    **{f"int_fast{n}_t": types.LONG if n > 8 else types.SCHAR for n in (8, 16, 32, 64)},
    **{f"uint_fast{n}_t": types.ULONG if n > 8 else types.UCHAR for n in (8, 16, 32, 64)},
}
_C_NAMES = {"int": "int_", "float": "float_", "raise": "raise_"}
# The variables of the headers that are objects of C in pysock too.
OBJECTS = ("optarg", "opterr", "optind", "optopt")
# The calls that take a va_list: a port gives the call with arguments a list's items.
WITH_LIST = {
    "vprintf": "printf",
    "vfprintf": "fprintf",
    "vsprintf": "sprintf",
    "vsnprintf": "snprintf",
    "vdprintf": "dprintf",
    "vsyslog": "syslog",
    "vscanf": "scanf",
    "vfscanf": "fscanf",
    "vsscanf": "sscanf",
}
# What gives memory that the function's end takes back.
ON_STACK = ("alloca", "__builtin_alloca")
# What calls return in practice: a length of which two can be added, a time that an int can hold.
RANGES: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("strlen", "strnlen", "strspn", "strcspn", "strftime"), (0, 2**30)),
    **dict.fromkeys(("printf", "fprintf", "sprintf", "snprintf"), (-1, 2**30)),
    "rand": (0, 2**31 - 1),
    "random": (0, 2**31 - 1),
    **dict.fromkeys(("fread", "fwrite"), (0, 2**30)),
    "time": (0, 2**31 - 1),
    "getpid": (0, 2**31 - 1),
    "getppid": (0, 2**31 - 1),
    "sleep": (0, 2**31 - 1),
    "fgetc": (-1, 255),
    "getc": (-1, 255),
    "getchar": (-1, 255),
    "toupper": (-1, 255),
    "tolower": (-1, 255),
    "htons": (0, 65535),
    "ntohs": (0, 65535),
    **dict.fromkeys(
        ("read", "write", "recv", "send", "recvfrom", "sendto", "recvmsg", "sendmsg"),
        (-1, 2**30),
    ),
    **dict.fromkeys(("readv", "writev", "ftell", "lseek", "readlink"), (-1, 2**31 - 1)),
    **dict.fromkeys(("socket", "accept", "dup", "open", "fork", "fileno"), (-1, 2**31 - 1)),
}


def known(name: str) -> bool:
    """Whether pysock offers the name to C programs."""
    name = _C_NAMES.get(name, name)
    return name in pysock.__all__ and hasattr(pysock, name)


def python_name(name: str) -> str:
    return _C_NAMES.get(name, name)


def constant(name: str) -> int | None:
    """The value of one of the headers' constants."""
    value = getattr(pysock, name, None) if name in pysock.__all__ else None
    return value if isinstance(value, int) else None


def type_named(name: str) -> CType | None:
    """The type that C's headers define under a name."""
    if name in ("DIR", "FILE"):
        return types.Record("struct", name, {}, own=False, name=name)
    found = getattr(pysock, name, None) if name in pysock.__all__ else None
    if isinstance(found, memory.CType):
        return _type(found, name)
    return _ALIASES.get(name)


def record(keyword: str, tag: str) -> CType | None:
    """``struct sockaddr_in``, if the platform declares it."""
    try:
        found = getattr(getattr(pysock, keyword), tag)
    except (AttributeError, ValueError, TypeError):
        return None
    return _type(found) if isinstance(found, memory.RecordType) else None


@functools.cache
def _type(found: Any, name: str = "") -> CType:
    if isinstance(found, memory.Integer):
        rank = {8: 1, 16: 2, 32: 3, 64: 4}[found.size * 8]
        named = {"int": "int_", "unsigned int": "uint", "unsigned char": "uchar"}
        named |= {"unsigned short": "ushort", "signed char": "schar", "unsigned long": "ulong"}
        named |= {"long long": "longlong", "unsigned long long": "ulonglong"}
        spelling = name or named.get(found.name, found.name)
        return types.Int(spelling, found.size * 8, found.signed, rank)
    if isinstance(found, memory.Floating):
        return types.FLOAT if found.size == 4 else types.DOUBLE
    if isinstance(found, memory.FunctionType):
        return types.Pointer(types.OPEN_FUNCTION)
    if isinstance(found, memory.PointerType):
        return types.Pointer(_type(found.target))
    if isinstance(found, memory.ArrayType):
        return types.Array(_type(found.element), found.count)
    if isinstance(found, memory.RecordType):
        return _record(found, name)
    return types.VOID


_records: dict[Any, types.Record] = {}


def _record(found: Any, name: str) -> CType:
    made = _records.get(found)
    if made is None:
        keyword, _, tag = found.name.rpartition(" ")
        offered = name or ("" if keyword else tag)
        made = _records[found] = types.Record(keyword or "struct", tag, None, own=False)
        made.name = offered
        if found.complete:
            made.members = {n: _type(t) for n, (t, _) in found.members.items()}
            # Members that C defines as macros, such as s_addr's kin and h_addr.
            for macro in found.macros:
                made.members.setdefault(macro, types.CHAR_POINTER)
    return made


def prototype(name: str) -> str | None:
    """The C prototype of a call, as its docstring gives it."""
    call = getattr(pysock, python_name(name), None)
    match = _PROTOTYPE.search(getattr(call, "__doc__", None) or "")
    if not callable(call) or not match:
        return None
    return " ".join(match[1].split())


def variable_type(name: str) -> CType | None:
    """The type of what is neither a call nor a type: ``errno``, ``stdin``, ``AF_INET``."""
    if name in ("stdin", "stdout", "stderr"):
        file = type_named("FILE")
        return types.Pointer(file) if file else None
    if name == "errno" or name == "h_errno":
        return types.INT
    if name == "environ":
        return types.Pointer(types.CHAR_POINTER)
    value = getattr(pysock, name, None) if name in pysock.__all__ else None
    if value is None and name == "NULL":
        return types.VOID_POINTER
    if isinstance(value, int):
        if name in ("SIG_DFL", "SIG_ERR", "SIG_HOLD", "SIG_IGN"):
            return types.Pointer(types.OPEN_FUNCTION)
        fitting = (types.INT, types.UINT, types.LONG, types.ULONG)
        return next(t for t in fitting if t.low <= value <= t.high)
    if isinstance(value, float):
        return types.DOUBLE
    if isinstance(value, str):
        return types.CHAR_POINTER
    if isinstance(value, Value):
        return _type(value._type)
    return None
