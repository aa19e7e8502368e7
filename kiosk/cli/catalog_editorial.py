"""`kiosk catalog rollout|diff`: how far the topics are, and what changed between two catalogues.

What is counted and compared is in `kiosk/workshop`; the group is `catalog.py`.
"""

import datetime as dt
from pathlib import Path

import click
import msgspec

from kiosk.cli.catalog_findings import as_of_option
from kiosk.domain.hours import CHINA
from kiosk.files import write_atomic
from kiosk.workshop.diff import diff
from kiosk.workshop.editorial import STATE_NAMES
from kiosk.workshop.load import load
from kiosk.workshop.rollout import Rollout, rollout
from kiosk.workshop.rollout_page import cells, page
from kiosk.workshop.snapshots import snapshot

_PATH = click.Path(path_type=Path)
_JSON = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON。")


@click.command("rollout", help="主题推进表：谁负责、期限、状态、逾期多少天。")
@click.argument("folder", type=_PATH, default=Path("db/catalog"), required=False)
@as_of_option
@click.option("--html", "html_file", type=_PATH, help="再写成一个网页文件。")
@_JSON
def rollout_command(
    folder: Path, as_of: dt.date | None, html_file: Path | None, as_json: bool
) -> None:
    """Show the roll-out table of a day, today by default."""
    table = rollout(load(folder), as_of or dt.datetime.now(CHINA).date())
    if html_file is not None:
        write_atomic(html_file, page(table).encode())
    if as_json:
        _print_json(table)
        return
    _print_table(table)
    if html_file is not None:
        click.echo(f"网页已写到 {html_file}")


@click.command("diff", help="两个目录（文件夹或编译好的）差在哪里，按主题说。")
@click.argument("old", type=_PATH)
@click.argument("new", type=_PATH)
@_JSON
def diff_command(old: Path, new: Path, as_json: bool) -> None:
    """Compare two catalogues, each an authored folder or a built starter."""
    found = diff(snapshot(old), snapshot(new))
    if as_json:
        _print_json(found)
        return
    for topic in found.topics:
        click.echo(topic.text)
    click.echo(f"第 {found.old} 版 → 第 {found.new} 版：有变化的主题 {len(found.topics)} 个。")


def _print_table(table: Rollout) -> None:
    for row in table.topics:
        name, owner, due, state, first, late = cells(row)
        said = [name, f"负责 {owner}", f"期限 {due}", state]
        said += [f"上线日 {first}"] if first else []
        said += [f"逾期 {late}"] if late else []
        click.echo("  ".join(said))
    counts = "，".join(
        f"{STATE_NAMES[state]} {times} 个" for state, times in table.by_state.items() if times
    )
    click.echo(f"{table.as_of}：{counts}；逾期 {table.overdue} 个。")


def _print_json(value: object) -> None:
    click.echo(msgspec.json.encode(value).decode())
