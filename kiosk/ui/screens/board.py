"""T1: how everything is, kept up to date; every card leads to the tests of its device.

What is found and how it is judged is `services/health.py`; the words of the cards are its words.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.services.health import HealthReport
from kiosk.ui.device_cards import DeviceRow, care_of, rows_of, wanting
from kiosk.ui.list_model import StructListModel
from kiosk.ui.screen import ScreenParts, ScreenViewModel
from kiosk.ui.watch import Watch

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

EVERY_S = 2.0


@QmlElement
@QmlUncreatable("made by the shell")
class BoardViewModel(ScreenViewModel):
    """One card per check of the report, what is wrong first."""

    summaryChanged = Signal()
    newChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._care = care_of(parts.services)
        self._rows = StructListModel(DeviceRow, self)
        self._summary = ""
        self._new = False
        self._asking = False
        self._asked_s = 0.0
        self._watch = Watch(self.look, self)

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        """The cards: key, icon, title, state, word, message."""
        return self._rows

    @Property(str, notify=summaryChanged)
    def summary(self) -> str:
        """How many are out of order."""
        return self._summary

    @Property(bool, notify=newChanged)
    def new(self) -> bool:
        """Whether no device is configured yet: a new machine."""
        return self._new

    @Slot(str)
    def choose(self, key: str) -> None:
        """Go on to a device."""
        self.router.push("device", key)

    @Slot()
    def find(self) -> None:
        """▢找设备."""
        self.router.push("finder")

    @Slot()
    def back(self) -> None:
        """Leave: the machine is locked and belongs to the residents again."""
        self.frame.finish()

    def enter(self, arg: object) -> None:
        """Look at everything, then show it."""
        self._ask()
        self._watch.start()

    def resume(self) -> None:
        """Go on looking."""
        self._ask()
        self._watch.start()

    def leave(self) -> None:
        """Look no more."""
        self._watch.stop()

    def look(self) -> None:
        """Ask again every two seconds, never twice at a time."""
        if self.services.clock.monotonic_s() - self._asked_s >= EVERY_S:
            self._ask()

    def _ask(self) -> None:
        if self._asking:
            return
        self._asking = True
        self._asked_s = self.services.clock.monotonic_s()
        self.tasks.run(self._care.health).then(self._found)

    def _found(self, report: HealthReport) -> None:
        self._asking = False
        wrong = wanting(report)
        self._rows.show(rows_of(report))
        summary = f"有{wrong}处要看" if wrong else "都正常"
        self.publish(summary=summary, new=self._care.is_new)
        self.ready()
