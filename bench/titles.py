"""Invented titles of services from the real vocabulary, seeded, and a pack that holds them.

A title is region + agency + object + action, as in 亳州市谯城区民政局高龄津贴申领.
"""

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Raw
from msgspec.json import encode

from kiosk.domain.ids import region_chain
from kiosk.domain.service import Service, TextChoice
from kiosk.domain.tokens import clean
from kiosk.domain.topic import Include, Topic
from kiosk.wire.pack import DocumentKind, PackLine
from kiosk.workshop.load import load
from kiosk.workshop.loaded import LoadedCatalogue
from kiosk.workshop.readings import readings

SERVICES_EACH = 1000
ACTIONS = ("登记", "备案", "审批", "核准", "申领", "变更", "注销", "补办", "换领", "查询", "年审")


def written(repository: Path) -> LoadedCatalogue:
    """Return the catalogue as it is authored."""
    return load(repository / "db" / "catalog", repository / "db" / "divisions.csv")


def titles(catalogue: LoadedCatalogue, count: int, chance: random.Random) -> list[str]:
    """Return `count` different titles of 10 to 40 characters."""
    found: dict[str, None] = {}
    regions = [_full_name(code, catalogue.divisions) for code in catalogue.divisions]
    agencies = [clean(document.value.plain) for document in catalogue.of("agency").values()]
    objects = list(dict.fromkeys(_objects(catalogue)))
    parts = (regions, agencies, objects, ACTIONS)
    while len(found) < count:
        found["".join(map(chance.choice, parts))] = None
    return list(found)


def _full_name(code: str, divisions: dict[str, str]) -> str:
    """Return the names of a division and the one above it: 亳州市谯城区."""
    return "".join(divisions[step] for step in region_chain(code)[-2:])


def _objects(catalogue: LoadedCatalogue) -> Iterator[str]:
    """Yield what services are about: the papers they ask for, and their own names."""
    for document in catalogue.of("evidence").values():
        yield clean(document.value.name)
        yield clean(document.value.plain)
    for document in catalogue.of("service").values():
        yield from (clean(choice.value) for choice in document.value.name)


def pack(names: list[str], synonyms: Mapping[str, tuple[str, ...]]) -> Iterator[PackLine]:
    """Yield a pack whose topics include all titles as services, the first most popular.

    A topic is called by the end of its first title, so that the letter pad has words to offer.
    """
    for start in range(0, len(names), SERVICES_EACH):
        part = {f"s{n}": names[n] for n in range(start, min(len(names), start + SERVICES_EACH))}
        for key, name in part.items():
            service = Service(id=key, name=(TextChoice(value=name),), plain=name, agency="office")
            yield _line("service", key, service)
        topic = Topic(
            id=f"t{start:07}",
            name=names[start][-6:],
            plain=names[start][-6:],
            icon="house",
            category="life",
            includes=tuple(Include(service=key) for key in part),
            state="published",
        )
        yield _line("topic", topic.id, topic)
    yield _line("synonyms", "synonyms", synonyms)
    yield _line("readings", "readings", readings(["".join(set("".join((*names, *synonyms))))]))


def _line(kind: DocumentKind, key: str, document: object) -> PackLine:
    """Return one line of a pack."""
    return PackLine(kind=kind, id=key, doc=Raw(encode(document)))
