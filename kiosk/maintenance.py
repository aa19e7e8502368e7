"""Wiring of what technicians use: PINs, tests, the search for devices, the configuration file.

Made when a technician comes, on screen or headless. What a kiosk needs for residents is
`bootstrap`; nothing is decided here either.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from kiosk.bootstrap import Station
from kiosk.config import Config, load_config, read_config
from kiosk.devices.bell import CommandBell
from kiosk.devices.clock import SystemClock
from kiosk.devices.finder import PracticeFinder, SystemFinder
from kiosk.devices.found_by_name import is_held, other_places, serial_places
from kiosk.devices.registry import DeviceTools, make_device
from kiosk.documents.slip_lines import trial_slip
from kiosk.documents.trial_page import trial_page
from kiosk.domain.errors import InputError
from kiosk.domain.hours import civil
from kiosk.domain.pin import (
    MOST_TECHNICIANS,
    PIN_DIGITS,
    SALT_BYTES,
    fitting,
    is_easy,
    make_verifier,
    wrong_verifier,
)
from kiosk.files import bundled, font_file, rare_font
from kiosk.ports.devices import PdfJob, Printer, PrintJob, SlipJob
from kiosk.ports.documents import FontFiles
from kiosk.ports.finding import DeviceFinder, FoundDevice
from kiosk.ports.hub import HubWatch
from kiosk.services.device_search import DeviceSearch
from kiosk.services.devices import DeviceCare, Enrolled, Side
from kiosk.services.technicians import Technicians
from kiosk.store.settings_file import TomlSettingsFile
from kiosk.store.tries_file import TriesFile
from kiosk.wire.invitation import read_invitation

TRIES_FILE = "technicians.json"
SIDES: tuple[Side, ...] = ("left", "right")
HOTLINE = "12345"
FIRST_PIN = "first"
REHEARSED_FILE = "rehearsal.toml"


def settings_file(station: Station) -> TomlSettingsFile:
    """Return the configuration file; without one that of the data folder is made."""
    path = _settings_path(station)
    return TomlSettingsFile(path, lambda data: read_config(data, path))


def technicians_of(station: Station, link: HubWatch | None = None) -> Technicians:
    """Return who may open the machine; the journal of an enrolled one says what they did, too."""

    def note(event: str, **facts: str | int | float | bool | None) -> None:
        station.log.event(event, "info", **facts)
        if link is not None:
            link.audit(event.removeprefix("technician."), facts)

    return Technicians(
        verifiers=station.config.technicians.pins,
        tries=TriesFile(station.places.data / TRIES_FILE),
        now=station.clock.now,
        note=note,
    )


def care_of(station: Station, technicians: Technicians, link: HubWatch | None = None) -> DeviceCare:
    """Return the technician's hands."""
    return DeviceCare(
        look=lambda: station.health(link),
        printers=lambda: station.devices.printers,
        is_new=is_new(station),
        test_job=lambda printer: test_job(station, printer),
        tones={side: CommandBell(bundled("assets", "sounds", f"{side}.wav")) for side in SIDES},
        settings=settings_file(station),
        technicians=technicians,
        search=search_of(station),
        first_pin=lambda: first_pin(station),
        enrol=None if station.is_rehearsal else lambda text: enrolled(station, text),
    )


def enrolled(station: Station, text: str) -> Enrolled:
    """Enrol the machine with a scanned code; the running link takes over within seconds.

    Raises:
        InputError: the code is none for this.
        Refused: enrolled already, or the hub does not give a number.
        Unavailable: the hub cannot be reached, or is not the one that the code names.
    """
    from kiosk.hub_link import link_of, records_of

    invited = read_invitation(text)
    records = records_of(station)
    try:
        link = link_of(station, records, invited.origin)
        try:
            answer = link.enrol(invited.token)
        finally:
            link.close()
    finally:
        records.close()
    return Enrolled(kiosk_no=answer.kiosk_no, site=answer.site)


def is_new(station: Station) -> bool:
    """Tell whether no device was ever configured: the assistant has to come by itself."""
    return not station.config.devices and not station.devices.all


def search_of(station: Station) -> DeviceSearch:
    """Return the search for devices."""
    return DeviceSearch(
        finder=PracticeFinder() if station.is_rehearsal else _system_finder(),
        tables=station.config.devices,
        states=station.device_states,
        make_printer=lambda found: _printer(station, found),
        test_job=lambda printer: test_job(station, printer),
        settings=settings_file(station),
        note=station.log.event,
        same_port=lambda one, other: os.path.realpath(one) == os.path.realpath(other),
    )


def _system_finder() -> DeviceFinder:
    """Return what looks on this machine; devices answer in real time, whatever the clock says."""
    return SystemFinder(
        serial_places=serial_places,
        other_places=other_places,
        is_held=is_held,
        monotonic_s=SystemClock().monotonic_s,
    )


def test_job(station: Station, printer: Printer) -> PrintJob:
    """Return the test page for a printer."""
    name, now = station.config.site.name, f"{civil(station.clock.now()):%Y-%m-%d %H:%M}"
    if printer.takes == "slip":
        return SlipJob(slip=trial_slip(name, now, printer.columns))
    files = FontFiles(regular=font_file("Regular"), bold=font_file("Bold"), rare=rare_font())
    page = trial_page(files, site_name=name, printed_at=now, hotline=HOTLINE)
    return PdfJob(pdf=page, title="打印测试")


def new_pin(station: Station, pin_id: str) -> str:
    """Make a PIN for a technician, write its verifier into the configuration, return the PIN.

    It is chosen by the machine, fits nobody else and is kept nowhere. An earlier one of the same
    technician is void.

    Raises:
        InputError: the id is not allowed, there are too many, or the file cannot be written.
        Unavailable: the disk is full or does not answer.
    """
    pins = _fresh(station).technicians.pins
    others = {name: kept for name, kept in pins.items() if name != pin_id}
    if len(others) >= MOST_TECHNICIANS:
        raise InputError("pin.many", f"最多 {MOST_TECHNICIANS} 个运维密码，先删一个")
    for pin in _pins():
        verifier = make_verifier(pin, secrets.token_bytes(SALT_BYTES))
        if said := wrong_verifier(pin_id, verifier):
            raise InputError("pin.id", said)
        if fitting(pin, others) is None:
            settings_file(station).set(("technicians", "pins"), {pin_id: verifier})
            return pin
    raise AssertionError("unreachable: _pins never ends")


def first_pin(station: Station) -> str | None:
    """Make the first PIN of a new machine; None when there is one. Raises as `new_pin`."""
    return None if _fresh(station).technicians.pins else new_pin(station, FIRST_PIN)


def remove_pin(station: Station, pin_id: str) -> None:
    """Take a technician's PIN away. Raises InputError when there is none, or as `new_pin`."""
    pins = _fresh(station).technicians.pins
    if pin_id not in pins:
        raise InputError("pin.id", f"没有“{pin_id}”这个运维编号，有 {'、'.join(pins) or '零个'}")
    left = {name: kept for name, kept in pins.items() if name != pin_id}
    settings_file(station).replace({("technicians", "pins"): left})


def _fresh(station: Station) -> Config:
    """Return the configuration as it is on disk now."""
    path = _settings_path(station)
    return load_config(path if path.exists() else None)


def _settings_path(station: Station) -> Path:
    """Return where settings are kept; a rehearsal keeps its own and changes nobody's."""
    if station.is_rehearsal:
        return station.places.data / REHEARSED_FILE
    return station.places.config or station.places.data / "config.toml"


def _pins() -> Iterator[str]:
    """Yield PINs that nobody would try first."""
    while True:
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
        if not is_easy(pin):
            yield pin


def _printer(station: Station, found: FoundDevice) -> Printer | None:
    """Return a printer that was just found, not yet started."""
    tools = DeviceTools(
        clock=station.clock, log=station.log.event, paper_folder=station.places.data
    )
    made = make_device(found.role, found.settings, tools)
    return made if isinstance(made, Printer) else None
