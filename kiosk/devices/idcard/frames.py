"""Frames between terminal and card reader: bytes to frames, byte by byte, and back.

What a command means and which answer fits it is `commands.py`; waiting for bytes is `exchange.py`.

    host → reader   AA AA AA 96 69 | LEN | CMD PARA [DATA…]     | CHK
    reader → host   AA AA AA 96 69 | LEN | SW1 SW2 SW3 [DATA…]  | CHK

LEN is big-endian and counts what follows it, CHK included; CHK is the XOR of everything between
preamble and itself. There is no escaping: DATA may hold a preamble. Source: devices.md §1.
"""

from functools import reduce
from operator import xor

from msgspec import Struct

PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
SHORTEST, LONGEST = 4, 2400
"""Accepted values of LEN in an answer; the longest known is 2314."""
_HEAD = len(PREAMBLE) + 2


class Answer(Struct, frozen=True, kw_only=True):
    """A whole answer whose checksum is right. `length` is its LEN; `data` may be a person's."""

    length: int
    status: bytes
    """SW1 and SW2: 00 00, or with some SW3 the card's own status."""
    sw3: int
    data: bytearray

    def __repr__(self) -> str:
        """Return what may be logged: never the data."""
        return f"Answer(length={self.length}, sw3={self.sw3:02X})"


class Damaged(Struct, frozen=True, kw_only=True):
    """A whole frame whose checksum is wrong."""


def frame_of(content: bytes) -> bytes:
    """Return a frame, either way, for what stands between LEN and CHK."""
    counted = (len(content) + 1).to_bytes(2, "big") + content
    return PREAMBLE + counted + bytes((checksum(counted),))


def checksum(counted: bytes | bytearray | memoryview) -> int:
    """Return the XOR of all bytes; 0 over a whole frame after its preamble."""
    return reduce(xor, counted, 0)


def wipe(buffer: bytearray) -> None:
    """Overwrite a buffer with zeros and empty it."""
    buffer[:] = bytes(len(buffer))
    buffer.clear()


class Assembler:
    """Makes frames of bytes that come in any pieces, with noise before and between them.

    Without a preamble at its front it drops one byte, never the buffer: in `AA AA AA AA 96 69` the
    preamble begins at offset 1. Once LEN is read it takes LEN bytes, whatever they look like.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def is_inside(self) -> bool:
        """Whether a frame has begun and is not whole yet."""
        return len(self._buffer) >= _HEAD

    def feed(self, piece: bytes) -> None:
        """Take what came."""
        self._buffer += piece

    def next(self) -> Answer | Damaged | None:
        """Return the next frame, or None until more has come."""
        while not self._stands_at_a_frame():
            del self._buffer[:1]
        if len(self._buffer) < _HEAD or len(self._buffer) < _HEAD + self._length():
            return None
        return self._take(_HEAD + self._length())

    def clear(self) -> None:
        """Forget and wipe what has come."""
        wipe(self._buffer)

    def _length(self) -> int:
        return int.from_bytes(self._buffer[len(PREAMBLE) : _HEAD], "big")

    def _stands_at_a_frame(self) -> bool:
        """Return whether the buffer may be the beginning of a frame; an empty one may."""
        front = bytes(self._buffer[: len(PREAMBLE)])
        if not PREAMBLE.startswith(front):
            return False
        return len(self._buffer) < _HEAD or SHORTEST <= self._length() <= LONGEST

    def _take(self, size: int) -> Answer | Damaged:
        """Cut a whole frame off the buffer."""
        frame = self._buffer[:size]
        self._buffer[:size] = bytes(size)  # what is deleted from the front may stay in memory
        del self._buffer[:size]
        try:
            if checksum(frame[len(PREAMBLE) :]) != 0:
                return Damaged()
            return Answer(
                length=size - _HEAD, status=bytes(frame[7:9]), sw3=frame[9], data=frame[10:-1]
            )
        finally:
            wipe(frame)
