"""Tables of the A4 list: papers with tick boxes, steps with their windows, unclear questions.

Order and headings of the sections are `checklist_pdf.py`.
"""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from kiosk.documents.page import CONTENT_WIDTH_PT, LINE, TINT, Styles
from kiosk.domain import wording
from kiosk.domain.checklist import Checklist, Material, Step, Undetermined
from kiosk.domain.schedule import StepDates

_TICK_PT = 12 * mm
_COUNTS_PT = 46 * mm
_ROW_RULES = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2 * mm),
        ("TOPPADDING", (0, 0), (-1, -1), 1.4 * mm),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.8 * mm),
    ]
)
_PLAIN = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4 * mm),
        ("TOPPADDING", (0, 0), (-1, -1), 0.4 * mm),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0.4 * mm),
    ]
)
_DASHED_BOX = TableStyle(
    [
        ("BOX", (0, 0), (-1, -1), 0.8, LINE, None, (4, 3)),
        ("LEFTPADDING", (0, 0), (-1, -1), 3 * mm),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3 * mm),
        ("TOPPADDING", (0, 0), (-1, -1), 2 * mm),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.4 * mm),
    ]
)
_TINTED_BOX = TableStyle([*_DASHED_BOX.getCommands()[1:], ("BACKGROUND", (0, 0), (-1, -1), TINT)])


class TickBox(Flowable):  # type: ignore[misc]
    """An empty square to tick with a pen."""

    def __init__(self, side_pt: float) -> None:
        super().__init__()
        self.width = self.height = side_pt

    def draw(self) -> None:
        """Draw the square."""
        self.canv.setLineWidth(1.1)
        self.canv.rect(0.5, -0.5, self.width, self.height)


def material(styles: Styles, line: Material, names: dict[str, str]) -> Table:
    """Return one paper: tick box, names and reasons, originals and copies.

    `names` are those of the services, to say which of them take the paper.
    """
    formal = line.name if line.name != line.plain and not line.any_of else ""
    reasons = "".join(filter(None, (*line.why, line.note)))
    origin = " ".join(filter(None, (_users(line, names), _basis(line.basis))))
    cell = styles.lines(("strong", wording.material_name(line)))
    cell += styles.lines(("small", " · ".join(filter(None, (formal, reasons)))), ("small", origin))
    counts = styles.lines(*(("body", part) for part in _counts(line)))
    widths = [_TICK_PT, CONTENT_WIDTH_PT - _TICK_PT - _COUNTS_PT, _COUNTS_PT]
    row = [TickBox(styles.sizes.body_pt * 1.05), cell, counts or ""]
    return Table([row], colWidths=widths, style=_ROW_RULES)


def _counts(line: Material) -> list[str]:
    if line.form:
        return [f"填《{line.form}》"]
    return wording.counts(line).split(" ")


def _users(line: Material, names: dict[str, str]) -> str:
    """Return which services take the paper, when more than one does."""
    used = list(dict.fromkeys(names[u.service] for u in line.uses if u.service in names))
    return f"用在：{'、'.join(used)}" if len(used) > 1 else ""


def _basis(basis: tuple[str, ...]) -> str:
    return f"依据：{'；'.join(basis)}" if basis else ""


def step(styles: Styles, line: Step, dates: StepDates | None, hotline: str) -> list[Table]:
    """Return one step in full: window, telephone, hours, limits, fees, result, who may come."""
    mark = {"verified": "", "unverified": f"（{wording.ASK_WINDOW}）", "blocked": "（现在办不了）"}
    wide = [("到哪里", _where(line, hotline)), ("哪天办", _when(dates))]
    facts = [
        ("要多久", _how_long(line)),
        ("谁去办", wording.presence(line)),
        ("多少钱", wording.step_fee(line)),
        ("怎么办", "、".join(wording.CHANNELS[c] for c in line.channels)),
        ("拿到", line.result or ""),
        ("跑几次", f"{line.visits}次" if line.visits is not None else ""),
    ]
    head: list[Flowable] = [Spacer(0, 1.6 * mm)]
    head.append(styles.p(f"{line.n}. {line.name}{mark[line.status]}", "strong"))
    head += [styles.p(f"{label}：{text}") for label, text in wide if text]
    open_facts = [label for label, text in facts if text == wording.ASK_WINDOW]
    known = [(label, text) for label, text in facts if text and label not in open_facts]
    known += [("、".join(open_facts), wording.ASK_WINDOW)] if open_facts else []
    cells = [styles.p(f"{label}：{text}") for label, text in known]
    rows = [cells[i : i + 2] + [""] * (2 - len(cells[i : i + 2])) for i in range(0, len(cells), 2)]
    foot = styles.lines(
        ("small", f"事项编码：{line.code}" if line.code else ""), ("small", _basis(line.basis))
    )
    return [_block([[head]]), _block(rows), *([_block([[foot]])] if foot else []), _rule()]


def _block(rows: list[list[object]]) -> Table:
    return Table(rows, colWidths=[CONTENT_WIDTH_PT / len(rows[0])] * len(rows[0]), style=_PLAIN)


def _rule() -> Table:
    return Table([[""]], colWidths=[CONTENT_WIDTH_PT], rowHeights=[2.4 * mm], style=_ROW_RULES)


def _where(line: Step, hotline: str) -> str:
    window = line.window
    if window is None:
        return f"{line.agency}（地址请打{hotline}问）"
    parts = [window.building, window.name, window.address, window.hours]
    phone = f"电话{window.phone}" if window.phone else ""
    return "，".join(p for p in [*parts, phone] if p)


def _how_long(line: Step) -> str:
    days = line.days
    text = wording.step_days(days)
    if days.promised is not None and days.statutory is not None and days.statutory_unit:
        text += f"（法定{wording.limit(days.statutory, days.statutory_unit)}）"
    return f"{text}。{days.note}" if days.note else text


def _when(dates: StepDates | None) -> str:
    if dates is None:
        return ""
    about = "" if dates.certain else "大约"
    return f"{wording.date(dates.starts_on)}起，{about}{wording.date(dates.ready_on)}办好"


def undetermined(styles: Styles, block: Undetermined, names: dict[str, str]) -> Table:
    """Return one unclear question: what was asked, how to find out, what each outcome adds."""
    cell = styles.lines(
        ("strong", f"？ {block.ask}"),
        ("body", f"怎么弄清：{block.find_out}" if block.find_out else ""),
    )
    cell += [styles.p(line) for line in wording.outcomes(block, names)]
    return Table([[cell]], colWidths=[CONTENT_WIDTH_PT], style=_DASHED_BOX)


def box(styles: Styles, *texts: tuple[str, str]) -> Table:
    """Return a tinted box with paragraphs of (style, text)."""
    return Table([[styles.lines(*texts)]], colWidths=[CONTENT_WIDTH_PT], style=_TINTED_BOX)


def summary(styles: Styles, checklist: Checklist) -> Table:
    """Return the four numbers people ask for: papers, trips, days, money."""
    cells = [
        ("要带", f"{checklist.to_bring}样"),
        ("要跑", wording.trips(checklist)),
        ("要等", wording.duration(checklist.duration)),
        ("要花", wording.fees(checklist.fees)),
    ]
    row = [styles.lines(("small", label), ("strong", value)) for label, value in cells]
    width = CONTENT_WIDTH_PT / len(cells)
    return Table([row], colWidths=[width] * len(cells), style=_TINTED_BOX)
