"""The table of platforms.py names what there is, and its counterparts exist."""

import ast
import re
from pathlib import Path

import platforms
import pytest

HERE = Path(__file__).parent
KEYS = sorted({**platforms.ON_WINDOWS, **platforms.ON_WINE}.items())


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("key", "why"), KEYS, ids=[key for key, _ in KEYS])
def test_a_key_names_what_there_is_and_says_why(key, why):
    assert why
    module, _, name = key.partition("::")
    if not module.endswith(".py"):
        module, name = "conftest.py", module
    path = HERE / module
    assert path.is_file()
    assert not name or name in functions(path)
    for counterpart in re.findall(r"test_\w+_win32\.py", why):
        assert (HERE / counterpart).is_file(), counterpart
