"""The commands of the station: run, visit, doctor.

Qt is imported only when a window is really wanted; the window itself is `kiosk/app.py`.
"""

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

import click
from msgspec.structs import replace

from kiosk.cli.context import Launch, as_json_option, pass_launch, show, show_json
from kiosk.config import Config
from kiosk.devices.clock import SteppedClock
from kiosk.devices.own_memory import forbid_core_image
from kiosk.domain.errors import Unavailable
from kiosk.files import file_error

RESTART = 12
"""How `kiosk.app` says that the configuration has changed; the process goes on."""

if TYPE_CHECKING:
    from kiosk.bootstrap import Station
    from kiosk.ports.devices import Paper


def screen_options(command: click.decorators.FC) -> click.decorators.FC:
    """Add the options that change the screen's settings."""
    themes = click.Choice(["light", "contrast"])
    sizes = click.Choice(["normal", "large", "huge"])
    layouts = click.Choice(["landscape", "portrait", "small"])
    command = click.option("--theme", type=themes, help="颜色：普通或高对比")(command)
    command = click.option("--size", type=sizes, help="字号：标准、大、特大")(command)
    return click.option("--layout", type=layouts, help="横屏、竖屏、小屏")(command)


def adjusted(layout: str | None, size: str | None, theme: str | None) -> Callable[[Config], Config]:
    """Return the change that a command line makes to a configuration."""
    given = {"layout": layout, "size": size, "theme": theme}
    named = {name: value for name, value in given.items() if value is not None}

    def change(config: Config) -> Config:
        return replace(config, screen=replace(config.screen, **named))

    return change


def window_app(module: str = "kiosk.app") -> ModuleType:
    """Import the window. Raises Unavailable when Qt or a library of the system is missing."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        if (error.name or "").partition(".")[0] == "kiosk":
            raise
        raise Unavailable(
            "window.library", f"开不了窗口，缺少程序库（{error}）：请运行 make setup 或重新安装"
        ) from error


@click.command(help="启动办事亭；没有显示器时以 3 结束。")
@click.option("--windowed", is_flag=True, help="放在窗口里，不占满屏幕")
@screen_options
@pass_launch
def run(
    launch: Launch, windowed: bool, layout: str | None, size: str | None, theme: str | None
) -> None:
    """Run the kiosk until its window is closed, anew after every change by a technician."""
    forbid_core_image()
    change = adjusted(layout, size, theme)
    code = None
    while code in (None, RESTART):
        code = _run_once(launch, launch.make(adjust=change), windowed)
    click.get_current_context().exit(code)


def _run_once(launch: Launch, station: "Station", windowed: bool) -> int:
    """Run one window to its end and return how it ended."""
    with station.running() as after_power_cut:
        missing = launch.missing_display()
        if missing:
            raise Unavailable(
                "window.display", f"{missing}：请接上屏幕，或用 kiosk visit 走一遍不用屏幕的演示"
            )
        code: int = window_app().run_app(
            station, windowed=windowed, after_power_cut=after_power_cut
        )
    return code


@click.command(help="按脚本走一遍真实屏幕，留下截图；有一处不符就以 4 结束。")
@click.argument("script", metavar="脚本", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="截图放在哪个文件夹")
@screen_options
@pass_launch
def visit(
    launch: Launch,
    script: Path,
    out: Path,
    layout: str | None,
    size: str | None,
    theme: str | None,
) -> None:
    """Play a visit through the real screens, on a clock that only the script moves."""
    from kiosk.cli.visit import keep_paper, read_script

    steps = read_script(script)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_error(out, error) from error
    launch.hide_windows()
    rehearsal, change = window_app("kiosk.rehearsal"), adjusted(layout, size, theme)
    station = launch.make(
        adjust=lambda config: rehearsal.adjusted(change(config), steps),
        clock=SteppedClock(launch.station.clock.now()),
        printers_to=out,
        papers=cast("tuple[Paper, ...]", steps.printers),
        practice=rehearsal.devices(steps),
    )
    with station.running():
        played = rehearsal.play_visit(station, steps, out)
    for picture in played.pictures:
        show(picture)
    paper = keep_paper(out)
    if paper:
        show(str(paper))
    if played.failure:
        show(played.failure.message)
    click.get_current_context().exit(4 if played.failure else 0)


@click.command(help="检查设备、磁盘、时间、目录；有故障时以 4 结束。")
@as_json_option
@pass_launch
def doctor(launch: Launch, as_json: bool) -> None:
    """Print one report of everything: exit 4 when something is broken."""
    from kiosk.cli import plain_text

    found = launch.station.health()
    if as_json:
        show_json(found)
    else:
        show(plain_text.health(found))
    click.get_current_context().exit(0 if found.ok else 4)
