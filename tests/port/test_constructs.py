"""Small C programs, one per construct: each does what its port does."""

from pathlib import Path

import pytest

import pairs

PROGRAMS = pairs.sources(Path(__file__).parent / "constructs")
