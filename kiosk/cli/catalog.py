"""`kiosk catalog …`: check, test, compile and count an authored catalogue.

Rules do not belong here; they are in `kiosk/workshop`. Errors become exit codes in `main.py`.
"""

from pathlib import Path

import click
import msgspec

from kiosk.workshop import build, scenarios
from kiosk.workshop.findings import Finding, Unreadable, count
from kiosk.workshop.lint import is_clean, lint
from kiosk.workshop.load import load
from kiosk.workshop.reports import stats

FOUND_WRONG = 4
"""Exit code: the check ran and found something wrong."""

_FOLDER = click.argument(
    "folder", type=click.Path(path_type=Path), default=Path("db/catalog"), required=False
)
_JSON = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON。")


@click.group(help="办事目录：检查、试跑、编译、统计。FOLDER 默认是 db/catalog。")
def catalog() -> None:
    """Hold the commands of the workshop."""


@catalog.command("lint", help="检查目录：有错误时以 4 结束，读不了时以 2 结束。")
@_FOLDER
@_JSON
def lint_command(folder: Path, as_json: bool) -> None:
    """Check a catalogue: exit 4 with errors, 2 when it cannot be read."""
    try:
        findings = lint(load(folder))
        code = 0 if is_clean(findings) else FOUND_WRONG
    except Unreadable as error:
        findings, code = error.findings, error.exit_code
    if as_json:
        errors, warnings = count(findings, "error"), count(findings, "warning")
        _print_json({"errors": errors, "warnings": warnings, "findings": findings})
    else:
        _print_findings(findings)
    _end(code)


@catalog.command("test", help="试跑目录里的例子：有不符合的以 4 结束。")
@_FOLDER
@_JSON
def test_command(folder: Path, as_json: bool) -> None:
    """Run the scenarios: exit 4 when one does not hold."""
    outcome = scenarios.run(load(folder))
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
@_JSON
def build_command(folder: Path, out: Path, as_json: bool) -> None:
    """Compile a catalogue into a starter: exit 4, and nothing written, when lint has errors."""
    catalogue = load(folder)
    findings = lint(catalogue)
    if not is_clean(findings):
        errors = tuple(f for f in findings if f.level == "error")
        if as_json:
            _print_json({"errors": len(errors), "findings": errors})
        else:
            _print_findings(errors)
            click.echo("没有编译：请先改好错误。")
        _end(FOUND_WRONG)
    starter = build.compile_starter(catalogue)
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


def _print_findings(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        click.echo(finding.text())
    errors, warnings = count(findings, "error"), count(findings, "warning")
    click.echo(f"错误 {errors} 个，警告 {warnings} 个，提示 {count(findings, 'note')} 个。")


def _print_json(value: object) -> None:
    click.echo(msgspec.json.encode(value).decode())


def _shown(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _end(code: int) -> None:
    click.get_current_context().exit(code)
