"""The 提交回执 as PDF, A4 and 80 mm.

What stands on it is `receipt_content.py`, what a list looks like `checklist_pdf.py` and `slips.py`.
"""

from reportlab.platypus import Flowable

from kiosk.documents.fonts import Fonts
from kiosk.documents.page import A4_SIZES, ROLL_SIZES, Styles, build_pdf
from kiosk.documents.qr import QrCodes
from kiosk.documents.receipt_content import TITLE, receipt_pieces
from kiosk.documents.slips import roll, set_piece
from kiosk.domain import wording
from kiosk.ports.documents import FontFiles, ReceiptSheet


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
