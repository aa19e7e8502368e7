"""How results read on a terminal, in Chinese.

Words for single values are `domain/wording.py`; paper is `documents`, screens are `ui`.
"""

from collections.abc import Iterable, Iterator, Mapping

from kiosk.domain import wording
from kiosk.domain.changes import Change
from kiosk.domain.checklist import STATUS_ORDER, Checklist, GivenAnswer, Material, Step, StopLine
from kiosk.domain.guidance import Progress
from kiosk.domain.schedule import StepDates
from kiosk.domain.search import SearchAnswer
from kiosk.ports.menu import TopicSummary
from kiosk.services.checklists import CodeCheck
from kiosk.services.health import HealthReport

_CHANGE = {"added": "多了", "removed": "少了", "changed": "变了"}


def topics(found: Iterable[TopicSummary]) -> str:
    """Return one line a topic: id, name, everyday name."""
    return "\n".join(
        f"{topic.id}  {topic.name}"
        + (f"（{topic.plain}）" if topic.plain != topic.name else "")
        + f"  {topic.services}个事项"
        for topic in found
    )


def search(answer: SearchAnswer) -> str:
    """Return what was found; near things are marked as other things."""
    if answer.results:
        return "\n".join(f"{hit.topic}  {hit.name}" for hit in answer.results)
    lines = [f"没有找到“{answer.query[:40]}”。"]
    if answer.near:
        lines.append("相近的事（不是同一件事）：")
        lines += [f"  {hit.topic}  {hit.name}" for hit in answer.near]
    return "\n".join(lines)


def progress(found: Progress) -> str:
    """Return what was answered and the next question with the way to answer it."""
    lines = [*_answers(found.answered), *_stops(found.stops)]
    if found.dropped:
        lines.append(f"用不上的回答：{'、'.join(found.dropped)}")
    question = found.next_question
    if question is None:
        lines.append("现在还办不了。" if found.state == "blocked" else "问完了，可以看清单。")
        return "\n".join(lines)
    lines.append(f"下一个问题：{question.ask}" + (f"（{question.hint}）" if question.hint else ""))
    lines += [
        f"  --answer {question.id}={option.id}  {option.label}"
        + (f"（{option.help}）" if option.help else "")
        for option in question.options
    ]
    if not question.options:
        lines.append(f"  --answer {question.id}=… {_range(question.min, question.max)}".rstrip())
    if question.unknown:
        lines.append(f"  --answer {question.id}=?  我不清楚")
    return "\n".join(lines)


def _range(least: str | None, most: str | None) -> str:
    """Return the allowed range of a number or day."""
    if least and most:
        return f"（{least} 到 {most}）"
    return f"（至少 {least}）" if least else f"（最多 {most}）" if most else ""


def checklist(
    found: Checklist, region_name: str, names: Mapping[str, str], dates: tuple[StepDates, ...]
) -> str:
    """Return the personal list.

    Args:
        found: the list.
        region_name: the readable place.
        names: plain names of services and evidence types by id.
        dates: when each step starts and is ready, or nothing.
    """
    parts = [
        [f"{found.name}  {region_name}", *_answers(found.answers)],
        _stops(found.stops),
        [_figures(found)],
        [f"还有问题没答，先按已答的列出。下一个问题：{found.next_question.ask}"]
        if found.next_question
        else [],
        ["要先弄清楚的：", *_unclear(found, names)] if found.undetermined else [],
        *(_papers(found, status) for status in STATUS_ORDER),
        ["怎么办：", *_steps(found.steps, {d.service: d for d in dates})] if found.steps else [],
        ["能领到：", *(f"  {wording.benefit(line)}" for line in found.benefits)]
        if found.benefits
        else [],
        ["要记住的日子：", *(f"  {wording.duty(line, found.steps)}" for line in found.duties)]
        if found.duties
        else [],
        ["不用带、不用办的：", *_not_needed(found)] if found.not_needed else [],
        ["另外：", *(f"  {note.text}" for note in found.notes)] if found.notes else [],
        [
            wording.FOOT_LINE,
            f"目录第{found.edition}版，内容核对到{found.facts_on}，咨询电话{found.hotline}。",
        ],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _answers(answers: Iterable[GivenAnswer]) -> list[str]:
    """Return one line an answer."""
    return [f"  {given.ask} {'、'.join(given.label)}" for given in answers]


def _stops(stops: Iterable[StopLine]) -> list[str]:
    """Return why it cannot be done and what to do instead."""
    lines = []
    for stop in stops:
        lines.append(f"现在还办不了：{stop.reason}" + (f"（{stop.basis}）" if stop.basis else ""))
        if stop.instead:
            lines.append(f"  可以这样做：{stop.instead}")
    return lines


def _figures(found: Checklist) -> str:
    """Return the numbers that matter most in one line."""
    ready = f"，{found.duration.ready_on}办好" if found.duration.ready_on else ""
    return (
        f"要带{found.to_bring}样，{wording.duration(found.duration)}{ready}，"
        f"{wording.trips(found)}，{wording.fees(found.fees)}"
    )


def _papers(found: Checklist, status: str) -> list[str]:
    """Return the papers of one status under its title."""
    group = [m for m in found.materials if m.status == status]
    if not group:
        return []
    return [f"{wording.STATUS_TITLES[group[0].status]}：", *(_paper(m) for m in group)]


def _paper(material: Material) -> str:
    """Return one paper with its counts and the first reason for it."""
    counts = wording.counts(material)
    line = f"  □ {wording.material_name(material)}" + (f"  {counts}" if counts else "")
    extra = "；".join(filter(None, (material.note, *material.why[:1])))
    return line + (f"\n      {extra}" if extra else "")


def _steps(steps: Iterable[Step], dates: Mapping[str, StepDates]) -> Iterator[str]:
    """Yield the steps; those of one stage may run in parallel."""
    for step in steps:
        marks = "，".join(
            dict.fromkeys(
                mark
                for mark in (
                    wording.presence(step),
                    wording.step_days(step.days),
                    wording.step_fee(step),
                    "可办可不办" if step.optional else "",
                    wording.ASK_WINDOW if step.status == "unverified" else "",
                )
                if mark
            )
        )
        yield f"  {step.n}. （第{step.stage}步）{step.name}  {step.agency}"
        yield f"      {marks}"
        if step.window:
            place = (step.window.name, step.window.address, step.window.phone, step.window.hours)
            yield f"      {'，'.join(filter(None, place))}"
        if step.service in dates:
            day = dates[step.service]
            sure = "" if day.certain else "（估计）"
            yield f"      {wording.date(day.starts_on)}开始，{wording.date(day.ready_on)}办好{sure}"


def _unclear(found: Checklist, names: Mapping[str, str]) -> Iterator[str]:
    """Yield each unclear question with where to ask and what each answer adds."""
    for block in found.undetermined:
        yield f"  {block.ask}" + (f"  怎么弄清：{block.find_out}" if block.find_out else "")
        for line in wording.outcomes(block, names):
            yield f"      {line}"


def _not_needed(found: Checklist) -> Iterator[str]:
    """Yield what need not be brought or done, and why."""
    for line in found.not_needed:
        doubt = f"（{wording.ASK_WINDOW}）" if line.status == "unverified" else ""
        yield f"  {line.name}：{line.why}{doubt}"


def code_check(check: CodeCheck) -> str:
    """Return whether an old list still holds, and each line that changed."""
    if check.valid:
        return f"清单还是对的（第{check.edition_then}版打印，现在第{check.edition_now}版）。"
    lines = [f"清单有变化（第{check.edition_then}版打印，现在第{check.edition_now}版）："]
    return "\n".join([*lines, *(f"  {_change(change)}" for change in check.changes)])


def _change(change: Change) -> str:
    """Return one changed line."""
    then, now = change.then, change.now
    both = f"：以前{then}，现在{now}" if then and now else f"：{then or now}" if then or now else ""
    return f"{_CHANGE[change.kind]} {change.what}{both}"


def health(report: HealthReport) -> str:
    """Return one line a check, with what to do about it."""
    return "\n".join(
        f"[{check.word}] {check.message}" + (f"  办法：{check.fix}" if check.fix else "")
        for check in report.checks
    )
