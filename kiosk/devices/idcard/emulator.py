"""A card reader in software: takes the terminal's bytes and says which bytes it sends when.

Its faults are `emulator_faults.py`, the pty on which it answers `emulator_port.py`. It knows no
clock: every call says what time it is, so that a test may let hours pass in no time.

Where the sources are silent it answers: read without select 41, select without find 81, another
contactless card 9F and then 40, an unknown command 21, extra data 11. Source: devices.md §9.
"""

from collections import deque
from collections.abc import Callable

from kiosk.devices.idcard.cards import Card
from kiosk.devices.idcard.emulator_faults import Plan, Spoiler
from kiosk.devices.idcard.frames import PREAMBLE, checksum, frame_of

SPEED_OF = {0: 115200, 1: 57600, 2: 38400, 3: 19200, 4: 9600}
MODULE = bytes.fromhex("0500 0300 15CD5B07 B1681A00 D2029649")
"""A made-up module number: 05.03-…"""
PIECE = 64
"""Bytes that go down the wire together; their last one decides when."""
LATE_S = 1.0
"""What is sent later than this does not hold up the answers in between."""
ADDRESS_UNITS = 35


class CardEmulator:
    """One reader with a field for one card.

    Args:
        spoiler: its faults.
        baud: its line speed.
        card_s: how long reading a card takes it; finding and selecting take a fifth each.
        bits_per_byte: 10 paces answers as a real wire does, 0 sends them at once.
    """

    def __init__(
        self,
        spoiler: Spoiler,
        *,
        baud: int = 115200,
        card_s: float = 0.3,
        bits_per_byte: int = 10,
    ) -> None:
        self._bits_per_byte = bits_per_byte
        self.spoiler = spoiler
        self.baud = baud
        self.card_s = card_s
        self.hides_after_read = False
        """Find answers 80 after a read until the card was lifted, as many readers do."""
        self.forgets_no_card = False
        """Added addresses are answered from memory after the card was taken away."""
        self.asked: dict[str, int] = {}
        """How often each command was asked, by its hexadecimal code."""
        self._card: Card | None = None
        self._is_found = self._is_selected = self._was_read = False
        self._heard = bytearray()
        self._wire: deque[tuple[float, bytes]] = deque()
        self._wire_free_s = 0.0

    @property
    def card(self) -> Card | None:
        """The card in the field."""
        return self._card

    def lay(self, card: Card) -> None:
        """Lay a card, in place of the one that is there."""
        self.lift()
        self._card = card

    def lift(self) -> None:
        """Take the card away."""
        self._card = None
        self._is_found = self._is_selected = self._was_read = False

    def hear(self, data: bytes, host_baud: int, now_s: float) -> None:
        """Take what the terminal sent at its line speed."""
        if host_baud != self.baud:
            if self.spoiler.garbles_wrong_speed:
                self._send([(0.0, self.spoiler.noise(len(data)))], now_s)
            return
        self._heard += data
        while (content := self._next_command()) is not None:
            took_s, answer = self._answer(content)
            self._send(self.spoiler.plan(content, frame_of(answer), took_s), now_s)

    def due(self, now_s: float) -> bytes:
        """Return the bytes that have reached the terminal by now, once."""
        come = bytearray()
        while self._wire and self._wire[0][0] <= now_s:
            come += self._wire.popleft()[1]
        return bytes(come)

    def next_s(self) -> float | None:
        """Return when more bytes reach the terminal, or None."""
        return self._wire[0][0] if self._wire else None

    def unplug(self) -> None:
        """Forget what is on the wire and in the field's state; the card stays."""
        self._wire.clear()
        self._heard.clear()
        self._is_found = self._is_selected = False

    def _send(self, plan: Plan, now_s: float) -> None:
        """Put bytes on the wire, each piece when its last byte has gone over it."""
        for wait_s, content in plan:
            is_late = wait_s > LATE_S
            free_s = now_s + wait_s if is_late else max(now_s + wait_s, self._wire_free_s)
            for at in range(0, len(content), PIECE):
                piece = content[at : at + PIECE]
                free_s += len(piece) * self._bits_per_byte / self.baud
                self._wire.append((free_s, piece))
            self._wire_free_s = self._wire_free_s if is_late else free_s
        self._wire = deque(sorted(self._wire, key=lambda timed: timed[0]))

    def _next_command(self) -> bytes | None:
        """Return what stands between LEN and CHK of the next command, b"" for a broken one."""
        start = self._heard.find(PREAMBLE)
        if start < 0 or len(self._heard) < start + 7:
            return None
        size = 7 + int.from_bytes(self._heard[start + 5 : start + 7], "big")
        if len(self._heard) < start + size:
            return None
        frame = bytes(self._heard[start : start + size])
        del self._heard[: start + size]
        return frame[7:-1] if checksum(frame[5:]) == 0 else b""

    def _answer(self, content: bytes) -> tuple[float, bytes]:
        """Return how long an answer takes, and SW1 SW2 SW3 and data."""
        if not content:
            return 0.0, _short(0x10)
        code = content[:2].hex()
        self.asked[code] = self.asked.get(code, 0) + 1
        if content[:1] == b"\x60":
            return 0.0, self._change_speed(content[1])
        answer: Callable[[], tuple[float, bytes]] | None = {
            "10ff": self._reset,
            "11ff": self._status,
            "12ff": self._number,
            "2001": self._find,
            "2002": self._select,
            "3001": self._read,
            "3003": self._addresses,
            "3005": self._chip,
        }.get(code)
        if answer is None:
            return 0.0, _short(0x21)
        if len(content) > 2:
            return 0.0, _short(0x11)
        if self.spoiler.out_of_service and code not in ("10ff", "11ff"):
            return 0.0, _short(self.spoiler.out_of_service)
        return answer()

    def _reset(self) -> tuple[float, bytes]:
        self.spoiler.after_reset()
        self._is_found = self._is_selected = False
        return 0.0, _short(0x90)

    def _status(self) -> tuple[float, bytes]:
        return 0.0, _short(self.spoiler.out_of_service or 0x90)

    def _number(self) -> tuple[float, bytes]:
        return 0.0, _short(0x90) + MODULE

    def _chip(self) -> tuple[float, bytes]:
        return 0.0, _short(0x90) + bytes(28) if self._is_selected else _short(0x41)

    def _change_speed(self, number: int) -> bytes:
        if number not in SPEED_OF:
            return _short(0x21)
        self.baud = SPEED_OF[number]
        return _short(0x90)

    def _find(self) -> tuple[float, bytes]:
        self._is_selected = False
        hidden = self.hides_after_read and self._was_read
        self._is_found = self._card is not None and not hidden
        return self.card_s / 5, _short(0x9F) + bytes(4) if self._is_found else _short(0x80)

    def _select(self) -> tuple[float, bytes]:
        if self._card is None or not self._is_found:
            return self.card_s / 5, _short(0x81)
        if self._card.text is None:
            return self.card_s / 5, _short(0x40)
        self._is_selected = True
        return self.card_s / 5, _short(0x90) + bytes(8)

    def _read(self) -> tuple[float, bytes]:
        if self.spoiler.lifts_early():
            self.lift()
        if self._card is None or not self._is_selected or self._card.text is None:
            return self.card_s, _short(0x41)
        self._was_read = True
        head = (0x0100).to_bytes(2, "big") + (0x0400).to_bytes(2, "big")
        return self.card_s, _short(0x90) + head + self._card.text + self._card.photo

    def _addresses(self) -> tuple[float, bytes]:
        if self.forgets_no_card and self._card is None:
            return self.card_s / 5, _short(0x91)
        if self._card is None or not self._is_selected:
            return self.card_s / 5, _short(0x41)
        if not self._card.addresses:
            return self.card_s / 5, _short(0x91)
        blocks = [one.ljust(ADDRESS_UNITS).encode("utf-16-le") for one in self._card.addresses]
        return self.card_s / 5, _short(0x90) + b"".join(blocks)


def _short(sw3: int) -> bytes:
    return bytes((0, 0, sw3))
