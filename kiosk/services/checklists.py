"""The list handed over: on A4, on an 80 mm slip, as QR for a phone; and an old one checked."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from kiosk.domain.changes import Change
from kiosk.domain.checklist import Checklist
from kiosk.domain.schedule import StepDates
from kiosk.ports.devices import Printer, PrinterStatus
from kiosk.ports.documents import ChecklistRenderer, QrEncoder, QrMatrix, SlipRenderer
from kiosk.services.browse import Browse
from kiosk.services.guidance import Enquiry, Guidance

Paper = Literal["a4", "receipt"]


class CodeCheck(Struct, frozen=True, kw_only=True):
    """Whether a printed list still holds, in the shape of `kiosk check-qr --json`, and how to go on."""

    valid: bool
    edition_then: str
    edition_now: str
    changes: tuple[Change, ...]


class Site(Struct, frozen=True, kw_only=True):
    """The place of this kiosk, from the configuration. Texts are shown to residents."""

    name: str
    phone: str | None
    hours: str | None
    nearest: str | None


class Checklists:
    """Everything that makes paper or pictures of a personal list."""

    def __init__(
        self,
        *,
        guidance: Guidance,
        browse: Browse,
        a4: ChecklistRenderer,
        slip: SlipRenderer,
        qr: QrEncoder,
        printers: tuple[Printer, ...],
        site: Site,
    ) -> None:
        self._guidance = guidance
        self._browse = browse
        self._a4 = a4
        self._slip = slip
        self._qr = qr
        self._printers = {p.paper: p for p in printers}
        self._site = site

    def papers(self) -> tuple[Paper, ...]:
        """Return the kinds of paper that this kiosk can print; empty without a printer."""
        raise NotImplementedError

    def pdf(
        self,
        checklist: Checklist,
        paper: Paper,
        now: dt.datetime,
        *,
        large: bool = False,
        dates: tuple[StepDates, ...] = (),
    ) -> bytes:
        """Return the list as PDF."""
        raise NotImplementedError

    def page_count(
        self, checklist: Checklist, paper: Paper, now: dt.datetime, *, large: bool = False
    ) -> int:
        """Return how many pages printing would take."""
        raise NotImplementedError

    def print(
        self,
        checklist: Checklist,
        paper: Paper,
        now: dt.datetime,
        *,
        large: bool = False,
        dates: tuple[StepDates, ...] = (),
    ) -> PrinterStatus:
        """Print the list and return how the printer is afterwards."""
        raise NotImplementedError

    def takeaway(self, checklist: Checklist) -> tuple[QrMatrix, ...]:
        """Return the QR codes of the plain-text list for a phone."""
        raise NotImplementedError

    def takeaway_text(self, checklist: Checklist) -> tuple[str, ...]:
        """Return the texts inside those codes."""
        raise NotImplementedError

    def code(self, checklist: Checklist) -> str:
        """Return the K1 text for re-checking the paper later."""
        raise NotImplementedError

    def check(self, payload: str, today: dt.date) -> CodeCheck:
        """Recompute the list of a K1 text as of today. Raises InputError when it cannot be read."""
        raise NotImplementedError

    def resume(self, payload: str, today: dt.date) -> Enquiry:
        """Return the enquiry of a K1 text, to go on at its first open question. Raises InputError."""
        raise NotImplementedError
