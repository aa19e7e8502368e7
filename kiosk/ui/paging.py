"""What every QML item that pages has: its page, the room its buttons need, children it follows.

How children are laid out is decided by `paged_column.py` and `card_stack.py`.
"""

from typing import cast

from PySide6.QtCore import SIGNAL, SLOT, Property, QElapsedTimer, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable
from PySide6.QtQuick import QQuickItem

from kiosk.ui.qml_made import free_when_destroyed

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

MOST_ROUNDS = 500
FRAME_MS = 200
"""A layout that does not come to rest in so many rounds within this time is left as it is."""

# PySide's stubs ask for bytes where it takes nothing but str.
HEIGHT_CHANGED = cast(bytes, SIGNAL("heightChanged()"))
ARRANGE_ANEW = cast(bytes, SLOT("_height_changed()"))


@QmlElement
@QmlUncreatable("a base of items that page")
class PagingItem(QQuickItem):
    """Lays its children out by pages. Subclasses implement `arrange`.

    A property of a subclass notifies by a signal of that subclass: PySide 6.8 crashes when it
    names one of its base. `subject` says what the children are about: with another one the
    first page is shown.
    """

    pageChanged = Signal()
    pagesChanged = Signal()
    settingChanged = Signal()
    subjectChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._page = 0
        self._pages = 1
        self._pager_room = 0.0
        self._subject = ""
        self._rounds = 0
        self._since = QElapsedTimer()
        self._since.start()
        self._known: set[QQuickItem] = set()
        self.childrenChanged.connect(self._adopt)
        self.heightChanged.connect(self.polish)

    def classBegin(self) -> None:
        """QML makes this item: its Python half is freed with it."""
        super().classBegin()
        free_when_destroyed(self)

    def _get_page(self) -> int:
        return self._page

    def _set_page(self, page: int) -> None:
        page = max(0, min(page, self._pages - 1))
        if page != self._page:
            self._page = page
            self.pageChanged.emit()
            self.polish()

    page = Property(int, _get_page, _set_page, notify=pageChanged)

    def _get_pages(self) -> int:
        return self._pages

    pages = Property(int, _get_pages, notify=pagesChanged)

    def _get_pager_room(self) -> float:
        return self._pager_room

    def _set_pager_room(self, room: float) -> None:
        if room != self._pager_room:
            self._pager_room = room
            self.settingChanged.emit()
            self.polish()

    pagerRoom = Property(float, _get_pager_room, _set_pager_room, notify=settingChanged)

    def show_subject(self, subject: str) -> None:
        """Note what the children are about; with another subject the first page is shown."""
        if subject != self._subject:
            self._subject = subject
            self._set_page(0)
            self.subjectChanged.emit()

    def arrange(self) -> None:
        """Place the children; called once before the next frame, again when sizes change."""
        raise NotImplementedError

    def updatePolish(self) -> None:
        """Arrange the children, unless that has been done too often in this frame."""
        if self._since.hasExpired(FRAME_MS):
            self._rounds = 0
            self._since.restart()
        self._rounds += 1
        if self._rounds <= MOST_ROUNDS:
            self.arrange()

    def show_pages(self, pages: int) -> None:
        """Take over the number of pages; the page in front stays in range."""
        if pages != self._pages:
            self._pages = pages
            self.pagesChanged.emit()
            self._set_page(self._page)

    def items(self) -> list[QQuickItem]:
        """Return the children that take room, and hide those that take none."""
        held = []
        for item in self.childItems():
            if item.height() > 0:
                held.append(item)
            else:
                item.setVisible(False)
        return held

    @Slot()
    def _adopt(self) -> None:
        """Follow the heights of new children."""
        children = set(self.childItems())
        for item in children - self._known:
            # Connected by name: PySide never frees an item whose signal it connected as an object.
            QObject.connect(item, HEIGHT_CHANGED, self, ARRANGE_ANEW)
        self._known = children
        self.polish()

    @Slot()
    def _height_changed(self) -> None:
        """Arrange the children anew before the next frame."""
        self.polish()
