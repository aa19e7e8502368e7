"""What stands on a slip, in reading order, once for every kind of roll printer.

How it looks is `slips.py` (PDF) and `slip_lines.py` (lines of type); A4 is `checklist_pdf.py`.
"""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from kiosk.domain import wording
from kiosk.domain.checklist import STATUS_ORDER, Checklist, Material, Step, Undetermined
from kiosk.domain.hours import CHINA
from kiosk.ports.documents import Sheet

Role = Literal["title", "heading", "strong", "body", "small"]
"""How much a text matters; `small` is what nobody needs to get the thing done."""


class Passage(Struct, frozen=True, kw_only=True, tag="passage"):
    """One paragraph."""

    role: Role
    text: str


class PaperToTick(Struct, frozen=True, kw_only=True, tag="paper"):
    """A paper with a box to tick; `formal` and `counts` may be empty."""

    name: str
    formal: str
    counts: str


class Gap(Struct, frozen=True, kw_only=True, tag="gap"):
    """A little room between two blocks."""


class ScanCode(Struct, frozen=True, kw_only=True, tag="code"):
    """A code to scan: one that brings the list back, or a part of the list for a phone."""

    text: str


SlipPiece = Passage | PaperToTick | Gap | ScanCode


class Errand(Struct, frozen=True, kw_only=True):
    """One going out: where, what is brought there first, and what is shown there once more."""

    heading: str
    papers: tuple[Material, ...]
    again: tuple[str, ...]


def slip_pieces(sheet: Sheet) -> tuple[SlipPiece, ...]:
    """Return the short list: what to bring by trip, where to go, what is open, the foot line.

    A sheet with `phone_codes` gives these instead: the whole list for somebody's phone at home.
    """
    checklist = sheet.checklist
    if sheet.phone_codes:
        return tuple(_codes(sheet))
    return (
        *_head(sheet),
        *_papers(checklist),
        *_open_questions(checklist.undetermined, sheet.names),
        *_steps(checklist),
        *_extras(checklist),
        *_foot(sheet),
    )


def errands(checklist: Checklist) -> tuple[Errand, ...]:
    """Sort the papers to bring by trip; a paper stands where it is needed first.

    A trip is a stage and a place, as in `domain/trips.py`. They are numbered where the list is sure
    of its number of trips, so that the numbers never contradict it.
    """
    steps: dict[tuple[int, str], list[Step]] = {}
    for step in checklist.steps:
        steps.setdefault((step.stage, _place(step)), []).append(step)
    left = [m for m in checklist.materials if m.status == "bring"]
    found: list[tuple[str, tuple[Material, ...], tuple[str, ...]]] = []
    for (_, place), here in sorted(steps.items(), key=lambda item: item[0][0]):
        services = {step.service for step in here}
        wanted = [m for m in checklist.materials if m.status == "bring" and _is_for(m, services)]
        new = tuple(m for m in wanted if m in left)
        left = [m for m in left if m not in new]
        if wanted:
            again = tuple(wording.material_name(m) for m in wanted if m not in new)
            found.append((place, new, again))
    if left:  # for a service that is no step of this list (yet)
        found.append(("", tuple(left), ()))
    is_numbered = len(found) == checklist.trips and not checklist.trips_estimate
    return tuple(
        Errand(heading=_going(n, place, len(found), is_numbered), papers=papers, again=again)
        for n, (place, papers, again) in enumerate(found, start=1)
    )


def _going(n: int, place: str, of: int, is_numbered: bool) -> str:
    if of == 1 or not place:
        return wording.STATUS_TITLES["bring"]
    return f"第{n}趟到{place}，带：" if is_numbered else f"{'再' * (n > 1)}到{place}，带："


def _is_for(material: Material, services: set[str]) -> bool:
    return any(use.service in services and use.status == "bring" for use in material.uses)


def _place(step: Step) -> str:
    window = step.window
    return step.agency if window is None else window.building or step.agency


def _title(sheet: Sheet) -> Iterator[SlipPiece]:
    printed_at = sheet.printed_at.astimezone(CHINA)
    yield Passage(role="title", text=f"{sheet.checklist.name}：办事清单")
    yield Passage(role="small", text=f"事前告知单 · {sheet.region_name}")
    yield Passage(role="small", text=f"{sheet.site_name} {printed_at:%Y-%m-%d %H:%M}")
    yield Gap()


def _codes(sheet: Sheet) -> Iterator[SlipPiece]:
    """Yield the list for a phone; several codes are numbered."""
    codes = sheet.phone_codes
    yield from _title(sheet)
    every = "每个码都要扫。" if len(codes) > 1 else ""
    yield Passage(role="body", text=f"用手机扫一扫，清单就在手机里，不用联网。{every}")
    for n, code in enumerate(codes, start=1):
        if len(codes) > 1:
            yield Passage(role="heading", text=f"第{n}个，共{len(codes)}个")
        yield ScanCode(text=code)
    yield Passage(role="body", text=_foot_line(sheet))


def _head(sheet: Sheet) -> Iterator[SlipPiece]:
    checklist = sheet.checklist
    yield from _title(sheet)
    for stop in checklist.stops:
        yield Passage(role="strong", text=f"现在还办不了：{stop.reason}")
        yield from _said("body", f"现在可以做的：{stop.instead}" if stop.instead else "")
        yield from _said("small", stop.basis or "")
    amounts = (
        f"要带{checklist.to_bring}样",
        _asked("跑几趟", wording.trips(checklist)),
        _asked("多久", wording.duration(checklist.duration)),
        _asked("多少钱", wording.fees(checklist.fees)),
    )
    yield Passage(role="body", text="，".join(amounts))


def _asked(what: str, amount: str) -> str:
    """Return an amount; one that is not known says what to ask for."""
    return f"{what}{amount}" if amount.startswith(wording.ASK_WINDOW) else amount


def _papers(checklist: Checklist) -> Iterator[SlipPiece]:
    for errand in errands(checklist):
        yield Passage(role="heading", text=errand.heading)
        yield from map(_paper, errand.papers)
        again = "、".join(errand.again)
        more = "还有" if errand.papers else ""
        yield from _said("body", f"{more}上面写过的{again}" if again else "")
    for status in STATUS_ORDER[1:]:
        group = [m for m in checklist.materials if m.status == status]
        if group:
            yield Passage(role="heading", text=wording.STATUS_TITLES[status])
            yield from map(_paper, group)


def _paper(line: Material) -> PaperToTick:
    return PaperToTick(
        name=wording.material_name(line),
        formal="" if line.any_of or line.name in (line.plain, line.form) else line.name,
        counts=f"填《{line.form}》" if line.form else wording.counts(line),
    )


def _open_questions(blocks: tuple[Undetermined, ...], names: dict[str, str]) -> Iterator[SlipPiece]:
    if blocks:
        yield Passage(role="heading", text="要先弄清楚的")
    for block in blocks:
        yield Passage(role="strong", text=f"？{block.ask}")
        yield from _said("body", f"怎么弄清：{block.find_out}" if block.find_out else "")
        for line in wording.outcomes(block, names):
            yield Passage(role="body", text=line)
        yield Gap()


def _steps(checklist: Checklist) -> Iterator[SlipPiece]:
    if checklist.steps:
        yield Passage(role="heading", text="到哪里办")
    for step in checklist.steps:
        mark = f"（{wording.ASK_WINDOW}）" if step.status == "unverified" else ""
        window = step.window
        where = [window.building, window.name, window.address] if window else [step.agency]
        phone = (window.phone if window else None) or checklist.hotline
        yield Passage(role="strong", text=f"{step.n}. {step.name}{mark}")
        yield Passage(role="body", text=" ".join(filter(None, where)))
        yield Passage(role="body", text=f"电话{phone}")
        yield Passage(role="body", text=_cost(step))
        yield Gap()


def _cost(step: Step) -> str:
    days, fee = wording.step_days(step.days), wording.step_fee(step)
    if days == fee == wording.ASK_WINDOW:
        return f"多久、多少钱{wording.ASK_WINDOW}"
    return f"{_asked('多久', days)}；{_asked('多少钱', fee)}"


def _extras(checklist: Checklist) -> Iterator[SlipPiece]:
    """Yield what one gets, deadlines and what is not needed."""
    for line in checklist.benefits:
        yield Passage(role="body", text=f"能领：{wording.benefit(line)}")
    for duty in checklist.duties:
        yield Passage(role="body", text=f"期限：{wording.duty(duty, checklist.steps)}")
    skip = [n.name for n in checklist.not_needed if n.status == "verified"]
    if skip:
        yield Passage(role="heading", text="不用带、不用办的")
    for name in skip:
        yield Passage(role="body", text=name)


def _foot(sheet: Sheet) -> Iterator[SlipPiece]:
    checklist = sheet.checklist
    yield Gap()
    yield Passage(role="small", text=f"资料核对到{checklist.facts_on}，第{checklist.edition}版")
    yield Passage(role="body", text=_foot_line(sheet))
    yield ScanCode(text=sheet.code)
    yield Passage(role="body", text="下次来扫一扫，看清单有没有变")


def _foot_line(sheet: Sheet) -> str:
    return f"{wording.FOOT_LINE}有疑问请打{sheet.checklist.hotline}。"


def _said(role: Role, text: str) -> Iterator[Passage]:
    if text:
        yield Passage(role=role, text=text)
