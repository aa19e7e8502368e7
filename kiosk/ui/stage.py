"""The screen in front as a QML item: compiled once, made when shown, destroyed when left.

A large screen may stay, hidden, while another lies over it: to come back to it must be fast.
Which screen comes is the router's decision; what it shows is its view model's.
"""

import shiboken6
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.domain.errors import Bug
from kiosk.files import bundled
from kiosk.ui.screen import ScreenSpec, ScreenViewModel


class Stage:
    """Puts screens into the window's stage item. GUI thread."""

    def __init__(self, engine: QQmlEngine, window: QQuickWindow) -> None:
        self._engine = engine
        self._window = window
        self._place: QQuickItem = window.property("stage")
        self._components: dict[str, QQmlComponent] = {}
        self._item: QQuickItem | None = None
        self._kept: dict[str, QQuickItem] = {}
        self._retired: list[QQuickItem] = []

    @property
    def item(self) -> QQuickItem | None:
        """The item of the screen in front."""
        return self._item

    def show(self, spec: ScreenSpec, model: ScreenViewModel, way: tuple[str, ...]) -> None:
        """Replace the screen in front.

        Args:
            spec: the screen.
            model: its view model.
            way: names of the screens that lie behind it; those that stay are kept for 返回.

        Raises:
            Bug: the QML file does not compile, or the screen wants something it was not given.
        """
        item = self._kept.get(spec.name) or self._make(spec.qml, model)
        self._take_away()
        for name in [name for name in self._kept if name not in (*way, spec.name)]:
            self._retire(self._kept.pop(name))
        if spec.stays:
            self._kept[spec.name] = item
        self._item = item
        item.setVisible(True)
        self._window.setProperty("screen", item)
        item.forceActiveFocus()

    def drop_hidden(self) -> None:
        """Let go of screens that wait hidden: every text in them is about to change its size."""
        for name in [name for name, item in self._kept.items() if item is not self._item]:
            self._retire(self._kept.pop(name))

    def clear(self) -> None:
        """Take every screen away; they are destroyed when the touch being handled is over."""
        self._take_away()
        self.drop_hidden()

    def destroy(self) -> None:
        """Destroy every screen now. Never called while a screen handles a touch."""
        self.clear()
        self._bury()

    def forget(self) -> None:
        """Drop the compiled screens: the engine is about to end."""
        self._components = {}

    def _make(self, qml: str, model: ScreenViewModel) -> QQuickItem:
        """Return a new item of a screen."""
        component = self.compiled(qml)
        start = {"vm": model, "parent": self._place}
        item = component.createWithInitialProperties(start)
        if not isinstance(item, QQuickItem):
            raise Bug("E-SY-01", f"{qml}: {component.errorString()}")
        # PySide makes what a component creates its child and would keep it there when it is dead.
        item.setParent(None)
        return item

    def _take_away(self) -> None:
        """Hide the screen in front; unless it stays, it is retired."""
        item, self._item = self._item, None
        if item is not None:
            self._window.setProperty("screen", None)
            item.setVisible(False)
            if item not in self._kept.values():
                self._retire(item)

    def _retire(self, item: QQuickItem) -> None:
        """Destroy a screen when the touch that it may be handling is over."""
        self._retired.append(item)
        QTimer.singleShot(0, self._bury)

    def _bury(self) -> None:
        """Delete through Shiboken, which must know: `deleteLater` would leave it dead wrappers."""
        retired, self._retired = self._retired, []
        for item in retired:
            shiboken6.delete(item)

    def compiled(self, qml: str) -> QQmlComponent:
        """Return the compiled screen; raises Bug when it has errors."""
        if qml not in self._components:
            url = QUrl.fromLocalFile(str(bundled("kiosk", "ui", "qml", "screens", qml)))
            component = QQmlComponent(self._engine, url)
            if component.isError():
                raise Bug("E-SY-01", f"{qml}: {component.errorString()}")
            self._components[qml] = component
        return self._components[qml]
