"""R16: larger text, staff, or starting again.

再读一遍 comes with speech.
"""

from PySide6.QtCore import Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.ui.messages import RESTART
from kiosk.ui.screen import ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the shell")
class HelpViewModel(ScreenViewModel):
    """The ways out of any screen."""

    @Slot()
    def larger(self) -> None:
        """▢字再大点."""
        self.router.push("display")

    @Slot()
    def callStaff(self) -> None:
        """▢叫工作人员."""
        self.router.push("staff")

    @Slot()
    def restart(self) -> None:
        """▢重新开始, asked once more because it clears everything."""
        self.frame.fault(RESTART, self._act)

    def _act(self, way: str) -> None:
        if way == "restart":
            self.frame.finish()
        else:
            self.router.back()
