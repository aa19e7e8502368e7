"""Small disks for tests of full and read-only places; skipped where mounting is not allowed."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(kind: str, folder: Path, options: str, source: str = "none") -> Iterator[None]:
    """Mount a disk of `kind` on `folder` for the length of the block, e.g. tmpfs with size=64k."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    command = ["mount", "-t", kind, "-o", options, source, str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let root mount a disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S607
