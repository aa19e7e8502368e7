"""R17: what happened, what to do, and at least two ways on; also questions asked once more.

The words are `messages.py`; what a way does is decided by the screen that showed the fault.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import Bug
from kiosk.ui.list_model import StructListModel
from kiosk.ui.messages import UNEXPECTED, FaultCase, Way
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the shell")
class FaultViewModel(ScreenViewModel):
    """`enter` wants a FaultCase."""

    caseChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._case = FaultCase(fault=UNEXPECTED)
        self._time = ""
        self._ways = StructListModel(Way, self)

    @Property(str, notify=caseChanged)
    def icon(self) -> str:
        """The picture of what happened."""
        return self._case.fault.icon

    @Property(str, notify=caseChanged)
    def title(self) -> str:
        """What happened."""
        return self._case.fault.title

    @Property(str, notify=caseChanged)
    def body(self) -> str:
        """What to do."""
        return self._case.fault.body

    @Property(str, notify=caseChanged)
    def code(self) -> str:
        """The code for staff; empty when nothing is wrong."""
        return self._case.fault.code

    @Property(str, notify=caseChanged)
    def time(self) -> str:
        """When it happened, for staff."""
        return self._time

    @Property(QObject, constant=True)
    def ways(self) -> QObject:
        """The buttons: id, label, icon."""
        return self._ways

    def enter(self, arg: object) -> None:
        """Show a fault."""
        if not isinstance(arg, FaultCase):
            raise Bug("E-SY-01", "fault wants a FaultCase")
        self._case = arg
        self._time = self.frame.clockText
        self._ways.show(arg.fault.ways)
        self.caseChanged.emit()
        self.ready()

    @Slot(str)
    def choose(self, way: str) -> None:
        """Follow a way on: staff and home are known here, the rest belongs to the asking screen."""
        if way == "staff":
            self.router.push("staff")
        elif way == "home" or self._case.act is None:
            self.router.home()
        else:
            self._case.act(way)
