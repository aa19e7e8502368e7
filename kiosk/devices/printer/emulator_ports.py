"""Cables to an emulated printer: a pty that can be unplugged, and a TCP port.

What it answers is `escpos_emulator.py`. A pty exists on POSIX alone; on Windows take the TCP port.
"""

import contextlib
import os
import select
import socket
import threading
from pathlib import Path

from kiosk.devices.printer.escpos_emulator import PrinterEmulator

_PIECE_BYTES = 4096
_LOOK_EVERY_S = 0.02
"""A printer asleep is looked at so often; one awake answers at once."""


class PtyCable:
    """A serial cable: `port` names its near end while it is plugged in.

    Args:
        printer: the printer at its far end.
        port: a name to give the near end, as udev does; a symbolic link.
    """

    def __init__(self, printer: PrinterEmulator, port: Path) -> None:
        self.port = port
        self._printer = printer
        self._end: threading.Event | None = None
        self._thread: threading.Thread | None = None

    def plug(self) -> None:
        """Connect: from now on the port exists."""
        import pty  # here: Windows has none
        import tty

        far, near = pty.openpty()
        tty.setraw(near)
        self._end = threading.Event()
        self._thread = threading.Thread(
            target=self._carry, args=(far, near, self._end), name="emulated-printer", daemon=True
        )
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(os.ttyname(near))
        self._thread.start()

    def unplug(self) -> None:
        """Pull the cable: the port is gone, and so is what was on its way."""
        self.port.unlink(missing_ok=True)
        if self._end and self._thread:
            self._end.set()
            self._thread.join()
            self._end = self._thread = None

    def _carry(self, far: int, near: int, end: threading.Event) -> None:
        """Carry bytes both ways; `near` stays open, or the far end dies between two users."""
        try:
            while not end.is_set():
                if self._printer.is_asleep():
                    end.wait(_LOOK_EVERY_S)
                elif select.select([far], [], [], _LOOK_EVERY_S)[0]:
                    answer = self._printer.take(os.read(far, _PIECE_BYTES))
                    if answer:
                        os.write(far, answer)
        finally:
            os.close(far)
            os.close(near)


class TcpCable:
    """A network socket as of port 9100; one computer at a time, as real ones have it.

    Args:
        printer: the printer behind it.
        port: the TCP port on this machine; 0: any free one.
    """

    def __init__(self, printer: PrinterEmulator, port: int = 0) -> None:
        self._printer = printer
        self._number = port
        self._end: threading.Event | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> str:
        """What to write into the configuration."""
        return f"socket://127.0.0.1:{self._number}"

    def plug(self) -> None:
        """Connect; the number of the port stays the same from the first time on."""
        server = socket.create_server(("127.0.0.1", self._number))
        self._number = server.getsockname()[1]
        self._end = threading.Event()
        self._thread = threading.Thread(
            target=self._serve, args=(server, self._end), name="emulated-printer", daemon=True
        )
        self._thread.start()

    def unplug(self) -> None:
        """Refuse and cut connections."""
        if self._end and self._thread:
            self._end.set()
            self._thread.join()
            self._end = self._thread = None

    def _serve(self, server: socket.socket, end: threading.Event) -> None:
        with server:
            server.settimeout(_LOOK_EVERY_S)
            while not end.is_set():
                with contextlib.suppress(TimeoutError):
                    connection, _ = server.accept()
                    with connection, contextlib.suppress(OSError):
                        self._carry(connection, end)

    def _carry(self, connection: socket.socket, end: threading.Event) -> None:
        connection.settimeout(_LOOK_EVERY_S)
        while not end.is_set():
            if self._printer.is_asleep():
                end.wait(_LOOK_EVERY_S)
                continue
            with contextlib.suppress(TimeoutError):
                data = connection.recv(_PIECE_BYTES)
                if not data:
                    return
                connection.sendall(self._printer.take(data))
