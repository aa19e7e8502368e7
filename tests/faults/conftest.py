"""What the fault harnesses share: tools that must be there, and folders in memory."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

FIGURES = "figures"
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
def report(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Tell a line of figures, to stand at the end of a run."""
    return lambda line: record_property(FIGURES, line)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Write the figures of every test that told some, whichever process it ran in."""
    lines = {
        (found.nodeid.rpartition("/")[2], str(value)): None
        for reports in terminalreporter.stats.values()
        for found in reports
        for name, value in getattr(found, "user_properties", ())
        if name == FIGURES
    }
    if lines:
        terminalreporter.section("faults")
        for test, line in sorted(lines):
            terminalreporter.write_line(f"{test}: {line}")
