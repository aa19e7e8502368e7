"""A machine that nobody has set up begins with the assistant; every other one with R0."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk.devices.own_memory import SCRUBBING
from kiosk.devices.status_file import read_status_file
from tests.cli.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="full screen without a display")

BEGUN_WITHIN_S = 20.0


@pytest.mark.parametrize(
    ("config", "options", "entered"),
    [
        (None, (), ["setup"]),
        (None, ("--windowed",), []),
        ('[site]\nname = "花戏楼便民服务点"\n', (), []),
    ],
    ids=["new", "tried in a window", "configured"],
)
def test_who_comes_first_to_a_machine(
    config: str | None, options: tuple[str, ...], entered: list[str], data: Path
) -> None:
    if config is not None:
        (data / "config.toml").write_text(config, "utf-8")
    environ = {**os.environ, **SCRUBBING, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "kiosk.cli.start", "--data", str(data), "run", *options]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE) as program:
        try:
            # Written after the first frame, so that the first screen has been chosen.
            end = time.monotonic() + BEGUN_WITHIN_S
            while read_status_file(data / "kiosk.devices.json") is None:
                assert time.monotonic() < end and program.poll() is None
                time.sleep(0.05)
        finally:
            program.terminate()
            program.wait(10)
    log = data / "log" / "kiosk.jsonl"
    lines = map(json.loads, log.read_text("utf-8").splitlines()) if log.exists() else ()
    assert [line["pin"] for line in lines if line["event"] == "technician.entered"] == entered
