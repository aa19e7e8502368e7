"""The commands of the station: run, visit, doctor, config.

Qt is imported only when a window is really wanted; the window itself is `kiosk/app.py`.
"""

from collections.abc import Callable
from pathlib import Path

import click
from msgspec.structs import replace

from kiosk.cli import plain_text
from kiosk.cli.context import Launch, as_json_option, pass_launch, show, show_json
from kiosk.config import Config, load_config


def screen_options(command: click.decorators.FC) -> click.decorators.FC:
    """Add the options that change the screen's settings."""
    themes = click.Choice(["light", "contrast"])
    sizes = click.Choice(["normal", "large", "huge"])
    layouts = click.Choice(["landscape", "portrait", "small"])
    command = click.option("--theme", type=themes, help="颜色：普通或高对比")(command)
    command = click.option("--size", type=sizes, help="字号")(command)
    return click.option("--layout", type=layouts, help="横屏、竖屏、小屏")(command)


def adjusted(layout: str | None, size: str | None, theme: str | None) -> Callable[[Config], Config]:
    """Return the change that the options make to a configuration."""
    given = {"layout": layout, "size": size, "theme": theme}
    named = {name: value for name, value in given.items() if value is not None}
    return lambda config: replace(config, screen=replace(config.screen, **named))


@click.command(help="检查设备、磁盘、时间、目录；有故障时以 4 结束。")
@as_json_option
@pass_launch
def doctor(launch: Launch, as_json: bool) -> None:
    """Print one report of everything: exit 4 when something is broken."""
    found = launch.station.health()
    if as_json:
        show_json(found)
    else:
        show(plain_text.health(found))
    click.get_current_context().exit(0 if found.ok else 4)


@click.group(help="配置文件。")
def config() -> None:
    """Hold the commands about the configuration."""


@config.command("check", help="检查一个配置文件。")
@click.argument("file", type=click.Path(path_type=Path))
@pass_launch
def check_config(launch: Launch, file: Path) -> None:
    """Read a configuration and the place it names. Raises InputError."""
    own = load_config(file)
    region = launch.make(adjust=lambda _: own).region
    show(f"{file} 没有错。服务点：{own.site.name}，区划：{region}。")
