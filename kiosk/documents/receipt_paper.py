"""The 提交回执 on paper, A4 and 80 mm: it says what was handed in, never that it was accepted.

What a list looks like is `checklist_pdf.py` and `slips.py`. Source: ux.md §3.4, sync.md §7.
"""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from kiosk.documents.fonts import Fonts
from kiosk.documents.page import A4_SIZES, ROLL_SIZES, Styles, build_pdf
from kiosk.documents.qr import QrCodes
from kiosk.documents.slip_content import Gap, Passage, ScanCode, SlipPiece
from kiosk.documents.slips import roll, set_piece
from kiosk.domain import wording
from kiosk.domain.hours import CHINA
from kiosk.ports.documents import FontFiles, ReceiptSheet

TITLE = "提交回执"


class ReceiptPaper:
    """Makes receipts as PDF.

    Args:
        files: the bundled fonts.
        qr: encoder for the code that proves the filing.
    """

    def __init__(self, files: FontFiles, qr: QrCodes) -> None:
        self._files = files
        self._qr = qr

    def a4(self, sheet: ReceiptSheet) -> bytes:
        """Return the receipt on A4."""
        fonts = Fonts(self._files)
        story = self._story(sheet, Styles(fonts, A4_SIZES))
        foot = wording.RECEIPT_FOOT_LINE
        return build_pdf(story, title=TITLE, hotline=sheet.hotline, fonts=fonts, foot=foot)[0]

    def slip(self, sheet: ReceiptSheet) -> bytes:
        """Return the receipt on an 80 mm roll, as long as its text."""
        return roll(self._story(sheet, Styles(Fonts(self._files), ROLL_SIZES)), TITLE)

    def _story(self, sheet: ReceiptSheet, styles: Styles) -> list[Flowable]:
        pieces = receipt_pieces(sheet)
        return [part for piece in pieces for part in set_piece(piece, styles, self._qr)]


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
    for name in sheet.handed_in or ("申请内容",):
        yield Passage(role="body", text=name)
    yield ScanCode(text=sheet.slip)
    yield Passage(role="small", text="窗口扫这个码，能证明是在这里交的。")
    yield Gap()
    yield Passage(role="body", text=wording.RECEIPT_FOOT_LINE)
    phone = f"{sheet.site_phone}，或" if sheet.site_phone else ""
    yield Passage(role="body", text=f"有疑问请打{phone}{sheet.hotline}。")
