"""The list on an 80 mm roll: what to bring and where to go, as long as it needs to be.

The full sheet is `checklist_pdf.py`; bytes for a thermal head do not belong here.
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
from kiosk.domain import wording
from kiosk.domain.checklist import STATUS_ORDER, Checklist, Material, Step
from kiosk.domain.hours import CHINA
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
        code = QrDrawing(self._qr.matrix(sheet.code), _QR_SIDE_PT)
        code.hAlign = "CENTER"
        story = [*_head(sheet, styles), *_body(sheet, styles), *_foot(sheet, styles), code]
        story.append(styles.p("下次来扫一扫，看清单有没有变", "small"))
        return _roll(story, f"{sheet.checklist.name}·事前告知单")


def _roll(story: list[Flowable], title: str) -> bytes:
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


def _head(sheet: Sheet, styles: Styles) -> list[Flowable]:
    checklist = sheet.checklist
    lines: list[Flowable] = [
        styles.p(f"{checklist.name}：办事清单", "title"),
        styles.p(f"事前告知单 · {sheet.region_name}", "small"),
        styles.p(f"{sheet.site_name} {sheet.printed_at.astimezone(CHINA):%Y-%m-%d %H:%M}", "small"),
    ]
    for stop in checklist.stops:
        lines.append(styles.p(f"现在还办不了：{stop.reason}", "strong"))
        lines += styles.lines(("body", stop.instead or ""), ("small", stop.basis or ""))
    lines.append(
        styles.p(
            f"要带{checklist.to_bring}样，{wording.trips(checklist)}，"
            f"{wording.duration(checklist.duration)}，{wording.fees(checklist.fees)}",
            "body",
        )
    )
    return lines


def _body(sheet: Sheet, styles: Styles) -> list[Flowable]:
    checklist = sheet.checklist
    story: list[Flowable] = []
    for status in STATUS_ORDER:
        group = [m for m in checklist.materials if m.status == status]
        if group:
            story.append(styles.p(wording.STATUS_TITLES[status], "heading"))
            story += [_material(line, styles) for line in group]
    if checklist.undetermined:
        story.append(styles.p("要先弄清楚的", "heading"))
    for block in checklist.undetermined:
        story.append(styles.p(f"？ {block.ask}"))
        story += styles.lines(("small", block.find_out or ""))
    if checklist.steps:
        story.append(styles.p("到哪里办", "heading"))
    for step in checklist.steps:
        story += _step(step, checklist, styles)
    return story + _extras(checklist, styles)


def _extras(checklist: Checklist, styles: Styles) -> list[Flowable]:
    """Return what one gets, deadlines and what is not needed."""
    texts = [f"能领：{wording.benefit(line)}" for line in checklist.benefits]
    texts += [f"期限：{wording.duty(duty)}" for duty in checklist.duties]
    story: list[Flowable] = [styles.p(text) for text in texts]
    skip = [n.name for n in checklist.not_needed if n.status == "verified"]
    if skip:
        story.append(styles.p("不用带、不用办的", "heading"))
    return story + [styles.p(name) for name in skip]


def _material(line: Material, styles: Styles) -> Table:
    counts = f"填《{line.form}》" if line.form else wording.counts(line)
    cell = styles.lines(("strong", wording.material_name(line)), ("body", counts))
    if line.name != line.plain and not line.any_of:
        cell.insert(1, styles.p(line.name, "small"))
    return Table([[TickBox(5 * mm), cell]], colWidths=[_TICK_PT, PRINT_PT - _TICK_PT], style=_ROW)


def _step(step: Step, checklist: Checklist, styles: Styles) -> list[Flowable]:
    mark = f"（{wording.ASK_WINDOW}）" if step.status == "unverified" else ""
    window = step.window
    where = step.agency if window is None else f"{window.name} {window.address or ''}".strip()
    phone = (window.phone if window else None) or checklist.hotline
    lines = styles.lines(
        ("strong", f"{step.n}. {step.name}{mark}"),
        ("small", f"{where}，电话{phone}"),
        ("small", f"{wording.step_days(step.days)}；{wording.step_fee(step)}"),
    )
    return [*lines, Spacer(0, 1.5 * mm)]


def _foot(sheet: Sheet, styles: Styles) -> list[Flowable]:
    checklist = sheet.checklist
    return [
        Spacer(0, 3 * mm),
        styles.p(f"资料核对到{checklist.facts_on}，第{checklist.edition}版", "small"),
        styles.p(f"{wording.FOOT_LINE}有疑问请打{checklist.hotline}。", "small"),
        Spacer(0, 2 * mm),
    ]
