"""`kiosk run` as its service starts it: memory first, then the window, then the devices."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk.devices.own_memory import SCRUBBING
from kiosk.devices.status_file import read_status_file
from kiosk.store.data_folder import RUNNING_FILE
from tests.cli.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

DEVICES = """
[devices.a4]
driver = "file"
folder = "out"
[devices.idcard]
driver = "idcard-serial"
port = "/dev/no-such-port"
"""


def test_a_kiosk_minds_its_memory_starts_its_devices_and_ends_them(data: Path) -> None:
    (data / "config.toml").write_text(DEVICES, "utf-8")
    told = data / "kiosk.devices.json"
    command = [sys.executable, "-m", "kiosk.cli.start", "--data", str(data), "run", "--windowed"]
    environ = {name: value for name, value in os.environ.items() if name not in SCRUBBING}
    with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE) as program:
        try:
            end = time.monotonic() + 20
            while {s.name: s.condition.state for s in read_status_file(told) or ()} != {
                "a4": "ok",
                "idcard": "absent",
            }:
                assert time.monotonic() < end
                assert program.poll() is None
                time.sleep(0.05)
            kept = Path(f"/proc/{program.pid}/environ").read_text()
            assert f"PYTHONMALLOC={SCRUBBING['PYTHONMALLOC']}" in kept
            # glibc takes its line apart where it stands.
            assert f"GLIBC_TUNABLES={SCRUBBING['GLIBC_TUNABLES'].partition(':')[0]}" in kept
            limits = Path(f"/proc/{program.pid}/limits").read_text()
            assert "Max core file size        0                    0" in limits
            assert (data / RUNNING_FILE).exists()
            began = time.monotonic()
            program.send_signal(signal.SIGTERM)
            assert program.wait(timeout=10) == 0
            assert time.monotonic() - began < 5
        finally:
            program.kill()
    assert not told.exists()
    assert not (data / RUNNING_FILE).exists()
