"""R11 and R12 with a reader that does what the test says."""

import pytest
from msgspec.structs import replace

from kiosk.devices.scripted import ScriptedReader
from kiosk.domain.errors import Bug
from kiosk.services.identity import Identity
from kiosk.ui.card_errand import CardErrand
from kiosk.ui.screens.card import CardViewModel
from kiosk.ui.screens.holder import HolderViewModel
from tests.fakes.interface import a_screen
from tests.people import ZHANG, person

ERRAND = CardErrand(found="next", without="list")


@pytest.fixture
def reader() -> ScriptedReader:
    return ScriptedReader()


@pytest.fixture
def card(station, qapp, reader):
    vm = a_screen(CardViewModel, station)
    vm.services = replace(
        vm.services, identity=Identity(reader, vm.services.visit, station.log.event)
    )
    vm.enter(ERRAND)
    return vm


@pytest.fixture
def holder(station, qapp, card):
    vm = a_screen(HolderViewModel, station)
    vm.services = card.services
    return vm


def pass_time(vm, seconds):
    vm.services.clock.pass_time(seconds)
    vm.look()


def ways(vm):
    return [way.id for way in vm.ways.rows]


def test_a_card_is_read_in_order_and_must_be_taken_away(card, reader):
    assert card.state == "waiting"
    reader.lay()
    card.look()
    assert (card.state, card.frame.held[-1]) == ("reading", True)
    reader.read(ZHANG)
    card.look()
    assert (card.state, card.frame.held[-1]) == ("read", False)
    assert not card.router.went
    reader.lift()
    card.look()
    assert card.router.went == [("holder", ERRAND)]


def test_a_reader_that_cannot_tell_leads_on_at_once(card, reader):
    reader._status = type(reader.status())()  # still asked for
    reader.read(ZHANG)
    reader._status = replace(reader.status(), lifted=None)
    card.look()
    assert card.router.went == [("holder", ERRAND)]


def test_the_seconds_run_out_and_the_other_way_stays(card):
    assert card.secondsLeft == 25
    pass_time(card, 24.5)
    assert card.secondsLeft == 1
    pass_time(card, 10)
    assert (card.secondsLeft, card.state) == (0, "waiting")
    card.withoutCard()
    assert card.router.went == [("list", None)]


def test_a_forgotten_card_rings_three_times(card, reader, monkeypatch):
    rung = []
    monkeypatch.setattr(type(card.services.bell), "ring", lambda bell: rung.append(1) or True)
    reader.read(ZHANG)
    card.look()
    for _ in range(60):
        pass_time(card, 1)
    assert (card.state, len(rung)) == ("left", 3)


def test_a_reader_that_never_notices_holds_nobody_up(card, reader):
    reader.read(ZHANG)
    card.look()
    card.taken()
    assert not card.router.went
    pass_time(card, 7)
    card.taken()
    assert card.router.went == [("holder", ERRAND)]


@pytest.mark.parametrize(
    ("code", "offered"),
    [
        ("E-ID-01", ["without", "staff"]),
        ("E-ID-02", ["again", "without"]),
        ("E-ID-03", ["again", "without"]),
        ("E-ID-04", ["again", "without"]),
    ],
)
def test_every_fault_has_two_ways(card, reader, code, offered):
    reader.fail(code)
    card.look()
    assert (card.state, card.code, ways(card)) == ("fault", code, offered)
    assert card.faultTitle
    assert card.faultBody


def test_after_a_misread_the_card_may_simply_be_laid_again(card, reader):
    reader.fail("E-ID-02")
    card.look()
    reader.begin()
    card.look()
    assert card.state == "fault"  # nobody has read it yet
    reader.lay()
    card.look()
    assert (card.state, card.code) == ("reading", "")


def test_laying_it_again_asks_anew(card, reader):
    reader.fail("E-ID-04")
    card.look()
    card.choose("again")
    assert (card.state, card.code, card.secondsLeft) == ("waiting", "", 25)


def test_a_reader_that_is_plugged_in_again_goes_on_by_itself(card, reader):
    reader.fail("E-ID-01")
    card.look()
    reader.mend()
    card.look()
    assert (card.state, card.code) == ("waiting", "")


def test_an_expired_card_counts_for_nothing(card, reader):
    reader.read(person(valid_to="2020-05-01"))
    reader.lift()
    card.look()
    assert (card.code, ways(card)) == ("E-ID-05", ["without", "staff"])
    assert card.services.visit.holder is None
    assert not card.router.went


def test_leaving_lets_the_reader_rest(card, reader):
    reader.read(ZHANG)
    card.look()
    card.leave()
    assert card.frame.held[-1] is False
    assert type(reader.status()).__name__ == "CardIdle"


def test_without_a_reader_the_screen_says_so(station, qapp):
    vm = a_screen(CardViewModel, station)
    vm.enter(ERRAND)
    vm.look()
    assert (vm.state, vm.code) == ("fault", "E-ID-01")


def test_the_holder_is_shown_masked(holder):
    holder.services.visit.holder = person(name="张\ue000三", unmapped=("E000",))
    holder.enter(ERRAND)
    assert (holder.person, holder.number) == ("张*三", "3702…0012")
    assert holder.warning == "姓名含未收录字，请核对"


def test_a_wrong_check_digit_is_pointed_out(holder):
    holder.services.visit.holder = person(number_valid=False)
    holder.enter(ERRAND)
    assert holder.warning == "号码不对，请核对"


@pytest.mark.parametrize("keeps", [False, True])
def test_a_reader_that_was_only_tried_leaves_nobody_behind(holder, keeps):
    holder.services.visit.holder = ZHANG
    holder.enter(replace(ERRAND, keeps=keeps))
    holder.confirm()
    assert holder.router.went == [("next", None)]
    assert holder.services.visit.holder == (ZHANG if keeps else None)


@pytest.mark.parametrize("how", ["refuse", "back"])
def test_somebody_else_lays_the_card_anew(holder, how):
    holder.services.visit.holder = ZHANG
    holder.enter(ERRAND)
    getattr(holder, how)()
    assert holder.services.visit.holder is None
    assert holder.router.went == [("card", ERRAND)]


@pytest.mark.parametrize("keeps", [False, True])
def test_leaving_without_a_word_keeps_only_who_is_wanted(holder, keeps):
    holder.services.visit.holder = ZHANG
    holder.enter(replace(ERRAND, keeps=keeps))
    holder.leave()
    assert holder.services.visit.holder == (ZHANG if keeps else None)
    holder.resume()
    assert [name for name, _ in holder.router.went] == ([] if keeps else ["card"])


def test_nobody_is_confirmed_without_a_card(holder):
    with pytest.raises(Bug):
        holder.enter(ERRAND)
