"""Devices by their names in the configuration: finds each driver and lets it make its device.

What a driver does is its own file; when devices start and end is decided in `bootstrap`. A driver
that is missing, wrong or broken costs its own device and nothing else: the device is then a fault
with the reason.
"""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct

from kiosk.domain.errors import InputError, KioskError
from kiosk.ports.devices import (
    Clock,
    Condition,
    Device,
    DeviceState,
    IdCardReader,
    Printer,
    Scanner,
)

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "kiosk.devices"
START_WITHIN_S = 5.0
T = TypeVar("T")


class DeviceTools(Struct, frozen=True, kw_only=True):
    """What every driver may use.

    `log` takes an event name and plain facts, never what a card says. `paper_folder` is what
    relative folders of file printers refer to.
    """

    clock: Clock
    log: Callable[..., None]
    paper_folder: Path


MakeDevice = Callable[[str, Mapping[str, object], DeviceTools], Device]
"""A driver: makes the device `name` from its settings (without `driver`), not yet started.

It may raise `InputError` (`domain.setting_words.read_settings`), `msgspec.ValidationError` or
`ImportError`; the device is then a fault with that reason.
"""


class UnusableDevice:
    """Stands where a device should be that could not be made, and says why."""

    def __init__(self, name: str, message: str, fix: str) -> None:
        self.name = name
        self._condition = Condition(state="fault", message=message, fix=fix)

    def start(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""

    def condition(self) -> Condition:
        """Return the reason."""
        return self._condition


class Devices:
    """All devices of a station, made together when first asked for, on any thread.

    Args:
        tables: name → settings with `driver`, as in the configuration.
        tools: handed to every driver.
        more: makes devices elsewhere; they take the place of configured ones of the same name.
    """

    def __init__(
        self,
        tables: Mapping[str, Mapping[str, object]],
        tools: DeviceTools,
        more: Callable[[], tuple[Device, ...]] = tuple,
    ) -> None:
        self._tables = tables
        self._tools = tools
        self._more = more
        self._making = threading.Lock()
        self._made: tuple[Device, ...] | None = None
        self._starting: threading.Thread | None = None

    @property
    def all(self) -> tuple[Device, ...]:
        """Every device, also the unusable ones."""
        with self._making:
            if self._made is None:
                self._made = self._make()
            return self._made

    @property
    def are_made(self) -> bool:
        """Whether somebody has them already."""
        return self._made is not None

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the configuration, without making any device."""
        return tuple(self._tables)

    @property
    def printers(self) -> tuple[Printer, ...]:
        """The devices that print."""
        return tuple(device for device in self.all if isinstance(device, Printer))

    @property
    def reader(self) -> IdCardReader | None:
        """The device that reads identity cards, if any."""
        readers = (d for d in self.all if isinstance(d, IdCardReader))
        return next((d for d in readers if not isinstance(d, Scanner)), None)

    @property
    def scanner(self) -> Scanner | None:
        """The device that reads codes through a port of its own, if any."""
        return next((d for d in self.all if isinstance(d, Scanner)), None)

    def start(self) -> None:
        """Make and begin every device; may take as long as importing their drivers."""
        for device in self.all:
            self._guarded(device, "start", device.start)

    def start_aside(self) -> None:
        """Make and begin every device on a thread of its own; returns at once."""
        self._starting = threading.Thread(target=self.start, name="devices", daemon=True)
        self._starting.start()

    def close(self) -> None:
        """End every device that was made, also while they are being started.

        Whoever asks for a device afterwards gets a new one.
        """
        if self._starting is not None:
            self._starting.join(START_WITHIN_S)
            self._starting = None
        made, self._made = self._made, None
        for device in made or ():
            self._guarded(device, "close", device.close)

    def states(self) -> tuple[DeviceState, ...]:
        """Return how every device is, without waiting for the hardware."""
        return tuple(
            DeviceState(
                name=device.name,
                condition=self.condition(device),
                printer=self._guarded(device, "status", device.status)
                if isinstance(device, Printer)
                else None,
            )
            for device in self.all
        )

    def condition(self, device: Device) -> Condition:
        """Return a device's condition; a driver that fails at this is a fault too."""
        found = self._guarded(device, "condition", device.condition)
        if found is not None:
            return found
        return Condition(state="fault", message="驱动出错了。", fix="看日志，换一个驱动版本。")

    def _make(self) -> tuple[Device, ...]:
        more = self._more()
        given = {device.name for device in more}
        tables = {name: table for name, table in self._tables.items() if name not in given}
        return (*(make_device(name, tables[name], self._tools) for name in tables), *more)

    def _guarded(self, device: Device, what: str, do: Callable[[], T]) -> T | None:
        """Do something with a driver that may not be ours; None when it failed."""
        try:
            return do()
        except Exception as error:  # noqa: BLE001 - one driver's mistake is not the kiosk's end
            self._tools.log(
                "device.failed", "error", device=device.name, at=what, error=type(error).__name__
            )
            return None


def make_device(name: str, table: Mapping[str, object], tools: DeviceTools) -> Device:
    """Return the device of one table, or an `UnusableDevice` that says why there is none."""
    driver = str(table.get("driver", ""))
    settings = {key: value for key, value in table.items() if key != "driver"}
    try:
        found = _entered_drivers()
        chosen = tuple(point for point in found if point.name == driver)
        if not chosen:
            return _unknown_driver(name, driver, {point.name for point in found})
        made = _loaded(chosen)(name, settings, tools)
    except (KioskError, msgspec.ValidationError) as error:
        said = error.message if isinstance(error, KioskError) else str(error)
        fix = f"改配置文件的 [devices.{name}] 一节。"
        return UnusableDevice(name, f"设置不对：{said}。", fix)
    except ImportError as error:
        said = f"驱动 {driver} 缺少程序库 {error.name or ''}".rstrip()
        return UnusableDevice(name, f"{said}。", "运行 make setup，或安装这个库。")
    except Exception as error:  # noqa: BLE001 - somebody else's code; its words may quote anything
        tools.log("device.unusable", "error", device=name, error=type(error).__name__)
        return UnusableDevice(name, f"驱动 {driver} 出错了。", "看日志，换一个驱动版本。")
    if not isinstance(made, Device) or made.name != name:
        return UnusableDevice(name, f"驱动 {driver} 做出来的不是设备。", "换一个驱动版本。")
    return made


def _entered_drivers() -> tuple["EntryPoint", ...]:
    """Return what all installed packages entered, also a package's second and older metadata.

    `importlib.metadata.entry_points` takes the first metadata of a package alone, and in a source
    folder those may be old.
    """
    from importlib.metadata import distributions  # takes 20 ms: not before the first frame

    return tuple(p for found in distributions() for p in found.entry_points.select(group=GROUP))


def _loaded(points: "tuple[EntryPoint, ...]") -> MakeDevice:
    """Return the driver behind one entry point; the same one may be listed by several folders."""
    values = {point.value for point in points}
    if len(values) > 1:
        packages = "、".join(sorted({point.dist.name for point in points if point.dist}))
        raise InputError("device.driver", f"两个程序包都有这个驱动（{packages}），请卸掉一个")
    make: MakeDevice = points[0].load()
    return make


def _unknown_driver(name: str, driver: str, known: set[str]) -> UnusableDevice:
    said = f"没有叫 {driver} 的驱动，装了的有 {'、'.join(sorted(known)) or '零个'}。"
    return UnusableDevice(name, said, f"改配置文件的 [devices.{name}] 一节，或安装这个驱动。")
