"""The command `kiosk`: its subcommands, `--data`, `--config`, and which exit code an error gets.

What a command does is in its own module, imported only when it is called: `kiosk topics` never
imports Qt, and only `kiosk catalog` imports the workshop.
"""

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from kiosk.domain.errors import Bug, KioskError
from kiosk.usage import hoisted, usage_message

if TYPE_CHECKING:
    from kiosk.cli.context import Launch

COMMANDS = {
    "run": ("station:run", "启动办事亭"),
    "topics": ("guide:topics", "列出全部事项"),
    "search": ("guide:search", "按汉字、拼音或首字母查找"),
    "questions": ("guide:questions", "看下一个问题"),
    "checklist": ("guide:checklist", "生成一份个人清单"),
    "check-qr": ("guide:check_qr", "看旧清单还对不对"),
    "visit": ("station:visit", "按脚本走一遍真实屏幕"),
    "catalog": ("catalog:catalog", "检查、试跑、编译目录"),
    "print": ("printing:print_", "打印清单、小票、测试页"),
    "printer": ("printing:printer", "看打印机的情况、模拟一台打印机"),
    "reader": ("reader:reader", "读身份证、找读卡器、模拟读卡器"),
    "file": ("filing:file_command", "提交一份表单"),
    "status": ("filing:status_command", "查一件事办得怎么样"),
    "journal": ("filing:journal", "看和核对这台机器的日志"),
    "enrol": ("sync:enrol", "把这台机器登记到中心"),
    "sync": ("sync:sync", "和中心同步一次"),
    "doctor": ("station:doctor", "检查设备、磁盘、目录"),
    "config": ("configuration:config", "检查配置、做运维密码、找设备"),
}
LIVING_OBJECTS = 200_000
"""More than the whole program makes before its first screen."""
_EVERYWHERE = ("--data", "--config")


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command, or return None when there is no such name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(f"kiosk.cli.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of the arguments. Raises UsageError in Chinese."""
        if args and args[0] not in COMMANDS:
            ctx.fail(f"没有 {args[0]} 这个命令，可以用 {'、'.join(COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("命令"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Accept `--data` and `--config` behind the command's name too."""
        return super().parse_args(ctx, hoisted(args, _EVERYWHERE))


@click.group(
    cls=LazyGroup,
    help="办事亭：把要办的事变成一份自己的清单。",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--data", type=click.Path(path_type=Path), help="数据文件夹（也可用 KIOSK_DATA）")
@click.option("--config", type=click.Path(path_type=Path), help="配置文件（TOML）")
def kiosk(**_: object) -> None:
    """Hold the commands; `run` makes of the options what every command gets."""


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run one command and end the process with its exit code (commands.md)."""
    # Importing makes many objects that stay: looking among them for garbage only costs time.
    gc.set_threshold(LIVING_OBJECTS)
    sys.exit(run(sys.argv[1:] if args is None else list(args)))


def run(args: list[str]) -> int:
    """Run one command and return its exit code; every error is told in one line on stderr."""
    launch: Launch | None = None
    try:
        with kiosk.make_context("kiosk", args) as context:
            launch = context.obj = _launch(**context.params)
            kiosk.invoke(context)
        return 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        return _told(usage_message(error), 2)
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:  # the reader is gone (`kiosk topics | head -1`): it had what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KioskError as error:
        if isinstance(error, Bug):
            return _bug(error, launch)
        return _told(error.message, error.exit_code)
    except Exception as error:  # noqa: BLE001 - the last place where an error can be told
        return _bug(error, launch)


def _told(message: str, code: int) -> int:
    """Write one line for people and return the exit code."""
    click.echo(f"kiosk：{message}", err=True)
    return code


def _launch(data: Path | None = None, config: Path | None = None) -> "Launch":
    """Return what every command gets."""
    from kiosk.cli.context import Launch

    return Launch(data, config)


def _bug(error: Exception, launch: "Launch | None") -> int:
    """Log our own mistake and name the reference number under which it is found."""
    reference = (launch or _launch()).log().failure(error)
    return _told(f"程序出错了，编号 {reference}，详情在日志里", Bug.exit_code)


if __name__ == "__main__":
    main()
