"""The command `printer emulate`: a receipt printer to train with, on a pty or a TCP port.

Printing and asking printers is `printing.py`; what the emulator does is `devices/printer`.
"""

import sys
import tempfile
from pathlib import Path

import click

from kiosk.devices.printer.emulator_ports import PtyCable, TcpCable
from kiosk.devices.printer.escpos_emulator import TROUBLES, PrinterEmulator, Trouble
from kiosk.domain.errors import InputError
from kiosk.files import file_error

WORDS: dict[Trouble, str] = {
    "ok": "好了",
    "near": "纸快用完",
    "out": "缺纸",
    "cover": "盖子开着",
    "cutter": "切刀卡住",
    "offline": "报错",
    "silent": "不回答",
    "asleep": "什么都不收",
}


@click.command(help="假的小票打印机：练习和测试用，能装出各种毛病")
@click.option("--tcp", type=click.IntRange(0, 65535), help="用网络端口，不用串口；0 表示随便一个")
@click.option("--paper", type=click.Path(path_type=Path), help="收到的内容写进这个文件")
def emulate(tcp: int | None, paper: Path | None) -> None:
    """Run until `quit` or the end of the input; the first line names the port."""
    emulator = PrinterEmulator()
    with tempfile.TemporaryDirectory(prefix="kiosk-printer-") as folder:
        name = Path(folder) / "receipt"
        cable = PtyCable(emulator, name) if tcp is None else TcpCable(emulator, tcp)
        try:
            cable.plug()
        except (OSError, ImportError) as error:
            raise InputError("emulate.port", "这个端口开不了：换一个 --tcp 的号") from error
        click.echo(str(cable.port))
        click.echo(f"可以输入：{'、'.join(f'{t} {WORDS[t]}' for t in TROUBLES)}、", err=True)
        click.echo("  out 500 再收500个字节就缺纸、unplug 拔线、plug 插线、quit 结束", err=True)
        try:
            for line in sys.stdin:
                if line.strip() == "quit":
                    break
                _obey(line.split(), emulator, cable)
                _keep(emulator, paper)
        finally:
            cable.unplug()
            _keep(emulator, paper)


def _obey(words: list[str], emulator: PrinterEmulator, cable: PtyCable | TcpCable) -> None:
    """Do what one line says, and tell what was printed so far."""
    match words:
        case []:
            return
        case ["plug"]:
            cable.unplug()
            cable.plug()
        case ["unplug"]:
            cable.unplug()
        case [word] if word in TROUBLES:
            emulator.set_trouble(word)
        case [word, size] if word in TROUBLES and size.isdecimal():
            emulator.stop_after(int(size), word)
        case _:
            click.echo(f"没有 {' '.join(words)} 这个说法", err=True)
            return
    click.echo(f"{' '.join(words)}：已打印 {len(emulator.printed)} 字节", err=True)


def _keep(emulator: PrinterEmulator, paper: Path | None) -> None:
    if paper is None:
        return
    try:
        paper.write_bytes(emulator.printed)
    except OSError as error:
        raise file_error(paper, error) from error
