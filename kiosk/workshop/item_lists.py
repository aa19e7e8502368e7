"""Lists of items as agencies export them: CSV and JSON lines become rows with line numbers.

Workbooks are `item_sheets.py`; what a column means is the map's.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from kiosk.domain.errors import InputError
from kiosk.workshop.item_map import ItemMap

MAX_LINE_BYTES = 4_000_000
"""A longer line is no item: a quote that never ends, or another kind of file."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CANDIDATES = {
    "auto": ("utf-8-sig", "gb18030"),
    "utf-8": ("utf-8-sig",),
    "gb18030": ("gb18030",),
    "utf-16": (),
}


class Row(Struct, frozen=True, kw_only=True):
    """One row. A cell is text, None, or a list of texts or objects (JSON only).

    `faults` says by column why a cell cannot be used; the column "" is the row as a whole.
    """

    line: int
    cells: dict[str, Any]
    faults: dict[str, str] = {}


class ItemList(Protocol):
    """An open list."""

    headers: tuple[str, ...]
    encoding: str | None
    filled: int
    """Cells that took the value of the merged cell they lie in (workbooks only)."""

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are not empty, in order. Raises InputError."""
        ...

    def place(self, line: int, column: str | None) -> str:
        """Return where a cell is, as file:line or file sheet!cell."""
        ...


class _Lines:
    """What CSV and JSON lines share: a file of lines."""

    filled = 0

    def __init__(self, path: Path) -> None:
        self._path = path

    def place(self, line: int, column: str | None) -> str:
        return f"{self._path.name}:{line}" + (f"（{column}）" if column else "")


class CsvList(_Lines):
    """A CSV file; the encoding is found out unless the map names one."""

    def __init__(self, path: Path, options: ItemMap | None) -> None:
        super().__init__(path)
        self.encoding: str | None = _encoding(path, options.encoding if options else "auto")
        self._delimiter = options.delimiter if options else ","
        self._header_row = options.header_row if options else 1
        head = next((cells for _, cells, _ in self._records(self._header_row)), [])
        self.headers = unique_headers(head, f"{path.name}:{self._header_row}")

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header; one with too few or too many cells has a fault."""
        width = len(self.headers)
        for line, cells, fault in self._records(self._header_row + 1):
            if not fault and not any(cell.strip() for cell in cells):
                continue
            extra = [cell for cell in cells[width:] if cell.strip()]
            if not fault and (extra or len(cells) < width):
                fault = f"这一行有 {len(cells)} 格，表头有 {width} 格；看看引号和逗号"
            named = dict(zip(self.headers, cells, strict=False))
            faults = {"": fault} if fault else control_faults(named)
            yield Row(line=line, cells=named, faults=faults)

    def _records(self, first: int) -> Iterator[tuple[int, list[str], str | None]]:
        """Yield line, cells and fault of every record from the `first` one."""
        with self._path.open(encoding=self.encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=self._delimiter, strict=True)
            number = 0
            while True:
                line, fault, cells = reader.line_num + 1, None, list[str]()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    fault = f"CSV 写法不对（{error}）；看看引号"
                number += 1
                if number >= first:
                    yield line, cells, fault


class JsonLines(_Lines):
    """One JSON object per line; members of inner objects are named `outer.inner`."""

    def __init__(self, path: Path, options: ItemMap | None) -> None:
        super().__init__(path)
        self.encoding: str | None = _encoding(path, options.encoding if options else "auto")
        names: dict[str, None] = {}
        for row in self.rows():
            names.update(dict.fromkeys(row.cells))
        self.headers = tuple(names)

    def rows(self) -> Iterator[Row]:
        """Yield the objects; a line that holds none has a fault."""
        with self._path.open(encoding=self.encoding) as stream:
            for line, text in enumerate(stream, start=1):
                if not text.strip():
                    continue
                try:
                    value = msgspec.json.decode(text)
                except msgspec.DecodeError as error:
                    fault = f"不是 JSON（{error}）：{_start(text)}"
                    yield Row(line=line, cells={}, faults={"": fault})
                    continue
                if not isinstance(value, dict):
                    fault = f"一行要是一个 JSON 对象：{_start(text)}"
                    yield Row(line=line, cells={}, faults={"": fault})
                    continue
                cells = dict(_flat(value))
                yield Row(line=line, cells=cells, faults=control_faults(cells))


def unique_headers(cells: list[str], place: str) -> tuple[str, ...]:
    """Return the names of the columns; an empty one is named by its number.

    Raises:
        InputError: there is no header, or a name stands there twice.
    """
    names = [" ".join(c.split()) or f"第{n}列" for n, c in enumerate(cells, start=1)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        said = f"{place}：表头里 {'、'.join(twice)} 出现了两次；请改成不同的列名"
        raise InputError("list-header", said)
    if not any(cell.strip() for cell in cells):
        raise InputError("list-header", f"{place}：没有表头；映射的 header_row 说它在第几行")
    return tuple(names)


def control_faults(cells: dict[str, Any]) -> dict[str, str]:
    """Return the columns whose text holds NUL or another character that no text has."""
    faults = {}
    for column, value in cells.items():
        for text in value if isinstance(value, list) else (value,):
            found = _CONTROL.search(text) if isinstance(text, str) else None
            if found:
                faults[column] = f"有看不见的控制字符 U+{ord(found.group()):04X}；请删掉"
    return faults


def _flat(value: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{prefix}{key}.")
        elif inner is None or isinstance(inner, str | list):
            yield prefix + key, inner
        else:
            yield prefix + key, str(inner).lower() if isinstance(inner, bool) else str(inner)


def _start(text: str) -> str:
    clean = _CONTROL.sub("?", text.strip())
    return clean if len(clean) <= 40 else clean[:39] + "…"


def _encoding(path: Path, wanted: str) -> str:
    """Return the encoding of a file. Raises InputError with the first line that cannot be read."""
    try:
        with path.open("rb") as stream:
            if stream.read(2) in _UTF16_MARKS and wanted in ("auto", "utf-16"):
                return "utf-16"
        bad = {name: _bad_line(path, name) for name in _CANDIDATES[wanted]}
    except OSError as error:
        said = f"{path} 打不开：{error.strerror}；请检查文件和权限"
        raise InputError("list-file", said) from error
    for name, line in bad.items():
        if line is None:
            return name
    line = next(iter(bad.values()), 1)
    names = "、".join(bad) or "utf-16"
    said = f"{path.name}:{line}: 不是 {names} 编码；另存为 UTF-8，或在映射里写对 encoding"
    raise InputError("list-encoding", said)


def _bad_line(path: Path, encoding: str) -> int | None:
    """Return the first line that is not in the encoding. Both encodings never hide a line feed."""
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(MAX_LINE_BYTES + 1):
            number += 1
            if len(line) > MAX_LINE_BYTES:
                said = f"{path.name}:{number}: 这一行超过 {MAX_LINE_BYTES} 字节；这是清单吗？"
                raise InputError("list-line", said)
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                return number
    return None
