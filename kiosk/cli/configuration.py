"""The commands of `kiosk config`: check a file, make a technician's PIN, find devices.

What they do is `config.py`, `maintenance.py` and `services/device_search.py`.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.context import Launch, as_json_option, pass_launch, show, show_json
from kiosk.config import load_config
from kiosk.domain.errors import InputError, Unavailable

if TYPE_CHECKING:
    from kiosk.ports.finding import FoundDevice, NothingFound
    from kiosk.services.device_search import Finds

ROLES = {"a4": "A4打印机", "receipt": "小票打印机", "idcard": "身份证阅读器", "scanner": "扫码器"}
WHY = {
    "silent": "没认出来",
    "busy": "别的程序在用，没碰它",
    "denied": "不许打开：给运行的用户 dialout 组权限",
    "gone": "刚刚不见了",
}


@click.group(help="配置文件：检查、运维密码、找设备。")
def config() -> None:
    """Hold the commands about the configuration."""


@config.command("check", help="检查一个配置文件。")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@pass_launch
def check_config(launch: Launch, file: Path) -> None:
    """Read a configuration, the place and the devices it names. Raises InputError."""
    from kiosk.devices.registry import UnusableDevice

    own = load_config(file)
    station = launch.make(adjust=lambda _: own)
    region = station.region
    for device in station.devices.all:
        if isinstance(device, UnusableDevice):
            said = device.condition().message
            raise InputError("config.device", f"{file}：[devices.{device.name}] {said}")
    show(f"{file} 没有错。服务点：{own.site.name}，区划：{region}。")


@config.command("pin", help="给一位运维人员做一个密码，只显示这一次。")
@click.argument("pin_id", metavar="编号")
@click.option("--remove", is_flag=True, help="删掉这位的密码")
@pass_launch
def pin(launch: Launch, pin_id: str, remove: bool) -> None:
    """Make or remove a PIN. Raises InputError for a wrong id or a file that cannot be written."""
    from kiosk.maintenance import new_pin, remove_pin

    if remove:
        remove_pin(launch.station, pin_id)
        show(f"已删掉 {pin_id} 的密码。办事亭重启后生效。")
        return
    made = new_pin(launch.station, pin_id)
    show(f"{pin_id} 的密码：{made}")
    show("只显示这一次，请记下来。办事亭重启后，按住服务点名字 5 秒，再点 3 下时间。")


@config.command("devices", help="找打印机、读卡器、扫码器；什么都没找到时以 3 结束。")
@click.option("--write", is_flag=True, help="把找到的写进配置文件")
@click.option("--scan", is_flag=True, help="再等 20 秒：扫一个码，认出扫码器")
@as_json_option
@pass_launch
def devices(launch: Launch, write: bool, scan: bool, as_json: bool) -> None:
    """Look for devices everywhere but where they are in use. Raises Unavailable for none."""
    from kiosk.maintenance import search_of

    search = search_of(launch.station)
    finds = search.find(lambda place: _progress(f"正在看 {place.where}"), lambda: True)
    if scan:
        _progress("请用扫码器扫一个码")
        finds = search.listen(finds, lambda: True)
    if write and finds.found:
        search.keep(finds)
    if as_json:
        show_json(finds)
    else:
        show("\n".join(_lines(finds, written=write)))
    if not (finds.found or finds.in_use):
        raise Unavailable("devices.none", "一个设备也没认出来：请看线和电源，再找一次")


def _progress(sentence: str) -> None:
    click.echo(sentence, err=True)


def _lines(finds: "Finds", *, written: bool) -> list[str]:
    """Return what was found, for people."""
    lines = [f"● {ROLES[f.role]}：{_where(f)}" for f in finds.found]
    lines += [f"● {use.name}：{use.place.where}，正在用，没碰它" for use in finds.in_use]
    lines += [f"○ 又一台{ROLES[f.role]}：{_where(f)}，没写" for f in finds.more]
    lines += [f"○ {_place(n)}：{WHY[n.why]}" for n in finds.nothing]
    if finds.found and not written:
        lines.append("加 --write 写进配置文件。")
    elif finds.found:
        lines.append("已写进配置文件。办事亭重启后生效。")
    return lines


def _where(found: "FoundDevice") -> str:
    return f"{found.where}（{found.about}）" if found.about else found.where


def _place(nothing: "NothingFound") -> str:
    place = nothing.place
    return f"{place.where}（{place.about}）" if place.about else place.where
