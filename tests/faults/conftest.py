"""What the fault harnesses share: tools that must be there, and folders in memory."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")  # noqa: S108 - a new folder is made in it


@pytest.fixture
def memory_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: thousands of disks are built in it."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def strace() -> None:
    """Skip where processes cannot be traced."""
    if shutil.which("strace") is None:
        pytest.skip("strace is missing: scripts/system_packages.sh test")


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Write a line of figures, in a long run past what pytest captures."""

    def write(line: str) -> None:
        if not any(name.endswith(("_STATES", "_KILLS", "_FAULTS")) for name in os.environ):
            sys.stdout.write(f"{line}\n")
            return
        with capsys.disabled():
            sys.stdout.write(f"\n{line}\n")

    return write
