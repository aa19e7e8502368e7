"""R9: the list goes to paper; faults of the printer always leave two ways on.

Layout of the paper is `documents`, the words of faults are `messages.py`.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import Bug
from kiosk.ports.devices import NotPrinted, PrintOutcome
from kiosk.ui.list_job import Handover, ListJob, is_large
from kiosk.ui.messages import fault_of_error, fault_of_status
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

MAX_REPRINTS = 3


@QmlElement
@QmlUncreatable("made by the shell")
class PrintingViewModel(ScreenViewModel):
    """`state` is printing or done; a fault shows R17. `enter` wants a ListJob."""

    stateChanged = Signal()
    reprintsLeftChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._job: ListJob | None = None
        self._state = "printing"
        self._reprintsLeft = MAX_REPRINTS

    @Property(str, notify=stateChanged)
    def state(self) -> str:
        """Whether the paper is on its way (printing) or out (done)."""
        return self._state

    @Property(int, notify=reprintsLeftChanged)
    def reprintsLeft(self) -> int:
        """How often 再打一张 is still offered."""
        return self._reprintsLeft

    @Slot()
    def again(self) -> None:
        """▢再打一张."""
        if self._state == "done" and self._reprintsLeft > 0:
            self.publish(reprintsLeft=self._reprintsLeft - 1)
            self._print()

    @Slot()
    def goOn(self) -> None:
        """▣完成."""
        if self._job is not None:
            done = Handover(outcome="printed", checklist=self._job.checklist)
            self.router.push("finish", done)

    @Slot()
    def back(self) -> None:
        """Return to the list; nothing can be taken back while paper is moving."""
        if self._state == "done":
            self.router.push("checklist")

    def resume(self) -> None:
        """A fault was left by 返回: there is nothing to wait for here."""
        if self._state != "done":
            self.router.push("checklist")

    def enter(self, arg: object) -> None:
        """Print a list."""
        if not isinstance(arg, ListJob) or arg.paper is None:
            raise Bug("E-SY-01", "printing wants a ListJob with a paper")
        if self._job is None or self._job.checklist != arg.checklist:
            self.publish(reprintsLeft=MAX_REPRINTS)
        self._job = arg
        self._print()
        self.ready()

    def _print(self) -> None:
        job = self._job
        if job is None or job.paper is None:
            return
        self.publish(state="printing")
        self.frame.hold_idle(True)
        checklists, now, paper = self.services.checklists, self.services.clock.now(), job.paper
        large = is_large(self.frame.size, paper)

        def send() -> PrintOutcome:
            return checklists.print(job.checklist, paper, now, large=large, dates=job.dates)

        self.tasks.run(send).then(self._printed).otherwise(self._failed)

    def _printed(self, outcome: PrintOutcome) -> None:
        self.frame.hold_idle(False)
        if isinstance(outcome, NotPrinted):
            self.frame.fault(fault_of_status(outcome.fault), self._act)
        else:
            self.publish(state="done")

    def _failed(self, error: Exception) -> None:
        self.frame.hold_idle(False)
        self.frame.fault(fault_of_error(error), self._act)

    def _act(self, way: str) -> None:
        """Follow a way on from a printer's fault."""
        if way == "retry":
            self.router.push("printing", self._job)
        elif way == "scan":
            self.router.push("takeaway", self._job)
        else:
            self.router.push("checklist")
