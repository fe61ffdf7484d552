"""What pyproject.toml has no table for: the cffi builder, the wheel's tag and its SBOM."""

import json
import sys
import sysconfig
from pathlib import Path

from setuptools import setup
from setuptools.command.bdist_wheel import bdist_wheel

OLDEST_WITH_BOTH = (3, 15)  # the first whose stable ABI is for free-threaded builds as well


def wheel_tag(implementation, version, free_threaded):
    """The Python from which on one wheel will do, or False where each needs its own."""
    if implementation != "cpython":
        sys.exit(
            "pysock needs CPython: signals, fork and vectored I/O call its C API, "
            f"which {implementation} does not have in full."
        )
    if free_threaded:
        return "cp315" if version >= OLDEST_WITH_BOTH else False
    return "cp310"


def bill_of_materials(name, version, requirements):
    """CycloneDX: what is in the wheel, and what it wants beside it."""
    reference = f"pkg:pypi/{name}@{version}"
    needed = [f"pkg:pypi/{requirement.partition('>')[0]}" for requirement in requirements]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": reference,
                "name": name,
                "version": version,
                "purl": reference,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [
            {
                "type": "library",
                "bom-ref": purl,
                "name": purl.rpartition("/")[2],
                "purl": purl,
            }
            for purl in needed
        ],
        "dependencies": [{"ref": reference, "dependsOn": needed}],
    }


class WheelWithBill(bdist_wheel):
    """A wheel whose metadata has the folder ``sboms`` of PEP 770."""

    def write_wheelfile(self, wheelfile_base, *args, **kwargs):
        """Write the bill beside the file that this is about."""
        super().write_wheelfile(wheelfile_base, *args, **kwargs)
        about = self.distribution
        bill = bill_of_materials(about.get_name(), about.get_version(), about.install_requires)
        directory = Path(wheelfile_base) / "sboms"
        directory.mkdir(exist_ok=True)
        text = json.dumps(bill, indent=2) + "\n"
        (directory / f"{about.get_name()}.cdx.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    free_threaded = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    tag = wheel_tag(sys.implementation.name, sys.version_info, free_threaded)
    setup(
        cffi_modules=["csrc/build.py:ffibuilder"],
        cmdclass={"bdist_wheel": WheelWithBill},
        options={"bdist_wheel": {"py_limited_api": tag}},
    )
