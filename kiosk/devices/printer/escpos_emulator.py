"""A receipt printer without a printer: keeps what it is sent and answers DLE EOT with any fault.

For trainers, developers and tests. It sets no type; the cables to it are `emulator_ports.py`.
"""

import threading
from typing import Literal, get_args

Trouble = Literal["ok", "near", "out", "cover", "cutter", "offline", "silent", "asleep"]
TROUBLES: tuple[Trouble, ...] = get_args(Trouble)

_HEALTHY = {1: 0x16, 2: 0x12, 3: 0x12, 4: 0x12}
"""Bit 2 of the first is the cash drawer's pin: real printers set it as often as not."""

_ANSWERS: dict[Trouble, dict[int, int]] = {
    "near": {4: 0x1E},
    "out": {1: 0x1E, 2: 0x32, 4: 0x7E},
    "cover": {1: 0x1E, 2: 0x16},
    "cutter": {1: 0x1E, 2: 0x52, 3: 0x1A},
    "offline": {1: 0x1E, 2: 0x52, 3: 0x32},
}
_STOPPED: tuple[Trouble, ...] = ("out", "cover", "cutter", "offline", "asleep")
_ARGUMENTS = {b"\x1b@": 0, b"\x1c&": 0, b"\x1c.": 0}
"""Bytes after a command of two; every other one takes one."""

_CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
_QUERY_BYTES = 3


class PrinterEmulator:
    """A printer's memory and sensors; may be used from any thread.

    What comes while it is stopped waits in its buffer and is printed when the cause is gone, as in
    real printers, unless it was told to forget it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._trouble: Trouble = "ok"
        self._stops_after: tuple[int, Trouble] | None = None
        self._incoming = b""
        self._waiting = b""
        self._printed = b""

    @property
    def printed(self) -> bytes:
        """What has come out on paper so far."""
        with self._lock:
            return self._printed

    def clear(self) -> None:
        """Tear off the paper: forget what was printed."""
        with self._lock:
            self._printed = b""

    def set_trouble(self, trouble: Trouble) -> None:
        """Change the state; a printer that is put right prints what waits."""
        with self._lock:
            self._trouble = trouble
            self._stops_after = None
            self._print()

    def stop_after(self, size_bytes: int, trouble: Trouble) -> None:
        """Let trouble come when so many more bytes have been printed."""
        with self._lock:
            self._stops_after = (len(self._printed) + size_bytes, trouble)

    def is_asleep(self) -> bool:
        """Tell whether it takes nothing at all from its cable."""
        with self._lock:
            return self._trouble == "asleep"

    def take(self, data: bytes) -> bytes:
        """Take what came down the cable and return what goes back."""
        with self._lock:
            self._incoming += data
            answers = b""
            while self._trouble != "asleep" and (size := self._whole(self._incoming)) is not None:
                piece, self._incoming = self._incoming[:size], self._incoming[size:]
                if piece[:2] == b"\x10\x04":
                    answers += self._answer(piece[2])
                elif piece == _CLEAR:
                    self._waiting = b""
                else:
                    self._waiting += piece
                    self._print()
            return answers

    def _whole(self, data: bytes) -> int | None:
        """Return the size of the first piece, or None while it is not all there.

        Only between pieces is a real-time command one: dots may hold the same bytes.
        """
        if not data:
            return None
        match data[0]:
            case 0x10:
                size = len(_CLEAR) if data[1:2] == b"\x14" else _QUERY_BYTES
            case 0x1B | 0x1C:
                size = 2 + _ARGUMENTS.get(data[:2], 1)
            case 0x1D:
                size = _group_size(data)
            case _:
                size = 1
        return size if len(data) >= size else None

    def _answer(self, n: int) -> bytes:
        if self._trouble == "silent" or n not in _HEALTHY:
            return b""
        return bytes((_ANSWERS.get(self._trouble, {}).get(n, _HEALTHY[n]),))

    def _print(self) -> None:
        """Print what waits, until it is all out or trouble comes."""
        if self._trouble in _STOPPED:
            return
        size = len(self._waiting)
        if self._stops_after is not None:
            size = min(size, max(0, self._stops_after[0] - len(self._printed)))
        self._printed += self._waiting[:size]
        self._waiting = self._waiting[size:]
        if self._stops_after is not None and len(self._printed) >= self._stops_after[0]:
            self._trouble, self._stops_after = self._stops_after[1], None


def _group_size(data: bytes) -> int:
    """Return the size of a command that begins with GS."""
    if data[1:2] == b"v":
        head = data[4:8].ljust(4, b"\xff")
        across, down = int.from_bytes(head[:2], "little"), int.from_bytes(head[2:], "little")
        return 8 + across * down
    if data[1:2] == b"(":
        return 5 + int.from_bytes(data[3:5].ljust(2, b"\xff"), "little")
    return 3
