"""Slips as PDF on an 80 mm roll, as long as it needs to be.

What stands on it is `slip_content.py`; lines for printers that set type themselves are
`slip_lines.py`.
"""

import io

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, Spacer, Table, TableStyle

from kiosk.documents.checklist_pdf import QrDrawing
from kiosk.documents.checklist_tables import TickBox
from kiosk.documents.fonts import Fonts
from kiosk.documents.page import LINE, NO_PADDING, ROLL_LARGE, ROLL_SIZES, Styles
from kiosk.documents.qr import QrCodes
from kiosk.documents.slip_content import (
    Gap,
    PaperToTick,
    Passage,
    ScanCode,
    SlipPiece,
    slip_pieces,
)
from kiosk.ports.documents import FontFiles, Sheet

PAPER_PT = 80 * mm
PRINT_PT = 72 * mm
_MARGIN_PT = (PAPER_PT - PRINT_PT) / 2
_QR_SIDE_PT = 46 * mm
_TICK_PT = 9 * mm
_ROW = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1 * mm),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.6 * mm),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
    ]
)


class ChecklistSlip:
    """The `SlipRenderer` port on reportlab: a PDF of one page, 80 mm wide and as long as its text.

    Args:
        files: the bundled fonts; read at the first rendering.
        qr: encoder for the code at the end of the slip.
    """

    def __init__(self, files: FontFiles, qr: QrCodes) -> None:
        self._files = files
        self._qr = qr

    def render(self, sheet: Sheet) -> bytes:
        """Return the slip as PDF."""
        styles = Styles(Fonts(self._files), ROLL_LARGE if sheet.large else ROLL_SIZES)
        story = [
            part for piece in slip_pieces(sheet) for part in set_piece(piece, styles, self._qr)
        ]
        return roll(story, f"{sheet.checklist.name}·事前告知单")


def set_piece(piece: SlipPiece, styles: Styles, qr: QrCodes) -> list[Flowable]:
    """Return one piece of a slip as type."""
    match piece:
        case Passage(role=role, text=text):
            return [styles.p(text, role)]
        case PaperToTick():
            return [_paper(piece, styles)]
        case Gap():
            return [Spacer(0, 2 * mm)]
        case ScanCode(text=text):
            code = QrDrawing(qr.matrix(text), _QR_SIDE_PT)
            code.hAlign = "CENTER"
            return [Spacer(0, 2 * mm), code]


def roll(story: list[Flowable], title: str) -> bytes:
    """Lay `story` out on one page that is exactly long enough."""
    height = sum(f.wrap(PRINT_PT, 1e6)[1] + f.getSpaceBefore() + f.getSpaceAfter() for f in story)
    height += 12 * mm
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(PAPER_PT, height), lang="zh-CN")
    canvas.setTitle(title)
    canvas.setAuthor("办事亭")
    frame = Frame(_MARGIN_PT, 4 * mm, PRINT_PT, height - 8 * mm, **NO_PADDING)
    frame.addFromList(story, canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _paper(paper: PaperToTick, styles: Styles) -> Table:
    texts = (("strong", paper.name), ("small", paper.formal), ("body", paper.counts))
    row = [TickBox(5 * mm), styles.lines(*texts)]
    return Table([row], colWidths=[_TICK_PT, PRINT_PT - _TICK_PT], style=_ROW)
