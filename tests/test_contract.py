"""The laws of the house, made mechanical: stems, layers, docstrings, tests and constants."""

import errno
import importlib
import inspect
import re
import socket
import subprocess
import sys
import types
from pathlib import Path

import build_stems
import pytest
from pysock._native import lib

import pysock
from pysock import _native, _undefined
from pysock._memory import RecordType

ROOT = Path(__file__).resolve().parent.parent
# Underscored modules that are no stems.
PYTHON_ONLY = {
    "allocation",
    "arguments",
    "block",
    "constants",
    "endpoint",
    "native",
    "opaque",
    "sort",
    "undefined",
    "zerocopy",
}
STEMS = sorted({path.stem.partition("_")[0] for path in (ROOT / "csrc").glob("*.c")})
# Of Windows' calls there are no man pages: their header stands for one.
MAN_REFERENCE = re.compile(r"[^\n]+(\b\w+\(\d\w*\)|, \w+\.h)\.$")
PROTOTYPE = re.compile(r"(?<![\w.])(\w+)\([^()]*(?:\([^()]*\)[^()]*)*\);")


def module(stem):
    return vars(importlib.import_module(f"pysock._{stem}"))


def functions():
    """Every public function of the C layer, with its stem."""
    return [
        pytest.param(stem, name, id=f"{stem}.{name}")
        for stem in STEMS
        for name in module(stem)["__all__"]
        if inspect.isroutine(module(stem)[name])
    ]


def declared(stem, platform=sys.platform):
    """The functions that a stem's fences declare for a platform."""
    paths = [p for p in build_stems.stems(platform) if p.stem.partition("_")[0] == stem]
    text = "\n".join(build_stems.fence(path) for path in paths)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return {match[1] for match in PROTOTYPE.finditer(text)}


@pytest.mark.parametrize("stem", STEMS)
def test_stem_has_its_module_and_its_test(stem):
    assert (ROOT / "pysock" / f"_{stem}.py").is_file()
    assert (ROOT / "tests" / f"test_{stem}.py").is_file()


def test_underscored_modules_are_stems():
    modules = {path.stem[1:] for path in (ROOT / "pysock").glob("_[a-z]*.py")}
    assert set(STEMS) == modules - PYTHON_ONLY


@pytest.mark.parametrize("stem", STEMS)
def test_declaration_is_used(stem):
    """A shim or function in the fence that its module never calls is dead."""
    source = (ROOT / "pysock" / f"_{stem}.py").read_text(encoding="utf-8")
    used = set(re.findall(r"(?<![\w.])lib\.(\w+)", source))
    # Declared by the memory stem for C values and those that read C strings, and by the winsock
    # stem for those that mean something else to a program of Windows.
    shared = {"pysock_add_values", "strnlen", "pysock_holds_unset", "pysock_winsock_started"}
    assert set() == declared(stem) - used - shared


@pytest.mark.parametrize(("stem", "name"), functions())
def test_docstring(stem, name):
    """Purpose and man reference in one line, then the prototype, then what comes back."""
    doc = inspect.getdoc(module(stem)[name])
    assert doc, f"{name} has no docstring"
    if stem == "memory":
        return  # sizeof, ptr and copy are operators of C: they have no page and no prototype
    first, _, rest = doc.partition("\n")
    assert MAN_REFERENCE.match(first), f"{name}: the first line ends in no man reference: {first!r}"
    prototype = re.search(r"``([^`]*)``", rest)
    assert prototype, f"{name}: no prototype"
    assert re.search(rf"\b{name}\s*\(", prototype[1]), f"{name}: {prototype[1]!r}"
    if not re.match(r"void \w", prototype[1]):
        assert re.search(r"^Returns ", rest, re.MULTILINE), f"{name}: what does it return?"


@pytest.mark.parametrize(("stem", "name"), functions())
def test_function_has_a_test(stem, name):
    tests = (ROOT / "tests" / f"test_{stem}.py").read_text(encoding="utf-8")
    assert re.search(rf"\b{name}\b", tests), f"tests/test_{stem}.py never names {name}"


def test_every_rule_is_a_class_of_undefined_behavior():
    for name in _undefined.__all__:
        assert issubclass(getattr(pysock, name), pysock.UndefinedBehavior)


# ------------------------------------------------------------------------------------- layers


def public_modules():
    return sorted(
        path
        for path in (ROOT / "pysock").rglob("*.py")
        if not path.name.startswith("_") or path.name.startswith("__")
    )


@pytest.mark.parametrize("path", public_modules(), ids=lambda path: path.name)
def test_only_underscored_modules_touch_the_extension(path):
    assert not re.search(r"\b_native\b", path.read_text(encoding="utf-8"))


def test_platform_is_a_file_suffix():
    for path in sorted((ROOT / "pysock").rglob("*.py")):
        if path.name not in ("__init__.py", "_errno.py"):
            assert "sys.platform" not in path.read_text(encoding="utf-8"), path.name
    for path in sorted((ROOT / "csrc").glob("*.[ch]")):
        if path.name != "compat.h":
            assert "_WIN32" not in path.read_text(encoding="utf-8"), path.name


class LibWithout:
    """The extension's `lib` as a platform has it that lacks some functions."""

    def __init__(self, lacking):
        self.lacking = lacking

    def __getattr__(self, name):
        if name in self.lacking:
            raise AttributeError(name)
        return getattr(lib, name)

    def __dir__(self):
        return set(dir(lib)) - self.lacking


@pytest.fixture
def shared_types():
    """What another import of a module gives to the types that all imports share is taken back."""
    records = [each for each in vars(pysock).values() if isinstance(each, RecordType)]
    kept = [(each, each.text, dict(each.formats), dict(each.macros)) for each in records]
    yield
    for each, text, formats, macros in kept:
        each.text = text
        for table, before in ((each.formats, formats), (each.macros, macros)):
            table.clear()
            table.update(before)


ELSEWHERE = sorted({"linux", "darwin", "win32"} - {sys.platform})


@pytest.mark.parametrize("platform", ELSEWHERE)
@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.usefixtures("shared_types")
def test_a_function_that_a_platform_lacks_is_absent(stem, platform, monkeypatch):
    """It stands under ``if hasattr(lib, …):`` with its name; the module is whole without it."""
    lacking = declared(stem) - declared(stem, platform)
    spec = importlib.util.spec_from_file_location(
        f"pysock._{stem}_elsewhere", ROOT / "pysock" / f"_{stem}.py"
    )
    elsewhere = importlib.util.module_from_spec(spec)
    native = types.SimpleNamespace(**{**vars(_native), "lib": LibWithout(lacking)})
    monkeypatch.setitem(sys.modules, "pysock._native", native)
    spec.loader.exec_module(elsewhere)
    offered = set(elsewhere.__all__)
    assert offered <= set(vars(elsewhere))
    assert set() == offered & {name.removeprefix("pysock_") for name in lacking}


# Loads the extension by itself, and lets the package see it without what the other platform lacks.
IMPORTS_ELSEWHERE = """
import importlib.machinery, importlib.util, re, sys, types
_, where, functions, types_, values = sys.argv

def words(names):
    return rf"\\b(?:{'|'.join(names.split())})\\b"

lacking = set(functions.split()), re.compile(words(types_)), re.compile(words(values).encode())
loader = importlib.machinery.ExtensionFileLoader("pysock._native", where)
spec = importlib.util.spec_from_loader("pysock._native", loader)
native = importlib.util.module_from_spec(spec)
loader.exec_module(native)

class Without:
    def __init__(self, whole):
        self.whole = whole

    def __dir__(self):
        return set(dir(self.whole)) - lacking[0]

    def __getattr__(self, name):
        if name in lacking[0]:
            raise AttributeError(name)
        return getattr(self.whole, name)

class Types(Without):
    def __getattr__(self, name):
        value = getattr(self.whole, name)
        if name == "string":  # the table of constants
            return lambda text: lacking[2].sub(b"lacking", value(text))
        if name not in ("cast", "new", "sizeof", "typeof"):
            return value
        def checked(ctype, *more):
            if isinstance(ctype, str) and lacking[1].search(ctype):
                raise self.whole.error(ctype)
            return value(ctype, *more)
        return checked

class Native(types.ModuleType):
    lib, ffi = Without(native.lib), Types(native.ffi)

    def __getattr__(self, name):
        return getattr(native, name)

sys.modules["pysock._native"] = Native("pysock._native")
import pysock
print(len(pysock.__all__))
"""
TYPE = re.compile(r"^(?:typedef int\.\.\. (\w+);|struct (\w+) \{|\} (\w+);)", re.MULTILINE)
VALUE = re.compile(r"^static const [\w ]+ (\w+);", re.MULTILINE)


def fences(platform):
    return "".join(build_stems.fence(path) for path in build_stems.stems(platform))


@pytest.mark.parametrize("platform", ELSEWHERE)
def test_the_package_imports_without_what_a_platform_lacks(platform):
    """No module needs a type, a function or a value at import that the platform has not."""

    def lacking(pattern):
        ours, theirs = (
            {name for match in pattern.finditer(fences(each)) for name in match.groups() if name}
            for each in (sys.platform, platform)
        )
        return ours - theirs

    functions = set().union(*(declared(stem) - declared(stem, platform) for stem in STEMS))
    command = [sys.executable, "-c", IMPORTS_ELSEWHERE, _native.__file__]
    table = lacking(build_stems.ENUMERATOR)
    command += [" ".join(functions | lacking(VALUE))]
    command += [" ".join(names or {"nothing"}) for names in (lacking(TYPE), table)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert 0 == done.returncode, done.stderr
    assert 400 < int(done.stdout)


def test_a_stem_of_other_platforms_offers_nothing():
    others = [stem for stem in STEMS if not declared(stem)]
    assert others, "no stem is another platform's: is the rule alive?"
    for stem in others:
        assert [] == module(stem)["__all__"]


def test_no_name_is_offered_twice():
    offered = {}
    for stem in [*STEMS, "constants", "sort", "undefined"]:
        for name in module(stem)["__all__"]:
            assert name not in offered, f"{name} of {stem} is also {offered[name]}'s"
            offered[name] = stem


def test_star_import_is_the_stems_and_nothing_else():
    stars = {}
    exec("from pysock import *", stars)
    offered = set()
    for stem in [*STEMS, "constants", "sort", "undefined"]:
        offered.update(module(stem)["__all__"])
    assert offered == set(stars) - {"__builtins__"}


# ------------------------------------------------------------------------- the Pythonic layer


def test_the_pythonic_layer_is_offered_by_name():
    """Each name in the table that loads it, in dir() and among its module's own."""
    lacking = pysock._MODULES_ABSENT.get(sys.platform, {})
    offered = {name: module for name, module in pysock._PYTHONIC.items() if module in lacking}
    assert set() == set(offered) & set(dir(pysock)), "the platform has no calls for it"
    for path in public_modules():
        own = path.parent.name == "pysock" and path.stem not in ("__init__", "__main__")
        if own and path.stem not in lacking:
            source = importlib.import_module(f"pysock.{path.stem}")
            for name in source.__all__:
                assert name not in offered, f"{name} of {path.stem} is also {offered[name]}'s"
                offered[name] = path.stem
                assert getattr(pysock, name) is getattr(source, name)
    assert offered == pysock._PYTHONIC
    assert set() == set(offered) & set(pysock.__all__), "the C layer has this name"
    here = {name for name, module in offered.items() if module not in lacking}
    assert here <= set(dir(pysock))


def test_dir_leaves_out_what_the_platform_has_no_calls_for():
    program = (
        "import sys, pysock\n"
        "pysock._MODULES_ABSENT[sys.platform] = {'batches': 'there is no recvmsg()'}\n"
        "offered = set(pysock._PYTHONIC) & set(dir(pysock))\n"
        "print(*(name for name in pysock._PYTHONIC if name not in offered))\n"
    )
    command = [sys.executable, "-c", program]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    batches = [name for name, module in pysock._PYTHONIC.items() if module == "batches"]
    assert batches == printed.split()


def test_type_checkers_see_what_the_table_loads():
    source = (ROOT / "pysock" / "__init__.py").read_text(encoding="utf-8")
    (block,) = re.findall(r"^if TYPE_CHECKING:.*\n((?:    .*\n)+)", source, re.MULTILINE)
    starred = re.findall(r"^    from \.(\w+) import \*$", block, re.MULTILINE)
    assert sorted(set(pysock._PYTHONIC.values())) == starred


def test_a_star_import_leaves_the_pythonic_layer_out():
    """C programs star-import: `Pipe` or `Address` is their own name, and starting stays cheap."""
    stars = {}
    exec("from pysock import *", stars)
    assert set() == set(stars) & set(pysock._PYTHONIC)


# ---------------------------------------------------------------------------------- constants


def fence_constants():
    fences = map(build_stems.fence, (ROOT / "csrc").glob("*.c"))
    return sorted({name for fence in fences for name in build_stems.constants(fence)})


def fence_enumerators():
    fences = map(build_stems.fence, (ROOT / "csrc").glob("*.c"))
    return {name for fence in fences for name in build_stems.enumerators(fence)}


def test_constants_have_the_compilers_value(compiler, tmp_path):
    """One C program prints every constant that the headers know; the library must agree."""
    names = fence_constants()
    lines = "".join(
        f'#ifdef {name}\nprintf("{name} %lld\\n", (long long)({name}));\n#endif\n' for name in names
    )
    program = tmp_path / "constants.c"
    program.write_text(f'#include "compat.h"\nint main(void) {{\n{lines}return 0; }}\n')
    binary = tmp_path / "constants"
    subprocess.run([compiler, "-I", ROOT / "csrc", program, "-o", binary], check=True)
    printed = subprocess.run([binary], check=True, capture_output=True, text=True).stdout
    expected = {name: int(value) for name, value in map(str.split, printed.splitlines())}
    assert len(expected) > 100
    # ULONG_MAX and its like print as negative: C's conversion to long long is ours too.
    wrapped = {
        name: (getattr(pysock, name) + (1 << 63)) % (1 << 64) - (1 << 63)
        for name in names
        if hasattr(pysock, name)
    }
    assert expected == wrapped


def test_a_constant_that_the_platform_lacks_is_absent():
    lacking = pysock._constants.absent
    assert lacking, "no fence names a constant of another platform: is the sentinel alive?"
    assert lacking <= set(fence_constants())
    for name in lacking:
        with pytest.raises(AttributeError):
            getattr(pysock, name)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "pysock").glob("_*.py")), ids=lambda path: path.stem
)
def test_a_constant_is_asked_of_the_table(path):
    """The extension itself has none, so that a stem that asks it fails only when it is called."""
    asked = set(re.findall(r"\blib\.(\w+)", path.read_text(encoding="utf-8")))
    assert set() == asked & {*fence_constants(), *fence_enumerators()}


def test_constants_agree_with_the_standard_library():
    shared = [
        name
        for name in fence_constants()
        if hasattr(pysock, name)
        and isinstance(getattr(socket, name, None), int)
        and not hasattr(errno, name)  # test_errno.py compares those
    ]
    assert len(shared) > 50
    for name in shared:
        # The standard library shows some unsigned constants as negative C ints.
        difference = getattr(pysock, name) - int(getattr(socket, name))
        assert difference % (1 << 32) == 0, name


def test_an_absent_name_says_why():
    absent = {"linux": "kqueue", "darwin": "epoll_wait", "win32": "fork"}[sys.platform]
    with pytest.raises(AttributeError, match=rf"pysock\.{absent}: .* has no "):
        getattr(pysock, absent)
    if sys.platform != "win32":
        with pytest.raises(AttributeError, match=r"pysock\.WSADuplicateSocket: .* use sendmsg\(\)"):
            pysock.WSADuplicateSocket  # noqa: B018
    with pytest.raises(AttributeError, match=r"the C headers of .* do not define it"):
        _ = pysock.NOTE_EXITSTATUS if sys.platform == "linux" else pysock.SO_BINDTODEVICE
    with pytest.raises(AttributeError, match="no such name"):
        pysock.strcpyy  # noqa: B018
