"""R10: the list as QR codes for a phone, in plain text, without a login.

What is in the codes is `services/checklists.py`.
"""

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import Bug
from kiosk.ports.documents import QrMatrix
from kiosk.ui.list_job import Handover, ListJob
from kiosk.ui.list_model import StructListModel
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


class Code(Struct, frozen=True, kw_only=True):
    """One code: its picture with one pixel a module, and its side in modules."""

    url: str
    modules: int


@QmlElement
@QmlUncreatable("made by the shell")
class TakeawayViewModel(ScreenViewModel):
    """The codes of one list. `enter` wants a ListJob."""

    countChanged = Signal()
    canPrintChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._job: ListJob | None = None
        self._count = 0
        self._canPrint = False
        self._codes = StructListModel(Code, self)

    @Property(int, notify=countChanged)
    def count(self) -> int:
        """How many codes there are."""
        return self._count

    @Property(QObject, constant=True)
    def codes(self) -> QObject:
        """The codes in the order to scan them."""
        return self._codes

    @Property(bool, notify=canPrintChanged)
    def canPrint(self) -> bool:
        """Whether the codes can go home on a slip, to somebody who has a phone there."""
        return self._canPrint

    @Slot()
    def printCodes(self) -> None:
        """▢打印这个码."""
        if self._job is not None:
            self.router.push("printing", replace(self._job, paper="receipt", codes=True))

    @Slot()
    def goOn(self) -> None:
        """▣完成."""
        if self._job is not None:
            done = Handover(outcome="scanned", checklist=self._job.checklist)
            self.router.push("finish", done)

    @Slot()
    def back(self) -> None:
        """Return to the list, also when a printer's fault lies between."""
        self.router.push("checklist")

    def enter(self, arg: object) -> None:
        """Make the codes of a list."""
        if not isinstance(arg, ListJob):
            raise Bug("E-SY-01", "takeaway wants a ListJob")
        self._job = arg
        self.publish(canPrint="receipt" in self.services.checklists.papers())
        checklists, checklist = self.services.checklists, arg.checklist
        self.tasks.run(lambda: checklists.takeaway(checklist)).then(self._made)

    def _made(self, matrices: tuple[QrMatrix, ...]) -> None:
        codes = tuple(
            Code(url=self.frame.code_url(matrix), modules=len(matrix.rows)) for matrix in matrices
        )
        self._codes.show(codes)
        self.publish(count=len(codes))
        self.ready()
