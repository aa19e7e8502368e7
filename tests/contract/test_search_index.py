"""What a resident types and what must come first: the real index, and a scan of everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.topic import Topic
from kiosk.ports.storage import SearchIndex
from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.catalog_fill import fill
from kiosk.store.search_index import SqliteSearchIndex
from tests.starters import a_topic, lines_of, memory_index

MIGRATIONS = Path(__file__).resolve().parents[2] / "db" / "kiosk"
CROWD = [
    # Every pair of 养老保险 stands in these names, the word itself in none.
    a_topic(f"crowd-{n}", f"养老院{n}号", f"保险老保养老{n}", popularity=95, services=[])
    for n in range(260)
]
JUNK = ["AND ", "OR ", "NOT ", "NEAR(", ")", '"', "'", "*", "^", "k:", "-", "+", "{", "%", "\\",
        "\x00", "\ud800", "\udfff", "😀", "ﷺ", "İ", "𠅤", "〇", "身份", "证", "登记", "sfz",
        "zhuang", "a", "1", " ", "\n", "ＳＦＺ"]  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "memory"])
def index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchIndex]:
    if request.param == "memory":
        yield memory_index()
    else:
        yield from _sqlite(tmp_path_factory.mktemp("small") / "catalog.db", [])


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    yield from _sqlite(tmp_path_factory.mktemp("real") / "catalog.db", [])


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    yield from _sqlite(tmp_path_factory.mktemp("crowded") / "catalog.db", CROWD)


def _sqlite(path: Path, extra: list[Topic]) -> Iterator[SearchIndex]:
    fill(path, lines_of(extra=extra), MIGRATIONS)
    connections = CatalogConnections(path)
    yield SqliteSearchIndex(connections)
    connections.close()


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("身份", "id-card"),
        ("sfz", "id-card"),
        ("SFZ", "id-card"),
        ("shenfenzheng", "id-card"),
        ("shenfenzh", "id-card"),
        ("shenfz", "id-card"),
        ("身份z", "id-card"),
        ("养老", "resident-pension"),
        ("ylbx", "resident-pension"),
        ("社保", "resident-pension"),
        ("shebao", "resident-pension"),
        ("gaoling", "elder-allowance"),
        ("高龄", "elder-allowance"),
        ("glbt", "elder-allowance"),
        ("饭店", "open-restaurant"),
        ("饭馆", "open-restaurant"),
        ("kfd", "open-restaurant"),
        ("canguan", "open-restaurant"),
        ("我要办身份证", "id-card"),
        ("身份证怎么办", "id-card"),
        ("ｓｆｚ", "id-card"),
    ],
)
def test_the_expected_topic_comes_first(index: SearchIndex, query: str, first: str) -> None:
    answer = index.search(query, 20)
    assert answer.results[0].id == first
    assert answer.results[0].kind == "topic"
    assert answer.near == ()
    assert answer.query == query


def test_a_service_leads_to_its_topic(index: SearchIndex) -> None:
    (hit,) = index.search("食品经营许可", 20).results
    assert (hit.kind, hit.id, hit.topic) == ("service", "food-permit", "open-restaurant")
    assert hit.matched == "食品经营许可"


def test_services_of_regions_and_circumstances_are_found(index: SearchIndex) -> None:
    assert [hit.id for hit in index.search("小餐饮", 20).results] == ["food-filing"]
    assert [hit.topic for hit in index.search("上门", 20).results] == ["id-card"]


@pytest.mark.parametrize("query", ["采矿许可证", "居住证", "结婚登记", "ckxkz", "caikuang"])
def test_what_is_not_covered_is_not_answered(index: SearchIndex, query: str) -> None:
    assert index.search(query, 20).results == ()


def test_something_near_is_marked_as_near(real: SearchIndex) -> None:
    (near,) = real.search("采矿许可证", 20).near
    assert (near.topic, near.matched) == ("open-restaurant", "许可证")
    assert [hit.topic for hit in real.search("sfzx", 20).near] == ["id-card"]


@pytest.mark.parametrize(
    "query",
    ["许可证", "许可", "登记", "证", "办理", "登", "zheng", "xkz", "dengji", "办证", "许可 登记"],
)
def test_generic_endings_are_never_a_hit_alone(index: SearchIndex, query: str) -> None:
    assert index.search(query, 20).results == ()


def test_a_generic_word_narrows_a_telling_one(index: SearchIndex) -> None:
    assert [hit.id for hit in index.search("养老 登记", 20).results] == ["pension-join"]


@pytest.mark.parametrize("query", ["养狗", "养犬"])
def test_topics_that_are_not_published_are_not_found(index: SearchIndex, query: str) -> None:
    assert index.search(query, 20).results == ()


@pytest.mark.parametrize(
    "query",
    ["", " ", "'", '"', "*", "身份*", 'a" OR "b', "NEAR(身份 证)", "k:身份", "-证", "😀",
     "\x00", "\ud800", "身" * 10_000, "a" * 10_000, "a b " * 2_500, "1" * 40, "𠅤"],
)  # fmt: skip
def test_junk_never_raises(index: SearchIndex, query: str) -> None:
    answer = index.search(query, 20)
    answer.query.encode()
    index.words(query, 6)


@settings(max_examples=100)
@given(query=st.one_of(st.text(max_size=60), st.lists(st.sampled_from(JUNK)).map("".join)))
def test_no_text_raises(index: SearchIndex, query: str) -> None:
    answer = index.search(query, 5)
    answer.query.encode()
    assert len(answer.results) <= 5
    assert len(index.words(query, 6)) <= 6


def test_what_stands_behind_two_hundred_others_is_found(crowded: SearchIndex) -> None:
    found = [hit.id for hit in crowded.search("养老保险", 20).results]
    assert found[0] == "resident-pension"
    assert crowded.search("yanglaobaoxian", 20).results[0].id == "resident-pension"
    assert len(crowded.search("养老", 20).results) == 20


def test_the_limit_holds_for_results_and_near(crowded: SearchIndex) -> None:
    assert len(crowded.search("养老", 3).results) == 3
    assert len(crowded.search("养老驾照", 2).near) == 2


@pytest.mark.parametrize(
    ("letters", "first"),
    [("s", "身份证"), ("sfz", "身份证"), ("shenf", "身份证"), ("yl", "养老")],
)
def test_words_for_letters(real: SearchIndex, letters: str, first: str) -> None:
    assert real.words(letters, 6)[0] == first


@settings(max_examples=150)
@given(query=st.one_of(st.text("身份证养老保险高龄津贴开饭餐馆登记", max_size=5),
                       st.text("shenfzgyalobxkd", max_size=6)))  # fmt: skip
def test_the_index_finds_what_a_scan_finds(real: SearchIndex, query: str) -> None:
    assert real.search(query, 20).results == memory_index().search(query, 20).results


def test_words_are_few_different_and_begin_with_the_letters(index: SearchIndex) -> None:
    words = index.words("s", 6)
    assert len(words) == len(set(words)) == 6
    assert index.words("qqq", 6) == ()
    assert index.words("身", 6) == ()
