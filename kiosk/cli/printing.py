"""The commands that print and that ask printers: `kiosk print`, `kiosk printer`.

What stands on paper is `kiosk/documents`, how it gets there `kiosk/devices/printer`. The words of a
terminal are here; those of screens are `ui/messages.py`.
"""

import datetime as dt
from collections.abc import Mapping

import click
from msgspec import Struct

from kiosk.cli.context import Launch, as_json_option, pass_launch, show, show_json
from kiosk.cli.guide import enquiry, enquiry_options
from kiosk.cli.printer_emulate import emulate
from kiosk.domain.checklist import Checklist
from kiosk.domain.errors import InputError, Unavailable
from kiosk.ports.devices import (
    DeviceState,
    NotPrinted,
    Paper,
    Printer,
    PrinterFault,
    PrinterPrinting,
    PrinterReady,
    PrinterTrouble,
    PrintJob,
)

USUAL: tuple[Paper, ...] = ("a4", "receipt")
WORDS: dict[PrinterTrouble, str] = {
    "no_paper": "没有纸了，请加纸再打",
    "cover_open": "盖子没关，请关好再打",
    "jam": "卡纸了，请把纸取出来再打",
    "paused": "被停用了，请在打印设置里启用再打",
    "unreachable": "没有应答，请看电源和连线再打",
}
printer_option = click.option(
    "--printer", "name", metavar="名字", help="哪台打印机，如 a4、receipt"
)


class PrinterRow(Struct, frozen=True, kw_only=True):
    """One printer of `kiosk printer status --json`."""

    state: str
    message: str


@click.group("print", help="打印清单、小票、测试页。")
def print_() -> None:
    """Hold the commands."""


@print_.command("checklist", help="打印一份个人清单；没打出来就以 3 结束。")
@enquiry_options
@printer_option
@pass_launch
def print_checklist(
    launch: Launch,
    topic: str,
    answers: tuple[str, ...],
    region: str | None,
    as_of: dt.date | None,
    name: str | None,
) -> None:
    """Print a list, on A4 where there is such a printer."""
    printer = _chosen(launch, name, USUAL)
    found = _composed(launch, topic, answers, region, as_of)
    job = launch.station.checklists.job(found, printer.paper, launch.station.clock.now())
    _print(printer, job, "清单" if printer.paper == "a4" else "小票")


@print_.command("receipt", help="把短清单打成小票；没打出来就以 3 结束。")
@enquiry_options
@printer_option
@click.option("--code", "as_code", is_flag=True, help="不打清单，打手机扫的码")
@pass_launch
def print_receipt(
    launch: Launch,
    topic: str,
    answers: tuple[str, ...],
    region: str | None,
    as_of: dt.date | None,
    name: str | None,
    as_code: bool,
) -> None:
    """Print the short list, or the codes that a phone reads it from."""
    printer = _chosen(launch, name, ("receipt",))
    if printer.paper != "receipt":
        raise InputError("printer.paper", f"--printer {name} 不是小票打印机")
    found = _composed(launch, topic, answers, region, as_of)
    checklists, now = launch.station.checklists, launch.station.clock.now()
    if as_code:
        _print(printer, checklists.codes_job(found, now), "手机扫的码")
    else:
        _print(printer, checklists.job(found, "receipt", now), "小票")


@print_.command("test", help="打印测试页；不写 --printer 就每台都打一张。没打出来就以 3 结束。")
@printer_option
@pass_launch
def print_test(launch: Launch, name: str | None) -> None:
    """Print the test page."""
    from kiosk.maintenance import test_job

    printers = (_chosen(launch, name, ()),) if name else launch.station.devices.printers
    if not printers:
        raise _none_of(USUAL)
    failures = []
    for printer in printers:
        try:
            _print(printer, test_job(launch.station, printer), "测试页")
        except Unavailable as error:
            failures.append(error.message)
    if failures:
        raise Unavailable("printer.not_printed", "；".join(failures))


@click.group(help="看打印机的情况，模拟一台打印机。")
def printer() -> None:
    """Hold the commands."""


printer.add_command(emulate)


@printer.command("status", help="看每台打印机现在怎样。")
@as_json_option
@pass_launch
def status(launch: Launch, as_json: bool) -> None:
    """Print how the printers are; a kiosk that runs on the data folder is asked."""
    rows = printer_rows(launch.station.device_states())
    if as_json:
        show_json(rows)
        return
    for name, row in rows.items():
        show(f"{name}：{row.message}")


def printer_rows(states: tuple[DeviceState, ...]) -> Mapping[str, PrinterRow]:
    """Return the rows of `kiosk printer status`: the usual two first, also when absent."""
    rows: dict[str, PrinterRow] = {
        name: PrinterRow(state="absent", message="没有配置。") for name in USUAL
    }
    for state in states:
        if state.printer is not None or state.name in USUAL:
            word, said = state_word(state), state.condition.message
            rows[state.name] = PrinterRow(state=word, message=said)
    return rows


def state_word(state: DeviceState) -> str:
    """Return a printer's state in the words of the contract."""
    if state.condition.state == "absent":
        return "absent"
    match state.printer:
        case PrinterFault(trouble=trouble):
            return trouble
        case PrinterPrinting():
            return "printing"
        case PrinterReady(paper_low=True):
            return "low_paper"
        case PrinterReady(can_tell=True):
            return "ready"
    return "unknown"


def _composed(
    launch: Launch,
    topic: str,
    answers: tuple[str, ...],
    region: str | None,
    as_of: dt.date | None,
) -> Checklist:
    """Return the list."""
    return launch.station.guidance.checklist(enquiry(launch, topic, answers, region, as_of))


def _chosen(launch: Launch, name: str | None, papers: tuple[Paper, ...]) -> Printer:
    """Return the printer of that name, else the first one for one of the papers.

    Raises:
        InputError: no printer has that name.
        Unavailable: no printer is configured, or its driver cannot be used.
    """
    printers = launch.station.devices.printers
    if name is None:
        usual = [one for paper in papers for one in printers if one.paper == paper]
        if not usual:
            raise _none_of(papers)
        return usual[0]
    for one in printers:
        if one.name == name:
            return one
    if name in launch.station.devices.names:
        device = next(one for one in launch.station.devices.all if one.name == name)
        raise Unavailable("printer.unusable", f"{name} 用不了：{device.condition().message}")
    allowed = "、".join(one.name for one in printers) or "（一台也没有配置）"
    raise InputError("printer.name", f"--printer {name} 没有这台打印机，可以写 {allowed}")


def _none_of(papers: tuple[Paper, ...]) -> Unavailable:
    tables = " 或 ".join(f"[devices.{paper}]" for paper in papers)
    return Unavailable("printer.none", f"没有这种打印机：请在配置里写 {tables}")


def _why(printer: Printer, fault: PrinterFault) -> str:
    """Return what is wrong and what to do; of a printer without an answer its driver knows more."""
    found = printer.condition()
    if fault.trouble == "unreachable" and found.state in ("absent", "fault"):
        return f"没有应答：{found.message}{found.fix or ''}"
    return WORDS[fault.trouble]


def _print(printer: Printer, job: PrintJob, what: str) -> None:
    """Print to the end and say what became of it. Raises Unavailable."""
    printer.start()
    try:
        outcome = printer.print(job)
    finally:
        printer.close()
    if isinstance(outcome, NotPrinted):
        said = f"{what}没有打出来：打印机 {printer.name} {_why(printer, outcome.fault)}"
        raise Unavailable(outcome.fault.code, said)
    if outcome.sure:
        show(f"{what}打好了（{printer.name}）。")
    else:
        show(f"{what}已交给 {printer.name}。它不会说打完没有，请看纸出来了没有。")
