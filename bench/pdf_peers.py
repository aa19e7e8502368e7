"""The same sheet made by fpdf2 and by WeasyPrint: same words, fonts, sizes, columns and QR code."""

import base64
import io
from html import escape
from pathlib import Path

from PIL import Image

from kiosk.domain import wording
from kiosk.domain.checklist import STATUS_ORDER
from kiosk.ports.documents import QrMatrix, Sheet

Block = tuple[str, str, str]
"""Kind (title, heading, strong, body, small, row), text, right-hand text of a row."""

SIZES_PT = {"title": 20, "heading": 16, "strong": 14, "body": 14, "small": 11, "row": 14}


def content(sheet: Sheet) -> list[Block]:
    """Return what our own sheet says, block by block."""
    checklist = sheet.checklist
    blocks: list[Block] = [
        ("title", f"{checklist.name}：办事清单", ""),
        ("body", f"事前告知单 · {sheet.region_name}", ""),
        ("small", f"{sheet.site_name} {sheet.printed_at:%Y年%m月%d日 %H:%M}打印", ""),
        ("heading", "先办什么，后办什么", ""),
    ]
    for step in checklist.steps:
        blocks.append(("strong", f"{step.n}. {step.name}", ""))
        blocks.append(("small", f"{step.agency} · {wording.step_days(step.days)}", ""))
    for status in STATUS_ORDER:
        group = [m for m in checklist.materials if m.status == status]
        if group:
            blocks.append(("heading", f"{wording.STATUS_TITLES[status]}（{len(group)}样）", ""))
        for line in group:
            blocks.append(("row", wording.material_name(line), wording.counts(line)))
            blocks += [("small", text, "") for text in (line.name, *line.why, *line.basis)]
    blocks.append(("heading", "每一步怎么办", ""))
    for step in checklist.steps:
        blocks.append(("strong", f"{step.n}. {step.name}", ""))
        blocks.append(("body", f"到哪里：{step.agency}", ""))
        blocks.append(("row", f"要多久：{wording.step_days(step.days)}", wording.presence(step)))
        blocks.append(("row", f"多少钱：{wording.step_fee(step)}", step.result or ""))
        blocks += [("small", text, "") for text in step.basis]
    blocks += [("small", f"{n.name}：{n.why}", "") for n in checklist.not_needed]
    blocks += [("body", n.text, "") for n in checklist.notes]
    blocks += [("body", f"{a.ask} {'、'.join(a.label)}", "") for a in checklist.answers]
    return blocks


def picture(matrix: QrMatrix) -> Image.Image:
    """Return the QR code with its quiet zone, one dot a module."""
    side = len(matrix.rows) + 8
    image = Image.new("1", (side, side), 1)
    for y, row in enumerate(matrix.rows):
        for x, dark in enumerate(row):
            if dark:
                image.putpixel((x + 4, y + 4), 0)
    return image


def with_fpdf2(blocks: list[Block], code: QrMatrix, regular: Path, bold: Path) -> bytes:
    """Return the sheet as fpdf2 makes it."""
    from fpdf import FPDF

    class Sheet(FPDF):
        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("noto", size=11)
            self.cell(0, 5, f"{wording.FOOT_LINE} 第{self.page_no()}页，共{{nb}}页")

    pdf = Sheet(format="A4")
    pdf.add_font("noto", "", str(regular))
    pdf.add_font("noto", "B", str(bold))
    pdf.set_auto_page_break(True, 20)
    pdf.add_page()
    pdf.image(picture(code), x=152, y=14, w=40)
    for kind, text, right in blocks:
        size = SIZES_PT[kind]
        pdf.set_font("noto", "B" if kind in ("title", "heading", "strong") else "", size)
        height = size * 0.5
        if kind == "row":
            top = pdf.get_y()
            pdf.multi_cell(120, height, text, new_x="RIGHT", new_y="TOP")
            pdf.multi_cell(0, height, right, new_x="LMARGIN", new_y="NEXT")
            pdf.line(10, max(top, pdf.get_y()), 200, max(top, pdf.get_y()))
        else:
            pdf.multi_cell(0, height, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def with_weasyprint(blocks: list[Block], code: QrMatrix, regular: Path, bold: Path) -> bytes:
    """Return the sheet as WeasyPrint makes it."""
    import weasyprint

    buffer = io.BytesIO()
    picture(code).save(buffer, "PNG")
    url = f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
    rules = "".join(f".{k}{{font-size:{pt}pt}}" for k, pt in SIZES_PT.items())
    rows = []
    for kind, text, right in blocks:
        if kind == "row":
            cells = f"<td>{escape(text)}</td><td width='30%'>{escape(right)}</td>"
            rows.append(f"<table class='row'><tr>{cells}</tr></table>")
        else:
            rows.append(f"<p class='{kind}'>{escape(text)}</p>")
    html = f"""<html><head><style>
@font-face {{font-family:noto;src:url({regular.as_uri()});font-weight:400}}
@font-face {{font-family:noto;src:url({bold.as_uri()});font-weight:700}}
@page {{size:A4;margin:14mm 18mm 20mm;@bottom-left{{content:"{wording.FOOT_LINE}";font:11pt noto}}
@bottom-right{{content:"第" counter(page) "页，共" counter(pages) "页";font:11pt noto}}}}
body{{font-family:noto}} p{{margin:0}} .title,.heading,.strong{{font-weight:700}}
table{{width:100%;border-bottom:.5pt solid #678}} img{{float:right;width:40mm}} {rules}
</style></head><body><img src="{url}">{"".join(rows)}</body></html>"""

    return bytes(weasyprint.HTML(string=html).write_pdf() or b"")
