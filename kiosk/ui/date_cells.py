"""The cells of the date picker: a year, then a month, then a day; no wheel, no typing.

What a date is for is the screen's matter; how cells look is `DatePicker.qml`.
"""

import calendar
import datetime as dt
from typing import Literal

from msgspec import Struct
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QPyQmlParserStatus

from kiosk.ui.list_model import StructListModel
from kiosk.ui.qml_made import free_when_destroyed

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

Level = Literal["year", "month", "day"]
MONTHS = 12
FEW_YEARS = 2


class DateCell(Struct, frozen=True, kw_only=True):
    """One cell: `key` is the year, month or day; `hint` the weekday."""

    key: int
    label: str
    hint: str
    usable: bool
    chosen: bool


@QmlElement
class DateCells(QPyQmlParserStatus):
    """State of one date picker. Dates are ISO texts; `least` and `most` must be given.

    `yearsShown` and `daysShown` say for how many cells there is room; the others take a page more.
    """

    leastChanged = Signal()
    mostChanged = Signal()
    dayChanged = Signal()
    levelChanged = Signal()
    roomChanged = Signal()
    picked = Signal(str, arguments=["day"])

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._least = dt.date(1900, 1, 1)
        self._most = dt.date(2100, 12, 31)
        self._day: dt.date | None = None
        self._level: Level = "year"
        self._year = 0
        self._month = 0
        self._page = 0
        self._years_shown = 20
        self._days_shown = 31
        self._cells = StructListModel(DateCell, self)

    def classBegin(self) -> None:
        """QML makes this object: its Python half is freed with it."""
        free_when_destroyed(self)

    def componentComplete(self) -> None:
        """Nothing to do: the cells follow every property."""

    def _get_least(self) -> str:
        return self._least.isoformat()

    def _set_least(self, value: str) -> None:
        self._least = dt.date.fromisoformat(value)
        self._restart()
        self.leastChanged.emit()

    def _get_most(self) -> str:
        return self._most.isoformat()

    def _set_most(self, value: str) -> None:
        self._most = dt.date.fromisoformat(value)
        self._restart()
        self.mostChanged.emit()

    def _get_day(self) -> str:
        return self._day.isoformat() if self._day else ""

    def _set_day(self, value: str) -> None:
        day = dt.date.fromisoformat(value) if value else None
        if day != self._day:
            self._day = day
            self._restart()
            self.dayChanged.emit()

    def _get_years_shown(self) -> int:
        return self._years_shown

    def _set_years_shown(self, count: int) -> None:
        self._years_shown = count
        self._restart()
        self.roomChanged.emit()

    def _get_days_shown(self) -> int:
        return self._days_shown

    def _set_days_shown(self, count: int) -> None:
        self._days_shown = count
        self._restart()
        self.roomChanged.emit()

    least = Property(str, _get_least, _set_least, notify=leastChanged, doc="The first usable day.")
    most = Property(str, _get_most, _set_most, notify=mostChanged, doc="The last usable day.")
    day = Property(str, _get_day, _set_day, notify=dayChanged, doc="The chosen day, or empty.")
    yearsShown = Property(int, _get_years_shown, _set_years_shown, notify=roomChanged)
    daysShown = Property(int, _get_days_shown, _set_days_shown, notify=roomChanged)

    @Property(str, notify=levelChanged)
    def level(self) -> str:
        """What is being chosen: year, month or day."""
        return self._level

    @Property(str, notify=levelChanged)
    def yearText(self) -> str:
        """The chosen year, or what to do."""
        return f"{self._year}年" if self._level != "year" else "哪一年"

    @Property(str, notify=levelChanged)
    def monthText(self) -> str:
        """The chosen month; empty before there is a year."""
        return {"year": "", "month": "哪个月", "day": f"{self._month}月"}[self._level]

    @Property(bool, notify=levelChanged)
    def hasEarlier(self) -> bool:
        """Whether there is a page before."""
        return self._page > 0

    @Property(bool, notify=levelChanged)
    def hasLater(self) -> bool:
        """Whether there is a page after."""
        return self._page < self._last_page()

    @Property(QObject, constant=True)
    def cells(self) -> QObject:
        """The cells: key, label, hint, usable, chosen."""
        return self._cells

    @Slot(int)
    def press(self, key: int) -> None:
        """Choose a cell: on to the next level, or done."""
        if self._level == "year":
            self._year = key
            self.show("month")
        elif self._level == "month":
            self._month = key
            self.show("day")
        else:
            self._day = dt.date(self._year, self._month, key)
            self._refresh()
            self.dayChanged.emit()
            self.picked.emit(self._day.isoformat())

    @Slot(int)
    def turn(self, pages: int) -> None:
        """Turn pages forward (1) or back (-1)."""
        self._page = min(max(self._page + pages, 0), self._last_page())
        self._refresh()

    @Slot(str)
    def show(self, level: Level) -> None:
        """Go to a level, to the page that holds what was chosen."""
        self._level = level
        self._page = self._chosen_at() // self._per_page()
        self._refresh()

    def _refresh(self) -> None:
        rows = {"year": self._years, "month": self._months, "day": self._days}[self._level]()
        self._cells.show(rows)
        self.levelChanged.emit()

    def _restart(self) -> None:
        start = self._day or max(self._least, min(self._most, dt.date(1960, 1, 1)))
        few = self._most.year - self._least.year < FEW_YEARS
        self._year, self._month = start.year, start.month
        self.show("day" if self._day else "month" if few else "year")

    def _per_page(self) -> int:
        return {"year": self._years_shown, "month": MONTHS, "day": self._days_shown}[self._level]

    def _chosen_at(self) -> int:
        """Return how many cells of the level stand before the chosen one."""
        if self._level == "year":
            return self._year - self._least.year
        day = self._day
        here = day is not None and (day.year, day.month) == (self._year, self._month)
        return day.day - 1 if day and here and self._level == "day" else 0

    def _last_page(self) -> int:
        cells = {
            "year": self._most.year - self._least.year + 1,
            "month": MONTHS,
            "day": self._month_length(),
        }[self._level]
        return (cells - 1) // self._per_page()

    def _month_length(self) -> int:
        return calendar.monthrange(self._year, self._month)[1]

    def _years(self) -> tuple[DateCell, ...]:
        first = self._least.year + self._page * self._years_shown
        last = min(first + self._years_shown, self._most.year + 1)
        chosen = self._day.year if self._day else None
        return tuple(_cell(y, f"{y}", usable=True, chosen=y == chosen) for y in range(first, last))

    def _months(self) -> tuple[DateCell, ...]:
        chosen = self._day.month if self._day and self._day.year == self._year else None
        return tuple(
            _cell(m, f"{m}月", usable=self._overlaps(m), chosen=m == chosen) for m in range(1, 13)
        )

    def _days(self) -> tuple[DateCell, ...]:
        first = 1 + self._page * self._days_shown
        last = min(first + self._days_shown, self._month_length() + 1)
        days = (dt.date(self._year, self._month, n) for n in range(first, last))
        return tuple(
            _cell(
                day.day,
                f"{day.day}",
                hint=f"周{'一二三四五六日'[day.weekday()]}",
                usable=self._least <= day <= self._most,
                chosen=day == self._day,
            )
            for day in days
        )

    def _overlaps(self, month: int) -> bool:
        count = calendar.monthrange(self._year, month)[1]
        first, last = dt.date(self._year, month, 1), dt.date(self._year, month, count)
        return first <= self._most and last >= self._least


def _cell(key: int, label: str, *, usable: bool, chosen: bool, hint: str = "") -> DateCell:
    return DateCell(key=key, label=label, hint=hint, usable=usable, chosen=chosen)
