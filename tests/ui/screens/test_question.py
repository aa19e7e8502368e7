import pytest

from kiosk.ui.screens.question import QuestionViewModel
from tests.fakes.interface import a_screen


@pytest.fixture
def vm(station, qapp):
    vm = a_screen(QuestionViewModel, station)
    visit = vm.services.visit
    visit.enquiry = station.guidance.enquiry(
        "open-restaurant", visit.region, station.today(), {"who": ["self"]}
    )
    vm.enter(None)
    return vm


def answer(vm, *options):
    for option in options:
        vm.choose(option)
    vm.goOn()


def test_choosing_highlights_and_needs_going_on(vm):
    assert (vm.key, vm.canGoOn) == ("entity", False)
    vm.choose("has")
    assert vm.canGoOn and vm.key == "entity"
    assert [card.id for card in vm.cards.rows if card.chosen] == ["has"]
    vm.goOn()
    assert vm.key != "entity" and not vm.canGoOn
    assert vm.services.visit.enquiry.answers["entity"] == ("has",)


def test_a_site_may_let_yes_and_no_go_on_by_themselves(station, qapp):
    vm = a_screen(QuestionViewModel, station, auto_next=True)
    visit = vm.services.visit
    visit.enquiry = station.guidance.enquiry(
        "open-restaurant", visit.region, station.today(), {"who": ["self"]}
    )
    vm.enter(None)
    vm.choose("none-individual")
    assert vm.key == "entity"
    vm.goOn()
    assert vm.key == "name"
    vm.choose("yes")
    assert vm.key != "name" and vm.services.visit.enquiry.answers["name"] == ("yes",)


def test_going_on_without_an_answer_does_nothing(vm):
    vm.goOn()
    assert vm.key == "entity"


def test_back_shows_the_answer_given_and_on_again_keeps_it(vm):
    answer(vm, "none-individual")
    vm.back()
    assert (vm.key, vm.canGoOn) == ("entity", True)
    vm.goOn()
    assert vm.key == "name"
    vm.back()
    vm.back()
    assert vm.key == "who"
    vm.back()
    assert vm.router.went == [("back", None)]


def test_many_switches_and_unclear_stands_alone(vm):
    vm.enter("make")
    for option in ("hot", "cold", "hot"):
        vm.choose(option)
    assert [card.id for card in vm.cards.rows if card.chosen] == ["cold"]
    vm.enter("drain")
    vm.chooseUnknown()
    assert vm.isUnknown
    vm.choose("own")
    assert not vm.isUnknown


def test_a_number_outside_its_range_is_explained_and_not_taken(vm):
    vm.enter("decor-area")
    vm.setValue("9999999")
    vm.goOn()
    assert vm.key == "decor-area" and vm.problem
    assert "decor-area" not in vm.services.visit.enquiry.answers
    vm.setValue("400")
    assert vm.problem == "" and vm.value == "400"


def test_a_stop_ends_the_questions(vm):
    answer(vm, "none-individual")
    answer(vm, "no")
    answer(vm, "prepacked")
    assert vm.router.went == [("checklist", None)]


def test_changing_one_answer_returns_to_the_answers_also_by_back(vm):
    vm.enter("who")
    vm.back()
    assert vm.router.went == [("answers", None)]


def test_why_is_explained_with_hint_and_helps(vm):
    vm.explain()
    [(name, detail)] = vm.router.went
    assert name == "detail" and detail.title == vm.ask
    assert any(part.title == "放心" for part in detail.parts)
