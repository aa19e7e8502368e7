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


HELP = "\n".join(
    (
        *(f"{trouble:<10}{word}" for trouble, word in WORDS.items()),
        "out 500   再收 500 个字节就缺纸；别的毛病也能这样写",
        "unplug、plug  拔线、插线",
        "quit      结束",
    )
)


@click.command(help="模拟一台小票打印机：第一行是它的端口，然后在标准输入里听话（help）。")
@click.option("--link", type=click.Path(path_type=Path), help="端口的固定名字，拔插后不变")
@click.option("--tcp", type=click.IntRange(0, 65535), help="用网络端口，不用串口；0 表示随便一个")
@click.option("--paper", type=click.Path(path_type=Path), help="收到的内容写进这个文件")
def emulate(link: Path | None, tcp: int | None, paper: Path | None) -> None:
    """Run until `quit` or the end of the input; the first line names the port."""
    if link is not None and tcp is not None:
        raise InputError("emulate.port", "--link 和 --tcp 只能写一个")
    emulator = PrinterEmulator()
    with tempfile.TemporaryDirectory(prefix="kiosk-printer-") as folder:
        name = link or Path(folder) / "receipt"
        cable = PtyCable(emulator, name) if tcp is None else TcpCable(emulator, tcp)
        try:
            cable.plug()
        except (OSError, ImportError) as error:
            other = "换一个 --link 的名字" if tcp is None else "换一个 --tcp 的号"
            raise InputError("emulate.port", f"端口 {cable.port} 开不了：{other}") from error
        click.echo(str(cable.port))
        click.echo("输入 help 看可以说什么，quit 结束", err=True)
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
        case ["help"]:
            click.echo(HELP, err=True)
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
            click.echo(f"没有 {' '.join(words)} 这个说法，help 列出有哪些", err=True)
            return
    click.echo(f"{' '.join(words)}：已打印 {len(emulator.printed)} 字节", err=True)


def _keep(emulator: PrinterEmulator, paper: Path | None) -> None:
    if paper is None:
        return
    try:
        paper.write_bytes(emulator.printed)
    except OSError as error:
        raise file_error(paper, error) from error
