"""Where a device's serial port is now: its name may change each time it is plugged in.

Opening the port is `serial_link.py`. A port in the configuration may be a name that never changes
(`/dev/serial/by-id/…`, `hwgrep://1A86:7523`); then nothing is searched.
"""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct


class UsbPort(Struct, frozen=True, kw_only=True):
    """A serial port on USB. `usb` is `VID:PID`, or `VID:PID:SERIAL` when it has a serial number."""

    device: str
    usb: str


def usb_ports() -> tuple[UsbPort, ...]:
    """Return the serial ports on USB that this machine has now; none without pyserial."""
    try:
        from serial.tools.list_ports import comports  # here: see `serial_link.py`
    except ImportError:
        return ()
    return tuple(
        UsbPort(
            device=port.device,
            usb=":".join(filter(None, (f"{port.vid:04X}:{port.pid:04X}", port.serial_number))),
        )
        for port in comports()
        if port.vid is not None and port.pid is not None
    )


class PortSearch:
    """Finds the port of one device again.

    Args:
        port: the configured port.
        usb: `VID:PID` or `VID:PID:SERIAL` of the device; None: as seen at the port when it was
            first opened.
        list_ports: what is plugged in now.
    """

    def __init__(
        self, port: str, usb: str | None, list_ports: Callable[[], tuple[UsbPort, ...]] = usb_ports
    ) -> None:
        self._port = port
        self._usb = usb.upper() if usb else None
        self._list = list_ports
        self._others: frozenset[str] = frozenset()

    def now(self) -> str:
        """Return the port to open now.

        It is another than the configured one only when the device is known, is not there, and is
        at exactly one other port, which was not taken by its like before.
        """
        if self._usb is None:
            return self._port
        alike = [one.device for one in self._list() if self._is_it(one)]
        found = [device for device in alike if device not in self._others]
        if _real(self._port) in alike or len(found) != 1:
            return self._port
        return found[0]

    def opened(self, port: str) -> None:
        """Remember what is at a port that was opened."""
        ports = self._list()
        here = next((one for one in ports if one.device == _real(port)), None)
        if here is None:
            return
        self._usb = self._usb or here.usb.upper()
        self._others = frozenset(
            one.device for one in ports if self._is_it(one) and one.device != here.device
        )

    def _is_it(self, port: UsbPort) -> bool:
        known, usb = self._usb or "", port.usb.upper()
        return usb == known or usb.startswith(f"{known}:")


def _real(port: str) -> str:
    """Return what a stable name points to."""
    return str(Path(port).resolve()) if Path(port).is_symlink() else port
