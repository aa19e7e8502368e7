"""A receipt that nobody has seen is offered on R0, handed over once, and then forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import app
from kiosk.bootstrap import Station
from kiosk.devices.printer.file_printer import FilePrinter
from kiosk.ports.devices import Printed, Printer
from kiosk.ui.layouts import LAYOUTS
from kiosk.ui.scene import texts
from tests.fakes.shelf import RECEIPT, PracticeShelf
from tests.qml.receipt_stops import offered, taken
from tests.qml.scene import Scene

NUMBER = "0042 0170 0001 2358"


def slip_printer(scene: Scene) -> Printer:
    return next(p for p in scene.station.devices.printers if p.paper == "receipt")


def papers(scene: Scene) -> list[Path]:
    """Return the files of the receipt printer, oldest first."""
    printer = slip_printer(scene)
    assert isinstance(printer, FilePrinter)
    return sorted(printer._folder.glob("receipt-*.pdf"))


def test_without_one_nothing_is_offered(scene: Scene) -> None:
    scene.look("attract")
    assert scene.names() == {"attract.begin"}


def test_the_offer_comes_and_goes_while_nobody_is_there(scene: Scene) -> None:
    offered(scene)
    assert scene.names() == {"attract.begin", "attract.receipt"}
    scene.shelf.receipt = None
    scene.look("attract")
    assert "attract.receipt" not in scene.names()


def test_whoever_wants_a_list_gets_past_it(scene: Scene) -> None:
    offered(scene)
    scene.tap("attract.begin")
    assert scene.shell.screen() == "home"


def test_the_offer_tells_the_number_and_nothing_else(scene: Scene) -> None:
    taken(scene)
    said = "".join(texts(scene.root()))
    assert NUMBER in said and "11月21日 7:59" in said
    assert RECEIPT.item_name not in said and RECEIPT.query_code not in said


@pytest.mark.parametrize("way", ["receipt.not-mine", "shell.back"])
def test_whoever_it_is_not_leaves_it_there(scene: Scene, way: str) -> None:
    taken(scene)
    scene.tap(way)
    assert scene.shell.screen() == "attract"
    assert scene.shelf.shown == [] and "attract.receipt" in scene.names()


def test_printed_is_shown_and_the_visit_ends(scene: Scene) -> None:
    before = len(papers(scene))
    taken(scene)
    scene.tap("shell.primary")
    assert scene.reads("请在下面拿纸") and scene.reads("回执收好")
    assert scene.shelf.shown == [RECEIPT.receipt]
    assert len(papers(scene)) == before + 1
    scene.tap("printing.again")
    assert len(papers(scene)) == before + 2
    scene.tap("shell.primary")
    assert scene.shell.screen() == "attract" and "attract.receipt" not in scene.names()


def test_a_printer_that_cannot_tell_is_asked_about(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slip_printer(scene), "print", lambda job: Printed(sure=False))
    taken(scene)
    scene.tap("shell.primary")
    assert scene.reads("打印出来了吗？") and scene.shelf.shown == []
    scene.tap("printing.no")
    assert scene.reads("可以再打一次，也可以先看号码。") and scene.shelf.shown == []
    scene.tap("fault.way.retry")
    scene.tap("shell.primary")
    assert scene.reads("请在下面拿纸") and scene.shelf.shown == [RECEIPT.receipt]


def test_without_paper_it_is_read_from_the_screen(scene: Scene) -> None:
    for printer in scene.station.devices.printers:
        printer.set_fault("E-PR-01")
    taken(scene)
    scene.tap("shell.primary")
    assert scene.reads("回执没丢。可以先看号码，或叫工作人员加纸。")
    scene.tap("fault.way.scan")
    assert scene.shell.screen() == "receipt"
    assert scene.reads(NUMBER) and scene.reads(RECEIPT.query_code)
    assert scene.shelf.shown == []
    scene.tap("shell.primary")
    assert scene.shell.screen() == "attract" and scene.shelf.shown == [RECEIPT.receipt]


def test_who_goes_away_without_a_word_has_not_seen_it(scene: Scene) -> None:
    taken(scene)
    scene.pass_time(181)
    scene.pass_time(46)
    assert scene.shell.screen() == "attract"
    assert scene.shelf.shown == [] and "attract.receipt" in scene.names()


@pytest.fixture
def bare(station: Station, tmp_path: Path, qapp: object) -> Iterator[Scene]:
    """A kiosk without a printer."""
    own = Station(
        station.places,
        station.config,
        clock=station.clock,
        printers_to=tmp_path,
        papers=(),
    )
    shelf = PracticeShelf()
    shell = app.make_shell(own, LAYOUTS["landscape"], ticking=False, shelf=shelf)
    scene = Scene(shell, own, shelf=shelf)
    shell.start()
    scene.settle()
    yield scene
    shell.close()
    assert not scene.bugs


def test_without_a_printer_it_is_read_from_the_screen(bare: Scene) -> None:
    taken(bare)
    assert bare.reads("看回执") and not bare.reads(RECEIPT.query_code)
    bare.tap("shell.primary")
    assert bare.reads(RECEIPT.query_code) and bare.shelf.shown == []
    bare.tap("shell.primary")
    assert bare.shell.screen() == "attract" and bare.shelf.shown == [RECEIPT.receipt]
