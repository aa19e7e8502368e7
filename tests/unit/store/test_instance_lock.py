import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.domain.errors import Refused, Unavailable
from kiosk.store.instance_lock import InstanceLock

HOLD = """
import sys
from pathlib import Path
from kiosk.store.instance_lock import InstanceLock
with InstanceLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.lock"
    command = [sys.executable, "-c", HOLD, str(path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Refused, match="另一个办事亭"), InstanceLock(path):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with InstanceLock(path):
        pass


def test_leaving_the_block_lets_go(tmp_path: Path) -> None:
    for _ in range(2):
        with InstanceLock(tmp_path / "kiosk.lock"):
            pass


def test_a_folder_that_cannot_hold_the_lock_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", "utf-8")
    lock = InstanceLock(tmp_path / "data" / "kiosk.lock")
    with pytest.raises(Unavailable, match="data"), lock:
        pass
