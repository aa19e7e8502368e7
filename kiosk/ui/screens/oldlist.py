"""我有旧清单: the list is known; go on with it, or see what has changed.

Scanning is `scan.py`, the lines that changed are `changes.py`.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import Bug
from kiosk.ui.old_list import OldList, take_up
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the shell")
class OldListViewModel(ScreenViewModel):
    """`enter` wants an OldList."""

    foundChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._found: OldList | None = None

    @Property(str, notify=foundChanged)
    def topic(self) -> str:
        """What the list is about; empty when it no longer exists."""
        return self._found.topic if self._found else ""

    @Property(bool, notify=foundChanged)
    def canGoOn(self) -> bool:
        """Whether its answers can be taken over."""
        return self._found is not None and self._found.enquiry is not None

    @Slot()
    def goOn(self) -> None:
        """▢接着办: its answers count, on to the first open question."""
        if self._found is not None and self._found.enquiry is not None:
            take_up(self.services.visit, self._found.enquiry)
            self.router.push("question")

    @Slot()
    def compare(self) -> None:
        """▢看有没有变."""
        self.router.push("changes", self._found)

    @Slot()
    def back(self) -> None:
        """返回上一步 leads past the scanner: its paper is back in the pocket."""
        self.router.home()

    def enter(self, arg: object) -> None:
        """Show what was scanned."""
        if not isinstance(arg, OldList):
            raise Bug("E-SY-01", "oldlist wants an OldList")
        self.publish(found=arg)
        self.ready()
