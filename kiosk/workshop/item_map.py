"""Maps: how the columns and codes of one agency's list become elements of GB/T 39554.

Reading the list itself is `item_lists.py`. A map is YAML, read like the catalogue; docs/import.md
explains every field.
"""

import difflib
from pathlib import Path
from typing import Literal

from msgspec import Struct
from yaml.nodes import Node

from kiosk.domain.errors import InputError
from kiosk.domain.ids import AgencyId, Id, RegionCode
from kiosk.domain.service import DayUnit, Text
from kiosk.files import bundled
from kiosk.workshop.findings import Finding, in_order
from kiosk.workshop.item_elements import CODES, LABELS, LISTS
from kiosk.workshop.loaded import line_at
from kiosk.workshop.typed import MISSING, TypedReader
from kiosk.workshop.yaml_source import parse

Columns = dict[str, str]
"""Element → column of the list."""


class ListColumn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column that holds a list: names, text to be split, or objects with `fields`."""

    column: Text
    split: str | None = None
    fields: dict[str, str] = {}


class ItemMap(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One map. `columns` is element → column; an element left out is looked for by key or label."""

    id: Id
    name: Text
    region: RegionCode
    place: Text
    source: Text
    format: Literal["csv", "jsonl", "xlsx"] | None = None
    encoding: Literal["auto", "utf-8", "gb18030", "utf-16"] = "auto"
    delimiter: Literal[",", ";", "\t", "|"] = ","
    sheet: str | None = None
    header_row: int = 1
    empty: tuple[str, ...] = ("无", "-", "/", "暂无")
    empty_for: dict[str, tuple[str, ...]] = {}
    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    day_unit: DayUnit | None = None
    agencies: dict[str, AgencyId] = {}
    not_options: tuple[str, ...] = ()
    materials: ListColumn | None = None
    fees: ListColumn | None = None
    faq: ListColumn | None = None
    flow: ListColumn | None = None
    ignore: dict[str, str] = {}

    def list_column(self, name: str) -> ListColumn | None:
        """Return the column of one of the lists of `item_elements.LISTS`."""
        column: ListColumn | None = getattr(self, name)
        return column


class ReadMap(Struct, frozen=True, kw_only=True):
    """A map with the file it was read from, so that messages can name its lines."""

    value: ItemMap
    path: Path
    node: Node

    def fit(self, headers: tuple[str, ...], list_name: str) -> Columns:
        """Return which column each element is in.

        Raises:
            InputError: columns that the map names, or that every list must have, are missing;
                all of them are told, each with the line of the map.
        """
        columns, problems = resolve(self, headers)
        if problems:
            told = "\n".join(f"{self.path}:{line}: {said}" for line, said in problems)
            shown = "、".join(headers)
            raise InputError("map-columns", f"{list_name} 和映射对不上（列有：{shown}）：\n{told}")
        return columns


def read_map(path: Path) -> ReadMap:
    """Read a map.

    Raises:
        InputError: it cannot be read; every problem is told with its line.
    """
    root, findings = parse(path, str(path))
    value = MISSING if root is None else TypedReader(str(path), findings).read(root, ItemMap)
    if root is not None and isinstance(value, ItemMap):
        findings += _check(value, str(path), root)
    if findings or root is None or not isinstance(value, ItemMap):
        told = "\n".join(f.text() for f in in_order(findings))
        raise InputError("map-unreadable", f"映射文件读不了：\n{told}")
    return ReadMap(value=value, path=path, node=root)


def find_map(headers: tuple[str, ...], list_name: str) -> ReadMap:
    """Return the only shipped map that fits the columns of a list.

    Raises:
        InputError: none or several fit; say `--map`.
    """
    shipped = [read_map(path) for path in sorted(bundled("db", "maps").glob("*.yaml"))]
    fitting = [one for one in shipped if one.value.columns and not resolve(one, headers)[1]]
    if len(fitting) == 1:
        return fitting[0]
    names = "、".join(one.path.name for one in shipped)
    said = f"看不出 {list_name} 用哪个映射；请用 --map 给出（自带的有：{names}）"
    raise InputError("no-map", said)


def resolve(read: ReadMap, headers: tuple[str, ...]) -> tuple[Columns, list[tuple[int, str]]]:
    """Return the column of each element, and what does not fit: line of the map and sentence."""
    known, columns, problems = set(headers), dict[str, str](), list[tuple[int, str]]()
    for element, column in read.value.columns.items():
        if column in known:
            columns[element] = column
        else:
            problems.append((line_at(read.node, "columns", element), _no_column(column, headers)))
    for element, label in LABELS.items():
        if element not in columns and element not in read.value.columns:
            found = next((name for name in (element, label) if name in known), None)
            if found is not None and found not in read.value.ignore:
                columns[element] = found
    problems += [
        (line_at(read.node, name, "column"), _no_column(listed.column, headers))
        for name in LISTS
        if (listed := read.value.list_column(name)) and listed.column not in known
    ]
    missing = [e for e in ("task_name", "dept_name") if e not in {*columns, *read.value.columns}]
    problems += [(1, f"columns 要写 {e}（{LABELS[e]}）在哪一列") for e in missing]
    if not set(CODES) & {*columns, *read.value.columns}:
        any_code = "、".join(f"{key}（{label}）" for key, label in CODES.items())
        problems.append((1, f"columns 要写编码在哪一列，至少一个：{any_code}"))
    return columns, problems


def _no_column(column: str, headers: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(column, headers, n=1)
    hint = f"，是不是 {near[0]}？" if near else ""
    return f"清单里没有“{column}”这一列{hint}"


def _check(value: ItemMap, file: str, root: Node) -> list[Finding]:
    """Return what a map may not say though its types are right."""
    wrong: list[tuple[int, str]] = []
    for section in ("columns", "values", "empty_for"):
        for element in getattr(value, section):
            if element not in LABELS:
                near = difflib.get_close_matches(element, LABELS, n=1)
                hint = f"；是不是想写 {near[0]}？" if near else ""
                said = f"{section}：没有 {element} 这个要素{hint}"
                wrong.append((line_at(root, section, element), said))
    for name, (_, parts) in LISTS.items():
        listed = value.list_column(name)
        for part in listed.fields if listed else ():
            if part not in parts:
                said = f"{name}：没有 {part} 这个要素；可以写：{'、'.join(parts)}"
                wrong.append((line_at(root, name, "fields", part), said))
    if value.header_row < 1:
        wrong.append((line_at(root, "header_row"), "header_row：第一行是 1"))
    return [
        Finding(code="bad-map", level="error", file=file, line=line, message=said)
        for line, said in wrong
    ]
