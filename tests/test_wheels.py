"""The wheels that are promised: no change of a tool or of the configuration may drop one."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WORKFLOW = ROOT / ".github" / "workflows" / "wheels.yml"

PYTHONS = ["cp310", "cp314t", "cp315t"]
PROMISED = {
    "linux": ["manylinux_x86_64", "manylinux_aarch64", "musllinux_x86_64", "musllinux_aarch64"],
    "macos": ["macosx_x86_64", "macosx_arm64"],
    "windows": ["win_amd64", "win_arm64", "win32"],
}
# The machine that each of them is built and tested on.
RUNNERS = {
    "ubuntu-24.04": ["manylinux_x86_64", "musllinux_x86_64"],
    "ubuntu-24.04-arm": ["manylinux_aarch64", "musllinux_aarch64"],
    "macos-15": ["macosx_arm64"],
    "macos-15-intel": ["macosx_x86_64"],
    "windows-2022": ["win_amd64", "win32"],
    "windows-11-arm": ["win_arm64"],
}

needs_cibuildwheel = pytest.mark.skipif(
    sys.version_info < (3, 11), reason="cibuildwheel needs Python 3.11"
)


def load_setup():
    spec = importlib.util.spec_from_file_location("pysock_setup", ROOT / "setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_cibuildwheel
@pytest.mark.parametrize("platform", PROMISED)
def test_the_promised_wheels_are_what_cibuildwheel_builds(platform):
    command = [sys.executable, "-m", "cibuildwheel", "--print-build-identifiers"]
    done = subprocess.run(
        [*command, "--platform", platform, ROOT],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    expected = {f"{python}-{target}" for python in PYTHONS for target in PROMISED[platform]}
    assert expected == set(done.stdout.split())


def test_every_promised_wheel_has_a_machine():
    text = WORKFLOW.read_text(encoding="utf-8")
    (listed,) = re.findall(r"^ *os: \[([^]]*)\]", text, re.MULTILINE)
    assert list(RUNNERS) == [name.strip() for name in listed.split(",")]
    built = sorted(target for targets in RUNNERS.values() for target in targets)
    assert sorted(target for targets in PROMISED.values() for target in targets) == built


def test_the_workflow_installs_the_cibuildwheel_that_the_tests_ask():
    pins = re.findall(r"cibuildwheel==([\d.]+)", WORKFLOW.read_text(encoding="utf-8"))
    assert pins
    for pin in pins:
        assert (4, 3, 4) <= tuple(map(int, pin.split(".")))


@pytest.mark.parametrize(
    ("version", "free_threaded", "tag"),
    [
        ((3, 10), False, "cp310"),
        ((3, 14), False, "cp310"),
        ((3, 14), True, False),
        ((3, 15), False, "cp310"),
        ((3, 15), True, "cp315"),
        ((3, 16), True, "cp315"),
    ],
)
def test_the_tag_of_each_python(version, free_threaded, tag):
    assert tag == load_setup().wheel_tag("cpython", version, free_threaded)


def test_other_pythons_are_told_why_there_is_no_wheel():
    with pytest.raises(SystemExit, match=r"needs CPython.* pypy does not have"):
        load_setup().wheel_tag("pypy", (3, 11), False)


def test_the_bill_of_materials():
    bill = load_setup().bill_of_materials("pysock-cffi", "1.2.3", ["cffi>=2.0"])
    assert ("CycloneDX", "1.6") == (bill["bomFormat"], bill["specVersion"])
    assert "pkg:pypi/pysock-cffi@1.2.3" == bill["metadata"]["component"]["purl"]
    assert ["pkg:pypi/cffi"] == [each["purl"] for each in bill["components"]]
    assert {"ref": "pkg:pypi/pysock-cffi@1.2.3", "dependsOn": ["pkg:pypi/cffi"]} == (
        bill["dependencies"][0]
    )
