"""The last filing was kept and its receipt never shown: it is offered, by its number alone.

When that is, is `services/receipts.py`; R0 leads here. Source: sync.md §4, "Boot".
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain import wording
from kiosk.domain.errors import Bug
from kiosk.domain.hours import CHINA
from kiosk.ports.documents import QrMatrix
from kiosk.ports.receipts import UnshownReceipt
from kiosk.ui.list_job import paper_for
from kiosk.ui.print_errand import ReceiptJob, desk_of
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the shell")
class ReceiptViewModel(ScreenViewModel):
    """Offers the receipt; shows it where no printer can. `enter`: UnshownReceipt, ReceiptJob."""

    shownChanged = Signal()
    canPrintChanged = Signal()
    revealedChanged = Signal()
    codeChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._shown: UnshownReceipt | None = None
        self._canPrint = False
        self._revealed = False
        self._code = ""

    @Property(str, notify=shownChanged)
    def number(self) -> str:
        """The receipt's number in groups of four."""
        return wording.receipt_groups(self._shown.receipt) if self._shown else ""

    @Property(str, notify=shownChanged)
    def at(self) -> str:
        """When it was kept: 11月21日 16:00."""
        if self._shown is None:
            return ""
        at = self._shown.filed_at.astimezone(CHINA)
        return f"{at.month}月{at.day}日 {at.hour}:{at.minute:02d}"

    @Property(bool, notify=canPrintChanged)
    def canPrint(self) -> bool:
        """Whether there is a printer."""
        return self._canPrint

    @Property(bool, notify=revealedChanged)
    def revealed(self) -> bool:
        """Whether the receipt itself is on the screen, because no paper can be had."""
        return self._revealed

    @Property(str, notify=revealedChanged)
    def queryCode(self) -> str:
        """The query code, on the revealed receipt alone."""
        return self._shown.query_code if self._shown and self._revealed else ""

    @Property(str, notify=codeChanged)
    def code(self) -> str:
        """The picture of the code that proves the filing."""
        return self._code

    @Slot()
    def goOn(self) -> None:
        """▣打印回执, ▣看回执, ▣记好了."""
        if self._shown is None:
            return
        if self._revealed:
            desk_of(self.services).mark_shown(self._shown)
            self.frame.finish()
        elif self._canPrint:
            self.router.push("printing", self._job(self._shown))
        else:
            self._reveal(self._shown)

    @Slot()
    def back(self) -> None:
        """▢不是我的, and 返回: nothing of it stays here."""
        self.frame.finish()

    def enter(self, arg: object) -> None:
        """Offer a receipt; a ReceiptJob comes from a printer that did not print it."""
        if isinstance(arg, ReceiptJob):
            self._reveal(arg.receipt)
            return
        if isinstance(arg, UnshownReceipt):
            self.publish(shown=arg, revealed=False)
        elif self._shown is None:
            raise Bug("E-SY-01", "the receipt screen wants a receipt")
        self.publish(canPrint=bool(desk_of(self.services).papers()))
        self.ready()

    def _job(self, receipt: UnshownReceipt) -> ReceiptJob:
        papers = desk_of(self.services).papers()
        return ReceiptJob(receipt=receipt, paper=paper_for(papers, self.frame.size))

    def _reveal(self, receipt: UnshownReceipt) -> None:
        desk = desk_of(self.services)
        self.tasks.run(lambda: desk.code(receipt)).then(lambda made: self._made(receipt, made))

    def _made(self, receipt: UnshownReceipt, matrix: QrMatrix) -> None:
        self.publish(shown=receipt, revealed=True, code=self.frame.code_url(matrix))
        self.frame.settle()
        self.ready()
