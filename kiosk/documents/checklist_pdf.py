"""事前告知单: the personal list on A4, everything that domain.md §2.1 asks for, in reading order.

Type and footer are `page.py`, tables `checklist_tables.py`, the drawing `flow.py`.
"""

from itertools import chain

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from kiosk.documents import checklist_tables as tables
from kiosk.documents.flow import FlowDrawing
from kiosk.documents.fonts import Fonts
from kiosk.documents.page import A4_LARGE, A4_SIZES, CONTENT_WIDTH_PT, INK, Styles, build_pdf
from kiosk.documents.qr import QrCodes
from kiosk.domain import wording
from kiosk.domain.checklist import STATUS_ORDER, Checklist
from kiosk.domain.hours import CHINA
from kiosk.ports.documents import FontFiles, QrMatrix, Sheet

_QR_SIDE_PT = 40 * mm


class QrDrawing(Flowable):  # type: ignore[misc]
    """A QR code with its quiet zone of four modules, painted as rows of black runs."""

    def __init__(self, matrix: QrMatrix, side_pt: float) -> None:
        super().__init__()
        self._matrix = matrix
        self.width = self.height = side_pt

    def draw(self) -> None:
        """Paint runs of dark modules; one rectangle a run keeps the file small and edges sharp."""
        rows = self._matrix.rows
        module = self.width / (len(rows) + 8)
        self.canv.setFillColor(INK)
        for y, row in enumerate(rows):
            x = 0
            while x < len(row):
                start = x
                while x < len(row) and row[x]:
                    x += 1
                if x > start:
                    top = self.height - (y + 5) * module
                    self.canv.rect((start + 4) * module, top, (x - start) * module, module, 0, 1)
                x += 1


class ChecklistPdf:
    """The `ChecklistRenderer` port on reportlab.

    Args:
        files: the bundled fonts; read at the first rendering.
        qr: encoder for the code in the head of the sheet.
    """

    def __init__(self, files: FontFiles, qr: QrCodes) -> None:
        self._files = files
        self._qr = qr

    def render(self, sheet: Sheet) -> bytes:
        """Return the list as PDF."""
        return self._build(sheet)[0]

    def page_count(self, sheet: Sheet) -> int:
        """Return how many pages the list takes."""
        return self._build(sheet)[1]

    def _build(self, sheet: Sheet) -> tuple[bytes, int]:
        fonts = Fonts(self._files)
        styles = Styles(fonts, A4_LARGE if sheet.large else A4_SIZES)
        names = _names(sheet.checklist)
        story = list(
            chain(
                self._head(sheet, styles),
                _stops(sheet, styles),
                _flow(sheet, styles, fonts),
                _materials(sheet, styles, names),
                _undetermined(sheet, styles),
                _steps(sheet, styles),
                _gains(sheet, styles),
                _not_needed(sheet, styles),
                _notes(sheet, styles),
                _answers(sheet, styles),
                _signatures(styles),
            )
        )
        title = f"{sheet.checklist.name}·事前告知单"
        return build_pdf(story, title=title, hotline=sheet.checklist.hotline, fonts=fonts)

    def _head(self, sheet: Sheet, styles: Styles) -> list[Flowable]:
        """Title, place and date, edition, the code, and the four numbers."""
        checklist = sheet.checklist
        printed_at = sheet.printed_at.astimezone(CHINA)
        texts = styles.lines(
            ("title", f"{checklist.name}：办事清单"),
            ("body", f"事前告知单 · {sheet.region_name}"),
            ("small", f"{sheet.site_name} {sheet.site_phone or ''}".strip()),
            ("small", f"{printed_at:%Y年%m月%d日 %H:%M}打印 · 编号{checklist.digest[:8]}"),
            ("small", f"资料核对到{checklist.facts_on} · 目录第{checklist.edition}版"),
            ("small", "右边的码：下次来扫一扫，看清单有没有变"),
        )
        code = QrDrawing(self._qr.matrix(sheet.code), _QR_SIDE_PT)
        widths = [CONTENT_WIDTH_PT - _QR_SIDE_PT, _QR_SIDE_PT]
        style = [("VALIGN", (0, 0), (-1, -1), "TOP")] + [
            (f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")
        ]
        head = Table([[texts, code]], colWidths=widths, style=style)
        return [head, Spacer(0, 3 * mm), tables.summary(styles, checklist)]


def _names(checklist: Checklist) -> dict[str, str]:
    """Return the names of services, which lines mention by id."""
    return {s.service: s.name for s in checklist.steps}


def _stops(sheet: Sheet, styles: Styles) -> list[Flowable]:
    flowables: list[Flowable] = []
    for stop in sheet.checklist.stops:
        head = "现在还办不了" if stop.service is None else "这一步现在办不了"
        box = tables.box(
            styles,
            ("strong", f"{head}：{stop.reason}"),
            ("body", f"现在可以做的：{stop.instead}" if stop.instead else ""),
            ("small", f"依据：{stop.basis}" if stop.basis else ""),
        )
        flowables += [Spacer(0, 3 * mm), box]
    return flowables


def _flow(sheet: Sheet, styles: Styles, fonts: Fonts) -> list[Flowable]:
    if not sheet.checklist.steps:
        return []
    ready = max((d.ready_on for d in sheet.dates), default=None)
    done = f"办完（{wording.date(ready)}前后）" if ready else "办完"
    abreast = 1 if sheet.large else 2
    drawing = FlowDrawing(
        sheet.checklist,
        fonts,
        CONTENT_WIDTH_PT,
        body_pt=styles.sizes.body_pt,
        done=done,
        abreast=abreast,
    )
    return [KeepTogether([*styles.heading("先办什么，后办什么"), drawing])]


def _materials(sheet: Sheet, styles: Styles, names: dict[str, str]) -> list[Flowable]:
    flowables: list[Flowable] = []
    for status in STATUS_ORDER:
        lines = [m for m in sheet.checklist.materials if m.status == status]
        if not lines:
            continue
        title = f"{wording.STATUS_TITLES[status]}（{len(lines)}样）"
        flowables += styles.heading(title, wording.STATUS_HINTS[status])
        flowables += [tables.material(styles, line, names) for line in lines]
    return flowables


def _undetermined(sheet: Sheet, styles: Styles) -> list[Flowable]:
    blocks = sheet.checklist.undetermined
    if not blocks:
        return []
    flowables = styles.heading("要先弄清楚的", "弄清以后，再来打一张新清单")
    for block in blocks:
        flowables += [tables.undetermined(styles, block, sheet.names), Spacer(0, 2 * mm)]
    return flowables


def _steps(sheet: Sheet, styles: Styles) -> list[Flowable]:
    if not sheet.checklist.steps:
        return []
    dates = {d.service: d for d in sheet.dates}
    head = styles.heading("每一步怎么办")
    flowables: list[Flowable] = []
    for step in sheet.checklist.steps:
        parts = tables.step(styles, step, dates.get(step.service), sheet.checklist.hotline)
        flowables.append(KeepTogether([*head, *parts]))
        head = []
    return flowables


def _gains(sheet: Sheet, styles: Styles) -> list[Flowable]:
    checklist = sheet.checklist
    flowables: list[Flowable] = []
    if checklist.benefits:
        flowables += styles.heading("能领多少")
        flowables += [styles.p(wording.benefit(line)) for line in checklist.benefits]
    if checklist.duties:
        flowables += styles.heading("别过了期限")
        steps = checklist.steps
        flowables += [styles.p(wording.duty(line, steps)) for line in checklist.duties]
    return flowables


def _not_needed(sheet: Sheet, styles: Styles) -> list[Flowable]:
    lines = sheet.checklist.not_needed
    if not lines:
        return []
    flowables = styles.heading("不用带、不用办的")
    for line in lines:
        mark = f"（{wording.ASK_WINDOW}）" if line.status == "unverified" else ""
        flowables.append(styles.p(f"{line.name}{mark}", "strong"))
        flowables.append(
            styles.p(line.why + (f" 依据：{line.basis}" if line.basis else ""), "small")
        )
    return flowables


def _notes(sheet: Sheet, styles: Styles) -> list[Flowable]:
    if not sheet.checklist.notes:
        return []
    flowables = styles.heading("还要知道")
    for note in sheet.checklist.notes:
        mark = f"（{wording.ASK_WINDOW}）" if note.status == "unverified" else ""
        basis = f" 依据：{note.basis}" if note.basis else ""
        flowables.append(styles.p(f"· {note.text}{mark}"))
        flowables += styles.lines(("small", basis.strip()))
    return flowables


def _answers(sheet: Sheet, styles: Styles) -> list[Flowable]:
    answers = sheet.checklist.answers
    if not answers:
        return []
    flowables = styles.heading("您的回答", "窗口可以照这里核对")
    for answer in answers:
        flowables.append(styles.p(f"{answer.ask} {'、'.join(answer.label)}"))
    return flowables


def _signatures(styles: Styles) -> list[Flowable]:
    line = "代办员签名：＿＿＿＿＿＿ 告知对象签收（可不写名字）：＿＿＿＿＿＿"
    return [Spacer(0, 8 * mm), styles.p(line, "small")]
