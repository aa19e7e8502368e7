"""Wiring: the only file that knows every concrete class and that reads the environment.

It decides nothing about services, screens or papers. Everything is made on first use, so that a
command pays only for what it needs and the first frame waits for nothing else.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kiosk.config import Config, Places
from kiosk.devices.bell import CommandBell
from kiosk.devices.clock import SystemClock
from kiosk.domain.errors import InputError, KioskError
from kiosk.domain.hours import CHINA
from kiosk.domain.ids import RegionCode
from kiosk.editions import Edition, Editions
from kiosk.files import bundled, font_file, missing_fonts, rare_font
from kiosk.log import EventLog
from kiosk.ports.menu import CatalogState
from kiosk.services.site import Site
from kiosk.services.visits import Visit
from kiosk.store.catalog_intake import CatalogIntake
from kiosk.store.data_folder import DataFolder

if TYPE_CHECKING:  # what is first needed after the first frame
    from kiosk.devices.life import DeviceLife
    from kiosk.devices.registry import Devices
    from kiosk.documents.paper_process import PaperProcess
    from kiosk.ports.devices import Bell, Clock, Device, DeviceState, Paper
    from kiosk.ports.hub import HubWatch
    from kiosk.services.browse import Browse
    from kiosk.services.checklists import Checklists
    from kiosk.services.guidance import Guidance
    from kiosk.services.health import HealthReport
    from kiosk.store.catalog_db import SqliteCatalogStore
    from kiosk.store.catalog_menu import CatalogMenu

T = TypeVar("T")
STATUS_FILE = "kiosk.devices.json"


class Station:
    """One kiosk: its services over one data folder. Parts are made when first asked for.

    Args:
        places: where things are.
        config: the configuration, read already.
        clock: the clocks; a visit script brings its own.
        printers_to: a folder to print into; None: the printers of the configuration.
        papers: the kinds of paper that are printed there.
        practice: devices of a visit script; they take the place of configured ones.
        notify: told in one sentence when something was repaired.
    """

    def __init__(
        self,
        places: Places,
        config: Config,
        *,
        clock: Clock | None = None,
        printers_to: Path | None = None,
        papers: tuple[Paper, ...] = ("a4", "receipt"),
        practice: tuple[Device, ...] = (),
        notify: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        self.places = places
        self.config = config
        self.clock = clock or SystemClock()
        self._printers_to = printers_to
        self._papers = papers
        self.practice = practice
        self._notify = notify
        self._folder = DataFolder(places.data)

    def today(self) -> dt.date:
        """Return the civil date at UTC+8."""
        return self.clock.now().astimezone(CHINA).date()

    @cached_property
    def data(self) -> Path:
        """The data folder, made when missing. Raises InputError, Unavailable."""
        return self._folder.made()

    @cached_property
    def log(self) -> EventLog:
        """The log of this station, in its log folder."""
        configured = self.config.paths.log
        folder = Path(configured) if configured else self.places.data / "log"
        return EventLog(folder, self.clock.now)

    @property
    def state(self) -> CatalogState:
        """The catalogue cache, made sound. Raises Unavailable when that cannot be done."""
        return self.editions.edition.state

    @property
    def menu(self) -> CatalogMenu:
        """What the catalogue offers, without its documents; they are imported when first used."""
        return self.editions.edition.menu

    @property
    def store(self) -> SqliteCatalogStore:
        """The catalogue."""
        return self.editions.edition.store

    @property
    def browse(self) -> Browse:
        """Topics, search, places."""
        return self.editions.edition.browse

    @property
    def guidance(self) -> Guidance:
        """Questions and lists."""
        return self.editions.edition.guidance

    @property
    def checklists(self) -> Checklists:
        """Paper and codes. Their libraries are imported when the first method is called."""
        return self.editions.edition.checklists

    @cached_property
    def editions(self) -> Editions:
        """The catalogue, one edition after the other; what reads it belongs to one."""
        return Editions(self.intake, self._sound, self._make_checklists)

    def _sound(self) -> CatalogState:
        found = self.intake.ensure(self.clock.now())
        if found.rebuilt:
            self.log.event("catalog.rebuilt", "warn", why=found.rebuilt, edition=found.edition)
            self._notify(f"{found.rebuilt}，已用随程序附带的目录重建。")
        return found

    def _make_checklists(self, edition: Edition) -> Checklists:
        from kiosk.documents.qr import QrCodes
        from kiosk.documents.slip_lines import list_slip
        from kiosk.services.checklists import Checklists

        return Checklists(
            guidance=edition.guidance,
            browse=edition.browse,
            a4=self.paper,
            slip=self.paper.slip,
            slip_lines=list_slip,
            qr=QrCodes(),
            printers=self.devices.printers,
            site=self.site,
        )

    @cached_property
    def paper(self) -> PaperProcess:
        """What makes paper, in a process of its own."""
        from kiosk.documents.paper_process import PaperProcess
        from kiosk.ports.documents import FontFiles

        fonts = FontFiles(regular=font_file("Regular"), bold=font_file("Bold"), rare=rare_font())
        return PaperProcess(fonts)

    @cached_property
    def devices(self) -> Devices:
        """The devices of this station. Their drivers are imported when the first one is wanted."""
        from kiosk.devices.registry import Devices, DeviceTools

        tools = DeviceTools(clock=self.clock, log=self.log.event, paper_folder=self.places.data)
        return Devices(self.config.devices, tools, self._practice_devices)

    @property
    def is_rehearsal(self) -> bool:
        """Whether a visit script or a test plays: no hardware is asked, no setting is kept."""
        return self._printers_to is not None or bool(self.practice)

    def has_device(self, name: str) -> bool:
        """Tell whether a device of that name is named anywhere, without making it."""
        return name in self.config.devices or any(d.name == name for d in self.practice)

    def _practice_devices(self) -> tuple[Device, ...]:
        """Return the devices of a visit script or a test."""
        folder = self._printers_to
        if folder is None:
            return self.practice
        from kiosk.devices.printer.file_printer import FilePrinter

        printers = (FilePrinter(paper, folder, paper) for paper in self._papers)
        return (*printers, *self.practice)

    @cached_property
    def site(self) -> Site:
        """The place of this kiosk."""
        site = self.config.site
        return Site(name=site.name, phone=site.phone, hours=site.hours, nearest=site.nearest)

    @cached_property
    def bell(self) -> Bell:
        """The sound that calls staff."""
        return CommandBell(bundled("assets", "sounds", "attention.wav"))

    @cached_property
    def region(self) -> RegionCode:
        """The division of this kiosk: the site's own, else the catalogue's.

        Raises:
            InputError: the configured one is no known division.
        """
        own = self.config.site.region
        if own is None:
            return self.menu.default_region()
        if self.menu.division_name(own) is None:
            raise InputError(
                "config.region",
                f"配置里的 site.region = {own} 不是已知的区划代码：请查 6 位县级代码",
            )
        return own

    def visit(self) -> Visit:
        """Return a new visit with the idle times of the configuration."""
        idle = self.config.visit
        return Visit(self.region, idle_after_s=idle.idle_after_s, warn_for_s=idle.warn_for_s)

    def health(self, link: HubWatch | None = None) -> HealthReport:
        """Look at everything and judge it; nothing raises. `link`: that of this process."""
        from kiosk.devices.bell import silent_because
        from kiosk.devices.found_by_name import other_places, serial_places
        from kiosk.devices.touch_panel import touch_panels
        from kiosk.record_facts import record_facts
        from kiosk.services.health import HealthFacts, report

        usage = _tried(lambda: shutil.disk_usage(self.data))
        beside = usage is not None and self._folder.is_held_by_other()
        return report(
            HealthFacts(
                now=self.clock.now(),
                catalogue=_tried(lambda: self.state),
                free_bytes=usage.free if usage else None,
                writable=usage is not None,
                locked_by_other=beside,
                devices=self._states(beside=beside),
                missing_fonts=missing_fonts(),
                silent_because=silent_because(),
                touch_panels=touch_panels(),
                places=(*serial_places(), *(place for place, _ in other_places())),
                records=record_facts(self.places.data, link),
            )
        )

    def device_states(self) -> tuple[DeviceState, ...]:
        """Return how the devices are; a kiosk that runs on the data folder is asked."""
        return self._states(beside=self._folder.is_held_by_other())

    def _states(self, *, beside: bool) -> tuple[DeviceState, ...]:
        if beside:
            return self._device_life.states_beside()
        return self.devices.states() if self._folder.is_ours else self._device_life.states()

    def start_devices(self) -> None:
        """Begin with the devices, aside; leaving `running` ends them. For a kiosk on a screen."""
        self._device_life.begin()

    @cached_property
    def _device_life(self) -> DeviceLife:
        from kiosk.devices.life import DeviceLife

        run = self.config.paths.run
        path = (Path(run) if run else self.places.data) / STATUS_FILE
        return DeviceLife(self.devices, path, self.clock, self.log.event)

    @contextmanager
    def running(self) -> Iterator[bool]:
        """Hold the data folder for a kiosk on a screen; at the end its devices end too.

        Yields whether the last run never came to its end. Raises Refused: another kiosk runs on it.
        """
        with self._folder.running() as was_cut:
            try:
                yield was_cut
            finally:
                self._device_life.end()

    @cached_property
    def intake(self) -> CatalogIntake:
        """What takes catalogues in: the starter's, and published ones."""
        return CatalogIntake(self.data, self.places.starter, bundled("db", "kiosk"))


def _tried(look: Callable[[], T]) -> T | None:
    """Return what `look` finds, or None when that fails in a foreseen way."""
    try:
        return look()
    except (KioskError, OSError):
        return None
