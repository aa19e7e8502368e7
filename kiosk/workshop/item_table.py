"""A whole list, row by row, held outside the memory: rows with codes used twice are set apart.

A million items with their papers are more than memory should hold, so each lies encoded in a
temporary file without a name, and memory holds where. What a row means is `item_service.py`, the
file made of them `importers.py`.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from types import TracebackType

import msgspec
from msgspec import Struct

from kiosk.domain.ids import ServiceId
from kiosk.domain.service import Service
from kiosk.workshop.imported import ItemTrace, ListedItem
from kiosk.workshop.item_cells import Cells, RowFault
from kiosk.workshop.item_groups import GroupKey, group_key
from kiosk.workshop.item_lists import ItemList, Row
from kiosk.workshop.item_map import ItemMap
from kiosk.workshop.item_service import Draft, ServiceReader


class Span(Struct, frozen=True, kw_only=True, gc=False):
    """A piece of the temporary file."""

    start: int
    size: int


class TableRow(Span, frozen=True, kw_only=True, gc=False):
    """One row in memory: where it is in the file, and the id of its service.

    `agency` counts agencies from 0; `group` is the hash of the group that stands in the file, 0 for
    a row that is alone.
    """

    line: int
    service: ServiceId
    agency: int
    group: int


class StoredItem(Struct, frozen=True, kw_only=True):
    """One accepted row in the file."""

    item: ListedItem
    service: Service
    stem: str
    option: str | None
    group: GroupKey | None

    @property
    def trace(self) -> ItemTrace:
        """Return what comparing two lists needs of the item."""
        item = self.item
        return ItemTrace(
            code=item.code,
            key=item.key,
            base=item.base,
            name=item.name,
            agency=item.agency,
            service=item.service,
            digest=item.digest,
        )


_STORED = msgspec.json.Decoder(StoredItem)


class ItemTable:
    """The rows of one list. Use as a context; the file vanishes with it."""

    def __init__(self, options: ItemMap, cells: Cells, reader: ServiceReader) -> None:
        self._map = options
        self._cells = cells
        self._reader = reader
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._again: dict[str, list[TableRow]] = {}
        self.read = 0
        self.accepted: dict[str, TableRow] = {}
        self._agencies: dict[str, int] = {}
        self.rejected: list[RowFault] = []
        self.shapes: Counter[str] = Counter()
        self.unused: Counter[str] = Counter()

    def __enter__(self) -> "ItemTable":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def read_all(self, items: ItemList, unused: tuple[str, ...]) -> None:
        """Read every row of a list; `unused` are columns whose cells are only counted."""
        self.unused.update(dict.fromkeys(unused, 0))
        for row in items.rows():
            self.read += 1
            self.unused.update(column for column in unused if self._says(row, column))
            faults = self._cells.enter(row)
            if not faults:
                self._cells.count_nulls()
                draft = self._reader.read()
                if isinstance(draft, Draft):
                    self._store(row.line, draft)
                    continue
                faults = draft
            self.rejected += faults
        self._settle()

    def stored(self, row: TableRow) -> StoredItem:
        """Return what is in the file about a row."""
        return _STORED.decode(self.get(row))

    def put(self, data: bytes) -> Span:
        """Lay something down in the file and return where it is."""
        start = self._file.seek(0, os.SEEK_END)
        self._file.write(data)
        return Span(start=start, size=len(data))

    def get(self, span: Span) -> bytes:
        """Return what `put` laid down."""
        self._file.seek(span.start)
        return self._file.read(span.size)

    def groups(self) -> Iterator[tuple[GroupKey, list[StoredItem]]]:
        """Yield rows that may make one service, two or more at a time."""
        found: dict[int, list[TableRow]] = {}
        for row in self.accepted.values():
            if row.group:
                found.setdefault(row.group, []).append(row)
        for rows in found.values():
            alike: dict[GroupKey | None, list[StoredItem]] = {}
            for stored in map(self.stored, rows if len(rows) > 1 else ()):
                alike.setdefault(stored.group, []).append(stored)
            yield from ((key, same) for key, same in alike.items() if key and len(same) > 1)

    def _says(self, row: Row, column: str) -> bool:
        value = row.cells.get(column)
        text = value.strip() if isinstance(value, str) else value
        return bool(text) and text not in self._map.empty

    def _store(self, line: int, draft: Draft) -> None:
        item, service = draft.item, draft.service
        group = None
        if draft.option is not None:
            group = group_key(service, draft.code, item.main_item, draft.stem)
        stored = StoredItem(
            item=item, service=service, stem=draft.stem, option=draft.option, group=group
        )
        span = self.put(msgspec.json.encode(stored))
        row = TableRow(
            start=span.start,
            size=span.size,
            line=line,
            service=item.service,
            agency=self._agencies.setdefault(item.agency, len(self._agencies)),
            group=0 if group is None else hash(group),
        )
        first = self.accepted.setdefault(item.key, row)
        if first is not row:
            self._again.setdefault(item.key, [first]).append(row)
        self.shapes[draft.code.shape] += 1

    def _settle(self) -> None:
        """Accept one row per code: a repeat is rejected, of different names all are."""
        for key, rows in self._again.items():
            items = {row.line: self.stored(row).item for row in rows}
            if len({item.name for item in items.values()}) == 1:
                self.rejected += self._repeats(items)
            else:
                del self.accepted[key]
                self.rejected += [self._clash(line, items) for line in items]
        self._again.clear()
        self.rejected.sort(key=lambda fault: fault.line)

    def _repeats(self, items: dict[int, ListedItem]) -> Iterator[RowFault]:
        (first, kept), *others = items.items()
        for line, item in others:
            same = "完全相同" if item.digest == kept.digest else "编码相同，内容不同"
            reason = f"和第 {first} 行{same}；只采用第 {first} 行"
            yield RowFault(line=line, field="task_code", reason=reason)

    def _clash(self, line: int, items: dict[int, ListedItem]) -> RowFault:
        there = (f"第 {other} 行“{item.name}”" for other, item in items.items() if other != line)
        reason = f"编码 {items[line].code} 也用在{'；'.join(there)}；名称不同，都没有采用，请先改对"
        return RowFault(line=line, field="task_code", reason=reason)
