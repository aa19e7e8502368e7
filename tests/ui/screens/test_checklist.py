import datetime as dt

import pytest

from kiosk.ui.list_job import Handover, ListJob
from kiosk.ui.screens.answers import AnswersViewModel
from kiosk.ui.screens.checklist import ChecklistViewModel
from kiosk.ui.screens.finish import FinishViewModel
from kiosk.ui.screens.have import HaveViewModel
from kiosk.ui.screens.printing import PrintingViewModel
from kiosk.ui.screens.takeaway import TakeawayViewModel
from tests.fakes.interface import a_screen

ANSWERS = {"who": "self", "entity": "none-individual", "size": "restaurant", "drain": "?"}


def answered(station, visit, **changed):
    enquiry = station.guidance.enquiry("open-restaurant", visit.region, station.today(), {})
    given = ANSWERS | changed
    while question := station.guidance.progress(enquiry).next_question:
        chosen = given.get(question.id) or (question.options[0].id if question.options else "5")
        enquiry = station.guidance.answered(enquiry, question.id, [chosen])
    visit.enquiry = enquiry
    return enquiry


@pytest.fixture
def vm(station, qapp):
    vm = a_screen(ChecklistViewModel, station)
    answered(station, vm.services.visit)
    vm.enter(None)
    return vm


def job(station, vm):
    checklist = station.guidance.checklist(vm.services.visit.enquiry)
    return ListJob(checklist=checklist, paper="a4")


def kinds(vm):
    return [row.kind for row in vm.rows.rows]


def test_title_counts_what_to_bring_and_rows_say_it(vm, station):
    checklist = station.guidance.checklist(vm.services.visit.enquiry)
    assert vm.title == f"要带这{checklist.to_bring}样"
    bring = [m for m in checklist.materials if m.status == "bring"]
    assert kinds(vm)[: len(bring)] == ["paper"] * len(bring)
    assert [row.key for row in vm.rows.rows].count("unknown-drain") == 1
    assert len(vm.steps.rows) == len(checklist.steps)
    assert vm.rows.rows[-1].body.startswith("按亳州市谯城区的办法")


def test_every_material_is_reachable_once_groups_are_open(vm, station):
    for row in vm.rows.rows:
        if row.kind == "group":
            vm.open(row.key)
    shown = [row.key for row in vm.rows.rows if row.kind == "paper"]
    wanted = station.guidance.checklist(vm.services.visit.enquiry).materials
    assert sorted(shown) == sorted(f"paper-{m.evidence}-{m.holder}" for m in wanted)


def test_rows_lead_on(vm):
    for key in ("paper-id-card-applicant", "unknown-drain"):
        vm.open(key)
    assert [name for name, _ in vm.router.went] == ["detail", "question"]
    assert vm.router.went[1][1] == "drain"


def test_a_start_day_gives_dates(vm):
    before = vm.figures.rows[0]
    vm.enter(dt.date(2026, 12, 1))
    assert vm.figures.rows[0].caption == "要等到"
    assert vm.figures.rows[0] != before
    assert any("月" in row.body for row in vm.steps.rows)


def test_a_stop_opens_with_the_reason_and_the_way_on(vm, station):
    answered(station, vm.services.visit, size="prepacked")
    vm.enter(None)
    assert vm.title == "现在还办不了"
    assert kinds(vm)[:2] == ["stop", "line"]
    assert vm.rows.rows[1].title == "现在可以做的"


def test_without_a_printer_the_main_action_is_scanning(vm, station):
    assert vm.action.startswith("打印清单")
    station.checklists._printers._printers.clear()
    vm.enter(None)
    assert vm.action == "扫码带走"
    vm.goOn()
    assert vm.router.went[-1][0] == "takeaway"


def test_a_change_shows_its_difference_until_it_is_kept_or_undone(station, qapp):
    vm = a_screen(AnswersViewModel, station)
    kept = answered(station, vm.services.visit)
    vm.enter(None)
    assert vm.difference == ""
    answered(station, vm.services.visit, sign="large")
    vm.enter(None)
    assert vm.difference.startswith("如果这样：")
    vm.undo()
    assert vm.services.visit.enquiry == kept and vm.difference == ""
    answered(station, vm.services.visit, sign="large")
    vm.enter(None)
    vm.goOn()
    vm.resume()
    assert vm.difference == ""


def test_have_counts_down_and_prints_only_what_is_missing(vm, station):
    have = a_screen(HaveViewModel, station)
    whole = job(station, vm)
    have.enter(whole)
    total = have.missing
    assert total == whole.checklist.to_bring
    first = have.rows.rows[0]
    have.mark(first.key, True)
    assert have.missing == total - 1 and have.title == f"还差{total - 1}样"
    have.goOn()
    name, rest = have.router.went[-1]
    assert name == "printing" and rest.checklist.to_bring == total - 1
    for row in have.rows.rows:
        have.mark(row.key, True)
    assert have.title == "都带齐了"


@pytest.mark.parametrize(
    "way, leads", [("retry", "printing"), ("scan", "takeaway"), ("list", "checklist")]
)
def test_a_printer_fault_has_ways_on(vm, station, way, leads):
    printing = a_screen(PrintingViewModel, station)
    for printer in station.devices.printers:
        printer.set_fault("E-PR-01")
    printing.enter(job(station, vm))
    assert printing.frame.faults == ["E-PR-01"]
    assert printing.frame.held == [True, False]
    printing.frame.acts[0](way)
    assert printing.router.went[-1][0] == leads


def test_three_reprints_and_no_more(vm, station, tmp_path):
    printing = a_screen(PrintingViewModel, station)
    printing.enter(job(station, vm))
    for _ in range(5):
        printing.again()
    assert printing.reprintsLeft == 0
    assert len(list(tmp_path.glob("a4-*.pdf"))) == 4


def test_codes_go_home_on_a_slip_where_nobody_has_a_phone(vm, station, tmp_path):
    takeaway = a_screen(TakeawayViewModel, station)
    takeaway.enter(job(station, vm))
    assert takeaway.canPrint
    takeaway.printCodes()
    name, wanted = takeaway.router.went[-1]
    assert (name, wanted.paper, wanted.codes) == ("printing", "receipt", True)
    printing = a_screen(PrintingViewModel, station)
    printing.enter(wanted)
    assert (printing.state, printing.doneHint[:3]) == ("done", "回家用")
    assert len(list(tmp_path.glob("receipt-*.pdf"))) == 1


def test_codes_for_the_phone_and_the_end_of_the_visit(vm, station):
    takeaway = a_screen(TakeawayViewModel, station)
    takeaway.enter(job(station, vm))
    assert takeaway.count == len(takeaway.codes.rows) > 0
    takeaway.goOn()
    name, handover = takeaway.router.went[-1]
    assert name == "finish"
    finish = a_screen(FinishViewModel, station)
    finish.enter(handover)
    assert finish.title == "清单在您手机里了"
    finish.enter(Handover(outcome="printed", checklist=handover.checklist))
    station.clock.pass_time(31)
    finish._look()
    assert finish.frame.finished == 1


def test_papers_to_ask_about_are_not_hidden_when_nothing_is_sure(station, qapp):
    vm = a_screen(ChecklistViewModel, station)
    visit = vm.services.visit
    enquiry = station.guidance.enquiry("elder-allowance", visit.region, station.today(), {})
    given = {"age": "80-89", "other": "none", "lost-id": "no"}
    while question := station.guidance.progress(enquiry).next_question:
        chosen = given.get(question.id, question.options[0].id)
        enquiry = station.guidance.answered(enquiry, question.id, [chosen])
    visit.enquiry = enquiry
    vm.enter(None)
    asked = [m for m in station.guidance.checklist(enquiry).materials if m.status == "ask"]
    assert asked and not vm.hasPapers
    assert vm.title == "要带什么，先问窗口"
    assert kinds(vm)[: len(asked) + 1] == ["heading"] + ["paper"] * len(asked)
