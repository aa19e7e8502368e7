"""UX-13: what people type finds what they mean; an unknown word says so. Keys can type too."""

import pytest
from PySide6.QtCore import Qt

from tests.qml.scene import Scene


@pytest.fixture
def search(scene: Scene) -> Scene:
    scene.tap("attract.begin")
    scene.tap("home.find")
    return scene


def first(scene: Scene) -> str:
    rows = scene.shell.router.front().property("results").rows
    return str(rows[0].topic) if rows else ""


@pytest.mark.parametrize("typed", ["sfz", "shenfenzheng", "shenfenzh"])
def test_letters_find_the_identity_card(search: Scene, typed: str) -> None:
    for letter in typed:
        search.tap(f"search.key.{letter}")
    assert first(search) == "id-card"
    assert search.shell.router.front().property("state") == "found"


def test_chinese_from_a_keyboard_finds_it_too(search: Scene) -> None:
    search.key(Qt.Key.Key_unknown, "身份")
    assert first(search) == "id-card"


def test_a_word_of_the_row_takes_the_place_of_the_letters(search: Scene) -> None:
    for letter in "sfz":
        search.tap(f"search.key.{letter}")
    search.tap("search.word.0")
    assert search.shell.router.front().property("query") == "身份证"
    assert first(search) == "id-card"


def test_the_matched_part_is_marked(search: Scene) -> None:
    for letter in "sfz":
        search.tap(f"search.key.{letter}")
    assert "<b>身份证</b>" in search.shell.router.front().property("results").rows[0].marked


def test_an_unknown_word_is_not_found_and_leads_on(search: Scene) -> None:
    search.key(Qt.Key.Key_unknown, "采矿许可证")
    assert search.reads("没找到这件事")
    assert {"search.all", "search.staff"} <= search.names()
    search.tap("search.all")
    assert search.shell.screen() == "topics"
    assert search.reads("全部事项")


def test_backspace_clear_and_digits(search: Scene) -> None:
    for letter in "sf":
        search.tap(f"search.key.{letter}")
    search.tap("search.key.erase")
    assert search.shell.router.front().property("query") == "s"
    search.tap("search.pad")
    search.tap("search.key.1")
    assert search.shell.router.front().property("query") == "s1"
    search.tap("search.key.clear")
    assert search.shell.router.front().property("query") == ""
    assert search.reads("怎么找")


def test_a_result_leads_to_its_start_page(search: Scene) -> None:
    for letter in "sfz":
        search.tap(f"search.key.{letter}")
    search.tap("search.result.id-card")
    assert search.shell.screen() == "start"
