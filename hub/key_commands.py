"""The commands `hub keys …`: the signing keys of everything that is published."""

from pathlib import Path
from typing import cast

import click

from hub.assembly import begin_trust, opened
from hub.services.tuf_keys import ROLES, RoleName
from hub.shown import pass_data
from kiosk.domain.errors import Unavailable


@click.group(help="签名钥匙。")
def keys() -> None:
    """Hold the commands of the signing keys."""


@keys.command("init", help="做一套签名钥匙；只在还没有根的时候（hub init 已经做过）。")
@pass_data
def keys_init(data: Path) -> None:
    """Make the keys of every role where there is no root."""
    begin_trust(opened(data))
    click.echo("钥匙做好了。根、targets 和政策的钥匙请离线保管。")


@keys.command("rotate", help="给一个角色换钥匙，由上一级签字；被打断就再运行一次。")
@click.argument("role", metavar="角色", type=click.Choice(list(ROLES)))
@pass_data
def keys_rotate(data: Path, role: str) -> None:
    """Give a role new keys."""
    number = opened(data).repository.rotate(cast(RoleName, role))
    click.echo(f"{role} 的钥匙换好了，时间戳第{number}版。")


@keys.command("refresh", help="重签时间戳和快照；每天一次。")
@pass_data
def keys_refresh(data: Path) -> None:
    """Sign timestamp and snapshot anew."""
    click.echo(f"时间戳第{opened(data).repository.refresh()}版。")


@keys.command("policy", help="重签停用名单；政策钥匙放回 keys 后运行。")
@pass_data
def keys_policy(data: Path) -> None:
    """Publish the list of revoked kiosks."""
    if not opened(data).publish_revoked():
        raise Unavailable("tuf.key", "政策钥匙不在 keys 里：先把 policy-1.pem 和 policy-2.pem 放回")
    click.echo("停用名单公布了。")
