"""A page that explains one thing: a paper, a step of the way, why a question is asked.

What it says is decided by whoever opens it; it only shows a `Detail`.
"""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import Bug
from kiosk.ui.list_details import Detail, Part
from kiosk.ui.list_model import StructListModel
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the shell")
class DetailViewModel(ScreenViewModel):
    """What the page shows. `enter` wants a `Detail`."""

    detailChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._detail = Detail(title="", formal="", icon="", parts=())
        self._parts = StructListModel(Part, self)

    @Property(str, notify=detailChanged)
    def title(self) -> str:
        """The thing's plain name."""
        return self._detail.title

    @Property(str, notify=detailChanged)
    def formal(self) -> str:
        """Its formal name, or empty."""
        return self._detail.formal

    @Property(str, notify=detailChanged)
    def icon(self) -> str:
        """Its picture."""
        return self._detail.icon

    @Property(QObject, constant=True)
    def parts(self) -> QObject:
        """Headings and what stands below them."""
        return self._parts

    def enter(self, arg: object) -> None:
        """Show a Detail."""
        if not isinstance(arg, Detail):
            raise Bug("E-SY-01", "detail wants a Detail")
        self.publish(detail=arg)
        self._parts.show(arg.parts)
        self.ready()
