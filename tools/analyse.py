"""The C of csrc/, read by two analyzers that follow its paths: GCC's and clang-tidy.

    python tools/analyse.py

They see the stems as one unit, as the compiler does, but without what cffi generates around them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from cross import LIMITED_API, ROOT, emit, fresh, work

GCC = "gcc-12"  # each version of the analyzer has warnings of its own
# Its own limits end in the midst of so large a unit: more paths altogether, fewer at each place.
PATHS = [
    "--param=analyzer-bb-explosion-factor=30",
    "--param=analyzer-max-enodes-per-program-point=4",
]
GENERATED = "/" + "*" * 60 + "/\n"  # stands before the stems in cffi's source, and behind them


def main() -> int:
    """Print what the analyzers found; the status says whether they did."""
    unit = stems_alone(fresh(work("analyse")))
    options = [LIMITED_API, f"-I{sysconfig.get_path('include')}", f"-I{ROOT / 'csrc'}"]
    status = tidy(unit, options)
    if shutil.which(GCC) is None:
        print(f"NOT ANALYSED by GCC: there is no {GCC}.")
        return status
    return max(status, gcc(unit, options))


def stems_alone(folder: Path) -> Path:
    """The unit up to the end of the stems."""
    whole = emit(sys.platform, folder)
    preamble, stems, _ = whole.read_text(encoding="utf-8").split(GENERATED)
    (folder / "preamble.h").write_text(preamble, encoding="utf-8")
    unit = folder / "stems.c"
    unit.write_text(f'#include "preamble.h"\n{stems}', encoding="utf-8")
    return unit


def tidy(unit: Path, options: list[str]) -> int:
    """clang-tidy, which .clang-tidy configures."""
    program = Path(sys.executable).with_name("clang-tidy")
    configuration = f"--config-file={ROOT / '.clang-tidy'}"
    return reported([str(program), "--quiet", configuration, str(unit), "--", *options])


def gcc(unit: Path, options: list[str]) -> int:
    """GCC's analyzer; nothing calls the stems here, so it is told to keep them."""
    analyzer = ["-fanalyzer", "-fkeep-static-functions", "-O0", "-c", "-o", "/dev/null"]
    return reported([GCC, *analyzer, *PATHS, *options, str(unit)])


def reported(command: list[str]) -> int:
    """Whether a command names a line of csrc/; then all it said is printed."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    found = any(line.startswith(str(ROOT / "csrc")) for line in done.stdout.splitlines())
    if found or done.returncode != 0:
        print(done.stdout)
    return int(found or done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
