"""R14: the list is in the resident's hands; goes to R0 by itself after 30 seconds."""

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import Bug
from kiosk.ui.list_job import Handover
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

STAY_S = 30
TICK_MS = 500


@QmlElement
@QmlUncreatable("made by the shell")
class FinishViewModel(ScreenViewModel):
    """What the last screen says. `enter` wants a Handover."""

    handoverChanged = Signal()
    secondsLeftChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._handover: Handover | None = None
        self._until_s = 0.0
        self._secondsLeft = STAY_S
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    @Property(str, notify=handoverChanged)
    def title(self) -> str:
        """清单打好了, or that it is on the phone."""
        printed = self._handover is not None and self._handover.outcome == "printed"
        return "清单打好了" if printed else "清单在您手机里了"

    @Property(str, notify=handoverChanged)
    def subject(self) -> str:
        """What the list is about."""
        return self._handover.checklist.plain if self._handover else ""

    @Property(str, notify=handoverChanged)
    def hotline(self) -> str:
        """The number to ask."""
        return self._handover.checklist.hotline if self._handover else ""

    @Property(bool, notify=handoverChanged)
    def isPrinted(self) -> bool:
        """Whether there is paper to take along."""
        return self._handover is not None and self._handover.outcome == "printed"

    @Property(int, notify=secondsLeftChanged)
    def secondsLeft(self) -> int:
        """Seconds until R0."""
        return self._secondsLeft

    @Slot()
    def goOn(self) -> None:
        """▣完成: wipe and show R0."""
        self._timer.stop()
        self.frame.finish()

    @Slot()
    def another(self) -> None:
        """▢再办一件事: R1; shared answers, county, size and theme stay."""
        self._timer.stop()
        self.router.home()

    @Slot()
    def back(self) -> None:
        """Stop the countdown and return to the paper."""
        self._timer.stop()
        self.router.back()

    def enter(self, arg: object) -> None:
        """Show the end of a matter and start the countdown."""
        if not isinstance(arg, Handover):
            raise Bug("E-SY-01", "finish wants a Handover")
        self.publish(handover=arg)
        self.services.tally.count("lists")
        self._until_s = self.services.clock.monotonic_s() + STAY_S
        self.publish(secondsLeft=STAY_S)
        self._timer.start(TICK_MS)
        self.ready()

    @Slot()
    def _look(self) -> None:
        left_s = self._until_s - self.services.clock.monotonic_s()
        self.publish(secondsLeft=max(0, round(left_s)))
        if left_s <= 0:
            self.goOn()
