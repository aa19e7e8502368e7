"""A QML stack of answer cards that gives way instead of scrolling (ux.md §4).

When the cards do not fit: first their help lines leave, then the hint above them, then fewer cards
stand on a page. What the cards look like and say belongs in QML and the view model.
"""

from collections.abc import Sequence

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem

from kiosk.ui.paging import PagingItem

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

CARDS_PER_PAGE = 4
"""Including 我不清楚 (ux.md decision 4)."""

ALL, NO_HELP, NO_HINT, PAGED = range(4)


def fits(heights: Sequence[float], pinned: float, per_page: int, room: float, gap: float) -> bool:
    """Tell whether every page of cards fits.

    Args:
        heights: of the cards that share pages.
        pinned: height of the card that stands on every page, 0 without one.
        per_page: cards of a page, the pinned one not counted.
        room: height for the cards of a page.
        gap: between two cards.
    """
    pages = [heights[n : n + per_page] for n in range(0, len(heights), per_page)] or [[]]
    fixed = pinned + gap if pinned else 0.0
    return all(sum(page) + gap * max(0, len(page) - 1) + fixed <= room for page in pages)


@QmlElement
class CardStack(PagingItem):
    """Lays its children out as pages of cards; a child whose `pinned` is true is on all of them.

    Children bind their help line to `showsHelp`, the screen its hint to `showsHint`. With another
    `subject` everything is tried from the start again.
    """

    levelChanged = Signal()
    stackChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._level = ALL
        self._gap = 0.0
        self.widthChanged.connect(self._start_over)
        self.subjectChanged.connect(self._start_over)

    def _get_shows_help(self) -> bool:
        return self._level < NO_HELP

    showsHelp = Property(bool, _get_shows_help, notify=levelChanged)

    def _get_shows_hint(self) -> bool:
        return self._level < NO_HINT

    showsHint = Property(bool, _get_shows_hint, notify=levelChanged)

    def _get_subject(self) -> str:
        return self._subject

    def _set_subject(self, subject: str) -> None:
        self.show_subject(subject)

    subject = Property(str, _get_subject, _set_subject, notify=stackChanged)

    def _get_gap(self) -> float:
        return self._gap

    def _set_gap(self, gap: float) -> None:
        self._gap = gap
        self.stackChanged.emit()
        self.polish()

    gap = Property(float, _get_gap, _set_gap, notify=stackChanged)

    def arrange(self) -> None:
        """Place the cards; gives way one level when they do not fit, and is called again."""
        cards = self.items()
        pinned = [item for item in cards if item.property("pinned")]
        moving = [item for item in cards if not item.property("pinned")]
        per_page = self._per_page(moving, sum(item.height() for item in pinned))
        if per_page is None:
            self._set_level(self._level + 1)
            return
        pages = max(1, -(-len(moving) // per_page))
        self.show_pages(pages)
        self._place(moving, pinned, per_page)

    def _per_page(self, moving: list[QQuickItem], pinned: float) -> int | None:
        """Return how many cards stand on a page, or None when something has to leave first."""
        heights = [item.height() for item in moving]
        most = CARDS_PER_PAGE - (1 if pinned else 0)
        for per_page in range(most, 0, -1):
            below = self._pager_room if len(moving) > per_page else 0
            if fits(heights, pinned, per_page, self.height() - below, self._gap):
                return per_page
            if self._level < PAGED:
                return None
        return 1

    def _place(self, moving: list[QQuickItem], pinned: list[QQuickItem], per_page: int) -> None:
        """Show the cards of the page below each other, the pinned one last."""
        first = self._page * per_page
        here = moving[first : first + per_page]
        for item in moving:
            item.setVisible(item in here)
        y = 0.0
        for item in [*here, *pinned]:
            item.setY(y)
            y += item.height() + self._gap

    def _set_level(self, level: int) -> None:
        # Qt polishes what was scheduled last first: scheduled before the cards change, this item
        # is laid out after them.
        self.polish()
        if level != self._level:
            self._level = level
            self.levelChanged.emit()

    @Slot()
    def _start_over(self) -> None:
        self._set_level(ALL)
