"""从哪天开始: the day that turns days into dates on the list."""

import datetime as dt

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.hours import civil
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

LATEST_DAYS = 365


@QmlElement
@QmlUncreatable("made by the shell")
class StartDayViewModel(ScreenViewModel):
    """The chosen day. `enter` wants the day chosen before, or None."""

    dayChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._day = ""

    @Property(str, notify=dayChanged)
    def day(self) -> str:
        """The day as ISO text, or empty."""
        return self._day

    @Property(str, constant=True)
    def least(self) -> str:
        """Today."""
        return self._today().isoformat()

    @Property(str, constant=True)
    def most(self) -> str:
        """The last day that can be chosen."""
        return (self._today() + dt.timedelta(days=LATEST_DAYS)).isoformat()

    @Slot(str)
    def choose(self, day: str) -> None:
        """Take a day."""
        self.publish(day=day)

    @Slot()
    def goOn(self) -> None:
        """Return to the list with dates."""
        if self._day:
            self.router.push("checklist", dt.date.fromisoformat(self._day))

    def enter(self, arg: object) -> None:
        """Show the day chosen before, else none."""
        self.publish(day=arg.isoformat() if isinstance(arg, dt.date) else "")
        self.ready()

    def _today(self) -> dt.date:
        return civil(self.services.clock.now()).date()
