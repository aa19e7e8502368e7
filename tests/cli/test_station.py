"""doctor and config: what a technician reads, and the exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Outcome
from tests.mounts import mounted

Kiosk = Callable[..., Outcome]


def test_doctor_in_the_shape_of_the_contract(kiosk: Kiosk) -> None:
    ended = kiosk("doctor", "--json")
    assert list(ended.json) == ["ok", "checks"]
    assert all(list(c) == ["id", "state", "message", "fix"] for c in ended.json["checks"])
    assert ended.code == (0 if ended.json["ok"] else 4)
    assert {c["state"] for c in ended.json["checks"]} <= {"ok", "warn", "fault", "absent"}


def test_doctor_finds_a_broken_printer_folder(kiosk: Kiosk, data: Path) -> None:
    (data / "config.toml").write_text('[printer]\na4_folder = "out"\n', "utf-8")
    checks = {c["id"]: c for c in kiosk("doctor", "--json").json["checks"]}
    assert checks["printer-a4"]["state"] == "ok"
    assert checks["printer-receipt"]["state"] == "absent"


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
