"""The process of a list drawn as a flow: stages from top to bottom, parallel steps side by side.

Which stage a step is in was decided by the domain; here it is only drawn.
"""

from itertools import groupby

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from kiosk.documents.fonts import BOLD, REGULAR, Fonts
from kiosk.documents.page import GREY, INK, LINE, TINT
from kiosk.domain import wording
from kiosk.domain.checklist import Checklist, Step

_BADGE_MM = 9.0
_GAP_MM = 4.0


class FlowDrawing(Flowable):  # type: ignore[misc]
    """Boxes with step number, name, agency and days; a line joins the stages.

    Args:
        body_pt: type size of names; agency and days are set smaller.
        done: what stands at the end, e.g. 办完.
        abreast: most boxes in one row.
    """

    def __init__(
        self,
        checklist: Checklist,
        fonts: Fonts,
        width_pt: float,
        *,
        body_pt: float,
        done: str,
        abreast: int,
    ) -> None:
        super().__init__()
        self._fonts = fonts
        self._body_pt = body_pt
        self._small_pt = body_pt * 0.78
        self._done = done
        self.width = width_pt
        by_stage = groupby(sorted(checklist.steps, key=lambda s: s.stage), key=lambda s: s.stage)
        self._abreast = abreast
        self._rows = [row for _, steps in by_stage for row in _rows(list(steps), abreast)]
        self._box_pt = body_pt * 1.35 + self._small_pt * 1.5 + 3.4 * mm
        self._label_pt = self._small_pt * 1.5
        self.height = sum(self._row_pt(first_of_many) for _, _, first_of_many in self._rows)
        self.height += _BADGE_MM * mm + 1 * mm

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return the size; it does not depend on the room offered."""
        return self.width, self.height

    def _row_pt(self, labelled: bool) -> float:
        return float(self._box_pt + _GAP_MM * mm + (self._label_pt if labelled else 0))

    def draw(self) -> None:
        """Draw downwards from the top edge."""
        canvas: Canvas = self.canv
        badge = _BADGE_MM * mm
        top = self.height
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(1.2)
        canvas.line(badge / 2, top - badge, badge / 2, badge)
        for steps, stage, labelled in self._rows:
            if labelled:
                self._text("可以同时办", badge + 4 * mm, top - self._small_pt, self._small_pt, BOLD)
                top -= self._label_pt
            if stage is not None:
                self._badge(str(stage), top - self._box_pt / 2)
            self._boxes(steps, top)
            top -= self._box_pt + _GAP_MM * mm
        self._badge("✓", badge / 2)
        self._text(
            self._done, badge + 4 * mm, badge / 2 - self._body_pt * 0.35, self._body_pt, BOLD
        )

    def _boxes(self, steps: list[Step], top: float) -> None:
        left = (_BADGE_MM + 4) * mm
        room = self.width - left
        width = room if len(steps) == 1 else room / self._abreast - _GAP_MM * mm / 2
        for index, step in enumerate(steps):
            x = left + index * (width + _GAP_MM * mm)
            self._box(step, x, top, width)

    def _box(self, step: Step, x: float, top: float, width: float) -> None:
        canvas: Canvas = self.canv
        canvas.setFillColor(TINT)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.6)
        canvas.setDash([3, 2] if step.optional or step.status != "verified" else [])
        canvas.roundRect(x, top - self._box_pt, width, self._box_pt, 2 * mm, fill=1)
        canvas.setDash([])
        inner = width - 6 * mm
        baseline = top - 1.4 * mm - self._body_pt
        self._text(f"{step.n}. {step.name}", x + 3 * mm, baseline, self._body_pt, BOLD, inner)
        marks = [step.agency, wording.step_days(step.days)]
        marks += ["可办可不办"] if step.optional else []
        marks += [wording.ASK_WINDOW] if step.status == "unverified" else []
        text = " · ".join(dict.fromkeys(marks))
        self._text(
            text, x + 3 * mm, baseline - self._small_pt * 1.5, self._small_pt, REGULAR, inner
        )

    def _badge(self, text: str, middle: float) -> None:
        canvas: Canvas = self.canv
        radius = _BADGE_MM * mm / 2
        canvas.setFillColor(INK)
        canvas.circle(radius, middle, radius * 0.86, stroke=0, fill=1)
        canvas.setFillColor("white")
        if text == "✓":
            canvas.setStrokeColor("white")
            canvas.setLineWidth(1.6)
            path = canvas.beginPath()
            path.moveTo(radius - 1.7 * mm, middle)
            path.lineTo(radius - 0.4 * mm, middle - 1.4 * mm)
            path.lineTo(radius + 1.9 * mm, middle + 1.5 * mm)
            canvas.drawPath(path)
            return
        canvas.setFont(BOLD, self._body_pt * 0.9)
        canvas.drawCentredString(radius, middle - self._body_pt * 0.32, text)

    def _text(
        self, text: str, x: float, y: float, size_pt: float, base: str, most_pt: float | None = None
    ) -> None:
        """Draw one line; what is too wide is set smaller, never cut."""
        canvas: Canvas = self.canv
        canvas.setFillColor(GREY if base == REGULAR else INK)
        if most_pt is not None:
            size_pt *= min(1.0, most_pt / max(self._fonts.width_pt(text, size_pt, base), 1e-6))
        for font, run in self._fonts.runs(text, base):
            canvas.setFont(font, size_pt)
            canvas.drawString(x, y, run)
            x += pdfmetrics.stringWidth(run, font, size_pt)


def _rows(steps: list[Step], abreast: int) -> list[tuple[list[Step], int | None, bool]]:
    """Return rows of at most `abreast` boxes: steps, stage on the first row, label above."""
    rows: list[tuple[list[Step], int | None, bool]] = []
    for start in range(0, len(steps), abreast):
        first = start == 0
        rows.append(
            (
                steps[start : start + abreast],
                steps[0].stage if first else None,
                first and len(steps) > 1,
            )
        )
    return rows
