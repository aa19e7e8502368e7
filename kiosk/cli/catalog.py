"""`kiosk catalog …`: check, test, compile and count an authored catalogue.

Rules do not belong here; they are in `kiosk/workshop`.
"""

from pathlib import Path

import click
import msgspec

from kiosk.workshop.findings import Finding, Unreadable, count
from kiosk.workshop.lint import lint
from kiosk.workshop.load import load

_FOLDER = click.argument(
    "folder", type=click.Path(path_type=Path), default=Path("db/catalog"), required=False
)
_JSON = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON。")


@click.group(help="办事目录：检查、试跑、编译、统计。")
def catalog() -> None:
    """Hold the commands of the workshop."""


@catalog.command("lint", help="检查目录；有错误时以 4 结束，读不了时以 2 结束。")
@_FOLDER
@_JSON
def lint_command(folder: Path, as_json: bool) -> None:
    """Check a catalogue: exit 4 with errors, 2 when it cannot be read."""
    try:
        findings = lint(load(folder))
        code = 4 if count(findings, "error") else 0
    except Unreadable as error:
        findings, code = error.findings, error.exit_code
    _show_findings(findings, as_json)
    click.get_current_context().exit(code)


def _show_findings(findings: tuple[Finding, ...], as_json: bool) -> None:
    errors, warnings = count(findings, "error"), count(findings, "warning")
    if as_json:
        shape = {"errors": errors, "warnings": warnings, "findings": findings}
        click.echo(msgspec.json.encode(shape).decode())
        return
    for finding in findings:
        click.echo(finding.text())
    click.echo(f"错误 {errors} 个，警告 {warnings} 个，提示 {count(findings, 'note')} 个。")


if __name__ == "__main__":
    catalog()
