"""The screen in front as a QML item: compiled once, made at every show, destroyed at the next.

Which screen comes is the router's decision; what it shows is its view model's.
"""

import shiboken6
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.domain.errors import Bug
from kiosk.files import bundled
from kiosk.ui.screen import ScreenViewModel


class Stage:
    """Puts screens into the window's stage item. GUI thread."""

    def __init__(self, engine: QQmlEngine, window: QQuickWindow) -> None:
        self._engine = engine
        self._window = window
        self._place: QQuickItem = window.property("stage")
        self._components: dict[str, QQmlComponent] = {}
        self._item: QQuickItem | None = None
        self._retired: list[QQuickItem] = []

    @property
    def item(self) -> QQuickItem | None:
        """The item of the screen in front."""
        return self._item

    def show(self, qml: str, model: ScreenViewModel) -> None:
        """Replace the screen in front.

        Raises:
            Bug: the QML file does not compile, or the screen wants something it was not given.
        """
        component = self.compiled(qml)
        start = {"vm": model, "parent": self._place}
        item = component.createWithInitialProperties(start)
        if not isinstance(item, QQuickItem):
            raise Bug("E-SY-01", f"{qml}: {component.errorString()}")
        # PySide makes what a component creates its child and would keep it there when it is dead.
        item.setParent(None)
        self.clear()
        self._item = item
        self._window.setProperty("screen", item)
        item.forceActiveFocus()

    def clear(self) -> None:
        """Take the screen away; it is destroyed when the touch that it may be handling is over."""
        if self._item is not None:
            self._window.setProperty("screen", None)
            self._item.setVisible(False)
            self._retired.append(self._item)
            self._item = None
            QTimer.singleShot(0, self._bury)

    def destroy(self) -> None:
        """Destroy every screen now. Never called while a screen handles a touch."""
        self.clear()
        self._bury()

    def _bury(self) -> None:
        """Delete through Shiboken, which must know: `deleteLater` would leave it dead wrappers."""
        retired, self._retired = self._retired, []
        for item in retired:
            shiboken6.delete(item)

    def forget(self) -> None:
        """Drop the compiled screens: the engine is about to end."""
        self._components = {}

    def compiled(self, qml: str) -> QQmlComponent:
        """Return the compiled screen; raises Bug when it has errors."""
        if qml not in self._components:
            url = QUrl.fromLocalFile(str(bundled("kiosk", "ui", "qml", "screens", qml)))
            component = QQmlComponent(self._engine, url)
            if component.isError():
                raise Bug("E-SY-01", f"{qml}: {component.errorString()}")
            self._components[qml] = component
        return self._components[qml]
