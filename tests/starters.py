"""Small starter catalogues on disk, made from values: for tests of the store and of search."""

import datetime as dt
import functools
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import zstandard
from msgspec import Struct

from kiosk.domain.catalog import Division
from kiosk.domain.service import Agency, Service, TextChoice
from kiosk.domain.topic import (
    Catalogue,
    Category,
    Circumstance,
    CircumstanceInclude,
    Include,
    RegionOverlay,
    Topic,
    TopicPatch,
)
from kiosk.wire.pack import (
    DOCUMENTS_FILE,
    HEAD_FILE,
    STARTER_FORMAT,
    CalendarYear,
    PackLine,
    StarterHead,
)
from kiosk.workshop.readings import readings
from tests.fakes.catalog_store import DIVISIONS, MemoryCatalogStore
from tests.fakes.documents import MemoryDocuments
from tests.fakes.search_index import MemorySearchIndex

NOW = dt.datetime(2026, 11, 21, 1, 0, tzinfo=dt.UTC)
SYNONYMS = {"饭馆": ("餐馆",), "社保": ("养老保险",), "补贴": ("津贴",)}


def a_catalogue(edition: str = "3") -> Catalogue:
    """Return the head of a catalogue."""
    return Catalogue(
        name="试用目录",
        publisher="试用",
        edition=edition,
        default_region="341602",
        facts_on=dt.date(2026, 11, 1),
        categories=(Category(id="living", name="生活", icon="house"),),
    )


def a_service(key: str, name: str, plain: str, *aliases: str) -> Service:
    """Return a service that can be found."""
    return Service(
        id=key, name=(TextChoice(value=name),), plain=plain, agency="office", aliases=aliases
    )


def a_topic(
    key: str, name: str, plain: str, *aliases: str, popularity: int, services: Iterable[str]
) -> Topic:
    """Return a published topic that includes services."""
    return Topic(
        id=key,
        name=name,
        plain=plain,
        icon="house",
        aliases=aliases,
        category="living",
        includes=tuple(Include(service=s) for s in services),
        circumstances=("help",) if key == "id-card" else (),
        popularity=popularity,
        state="published",
    )


SERVICES = (
    a_service("id-renew", "居民身份证换领", "换身份证"),
    a_service("food-permit", "食品经营许可", "开饭馆的证", "卫生许可证"),
    a_service("licence", "营业执照(设立登记)", "办执照"),
    a_service("food-filing", "小餐饮备案", "小饭馆备案"),
    a_service("pension-join", "城乡居民养老保险参保登记", "参加养老保险", "养老"),
    a_service("elder-claim", "高龄津贴申领", "领高龄钱"),
    a_service("home-visit", "上门服务", "请人上门"),
)
TOPICS = (
    a_topic("id-card", "居民身份证", "身份证", "办身份证", popularity=90, services=["id-renew"]),
    a_topic(
        "open-restaurant",
        "开餐馆",
        "开饭店",
        "开小吃店",
        popularity=80,
        services=["licence", "food-permit"],
    ),
    a_topic(
        "resident-pension",
        "城乡居民养老保险",
        "养老保险",
        popularity=70,
        services=["pension-join"],
    ),
    a_topic("elder-allowance", "高龄津贴", "老年津贴", popularity=60, services=["elder-claim"]),
    msgspec.structs.replace(
        a_topic("keep-dog", "养犬登记", "养狗", popularity=50, services=["licence"]), state="draft"
    ),
)


VISIT = Circumstance(id="help", name="上门", includes=(CircumstanceInclude(service="home-visit"),))
ANHUI = RegionOverlay(
    code="34",
    name="安徽省",
    topics={"open-restaurant": TopicPatch(add_includes=(Include(service="food-filing"),))},
)
YEAR = CalendarYear(year=2026, off=(dt.date(2026, 1, 1),), on=(dt.date(2026, 1, 4),))


def lines_of(edition: str = "3", extra: Iterable[Topic] = ()) -> list[PackLine]:
    """Return the lines of a small complete catalogue."""
    return [
        _line("catalogue", "catalogue", a_catalogue(edition)),
        _line("agency", "office", Agency(id="office", name="便民中心")),
        *(_line("service", service.id, service) for service in SERVICES),
        _line("circumstance", "help", VISIT),
        *(_line("topic", topic.id, topic) for topic in (*TOPICS, *extra)),
        _line("region", "34", ANHUI),
        _line("synonyms", "synonyms", SYNONYMS),
        _line("readings", "readings", readings(_texts(extra))),
        _line("calendar", "2026", YEAR),
        *(
            _line("division", code, Division(code=code, name=name))
            for code, name in DIVISIONS.items()
        ),
    ]


def write_lines(folder: Path, lines: Iterable[PackLine], edition: str = "3") -> StarterHead:
    """Write a starter folder and return its head."""
    folder.mkdir(parents=True, exist_ok=True)
    content = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
    head = StarterHead(
        format=STARTER_FORMAT,
        edition=edition,
        digest=hashlib.sha256(content).hexdigest(),
        documents=content.count(b"\n"),
    )
    (folder / DOCUMENTS_FILE).write_bytes(zstandard.compress(content))
    (folder / HEAD_FILE).write_bytes(msgspec.json.encode(head))
    return head


def write_starter(folder: Path, edition: str = "3", extra: Iterable[Topic] = ()) -> StarterHead:
    """Write the small catalogue as a starter folder and return its head."""
    return write_lines(folder, lines_of(edition, extra), edition)


def _values() -> dict[str, Any]:
    """Return the published part of the small catalogue by kind."""
    return {
        "catalogue": a_catalogue(),
        "topics": [topic for topic in TOPICS if topic.state == "published"],
        "services": SERVICES,
        "circumstances": [VISIT],
        "agencies": [Agency(id="office", name="便民中心")],
        "overlays": [ANHUI],
    }


def memory_store() -> MemoryCatalogStore:
    """Return the small catalogue as a store in memory."""
    return MemoryCatalogStore(**_values())


@functools.cache
def memory_index() -> MemorySearchIndex:
    """Return a search over the small catalogue that scans all of it."""
    return MemorySearchIndex(
        MemoryDocuments(**_values()),
        topics=TOPICS,
        overlays=[ANHUI],
        synonyms=SYNONYMS,
        readings=readings(_texts(())),
    )


def _texts(extra: Iterable[Topic]) -> list[str]:
    """Return every text that can be typed in letters."""
    topics = (*TOPICS, *extra)
    texts = [t for s in SERVICES for t in (s.name[0].value, s.plain, *s.aliases)]
    texts += [t for topic in topics for t in (topic.name, topic.plain, *topic.aliases)]
    return [*texts, *SYNONYMS]


def _line(kind: str, key: str, doc: Struct | Mapping[str, object]) -> PackLine:
    """Return one line."""
    raw = msgspec.Raw(msgspec.json.encode(doc))
    return msgspec.convert({"kind": kind, "id": key, "doc": raw}, PackLine)
