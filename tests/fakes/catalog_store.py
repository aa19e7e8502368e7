"""A catalogue store in memory: documents, divisions, and a working-day table by weekday."""

import datetime as dt
from typing import Any

import msgspec

from kiosk.domain.catalog import Division
from kiosk.domain.ids import RegionCode
from kiosk.domain.topic import Topic
from kiosk.ports.menu import CatalogState, TopicSummary
from tests.fakes.documents import MemoryDocuments

DIVISIONS = {
    "11": "北京市",
    "1101": "市辖区",
    "110101": "东城区",
    "34": "安徽省",
    "3412": "阜阳市",
    "341202": "颍州区",
    "3416": "亳州市",
    "341602": "谯城区",
    "341621": "涡阳县",
    "341602001": "花戏楼街道",
    "44": "广东省",
    "4419": "东莞市",
}
LENGTHS = {None: 2, 2: 4, 4: 6, 6: 9, 9: 12}


class Weekdays:
    """Monday to Friday are working days; the table ends with 2026."""

    def is_working(self, day: dt.date) -> bool:
        return day.weekday() < 5

    def knows(self, year: int) -> bool:
        return year <= 2026


class MemoryCatalogStore(MemoryDocuments):
    """A `CatalogStore` of given documents. Change `edition` to publish a new one."""

    def __init__(self, **documents: Any) -> None:
        super().__init__(**documents)
        self.edition = self.catalogue().edition
        self.checked_at = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)

    def state(self) -> CatalogState:
        return CatalogState(
            edition=self.edition,
            digest="0" * 64,
            applied_at=self.checked_at,
            checked_at=self.checked_at,
            rebuilt=None,
        )

    def document(self, kind: str, key: str) -> bytes | None:
        found = self._topics.get(key) if kind == "topic" else None
        return None if found is None else msgspec.json.encode(found)

    def topics(self) -> tuple[TopicSummary, ...]:
        found = sorted(self._topics.values(), key=lambda t: -t.popularity)
        return tuple(_summary(topic) for topic in found)

    def working_days(self) -> Weekdays:
        return Weekdays()

    def overlay_codes(self) -> tuple[RegionCode, ...]:
        return tuple(sorted(self._overlays, key=len))

    def division(self, code: RegionCode) -> Division | None:
        return Division(code=code, name=DIVISIONS[code]) if code in DIVISIONS else None

    def divisions(self, parent: RegionCode | None) -> tuple[Division, ...]:
        length = LENGTHS[len(parent) if parent else None]
        codes = [c for c in sorted(DIVISIONS) if len(c) == length and c.startswith(parent or "")]
        return tuple(Division(code=c, name=DIVISIONS[c]) for c in codes)


def _summary(topic: Topic) -> TopicSummary:
    return TopicSummary(
        id=topic.id,
        name=topic.name,
        plain=topic.plain,
        icon=topic.icon,
        category=topic.category,
        audience=topic.for_,
        services=len(topic.includes),
        popularity=topic.popularity,
        one_thing=topic.one_thing,
    )
