"""Who holds the data folder, seen from the same process and from another."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.domain.errors import InputError, Refused
from kiosk.store.data_folder import RUNNING_FILE, DataFolder

ROOT = Path(__file__).resolve().parents[3]
HOLD = """
import sys
from pathlib import Path
from kiosk.store.data_folder import DataFolder
with DataFolder(Path(sys.argv[1])).running():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_one_who_runs_on_it_is_no_other(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    assert not folder.is_held_by_other()
    with folder.running() as was_cut:
        assert not was_cut
        assert folder.is_ours
        assert not folder.is_held_by_other()
        assert (tmp_path / "data" / RUNNING_FILE).exists()
        assert DataFolder(tmp_path / "data").is_held_by_other()
    assert not folder.is_ours
    assert not (tmp_path / "data" / RUNNING_FILE).exists()


def test_another_process_holds_it_to_its_end(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"held\n"
        assert folder.is_held_by_other()
        with pytest.raises(Refused), folder.running():
            pass
        assert not folder.is_ours
        program.kill()
    assert not folder.is_held_by_other()
    with folder.running() as was_cut:
        assert was_cut


def test_a_file_in_its_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(InputError, match="不是文件夹"):
        DataFolder(tmp_path / "data").made()
