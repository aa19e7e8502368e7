"""The commands `hub kiosk …`: which machines there are, and what they may do."""

from pathlib import Path

import click

from hub.assembly import opened
from hub.shown import NO_POLICY, as_json_option, pass_data, show

KIOSK_NO = click.IntRange(1, 9_999_999)


@click.group(help="机器。")
def kiosk() -> None:
    """Hold the commands of kiosks."""


@kiosk.command("list", help="列出机器。")
@as_json_option
@pass_data
def kiosk_list(data: Path, as_json: bool) -> None:
    """List kiosks."""
    sites = opened(data).sites
    known, device_keys = sites.kiosks(), sites.keys()
    rows = [
        {
            "kiosk_no": one.kiosk_no,
            "site": one.site_id,
            "status": one.status,
            "through": one.through,
            "keys": [{"from_seq": seq, "pub": key.hex()} for seq, key in device_keys[one.kiosk_no]],
        }
        for one in known
    ]
    text = "\n".join(
        f"{k.kiosk_no:07}  {k.site_id}  {k.status}  收到第{k.through}条" for k in known
    )
    show(as_json, rows, text)


@kiosk.command("revoke", help="停用一台机器（被偷）；--drain 是退役。")
@click.argument("number", metavar="号码", type=KIOSK_NO)
@click.option("--drain", is_flag=True, help="退役：还没送到的转给人处理")
@pass_data
def kiosk_revoke(data: Path, number: int, drain: bool) -> None:
    """Revoke or drain a kiosk."""
    hub = opened(data)
    if drain:
        hub.sites.change(number, "draining", "cli")
        click.echo(f"{number:07} 已退役。")
    elif hub.revoke(number, "cli"):
        click.echo(f"{number:07} 已停用，并已公布。")
    else:
        click.echo(f"{number:07} 已停用。{NO_POLICY}")


@kiosk.command("activate", help="重新启用一台停用、退役或发现重号的机器。")
@click.argument("number", metavar="号码", type=KIOSK_NO)
@pass_data
def kiosk_activate(data: Path, number: int) -> None:
    """Make a kiosk active again."""
    opened(data).activate(number, "cli")
    click.echo(f"{number:07} 重新启用了。")
