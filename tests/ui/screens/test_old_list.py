"""我有旧清单: what was scanned leads on; a code that cannot be read leads on in two ways."""

import pytest
from msgspec.structs import replace

from kiosk.devices.scripted import ScriptedScanner
from kiosk.services.scanning import Scanning
from kiosk.ui.screens.changes import ChangesViewModel
from kiosk.ui.screens.home import HomeViewModel
from kiosk.ui.screens.oldlist import OldListViewModel
from kiosk.ui.screens.scan import ScanViewModel
from kiosk.wire import list_code
from tests.fakes.interface import a_screen
from tests.ui.screens.test_checklist import answered

LOST_TOPIC = {"topic": "no-such-topic"}


@pytest.fixture
def scanner() -> ScriptedScanner:
    return ScriptedScanner()


@pytest.fixture
def scan(station, qapp, scanner):
    vm = a_screen(ScanViewModel, station)
    vm.services = replace(vm.services, scanning=Scanning(scanner, station.log.event))
    vm.enter(None)
    return vm


def code(station, vm, **changed):
    """Return the K1 text of a complete list, changed."""
    checklist = station.guidance.checklist(answered(station, vm.services.visit))
    vm.services.visit.wipe()
    return list_code.pack(replace(list_code.summary(checklist), **changed))


def scanned(scan, scanner, text):
    scanner.show(text)
    scan.look()
    return scan.router.went[-1][1] if scan.router.went else None


def at(model, station, old):
    vm = a_screen(model, station)
    vm.enter(old)
    return vm


def test_nothing_happens_until_something_is_scanned(scan):
    scan.look()
    assert not scan.router.went
    assert not scan.frame.faults


def test_going_on_takes_over_answers_and_place(scan, scanner, station):
    old = scanned(scan, scanner, code(station, scan, region="340102"))
    vm = at(OldListViewModel, station, old)
    assert (vm.topic, vm.canGoOn) == ("开饭店", True)
    vm.goOn()
    assert vm.router.went == [("question", None)]
    assert vm.services.visit.region == "340102"
    assert vm.services.visit.enquiry.answers


def test_a_list_that_still_holds_says_so(scan, scanner, station):
    vm = at(ChangesViewModel, station, scanned(scan, scanner, code(station, scan)))
    assert (vm.isValid, vm.action) == (True, "接着办")
    vm.goOn()
    assert vm.router.went[-1][0] == "question"


def test_a_list_that_changed_shows_each_line_and_prints_the_new_one(scan, scanner, station):
    text = code(station, scan)
    found = list_code.decode(text)
    steps = (replace(found.steps[0], days=99), *found.steps[1:])
    papers = (replace(found.materials[0], originals=9), *found.materials[2:])
    spoilt = replace(found, steps=steps, materials=papers, digest16="0" * 16)
    old = scanned(scan, scanner, list_code.pack(spoilt))
    vm = at(ChangesViewModel, station, old)
    assert (vm.isValid, vm.action) == (False, "打印新清单")
    rows = {row.mark: row for row in vm.rows.rows}
    assert rows["变了"].formal.startswith("以前：")
    assert rows["变了"].body.startswith("现在：")
    assert rows["新加的"].formal == ""
    vm.goOn()
    name, job = vm.router.went[-1]
    assert (name, job.paper) == ("printing", "receipt")
    assert job.checklist.digest == station.guidance.checklist(old.enquiry).digest


def test_a_topic_that_is_gone_leads_to_the_others(scan, scanner, station):
    old = scanned(scan, scanner, code(station, scan, **LOST_TOPIC))
    assert not at(OldListViewModel, station, old).canGoOn
    vm = at(ChangesViewModel, station, old)
    assert (vm.isValid, vm.action) == (False, "重新选事项")
    vm.goOn()
    assert vm.router.went == [("home", None)]


def test_an_answer_that_is_gone_is_asked_again(scan, scanner, station):
    answers = {"who": ("self",), "entity": ("no-such-option",)}
    old = scanned(scan, scanner, code(station, scan, answers=answers))
    vm = at(ChangesViewModel, station, old)
    assert vm.action == "接着办"
    vm.goOn()
    assert vm.router.went[-1][0] == "question"


@pytest.mark.parametrize("text", ["https://example.invalid/pay", "K2:ABC", "K1:%%%", ""])
def test_a_code_that_cannot_be_read_leads_on_in_two_ways(scan, scanner, text):
    scanner.show(text)
    scan.look()
    assert scan.frame.faults == ["E-SC-02"]


def test_leaving_stops_listening(scan, scanner):
    scan.leave()
    scanner.show("anything")
    assert scanner.take() is None


@pytest.mark.parametrize(("fitted", "offered"), [(None, False), (ScriptedScanner(), True)])
def test_home_offers_it_where_a_scanner_works(station, qapp, fitted, offered):
    vm = a_screen(HomeViewModel, station)
    vm.services = replace(vm.services, scanning=Scanning(fitted, station.log.event))
    vm.enter(None)
    assert vm.hasScanner is offered
    vm.scan()
    assert vm.router.went == [("scan", None)]
