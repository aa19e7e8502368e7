"""R9: a list or a receipt goes to paper; what holds it up is said, faults leave two ways on.

What is printed and where it leads is `print_errand.py`, the words of faults are `messages.py`.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.ports.devices import (
    NotPrinted,
    PrinterFault,
    PrinterPrinting,
    PrintJob,
    PrintOutcome,
)
from kiosk.ui.messages import NOT_OUT, Fault, fault_of_error, fault_of_status
from kiosk.ui.print_errand import PrintErrand, errand_of
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
    """`state` is preparing, printing, held, asking or done; a fault shows R17.

    `enter` wants a ListJob or a ReceiptJob.
    """

    stateChanged = Signal()
    errandChanged = Signal()
    heldChanged = Signal()
    reprintsLeftChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._job: object = None
        self._errand: PrintErrand | None = None
        self._state = "preparing"
        self._held: PrinterFault | None = None
        self._turn = 0
        self._in_front = False
        self._reprintsLeft = MAX_REPRINTS
        self._watch = Watch(self.look, self)

    @Property(str, notify=stateChanged)
    def state(self) -> str:
        """preparing, printing, held (it waits for a hand), asking (is it out?), done, failed."""
        return self._state

    @Property(bool, notify=errandChanged)
    def isList(self) -> bool:
        """Whether it is the last step of the way to a list."""
        return self._errand is None or self._errand.is_list

    @Property(str, notify=errandChanged)
    def doneHint(self) -> str:
        """What to do with the paper."""
        return self._errand.hint if self._errand else ""

    @Property(str, notify=errandChanged)
    def insteadLabel(self) -> str:
        """The way on without paper."""
        return self._errand.instead_label if self._errand else ""

    @Property(str, notify=errandChanged)
    def insteadIcon(self) -> str:
        """Its picture."""
        return self._errand.instead_icon if self._errand else ""

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
            self._print(errand_of(self._job, self))

    @Slot()
    def takeAway(self) -> None:
        """▢扫码带走, ▢看回执, while the printer waits for a hand."""
        self._act("scan")

    @Slot()
    def isOut(self) -> None:
        """▣打出来了."""
        self.publish(state="done")
        if self._errand is not None:
            self._errand.out()

    @Slot()
    def isNotOut(self) -> None:
        """▢没打出来."""
        self.publish(state="failed")
        self._tell(NOT_OUT)

    @Slot()
    def goOn(self) -> None:
        """▣完成."""
        if self._errand is not None:
            self._errand.done()

    @Slot()
    def back(self) -> None:
        """Return to what is printed; nothing can be taken back while paper is moving."""
        if self._state not in BUSY:
            self._act("home")

    def resume(self) -> None:
        """Help or a fault was left by 返回: look again, or there is nothing to wait for here."""
        self._in_front = True
        if self._state in BUSY:
            self.frame.hold_idle(True)
            self._watch.start()
        elif self._state == "failed":
            self._act("home")

    def enter(self, arg: object) -> None:
        """Print something."""
        errand = errand_of(arg, self)
        if self._errand is None or self._errand.about != errand.about:
            self.publish(reprintsLeft=MAX_REPRINTS)
        self._job = arg
        self._in_front = True
        self._print(errand)
        self.ready()

    def leave(self) -> None:
        """The printer goes on; nobody looks any more."""
        self._in_front = False
        self._watch.stop()
        self.frame.hold_idle(False)

    def look(self) -> None:
        """See how far the printer is; ten times a second."""
        if self._errand is None:
            return
        status = self.services.checklists.printer_status(self._errand.paper)
        if isinstance(status, PrinterFault):
            self.publish(held=status, state="held")
        elif isinstance(status, PrinterPrinting) or self._held is not None:
            self.publish(held=None, state="printing")

    def _print(self, errand: PrintErrand) -> None:
        """Make the paper ready, then hand it to the printer, whose thread waits for it."""
        self._turn += 1
        turn = self._turn
        self.publish(errand=errand, state="preparing", held=None)
        self.frame.hold_idle(True)
        self._watch.start()

        def ready(made: PrintJob) -> None:
            sent = self.tasks.wait(lambda: errand.send(made))
            sent.then(lambda outcome: self._printed(turn, outcome)).otherwise(failed)

        def failed(error: Exception) -> None:
            self._over(turn, fault_of_error(error))

        self.tasks.run(errand.make).then(ready).otherwise(failed)

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
            self._tell(fault)

    def _tell(self, fault: Fault) -> None:
        words = fault if self._errand is None else self._errand.words(fault)
        self.frame.fault(words, self._act)

    def _act(self, way: str) -> None:
        """Follow a way on from a printer's fault; any other leads back to what is printed."""
        if self._errand is None:
            return
        if way == "retry":
            self.router.push("printing", self._job)
        elif way == "scan":
            self.router.push(self._errand.instead, self._job)
        else:
            self.router.push(self._errand.home)
