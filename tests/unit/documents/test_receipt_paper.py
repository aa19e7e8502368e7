"""The 提交回执 on both papers: all of it, no person, never as if it were accepted."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.documents.qr import QrCodes
from kiosk.documents.receipt_content import AFTER_A_RESTART, receipt_pieces
from kiosk.documents.receipt_paper import ReceiptPaper
from kiosk.documents.slip_lines import receipt_slip
from kiosk.domain import wording
from kiosk.ports.documents import FontFiles, ReceiptSheet
from kiosk.ports.slips import SlipCode, SlipLine

SHEET = ReceiptSheet(
    receipt="0042017000012358",
    item_name="给老人办高龄津贴",
    filed_at=dt.datetime(2026, 11, 21, 8, tzinfo=dt.UTC),
    is_time_checked=True,
    handed_in=("户口本",),
    slip="https://hub.example/r#0042017000012358.1zNeuEISfM11O3Sc3TN1fDIwMjYwMzAx",
    query_code="48210377",
    site_name="花戏楼社区便民服务站",
    site_phone="0558-1234567",
    hotline="12345",
)
Poppler = Callable[..., bytes]


@pytest.fixture
def paper(font_files: FontFiles) -> ReceiptPaper:
    return ReceiptPaper(font_files, QrCodes())


@pytest.mark.parametrize("kind", ["a4", "slip"])
def test_a_receipt_says_what_was_handed_in_and_no_more(
    paper: ReceiptPaper, poppler: Poppler, kind: str
) -> None:
    text = poppler("pdftotext", getattr(paper, kind)(SHEET), "-raw").decode()
    flat = "".join(text.split())
    wanted = ("提交回执", "给老人办高龄津贴", "2026-11-2116:00", "户口本", "48210377")
    wanted += ("0042017000012358", wording.RECEIPT_FOOT_LINE, "0558-1234567", "12345")
    assert [w for w in wanted if w not in flat] == []
    assert "0042 0170 0001 2358" in text
    assert "受理回执" not in flat and wording.FOOT_LINE not in flat
    assert "没有核对" not in flat and text.count("\f") == 1


def test_a_clock_that_was_not_checked_is_told() -> None:
    said: list[Any] = list(receipt_pieces(replace(SHEET, is_time_checked=False)))
    assert any("时间没有核对" in getattr(piece, "text", "") for piece in said)


def test_after_a_restart_no_paper_is_named() -> None:
    said: list[Any] = list(receipt_pieces(replace(SHEET, handed_in=None)))
    words = [getattr(piece, "text", "") for piece in said]
    assert words[words.index("交了什么") + 1 :][:2] == [AFTER_A_RESTART, SHEET.slip]


@pytest.mark.parametrize("columns", [32, 48])
def test_printers_that_set_type_print_all_of_it(columns: int) -> None:
    parts = receipt_slip(SHEET, columns).parts
    lines = [part.text for part in parts if isinstance(part, SlipLine)]
    flat = "".join("".join(lines).split())
    wanted = ("提交回执", SHEET.receipt, "48210377", "户口本", wording.RECEIPT_FOOT_LINE)
    assert [text for text in wanted if text not in flat] == []
    assert [part.text for part in parts if isinstance(part, SlipCode)] == [SHEET.slip]
