"""A whole list, row by row, held outside the memory: rows with codes used twice are set apart.

100,000 items with their papers are more than memory should hold, so each lies encoded in a
temporary file without a name. What a row means is `item_service.py`, the file made of them
`importers.py`.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from types import TracebackType

import msgspec
from msgspec import Struct

from kiosk.domain.service import Service
from kiosk.workshop.imported import ItemTrace, ListedItem
from kiosk.workshop.item_cells import Cells, RowFault
from kiosk.workshop.item_groups import GroupKey, group_key
from kiosk.workshop.item_lists import ItemList, Row
from kiosk.workshop.item_map import ItemMap
from kiosk.workshop.item_service import Draft, ServiceReader


class TableRow(Struct, frozen=True, kw_only=True, gc=False):
    """One accepted row in memory; its service is in the file."""

    trace: ItemTrace
    line: int
    start: int
    size: int
    group: GroupKey | None


class StoredItem(Struct, frozen=True, kw_only=True):
    """One accepted row in the file."""

    item: ListedItem
    service: Service
    stem: str
    option: str | None


_STORED = msgspec.json.Decoder(StoredItem)


class ItemTable:
    """The rows of one list. Use as a context; the file vanishes with it."""

    def __init__(self, options: ItemMap, cells: Cells, reader: ServiceReader) -> None:
        self._map = options
        self._cells = cells
        self._reader = reader
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._rows: dict[str, list[TableRow]] = {}
        self.read = 0
        self.accepted: dict[str, TableRow] = {}
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
        self._file.seek(row.start)
        return _STORED.decode(self._file.read(row.size))

    def groups(self) -> Iterator[tuple[GroupKey, list[TableRow]]]:
        """Yield rows that may make one service, two or more at a time."""
        found: dict[GroupKey, list[TableRow]] = {}
        for row in self.accepted.values():
            if row.group is not None:
                found.setdefault(row.group, []).append(row)
        yield from ((key, rows) for key, rows in found.items() if len(rows) > 1)

    def _says(self, row: Row, column: str) -> bool:
        value = row.cells.get(column)
        text = value.strip() if isinstance(value, str) else value
        return bool(text) and text not in self._map.empty

    def _store(self, line: int, draft: Draft) -> None:
        item, service = draft.item, draft.service
        stored = StoredItem(item=item, service=service, stem=draft.stem, option=draft.option)
        encoded = msgspec.json.encode(stored)
        group = None
        if draft.option is not None:
            group = group_key(service, draft.code, item.main_item, draft.stem)
        trace = ItemTrace(
            code=item.code,
            key=item.key,
            base=item.base,
            name=item.name,
            agency=item.agency,
            service=item.service,
            digest=item.digest,
        )
        start = self._file.tell()
        self._file.write(encoded)
        row = TableRow(trace=trace, line=line, start=start, size=len(encoded), group=group)
        self._rows.setdefault(item.key, []).append(row)
        self.shapes[draft.code.shape] += 1

    def _settle(self) -> None:
        """Accept one row per code: a repeat is rejected, of different names all are."""
        for key, rows in self._rows.items():
            first, *others = rows
            if len({row.trace.name for row in rows}) == 1:
                self.accepted[key] = first
                self.rejected += [self._repeat(row, first) for row in others]
            else:
                self.rejected += [self._clash(row, rows) for row in rows]
        self._rows.clear()
        self.rejected.sort(key=lambda fault: fault.line)

    def _repeat(self, row: TableRow, first: TableRow) -> RowFault:
        same = "完全相同" if row.trace.digest == first.trace.digest else "编码相同，内容不同"
        reason = f"和第 {first.line} 行{same}；只采用第 {first.line} 行"
        return RowFault(line=row.line, field="task_code", reason=reason)

    def _clash(self, row: TableRow, rows: list[TableRow]) -> RowFault:
        others = "；".join(f"第 {o.line} 行“{o.trace.name}”" for o in rows if o is not row)
        reason = f"编码 {row.trace.code} 也用在{others}；名称不同，都没有采用，请先改对"
        return RowFault(line=row.line, field="task_code", reason=reason)
