"""Which topics an item of a list belongs to: by the codes of their services in one region.

What is made of it is `coverage.py` and the import's account. Source: catalogue.md §7.
"""

from collections.abc import Iterator

from msgspec import UNSET, Struct

from kiosk.domain.ids import RegionCode, ServiceId, TopicId, region_chain
from kiosk.domain.service_code import parse_code
from kiosk.domain.topic import Topic
from kiosk.workshop.imported import ItemTrace
from kiosk.workshop.loaded import LoadedCatalogue


class CodeLink(Struct, frozen=True, kw_only=True):
    """One code of one service of a topic, as the catalogue writes it."""

    topic: TopicId
    service: ServiceId
    code: str


class TopicCodes:
    """The links of one region; `services` are all that each topic can lead to there."""

    def __init__(self, catalogue: LoadedCatalogue, region: RegionCode) -> None:
        self.services = {
            topic_id: tuple(dict.fromkeys(_services(catalogue, catalogue.topic(topic_id), region)))
            for topic_id in catalogue.of("topic")
        }
        self.links = tuple(
            CodeLink(topic=topic_id, service=service_id, code=code)
            for topic_id, services in self.services.items()
            for service_id in services
            for code in _codes(catalogue, service_id, region)
        )
        self._by_code: dict[str, list[CodeLink]] = {}
        for link in self.links:
            self._by_code.setdefault(parse_code(link.code).key, []).append(link)

    def of(self, item: ItemTrace) -> tuple[CodeLink, ...]:
        """Return the links that name an item: by its whole code or by what every place calls it."""
        names = dict.fromkeys((item.key, item.base))
        return tuple(link for name in names for link in self._by_code.get(name, ()))

    def topics(self, item: ItemTrace) -> tuple[TopicId, ...]:
        """Return the topics of an item, sorted."""
        return tuple(sorted({link.topic for link in self.of(item)}))


def _services(catalogue: LoadedCatalogue, topic: Topic, region: RegionCode) -> Iterator[ServiceId]:
    """Yield the services that a topic can lead to in a region."""
    yield from (include.service for include in topic.includes)
    for circumstance_id in topic.circumstances:
        if circumstance_id in catalogue.of("circumstance"):
            added = catalogue.circumstance(circumstance_id).includes
            yield from (include.service for include in added)
    for code in region_chain(region):
        overlay = catalogue.overlay(code)
        patch = overlay.topics.get(topic.id) if overlay else None
        yield from (include.service for include in (patch.add_includes if patch else ()))


def _codes(
    catalogue: LoadedCatalogue, service_id: ServiceId, region: RegionCode
) -> tuple[str, ...]:
    """Return the codes of a service; the overlay nearest to the region has the last word."""
    known = service_id in catalogue.of("service")
    found = catalogue.service(service_id).code if known else ()
    for code in region_chain(region):
        overlay = catalogue.overlay(code)
        patch = overlay.services.get(service_id) if overlay else None
        if patch is not None and patch.code is not UNSET:
            found = patch.code or ()
    return tuple(choice.value for choice in found)
