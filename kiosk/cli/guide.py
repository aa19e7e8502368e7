"""The commands of the guide: topics, search, questions, checklist, check-qr.

Thin: each parses, calls a service and prints. How a list reads on a terminal is `plain_text.py`.
"""

import datetime as dt
import os
from pathlib import Path

import click
from msgspec import Struct

from kiosk.cli import plain_text
from kiosk.cli.context import Launch, as_json_option, pass_launch, show, show_json
from kiosk.domain.checklist import Checklist, QuestionView, State, StopLine, Undetermined
from kiosk.domain.errors import InputError
from kiosk.domain.topic import Audience
from kiosk.files import write_atomic
from kiosk.ports.devices import Paper
from kiosk.services.guidance import Enquiry

MAX_RESULTS = 100
SHOWN_CHARS = 200
YEARS = range(1949, 2200)
"""Years in which a list can be asked for or begun: all that a chain of limits can be added to."""


class TopicRow(Struct, frozen=True, kw_only=True, rename={"for_": "for"}):
    """One line of `kiosk topics --json`."""

    id: str
    name: str
    plain: str
    icon: str
    category: str
    for_: Audience
    services: int


class AnsweredRow(Struct, frozen=True, kw_only=True):
    """One answer of `kiosk questions --json`."""

    question: str
    answer: tuple[str, ...]
    label: tuple[str, ...]


class QuestionsReport(Struct, frozen=True, kw_only=True):
    """The document of `kiosk questions --json`."""

    state: State
    next_question: QuestionView | None
    answered: tuple[AnsweredRow, ...]
    dropped: tuple[str, ...]
    undetermined: tuple[Undetermined, ...]
    stops: tuple[StopLine, ...]


class Day(click.ParamType[dt.date]):
    """An ISO day on the command line."""

    name = "日期"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Return the day, or fail with what is allowed."""
        try:
            day = dt.date.fromisoformat(str(value))
        except ValueError:
            day = dt.date.min
        if str(day) != str(value) or day.year not in YEARS:
            self.fail(
                f"{value} 不行：要写成 2026-11-21 这样，{YEARS[0]} 到 {YEARS[-1]} 年", param, ctx
            )
        return day


def enquiry_options(command: click.decorators.FC) -> click.decorators.FC:
    """Add what `questions` and `checklist` ask about a person's case."""
    command = click.option("--as-of", type=Day(), help="按哪一天的规定，默认今天")(command)
    command = click.option("--region", help="区划代码，默认本机所在县区")(command)
    command = click.option(
        "--answer", "answers", multiple=True, metavar="问题=回答", help="可重复；? 表示我不清楚"
    )(command)
    return click.argument("topic", metavar="事项")(command)


def enquiry(
    launch: Launch, topic: str, answers: tuple[str, ...], region: str | None, as_of: dt.date | None
) -> Enquiry:
    """Return the checked case of a command line. Raises InputError."""
    station = launch.station
    given: dict[str, list[str]] = {}
    for answer in answers:
        question, equals, value = answer.partition("=")
        if not equals or not question:
            raise InputError(
                "answer.form", f"--answer {answer} 写得不对：要写成 问题=回答，如 entity=company"
            )
        given.setdefault(question, []).append(value)
    day = as_of or station.today()
    return station.guidance.enquiry(topic, region or station.region, day, given)


@click.command(help="列出全部事项。")
@as_json_option
@pass_launch
def topics(launch: Launch, as_json: bool) -> None:
    """Print all topics, most popular first."""
    found = launch.station.browse.topics()
    if not as_json:
        show(plain_text.topics(found))
        return
    show_json(
        [
            TopicRow(
                id=topic.id,
                name=topic.name,
                plain=topic.plain,
                icon=topic.icon,
                category=topic.category,
                for_=topic.audience,
                services=topic.services,
            )
            for topic in found
        ]
    )


@click.command(help="按汉字、首字母（sfz）或全拼查找事项。")
@click.argument("words", nargs=-1, required=True, metavar="词…")
@click.option("--limit", type=click.IntRange(1, MAX_RESULTS), default=20, help="最多几条")
@as_json_option
@pass_launch
def search(launch: Launch, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Print what covers the words, and what is near when nothing does."""
    answer = launch.station.browse.search(" ".join(words), limit)
    if as_json:
        show_json(answer)
    else:
        show(plain_text.search(answer))


@click.command(help="看下一个问题，和已答的问题。")
@enquiry_options
@as_json_option
@pass_launch
def questions(
    launch: Launch,
    topic: str,
    answers: tuple[str, ...],
    region: str | None,
    as_of: dt.date | None,
    as_json: bool,
) -> None:
    """Print where a case stands."""
    case = enquiry(launch, topic, answers, region, as_of)
    progress = launch.station.guidance.progress(case)
    if not as_json:
        show(plain_text.progress(progress))
        return
    show_json(
        QuestionsReport(
            state=progress.state,
            next_question=progress.next_question,
            answered=tuple(
                AnsweredRow(question=a.question, answer=a.answer, label=a.label)
                for a in progress.answered
            ),
            dropped=progress.dropped,
            undetermined=progress.undetermined,
            stops=progress.stops,
        )
    )


@click.command(help="生成一份个人清单，默认显示在屏幕上。")
@enquiry_options
@click.option("--start", type=Day(), help="从哪天开始办，算出每步的日子")
@as_json_option
@click.option("--text", "as_text", is_flag=True, help="显示在屏幕上")
@click.option("--pdf", type=click.Path(path_type=Path), help="写成 A4 的 PDF 文件")
@click.option("--receipt", type=click.Path(path_type=Path), help="写成 80 毫米小票的 PDF 文件")
@pass_launch
def checklist(
    launch: Launch,
    topic: str,
    answers: tuple[str, ...],
    region: str | None,
    as_of: dt.date | None,
    start: dt.date | None,
    as_json: bool,
    as_text: bool,
    pdf: Path | None,
    receipt: Path | None,
) -> None:
    """Print or write the personal list."""
    if sum((as_json, as_text, pdf is not None, receipt is not None)) > 1:
        raise InputError("checklist.form", "--json、--text、--pdf、--receipt 只能选一个")
    case = enquiry(launch, topic, answers, region, as_of)
    found = launch.station.guidance.checklist(case, start)
    if as_json:
        show_json(found)
    elif pdf is not None:
        write_paper(launch, found, "a4", start, pdf)
    elif receipt is not None:
        write_paper(launch, found, "receipt", start, receipt)
    else:
        station = launch.station
        dates = station.guidance.dates(found, start) if start else ()
        names = station.checklists.names(found)
        show(plain_text.checklist(found, station.browse.region_name(found.region), names, dates))


def write_paper(
    launch: Launch, found: Checklist, paper: Paper, start: dt.date | None, path: Path
) -> None:
    """Write a list as PDF. Raises InputError or Unavailable when the file cannot be written."""
    station = launch.station
    dates = station.guidance.dates(found, start) if start else ()
    pdf = station.checklists.pdf(found, paper, station.clock.now(), dates=dates)
    write_atomic(path, pdf)
    show(f"已写好 {path}")


@click.command("check-qr", help="看旧清单还对不对：给出码里的文字，或码的照片。")
@click.argument("payload", metavar="文字或图片")
@as_json_option
@pass_launch
def check_qr(launch: Launch, payload: str, as_json: bool) -> None:
    """Say whether a printed list still holds: exit 0 valid, 4 changed."""
    station = launch.station
    text = payload if ":" in payload[:6] else _code_in(payload)
    check = station.checklists.check(text, station.today())
    if as_json:
        show_json(check)
    else:
        show(plain_text.code_check(check))
    click.get_current_context().exit(0 if check.valid else 4)


def _code_in(payload: str) -> str:
    """Return the code text in a picture. Raises InputError, or Unavailable without a decoder."""
    from kiosk.devices.code_image import read_codes

    path = Path(payload)
    if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises for names that are too long
        cut = payload if len(payload) <= SHOWN_CHARS else f"{payload[:SHOWN_CHARS]}…"
        shown = cut or "（空）"
        raise InputError("code.none", f"{shown} 不是清单码（以 K1: 开头），也不是图片文件")
    codes = read_codes(path)
    ours = [code for code in codes if code[:1] == "K" and ":" in code[:6]]
    if not ours:
        raise InputError("code.none", f"图片 {path} 里没有清单码：请拍清单上“再核对”的那个码")
    return ours[0]
