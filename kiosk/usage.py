"""How a command line is read, and what is wrong with it in Chinese; for `kiosk` and `hub` alike.

Commands, options and exit codes are `cli`.
"""

from collections.abc import Sequence

import click

_UNKNOWN = "No such command"
_EXTRA = "Got unexpected extra argument"


def hoisted(args: Sequence[str], names: Sequence[str]) -> list[str]:
    """Move options that every command has to the front; what follows `--` stays.

    Args:
        args: as typed.
        names: the options, each with a value: `--data X` or `--data=X`.
    """
    front: list[str] = []
    rest: list[str] = []
    waiting = False
    for position, argument in enumerate(args):
        if argument == "--":
            rest += args[position:]
            break
        name = argument.partition("=")[0]
        if waiting or name in names:
            front.append(argument)
            waiting = not waiting and argument in names
        else:
            rest.append(argument)
    return front + rest


def usage_message(error: click.ClickException) -> str:
    """Return a wrong command line in Chinese: which argument, and what is allowed."""
    match error:
        case click.NoSuchOption():
            return f"没有 {error.option_name} 这个选项：用 --help 看可以用的选项"
        case click.MissingParameter(param=click.Option() as param):
            return f"缺少 {param.opts[0]}：用 --help 看用法"
        case click.MissingParameter(param=click.Parameter() as param):
            name = param.make_metavar(error.ctx) if error.ctx else param.name
            return f"缺少 {name}：用 --help 看用法"
        case click.BadParameter(param=click.Parameter() as param):
            return f"{param.opts[0]} 的值不对：{_allowed(param, error.message)}"
        case click.BadOptionUsage():
            return f"{error.option_name} 后面要写值"
        case click.UsageError(message=str(said)) if said.startswith(_UNKNOWN):
            name = said.removeprefix(_UNKNOWN).strip(" '.")
            return f"没有 {name} 这个命令：用 --help 看有哪些"
        case click.UsageError(message=str(said)) if said.startswith(_EXTRA):
            return f"多写了 {said.partition('(')[2].removesuffix(')')}：用 --help 看用法"
    return error.format_message()


def _allowed(param: click.Parameter, otherwise: str) -> str:
    """Return what may be written for a parameter."""
    match param.type:
        case click.Choice(choices=choices):
            return f"可以写 {'、'.join(map(str, choices))}"
        case click.IntRange(min=least, max=most):
            return f"要写 {least} 到 {most} 的整数"
    return otherwise
