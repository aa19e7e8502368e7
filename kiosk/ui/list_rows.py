"""The personal list as rows for the screen: what stands where, in which words.

The values of lines come from `domain/wording.py`; the sheet behind a row is `list_details.py`.
Pages, colours and measures belong in QML.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from kiosk.domain import wording
from kiosk.domain.checklist import (
    STATUS_ORDER,
    Checklist,
    Material,
    MaterialStatus,
    Step,
    StopLine,
    Undetermined,
)
from kiosk.domain.hours import Opening
from kiosk.domain.schedule import StepDates
from kiosk.domain.service import EvidenceType
from kiosk.ui.list_summary import opening_words

Kind = Literal["heading", "paper", "unknown", "step", "group", "line", "stop"]
FOLDED: tuple[MaterialStatus, ...] = tuple(s for s in STATUS_ORDER if s != "bring")


class Row(Struct, frozen=True, kw_only=True):
    """One row. `key` is unique; `stays` keeps a heading on the page of the row below it.

    `action` is what touching it does, in a word; empty for rows that are only read.
    """

    key: str
    kind: Kind
    title: str
    icon: str = ""
    formal: str = ""
    body: str = ""
    fact: str = ""
    mark: str = ""
    is_good: bool = False
    stage: str = ""
    action: str = ""
    stays: bool = False


class Facts(Struct, frozen=True, kw_only=True):
    """What the list does not carry itself: names and pictures by id, windows, dates by service."""

    names: Mapping[str, str]
    pictures: Mapping[str, str]
    sources: Mapping[str, EvidenceType]
    openings: Mapping[str, Opening]
    dates: Mapping[str, StepDates]
    today: dt.date


def rows(checklist: Checklist, facts: Facts, unfolded: frozenset[str]) -> tuple[Row, ...]:
    """Return all rows in reading order; `unfolded` holds the keys of opened groups."""
    result: list[Row] = []
    if checklist.state == "blocked":
        result += _stops(checklist)
    bring = [m for m in checklist.materials if m.status == "bring"]
    if bring and checklist.state == "blocked":
        result.append(_heading("bring", "已经能确定要带的"))
    result += [paper(m, facts) for m in bring]
    if not bring:
        asked = [m for m in checklist.materials if m.status == "ask"]
        result += _section("ask", "可能要带的，去之前问一声", (paper(m, facts) for m in asked))
    result += _section(
        "unknown", "要先弄清楚的", (_unknown(u, facts) for u in checklist.undetermined)
    )
    result += _section("benefit", "能领多少", _benefits(checklist))
    result += _section("duty", "期限", _duties(checklist, facts))
    result += _section("step", "去哪里办", (step(s, checklist, facts) for s in checklist.steps))
    result += _folded(checklist, facts, unfolded)
    return tuple(result)


def paper(material: Material, facts: Facts) -> Row:
    """Return the row of one paper."""
    name = wording.material_name(material)
    wanted = wording.counts(material).replace(" ", " · ")
    return Row(
        key=f"paper-{material.evidence}-{material.holder}",
        kind="paper",
        icon=facts.pictures.get(material.evidence, "file-text"),
        title=name,
        formal="" if material.any_of or material.name == name else material.name,
        fact=f"填《{material.form}》" if material.form and material.status == "fill" else wanted,
        action="为什么",
    )


def step(value: Step, checklist: Checklist, facts: Facts) -> Row:
    """Return the row of one step: what, where, when."""
    together = sum(1 for other in checklist.steps if other.stage == value.stage) > 1
    window = value.window
    where = window.name if window else f"{value.agency} · 地址打{checklist.hotline}问"
    mark, is_good = _mark(value, facts)
    return Row(
        key=f"step-{value.service}",
        kind="step",
        stage=str(value.stage),
        title=facts.names.get(value.service, value.name),
        formal=where,
        body=_when(value, facts),
        fact="可以同时办" if together else "",
        mark=mark,
        is_good=is_good,
        action="看详情",
    )


def _heading(key: str, text: str, body: str = "") -> Row:
    """Return a heading that stays with the row below it."""
    return Row(key=f"heading-{key}", kind="heading", title=text, body=body, stays=True)


def _section(key: str, text: str, below: Iterable[Row]) -> list[Row]:
    """Return a heading and its rows; nothing when there are no rows."""
    held = list(below)
    return [_heading(key, text), *held] if held else []


def _stops(checklist: Checklist) -> list[Row]:
    """Return why it cannot be done and what can be done instead."""
    return [row for stop in checklist.stops for row in _stop(stop, checklist.hotline)]


def _stop(stop: StopLine, hotline: str) -> tuple[Row, ...]:
    """Return the reason of one stop, then the way on."""
    basis = f"依据：{stop.basis}" if stop.basis else ""
    reason = Row(
        key=f"stop-{stop.id}", kind="stop", icon="hand-palm", title=stop.reason, formal=basis
    )
    way = stop.instead or f"打{hotline}，问问您的情况怎么办。"
    instead = Row(
        key=f"topic-{stop.instead_topic or ''}",
        kind="line",
        icon="signpost",
        title="现在可以做的",
        body=way,
        action="去办这个" if stop.instead_topic else "",
    )
    return reason, instead


def _unknown(block: Undetermined, facts: Facts) -> Row:
    """Return 要先弄清楚的: what was asked, how to find out, what each answer would add."""
    lines = [f"怎么弄清：{block.find_out}"] if block.find_out else []
    lines += wording.outcomes(block, facts.names)
    return Row(
        key=f"unknown-{block.question}",
        kind="unknown",
        icon="question",
        title=block.ask,
        body="\n".join(lines),
        action="弄清了",
    )


def _benefits(checklist: Checklist) -> list[Row]:
    """Return 能领多少."""
    return [
        Row(key=f"benefit-{n}", kind="line", icon="hand-coins", title=wording.benefit(line))
        for n, line in enumerate(checklist.benefits)
    ]


def _duties(checklist: Checklist, facts: Facts) -> list[Row]:
    """Return the applicant's own deadlines."""
    return [
        Row(
            key=f"duty-{n}",
            kind="line",
            icon="clock-countdown",
            title=wording.duty(line, checklist.steps),
            formal=facts.names.get(line.service, ""),
        )
        for n, line in enumerate(checklist.duties)
    ]


def _mark(value: Step, facts: Facts) -> tuple[str, bool]:
    """Return the word at the right of a step, and whether it is good news."""
    if value.status == "blocked":
        return "现在办不了", False
    opening = facts.openings.get(value.service)
    words = opening_words(opening, facts.today) if opening else ""
    if words:
        return words, opening is not None and opening.is_open
    return (wording.ASK_WINDOW, False) if value.status == "unverified" else ("", False)


def _when(value: Step, facts: Facts) -> str:
    """Return how long a step takes, or from when to when once a start day is chosen."""
    dates = facts.dates.get(value.service)
    if dates is None:
        return wording.step_days(value.days)
    about = "" if dates.certain else "大约"
    return f"{wording.date(dates.starts_on)}去，{about}{wording.date(dates.ready_on)}办好"


def _folded(checklist: Checklist, facts: Facts, unfolded: frozenset[str]) -> list[Row]:
    """Return the groups that start closed: every other status, notes, what is not needed."""
    groups: list[tuple[str, str, str, list[Row]]] = []
    has_papers = checklist.to_bring > 0
    for status in FOLDED if has_papers else FOLDED[1:]:
        papers = [paper(m, facts) for m in checklist.materials if m.status == status]
        hint = wording.STATUS_HINTS[status]
        groups.append((status, wording.STATUS_TITLES[status], hint, papers))
    groups.append(("not-needed", "不用带的", "别人可能说要，其实不用", _not_needed(checklist)))
    groups.append(("note", "还要知道的", "办之前看一眼", _notes(checklist, facts)))
    result: list[Row] = []
    for key, text, hint, below in groups:
        if below:
            result.append(_group(key, text, hint, len(below), key in unfolded))
            result += below if key in unfolded else []
    return result


def _group(key: str, text: str, hint: str, count: int, is_open: bool) -> Row:
    """Return the head of a folded group."""
    return Row(
        key=f"group-{key}",
        kind="group",
        icon="caret-up" if is_open else "caret-down",
        title=f"{text} {count}样" if key != "note" else f"{text} {count}条",
        formal=hint,
        action="收起" if is_open else "展开",
        stays=is_open,
    )


def _not_needed(checklist: Checklist) -> list[Row]:
    """Return what people think they need and do not."""
    return [
        Row(
            key=f"not-needed-{n}",
            kind="line",
            icon="x-circle",
            title=line.name,
            body=line.why if line.status == "verified" else f"{line.why}（{wording.ASK_WINDOW}）",
        )
        for n, line in enumerate(checklist.not_needed)
    ]


def _notes(checklist: Checklist, facts: Facts) -> list[Row]:
    """Return the sentences of the list."""
    return [
        Row(
            key=f"note-{n}",
            kind="line",
            icon="info",
            title="",
            body=line.text if line.status == "verified" else f"{line.text}（{wording.ASK_WINDOW}）",
            formal=facts.names.get(line.service or "", ""),
        )
        for n, line in enumerate(checklist.notes)
    ]
