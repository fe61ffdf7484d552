"""The examples as a whole: each has its C twin, and its place in a table that tells the truth."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
EVERY = sorted(EXAMPLES.glob("*/*.py"))
PROGRAMS = [path for path in EVERY if not path.stem.endswith("_pythonic")]
ROW = re.compile(
    r"^\| [^|]* \| \[(\w+)\]\((\w+/\w+\.py)\)[^|]* \| (?:\[twin\]\(([^|]*)\)|–) "
    r"\| (.*) \| (.*) \|$",
    re.MULTILINE,
)
TABLE = {
    path: (name, pythonic, calls, where)
    for name, path, pythonic, calls, where in ROW.findall(
        (EXAMPLES / "README.md").read_text(encoding="utf-8")
    )
}


def of_examples(path):
    return path.relative_to(EXAMPLES).as_posix()


def anchors(document):
    """The anchors that a page's headings have where it is read."""
    headings = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    words = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    return {heading.replace(" ", "-") for heading in words}


def test_the_table_is_complete():
    assert [of_examples(program) for program in PROGRAMS] == sorted(TABLE)
    twins = [pythonic for _, pythonic, _, _ in TABLE.values() if pythonic]
    assert sorted(twins) == [of_examples(path) for path in EVERY if path not in PROGRAMS]
    for name, pythonic, _, _ in TABLE.values():
        assert pythonic in ("", f"pythonic/{name}_pythonic.py")


def test_a_pythonic_twin_is_pythonic():
    """It uses names, not a star, and is no longer than its C-faithful example."""
    for path in PROGRAMS:
        if pythonic := TABLE[of_examples(path)][1]:
            text = (EXAMPLES / pythonic).read_text(encoding="utf-8")
            assert "import *" not in text
            assert len(text.splitlines()) <= len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("program", PROGRAMS, ids=of_examples)
def test_an_example_and_its_row(program):
    """A twin in C; its own name; calls that it makes; a page that has the section."""
    name, _, calls, where = TABLE[of_examples(program)]
    assert program.stem == name
    twins = ROOT / "tests" / "c_peers"
    twin = (twins / "winsock" if program.parent.name == "winsock" else twins) / f"{name}.c"
    for text in (program.read_text(encoding="utf-8"), twin.read_text(encoding="utf-8")):
        # in C a struct is copied by `=`, which is no call
        named = [call for call in re.findall(r"`(\w+)`", calls) if call != "copy"]
        assert [] == [call for call in named if not re.search(rf"\b{call}\b", text)]
    links = re.findall(r"\]\((.*?)#(.*?)\)", where)
    assert links
    for page, anchor in links:
        assert anchor in anchors(EXAMPLES / page)
