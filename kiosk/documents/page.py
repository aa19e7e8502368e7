"""The A4 page: styles in two sizes, footer with page x of y, sections.

What stands on the page is `checklist_pdf.py`; sizes follow ux.md §4 (body 14 pt, large 20 pt).
"""

import io
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from msgspec import Struct
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from kiosk.documents.fonts import BOLD, REGULAR, Fonts
from kiosk.domain.wording import FOOT_LINE

INK = HexColor("#1A1A1A")
GREY = HexColor("#454C54")
LINE = HexColor("#6B7785")
TINT = HexColor("#EEF2F6")
MARGIN_X_PT = 18 * mm
MARGIN_TOP_PT = 14 * mm
FOOTER_PT = 20 * mm
CONTENT_WIDTH_PT = A4[0] - 2 * MARGIN_X_PT
NO_PADDING = {f"{side}Padding": 0 for side in ("left", "right", "top", "bottom")}


class Sizes(Struct, frozen=True, kw_only=True):
    """Type sizes of one kind of paper, in points."""

    title_pt: float
    body_pt: float
    small_pt: float


A4_SIZES = Sizes(title_pt=20, body_pt=14, small_pt=11)
A4_LARGE = Sizes(title_pt=28, body_pt=20, small_pt=15)
ROLL_SIZES = Sizes(title_pt=20, body_pt=14, small_pt=11)
ROLL_LARGE = Sizes(title_pt=24, body_pt=17, small_pt=14)


class Styles:
    """Paragraph styles of one kind of paper, and short ways to set a paragraph.

    Args:
        fonts: the registered fonts.
        sizes: the type sizes.
    """

    def __init__(self, fonts: Fonts, sizes: Sizes) -> None:
        self.fonts = fonts
        self.sizes = sizes
        body = sizes.body_pt
        self._styles = {
            "title": _style("title", sizes.title_pt, BOLD, 1.25),
            "heading": _heading(_style("heading", body * 1.14, BOLD, 1.5), body * 0.8),
            "hint": _heading(_style("hint", sizes.small_pt, REGULAR, 1.4, GREY), 0),
            "strong": _style("strong", body, BOLD, 1.3),
            "body": _style("body", body, REGULAR, 1.4),
            "small": _style("small", sizes.small_pt, REGULAR, 1.4, GREY),
        }

    def p(self, text: str, style: str = "body") -> Paragraph:
        """Return `text` as a paragraph; markup in it is shown, not obeyed."""
        return Paragraph(self.fonts.markup(text), self._styles[style])

    def lines(self, *texts: tuple[str, str]) -> list[Paragraph]:
        """Return paragraphs for (style, text) pairs, without the empty ones."""
        return [self.p(text, style) for style, text in texts if text]

    def heading(self, text: str, hint: str = "") -> list[Flowable]:
        """Return a section heading that stays with what follows, with a grey hint."""
        return [self.p(text, "heading"), *([self.p(hint, "hint")] if hint else [])]


def _style(
    name: str, size_pt: float, font: str, leading: float, color: Any = INK
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size_pt,
        leading=size_pt * leading,
        textColor=color,
        wordWrap="CJK",
    )


def _heading(style: ParagraphStyle, before_pt: float) -> ParagraphStyle:
    style.keepWithNext = 1
    style.spaceBefore = before_pt
    return style


class _NumberedCanvas(Canvas):  # type: ignore[misc]
    """A canvas that knows the number of pages before it calls `footer(canvas, number, total)`."""

    def __init__(
        self, *args: Any, footer: Callable[[Canvas, int, int], None], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._footer = footer
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802  reportlab's name
        """Keep the page until the last one is known."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write the kept pages with their footers."""
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self._footer(self, number, len(self._pages))
            Canvas.showPage(self)
        super().save()


def build_pdf(
    story: Sequence[Flowable], *, title: str, hotline: str, fonts: Fonts, foot: str = FOOT_LINE
) -> tuple[bytes, int]:
    """Lay `story` out on A4 pages and return the PDF and its number of pages.

    `title` is shown by viewers and never holds personal data; `hotline` and the line `foot` stand
    in the footers.
    """
    pages = 0

    def footer(canvas: Canvas, number: int, total: int) -> None:
        nonlocal pages
        pages = total
        _draw_footer(canvas, number, total, hotline, foot)

    buffer = io.BytesIO()
    document = BaseDocTemplate(
        buffer, pagesize=A4, title=title, author="办事亭", lang="zh-CN", initialFontName=REGULAR
    )
    height = A4[1] - MARGIN_TOP_PT - FOOTER_PT
    frame = Frame(MARGIN_X_PT, FOOTER_PT, CONTENT_WIDTH_PT, height, **NO_PADDING)
    document.addPageTemplates(PageTemplate(frames=[frame]))
    document.build(list(story), canvasmaker=partial(_NumberedCanvas, footer=footer))
    return buffer.getvalue(), pages


def _draw_footer(canvas: Canvas, number: int, total: int, hotline: str, foot: str) -> None:
    """Draw the rule, the foot line, the hotline and the page number."""
    right = A4[0] - MARGIN_X_PT
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN_X_PT, FOOTER_PT - 3 * mm, right, FOOTER_PT - 3 * mm)
    canvas.setFillColor(INK)
    canvas.setFont(REGULAR, 11)
    canvas.drawString(MARGIN_X_PT, FOOTER_PT - 8 * mm, foot)
    canvas.drawRightString(right, FOOTER_PT - 8 * mm, f"第{number}页，共{total}页")
    canvas.drawString(MARGIN_X_PT, FOOTER_PT - 13 * mm, f"有疑问请打 {hotline}")
