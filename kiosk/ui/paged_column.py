"""A QML column that pages: rows of any height stand below each other, one page at a time.

It replaces scrolling, which older people miss (ux.md §4). Buttons for turning pages do not belong
here (`qml/Kiosk/PagedList.qml`).
"""

from collections.abc import Sequence

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


def page_starts(
    heights: Sequence[float], stays: Sequence[bool], room: float, spacing: float
) -> tuple[int, ...]:
    """Break rows into pages and return the index of the first row of each page.

    Args:
        heights: of the rows.
        stays: True for a row that must not be the last of a page (a heading).
        room: height of a page.
        spacing: between two rows of a page.

    Returns:
        At least one start. A row higher than a page has a page of its own.
    """
    starts = [0]
    used = 0.0
    for index, height in enumerate(heights):
        if index > starts[-1] and used + spacing + height > room:
            first = index
            used = height
            while first - 1 > starts[-1] and stays[first - 1]:
                if used + spacing + heights[first - 1] > room:
                    break
                first -= 1
                used += spacing + heights[first]
            starts.append(first)
        else:
            used += height + (spacing if index > starts[-1] else 0)
    return tuple(starts)


@QmlElement
class PagedColumn(QQuickItem):
    """Shows the rows of one page. A row with the property `stays` is kept with the next row."""

    pageChanged = Signal()
    pagesChanged = Signal()
    settingChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._page = 0
        self._starts: tuple[int, ...] = (0,)
        self._spacing = 0.0
        self._pager_room = 0.0
        self._columns = 1
        self._known: set[QQuickItem] = set()
        self.childrenChanged.connect(self._adopt)
        self.heightChanged.connect(self.polish)
        self.widthChanged.connect(self.polish)

    def _get_page(self) -> int:
        return self._page

    def _set_page(self, page: int) -> None:
        page = max(0, min(page, len(self._starts) - 1))
        if page != self._page:
            self._page = page
            self.pageChanged.emit()
            self.polish()

    page = Property(int, _get_page, _set_page, notify=pageChanged)

    def _get_pages(self) -> int:
        return len(self._starts)

    pages = Property(int, _get_pages, notify=pagesChanged)

    def _get_spacing(self) -> float:
        return self._spacing

    def _set_spacing(self, spacing: float) -> None:
        if spacing != self._spacing:
            self._spacing = spacing
            self.settingChanged.emit()
            self.polish()

    spacing = Property(float, _get_spacing, _set_spacing, notify=settingChanged)

    def _get_pager_room(self) -> float:
        return self._pager_room

    def _set_pager_room(self, room: float) -> None:
        if room != self._pager_room:
            self._pager_room = room
            self.settingChanged.emit()
            self.polish()

    pagerRoom = Property(float, _get_pager_room, _set_pager_room, notify=settingChanged)

    def _get_columns(self) -> int:
        return self._columns

    def _set_columns(self, columns: int) -> None:
        if columns != self._columns:
            self._columns = max(1, columns)
            self.settingChanged.emit()
            self.polish()

    columns = Property(int, _get_columns, _set_columns, notify=settingChanged)

    @Slot(int)
    def showRow(self, index: int) -> None:
        """Turn to the page that holds the row of that index."""
        self.updatePolish()
        self._set_page(sum(1 for start in self._starts if start <= index) - 1)

    def updatePolish(self) -> None:
        """Place the rows; Qt calls this once before the next frame."""
        rows = self._rows()
        self._spread(rows)
        heights = [max(item.height() for item in row) for row in rows]
        stays = [bool(row[-1].property("stays")) for row in rows]
        starts = page_starts(heights, stays, self.height(), self._spacing)
        if len(starts) > 1:
            room = self.height() - self._pager_room
            starts = page_starts(heights, stays, room, self._spacing)
        if len(starts) != len(self._starts):
            self._starts = starts
            self.pagesChanged.emit()
        self._starts = starts
        self._set_page(self._page)
        self._place(rows, heights)

    def _place(self, rows: list[list[QQuickItem]], heights: list[float]) -> None:
        """Show the rows of the page below each other and hide the others."""
        ends = (*self._starts[1:], len(rows))
        first, end = self._starts[self._page], ends[self._page]
        y = 0.0
        for index, row in enumerate(rows):
            here = first <= index < end
            self._place_row(row, y, here)
            y += heights[index] + self._spacing if here else 0

    def _place_row(self, row: list[QQuickItem], y: float, here: bool) -> None:
        """Stand the items of one row at `y`, or hide them."""
        for item in row:
            item.setVisible(here)
            item.setY(y)

    def _spread(self, rows: list[list[QQuickItem]]) -> None:
        """Give the items of every row equal widths side by side."""
        pitch = (self.width() + self._spacing) / self._columns
        for row in rows:
            for column, item in enumerate(row):
                item.setX(column * pitch)
                item.setWidth(pitch - self._spacing)

    def _rows(self) -> list[list[QQuickItem]]:
        """Return the children by rows; a Repeater is a child without height."""
        items = [item for item in self.childItems() if item.height() > 0]
        return [items[n : n + self._columns] for n in range(0, len(items), self._columns)]

    def _adopt(self) -> None:
        """Follow the heights of new children."""
        children = set(self.childItems())
        for item in children - self._known:
            item.heightChanged.connect(self.polish)
        self._known = children
        self.polish()
