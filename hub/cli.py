"""The command `hub`: founding a hub, sites and tokens, kiosks, serving, audit (commands.md).

What a command does is a service; here arguments are read and results written.
"""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click
import msgspec

from hub.assembly import found, opened
from hub.audit_commands import audit
from hub.config import HubConfig
from hub.key_commands import keys
from hub.kiosk_commands import KIOSK_NO, kiosk
from hub.services.compiled import PREVIEW
from hub.services.mistakes import MISTAKES, keep_trace
from hub.shown import NO_POLICY, as_json_option, pass_data, show
from hub.store.database import migrate as migrate_database
from kiosk.domain.errors import Bug, InputError, KioskError
from kiosk.usage import hoisted, usage_message

GRACE_S = 3
"""Kiosks hold a feed request open for 25 s; they ask again when it breaks off."""


@click.group(
    help="办事亭中心：收日志、发目录。",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--data", type=click.Path(path_type=Path), help="数据文件夹（也可用 HUB_DATA）")
@click.pass_context
def hub(context: click.Context, data: Path | None) -> None:
    """Hold the commands."""
    context.obj = _data_folder(data)


@hub.command(help="建一个新的中心：配置、数据库、钥匙。")
@click.option("--city", default="341600", help="城市的 6 位区划代码")
@click.option("--origin", default="http://127.0.0.1:8470", help="机器看到的地址")
@click.option("--database", default="", help="数据库地址；空着用数据文件夹里的 SQLite")
@pass_data
def init(data: Path, city: str, origin: str, database: str) -> None:
    """Found a hub in an empty data folder."""
    try:
        config = msgspec.convert(
            {"city": city, "origin": origin, "database": database}, type=HubConfig
        )
    except msgspec.ValidationError as error:
        raise InputError(
            "hub.config",
            "--city 要写 6 位区划代码，例如 341600；"
            "--origin 要写机器看到的地址，只到域名和端口，例如 https://hub.example；"
            "--database 要写 sqlite:///文件 或 postgresql+psycopg://用户@主机/库",
        ) from error
    found(data, config)
    click.echo(f"建好了：{data}。接着运行 hub serve，再用 hub site add 加服务点。")


@hub.command(help="开始服务。")
@click.option("--host", default="127.0.0.1", help="监听的地址")
@click.option("--port", default=8470, type=click.IntRange(1, 65535), help="监听的端口")
@click.option("--workers", default=1, type=click.IntRange(1, 64), help="进程数")
@pass_data
def serve(data: Path, host: str, port: int, workers: int) -> None:
    """Serve until told to end."""
    import uvicorn  # with the web framework: only here

    migrate_database(opened(data).engine)
    os.environ["HUB_DATA"] = str(data.absolute())
    uvicorn.run(
        "hub.assembly:worker",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )


@hub.command(help="把数据库升到这个版本。")
@pass_data
def migrate(data: Path) -> None:
    """Bring the tables up to date."""
    migrate_database(opened(data).engine)
    click.echo("数据库是最新的。")


@hub.command(help="发布编译好的目录（kiosk catalog build --out 写出的文件夹）。")
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@as_json_option
@pass_data
def publish(data: Path, folder: Path, as_json: bool) -> None:
    """Publish a compiled catalogue: exit 4 when it is one that the workshop did not let out."""
    try:
        done = opened(data).publish(folder, "cli")
    except InputError as error:
        if error.code != PREVIEW:
            raise
        click.get_current_context().exit(_told(error.message, 4))
    text = f"第{done.edition}版发布了，改动{sum(done.changed.values())}处。"
    if not done.changed:
        text = f"没有改动，仍是第{done.edition}版。"
    show(as_json, {"edition": done.edition, "changed": done.changed}, text)


hub.add_command(keys)


@hub.group(help="服务点。")
def site() -> None:
    """Hold the commands of sites."""


@site.command("add", help="加一个服务点。")
@click.argument("name", metavar="名称")
@click.option("--region", required=True, help="区划代码：6、9 或 12 位")
@as_json_option
@pass_data
def site_add(data: Path, name: str, region: str, as_json: bool) -> None:
    """Add a site."""
    new = opened(data).sites.add_site(name, region, "cli")
    show(as_json, {"site": new.site_id, "region": region}, f"服务点 {new.site_id}（{name}）")


@site.command("list", help="列出服务点。")
@as_json_option
@pass_data
def site_list(data: Path, as_json: bool) -> None:
    """List sites."""
    known = opened(data).sites.sites()
    rows = [{"site": one.site_id, "name": one.name, "region": one.region} for one in known]
    show(as_json, rows, "\n".join(f"{one.site_id}  {one.region}  {one.name}" for one in known))


@hub.command(help="为服务点要一个一次性的登记码，一天内有效。")
@click.argument("site_id", metavar="服务点")
@click.option("--replaces", type=KIOSK_NO, help="它接替的机器号码")
@as_json_option
@pass_data
def token(data: Path, site_id: str, replaces: int | None, as_json: bool) -> None:
    """Make a one-time token."""
    made = opened(data).token(site_id, "cli", replaces)
    until = datetime.fromtimestamp(made.expires / 1000, UTC).isoformat(timespec="seconds")
    show(as_json, {"token": made.token, "expires": until}, f"{made.token}  （到 {until}）")


hub.add_command(kiosk)


@hub.command(help="从备份恢复后、重新 serve 前运行一次。")
@click.option("--skip", default=1000, type=click.IntRange(1, 100_000), help="跳过的号码数")
@as_json_option
@pass_data
def restore(data: Path, skip: int, as_json: bool) -> None:
    """Begin a new epoch after a backup was put back."""
    hub = opened(data)
    migrate_database(hub.engine)
    done = hub.restore("cli", skip)
    text = f"新的纪元{done.epoch}，下一台机器是{done.next_kiosk_no:07}。可以运行 hub serve 了。"
    show(as_json, done, text if done.has_policy else f"{text}{NO_POLICY}")


hub.add_command(audit)


@hub.command(help="数一数。")
@as_json_option
@pass_data
def stats(data: Path, as_json: bool) -> None:
    """Count kiosks, entries, filings."""
    counted = opened(data).counts()
    text = (
        f"机器{counted.kiosks}台，条目{counted.entries}条，办件{counted.filings}件，"
        f"附件{counted.blobs}个，分叉{counted.forks}处"
    )
    show(as_json, counted, text)


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run one command and end the process with its exit code."""
    sys.exit(run(sys.argv[1:] if args is None else list(args)))


def run(args: list[str]) -> int:
    """Run one command and return its exit code; every error is told in one line on stderr."""
    data: Path | None = None
    try:
        with hub.make_context("hub", hoisted(args, ("--data",))) as context:
            data = context.params["data"]
            hub.invoke(context)
        return 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        return _told(usage_message(error), 2)
    except (click.Abort, KeyboardInterrupt):
        return 130
    except KioskError as error:
        if isinstance(error, Bug):
            return _bug(error, data)
        return _told(error.message, error.exit_code)
    except Exception as error:  # noqa: BLE001 - the last place where an error can be told
        return _bug(error, data)


def _bug(error: Exception, data: Path | None) -> int:
    """Keep where a mistake of ours happened and name the number under which it is found."""
    reference = keep_trace(_data_folder(data), error, datetime.now(UTC))
    said = f"程序出错了，编号 {reference}，详情在数据文件夹的 {MISTAKES} 里"
    return _told(said, Bug.exit_code)


def _data_folder(data: Path | None) -> Path:
    return data or Path(os.environ.get("HUB_DATA") or Path.cwd() / "hub-data")


def _told(message: str, code: int) -> int:
    click.echo(f"hub：{message}", err=True)
    return code
