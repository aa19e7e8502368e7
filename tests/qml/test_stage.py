"""A large screen waits hidden while others lie over it, and nothing of it outlives its way."""

import time
from collections.abc import Iterator

import pytest
from PySide6.QtQuick import QQuickItem

from kiosk.documents.paper_process import PaperProcess
from tests.qml.scene import DEADLINE_S, Scene


@pytest.fixture
def listed(scene: Scene) -> Iterator[Scene]:
    """The kiosk at the list of an identity card, reached from its answers."""
    scene.tap("attract.begin")
    guidance, visit = scene.station.guidance, scene.shell._services.visit
    enquiry = guidance.enquiry("id-card", visit.region, scene.station.today(), {})
    while question := guidance.progress(enquiry).next_question:
        enquiry = guidance.answered(enquiry, question.id, [question.options[0].id])
    visit.enquiry = enquiry
    scene.go("answers")
    scene.tap("shell.primary")
    assert scene.shell.screen() == "checklist"
    yield scene


def _screens(scene: Scene) -> list[QQuickItem]:
    return scene.shell.window.property("stage").childItems()


def test_the_list_is_the_same_item_after_coming_back(listed: Scene) -> None:
    item = listed.shell.item()
    listed.tap("shell.help")
    assert listed.shell.screen() == "help"
    assert item is not None
    assert not item.isVisible()
    listed.tap("shell.back")
    assert listed.shell.item() is item
    assert item.isVisible()
    assert _screens(listed) == [item]


def test_a_list_left_by_going_back_is_destroyed(listed: Scene) -> None:
    listed.tap("shell.back")
    assert listed.shell.screen() == "answers"
    assert _screens(listed) == [listed.shell.item()]


def test_a_hidden_list_is_destroyed_by_the_wipe(listed: Scene) -> None:
    listed.tap("shell.help")
    assert len(_screens(listed)) == 2
    listed.shell.frame.finish()
    listed.settle()
    assert listed.shell.screen() == "attract"
    assert _screens(listed) == [listed.shell.item()]


def test_a_hidden_list_is_made_anew_in_another_size(listed: Scene) -> None:
    listed.tap("shell.help")
    listed.shell.frame.set_display("huge", "light")
    listed.settle()
    assert len(_screens(listed)) == 1
    listed.tap("shell.back")
    assert listed.shell.screen() == "checklist"
    assert len(_screens(listed)) == 1


def test_pages_are_counted_while_the_answers_are_looked_at(
    listed: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[bool] = []
    count = PaperProcess.page_count

    def noted(self: PaperProcess, sheet: object) -> int:
        counted.append(True)
        return count(self, sheet)  # type: ignore[arg-type]

    monkeypatch.setattr(PaperProcess, "page_count", noted)
    listed.tap("shell.back")
    # Large letters have other pages, which nobody has counted yet.
    listed.shell.frame.set_display("huge", "light")
    listed.go("answers")
    until = time.monotonic() + DEADLINE_S  # it begins when the frame is painted
    while not counted and time.monotonic() < until:
        listed.settle()
    before = len(counted)
    listed.tap("shell.primary")
    assert listed.shell.screen() == "checklist"
    assert (before, len(counted)) == (1, 1)
