"""Ways to a receipt printer: serial or network port, USB, a device file, all with deadlines.

What is sent is `escpos_bytes.py`. Every error leaves as `Unavailable` with the codes of
`devices/serial_link.py`.
"""

import os
import re
import select
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from kiosk.devices.serial_link import Flow, SerialLink
from kiosk.domain.errors import InputError, Unavailable

CHUNK_BYTES = 256
"""Small enough that even 9600 baud takes it well within any write deadline."""

_USB = re.compile(r"usb:([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")


class PrinterLink(Protocol):
    """One open way to a printer. Every method but `close` raises `Unavailable` when it is lost."""

    def write(self, data: bytes) -> None:
        """Send all of it, within the write deadline."""
        ...

    def read(self, limit: int, timeout_s: float) -> bytes:
        """Return what has come, or `b""` after the timeout."""
        ...

    def discard_input(self) -> None:
        """Forget what has come and was not read."""
        ...

    def discard_output(self) -> None:
        """Forget what was written and this computer still holds."""
        ...

    def close(self) -> None:
        """Free it; may be called again."""
        ...


def open_link(port: str, baud: int, write_timeout_s: float, flow: Flow) -> PrinterLink:
    """Open the way that a port name of the configuration means.

    Args:
        port: `usb:VVVV:PPPP`, `file:/path`, or what `serial_for_url` takes (`/dev/ttyUSB0`,
            `COM3`, `socket://host:9100`).
        baud: speed of a serial port.
        write_timeout_s: how long the printer may take nothing before it counts as lost.
        flow: who says stop on a serial port, as in `SerialLink`.

    Raises:
        Unavailable: it cannot be opened now.
    """
    if numbers := _USB.fullmatch(port):
        return UsbLink(port, int(numbers[1], 16), int(numbers[2], 16), write_timeout_s)
    if port.startswith("file:"):
        return FileLink(Path(port.removeprefix("file:")), write_timeout_s)
    return SerialLink(port, baud, write_timeout_s, flow)


def is_mute(link: PrinterLink) -> bool:
    """Tell whether nothing can ever come back this way, so that asking is in vain."""
    return isinstance(link, FileLink) and not link.can_answer


def check_port(port: str) -> None:
    """Raise InputError for a port that can never be opened because of how it is written."""
    if port.startswith("usb:") and not _USB.fullmatch(port):
        raise InputError("port.wrong", f"端口 {port} 要写成 usb:厂商:产品，如 usb:0416:5011")


def lost(port: str) -> Unavailable:
    """Return the error for a printer that went away or takes nothing any more."""
    return Unavailable("port.lost", f"打印机 {port} 断开了：请看线和电源", port=port)


class FileLink:
    """A file that takes bytes: `/dev/usb/lp0`, which answers too, or a plain file, which does not.

    Args:
        path: the file; a plain one is appended to. It is never made: where an unplugged printer
            was, a plain file would take every list and print none.
        write_timeout_s: how long it may take nothing.
    """

    def __init__(self, path: Path, write_timeout_s: float) -> None:
        self._name, self._write_timeout_s = str(path), write_timeout_s
        waits_not = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            mode = os.O_RDWR | os.O_APPEND | waits_not | getattr(os, "O_NOCTTY", 0)
            file = os.open(path, mode)
        except OSError as error:
            raise Unavailable(
                "port.missing", f"{path} 打不开：请看打印机插好、通电没有，有没有权限"
            ) from error
        self.can_answer = stat.S_ISCHR(os.fstat(file).st_mode)
        self._file: int | None = file

    def write(self, data: bytes) -> None:
        """Send all of it."""
        with self._guarded() as file:
            while data:
                if self.can_answer:
                    _, takes, _ = select.select([], [file], [], self._write_timeout_s)
                    if not takes:
                        raise lost(self._name)
                data = data[os.write(file, data[:CHUNK_BYTES]) :]

    def read(self, limit: int, timeout_s: float) -> bytes:
        """Return what has come; nothing ever comes from a plain file."""
        if not self.can_answer:
            return b""
        with self._guarded() as file:
            has, _, _ = select.select([file], [], [], timeout_s)
            return os.read(file, limit) if has else b""

    def discard_input(self) -> None:
        """Forget what has come."""
        while self.read(CHUNK_BYTES, 0):
            pass

    def discard_output(self) -> None:
        """Do nothing: bytes go straight to the driver."""

    def close(self) -> None:
        """Close the file."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    @contextmanager
    def _guarded(self) -> Iterator[int]:
        if self._file is None:
            raise lost(self._name)
        try:
            yield self._file
        except OSError as error:
            raise lost(self._name) from error


class UsbLink:
    """A printer's bulk endpoints, through pyusb and libusb.

    Args:
        port: its name in messages.
        vendor: USB vendor id.
        product: USB product id; the first such printer is taken.
        write_timeout_s: how long it may take nothing.
        backend: pyusb's way to the bus; None: the first that works.
    """

    def __init__(
        self, port: str, vendor: int, product: int, write_timeout_s: float, backend: Any = None
    ) -> None:
        try:
            import usb.core
            import usb.util
        except ImportError as error:
            raise Unavailable(
                "library.missing", "没有装 USB 程序库 pyusb：请运行 make setup"
            ) from error
        self._usb, self._port = usb, port
        self._timeout_ms = int(write_timeout_s * 1000)
        try:
            self._device = usb.core.find(idVendor=vendor, idProduct=product, backend=backend)
        except usb.core.NoBackendError as error:
            raise Unavailable("library.missing", "没有装系统的 libusb-1.0：请安装它") from error
        if self._device is None:
            raise Unavailable("port.missing", f"没有打印机 {port}：请看插好、通电没有")
        self._out, self._in = self._endpoints()

    def write(self, data: bytes) -> None:
        """Send all of it."""
        try:
            while data:
                data = data[self._out.write(data[:4096], self._timeout_ms) :]
        except self._usb.core.USBError as error:
            raise lost(self._port) from error

    def read(self, limit: int, timeout_s: float) -> bytes:
        """Return what has come; nothing from a printer without an input endpoint."""
        if self._in is None:
            return b""
        size = max(limit, self._in.wMaxPacketSize)
        try:
            return bytes(self._in.read(size, max(1, int(timeout_s * 1000))))
        except self._usb.core.USBTimeoutError:
            return b""
        except self._usb.core.USBError as error:
            raise lost(self._port) from error

    def discard_input(self) -> None:
        """Forget what has come."""
        while self.read(CHUNK_BYTES, 0.001):
            pass

    def discard_output(self) -> None:
        """Do nothing: what was written has reached the printer."""

    def close(self) -> None:
        """Free the device."""
        self._usb.util.dispose_resources(self._device)

    def _endpoints(self) -> tuple[Any, Any]:
        """Claim the interface of printers (class 7), else the first, and find its two ends."""
        try:
            self._free_from_kernel()
            interfaces = list(self._device.get_active_configuration())
            interface = next((i for i in interfaces if i.bInterfaceClass == 7), interfaces[0])
            util = self._usb.util
            ends = [e for e in interface if util.endpoint_type(e.bmAttributes) == 2]  # bulk
            outs = [e for e in ends if util.endpoint_direction(e.bEndpointAddress) == 0]
            ins = [e for e in ends if util.endpoint_direction(e.bEndpointAddress) != 0]
            self._usb.util.claim_interface(self._device, interface)
            return outs[0], ins[0] if ins else None
        except (self._usb.core.USBError, IndexError) as error:
            self.close()
            raise Unavailable(
                "port.busy", f"打印机 {self._port} 打不开：另一个程序占着，或没有权限"
            ) from error

    def _free_from_kernel(self) -> None:
        """Take the interface from the kernel's own printer driver, where there is one."""
        try:
            if self._device.is_kernel_driver_active(0):
                self._device.detach_kernel_driver(0)
        except NotImplementedError:  # this system has no such driver
            return
