"""What the system itself knows: serial ports, print queues, printers on USB, who holds a port.

Nothing here opens a port. Asking who is there is `finder.py`.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from kiosk.devices.printer.cups_printer import USUAL_SERVER
from kiosk.devices.printer.cups_queue import queues
from kiosk.devices.printer.ipp_link import target_of
from kiosk.domain.errors import Unavailable
from kiosk.ports.finding import FoundDevice, Place

USB_DEVICES = Path("/sys/bus/usb/devices")
PROCESSES = Path("/proc")
PRINTER_CLASS = "07"
RECEIPT_WORDS = re.compile(r"ESC/POS|receipt|thermal|\bPOS|TM-|小票|(?:58|80) ?mm|-(?:58|80)", re.I)
RECEIPT_MAKERS = frozenset(
    ("0416", "0483", "0fe6", "6868", "1504", "0519", "154f", "28e9", "4b43", "0dd4", "20d1")
)
"""USB numbers of chips and makers of receipt printers (python-escpos, lists of CUPS drivers)."""

Known = tuple[tuple[Place, FoundDevice | None], ...]


def serial_places() -> tuple[Place, ...]:
    """Return the serial ports of this machine; none without pyserial."""
    try:
        from serial.tools.list_ports import comports  # here: see `serial_link.py`
    except ImportError:
        return ()
    return tuple(
        Place(kind="serial", where=port.device, about=_about(port.description))
        for port in sorted(comports(), key=lambda port: port.device)
    )


def other_places(server: str = USUAL_SERVER, usb: Path = USB_DEVICES) -> Known:
    """Return queues, which print A4, and printers on USB, of which receipt printers are known."""
    return (*_queues(server), *_usb_printers(usb))


def _queues(server: str) -> Iterator[tuple[Place, FoundDevice | None]]:
    try:
        names = queues(target_of(server))
    except Unavailable:
        return
    for name in names:
        settings: dict[str, str | int | float | bool] = {"driver": "cups", "queue": name}
        if server != USUAL_SERVER:
            settings["server"] = server
        place = Place(kind="queue", where=name, about="打印队列")
        yield place, FoundDevice(role="a4", settings=settings, where=name, about=place.about)


def _usb_printers(devices: Path) -> Iterator[tuple[Place, FoundDevice | None]]:
    for interface in sorted(devices.glob("*:*")):
        if _text(interface / "bInterfaceClass") != PRINTER_CLASS:
            continue
        device = devices / interface.name.partition(":")[0]
        maker, product = _text(device / "idVendor"), _text(device / "idProduct")
        about = f"{_text(device / 'manufacturer')} {_text(device / 'product')}".strip()
        place = Place(kind="usb", where=f"usb:{maker}:{product}", about=about)
        said = f"{about} {_text(interface / 'ieee1284_id')}"
        if maker in RECEIPT_MAKERS or RECEIPT_WORDS.search(said):
            yield place, _receipt(place, said)
        else:
            yield place, None


def _receipt(place: Place, said: str) -> FoundDevice:
    return FoundDevice(
        role="receipt",
        settings={
            "driver": "escpos",
            "port": place.where,
            "width_mm": 58 if "58" in said else 80,
        },
        where=place.where,
        about=place.about,
    )


def is_held(port: str, processes: Path = PROCESSES) -> bool:
    """Tell whether some program has a port open, as far as this user may see.

    Opening a port moves its lines: a program that did not lock it would notice.
    """
    real = os.path.realpath(port)
    for handle in processes.glob("[0-9]*/fd/*"):
        try:
            if str(handle.readlink()) == real:
                return True
        except OSError:  # it ended meanwhile, or belongs to somebody else
            continue
    return False


def _about(description: str | None) -> str:
    return "" if description in (None, "n/a") else str(description)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
