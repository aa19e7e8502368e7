"""A QML column that pages: rows of any height stand below each other, one page at a time.

It replaces scrolling, which older people miss (ux.md §4). Buttons for turning pages do not belong
here (`qml/Kiosk/PagedList.qml`).
"""

from collections.abc import Sequence

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem

from kiosk.ui.paging import PagingItem

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
class PagedColumn(PagingItem):
    """Shows the rows of one page. A row with the property `stays` is kept with the next row."""

    columnChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._starts: tuple[int, ...] = (0,)
        self._spacing = 0.0
        self._columns = 1
        self.widthChanged.connect(self.polish)

    def _get_subject(self) -> str:
        return self._subject

    def _set_subject(self, subject: str) -> None:
        self.show_subject(subject)

    subject = Property(str, _get_subject, _set_subject, notify=columnChanged)

    def _get_spacing(self) -> float:
        return self._spacing

    def _set_spacing(self, spacing: float) -> None:
        if spacing != self._spacing:
            self._spacing = spacing
            self.columnChanged.emit()
            self.polish()

    spacing = Property(float, _get_spacing, _set_spacing, notify=columnChanged)

    def _get_columns(self) -> int:
        return self._columns

    def _set_columns(self, columns: int) -> None:
        if columns != self._columns:
            self._columns = max(1, columns)
            self.columnChanged.emit()
            self.polish()

    columns = Property(int, _get_columns, _set_columns, notify=columnChanged)

    @Slot(int)
    def showRow(self, index: int) -> None:
        """Turn to the page that holds the row of that index."""
        self.arrange()
        self._set_page(sum(1 for start in self._starts if start <= index) - 1)

    def arrange(self) -> None:
        """Break the rows into pages and show one page."""
        rows = self._rows()
        self._spread(rows)
        heights = [max(item.height() for item in row) for row in rows]
        stays = [bool(row[-1].property("stays")) for row in rows]
        starts = page_starts(heights, stays, self.height(), self._spacing)
        if len(starts) > 1:
            room = self.height() - self._pager_room
            starts = page_starts(heights, stays, room, self._spacing)
        self._starts = starts
        self.show_pages(len(starts))
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
        """Return the children by rows."""
        items = self.items()
        return [items[n : n + self._columns] for n in range(0, len(items), self._columns)]
