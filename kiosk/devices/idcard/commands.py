"""Commands of the card reader: their bytes, their deadlines, and which answer fits which.

The order of commands, and what is made of an answer, is `session.py`. Fingerprints (3010) are never
asked for, the line speed of a reader is never changed. Source: devices.md §2–§4.
"""

from msgspec import Struct

from kiosk.devices.idcard.frames import SHORTEST, Answer, frame_of

DONE, NOT_THERE, FOUND = 0x90, 0x91, 0x9F
HOST_CHECKSUM = 0x10
WRONG_CARD, NO_CARD, NOT_SELECTED, NOT_READ = 0x40, 0x80, 0x81, 0x41
OUT_OF_SERVICE = (0x60, 0x66)
UNSUPPORTED = (0x11, 0x21, 0x23, 0x24)
"""Answers of a reader that does not know a command."""

SPEEDS = (115200, 57600, 38400, 19200, 9600)
"""In the order in which a silent reader is looked for."""
BITS_PER_BYTE = 12
"""Generous: 8N1 takes 10."""

ADDRESS_BYTES = 70

MEANING = {
    0x90: "done",
    0x91: "not on this card",
    0x9F: "card found",
    0x10: "host checksum wrong",
    0x11: "host length wrong",
    0x21: "unknown command",
    0x23: "not permitted",
    0x24: "unrecognised error",
    0x31: "card could not authenticate the module",
    0x32: "module could not authenticate the card",
    0x33: "information check failed",
    0x37: "fingerprint check failed",
    0x3F: "information length error",
    0x40: "wrong card type",
    0x41: "reading the card failed",
    0x47: "random number failed",
    0x60: "module self-test failed",
    0x66: "module not authorised",
    0x80: "no card found",
    0x81: "select failed",
}


class Command(Struct, frozen=True, kw_only=True):
    """One command.

    `good` are the pairs (LEN, SW3) of its good answers; every other answer to it has LEN 4.
    `wait_s` is the deadline without the time on the wire.
    """

    name: str
    code: bytes
    good: tuple[tuple[int, int], ...]
    wait_s: float = 1.5

    @property
    def frame(self) -> bytes:
        """What goes down the wire."""
        return frame_of(self.code)

    def fits(self, answer: Answer) -> bool:
        """Return whether an answer can be one to this command.

        A short answer fits every command, unless it reports a success that this one cannot have.
        """
        if answer.sw3 in (DONE, FOUND):
            return (answer.length, answer.sw3) in self.good
        return answer.length == SHORTEST or (answer.length, answer.sw3) in self.good

    def deadline_s(self, baud: int) -> float:
        """Return how long the answer may take at a line speed."""
        longest = max(length for length, _ in self.good) + 7
        return self.wait_s + BITS_PER_BYTE * (len(self.frame) + longest) / baud


RESET = Command(name="reset", code=b"\x10\xff", good=((4, DONE),))
STATUS = Command(name="status", code=b"\x11\xff", good=((4, DONE),))
NUMBER = Command(name="number", code=b"\x12\xff", good=((0x14, DONE),))
FIND = Command(name="find", code=b"\x20\x01", good=((8, FOUND),))
SELECT = Command(name="select", code=b"\x20\x02", good=((0x0C, DONE),))
READ = Command(name="read", code=b"\x30\x01", good=((0x0508, DONE),), wait_s=3.0)
ADDRESSES = Command(
    name="addresses",
    code=b"\x30\x03",
    good=tuple((4 + ADDRESS_BYTES * count, DONE) for count in range(5)),
)


def meaning(sw3: int) -> str:
    """Return what a status says, for the log."""
    return MEANING.get(sw3, f"unknown answer {sw3:02X}")


def module_number(data: bytes | bytearray) -> str:
    """Return the module's number as makers print it.

    Args:
        data: 16 bytes, little-endian: u16, u16, u32, u32, u32.
    """
    parts = [int.from_bytes(data[a:b], "little") for a, b in ((0, 2), (2, 4), (4, 8), (8, 12))]
    return "{:02}.{:02}-{:08}-{:010}-{:010}".format(*parts, int.from_bytes(data[12:16], "little"))
