"""The commands `hub audit …`: chains recomputed, and signed heads that auditors keep."""

from pathlib import Path

import click
import msgspec

from hub.assembly import opened
from hub.services.heads import read_bundle
from hub.services.oversight import Finding
from hub.shown import as_json_option, pass_data, show
from kiosk.domain.errors import InputError


@click.group(help="中心自己的记录。")
def audit() -> None:
    """Hold the commands of the audit chain."""


@audit.command("verify", help="从头核对一遍；有不对的以 4 结束。")
@click.option(
    "--heads",
    "kept",
    multiple=True,
    type=click.Path(path_type=Path),
    help="再和审计员自己留着的汇总（heads.json）对；可以给几次",
)
@as_json_option
@pass_data
def audit_verify(data: Path, kept: tuple[Path, ...], as_json: bool) -> None:
    """Verify the hub's chain and every kiosk's, also against signed heads."""
    report = opened(data).heads.verify([_read(path) for path in kept])
    flaws = [msgspec.structs.asdict(flaw) for flaw in report.flaws]
    said = [*map(_words, report.flaws), f"核对了{report.checked}条，{len(flaws)}处不对。"]
    show(as_json, {"checked": report.checked, "flaws": flaws}, "\n".join(said))
    click.get_current_context().exit(4 if flaws else 0)


@audit.command("heads", help="签一份汇总：每条记录到哪里了。每小时一次，发给审计员。")
@as_json_option
@pass_data
def audit_heads(data: Path, as_json: bool) -> None:
    """Sign how far every chain has come; exit 4 when the heads before do not hold any more."""
    done = opened(data).heads.sign()
    one = done.bundle
    show(as_json, one, f"中心记录第{one.n}行 {one.hub}\n机器{one.kiosks}台 {one.root}")
    for flaw in done.flaws:
        click.echo(_words(flaw), err=True)
    click.get_current_context().exit(4 if done.flaws else 0)


def _words(flaw: Finding) -> str:
    return f"{flaw.where}：{flaw.message}"


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError("audit.heads", f"{path} 读不了：请检查路径和权限") from error
    read_bundle(content)
    return content
