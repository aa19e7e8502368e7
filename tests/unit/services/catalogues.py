"""One small catalogue for the service tests: two topics that share a question."""

from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from kiosk.domain.service import (
    Agency,
    EvidenceType,
    Fee,
    PresenceChoice,
    Service,
    ServiceResult,
    Time,
    TimeLimit,
)
from kiosk.domain.topic import After, Catalogue, Category, Include, Topic, Wait
from tests.builders import a_catalogue, a_line, a_question, a_service, a_topic, is_
from tests.fakes.catalog_store import MemoryCatalogStore

Store = TypeVar("Store", bound=MemoryCatalogStore)

WHO = a_question("who", "self", "relative", ask="谁来办", unknown=False)
SIZE = a_question("size", "small", "large", ask="店多大", unknown=True)
SHOP = a_topic(
    "licence",
    Include(
        service="permit",
        when=is_("size", "large"),
        after=(After(service="licence", wait=Wait(days=7, unit="calendar")),),
    ),
    id="open-shop",
    plain="开小店",
    questions=("who", SIZE),
    for_="company",
)
CARD = a_topic("card", id="id-card", plain="办身份证", questions=("who",), popularity=9)
SERVICES = (
    a_service(
        "licence",
        a_line("id-card", copies=1),
        a_line("letter", when=is_("who", "relative")),
        plain="办营业执照",
        time=Time(promised=(TimeLimit(days=3, unit="working"),)),
        fee=(Fee(amount="0.00"),),
        presence=(PresenceChoice(value="proxy_allowed"),),
        result=(ServiceResult(name="营业执照", evidence="licence-paper"),),
    ),
    a_service("permit", "licence-paper", plain="办许可证", fee=(Fee(amount="0.00"),)),
    a_service("card", "id-card", plain="办身份证", fee=(Fee(amount="20.00"),)),
)


def a_store(
    topics: tuple[Topic, ...] = (SHOP, CARD),
    services: tuple[Service, ...] = SERVICES,
    edition: str = "1",
    store: type[Store] = MemoryCatalogStore,
    **documents: Any,
) -> Store:
    """Return the store; evidence types of all services are made up."""
    named = {e for s in services for line in s.evidence for e in (line.use, *line.any_of)}
    named |= {r.evidence for s in services for r in s.result if r.evidence}
    kinds: Mapping[str, EvidenceType] = {
        e: EvidenceType(id=e, name=f"{e}证明", plain=e) for e in sorted(named)
    }
    return store(
        catalogue=_catalogue(edition),
        topics=topics,
        services=services,
        questions=(WHO,),
        evidence=kinds.values(),
        agencies=(Agency(id="agency", name="市场监管局"),),
        **documents,
    )


def _catalogue(edition: str) -> Catalogue:
    categories = tuple(
        Category(id=c, name=c, icon="house") for c in ("empty", "category")
    )  # fmt: skip
    return replace(a_catalogue(edition=edition), categories=categories)
