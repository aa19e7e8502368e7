"""R9: what the printer does is said; faults, and a printer that cannot tell, lead on."""

import threading

import pytest
from msgspec.structs import replace

from kiosk.domain.errors import Unavailable
from kiosk.ports.devices import NotPrinted, Printed, PrinterFault, PrinterPrinting, PrinterReady
from kiosk.ui.list_job import ListJob, is_large, other_paper, paper_for
from kiosk.ui.messages import FAULTS
from kiosk.ui.screens.checklist import ChecklistViewModel
from kiosk.ui.screens.more import MoreViewModel
from kiosk.ui.screens.printing import PrintingViewModel
from kiosk.ui.tasks import Tasks
from tests.fakes.interface import a_screen
from tests.ui.screens.test_checklist import answered

BOTH = ("a4", "receipt")


class Printing:
    """R9 on a printer whose state and outcome the test sets."""

    def __init__(self, station):
        self.vm = a_screen(PrintingViewModel, station)
        self.status = PrinterReady()
        self.outcome = Printed()
        self.sent = 0
        real = self.vm.services.checklists
        self.list = ListJob(
            checklist=station.guidance.checklist(answered(station, self.vm.services.visit)),
            paper="a4",
        )
        self.vm.services = replace(self.vm.services, checklists=self)
        self.vm.services.visit.enquiry = None
        self._real = real

    def printer_status(self, paper):
        return self.status

    def __getattr__(self, name):
        return getattr(self._real, name)

    def send(self, paper, job):
        self.sent += 1
        self.vm.look()
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
def printing(station, qapp):
    return Printing(station)


def begin(printing, outcome=None, status=None):
    printing.outcome = outcome or Printed()
    printing.status = status or PrinterReady()
    states = []
    printing.vm.stateChanged.connect(lambda: states.append(printing.vm.state))
    printing.vm.enter(printing.list)
    return states


def test_paper_that_came_out_is_to_be_taken(printing):
    states = begin(printing, status=PrinterPrinting())
    assert states == ["printing", "done"]
    assert printing.vm.frame.held == [True, False]


def test_a_printer_that_cannot_tell_is_asked_for(printing):
    begin(printing, Printed(sure=False))
    assert printing.vm.state == "asking"
    printing.vm.isOut()
    assert printing.vm.state == "done"


def test_no_paper_is_not_believed_but_asked_again(printing):
    begin(printing, Printed(sure=False))
    printing.vm.isNotOut()
    assert printing.vm.frame.faults == ["E-PR-03"]
    printing.vm.frame.acts[-1]("retry")
    assert printing.vm.router.went[-1] == ("printing", printing.list)


def test_what_holds_it_up_is_said_while_the_job_waits(printing):
    fault = PrinterFault(code="E-PR-01", trouble="no_paper")
    states = begin(printing, status=fault)
    assert states == ["held", "done"]
    printing.vm.publish(held=fault)
    assert (printing.vm.trouble, printing.vm.heldTitle) == ("no_paper", "打印纸用完了")
    assert "加纸" in printing.vm.heldHint


def test_a_printer_that_was_put_right_goes_on(printing):
    begin(printing)
    printing.vm.publish(state="held", held=PrinterFault(code="E-PR-01", trouble="no_paper"))
    printing.status = PrinterReady()
    printing.vm.look()
    assert (printing.vm.state, printing.vm.trouble) == ("printing", "")


@pytest.mark.parametrize("code", ["E-PR-01", "E-PR-02", "E-PR-03", "E-PR-04"])
def test_a_job_that_was_given_up_leads_on_in_two_ways(printing, code):
    begin(printing, NotPrinted(fault=PrinterFault(code=code)))
    assert printing.vm.frame.faults == [code]
    assert len(FAULTS[code].ways) == 2
    printing.vm.frame.acts[-1]("scan")
    assert printing.vm.router.went == [("takeaway", printing.list)]


def test_a_printer_that_is_gone_is_a_fault(printing):
    begin(printing, Unavailable("E-PR-03", "没有打印机"))
    assert printing.vm.frame.faults == ["E-PR-03"]


def test_whoever_has_gone_on_is_left_alone(printing):
    fault = NotPrinted(fault=PrinterFault(code="E-PR-01"))

    def leave_and_fail(paper, job):
        printing.vm.leave()
        return fault

    printing.send = leave_and_fail
    printing.vm.enter(printing.list)
    assert not printing.vm.frame.faults
    printing.vm.resume()
    assert printing.vm.router.went == [("checklist", None)]


def test_the_outcome_of_an_earlier_job_counts_no_more(printing):
    begin(printing)
    printing.vm._over(printing.vm._turn - 1, FAULTS["E-PR-01"])
    assert not printing.vm.frame.faults
    assert printing.vm.state == "done"


def test_three_more_at_most(printing):
    begin(printing)
    for _ in range(5):
        printing.vm.again()
    assert (printing.sent, printing.vm.reprintsLeft) == (4, 0)


def test_screens_work_while_a_printer_waits(qtbot):
    tasks, waits, seen = Tasks(lambda error: None), threading.Event(), []
    try:
        tasks.wait(waits.wait).then(lambda _: seen.append("paper"))
        tasks.run(lambda: 1).then(lambda _: seen.append("screen"))
        qtbot.waitUntil(lambda: seen == ["screen"])
        waits.set()
        qtbot.waitUntil(lambda: seen == ["screen", "paper"])
        assert tasks.idle
    finally:
        waits.set()
        tasks.close()


def test_the_slip_comes_first_unless_letters_are_huge_or_a_hand_chose():
    assert [paper_for(BOTH, size) for size in ("normal", "large", "huge")] == [
        "receipt",
        "receipt",
        "a4",
    ]
    assert paper_for(BOTH, "normal", "a4") == "a4"
    assert paper_for(("receipt",), "huge", "a4") == "receipt"
    assert paper_for((), "normal", "a4") is None
    assert [other_paper(BOTH, paper) for paper in ("a4", "receipt", None)] == [
        "receipt",
        "a4",
        None,
    ]
    assert other_paper(("a4",), "a4") is None
    assert is_large("huge", "a4")


def test_the_other_paper_names_its_own_pages(station, qapp):
    vm = a_screen(ChecklistViewModel, station)
    answered(station, vm.services.visit)
    vm.enter(None)
    assert (vm.action, vm.otherPaper) == ("打印清单1张", "a4")
    vm.showMore()
    more = a_screen(MoreViewModel, station)
    more.enter(vm.router.went[-1][1])
    assert more.otherPaper == "改用A4纸"
    more.changePaper()
    assert more.router.went == [("checklist", "a4")]
    vm.enter("a4")
    assert vm.action.startswith("打印清单")
    assert vm.action.endswith("页")
    vm.resume()
    assert vm.otherPaper == "receipt"
