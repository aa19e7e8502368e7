"""Browsing: life events, topics, search and places; what a resident sees before the first question.

Questions and lists are `guidance.py`. Nothing here depends on who the resident is.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from kiosk.domain import hours
from kiosk.domain.catalog import Division, assemble
from kiosk.domain.guide import Guide
from kiosk.domain.ids import CategoryId, RegionCode, TopicId, region_chain
from kiosk.domain.search import SearchAnswer
from kiosk.domain.service import EvidenceType, Fee
from kiosk.domain.topic import Audience, Category
from kiosk.ports.menu import TopicSummary
from kiosk.ports.storage import CatalogStore, SearchIndex
from kiosk.services.guidance import unknown_region

WHO = "who"
QUESTION_S = 15
"""Time an older person takes for one question (ux.md EV-4); an estimate, not measured by us."""
STALE_AFTER_DAYS = 30
"""E-CT-01 of ux.md §8."""
STARTS_KEPT = 64

_NO_PLACE = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
"""Names of divisions that exist only in the table; nobody lives in a place of this name."""


class TopicStart(Struct, frozen=True, kw_only=True):
    """What the start page says before the first question (ux.md R4).

    `minutes` is an estimate from the number of questions; `free` is True when no step can cost
    anything, False when one can, None when it is not known.
    """

    topic: TopicId
    name: str
    plain: str
    icon: str
    one_thing: str | None
    minutes: int
    free: bool | None
    asks_who: bool
    region_name: str


class Browse:
    """Read-only views of the catalogue."""

    def __init__(self, store: CatalogStore, index: SearchIndex) -> None:
        self._store = store
        self._index = index
        self._starts: dict[tuple[str, TopicId, RegionCode, dt.date], TopicStart] = {}

    def categories(self, audience: Audience) -> tuple[Category, ...]:
        """Return the life events that have a topic for persons or businesses, in order."""
        filled = {
            topic.category
            for topic in self._store.topics()
            if audience == "both" or topic.audience in (audience, "both")
        }
        return tuple(c for c in self._store.catalogue().categories if c.id in filled)

    def topics(self, category: CategoryId | None = None) -> tuple[TopicSummary, ...]:
        """Return the topics of one life event, or all, most popular first."""
        topics = self._store.topics()
        return topics if category is None else tuple(t for t in topics if t.category == category)

    def start(
        self, topic_id: TopicId, region: RegionCode, as_of: dt.date | None = None
    ) -> TopicStart:
        """Return the start page of a topic; `as_of` defaults to the day of the catalogue's facts.

        Raises:
            InputError: no such topic, or no such division.
        """
        day = as_of or self._store.catalogue().facts_on
        key = (self._store.state().edition, topic_id, region, day)
        if key not in self._starts:
            if len(self._starts) >= STARTS_KEPT:
                self._starts.clear()
            region_name = self.region_name(region)
            self._starts[key] = _start(assemble(self._store, topic_id, region, day), region_name)
        return self._starts[key]

    def search(self, query: str, limit: int = 20) -> SearchAnswer:
        """Search topics and services by Chinese, initials, full pinyin or everyday words."""
        return self._index.search(query, limit)

    def words(self, letters: str, limit: int = 6) -> tuple[str, ...]:
        """Return catalogue words for the letters typed so far (ux.md §3.3)."""
        return self._index.words(letters, limit)

    def evidence(self, ids: Iterable[str]) -> tuple[EvidenceType, ...]:
        """Return the evidence types of these ids, each once; a group of alternatives is none."""
        found = []
        for evidence in dict.fromkeys(ids):
            try:
                found.append(self._store.evidence(evidence))
            except KeyError:
                continue
        return tuple(found)

    def edition(self) -> str:
        """Return the edition of the catalogue."""
        return self._store.state().edition

    def topic_name(self, topic_id: str) -> str | None:
        """Return the plain name of a topic; None when the catalogue no longer has it."""
        try:
            return self._store.topic(topic_id).plain
        except KeyError:
            return None

    def service_name(self, service_id: str) -> str:
        """Return the plain name of a service; its id when the catalogue no longer has it."""
        try:
            return self._store.service(service_id).plain
        except KeyError:
            return service_id

    def evidence_name(self, evidence_id: str) -> str:
        """Return the plain name of an evidence type; its id when the catalogue does not have it."""
        kinds = self.evidence((evidence_id,))
        return kinds[0].plain if kinds else evidence_id

    def opening(self, text: str, now: dt.datetime) -> hours.Opening | None:
        """Say whether a window with these hours is open at the civil time `now`.

        Returns:
            None when the hours are not understood; the text is then shown alone.
        """
        spans = hours.read(text)
        return None if spans is None else hours.opening(spans, now, self._store.working_days())

    def stale_since(self, now: dt.datetime) -> dt.date | None:
        """Return the day of the last catalogue check when it is too long ago, else None.

        Args:
            now: the present instant, aware.
        """
        checked_at = self._store.state().checked_at
        too_old = now - checked_at >= dt.timedelta(days=STALE_AFTER_DAYS)
        return checked_at.astimezone(hours.CHINA).date() if too_old else None

    def divisions(self, parent: RegionCode | None) -> tuple[Division, ...]:
        """Return the divisions one level below `parent` (None: the provinces), by code."""
        return self._store.divisions(parent)

    def region_name(self, code: RegionCode) -> str:
        """Return the readable name of a division, e.g. 亳州市谯城区.

        Raises:
            InputError: there is no such division.
        """
        named = self._store.division(code)
        if named is None:
            raise unknown_region(code)
        above = (self._store.division(c) for c in reversed(region_chain(code)[:-1]))
        place = next((d.name for d in above if d is not None and d.name not in _NO_PLACE), "")
        return f"{place}{named.name}"

    def counties(self, near: RegionCode) -> tuple[tuple[Division, tuple[Division, ...]], ...]:
        """Return all counties by city: the city of `near` first, then its province, then by code.

        A city without counties stands as its only member.
        """
        cities = [c for p in self._store.divisions(None) for c in self._store.divisions(p.code)]
        cities.sort(key=lambda c: (c.code != near[:4], c.code[:2] != near[:2], c.code))
        return tuple((c, self._store.divisions(c.code) or (c,)) for c in cities)


def _start(guide: Guide, region_name: str) -> TopicStart:
    """Return the start page of an assembled topic."""
    topic = guide.topic
    return TopicStart(
        topic=topic.id,
        name=topic.name,
        plain=topic.plain,
        icon=topic.icon,
        one_thing=topic.one_thing,
        minutes=_minutes(guide),
        free=_is_free(guide),
        asks_who=bool(guide.questions) and guide.questions[0].id == WHO,
        region_name=region_name,
    )


def _minutes(guide: Guide) -> int:
    """Return whole minutes for the questions; one that only some are asked counts half."""
    halves = sum(1 if question.when else 2 for question in guide.questions)
    return max(1, -(-halves * QUESTION_S // 120))


def _is_free(guide: Guide) -> bool | None:
    """Tell whether no step can cost anything; None when a step says nothing certain about money."""
    fees: list[Fee] = [fee.value for step in guide.steps for fee in step.fee]
    if any(fee.amount is not None and Decimal(fee.amount) > 0 for fee in fees):
        return False
    silent = any(not step.fee for step in guide.steps)
    unsure = any(fee.amount is None or fee.status == "unverified" for fee in fees)
    return None if silent or unsure else True
