"""看有没有变: the old list still holds, or each line that changed, 以前 and 现在.

Which lines these are is found by `services/checklists.py`, their words are `old_list.py`.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.checklist import Checklist
from kiosk.domain.errors import Bug
from kiosk.ui.list_job import ListJob, paper_for
from kiosk.ui.list_model import StructListModel
from kiosk.ui.list_rows import Row
from kiosk.ui.old_list import OldList, change_rows, take_up
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the shell")
class ChangesViewModel(ScreenViewModel):
    """`enter` wants an OldList."""

    foundChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._found: OldList | None = None
        self._fresh: Checklist | None = None
        self._rows = StructListModel(Row, self)

    @Property(bool, notify=foundChanged)
    def isValid(self) -> bool:
        """Whether the list on paper is still right."""
        return self._found is not None and self._found.check.valid

    @Property(str, notify=foundChanged)
    def topic(self) -> str:
        """What the list is about; empty when it no longer exists."""
        return self._found.topic if self._found else ""

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        """The lines that changed."""
        return self._rows

    @Property(str, notify=foundChanged)
    def action(self) -> str:
        """The main button: what to do now with this list."""
        if self._fresh is None:
            return "重新选事项"
        if self.isValid or self._fresh.state == "needs_answers":
            return "接着办"
        return "打印新清单" if self._prints() else "看新清单"

    @Property(str, notify=foundChanged)
    def actionIcon(self) -> str:
        """Its picture."""
        return "printer" if self.action == "打印新清单" else "arrow-right"

    @Slot()
    def goOn(self) -> None:
        """▣ Print the new list, go on with it, or choose another matter."""
        found, fresh = self._found, self._fresh
        if found is None or found.enquiry is None or fresh is None:
            self.router.home()
            return
        take_up(self.services.visit, found.enquiry)
        if self.isValid or fresh.state == "needs_answers":
            self.router.push("question")
        elif self._prints():
            self.router.push("printing", self._job(fresh))
        else:
            self.router.push("checklist")

    def enter(self, arg: object) -> None:
        """Make the list as it is today."""
        if not isinstance(arg, OldList):
            raise Bug("E-SY-01", "changes wants an OldList")
        guidance, enquiry = self.services.guidance, arg.enquiry

        def make() -> Checklist | None:
            return guidance.checklist(enquiry) if enquiry else None

        self.tasks.run(make).then(lambda fresh: self._show(arg, fresh))

    def _show(self, found: OldList, fresh: Checklist | None) -> None:
        self._found, self._fresh = found, fresh
        self._rows.show(change_rows(found.check.changes))
        self.foundChanged.emit()
        self.ready()

    def _prints(self) -> bool:
        return bool(self.services.checklists.papers())

    def _job(self, fresh: Checklist) -> ListJob:
        paper = paper_for(self.services.checklists.papers(), self.frame.size)
        return ListJob(checklist=fresh, paper=paper)
