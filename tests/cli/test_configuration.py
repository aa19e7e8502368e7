"""kiosk config: PINs that fit and are never written, devices that are found and written."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.domain.pin import fitting
from kiosk.ports.finding import FoundDevice, NothingFound, Place
from tests.cli.conftest import Outcome

Kiosk = Callable[..., Outcome]
COMMENTED = '# 花戏楼的机器\n[site]\nname = "王庄便民服务点"  # 门牌\n'


def pins_of(file: Path) -> dict[str, str]:
    kept: dict[str, str] = tomllib.loads(file.read_text("utf-8"))["technicians"]["pins"]
    return kept


def test_a_pin_is_shown_once_and_only_its_verifier_is_kept(data: Path, kiosk: Kiosk) -> None:
    made = kiosk("config", "pin", "zhang")
    assert made.code == 0
    pin = made.out.partition("：")[2][:6]
    assert pin.isdecimal()
    file = data / "config.toml"
    assert pin not in file.read_text("utf-8")
    assert fitting(pin, pins_of(file)) == "zhang"
    assert file.stat().st_mode & 0o077 == 0
    assert not any(pin in p.read_text("utf-8", "ignore") for p in data.rglob("*.jsonl"))


def test_another_pin_leaves_the_first_and_a_removed_one_fits_no_more(
    data: Path, kiosk: Kiosk
) -> None:
    first = kiosk("config", "pin", "zhang").out.partition("：")[2][:6]
    kiosk("config", "pin", "li")
    assert fitting(first, pins_of(data / "config.toml")) == "zhang"
    assert kiosk("config", "pin", "zhang", "--remove").code == 0
    assert list(pins_of(data / "config.toml")) == ["li"]
    gone = kiosk("config", "pin", "zhang", "--remove")
    assert gone.code == 2
    assert "有 li" in gone.err


def test_a_named_file_keeps_its_comments(tmp_path: Path, kiosk: Kiosk) -> None:
    file = tmp_path / "site.toml"
    file.write_text(COMMENTED, "utf-8")
    assert kiosk("--config", file, "config", "pin", "zhang").code == 0
    assert file.read_text("utf-8").startswith(COMMENTED)
    assert "zhang" in pins_of(file)


@pytest.mark.parametrize("wrong", ["Zhang", "张三", "7"])
def test_a_wrong_id_is_refused(kiosk: Kiosk, wrong: str) -> None:
    refused = kiosk("config", "pin", wrong)
    assert refused.code == 2
    assert "小写字母" in refused.err


class OnePort:
    """A machine with a reader at one port and silence at another."""

    def places(self) -> tuple[Place, ...]:
        return tuple(Place(kind="serial", where=f"/dev/ttyUSB{n}") for n in range(2))

    def look(self, place: Place, wanted: object) -> FoundDevice | NothingFound:
        if place.where.endswith("1"):
            return NothingFound(place=place, why="silent")
        settings = {"driver": "idcard-serial", "port": place.where}
        return FoundDevice(role="idcard", settings=settings, where=place.where)

    def listen(self, *_: object) -> None:
        return None


@pytest.fixture
def _machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.maintenance._system_finder", OnePort)


@pytest.mark.usefixtures("_machine")
def test_found_devices_are_shown_and_written_only_when_wanted(data: Path, kiosk: Kiosk) -> None:
    shown = kiosk("config", "devices")
    assert shown.code == 0
    assert "● 身份证阅读器：/dev/ttyUSB0" in shown.out
    assert "○ /dev/ttyUSB1：没认出来" in shown.out
    assert not (data / "config.toml").exists()
    assert kiosk("config", "devices", "--write").code == 0
    written = tomllib.loads((data / "config.toml").read_text("utf-8"))
    assert written["devices"] == {"idcard": {"driver": "idcard-serial", "port": "/dev/ttyUSB0"}}
    assert kiosk("config", "check", data / "config.toml").code == 0


@pytest.mark.usefixtures("_machine")
def test_json_holds_one_document(kiosk: Kiosk) -> None:
    found = kiosk("config", "devices", "--json").json
    assert [f["role"] for f in found["found"]] == ["idcard"]
    assert [n["why"] for n in found["nothing"]] == ["silent"]


def test_nothing_found_is_exit_3(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OnePort, "places", lambda self: ())
    monkeypatch.setattr("kiosk.maintenance._system_finder", OnePort)
    assert kiosk("config", "devices").code == 3
