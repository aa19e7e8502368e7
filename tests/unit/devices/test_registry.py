"""Drivers found by name; whatever is wrong with one of them costs its own device only."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from kiosk.devices.clock import SystemClock
from kiosk.devices.printer.file_printer import FilePrinter
from kiosk.devices.registry import Devices, DeviceTools, UnusableDevice, make_device
from kiosk.ports.devices import Condition, Device, PdfJob, Printed, Printer

Log = list[tuple[str, dict[str, Any]]]
SOUND = {"driver": "file", "folder": "out"}

DRIVERS = """
import msgspec
from kiosk.ports.devices import Condition

class Lamp:
    def __init__(self, name):
        self.name = name
        self.life = []
    def start(self):
        self.life.append("start")
    def close(self):
        self.life.append("close")
    def condition(self):
        return Condition(state="ok", message="亮着。")

class Broken(Lamp):
    def start(self):
        raise RuntimeError("张三")
    close = condition = start

def lamp(name, settings, tools):
    return Lamp(name)

def broken(name, settings, tools):
    return Broken(name)

def raises(name, settings, tools):
    raise RuntimeError("张三")

def wrong(name, settings, tools):
    msgspec.convert(dict(settings), Strict)

def nothing(name, settings, tools):
    return None

def other_name(name, settings, tools):
    return Lamp("other")

class Strict(msgspec.Struct, forbid_unknown_fields=True):
    port: str
"""


def install(folder: Path, package: str, points: Mapping[str, str]) -> None:
    """Lay a package's metadata into a folder, as an installation does."""
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    lines = [f"{name} = {value}" for name, value in points.items()]
    (info / "entry_points.txt").write_text("\n".join(["[kiosk.devices]", *lines]))


@pytest.fixture
def drivers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with one module of drivers and its metadata."""
    folder = tmp_path / "site"
    names = ("lamp", "broken", "raises", "wrong", "nothing", "other_name")
    points = {name: f"trial_drivers:{name}" for name in names}
    points |= {"no_library": "library_that_is_missing:make", "no_name": "trial_drivers:missing"}
    install(folder, "trial-drivers", points)
    (folder / "trial_drivers.py").write_text(DRIVERS, "utf-8")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "trial_drivers", raising=False)
    return folder


@pytest.fixture
def log() -> Log:
    return []


@pytest.fixture
def tools(tmp_path: Path, log: Log) -> DeviceTools:
    def event(name: str, level: str = "info", **facts: object) -> None:
        log.append((name, facts))

    return DeviceTools(clock=SystemClock(), log=event, paper_folder=tmp_path)


def test_our_own_drivers_are_found_like_all_others(tools: DeviceTools, tmp_path: Path) -> None:
    devices = Devices({"a4": SOUND, "receipt": SOUND}, tools)
    assert [(d.name, d.paper) for d in devices.printers] == [("a4", "a4"), ("receipt", "receipt")]
    assert devices.printers[0].print(PdfJob(pdf=b"%PDF", title="x")) == Printed()
    assert (tmp_path / "out" / "a4-0001.pdf").read_bytes() == b"%PDF"
    assert devices.reader is None
    assert devices.scanner is None


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"driver": "laser"}, "没有叫 laser 的驱动，装了的有"),
        ({"driver": "file"}, "设置不对：少了 folder 这个设置"),
        (SOUND | {"folders": "x"}, "没有 folders 这个设置，可以写 folder、paper"),
        (SOUND | {"paper": "a3"}, "paper 不能写 'a3'"),
        ({"driver": "wrong"}, "设置不对：Object missing required field `port`"),
        ({"driver": "no_library"}, "驱动 no_library 缺少程序库 library_that_is_missing"),
        ({"driver": "no_name"}, "驱动 no_name 出错了"),
        ({"driver": "raises"}, "驱动 raises 出错了"),
        ({"driver": "nothing"}, "驱动 nothing 做出来的不是设备"),
        ({"driver": "other_name"}, "驱动 other_name 做出来的不是设备"),
    ],
)
def test_a_driver_that_is_missing_or_wrong_costs_its_own_device_only(
    drivers: Path, tools: DeviceTools, log: Log, table: dict[str, object], said: str
) -> None:
    devices = Devices({"x": table, "a4": SOUND}, tools)
    devices.start()
    [unusable, a4] = devices.all
    assert isinstance(unusable, UnusableDevice)
    found = devices.condition(unusable)
    assert found.state == "fault"
    assert said in found.message
    assert found.fix
    assert devices.condition(a4).state == "ok"
    assert devices.printers == (a4,)
    devices.close()
    assert "张三" not in str(log)


def test_a_driver_that_fails_later_is_a_fault_of_its_own(
    drivers: Path, tools: DeviceTools, log: Log
) -> None:
    devices = Devices({"x": {"driver": "broken"}, "lamp": {"driver": "lamp"}}, tools)
    devices.start()
    [broken, lamp] = devices.all
    assert devices.condition(broken).state == "fault"
    assert devices.condition(lamp) == Condition(state="ok", message="亮着。")
    devices.close()
    assert lamp.life == ["start", "close"]  # type: ignore[attr-defined]
    assert [facts["at"] for name, facts in log] == ["start", "condition", "close"]
    assert "张三" not in str(log)


def test_two_packages_with_one_driver_name_are_told_apart_by_nobody(
    drivers: Path, tools: DeviceTools
) -> None:
    install(drivers, "second", {"lamp": "trial_drivers:broken"})
    found = make_device("lamp", {"driver": "lamp"}, tools).condition()
    assert "两个程序包都有这个驱动（second、trial-drivers）" in found.message


def test_the_same_package_found_twice_is_one(drivers: Path, tools: DeviceTools) -> None:
    install(drivers, "again", {"lamp": "trial_drivers:lamp"})
    assert make_device("lamp", {"driver": "lamp"}, tools).condition().state == "ok"


def test_nothing_is_made_or_closed_before_it_is_asked_for(
    drivers: Path, tools: DeviceTools
) -> None:
    devices = Devices({"lamp": {"driver": "lamp"}}, tools)
    devices.close()
    assert "trial_drivers" not in sys.modules
    assert devices.all
    assert "trial_drivers" in sys.modules


def test_devices_made_elsewhere_take_the_place_of_configured_ones(
    tools: DeviceTools, tmp_path: Path
) -> None:
    own = FilePrinter("a4", tmp_path / "own", "a4")
    devices = Devices({"a4": SOUND, "receipt": SOUND}, tools, lambda: (own,))
    assert {d.name: d for d in devices.all}["a4"] is own
    assert len(devices.all) == 2


def test_the_file_printer_is_a_printer() -> None:
    made: Callable[[str, Path, Any], Device] = FilePrinter
    assert isinstance(made("a4", Path(), "a4"), Printer)


def test_closed_devices_are_made_anew(drivers: Path, tools: DeviceTools) -> None:
    devices = Devices({"lamp": {"driver": "lamp"}}, tools)
    assert not devices.are_made
    devices.start()
    [first] = devices.all
    assert devices.are_made
    devices.close()
    assert not devices.are_made
    assert devices.all[0] is not first
