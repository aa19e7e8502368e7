"""Looks for devices: asks serial ports who is there, takes queues and USB printers by their names.

A port that any program holds is left alone. What is done with the finds is decided in
`services/device_search.py`.
"""

import os
from collections.abc import Callable
from pathlib import Path

from kiosk.devices.idcard.commands import SPEEDS, STATUS
from kiosk.devices.idcard.frames import Answer, Assembler
from kiosk.devices.printer.escpos_status import is_status, query
from kiosk.devices.serial_link import SerialLink
from kiosk.domain.errors import Unavailable
from kiosk.ports.finding import FoundDevice, NothingFound, Place, Role, Wanted
from kiosk.ports.settings import Setting

PRINTER_SPEEDS = (9600, 115200, 19200, 38400)
"""As receipt printers leave their makers, the commonest first."""
PRINTER_ANSWERS_S, READER_ANSWERS_S = 0.25, 0.6
"""Real devices answer within 20 and 50 ms."""
SCANNER_SPEED = 9600
SCANNED_BYTES = 4
"""Fewer may be noise of a plug."""
CLEAR_PRINTER = b"\x1b@"
"""Empties a printer's line: what a reader was asked may stand in it. To all others it is noise."""
PORT_PATHS = Path("/dev/serial/by-path")
PRACTICE_PLACE = Place(kind="queue", where="out", about="练习用的文件夹")


class SystemFinder:
    """The port `DeviceFinder` on this machine.

    Args:
        serial_places: the serial ports there are.
        other_places: queues and printers on USB, recognised by their names alone.
        is_held: whether some program has a port open.
        monotonic_s: seconds that never go back.
        paths: links to ports by where they are plugged in, which outlive a restart.
    """

    def __init__(
        self,
        *,
        serial_places: Callable[[], tuple[Place, ...]],
        other_places: Callable[[], tuple[tuple[Place, FoundDevice | None], ...]],
        is_held: Callable[[str], bool],
        monotonic_s: Callable[[], float],
        paths: Path = PORT_PATHS,
    ) -> None:
        self._serial = serial_places
        self._other = other_places
        self._is_held = is_held
        self._now = monotonic_s
        self._paths = paths

    def places(self) -> tuple[Place, ...]:
        """Return where devices may be, now."""
        return (*(place for place, _ in self._other()), *self._serial())

    def look(self, place: Place, wanted: Wanted) -> FoundDevice | NothingFound:
        """Ask what is there."""
        if place.kind != "serial":
            found = dict(self._other()).get(place)
            return found or NothingFound(place=place, why="silent")
        if self._is_held(place.where):
            return NothingFound(place=place, why="busy")
        try:
            return self._ask(place, wanted) or NothingFound(place=place, why="silent")
        except Unavailable as error:
            match error.code:
                case "port.busy":
                    return NothingFound(place=place, why="busy")
                case "port.denied":
                    return NothingFound(place=place, why="denied")
            return NothingFound(place=place, why="gone")

    def listen(
        self, places: tuple[Place, ...], within_s: float, wanted: Wanted
    ) -> FoundDevice | None:
        """Wait for a code from one of some silent serial ports."""
        links = {place: link for place in places if (link := self._opened(place))}
        until_s = self._now() + within_s
        try:
            while links and wanted() and self._now() < until_s:
                for place, link in links.items():
                    if self._heard(link):
                        return self._found(place, "scanner", driver="serial-scanner")
        finally:
            for link in links.values():
                link.close()
        return None

    def _ask(self, place: Place, wanted: Wanted) -> FoundDevice | None:
        """Try both questions at every speed, the harmless one first."""
        link = SerialLink(place.where, PRINTER_SPEEDS[0])
        try:
            for baud in PRINTER_SPEEDS:
                if wanted() and self._is_printer(link, baud):
                    return self._found(place, "receipt", driver="escpos", baud=baud, width_mm=80)
            for baud in SPEEDS:
                if wanted() and self._is_reader(link, baud):
                    return self._found(place, "idcard", driver="idcard-serial")
                link.write(CLEAR_PRINTER)
        finally:
            link.close()
        return None

    def _is_printer(self, link: SerialLink, baud: int) -> bool:
        link.set_speed(baud)
        link.discard_input()
        link.write(query(1))
        answer = link.read(2, PRINTER_ANSWERS_S)
        # One byte and no more: whatever talks by itself is no printer.
        return len(answer) == 1 and is_status(answer[0]) and not link.read(1, 0.05)

    def _is_reader(self, link: SerialLink, baud: int) -> bool:
        link.set_speed(baud)
        link.discard_input()
        link.write(STATUS.frame)
        frames, until_s = Assembler(), self._now() + READER_ANSWERS_S
        while (left_s := until_s - self._now()) > 0:
            frames.feed(link.read(64, left_s))
            got = frames.next()
            if isinstance(got, Answer) and STATUS.fits(got):
                return True
        return False

    def _opened(self, place: Place) -> SerialLink | None:
        if place.kind != "serial" or self._is_held(place.where):
            return None
        try:
            return SerialLink(place.where, SCANNER_SPEED)
        except Unavailable:
            return None

    def _heard(self, link: SerialLink) -> bool:
        try:
            return len(link.read(512, 0.05).strip(b"\x00\r\n")) >= SCANNED_BYTES
        except Unavailable:
            return False

    def _found(self, place: Place, role: Role, **settings: Setting) -> FoundDevice:
        lasting = {"driver": settings.pop("driver"), "port": self._lasting(place.where)}
        return FoundDevice(
            role=role, settings=lasting | settings, where=place.where, about=place.about
        )

    def _lasting(self, port: str) -> str:
        """Return the port's name by where it is plugged in, which stays; else the port itself."""
        real = os.path.realpath(port)
        links = sorted(self._paths.glob("*")) if self._paths.is_dir() else ()
        return next((str(link) for link in links if os.path.realpath(link) == real), port)


class PracticeFinder:
    """The port `DeviceFinder` where visits are played: it asks no hardware and finds a folder."""

    def places(self) -> tuple[Place, ...]:
        """Return one place."""
        return (PRACTICE_PLACE,)

    def look(self, place: Place, wanted: Wanted) -> FoundDevice | NothingFound:
        """Find a printer that prints into files."""
        settings: dict[str, Setting] = {"driver": "file", "folder": "out"}
        return FoundDevice(role="a4", settings=settings, where=place.where, about=place.about)

    def listen(
        self, places: tuple[Place, ...], within_s: float, wanted: Wanted
    ) -> FoundDevice | None:
        """Hear no code."""
        return None
