"""The receipt that was never shown, handed over: on A4, on a slip, as a code on the screen.

Which receipt that is, is `receipts.py`; how paper looks is the business of `kiosk/documents`.
Source: sync.md §4, "Boot".
"""

import datetime as dt
from collections.abc import Callable

from kiosk.domain.errors import InputError
from kiosk.domain.guide import Guide
from kiosk.domain.ids import TopicId
from kiosk.journal.entry import read_header
from kiosk.ports.devices import Paper, PdfJob, Printed, Printer, PrintJob, PrintOutcome, SlipJob
from kiosk.ports.documents import (
    QrEncoder,
    QrMatrix,
    ReceiptRenderer,
    ReceiptSheet,
    ReceiptSlipWriter,
)
from kiosk.ports.journal import JournalReader
from kiosk.ports.receipts import ReceiptShelf, UnshownReceipt
from kiosk.services.paper_printers import PaperPrinters
from kiosk.services.receipts import Receipts
from kiosk.services.site import Site

TITLE = "提交回执"
HOTLINE = "12345"
"""Of the whole country, for what the catalogue does not know any more."""


class ReceiptDesk:
    """Makes paper of a receipt and remembers that somebody has it.

    Args:
        shelf: where the receipt lies.
        guide: the guide of a topic here and today; raises InputError. On the work thread.
        pdf: makes PDF.
        slip_lines: makes lines for printers that set type themselves.
        qr: makes codes.
        printers: those of this kiosk.
        site: the place.
    """

    def __init__(
        self,
        *,
        shelf: ReceiptShelf,
        guide: Callable[[TopicId], Guide],
        pdf: ReceiptRenderer,
        slip_lines: ReceiptSlipWriter,
        qr: QrEncoder,
        printers: tuple[Printer, ...],
        site: Site,
    ) -> None:
        self._shelf = shelf
        self._guide = guide
        self._pdf = pdf
        self._slip_lines = slip_lines
        self._qr = qr
        self._printers = PaperPrinters(printers)
        self._site = site

    def papers(self) -> tuple[Paper, ...]:
        """Return the kinds of paper that this kiosk can print."""
        return self._printers.papers()

    def job(self, receipt: UnshownReceipt, paper: Paper) -> PrintJob:
        """Return the receipt in the form that the printer takes. On the work thread.

        Raises:
            Unavailable: there is no printer for this paper, or a font is missing.
        """
        sheet, printer = self._sheet(receipt), self._printers.of(paper)
        if printer.takes == "slip":
            return SlipJob(slip=self._slip_lines(sheet, printer.columns))
        return PdfJob(pdf=self._pdf.receipt(sheet, paper), title=TITLE)

    def send(self, receipt: UnshownReceipt, paper: Paper, job: PrintJob) -> PrintOutcome:
        """Print to the end; what is out for sure counts as shown, whoever still looks.

        Raises:
            Unavailable: there is no printer for this paper.
        """
        outcome = self._printers.send(paper, job)
        if isinstance(outcome, Printed) and outcome.sure:
            self.mark_shown(receipt)
        return outcome

    def code(self, receipt: UnshownReceipt) -> QrMatrix:
        """Return the code that proves the filing."""
        return self._qr.matrix(receipt.slip)

    def mark_shown(self, receipt: UnshownReceipt) -> None:
        """Somebody says that the paper is out, or has read the numbers."""
        self._shelf.mark_shown(receipt.receipt)

    def _sheet(self, receipt: UnshownReceipt) -> ReceiptSheet:
        return ReceiptSheet(
            receipt=receipt.receipt,
            item_name=receipt.item_name,
            filed_at=receipt.filed_at,
            is_time_checked=receipt.is_time_checked,
            handed_in=None,
            slip=receipt.slip,
            query_code=receipt.query_code,
            site_name=self._site.name,
            site_phone=self._site.phone,
            hotline=self._hotline(receipt.topic),
        )

    def _hotline(self, topic: TopicId) -> str:
        try:
            return self._guide(topic).hotline
        except InputError:
            return HOTLINE


def last_unshown(receipts: Receipts, journal: JournalReader) -> UnshownReceipt | None:
    """Return the last filing when it was kept, its receipt never shown, and not long ago.

    Raises:
        Unavailable: the disk does not answer.
    """
    stub = receipts.unshown()
    if stub is None or stub.pending_code is None:
        return None
    entry = next(iter(journal.entries(stub.seq - 1, 1)), None)
    if entry is None:
        return None
    header = read_header(entry.header)
    return UnshownReceipt(
        receipt=stub.receipt,
        topic=stub.item_id.removeprefix("topic/"),
        item_name=stub.item_name,
        filed_at=dt.datetime.fromtimestamp(header.t_wall / 1000, dt.UTC),
        is_time_checked=header.t_q > 0,
        slip=stub.slip,
        query_code=stub.pending_code,
    )
