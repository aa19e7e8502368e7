"""What a resident sees before the first question."""

import datetime as dt

import pytest

from kiosk.domain.errors import InputError
from kiosk.domain.search import SearchAnswer
from kiosk.domain.service import Fee, Service
from kiosk.services.browse import Browse
from tests.builders import a_question, a_service, a_topic, is_
from tests.fakes.catalog_store import MemoryCatalogStore
from tests.unit.services.catalogues import a_store


class NoIndex:
    """An index that knows nothing; searching itself is tested on the real one."""

    def search(self, query: str, limit: int) -> SearchAnswer:
        return SearchAnswer(query=query, results=(), near=())

    def words(self, letters: str, limit: int) -> tuple[str, ...]:
        return (letters,) * limit


def browse(store: MemoryCatalogStore | None = None) -> Browse:
    return Browse(store or a_store(), NoIndex())


def test_categories_are_those_with_a_topic_for_the_audience() -> None:
    both = Browse(a_store(topics=(a_topic("card", for_="both"),)), NoIndex())
    company = Browse(a_store(topics=(a_topic("card", for_="company"),)), NoIndex())
    assert [c.id for c in browse().categories("person")] == ["category"]
    assert [c.id for c in both.categories("company")] == ["category"]
    assert company.categories("person") == ()
    assert [c.id for c in company.categories("both")] == ["category"]


def test_topics_of_a_category_come_most_popular_first() -> None:
    assert [t.id for t in browse().topics("category")] == ["id-card", "open-shop"]
    assert browse().topics("empty") == ()
    assert len(browse().topics()) == 2


def test_the_start_page_says_what_to_expect() -> None:
    start = browse().start("open-shop", "341602")
    assert (start.plain, start.region_name) == ("开小店", "亳州市谯城区")
    assert (start.minutes, start.free, start.asks_who) == (1, True, True)
    with pytest.raises(InputError):
        browse().start("no-topic", "341602")
    with pytest.raises(InputError):
        browse().start("open-shop", "999999")


def test_many_questions_take_longer() -> None:
    questions = tuple(a_question(f"q{n}", "a", "b") for n in range(9))
    deep = tuple(a_question(f"d{n}", "a", "b", when=is_("q0", "a")) for n in range(4))
    store = a_store(topics=(a_topic("card", id="long", questions=questions + deep),))
    start = browse(store).start("long", "34")
    assert (start.minutes, start.asks_who) == (3, False)  # (9 + 4/2) × 15 s


@pytest.mark.parametrize(
    ("fees", "free"),
    [
        ((), None),
        ((Fee(amount="0.00"),), True),
        ((Fee(amount="0.00", status="unverified"),), None),
        ((Fee(amount=None),), None),
        ((Fee(amount="0.00"), Fee(id="b", amount="40.00", status="unverified")), False),
    ],
)
def test_free_only_when_nothing_can_cost_anything(fees: tuple[Fee, ...], free: bool | None) -> None:
    service: Service = a_service("card", fee=fees)
    store = a_store(topics=(a_topic("card", id="t1"),), services=(service,))
    assert browse(store).start("t1", "34").free is free


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("34", "安徽省"),
        ("3416", "安徽省亳州市"),
        ("341602", "亳州市谯城区"),
        ("341602001", "谯城区花戏楼街道"),
        ("110101", "北京市东城区"),
    ],
)
def test_places_have_readable_names(code: str, name: str) -> None:
    assert browse().region_name(code) == name


def test_counties_of_the_own_city_come_first_then_of_the_own_province() -> None:
    groups = browse().counties("341621")
    assert [city.code for city, _ in groups] == ["3416", "3412", "1101", "4419"]
    assert [c.name for c in groups[0][1]] == ["谯城区", "涡阳县"]
    assert [c.name for c in groups[3][1]] == ["东莞市"]


def test_names_of_what_is_gone_are_ids() -> None:
    assert browse().service_name("licence") == "办营业执照"
    assert browse().service_name("gone") == "gone"
    assert browse().evidence_name("gone") == "gone"
    assert [e.id for e in browse().evidence(["letter", "gone", "letter"])] == ["letter"]
    assert (browse().topic_name("open-shop"), browse().topic_name("gone")) == ("开小店", None)


def test_a_window_is_open_or_opens_next() -> None:
    hours, friday = "工作日 9:00-17:00", dt.datetime(2026, 11, 20, 17, 30)  # noqa: DTZ001
    opening = browse().opening(hours, friday)
    assert opening is not None
    assert (opening.is_open, opening.next_on) == (False, dt.date(2026, 11, 23))
    assert browse().opening("看门口的牌子", friday) is None


def test_a_catalogue_is_stale_after_thirty_days() -> None:
    store = a_store()
    day = store.checked_at
    assert browse(store).stale_since(day + dt.timedelta(days=29)) is None
    assert browse(store).stale_since(day + dt.timedelta(days=30)) == dt.date(2026, 11, 20)


def test_search_and_words_come_from_the_index() -> None:
    assert browse().search("sfz").query == "sfz"
    assert browse().words("s", 2) == ("s", "s")
    assert browse().edition() == "1"
    assert [d.code for d in browse().divisions("3416")] == ["341602", "341621"]


def test_a_new_edition_gives_a_new_start_page() -> None:
    store = a_store()
    view = browse(store)
    assert view.start("id-card", "34").free is False
    store._services["card"] = a_service("card", fee=(Fee(amount="0.00"),))
    assert view.start("id-card", "34").free is False
    store.edition = "2"
    assert view.start("id-card", "34").free is True
