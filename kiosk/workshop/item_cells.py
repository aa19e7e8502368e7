"""One row seen through a map: cells by element, sentinels as nothing, coded values as words.

It counts what is empty and collects what cannot be read. What is made of it is `item_service.py`.
"""

from collections import Counter
from typing import Any

from msgspec import Struct

from kiosk.workshop.item_elements import LABELS, LISTS
from kiosk.workshop.item_lists import Row
from kiosk.workshop.item_map import Columns, ItemMap
from kiosk.workshop.item_values import UNREAD


class RowFault(Struct, frozen=True, kw_only=True):
    """What is wrong in one row; `field` is the element, or the column when it is none."""

    line: int
    field: str
    reason: str
    column: str | None = None


class Cells:
    """Reads the rows of one list; `nulls` counts by element, `unread` holds what no rule covers."""

    def __init__(self, options: ItemMap, columns: Columns) -> None:
        self._map = options
        self._columns = columns
        self._empty = frozenset(options.empty)
        self._elements = {column: element for element, column in columns.items()}
        self._lists = {name: one for name in LISTS if (one := options.list_column(name))}
        self._elements |= {one.column: name for name, one in self._lists.items()}
        self.nulls: Counter[str] = Counter(dict.fromkeys(self._elements.values(), 0))
        self.unread: list[RowFault] = []
        self._row = Row(line=0, cells={})

    def enter(self, row: Row) -> list[RowFault]:
        """Make a row the current one; return the faults of the cells that the map uses."""
        self._row = row
        return [
            RowFault(
                line=row.line,
                field=self._elements.get(column, ""),
                column=column or None,
                reason=reason,
            )
            for column, reason in row.faults.items()
            if not column or column in self._elements
        ]

    def count_nulls(self) -> None:
        """Count the empty elements of the current row."""
        for element in self._columns:
            if self.text(element) is None:
                self.nulls[element] += 1
        for name in self._lists:
            if self.raw_list(name) is None:
                self.nulls[name] += 1

    def has(self, element: str) -> bool:
        """Tell whether the list has a column for an element."""
        return element in self._columns

    def text(self, element: str) -> str | None:
        """Return the text of an element, None when it is empty or a sentinel."""
        column = self._columns.get(element)
        value = None if column is None else self._row.cells.get(column)
        if value is None:
            return None
        if isinstance(value, list):
            value = "、".join(text for part in value if (text := str(part)) not in self._empty)
        text = _without_label(str(value).strip(), element)
        table = self._map.values.get(element)
        if table is not None:
            text = table.get(text, text)
        own = self._map.empty_for.get(element, ())
        return None if not text or text in self._empty or text in own else text

    def raw_list(self, name: str) -> Any:
        """Return the cell of a list element, None when it is empty or a sentinel."""
        column = self._lists.get(name)
        value = None if column is None else self._row.cells.get(column.column)
        if isinstance(value, str) and (not value.strip() or value.strip() in self._empty):
            return None
        return value or None

    def clean(self, value: Any) -> str | None:
        """Return one part of a list entry as text, None when it is empty or a sentinel."""
        text = "" if value is None else str(value).strip()
        return None if not text or text in self._empty else text

    def check_coded(self, element: str) -> None:
        """Tell when a value is not in the table that the map gives for its element."""
        table, text = self._map.values.get(element), self.text(element)
        if table and text is not None and text not in table.values():
            self.tell(element, f"映射的 values 里没有“{text}”；原样留下")

    def known(self, element: str, value: Any) -> Any:
        """Return a value, or None after telling that the text of its element is not understood."""
        if value != UNREAD:
            return value
        self.tell(element, f"看不懂“{_short(self.text(element) or '')}”；没有采用")
        return None

    def tell(self, field: str, reason: str) -> None:
        """Add a remark about the current row."""
        listed = self._lists.get(field)
        column = self._columns.get(field) or (listed.column if listed else None)
        self.unread.append(RowFault(line=self._row.line, field=field, column=column, reason=reason))

    def place(self) -> int:
        """Return the line of the current row."""
        return self._row.line


def label(element: str) -> str:
    """Return the Chinese label of an element or list."""
    if element in LABELS:
        return LABELS[element]
    return LISTS[element][0] if element in LISTS else element


def _without_label(text: str, element: str) -> str:
    """Return a text without the name of its element in front, e.g. 办理地点：."""
    title = LABELS[element]
    behind = text[len(title) :]
    labelled = text.startswith(title) and behind.startswith(("：", ":"))
    return behind[1:].lstrip() if labelled else text


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"
