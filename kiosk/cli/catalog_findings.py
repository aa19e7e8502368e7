"""`kiosk catalog lint`: findings as text, as JSON, and as annotations of a code host.

The rules are in `kiosk/workshop`; the group is `catalog.py`.
"""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Literal

import click
import msgspec

from kiosk.cli.guide import Day
from kiosk.domain.hours import CHINA
from kiosk.workshop.findings import Finding, Unreadable, count
from kiosk.workshop.lint import is_clean, lint
from kiosk.workshop.lint_city import not_checked
from kiosk.workshop.load import load
from kiosk.workshop.loaded import LoadedCatalogue

FOUND_WRONG = 4
"""Exit code: the check ran and found something wrong."""

Format = Literal["text", "json", "github"]
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


as_of_option = click.option("--as-of", type=Day(), help="按哪一天的规定。")


def public_day(catalogue: LoadedCatalogue, as_of: dt.date | None) -> dt.date:
    """Return the day that decides what is public: `as_of`, else today.

    A clock behind the day on which the facts were checked is wrong; that day counts then, so that
    a machine with an empty clock battery still gets the topics.
    """
    return as_of or max(dt.datetime.now(CHINA).date(), catalogue.catalogue().facts_on)


@click.command("lint", help="检查目录：有错误时以 4 结束，读不了时以 2 结束。")
@click.argument(
    "folder", type=click.Path(path_type=Path), default=Path("db/catalog"), required=False
)
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="text 给人看，json 给程序，github 写成代码托管的批注。",
)
@click.option("--json", "as_json", is_flag=True, help="同 --format json。")
def lint_command(folder: Path, as_of: dt.date | None, form: Format, as_json: bool) -> None:
    """Check a catalogue: exit 4 with errors, 2 when it cannot be read."""
    skipped: Counter[str] = Counter()
    try:
        catalogue = load(folder)
        findings = lint(catalogue, as_of)
        skipped = not_checked(catalogue)
        code = 0 if is_clean(findings) else FOUND_WRONG
    except Unreadable as error:
        findings, code = error.findings, error.exit_code
    if as_json or form == "json":
        click.echo(msgspec.json.encode(_counted(findings, skipped)).decode())
    elif form == "github":
        for finding in findings:
            click.echo(annotation(folder, finding))
    else:
        print_findings(findings)
        if skipped:
            rules = "、".join(f"{title} {times}" for title, times in skipped.most_common())
            click.echo(f"来源没有写、没有查的 {skipped.total()} 处：{rules}。")
    click.get_current_context().exit(code)


def print_findings(findings: tuple[Finding, ...]) -> None:
    """Write findings for people, one a line, and how many there are."""
    for finding in findings:
        click.echo(finding.text())
    errors, warnings = count(findings, "error"), count(findings, "warning")
    click.echo(f"错误 {errors} 个，警告 {warnings} 个，提示 {count(findings, 'note')} 个。")


def annotation(folder: Path, finding: Finding) -> str:
    """Return a finding as a workflow command of GitHub; `folder` makes its file findable."""
    place = f"file={_property((folder / finding.file).as_posix())},line={max(finding.line, 1)}"
    said = _data(finding.message + finding.example())
    return f"::{_COMMANDS[finding.level]} {place},title={_property(finding.code)}::{said}"


def _counted(findings: tuple[Finding, ...], skipped: Counter[str]) -> dict[str, object]:
    return {
        "errors": count(findings, "error"),
        "warnings": count(findings, "warning"),
        "not_checked": skipped.total(),
        "findings": findings,
    }


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
