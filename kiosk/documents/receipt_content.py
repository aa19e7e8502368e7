"""What stands on a 提交回执, in reading order, once for A4 and for every kind of roll printer.

How it looks is `receipt_paper.py` (PDF) and `slip_lines.py` (lines of type). It says what was
handed in, never that it was accepted. Source: ux.md §3.4, sync.md §7.
"""

from collections.abc import Iterator

from kiosk.documents.slip_content import Gap, Passage, ScanCode, SlipPiece
from kiosk.domain import wording
from kiosk.domain.hours import CHINA
from kiosk.ports.documents import ReceiptSheet

TITLE = "提交回执"
AFTER_A_RESTART = "申请内容，和当时一起交的材料"
"""Which papers these were, only the city can read: they are sealed as soon as they are kept."""


def receipt_pieces(sheet: ReceiptSheet) -> Iterator[SlipPiece]:
    """Yield what stands on a receipt, in reading order."""
    at = sheet.filed_at.astimezone(CHINA)
    doubt = "" if sheet.is_time_checked else "（时间没有核对）"
    yield Passage(role="title", text=TITLE)
    yield Passage(role="body", text=sheet.item_name)
    yield Passage(role="small", text=f"{sheet.site_name}　{at:%Y-%m-%d %H:%M}{doubt}")
    yield Passage(role="heading", text="回执号码")
    yield Passage(role="strong", text=wording.receipt_groups(sheet.receipt))
    yield Passage(role="heading", text="查询码")
    yield Passage(role="strong", text=sheet.query_code)
    yield Passage(role="small", text="查进度要用号码和查询码。查询码只印这一次，请收好。")
    yield Passage(role="heading", text="交了什么")
    for name in _handed_in(sheet):
        yield Passage(role="body", text=name)
    yield ScanCode(text=sheet.slip)
    yield Passage(role="small", text="窗口扫这个码，能证明是在这里交的。")
    yield Gap()
    yield Passage(role="body", text=wording.RECEIPT_FOOT_LINE)
    phone = f"{sheet.site_phone}，或" if sheet.site_phone else ""
    yield Passage(role="body", text=f"有疑问请打{phone}{sheet.hotline}。")


def _handed_in(sheet: ReceiptSheet) -> tuple[str, ...]:
    if sheet.handed_in is None:
        return (AFTER_A_RESTART,)
    return sheet.handed_in or ("申请内容",)
