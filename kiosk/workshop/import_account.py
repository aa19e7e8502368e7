"""The account of an import: what was read, what became of it, what was not understood.

Shape: commands.md, `catalog import --json`, and docs/import.md. The import is `importers.py`.
"""

from msgspec import Struct

from kiosk.domain.ids import RegionCode, TopicId
from kiosk.workshop.imported import ItemTrace
from kiosk.workshop.topic_codes import TopicCodes


class Remark(Struct, frozen=True, kw_only=True):
    """One thing about one row. `field` is the element, `place` where the cell is."""

    line: int
    field: str
    reason: str
    place: str


class UnusedColumn(Struct, frozen=True, kw_only=True):
    """A column that the map does not use: how many of its cells say something, and why not used.

    `reason` is the map's own (`ignore`), None when the map does not know the column.
    """

    column: str
    cells: int
    reason: str | None


class ItemChange(Struct, frozen=True, kw_only=True):
    """One item that differs from the list before; `was` is its old name when that changed."""

    code: str
    name: str
    agency: str
    topics: tuple[TopicId, ...]
    was: str | None = None


class Changes(Struct, frozen=True, kw_only=True):
    """Two lists compared; `topics` are all that the changed and vanished items belong to."""

    added: tuple[ItemChange, ...] = ()
    changed: tuple[ItemChange, ...] = ()
    vanished: tuple[ItemChange, ...] = ()
    unchanged: int = 0
    topics: tuple[TopicId, ...] = ()


class ImportAccount(Struct, frozen=True, kw_only=True):
    """Everything about one import. `read` = `imported` + `rejected_rows`: no row is lost.

    `groups` are services of several items, `services` all. `changes` is None when there was no
    list before. `remarks` are cells that were imported as far as they were understood.
    """

    read: int
    imported: int
    groups: int
    nulls: dict[str, int]
    rejected: tuple[Remark, ...]
    rejected_rows: int
    services: int
    agencies: int
    papers: int
    codes: dict[str, int]
    remarks: tuple[Remark, ...]
    unused: tuple[UnusedColumn, ...]
    filled: int
    encoding: str | None
    map: str
    region: RegionCode
    file: str | None
    changes: Changes | None


def compare(before: dict[str, ItemTrace], now: dict[str, ItemTrace], codes: TopicCodes) -> Changes:
    """Return what a later list adds, changes and no longer has, with the topics concerned."""
    added = [_change(now[key], codes) for key in now.keys() - before.keys()]
    vanished = [_change(before[key], codes) for key in before.keys() - now.keys()]
    changed = [
        _change(item, codes, before[key])
        for key, item in now.items()
        if key in before and before[key].digest != item.digest
    ]
    return Changes(
        added=_sorted(added),
        changed=_sorted(changed),
        vanished=_sorted(vanished),
        unchanged=len(now) - len(added) - len(changed),
        topics=tuple(sorted({topic for c in (*changed, *vanished) for topic in c.topics})),
    )


def _change(item: ItemTrace, codes: TopicCodes, before: ItemTrace | None = None) -> ItemChange:
    was = before.name if before is not None and before.name != item.name else None
    topics = codes.topics(item)
    return ItemChange(code=item.code, name=item.name, agency=item.agency, topics=topics, was=was)


def _sorted(changes: list[ItemChange]) -> tuple[ItemChange, ...]:
    return tuple(sorted(changes, key=lambda change: change.code))
