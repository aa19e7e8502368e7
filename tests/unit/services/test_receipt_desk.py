"""The receipt that nobody has seen: what is made of it, and when it counts as shown."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.domain.errors import InputError, Unavailable
from kiosk.domain.guide import Guide
from kiosk.ports.devices import (
    NotPrinted,
    PdfJob,
    Printed,
    PrinterFault,
    PrintOutcome,
    SlipJob,
)
from kiosk.ports.documents import ReceiptSheet
from kiosk.ports.slips import Slip, SlipLine
from kiosk.services.receipt_desk import HOTLINE, ReceiptDesk, last_unshown
from tests.fakes.shelf import RECEIPT, PracticeShelf
from tests.faults.office import CODE, FaultOffice
from tests.unit.services.test_checklists import SITE, PaperPrinter, TextQr


class TextReceipts:
    """The port `ReceiptRenderer`: one line of text."""

    def receipt(self, sheet: ReceiptSheet, paper: str) -> bytes:
        return "|".join((paper, sheet.receipt, sheet.query_code, sheet.hotline)).encode()


def no_topic(topic: str) -> Guide:
    raise InputError("unknown-topic", "没有这个主题。")


def a_desk(
    shelf: PracticeShelf,
    *printers: PaperPrinter,
    guide: Callable[[str], Guide] = no_topic,
) -> ReceiptDesk:
    return ReceiptDesk(
        shelf=shelf,
        guide=guide,
        pdf=TextReceipts(),  # type: ignore[arg-type]
        slip_lines=lambda sheet, columns: Slip(
            parts=(SlipLine(text=f"{sheet.receipt}|{columns}"),)
        ),
        qr=TextQr(),
        printers=printers,
        site=SITE,
    )


def test_each_printer_gets_the_form_that_it_takes() -> None:
    a4, slip = PaperPrinter("a4", Printed()), PaperPrinter("receipt", Printed(), columns=48)
    desk = a_desk(PracticeShelf(), a4, slip)
    assert desk.papers() == ("a4", "receipt")
    made = desk.job(RECEIPT, "a4")
    assert isinstance(made, PdfJob)
    assert made.pdf.decode() == f"a4|{RECEIPT.receipt}|{RECEIPT.query_code}|{HOTLINE}"
    assert RECEIPT.item_name not in made.title  # a print queue shows titles to everybody
    lines = desk.job(RECEIPT, "receipt")
    assert isinstance(lines, SlipJob)
    assert lines.slip.parts == (SlipLine(text=f"{RECEIPT.receipt}|48"),)


def test_without_a_printer_there_is_the_code_alone() -> None:
    desk = a_desk(PracticeShelf())
    assert desk.papers() == ()
    assert desk.code(RECEIPT).version == len(RECEIPT.slip)
    with pytest.raises(Unavailable):
        desk.job(RECEIPT, "a4")


@pytest.mark.parametrize(
    ("outcome", "shown"),
    [
        (Printed(), [RECEIPT.receipt]),
        (Printed(sure=False), []),
        (NotPrinted(fault=PrinterFault(code="E-PR-01")), []),
    ],
)
def test_only_paper_that_is_out_for_sure_counts_as_shown(
    outcome: PrintOutcome, shown: list[str]
) -> None:
    shelf = PracticeShelf()
    desk = a_desk(shelf, PaperPrinter("a4", outcome))
    assert desk.send(RECEIPT, "a4", desk.job(RECEIPT, "a4")) == outcome
    assert shelf.shown == shown


@pytest.fixture
def office(tmp_path: Path) -> Iterator[FaultOffice]:
    office = FaultOffice(tmp_path)
    office.enrol()
    yield office
    office.close()


def found(office: FaultOffice) -> Any:
    return last_unshown(office.records.receipts, office.records.journal)


def test_what_is_offered_is_the_last_filing_until_it_was_shown(office: FaultOffice) -> None:
    assert found(office) is None
    office.submit()
    kept = office.submit()
    offered = found(office)
    assert (offered.receipt, offered.slip, offered.query_code) == (kept.receipt, kept.slip, CODE)
    assert offered.topic == "elder-allowance" and offered.item_name
    assert abs(offered.filed_at - dt.datetime.now(dt.UTC)) < dt.timedelta(days=3650)
    office.filing.mark_shown(kept.receipt)
    assert found(office) is None


def test_the_hotline_is_that_of_the_place(office: FaultOffice) -> None:
    local = office.guidance.guide("elder-allowance", "341602", dt.date(2026, 11, 21))
    own = replace(local, hotline="0558-12345")
    desk = a_desk(PracticeShelf(), PaperPrinter("a4", Printed()), guide=lambda topic: own)
    made = desk.job(RECEIPT, "a4")
    assert isinstance(made, PdfJob) and made.pdf.endswith(b"|0558-12345")
