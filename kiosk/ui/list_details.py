"""What stands behind a row of the list: why a paper is needed, where a step is done.

The rows themselves are `list_rows.py`.
"""

from msgspec import Struct

from kiosk.domain import wording
from kiosk.domain.checklist import Checklist, Material, Step, Use
from kiosk.ui.list_rows import Facts
from kiosk.ui.list_summary import opening_words

USE_WORDS = {"show": "原件看完还您", "submit": "原件要交", "none": ""}


class Part(Struct, frozen=True, kw_only=True):
    """One heading of a detail page and what stands below it."""

    icon: str
    title: str
    body: str


class Detail(Struct, frozen=True, kw_only=True):
    """A page that explains one thing."""

    title: str
    formal: str
    icon: str
    parts: tuple[Part, ...]


def of_paper(material: Material, facts: Facts) -> Detail:
    """Explain one paper: why, how many for whom, where to get it, on what basis."""
    kind = facts.sources.get(material.evidence)
    parts = (
        _part("question", "为什么要这个", *material.why),
        _part("copy", "带几份", *(_use(u, facts) for u in material.uses)),
        _part("info", "说明", material.note),
        _part("map-pin", "没有的话去哪里办", kind.where if kind else None),
        _part("pencil-simple-line", "要填的表", material.form and f"《{material.form}》"),
        _part("scales", "依据", *material.basis),
    )
    name = wording.material_name(material)
    return Detail(
        title=name,
        formal="" if material.name == name else material.name,
        icon=kind.icon if kind else "file-text",
        parts=tuple(p for p in parts if p),
    )


def of_step(step: Step, checklist: Checklist, facts: Facts) -> Detail:
    """Explain one step: where, when open, how long, how much, who goes, what one gets."""
    parts = (
        _part("map-pin", "去哪里", *_where(step, checklist.hotline)),
        _part("clock", "开门时间", *_hours(step, facts)),
        _part("hourglass-medium", "要多久", _how_long(step)),
        _part("coins", "多少钱", wording.step_fee(step)),
        _part("user", "谁去办", wording.presence(step)),
        _part("devices", "怎么办", "、".join(wording.CHANNELS[c] for c in step.channels)),
        _part("certificate", "办完拿到", step.result),
        _part("scales", "依据", *step.basis),
    )
    plain = facts.names.get(step.service, step.name)
    code = f"事项编码 {step.code}" if step.code else ""
    return Detail(
        title=plain,
        formal="　".join(text for text in (step.name if step.name != plain else "", code) if text),
        icon="signpost",
        parts=tuple(p for p in parts if p),
    )


def _part(icon: str, title: str, *lines: str | None) -> Part | None:
    """Return a part with its lines, or None when there is nothing to say."""
    said = [line for line in lines if line]
    return Part(icon=icon, title=title, body="\n".join(said)) if said else None


def _use(use: Use, facts: Facts) -> str:
    """Return who takes how many of a paper: 食品经营许可：原件看完还您，复印件1份."""
    parts = [USE_WORDS[use.original]] if use.originals else []
    if use.original == "submit" and use.originals:
        parts = [f"原件交{use.originals}份"]
    if use.copies:
        parts.append(f"复印件{use.copies}份")
    words = "，".join(p for p in parts if p)
    return f"{facts.names.get(use.service, use.service)}：{words}" if words else ""


def _where(step: Step, hotline: str) -> tuple[str | None, ...]:
    """Return the place of a step, or its agency and the hotline."""
    window = step.window
    if window is None:
        return step.agency, f"地址和时间请打{hotline}问"
    phone = f"电话 {window.phone}" if window.phone else f"电话 {hotline}"
    return window.name, window.building, window.address, phone


def _hours(step: Step, facts: Facts) -> tuple[str | None, ...]:
    """Return the opening hours as written, and what they mean now."""
    opening = facts.openings.get(step.service)
    now = opening_words(opening, facts.today) if opening else None
    return now, step.window.hours if step.window else None


def _how_long(step: Step) -> str:
    """Return the limit that counts, the statutory one beside it, and its note."""
    days = step.days
    text = wording.step_days(days)
    if days.promised is not None and days.statutory is not None and days.statutory_unit:
        text += f"（法定{wording.limit(days.statutory, days.statutory_unit)}）"
    return f"{text}。{days.note}" if days.note else text
