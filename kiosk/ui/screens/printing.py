"""R9: the list goes to paper; what holds it up is said, and faults always leave two ways on.

Layout of the paper is `documents`, the words of faults are `messages.py`.
"""

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import Bug
from kiosk.ports.devices import (
    NotPrinted,
    Paper,
    PrinterFault,
    PrinterPrinting,
    PrintJob,
    PrintOutcome,
)
from kiosk.ui.list_job import Handover, ListJob, is_large
from kiosk.ui.messages import NOT_OUT, Fault, fault_of_error, fault_of_status
from kiosk.ui.screen import ScreenParts, ScreenViewModel
from kiosk.ui.watch import Watch

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

MAX_REPRINTS = 3
WAITS = {
    "no_paper": "请叫工作人员加纸，加好会接着打。",
    "cover_open": "请叫工作人员关好盖子，会接着打。",
    "jam": "别用手拉纸，请叫工作人员。",
}
"""What helps while the job still waits in the printer; of any other fault: patience."""
PATIENCE = "再等一下，打不出来会告诉您。"
BUSY = ("preparing", "printing", "held")


@QmlElement
@QmlUncreatable("made by the shell")
class PrintingViewModel(ScreenViewModel):
    """`state` is preparing, printing, held, asking or done; a fault shows R17. Wants a ListJob."""

    stateChanged = Signal()
    codesChanged = Signal()
    heldChanged = Signal()
    reprintsLeftChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._job: ListJob | None = None
        self._state = "preparing"
        self._codes = False
        self._held: PrinterFault | None = None
        self._turn = 0
        self._in_front = False
        self._reprintsLeft = MAX_REPRINTS
        self._watch = Watch(self.look, self)

    @Property(str, notify=stateChanged)
    def state(self) -> str:
        """preparing, printing, held (it waits for a hand), asking (is it out?), done, failed."""
        return self._state

    @Property(bool, notify=codesChanged)
    def codes(self) -> bool:
        """Whether it is a slip of codes instead of the list."""
        return self._codes

    @Property(str, notify=heldChanged)
    def trouble(self) -> str:
        """What the printer waits for: no_paper, jam …; empty when nothing holds it up."""
        return self._held.trouble if self._held else ""

    @Property(str, notify=heldChanged)
    def heldTitle(self) -> str:
        """The same in words."""
        return fault_of_status(self._held).title if self._held else ""

    @Property(str, notify=heldChanged)
    def heldHint(self) -> str:
        """What helps."""
        return WAITS.get(self._held.trouble, PATIENCE) if self._held else ""

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
    def takeAway(self) -> None:
        """▢扫码带走, while the printer waits for a hand."""
        self.router.push("takeaway", self._job)

    @Slot()
    def isOut(self) -> None:
        """▣打出来了."""
        self.publish(state="done")

    @Slot()
    def isNotOut(self) -> None:
        """▢没打出来."""
        self.publish(state="failed")
        self.frame.fault(NOT_OUT, self._act)

    @Slot()
    def goOn(self) -> None:
        """▣完成."""
        if self._job is not None:
            done = Handover(outcome="printed", checklist=self._job.checklist)
            self.router.push("finish", done)

    @Slot()
    def back(self) -> None:
        """Return to the list; nothing can be taken back while paper is moving."""
        if self._state not in BUSY:
            self.router.push("checklist")

    def resume(self) -> None:
        """Help or a fault was left by 返回: look again, or there is nothing to wait for here."""
        self._in_front = True
        if self._state in BUSY:
            self.frame.hold_idle(True)
            self._watch.start()
        elif self._state == "failed":
            self.router.push("checklist")

    def enter(self, arg: object) -> None:
        """Print a list."""
        if not isinstance(arg, ListJob) or arg.paper is None:
            raise Bug("E-SY-01", "printing wants a ListJob with a paper")
        if self._job is None or self._job.checklist != arg.checklist:
            self.publish(reprintsLeft=MAX_REPRINTS)
        self._job = arg
        self._in_front = True
        self.publish(codes=arg.codes)
        self._print()
        self.ready()

    def leave(self) -> None:
        """The printer goes on; nobody looks any more."""
        self._in_front = False
        self._watch.stop()
        self.frame.hold_idle(False)

    def look(self) -> None:
        """See how far the printer is; ten times a second."""
        if self._job is None or self._job.paper is None:
            return
        status = self.services.checklists.printer_status(self._job.paper)
        if isinstance(status, PrinterFault):
            self.publish(held=status, state="held")
        elif isinstance(status, PrinterPrinting) or self._held is not None:
            self.publish(held=None, state="printing")

    def _print(self) -> None:
        """Make the list ready, then hand it to the printer, whose thread waits for the paper."""
        job = self._job
        if job is None or job.paper is None:
            return
        self._turn += 1
        turn, checklists, paper = self._turn, self.services.checklists, job.paper
        self.publish(state="preparing", held=None)
        self.frame.hold_idle(True)
        self._watch.start()

        def ready(made: PrintJob) -> None:
            sent = self.tasks.wait(lambda: checklists.send(paper, made))
            sent.then(lambda outcome: self._printed(turn, outcome)).otherwise(failed)

        def failed(error: Exception) -> None:
            self._over(turn, fault_of_error(error))

        self.tasks.run(self._maker(job, paper)).then(ready).otherwise(failed)

    def _maker(self, job: ListJob, paper: Paper) -> Callable[[], PrintJob]:
        """Return what lays the paper out."""
        checklists, now = self.services.checklists, self.services.clock.now()
        if job.codes:
            return lambda: checklists.codes_job(job.checklist, now)
        large = is_large(self.frame.size, paper)
        return lambda: checklists.job(job.checklist, paper, now, large=large, dates=job.dates)

    def _printed(self, turn: int, outcome: PrintOutcome) -> None:
        if isinstance(outcome, NotPrinted):
            self._over(turn, fault_of_status(outcome.fault))
        else:
            self._over(turn, None, "done" if outcome.sure else "asking")

    def _over(self, turn: int, fault: Fault | None, state: str = "failed") -> None:
        """Nothing is on its way any more; who has gone on to another screen is left alone."""
        if turn != self._turn:
            return
        self._watch.stop()
        self.publish(held=None, state=state)
        if not self._in_front:
            return
        self.frame.hold_idle(False)
        self.frame.settle()
        if fault is not None:
            self.frame.fault(fault, self._act)

    def _act(self, way: str) -> None:
        """Follow a way on from a printer's fault."""
        if way == "retry":
            self.router.push("printing", self._job)
        elif way == "scan":
            self.router.push("takeaway", self._job)
        else:
            self.router.push("checklist")
