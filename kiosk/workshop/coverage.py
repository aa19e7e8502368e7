"""Coverage: which items of a list are in a topic, which are in none, which links lead nowhere.

The picture is `coverage_picture.py`. Shape: commands.md, `catalog coverage --json`.
"""

import csv
from collections import Counter
from pathlib import Path

from msgspec import Struct

from kiosk.domain.errors import InputError
from kiosk.domain.ids import RegionCode, ServiceId, TopicId
from kiosk.domain.service_code import parse_code
from kiosk.workshop.imported import ItemTrace
from kiosk.workshop.loaded import LoadedCatalogue
from kiosk.workshop.topic_codes import TopicCodes


class Orphan(Struct, frozen=True, kw_only=True):
    """An item in no topic; `demand` is None when no figures were given."""

    code: str
    name: str
    agency: str
    demand: int | None


class LinkedCode(Struct, frozen=True, kw_only=True):
    """A code that a topic's service is linked to; `name` is the item's, the last that is known."""

    code: str
    service: ServiceId
    name: str | None


class TopicCoverage(Struct, frozen=True, kw_only=True):
    """One topic: its items in the list, links that the list does not have, items that changed.

    `unlinked` are services that have no code in the region, so nothing can be said about them.
    """

    id: TopicId
    name: str
    items: int
    missing: tuple[LinkedCode, ...]
    changed: tuple[LinkedCode, ...]
    unlinked: tuple[ServiceId, ...]


class AgencyCoverage(Struct, frozen=True, kw_only=True):
    """One agency; `topics` counts its items by topic."""

    name: str
    items: int
    covered: int
    demand: int | None
    topics: dict[TopicId, int]


class Coverage(Struct, frozen=True, kw_only=True):
    """Everything; `items` = `covered` + the orphans. `unknown_demand` are codes of no item."""

    items: int
    covered: int
    orphans: tuple[Orphan, ...]
    topics: tuple[TopicCoverage, ...]
    agencies: tuple[AgencyCoverage, ...]
    region: RegionCode
    demand: int | None
    demand_covered: int | None
    unknown_demand: tuple[str, ...]


def cover(
    catalogue: LoadedCatalogue,
    region: RegionCode,
    items: dict[str, ItemTrace],
    before: dict[str, ItemTrace] | None = None,
    demand: dict[str, int] | None = None,
) -> Coverage:
    """Hold a list against the topics of a catalogue.

    Args:
        catalogue: the topics, with overlays.
        region: the place of the list: its overlays give the codes.
        items: the list, by key.
        before: an older list; without it no item counts as changed.
        demand: how often each item is asked for, by code key.
    """
    codes = TopicCodes(catalogue, region)
    topics = {key: codes.topics(item) for key, item in items.items()}
    covered = {key for key, found in topics.items() if found}
    known = demand or {}
    return Coverage(
        items=len(items),
        covered=len(covered),
        orphans=_orphans(items, covered, demand),
        topics=_topics(catalogue, codes, items, before or {}),
        agencies=_agencies(items, topics, demand),
        region=region,
        demand=None if demand is None else sum(known.values()),
        demand_covered=None if demand is None else sum(known.get(key, 0) for key in covered),
        unknown_demand=tuple(sorted(known.keys() - items.keys())),
    )


def read_demand(path: Path) -> dict[str, int]:
    """Read `item code,count` rows, a header allowed; return counts by code key.

    Raises:
        InputError: rows that are none; all of them are told.
    """
    found: Counter[str] = Counter()
    wrong = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for number, row in enumerate(csv.reader(stream), start=1):
                cells = [cell.strip() for cell in row]
                if not any(cells):
                    continue
                if len(cells) >= 2 and cells[0] and cells[1].isascii() and cells[1].isdigit():
                    found[parse_code(cells[0]).key] += int(cells[1])
                elif number > 1:
                    wrong.append(f"{path}:{number}: 要写“事项编码,件数”，件数是不小于0的整数")
    except OSError as error:
        said = f"{path} 打不开：{error.strerror}；请给出“事项编码,件数”的 CSV"
        raise InputError("demand", said) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError("demand", f"{path} 读不了；要 UTF-8 的 CSV：事项编码,件数") from error
    if wrong:
        raise InputError("demand", "\n".join(wrong))
    return dict(found)


def _orphans(
    items: dict[str, ItemTrace], covered: set[str], demand: dict[str, int] | None
) -> tuple[Orphan, ...]:
    """Return what is in no topic: most wanted first, else by the agencies with most of it."""
    left = {key: item for key, item in items.items() if key not in covered}
    of_agency = Counter(item.agency for item in left.values())
    wanted = demand or {}

    def rank(key: str) -> tuple[int, int, str, str]:
        agency = left[key].agency
        return -wanted.get(key, 0), -of_agency[agency], agency, left[key].code

    return tuple(
        Orphan(
            code=left[key].code,
            name=left[key].name,
            agency=left[key].agency,
            demand=None if demand is None else wanted.get(key, 0),
        )
        for key in sorted(left, key=rank)
    )


def _topics(
    catalogue: LoadedCatalogue,
    codes: TopicCodes,
    items: dict[str, ItemTrace],
    before: dict[str, ItemTrace],
) -> tuple[TopicCoverage, ...]:
    now, then = _by_name(items), _by_name(before)
    found = []
    for topic_id in catalogue.of("topic"):
        links = [link for link in codes.links if link.topic == topic_id]
        missing, changed, keys = [], [], set[str]()
        for link in links:
            name = parse_code(link.code).key
            here = now.get(name, [])
            keys.update(item.key for item in here)
            old = then.get(name, [])
            last = here or old
            told = LinkedCode(
                code=link.code, service=link.service, name=last[0].name if last else None
            )
            if not here:
                missing.append(told)
            elif old and {i.digest for i in old} != {i.digest for i in here}:
                changed.append(told)
        linked = {link.service for link in links}
        found.append(
            TopicCoverage(
                id=topic_id,
                name=catalogue.topic(topic_id).name,
                items=len(keys),
                missing=tuple(missing),
                changed=tuple(changed),
                unlinked=tuple(s for s in codes.services[topic_id] if s not in linked),
            )
        )
    return tuple(found)


def _by_name(items: dict[str, ItemTrace]) -> dict[str, list[ItemTrace]]:
    """Return items by whole code and by what every place calls them."""
    found: dict[str, list[ItemTrace]] = {}
    for item in items.values():
        for name in dict.fromkeys((item.key, item.base)):
            found.setdefault(name, []).append(item)
    return found


def _agencies(
    items: dict[str, ItemTrace],
    topics: dict[str, tuple[TopicId, ...]],
    demand: dict[str, int] | None,
) -> tuple[AgencyCoverage, ...]:
    """Return the agencies, those with most items first."""
    by_agency: dict[str, list[str]] = {}
    for key, item in items.items():
        by_agency.setdefault(item.agency, []).append(key)
    found = [
        AgencyCoverage(
            name=name,
            items=len(keys),
            covered=sum(1 for key in keys if topics[key]),
            demand=None if demand is None else sum(demand.get(key, 0) for key in keys),
            topics=dict(sorted(Counter(t for key in keys for t in topics[key]).items())),
        )
        for name, keys in by_agency.items()
    ]
    return tuple(sorted(found, key=lambda agency: (-agency.items, agency.name)))
