"""Wiring of what technicians use: PINs, tests, the configuration file. Made when somebody comes.

What a kiosk needs for residents is `bootstrap`; nothing is decided here either.
"""

from kiosk.bootstrap import Station
from kiosk.config import read_config
from kiosk.devices.bell import CommandBell
from kiosk.domain.errors import Unavailable
from kiosk.files import bundled
from kiosk.ports.devices import Printer, PrintJob
from kiosk.services.devices import DeviceCare, Side
from kiosk.services.technicians import Technicians
from kiosk.store.settings_file import TomlSettingsFile
from kiosk.store.tries_file import TriesFile

TRIES_FILE = "technicians.json"
SIDES: tuple[Side, ...] = ("left", "right")


def settings_file(station: Station) -> TomlSettingsFile:
    """Return the configuration file; without one that of the data folder is made."""
    path = station.places.config or station.places.data / "config.toml"
    return TomlSettingsFile(path, lambda data: read_config(data, path))


def technicians_of(station: Station) -> Technicians:
    """Return who may open the machine."""
    return Technicians(
        verifiers=station.config.technicians.pins,
        tries=TriesFile(station.places.data / TRIES_FILE),
        now=station.clock.now,
        note=station.log.event,
    )


def care_of(station: Station, technicians: Technicians) -> DeviceCare:
    """Return the technician's hands."""
    return DeviceCare(
        look=station.health,
        printers=lambda: station.devices.printers,
        is_new=not station.config.devices and not station.devices.printers,
        test_job=_test_job,
        tones={side: CommandBell(bundled("assets", "sounds", f"{side}.wav")) for side in SIDES},
        settings=settings_file(station),
        technicians=technicians,
    )


def _test_job(printer: Printer) -> PrintJob:
    raise Unavailable("E-PR-03", f"{printer.name} 没有测试页")
