"""No core image of the kiosk, and nothing left in memory that was freed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.devices.own_memory import SCRUBBING, restart_scrubbing
from tests.memory_image import image_of

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux keeps and dumps memory")

CRASHES = """
import ctypes, os, resource, signal, sys
from kiosk.devices.own_memory import forbid_core_image
resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)
if sys.argv[1] == "forbidden":
    forbid_core_image()
assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == (sys.argv[1] == "allowed")  # PR_GET_DUMPABLE
os.kill(os.getpid(), signal.SIGSEGV)
"""

FORGETS = """
import os, sys
from kiosk.devices.own_memory import restart_scrubbing
if sys.argv[1] == "scrubbing":
    restart_scrubbing(os.environ)
names = ["".join(chr(0x4E00 + (37 * n + k) % 20000) for k in range(12)) for n in range(500)]
kept = names[7]
frames = [b"\\xaa\\xaa\\xaa\\x96i" + name.encode("utf-16-le") * 40 for name in names]
print(names[77].encode("utf-16-le").hex(), kept.encode("utf-16-le").hex(), flush=True)
del names, frames
print("forgotten", flush=True)
sys.stdin.read()
"""


@pytest.mark.crash
@pytest.mark.parametrize("kind", ["allowed", "forbidden"])
def test_a_crash_leaves_no_core_image(kind: str, tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CRASHES, kind]
    with subprocess.Popen(command, cwd=tmp_path, env=environ) as program:
        _, status = os.waitpid(program.pid, 0)
        program.returncode = 0
    assert os.WTERMSIG(status) == signal.SIGSEGV
    assert not (kind == "forbidden" and (os.WCOREDUMP(status) or list(tmp_path.iterdir())))


@pytest.mark.parametrize("kind", ["ordinary", "scrubbing"])
def test_what_is_freed_is_overwritten(kind: str) -> None:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", FORGETS, kind]
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) as program:
        assert program.stdout is not None
        forgotten, kept = (bytes.fromhex(t) for t in program.stdout.readline().decode().split())
        assert program.stdout.readline() == b"forgotten\n"
        image = image_of(program.pid)
        program.communicate()
    assert kept in image, "the search finds what is there"
    assert (forgotten in image) == (kind == "ordinary")


def test_a_scrubbing_process_does_not_start_again() -> None:
    restart_scrubbing(SCRUBBING)
