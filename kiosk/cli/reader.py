"""`kiosk reader`: read a card, watch the reader, find it, or be one.

How a card is read is `devices/idcard`; how the results look is `reader_text.py`.
"""

import os
import stat
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.context import Launch, as_json_option, pass_launch, show, show_json
from kiosk.cli.reader_text import MISREADS, record_json, record_text, state_json, state_text
from kiosk.domain.errors import Unavailable
from kiosk.ports.devices import CardAbsent, CardMisread, CardRead, CardStatus, IdCardReader

if TYPE_CHECKING:
    from kiosk.devices.idcard.emulator_port import EmulatedPort

READ_WITHIN_S = 22.0
"""With start and end a read takes 25 s at most, whatever the reader does."""
LOOK_S = 0.02
NEXT_CARD_S = 2.0
"""How long a card stays unread by `watch` after it was read, when the reader cannot tell a lift."""

port_option = click.option("--port", metavar="端口", help="读卡器的端口或 URL；不写就用配置里的")


@click.group(help="读身份证、看读卡器、找读卡器、模拟一个读卡器。")
def reader() -> None:
    """Hold the commands."""


@reader.command(help="等一张身份证，读出来；没有读到就以 3 结束。")
@port_option
@as_json_option
@pass_launch
def read(launch: Launch, port: str | None, as_json: bool) -> None:
    """Read one card."""
    try:
        device = _reader(launch, port)
        device.start()
        try:
            device.begin()
            end = _awaited(device, READ_WITHIN_S)
        finally:
            device.close()
        if not isinstance(end, CardRead):
            raise _failure(end)
    except Unavailable as error:
        if not as_json:
            raise
        show_json({"error": {"code": error.code, "message": error.message}})
        click.get_current_context().exit(error.exit_code)
    if as_json:
        click.echo(record_json(end.document))
    else:
        show(record_text(end.document, launch.station.today()))


@reader.command(help="一张接一张地读，直到按 Ctrl+C。")
@port_option
@as_json_option
@pass_launch
def watch(launch: Launch, port: str | None, as_json: bool) -> None:
    """Tell every change of the reader's state; with --json one JSON document a line."""
    device = _reader(launch, port)
    device.start()
    last: CardStatus | None = None
    began_s = time.monotonic()
    try:
        device.begin()
        while True:
            status = device.status()
            if status != last:
                is_new = isinstance(status, CardRead) and not isinstance(last, CardRead)
                show(_told(launch, status, is_new=is_new, as_json=as_json))
                last, began_s = status, time.monotonic()
            if isinstance(status, CardRead) and _is_over(status, began_s):
                device.begin()
            time.sleep(LOOK_S)
    finally:
        device.close()


@reader.command(help="找读卡器：在每个 USB 串口上用每种速率问一遍。")
@port_option
@as_json_option
@pass_launch
def scan(launch: Launch, port: str | None, as_json: bool) -> None:
    """Ask at one port, or at every serial port on USB, whether a reader is there."""
    from kiosk.devices.idcard.connection import identify
    from kiosk.devices.port_search import usb_ports

    ports = (port,) if port else tuple(one.device for one in usb_ports())
    found = [identify(one, launch.station.clock, launch.station.log.event) for one in ports]
    if as_json:
        show_json({"ports": found})
    else:
        show(
            "\n".join(f"{one.port}\t{one.message}" for one in found)
            or "没有找到 USB 串口；别的串口用 --port 写出来"
        )
    if not any(one.state == "reader" for one in found):
        click.get_current_context().exit(Unavailable.exit_code)


@reader.command(help="模拟一个读卡器：第一行是它的端口，然后在标准输入里听话（help）。")
@click.option("--link", type=click.Path(path_type=Path), help="端口的固定名字，拔插后不变")
@click.option("--card", metavar="名字", help="一开始就放着的卡")
@click.option("--card-ms", default=300, help="读一张卡要多少毫秒")
@click.option("--seed", default=1, help="故障里的随机数从哪里开始")
def emulate(link: Path | None, card: str | None, card_ms: int, seed: int) -> None:
    """Be a reader until `quit`, the end of the input, or Ctrl+C."""
    if sys.platform == "win32":
        raise Unavailable("emulator.pty", "Windows 上没有虚拟串口：请在 Linux 上模拟")
    import random

    from kiosk.devices.idcard.emulator import CardEmulator
    from kiosk.devices.idcard.emulator_faults import Spoiler
    from kiosk.devices.idcard.emulator_port import EmulatedPort

    spoiler = Spoiler(random.Random(seed))  # noqa: S311 - faults on purpose, the same each time
    port = EmulatedPort(CardEmulator(spoiler, card_s=card_ms / 1000), time.monotonic, link)
    try:
        _serve(port, f"lay {card}" if card else "")
    finally:
        port.unplug()


def _serve(port: "EmulatedPort", first: str) -> None:
    """Answer the terminal, and obey the lines on stdin while it is open."""
    from kiosk.devices.idcard.emulator_desk import Desk

    desk, heard = Desk(port), b""
    keyboard = sys.stdin.fileno()
    also = () if _is_nothing(keyboard) else (keyboard,)
    click.echo(port.path)
    if first:
        click.echo(desk.obey(first))
    while desk.is_open:
        if not port.turn(also, 60.0):
            continue
        piece = os.read(keyboard, 4096)
        if not piece:
            break
        *lines, heard = (heard + piece).split(b"\n")
        for line in lines:
            before = port.path if port.is_plugged else ""
            click.echo(desk.obey(line.decode(errors="replace")))
            if port.is_plugged and port.path != before:
                click.echo(port.path)


def _is_nothing(descriptor: int) -> bool:
    """Return whether a descriptor is /dev/null, whose end says nothing."""
    return stat.S_ISCHR(os.fstat(descriptor).st_mode) and not os.isatty(descriptor)


def _reader(launch: Launch, port: str | None) -> IdCardReader:
    """Return the reader at a port, or the configured one. Raises Unavailable."""
    from kiosk.devices.own_memory import forbid_core_image
    from kiosk.devices.registry import DeviceTools

    forbid_core_image()
    station = launch.station
    if port:
        from kiosk.devices.idcard.driver import make

        tools = DeviceTools(clock=station.clock, log=station.log.event, paper_folder=station.data)
        return make("idcard", {"port": port}, tools)
    found = station.devices.reader
    if found is not None:
        return found
    states = {state.name: state.condition for state in station.devices.states()}
    why = states["idcard"].message if "idcard" in states else "配置里没有 [devices.idcard]"
    raise Unavailable("E-ID-01", f"{why.rstrip('。')}：改配置文件，或写 --port 端口")


def _awaited(device: IdCardReader, within_s: float) -> CardStatus:
    """Wait for a card to be read, or for why it was not."""
    end_s = time.monotonic() + within_s
    while time.monotonic() < end_s:
        status = device.status()
        if isinstance(status, CardRead | CardMisread | CardAbsent):
            return status
        time.sleep(LOOK_S)
    return device.status()


def _failure(status: CardStatus) -> Unavailable:
    """Return why there is no record."""
    match status:
        case CardAbsent(code=code, reason=reason):
            return Unavailable(code, reason)
        case CardMisread(code=code):
            return Unavailable(code, MISREADS[code])
    return Unavailable("E-ID-02", f"{READ_WITHIN_S:.0f} 秒里没有读到身份证：放上卡再来一次")


def _told(launch: Launch, status: CardStatus, *, is_new: bool, as_json: bool) -> str:
    """Return a change in words or as JSON; a card that was read just now is its record."""
    if isinstance(status, CardRead) and is_new:
        if as_json:
            return record_json(status.document)
        return record_text(status.document, launch.station.today())
    return state_json(status) if as_json else state_text(status)


def _is_over(status: CardRead, read_s: float) -> bool:
    """Return whether the next card may be asked for."""
    if status.lifted is None:
        return time.monotonic() - read_s > NEXT_CARD_S
    return status.lifted
