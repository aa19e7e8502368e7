"""Guidance as a use case, on a real guide over documents in memory."""

import datetime as dt

import pytest
from msgspec.structs import replace

from kiosk.domain.errors import InputError
from kiosk.domain.topic import Topic
from kiosk.services.guidance import GUIDES_KEPT, Guidance
from tests.builders import a_topic
from tests.fakes.catalog_store import MemoryCatalogStore
from tests.unit.services.catalogues import CARD, SHOP, SIZE, a_store

TODAY = dt.date(2026, 11, 20)  # a Friday
PLACE = "341602"


def guidance() -> Guidance:
    return Guidance(a_store())


def test_a_walk_from_no_answers_to_the_list() -> None:
    service = guidance()
    enquiry = service.enquiry("open-shop", PLACE, TODAY, {})
    asked = []
    while question := service.progress(enquiry).next_question:
        asked.append(question.id)
        enquiry = service.answered(enquiry, question.id, [question.options[-1].id])
    assert asked == ["who", "size"]
    found = service.checklist(enquiry)
    assert found.state == "complete"
    assert [s.service for s in found.steps] == ["licence", "permit"]
    assert [a.question for a in service.question_order(enquiry)] == asked


@pytest.mark.parametrize(
    ("topic", "region", "given"),
    [
        ("no-topic", PLACE, {}),
        ("open-shop", "999999", {}),
        ("open-shop", PLACE, {"nobody": ["x"]}),
        ("open-shop", PLACE, {"who": ["dog"]}),
        ("open-shop", PLACE, {"who": ["?"]}),
    ],
)
def test_a_wrong_enquiry_is_refused(topic: str, region: str, given: dict[str, list[str]]) -> None:
    with pytest.raises(InputError):
        guidance().enquiry(topic, region, TODAY, given)


def test_an_enquiry_never_changes_and_a_change_can_be_taken_back() -> None:
    service = guidance()
    before = service.enquiry("open-shop", PLACE, TODAY, {"who": ["self"], "size": ["small"]})
    first = service.checklist(before)
    after = service.answered(before, "size", ["large"])
    assert before.answers["size"] == ("small",)
    assert service.what_if(before, after).steps == 1
    back = service.answered(after, "size", ["small"])
    assert back == before
    assert service.checklist(back) == first
    assert service.what_if(before, back).changes == ()


def test_dates_know_the_waiting_time_that_the_list_does_not_carry() -> None:
    service = guidance()
    enquiry = service.enquiry("open-shop", PLACE, TODAY, {"who": ["self"], "size": ["large"]})
    found = service.checklist(enquiry, TODAY)
    licence, permit = service.dates(found, TODAY)
    assert licence.ready_on == dt.date(2026, 11, 25)
    assert permit.starts_on == dt.date(2026, 12, 2)
    assert found.duration.ready_on == "2026-12-02"


def test_one_question_can_be_shown_again_to_change_it() -> None:
    service = guidance()
    enquiry = service.enquiry("open-shop", PLACE, TODAY, {"who": ["self"], "size": ["large"]})
    assert service.question(enquiry, "size").ask == "店多大"
    with pytest.raises(InputError):
        service.question(enquiry, "nobody")


def test_a_second_topic_keeps_shared_answers_alone() -> None:
    service = guidance()
    shop = service.enquiry("open-shop", PLACE, TODAY, {"who": ["self"], "size": ["large"]})
    assert service.shared_answers(shop) == {"who": ("self",)}
    card = service.takeover(shop, "id-card")
    assert (card.topic, card.answers) == ("id-card", {"who": ("self",)})
    own = replace(CARD, questions=("who", SIZE))  # another question of the same name
    other = Guidance(a_store(topics=(SHOP, own)))
    assert other.takeover(shop, "id-card").answers == {"who": ("self",)}
    elsewhere = service.takeover(replace(shop, region="3412"), "open-shop")
    assert elsewhere.answers == shop.answers


def test_old_answers_that_no_longer_exist_are_lost_by_name() -> None:
    given = {"who": ["self"], "size": ["huge"], "gone": ["x"]}
    found = guidance().recover("open-shop", PLACE, TODAY, given)
    assert found.enquiry.answers == {"who": ("self",)}
    assert found.lost == ("“店多大”原来的回答", "一个问题（gone）")


class CountingStore(MemoryCatalogStore):
    """Counts how often a topic is read."""

    reads = 0

    def topic(self, topic_id: str) -> Topic:
        self.reads += 1
        return super().topic(topic_id)


@pytest.fixture
def store() -> CountingStore:
    many = tuple(a_topic("card", id=f"topic-{n}") for n in range(GUIDES_KEPT))
    return a_store(topics=(SHOP, CARD, *many), store=CountingStore)


def test_a_guide_is_assembled_once_per_edition_place_and_day(store: CountingStore) -> None:
    service = Guidance(store)
    enquiry = service.enquiry("id-card", PLACE, TODAY, {})
    service.checklist(enquiry)
    service.progress(enquiry)
    assert store.reads == 1
    service.enquiry("id-card", PLACE, TODAY + dt.timedelta(days=1), {})
    service.enquiry("id-card", "3412", TODAY, {})
    assert store.reads == 3
    store.edition = "2"
    service.progress(enquiry)
    assert store.reads == 4


def test_the_guide_not_used_for_longest_is_let_go(store: CountingStore) -> None:
    service = Guidance(store)

    def use(topic: str) -> int:
        service.enquiry(topic, PLACE, TODAY, {})
        return store.reads

    for n in range(GUIDES_KEPT):
        use(f"topic-{n}")
    assert use("topic-0") == GUIDES_KEPT
    assert use("id-card") == GUIDES_KEPT + 1
    assert use("topic-0") == GUIDES_KEPT + 1
    assert use("topic-1") == GUIDES_KEPT + 2
