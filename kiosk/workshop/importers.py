"""Importing: an agency's list of items becomes `imports/<map id>.jsonl` in a catalogue folder.

The parts: `item_map.py` (which column is which element), `item_lists.py` and `item_sheets.py`
(rows), `item_service.py` (row → service), `item_groups.py` (brackets → options), `imported.py`
(the file). Nothing is written unless the whole list was read.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path

import msgspec
from msgspec.structs import replace

from kiosk.domain.errors import InputError
from kiosk.domain.service import Agency, EvidenceType
from kiosk.files import file_error, write_atomic
from kiosk.workshop.import_account import Changes, ImportAccount, Remark, UnusedColumn, compare
from kiosk.workshop.imported import FOLDER, ItemTrace, ListHead, encode_line, read_items
from kiosk.workshop.item_cells import Cells, RowFault
from kiosk.workshop.item_groups import Member, merge, split
from kiosk.workshop.item_lists import CsvList, ItemList, JsonLines
from kiosk.workshop.item_map import ItemMap, ReadMap
from kiosk.workshop.item_names import Names
from kiosk.workshop.item_service import ServiceReader
from kiosk.workshop.item_sheets import SheetList
from kiosk.workshop.item_table import ItemTable, Span, TableRow
from kiosk.workshop.load import load_names
from kiosk.workshop.topic_codes import TopicCodes

_SUFFIXES = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
_READERS: dict[str, Callable[[Path, ItemMap | None], ItemList]] = {
    "csv": CsvList,
    "jsonl": JsonLines,
    "xlsx": SheetList,
}


class Import:
    """One list read through one map; `write` puts it into a catalogue folder."""

    def __init__(
        self, source: ItemList, table: ItemTable, cells: Cells, names: Names, options: ItemMap
    ) -> None:
        self._source = source
        self._table = table
        self._cells = cells
        self._names = names
        self._map = options
        self._groups: dict[str, Span] = {}
        self._group_of: dict[str, str] = {}
        self._merge_groups()

    def __len__(self) -> int:
        """Return how many items were accepted."""
        return len(self._table.accepted)

    def items(self) -> dict[str, ItemTrace]:
        """Return what comparing lists needs of every item, by key. It takes a KB of memory each."""
        stored = self._table.stored
        return {key: stored(row).trace for key, row in self._table.accepted.items()}

    def account(self, changes: Changes | None, file: Path | None) -> ImportAccount:
        """Return the account; `file` is what was written, None when nothing was."""
        table = self._table
        return ImportAccount(
            read=table.read,
            imported=len(self),
            groups=len(self._groups),
            nulls=dict(self._cells.nulls),
            rejected=self._remarks(table.rejected),
            rejected_rows=table.read - len(self),
            services=len(self) - len(self._group_of) + len(self._groups),
            agencies=len({row.agency for row in self._table.accepted.values()}),
            papers=len(self._names.papers()),
            codes=dict(sorted(table.shapes.items())),
            remarks=self._remarks(self._cells.unread),
            unused=tuple(
                UnusedColumn(column=c, cells=n, reason=self._map.ignore.get(c))
                for c, n in table.unused.items()
            ),
            filled=self._source.filled,
            encoding=self._source.encoding,
            map=self._map.id,
            region=self._map.region,
            file=None if file is None else str(file),
            changes=changes,
        )

    def _remarks(self, faults: list[RowFault]) -> tuple[Remark, ...]:
        place = self._source.place
        return tuple(
            Remark(line=f.line, field=f.field, reason=f.reason, place=place(f.line, f.column))
            for f in faults
        )

    def lines(self) -> Iterator[bytes]:
        """Yield the lines of the file, sorted by kind and id."""
        origin = self._map
        head = ListHead(
            name=origin.name, region=origin.region, place=origin.place, source=origin.source
        )
        yield encode_line("list", origin.id, head)
        for agency in self._names.agencies():
            yield encode_line("agency", agency.id, agency)
        for paper in self._names.papers():
            yield encode_line("evidence", paper.id, paper)
        rows = self._table.accepted
        for key in sorted(rows):
            item = self._table.stored(rows[key]).item
            own_id = self._group_of.get(key, item.service)
            yield encode_line("item", key, replace(item, service=own_id))
        alone = ((row.service, row) for key, row in rows.items() if key not in self._group_of)
        spans: list[tuple[str, Span]] = [*alone, *self._groups.items()]
        for own_id, span in sorted(spans, key=itemgetter(0)):
            if isinstance(span, TableRow):
                yield encode_line("service", own_id, self._table.stored(span).service)
            else:
                yield encode_line("service", own_id, self._table.get(span))

    def _merge_groups(self) -> None:
        for key, rows in self._table.groups():
            stored = {row.item.key: row for row in rows}
            members = [
                Member(key=k, option=s.option or "", service=s.service) for k, s in stored.items()
            ]
            for group in split(members):
                service = merge(group, key, stored[group[0].key].stem)
                encoded = msgspec.json.encode(service, order="deterministic")
                self._groups[service.id] = self._table.put(encoded)
                self._group_of.update({member.key: service.id for member in group})


def open_list(path: Path, options: ItemMap | None) -> ItemList:
    """Open a list by the format of the map, else by its suffix.

    Raises:
        InputError: it cannot be read, or its format is not known.
    """
    wanted = (options.format if options else None) or _SUFFIXES.get(path.suffix.lower())
    if wanted is None:
        shown = "、".join(_SUFFIXES)
        said = f"看不出 {path.name} 是什么格式；文件名可以用 {shown}，或在映射里写 format"
        raise InputError("list-format", said)
    if not path.is_file():
        raise InputError("list-file", f"没有文件 {path}；请给出清单文件")
    return _READERS[wanted](path, options)


@contextmanager
def reading(
    path: Path,
    read: ReadMap,
    agencies: Iterable[Agency] = (),
    evidence: Iterable[EvidenceType] = (),
) -> Iterator[Import]:
    """Read a list through a map; its rows are at hand as long as the context is open.

    Args:
        path: the list.
        read: the map.
        agencies: agencies whose ids are kept for their names.
        evidence: kinds of paper whose ids are kept for their names.

    Raises:
        InputError: the list or the map cannot be used.
    """
    options = read.value
    items = open_list(path, options)
    columns = read.fit(items.headers, path.name)
    cells, names = Cells(options, columns), Names(options, agencies, evidence)
    used = {*columns.values(), *_list_columns(options)}
    with ItemTable(options, cells, ServiceReader(options, cells, names)) as table:
        table.read_all(items, tuple(header for header in items.headers if header not in used))
        yield Import(items, table, cells, names, options)


def import_list(
    path: Path, read: ReadMap, out: Path, topic_codes: Callable[[str], TopicCodes], today: dt.date
) -> ImportAccount:
    """Import a list into a catalogue folder; nothing is written when no row can be used.

    Args:
        path: the list.
        read: the map.
        out: the catalogue folder; made when it does not exist.
        topic_codes: gives the links of a region; asked only when there is a list before.
        today: `facts_on` of a new folder.

    Raises:
        InputError: list, map or folder cannot be used.
        Unavailable: the disk is full or does not answer.
    """
    target = out / FOLDER / f"{read.value.id}.jsonl"
    with reading(path, read, *load_names(out)) as done:
        if not len(done):
            return done.account(None, None)
        changes = None
        if target.exists():
            _, before = read_items(target)
            changes = compare(before, done.items(), topic_codes(read.value.region))
        _make(target.parent)
        write_atomic(target, done.lines())
        if not (out / "catalogue.yaml").exists():
            write_atomic(out / "catalogue.yaml", _head(read.value, today))
        return done.account(changes, target)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_error(folder, error) from error


def _list_columns(options: ItemMap) -> Iterator[str]:
    for name in ("materials", "fees", "faq", "flow"):
        if listed := options.list_column(name):
            yield listed.column


def _head(options: ItemMap, today: dt.date) -> bytes:
    """Return the head of a folder that holds nothing but imported lists."""
    head = {
        "name": options.name,
        "publisher": options.place,
        "edition": "1",
        "default_region": options.region,
        "facts_on": today.isoformat(),
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    return ("\n".join([*lines, "categories: []"]) + "\n").encode()
