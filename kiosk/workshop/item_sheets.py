"""Workbooks (XLSX): one sheet of an agency's list becomes rows, every fault named by its cell.

A formula is never taken for a value, and what lies in a merged cell is filled only downwards in
one column. CSV and JSON lines are `item_lists.py`.
"""

import datetime as dt
import html
import re
import tempfile
import weakref
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import msgspec
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from kiosk.domain.errors import InputError
from kiosk.workshop.item_lists import Row, control_faults, unique_headers
from kiosk.workshop.item_map import ItemMap

MAX_UNPACKED_BYTES = 3_000_000_000
"""More is no list of 1,048,576 rows, the most that a sheet has."""

MAX_EXACT = 10**15
"""Excel keeps 15 digits of a number: a longer code written as a number is lost."""

_LOST = False
"""Stands for a number that Excel has cut; no other cell is a truth value."""

_CHUNK_BYTES = 1 << 22
_OVERLAP_BYTES = 1 << 16
_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>\s*<(?:\w+:)?f[ />]')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_FORMULA_FAULT = "是公式；请复制后“选择性粘贴”成数值"
_NUMBER_FAULT = "长编码成了数字，后几位已经丢失；请把这一列设成文本再填"


class SheetList:
    """One sheet. A row's line is its number in Excel."""

    encoding: str | None = None

    def __init__(self, path: Path, options: ItemMap | None) -> None:
        self.filled = 0
        self.headers: tuple[str, ...] = ()
        self._path = path
        self._header_row = options.header_row if options else 1
        book = _open(path)
        self._name = _sheet_name(book, options.sheet if options else None, path)
        sheet = _sheet(book, self._name, path)
        self._top, self._left = sheet.start or (0, 0)
        self._stored = _stored(sheet)
        weakref.finalize(self, self._stored.close)
        head = next((cells for line, cells in self._cells() if line == self._header_row), [])
        self.headers = unique_headers(
            [str(cell or "") for cell in head], self.place(self._header_row, None)
        )
        self._merged = _Merged(sheet, self._header_row, self.place(self._header_row, None))

    def place(self, line: int, column: str | None) -> str:
        """Return file, sheet and cell."""
        letters = _letters(self.headers.index(column)) if column in self.headers else ""
        return f"{self._path.name} {self._name}!{letters}{line}"

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header that are not empty."""
        formulas = _formulas(self._path, self._name)
        self._merged.restart()
        self.filled = 0
        for line, cells in self._cells():
            if line <= self._header_row:
                continue
            self.filled += self._merged.fill(line, cells)
            named = dict(zip(self.headers, cells, strict=False))
            lost = self._merged.fault(line)
            faults = {"": lost} if lost else self._faults(named, formulas.get(line, ()))
            if faults or any(cell is not None for cell in cells):
                yield Row(line=line, cells=named, faults=faults)

    def _faults(self, named: dict[str, Any], formulas: Iterable[int]) -> dict[str, str]:
        faults = control_faults(named)
        faults |= {column: _NUMBER_FAULT for column, value in named.items() if value is _LOST}
        for place in formulas:
            if place < len(self.headers):
                faults[self.headers[place]] = _FORMULA_FAULT
        return faults

    def _cells(self) -> Iterator[tuple[int, list[Any]]]:
        """Yield number and cells of every row, padded on the left to column A."""
        self._stored.seek(0)
        for line, text in enumerate(self._stored, start=self._top + 1):
            yield line, [None] * self._left + msgspec.json.decode(text)


def _stored(sheet: CalamineSheet) -> IO[bytes]:
    """Put the cells of a sheet into a file without a name: the sheet takes ten times the memory."""
    stored = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the list
    encoder = msgspec.json.Encoder()
    for cells in sheet.iter_rows():
        stored.write(encoder.encode([_text(cell) for cell in cells]) + b"\n")
    return stored


class _Merged:
    """The merged cells below the header, in the order of their rows."""

    def __init__(self, sheet: CalamineSheet, header_row: int, header: str) -> None:
        self._down: list[tuple[int, int, int]] = []
        self._across: list[tuple[int, int, str]] = []
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            first, last, span = top + 1, bottom + 1, f"{_letters(left)}{top + 1}"
            span += f":{_letters(right)}{bottom + 1}"
            if last < header_row:
                continue
            if first <= header_row:
                said = f"{header}：表头有合并单元格 {span}；请先取消合并"
                raise InputError("list-merged", said)
            if left == right:
                self._down.append((first, last, left))
            else:
                self._across.append((first, last, span))
        self._down.sort(reverse=True)
        self._across.sort(reverse=True)
        self._values: dict[int, tuple[int, Any]] = {}
        self._waiting: list[tuple[int, int, int]] = []
        self._wide: list[tuple[int, int, str]] = []
        self._current: tuple[int, str] = (0, "")

    def restart(self) -> None:
        """Begin at the first row again."""
        self._values, self._current = {}, (0, "")
        self._waiting, self._wide = list(self._down), list(self._across)

    def fill(self, line: int, cells: list[Any]) -> int:
        """Give the cells of a row the value of the merged cell above; return how many."""
        filled = 0
        for column, (last, value) in list(self._values.items()):
            if line > last:
                del self._values[column]
            else:
                cells[column], filled = value, filled + 1
        while self._waiting and self._waiting[-1][0] <= line:
            _, last, column = self._waiting.pop()
            if column < len(cells):
                self._values[column] = (last, cells[column])
        return filled

    def fault(self, line: int) -> str | None:
        """Return why a row cannot be read, when columns of it are merged into one."""
        while self._wide and self._wide[-1][0] <= line:
            _, last, span = self._wide.pop()
            self._current = max(self._current, (last, span))
        last, span = self._current
        return f"几列合并成了一格（{span}）；请先取消合并" if line <= last else None


def _open(path: Path) -> CalamineWorkbook:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > MAX_UNPACKED_BYTES:
            raise InputError("list-size", f"{path.name} 解开后有 {size} 字节；请分成几个文件")
        return CalamineWorkbook.from_path(str(path))
    except OSError as error:
        said = f"{path} 打不开：{error.strerror or error}；请检查文件和权限"
        raise InputError("list-file", said) from error
    except (zipfile.BadZipFile, CalamineError) as error:
        raise _unreadable(path.name, error) from error


def _sheet(book: CalamineWorkbook, name: str, path: Path) -> CalamineSheet:
    try:
        return book.get_sheet_by_name(name)
    except CalamineError as error:
        raise _unreadable(f"{path.name} {name}", error) from error


def _unreadable(place: str, error: Exception) -> InputError:
    said = f"{place} 不是能读的 XLSX（{error}）；请在 Excel 里另存为 .xlsx"
    return InputError("list-file", said)


def _sheet_name(book: CalamineWorkbook, wanted: str | None, path: Path) -> str:
    names = book.sheet_names
    if wanted is None and len(names) == 1:
        return names[0]
    if wanted in names:
        return str(wanted)
    shown = "、".join(names)
    asked = f"没有工作表 {wanted}" if wanted else "有几个工作表，要在映射里写 sheet"
    raise InputError("list-sheet", f"{path.name} {asked}；可以写：{shown}")


def _text(cell: Any) -> Any:
    """Return a cell as text; None when it is empty."""
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        if abs(cell) >= MAX_EXACT:
            return _LOST
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return None if cell is None else str(cell)


def _letters(column: int) -> str:
    """Return the name of a column, from 0: A, B, …, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _number(letters: bytes) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value - 1


def _formulas(path: Path, sheet: str) -> dict[int, list[int]]:
    """Return the columns of each row that hold a formula: the library gives only their results."""
    found: dict[int, set[int]] = {}
    with zipfile.ZipFile(path) as archive:
        part = _sheet_part(archive, sheet)
        if part is None:
            return {}
        with archive.open(part) as stream:
            rest = b""
            while chunk := stream.read(_CHUNK_BYTES):
                text = rest + chunk
                for match in _FORMULA.finditer(text):
                    found.setdefault(int(match[2]), set()).add(_number(match[1]))
                rest = text[-_OVERLAP_BYTES:]
    return {line: sorted(columns) for line, columns in found.items()}


def _sheet_part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the part that holds a sheet."""
    try:
        book = archive.read("xl/workbook.xml").decode()
        relations = archive.read("xl/_rels/workbook.xml.rels").decode()
    except (KeyError, UnicodeDecodeError):
        return None
    targets = {_value(tag, "Id"): _value(tag, "Target") for tag in _RELATION.findall(relations)}
    for tag in _SHEET.findall(book):
        if _value(tag, "name") == sheet and (target := targets.get(_value(tag, r"\w+:id"))):
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _value(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""
