"""What a technician does with devices: sees how they are, tries them, enrols the machine.

How a device is judged is `health.py`, how new ones are found `device_search.py`; who may do all
this is `technicians.py`.
"""

import math
from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct

from kiosk.domain.errors import Refused
from kiosk.ports.devices import Bell, Printer, PrintJob, PrintOutcome
from kiosk.ports.settings import SettingsFile
from kiosk.services.device_search import DeviceSearch
from kiosk.services.health import HealthReport
from kiosk.services.technicians import Technicians
from kiosk.wire import list_code

Side = Literal["left", "right"]
ScanKind = Literal["list", "link", "digits", "text"]

CARD_WIDTH_MM = 85.6
"""ISO/IEC 7810 ID-1: an identity card is so wide."""
LEAST_INCH, MOST_INCH = 7.0, 86.0
MM_PER_INCH = 25.4


class Scanned(Struct, frozen=True, kw_only=True):
    """What the scanner delivered, without its content: a technician may hold any code to it."""

    kind: ScanKind
    characters: int


class Enrolled(Struct, frozen=True, kw_only=True):
    """The number that a machine got, and the place it is enrolled at."""

    kiosk_no: int
    site: str


class DeviceCare:
    """The technician's hands; every method but `scale` may wait and belongs on the work thread.

    Args:
        look: makes the report of `kiosk doctor`.
        printers: the printers as they are now.
        is_new: whether no device was ever configured.
        test_job: the test page for a printer.
        tones: a tone for each loudspeaker.
        settings: the configuration file.
        technicians: logs what is done.
        search: finds new devices.
        first_pin: makes the first PIN of a new machine; None when there is one already.
        enrol: enrols with the text of a scanned code; None where that is only rehearsed.
    """

    def __init__(
        self,
        *,
        look: Callable[[], HealthReport],
        printers: Callable[[], tuple[Printer, ...]],
        is_new: bool,
        test_job: Callable[[Printer], PrintJob],
        tones: Mapping[Side, Bell],
        settings: SettingsFile,
        technicians: Technicians,
        search: DeviceSearch,
        first_pin: Callable[[], str | None],
        enrol: Callable[[str], Enrolled] | None = None,
    ) -> None:
        self._look = look
        self._printers = printers
        self.is_new = is_new
        self._test_job = test_job
        self._tones = tones
        self._settings = settings
        self._technicians = technicians
        self.search = search
        self.first_pin = first_pin
        self._enrol = enrol

    def printers(self) -> frozenset[str]:
        """Return the names of the devices that print."""
        return frozenset(printer.name for printer in self._printers())

    def health(self) -> HealthReport:
        """Return how everything is: the same report as `kiosk doctor`."""
        return self._look()

    def print_test(self, name: str) -> PrintOutcome | None:
        """Print a test page to the end; None when there is no such printer."""
        printer = next((p for p in self._printers() if p.name == name), None)
        if printer is None:
            return None
        outcome = printer.print(self._test_job(printer))
        self._technicians.did("device.tested", device=name, outcome=type(outcome).__name__)
        return outcome

    def play(self, side: Side) -> bool:
        """Play a tone on one side; False when this machine makes no sound."""
        heard = self._tones[side].ring()
        self._technicians.did("sound.tested", side=side, played=heard)
        return heard

    def set_diagonal(self, diagonal_inch: float) -> None:
        """Write the screen's diagonal into the configuration. Raises as `SettingsFile.set`."""
        self._settings.set(("screen",), {"diagonal_inch": diagonal_inch})
        self._technicians.did("screen.measured", diagonal_inch=diagonal_inch)

    def touched(self, points: int, of: int) -> None:
        """Log a finished or given up touch test."""
        self._technicians.did("touch.tested", points=points, of=of)

    def scanned(self, text: str) -> Scanned:
        """Return what kind of code was scanned, and forget the code."""
        found = Scanned(kind=kind_of_scan(text), characters=len(text))
        self._technicians.did("scanner.tested", kind=found.kind, characters=found.characters)
        return found

    def can_enrol(self) -> bool:
        """Tell whether enrolling does anything here."""
        return self._enrol is not None

    def enrol(self, text: str) -> Enrolled:
        """Enrol this machine with a scanned code; the code itself is logged nowhere.

        Raises:
            InputError: the code is none for this.
            Refused: enrolled already, or the hub does not give a number.
            Unavailable: the hub cannot be reached, or is not the one that the code names.
        """
        if self._enrol is None:
            raise Refused("enrol.rehearsal", "演练时不登记")
        done = self._enrol(text)
        self._technicians.did("kiosk.enrolled", kiosk_no=done.kiosk_no)
        return done


def kind_of_scan(text: str) -> ScanKind:
    """Tell apart what scanners usually deliver."""
    if text.startswith(list_code.PREFIX):
        return "list"
    if text.lower().startswith(("http://", "https://")):
        return "link"
    return "digits" if text.isascii() and text.isdigit() else "text"


def diagonal_inch(card_px: int, width_px: int, height_px: int) -> float | None:
    """Return the diagonal of a screen on which an identity card covers so many pixels.

    Returns:
        Inches with two decimals, or None when no screen is that small or large.
    """
    px_per_mm = card_px / CARD_WIDTH_MM
    inch = round(math.hypot(width_px, height_px) / px_per_mm / MM_PER_INCH, 2)
    return inch if LEAST_INCH <= inch <= MOST_INCH else None
