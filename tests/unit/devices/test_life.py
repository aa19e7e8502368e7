"""Devices live with the kiosk, or for the one report of a command."""

from pathlib import Path

import pytest

from kiosk.devices import life
from kiosk.devices.clock import SystemClock
from kiosk.devices.life import DeviceLife
from kiosk.devices.registry import Devices, DeviceTools
from kiosk.ports.devices import Condition

WARMING = Condition(state="absent", message="还没有看过。")
WELL = Condition(state="ok", message="亮着。")


class Lamp:
    """Is well from the third look on, or never."""

    def __init__(self, *, recovers: bool = True) -> None:
        self.name = "lamp"
        self.life: list[str] = []
        self._looks = 0 if recovers else -1000

    def start(self) -> None:
        self.life.append("start")

    def close(self) -> None:
        self.life.append("close")

    def condition(self) -> Condition:
        self._looks += 1
        return WELL if self._looks >= 3 else WARMING


def a_life(folder: Path, lamp: Lamp) -> tuple[DeviceLife, Devices]:
    clock = SystemClock()
    tools = DeviceTools(clock=clock, log=lambda *_, **__: None, paper_folder=folder)
    devices = Devices({}, tools, lambda: (lamp,))
    return DeviceLife(devices, folder / "told.json", clock, tools.log), devices


def test_a_report_gives_devices_time_to_answer_and_ends_them(tmp_path: Path) -> None:
    lamp = Lamp()
    alone, _ = a_life(tmp_path, lamp)
    assert [state.condition for state in alone.states()] == [WELL]
    assert lamp.life == ["start", "close"]


def test_its_patience_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "SETTLE_S", 0.1)
    lamp = Lamp(recovers=False)
    alone, _ = a_life(tmp_path, lamp)
    assert [state.condition for state in alone.states()] == [WARMING]
    assert lamp.life == ["start", "close"]


def test_devices_that_somebody_has_are_only_looked_at(tmp_path: Path) -> None:
    lamp = Lamp()
    used, devices = a_life(tmp_path, lamp)
    assert devices.all == (lamp,)
    assert [state.condition for state in used.states()] == [WARMING]
    assert lamp.life == []


def test_with_a_kiosk_they_live_to_its_end(tmp_path: Path) -> None:
    lamp = Lamp()
    beside, _ = a_life(tmp_path, lamp)
    beside.begin()
    beside.end()
    assert lamp.life == ["start", "close"]
    assert list(tmp_path.iterdir()) == []
    beside.end()
