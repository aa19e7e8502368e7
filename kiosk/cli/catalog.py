"""`kiosk catalog …`: check, test, compile and count an authored catalogue.

Rules do not belong here; they are in `kiosk/workshop`. Errors become exit codes in `main.py`.
"""

import datetime as dt
from pathlib import Path

import click
import msgspec

from kiosk.cli.catalog_editorial import diff_command, rollout_command
from kiosk.cli.catalog_findings import (
    FOUND_WRONG,
    as_of_option,
    lint_command,
    print_findings,
    public_day,
)
from kiosk.cli.catalog_formats import export_command, schema_command
from kiosk.cli.catalog_items import coverage_command, import_command
from kiosk.cli.catalog_synth import synth_command
from kiosk.cli.catalog_take import take_command
from kiosk.workshop import scenarios
from kiosk.workshop.editorial import released
from kiosk.workshop.lint import is_clean, lint
from kiosk.workshop.load import load
from kiosk.workshop.reports import stats

_FOLDER = click.argument(
    "folder", type=click.Path(path_type=Path), default=Path("db/catalog"), required=False
)
_JSON = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON。")


@click.group(help="办事目录：检查、试跑、编译、统计。FOLDER 默认是 db/catalog。")
def catalog() -> None:
    """Hold the commands of the workshop."""


catalog.add_command(lint_command)
catalog.add_command(rollout_command)
catalog.add_command(diff_command)
catalog.add_command(import_command)
catalog.add_command(coverage_command)
catalog.add_command(export_command)
catalog.add_command(schema_command)
catalog.add_command(synth_command)
catalog.add_command(take_command)


@catalog.command("test", help="试跑目录里的例子：有不符合的以 4 结束。")
@_FOLDER
@as_of_option
@_JSON
def test_command(folder: Path, as_of: dt.date | None, as_json: bool) -> None:
    """Run the scenarios: exit 4 when one does not hold."""
    outcome = scenarios.run(load(folder), as_of)
    if as_json:
        _print_json(outcome)
    else:
        for failure in outcome.failures:
            click.echo(f"{failure.file}:{failure.line}: {failure.name}：{failure.what} 不对")
            click.echo(f"    应是 {_shown(failure.expected)}")
            click.echo(f"    却是 {_shown(failure.got)}")
        for missing in outcome.uncovered:
            click.echo(f"{missing.topic}：没有例子回答 {missing.question}={missing.option}")
        click.echo(
            f"例子 {outcome.run} 个，不符合 {outcome.failed} 个，"
            f"没有例子的选项 {len(outcome.uncovered)} 个。"
        )
    _end(FOUND_WRONG if outcome.failed else 0)


@catalog.command("build", help="编译目录：检查没有错误才写出文件，否则以 4 结束。")
@_FOLDER
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build/starter"),
    show_default=True,
    help="写到这个文件夹。",
)
@click.option("--preview", is_flag=True, help="草稿和审核中的也编进去，名字里注明，只供自己看。")
@as_of_option
@_JSON
def build_command(
    folder: Path, out: Path, preview: bool, as_of: dt.date | None, as_json: bool
) -> None:
    """Compile what is public on a day, today by default, into a starter.

    Exit 4, and nothing written, when lint has errors.
    """
    from kiosk.workshop import build  # its readings take 50 MB that no other command needs

    catalogue = load(folder)
    findings = lint(catalogue, as_of)
    if not is_clean(findings):
        errors = tuple(f for f in findings if f.level == "error")
        if as_json:
            _print_json({"errors": len(errors), "findings": errors})
        else:
            print_findings(errors)
            click.echo("没有编译：请先改好错误。")
        _end(FOUND_WRONG)
    day = public_day(catalogue, as_of)
    starter = build.compile_starter(released(catalogue, day, preview=preview))
    build.write_starter(starter, out)
    head = starter.head
    if as_json:
        _print_json(head)
    else:
        click.echo(
            f"已写到 {out}：第 {head.edition} 版，{head.documents} 份文档，摘要 {head.digest}"
        )


@catalog.command("stats", help="数一数目录里有什么。")
@_FOLDER
@_JSON
def stats_command(folder: Path, as_json: bool) -> None:
    """Count a catalogue."""
    counts = stats(load(folder))
    if as_json:
        _print_json(counts)
        return
    click.echo(
        f"第 {counts.edition} 版：主题 {counts.topics} 个，事项 {counts.services} 个，"
        f"材料 {counts.evidence} 种，问题 {counts.questions} 个，选项 {counts.options} 个，"
        f"例子 {counts.scenarios} 个，没有核实的 {counts.unverified} 处。"
    )


def _print_json(value: object) -> None:
    click.echo(msgspec.json.encode(value).decode())


def _shown(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _end(code: int) -> None:
    click.get_current_context().exit(code)
