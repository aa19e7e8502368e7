"""The commands of filing: file, status, and those of the journal.

What happens is in `services/filing.py` and `services/receipts.py`; here a form is read and a
result written. A form or receipt never reaches a log.
"""

import datetime as dt
from pathlib import Path

import click

from kiosk.cli.context import Launch, as_json_option, pass_launch, show, show_json
from kiosk.cli.form_file import picture_reader, read_form
from kiosk.domain.errors import KioskError, Refused
from kiosk.domain.hours import CHINA
from kiosk.domain.wording import receipt_groups
from kiosk.hub_link import link_of, records_of
from kiosk.journal.entry import read_header
from kiosk.ports.journal import KeptEntry
from kiosk.record_facts import journal_flaws_of
from kiosk.records import Records
from kiosk.services.receipts import FilingState, state_of
from kiosk.stick import Stick

PAGE = 1_000
STATUS_WORDS = {
    "filed": "存好了，还没送到",
    "delivered": "已经送到",
    "accepted": "已受理",
    "needs_supplement": "要补材料",
    "returned": "被退回",
    "done": "办好了",
    "withdrawn": "已撤回",
    "held": "等中心的人处理",
}


@click.command("file", help="提交一份表单（JSON）；存好了才给回执。")
@click.argument("form", metavar="表单", type=click.Path(path_type=Path))
@click.option("--pdf", type=click.Path(path_type=Path), help="回执写成 A4 的 PDF 文件")
@click.option("--receipt", type=click.Path(path_type=Path), help="回执写成 80 毫米小票的 PDF 文件")
@as_json_option
@pass_launch
def file_command(
    launch: Launch, form: Path, pdf: Path | None, receipt: Path | None, as_json: bool
) -> None:
    """Keep a filing and print its receipt."""
    from kiosk.cli.receipt import write_receipts

    station = launch.station
    records = records_of(station)
    try:
        filled = read_form(form)
        kept = records.filing.submit(filled, station.today(), picture_reader(form.parent))
        write_receipts(station, records, filled, kept, a4=pdf, slip=receipt)
        if as_json:
            show_json(kept)
        else:
            show("存好了，联网后自动送。")
            show(f"回执号码：{receipt_groups(kept.receipt)}")
            show(f"查询码：{kept.query_code}（只显示这一次）")
        records.filing.mark_shown(kept.receipt)
    finally:
        records.close()


@click.command("status", help="查一件事办得怎么样：回执号码和查询码。")
@click.argument("receipt", metavar="回执号码")
@click.option("--code", required=True, help="查询码，8 位数字")
@as_json_option
@pass_launch
def status_command(launch: Launch, receipt: str, code: str, as_json: bool) -> None:
    """Print the status of a filing: offline when it was made here, else from the hub."""
    number = receipt.replace(" ", "")
    records = records_of(launch.station)
    try:
        found = records.receipts.status(number, code)
        if found is None:
            found = _elsewhere(launch, records, number, code)
    finally:
        records.close()
    if as_json:
        show_json(found)
        return
    at = dt.datetime.fromisoformat(found.at).astimezone(CHINA)
    show(f"{receipt_groups(found.receipt)}：{STATUS_WORDS[found.status]}（{at:%Y-%m-%d %H:%M}）")
    if found.deadline:
        show(f"期限：{found.deadline}")
    for evidence in found.need:
        show(f"要补：{evidence}")


@click.group("journal", help="这台机器的日志。")
def journal() -> None:
    """Hold the commands of the journal."""


@journal.command("list", help="列出条目，新的在后。")
@as_json_option
@pass_launch
def journal_list(launch: Launch, as_json: bool) -> None:
    """List entries without their contents."""
    records = records_of(launch.station)
    rows: list[dict[str, object]] = []
    try:
        after = 0
        while kept := records.journal.entries(after, PAGE):
            rows += map(_row, kept)
            after = kept[-1].seq
    finally:
        records.close()
    if as_json:
        show_json(rows)
        return
    for row in rows:
        show(f"{row['seq']:>6}  {row['at']}  {row['type']}  {row['state']}  {row['receipt'] or ''}")
    show(f"一共{len(rows)}条。")


@journal.command("verify", help="从头核对一遍：号码、摘要、签名、回执、附件；有不对的以 4 结束。")
@as_json_option
@pass_launch
def journal_verify(launch: Launch, as_json: bool) -> None:
    """Verify the whole journal and the attachments beside it, also while the kiosk runs."""
    entries, flaws = journal_flaws_of(launch.station.data)
    if as_json:
        show_json({"entries": entries, "flaws": flaws})
    else:
        for flaw in flaws:
            show(flaw.message)
        show(f"核对了{entries}条，{f'{len(flaws)}处不对' if flaws else '没有不对的'}。")
    click.get_current_context().exit(4 if flaws else 0)


@journal.command("export", help="把没送到的写进一个文件夹（U 盘），在能上网的电脑上送。")
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@pass_launch
def journal_export(launch: Launch, folder: Path) -> None:
    """Write deliveries into a folder."""
    records = records_of(launch.station)
    try:
        packed = Stick(link_of(launch.station, records), records).export(folder)
    finally:
        records.close()
    show(f"写了{packed.requests}个请求到 {folder}，怎么送见里面的“怎么送.txt”。")
    _end(packed.failures)


@journal.command("import", help="收下带回来的回答。")
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@as_json_option
@pass_launch
def journal_import(launch: Launch, folder: Path, as_json: bool) -> None:
    """Take answers in."""
    records = records_of(launch.station)
    try:
        taken = Stick(link_of(launch.station, records), records).take(folder)
    finally:
        records.close()
    if as_json:
        show_json({"answers": taken.answers, "through": taken.through})
    else:
        show(f"收下{taken.answers}个回答，送到第{taken.through}条。")
    _end(taken.failures)


@journal.command("rotate-key", help="给这台机器换一把新钥匙；旧的留着，到中心知道新的为止还用它。")
@pass_launch
def journal_rotate_key(launch: Launch) -> None:
    """Change the device key."""
    records = records_of(launch.station)
    try:
        seq = records.rotate_key()
    finally:
        records.close()
    show(f"换好了新钥匙（第{seq}条）。请联网运行 kiosk sync --once，让中心知道。")


def _end(failures: tuple[KioskError, ...]) -> None:
    """Tell what one journal could not do after all have done what they could."""
    for failure in failures[1:]:
        click.echo(f"提示：{failure.message}", err=True)
    if failures:
        raise failures[0]


def _elsewhere(launch: Launch, records: Records, receipt: str, code: str) -> FilingState:
    """Ask the hub for what another kiosk took."""
    if records.author() is None:
        raise Refused("receipt.elsewhere", "这台机器上没有这件事：请在当时那台机器或窗口查")
    link = link_of(launch.station, records)
    try:
        return state_of(link.ask_status(receipt, code))
    finally:
        link.close()


def _row(entry: KeptEntry) -> dict[str, object]:
    header = read_header(entry.header)
    at = dt.datetime.fromtimestamp(header.t_wall / 1000, dt.UTC).isoformat(timespec="seconds")
    receipt = header.receipt if isinstance(header.receipt, str) else None
    return {
        "seq": entry.seq,
        "type": header.type,
        "receipt": receipt,
        "state": entry.state,
        "at": at,
    }
