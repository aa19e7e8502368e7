"""run, visit, doctor, config: refusals and reports, without opening a window."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.bootstrap import Station
from kiosk.config import Config, Places
from kiosk.domain.errors import Refused
from tests.cli.conftest import ROOT, Outcome
from tests.mounts import mounted

Kiosk = Callable[..., Outcome]

HOLD = """
import sys
from pathlib import Path
from kiosk.bootstrap import Station
from kiosk.config import Config, Places
folder = Path(sys.argv[1])
with Station(Places(data=folder, config=None, starter=folder), Config()).running() as was_cut:
    print(was_cut, flush=True)
    sys.stdin.read()
"""
HOLD_WITH_DEVICES = """
import sys
from pathlib import Path
from kiosk.cli.context import Launch
station = Launch(Path(sys.argv[1]), None).station
with station.running():
    station.start_devices()
    print("running", flush=True)
    sys.stdin.read()
"""
DEVICES = """
[devices.a4]
driver = "file"
folder = "out"
[devices.idcard]
driver = "none-such"
"""


def a_station(data: Path) -> Station:
    return Station(Places(data=data, config=None, starter=data), Config())


def run_without_display(data: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, "-m", "kiosk.cli.main", "run", "--data", str(data)],
        cwd=ROOT,
        env=kept | environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("environ", [{}, {"DISPLAY": ":77"}, {"DISPLAY": "unix:77.0"}])
def test_without_a_display_the_kiosk_says_so(data: Path, environ: dict[str, str]) -> None:
    ended = run_without_display(data, **environ)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "请接上屏幕" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_second_kiosk_on_the_same_data_is_refused(data: Path) -> None:
    with a_station(data).running():
        ended = run_without_display(data)
    assert ended.returncode == 5
    assert f"数据文件夹 {data} 正被另一个办事亭使用" in ended.stderr


def test_the_guide_works_beside_a_running_kiosk(data: Path, kiosk: Kiosk) -> None:
    with a_station(data).running():
        assert kiosk("topics").code == 0
        checks = {c["id"]: c["message"] for c in kiosk("doctor", "--json").json["checks"]}
    assert "办事亭正在运行" in checks["data"]


def test_a_power_cut_is_known_at_the_next_start_only(data: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(data)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"False\n"
        with pytest.raises(Refused), a_station(data).running():
            pass
        program.send_signal(signal.SIGKILL)
        program.wait()
    with a_station(data).running() as was_cut:
        assert was_cut
    with a_station(data).running() as was_cut:
        assert not was_cut


def test_an_error_is_no_power_cut(data: Path) -> None:
    with pytest.raises(ValueError, match="x"), a_station(data).running():
        raise ValueError("x")
    with a_station(data).running() as was_cut:
        assert not was_cut


@pytest.mark.parametrize("content", ["", "steps: [jump: x]", "{"])
def test_a_wrong_visit_script_names_file_and_line(
    kiosk: Kiosk, tmp_path: Path, content: str
) -> None:
    script = tmp_path / "visit.yaml"
    script.write_text(content, "utf-8")
    ended = kiosk("visit", script, "--out", tmp_path / "out")
    assert ended.code == 2
    assert f"{script}:1" in ended.err
    assert not (tmp_path / "out").exists()


def test_doctor_in_the_shape_of_the_contract(kiosk: Kiosk) -> None:
    ended = kiosk("doctor", "--json")
    assert list(ended.json) == ["ok", "checks"]
    assert all(list(c) == ["id", "state", "message", "fix"] for c in ended.json["checks"])
    assert ended.code == (0 if ended.json["ok"] else 4)
    assert {c["state"] for c in ended.json["checks"]} <= {"ok", "warn", "fault", "absent"}


def test_doctor_tells_configured_devices_from_missing_ones(kiosk: Kiosk, data: Path) -> None:
    (data / "config.toml").write_text('[devices.a4]\ndriver = "file"\nfolder = "out"\n', "utf-8")
    checks = {c["id"]: c for c in kiosk("doctor", "--json").json["checks"]}
    assert checks["device-a4"]["state"] == "ok"
    assert checks["device-receipt"]["state"] == "absent"


def test_doctor_beside_a_running_kiosk_says_what_that_one_sees(kiosk: Kiosk, data: Path) -> None:
    (data / "config.toml").write_text(DEVICES, "utf-8")
    alone = kiosk("doctor", "--json")
    assert alone.code == 4
    told = data / "kiosk.devices.json"
    command = [sys.executable, "-c", HOLD_WITH_DEVICES, str(data)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"running\n"
        end = time.monotonic() + 30
        while not told.exists():
            assert time.monotonic() < end
            time.sleep(0.01)
        beside = kiosk("doctor", "--json")
        told.unlink()
        untold = kiosk("doctor", "--json")
        program.communicate()
    assert device_checks_of(beside) == device_checks_of(alone)
    assert [check["state"] for check in device_checks_of(untold)] == ["warn", "absent"] * 2
    assert not told.exists()


def device_checks_of(ended: Outcome) -> list[dict[str, str]]:
    return [check for check in ended.json["checks"] if check["id"].startswith("device-")]


def test_doctor_ends_with_four_when_something_is_broken(
    kiosk: Kiosk, data: Path, tmp_path: Path
) -> None:
    with mounted("tmpfs", data, "ro"):
        ended = kiosk("doctor", "--json")
    assert ended.code == 4
    states = {c["id"]: c["state"] for c in json.loads(ended.out)["checks"]}
    assert states["data"] == "fault"


def test_config_check(kiosk: Kiosk, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[site]\nname = "王庄便民服务点"\nregion = "341602"\n', "utf-8")
    ended = kiosk("config", "check", path)
    assert ended.code == 0
    assert "王庄便民服务点" in ended.out
    path.write_text('[site]\nregion = "999999"\n', "utf-8")
    assert kiosk("config", "check", path).code == 2


def test_config_check_asks_the_drivers_too(kiosk: Kiosk, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    table = (
        '[site]\nregion = "341602"\n[devices.receipt]\ndriver = "escpos"\nport = "file:/dev/null"\n'
    )
    path.write_text(table, "utf-8")
    assert kiosk("config", "check", path).code == 0
    path.write_text(table + "width_mm = 60\n", "utf-8")
    ended = kiosk("config", "check", path)
    assert ended.code == 2
    assert "[devices.receipt] 设置不对：width_mm 不能写 60，可以写 58、80" in ended.err
