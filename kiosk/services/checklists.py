"""The list handed over: on A4, on an 80 mm slip, as QR for a phone; and an old one checked.

How a page or a code looks is the business of `kiosk/documents`, what stands on a list of
`kiosk/domain/compose.py`.
"""

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from kiosk.domain.changes import Change
from kiosk.domain.checklist import Checklist
from kiosk.domain.errors import InputError
from kiosk.domain.schedule import StepDates
from kiosk.ports.devices import (
    Paper,
    PdfJob,
    Printer,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
    SlipJob,
)
from kiosk.ports.documents import (
    ChecklistRenderer,
    QrEncoder,
    QrMatrix,
    Sheet,
    SlipRenderer,
    SlipWriter,
)
from kiosk.services.browse import Browse
from kiosk.services.guidance import Enquiry, Guidance, Recovered
from kiosk.services.paper_printers import PaperPrinters
from kiosk.services.site import Site
from kiosk.wire import list_code
from kiosk.wire.code_changes import compare_code, gone
from kiosk.wire.list_code import ListCode


class CodeCheck(Struct, frozen=True, kw_only=True):
    """Whether a printed list still holds, in the shape of `kiosk check-qr --json`."""

    valid: bool
    edition_then: str
    edition_now: str
    changes: tuple[Change, ...]


class Checklists:
    """Everything that makes paper or pictures of a personal list."""

    def __init__(
        self,
        *,
        guidance: Guidance,
        browse: Browse,
        a4: ChecklistRenderer,
        slip: SlipRenderer,
        slip_lines: SlipWriter,
        qr: QrEncoder,
        printers: tuple[Printer, ...],
        site: Site,
    ) -> None:
        self._guidance = guidance
        self._browse = browse
        self._a4 = a4
        self._slip = slip
        self._slip_lines = slip_lines
        self._qr = qr
        self._printers = PaperPrinters(printers)
        self._site = site

    def papers(self) -> tuple[Paper, ...]:
        """Return the kinds of paper that this kiosk can print; empty without a printer."""
        return self._printers.papers()

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
        return self._renderer(paper).render(self._sheet(checklist, now, large, dates))

    def page_count(
        self, checklist: Checklist, paper: Paper, now: dt.datetime, *, large: bool = False
    ) -> int:
        """Return how many pages printing would take; a slip is always one."""
        if paper == "receipt":
            return 1
        return self._a4.page_count(self._sheet(checklist, now, large, ()))

    def print(
        self,
        checklist: Checklist,
        paper: Paper,
        now: dt.datetime,
        *,
        large: bool = False,
        dates: tuple[StepDates, ...] = (),
    ) -> PrintOutcome:
        """Print the list to its end and return what became of it. Raises as `job`."""
        return self.send(paper, self.job(checklist, paper, now, large=large, dates=dates))

    def job(
        self,
        checklist: Checklist,
        paper: Paper,
        now: dt.datetime,
        *,
        large: bool = False,
        dates: tuple[StepDates, ...] = (),
    ) -> PrintJob:
        """Return the list in the form that the printer takes.

        Raises:
            Unavailable: there is no printer for this paper, or a font is missing.
        """
        return self._job(self._sheet(checklist, now, large, dates), self._printers.of(paper))

    def codes_job(self, checklist: Checklist, now: dt.datetime) -> PrintJob:
        """Return a slip of the codes for a phone that is at home. Raises as `job`."""
        sheet = self._sheet(checklist, now, large=False, dates=())
        sheet = replace(sheet, phone_codes=self.takeaway_text(checklist))
        return self._job(sheet, self._printers.of("receipt"))

    def send(self, paper: Paper, job: PrintJob) -> PrintOutcome:
        """Print a job to its end; may take 90 s, and needs nothing but the printer.

        Raises:
            Unavailable: there is no printer for this paper.
        """
        return self._printers.send(paper, job)

    def printer_status(self, paper: Paper) -> PrinterStatus | None:
        """Return how the printer for a paper is, without waiting; None where there is none."""
        return self._printers.status(paper)

    def takeaway(self, checklist: Checklist) -> tuple[QrMatrix, ...]:
        """Return the QR codes of the plain-text list for a phone."""
        return tuple(self._qr.matrix(text) for text in self.takeaway_text(checklist))

    def takeaway_text(self, checklist: Checklist) -> tuple[str, ...]:
        """Return the texts inside those codes."""
        region = self._browse.region_name(checklist.region)
        return self._qr.takeaway(checklist, region, self.names(checklist))

    def names(self, checklist: Checklist) -> dict[str, str]:
        """Return the plain names of services and papers that a list mentions by id alone.

        These are what unclear questions affect or add, and services that may come in.
        """
        blocks = checklist.undetermined
        services = {u.service for m in checklist.materials for u in m.uses}
        services |= {service for block in blocks for service in block.affects}
        added = [add for block in blocks for outcome in block.outcomes for add in outcome.adds]
        services |= {add.service for add in added if add.service}
        papers = {add.evidence for add in added if add.evidence}
        names = {paper: self._browse.evidence_name(paper) for paper in sorted(papers)}
        return names | {service: self._browse.service_name(service) for service in sorted(services)}

    def code(self, checklist: Checklist) -> str:
        """Return the K1 text for re-checking the paper later."""
        return list_code.encode(checklist)

    def check(self, payload: str, today: dt.date) -> CodeCheck:
        """Recompute the list of a K1 text as of today.

        Raises:
            InputError: the text cannot be read.
        """
        code = list_code.decode(payload)
        edition_now = self._browse.edition()
        changes: tuple[Change, ...]
        try:
            found = self._recover(code, today)
        except InputError:
            name = self._browse.topic_name(code.topic)
            lost = f"办事主题（{code.topic}）" if name is None else f"行政区划（{code.region}）"
            changes = (gone(lost),)
        else:
            changes = self._changes(code, found)
        return CodeCheck(
            valid=not changes,
            edition_then=code.edition,
            edition_now=edition_now,
            changes=changes,
        )

    def resume(self, payload: str, today: dt.date) -> Enquiry:
        """Return the enquiry of a K1 text, to go on at its first open question.

        Answers that no longer exist are asked again.

        Raises:
            InputError: the text cannot be read, or its topic or place no longer exists.
        """
        return self._recover(list_code.decode(payload), today).enquiry

    def _recover(self, code: ListCode, today: dt.date) -> Recovered:
        return self._guidance.recover(code.topic, code.region, today, code.answers)

    def _changes(self, code: ListCode, found: Recovered) -> tuple[Change, ...]:
        """Return what no longer exists, and the lines that differ where they can be known."""
        lost = tuple(gone(what) for what in found.lost)
        fresh = self._guidance.checklist(found.enquiry)
        if lost and fresh.state == "needs_answers":
            return lost
        return lost + compare_code(code, fresh, self._browse)

    def _job(self, sheet: Sheet, printer: Printer) -> PrintJob:
        """Return the sheet in the form that a printer takes."""
        if printer.takes == "slip":
            return SlipJob(slip=self._slip_lines(sheet, printer.columns))
        pdf = self._renderer(printer.paper).render(sheet)
        return PdfJob(pdf=pdf, title=sheet.checklist.plain)

    def _renderer(self, paper: Paper) -> ChecklistRenderer | SlipRenderer:
        return self._a4 if paper == "a4" else self._slip

    def _sheet(
        self, checklist: Checklist, now: dt.datetime, large: bool, dates: tuple[StepDates, ...]
    ) -> Sheet:
        return Sheet(
            checklist=checklist,
            names=self.names(checklist),
            site_name=self._site.name,
            site_phone=self._site.phone,
            region_name=self._browse.region_name(checklist.region),
            printed_at=now,
            code=self.code(checklist),
            dates=dates,
            large=large,
        )
