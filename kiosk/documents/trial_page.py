"""The test page on A4: both sizes of type, rare characters, a ruler, the corners, a code.

The test page of a receipt printer is `slip_lines.trial_slip`.
"""

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from kiosk.documents.checklist_pdf import QrDrawing
from kiosk.documents.fonts import REGULAR, Fonts
from kiosk.documents.page import A4_LARGE, A4_SIZES, CONTENT_WIDTH_PT, INK, Styles, build_pdf
from kiosk.documents.qr import QrCodes
from kiosk.ports.documents import FontFiles

RULER_CM = 17
CORNER_MM = 6.0
"""As near to the edge as the lowest line of a list."""
_CORNER_SIDE_PT = 8 * mm
_CODE_PT = 40 * mm


class Ruler(Flowable):  # type: ignore[misc]
    """A line with a mark each centimetre: a printer that scales the page is found out by it."""

    def __init__(self) -> None:
        super().__init__()
        self.width, self.height = CONTENT_WIDTH_PT, 12 * mm

    def draw(self) -> None:
        """Draw line, marks and numbers."""
        self.canv.setStrokeColor(INK)
        self.canv.setFillColor(INK)
        self.canv.setFont(REGULAR, 11)
        self.canv.line(0, 8 * mm, RULER_CM * 10 * mm, 8 * mm)
        for cm in range(RULER_CM + 1):
            self.canv.line(cm * 10 * mm, 8 * mm, cm * 10 * mm, (12 if cm % 5 == 0 else 10) * mm)
            if cm % 5 == 0:
                self.canv.drawString(cm * 10 * mm, 3 * mm, str(cm))


class Corners(Flowable):  # type: ignore[misc]
    """An angle in each corner of the sheet: a printer that cuts the edges off is found out."""

    def __init__(self) -> None:
        super().__init__()
        self.width = self.height = 0

    def draw(self) -> None:
        """Draw them where they belong on the sheet, wherever the flowable stands."""
        left, low = self.canv.absolutePosition(0, 0)
        near, side = CORNER_MM * mm, _CORNER_SIDE_PT
        self.canv.setStrokeColor(INK)
        for x, inward in ((near - left, side), (A4[0] - near - left, -side)):
            for y, up in ((near - low, side), (A4[1] - near - low, -side)):
                self.canv.line(x, y, x + inward, y)
                self.canv.line(x, y, x, y + up)


def trial_page(files: FontFiles, *, site_name: str, printed_at: str, hotline: str) -> bytes:
    """Return one page as PDF.

    Args:
        files: the bundled fonts.
        site_name: the name of the site.
        printed_at: date and time, as shown.
        hotline: what stands in the foot of every list.
    """
    fonts = Fonts(files)
    normal, large = Styles(fonts, A4_SIZES), Styles(fonts, A4_LARGE)
    code = QrDrawing(QrCodes().matrix(f"打印测试 {printed_at}"), _CODE_PT)
    story = [
        normal.p("打印测试", "title"),
        *normal.lines(("small", f"{site_name}　{printed_at}")),
        *normal.heading("字清楚吗？"),
        normal.p("标准：要带的东西、到哪里办，都是这么大的字。"),
        large.p("特大：这么大的字。"),
        normal.p("少见的字：䶮㛃𠮷𬭎"),
        *normal.heading("尺子准吗？", "用尺量一量，从 0 到 15 要正好 15 厘米。"),
        Ruler(),
        *normal.heading("四个角都在吗？", "角上的线离纸边 6 毫米，要有四个。"),
        Corners(),
        *normal.heading("码扫得出来吗？"),
        code,
        Spacer(1, 4 * mm),
        normal.p("用手机扫得出来，就没问题。"),
    ]
    return build_pdf(story, title="打印测试", hotline=hotline, fonts=fonts)[0]
