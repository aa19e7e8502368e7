"""What an emulated reader does wrong: every fault of a reader that a kiosk must survive.

What a sound reader answers is `emulator.py`. Source: the reader's rows of devices.md §13.
"""

import random
from collections.abc import Callable

from kiosk.devices.idcard.frames import PREAMBLE, frame_of

Plan = list[tuple[float, bytes]]
"""Seconds from the command until a piece may go on the wire, and the piece."""

FAULTS = {
    "silent": "不回答",
    "noise": "回答前后有杂字节",
    "dribble": "一个字节一个字节地慢慢答",
    "stall": "答到一半停 0.3 秒再接着",
    "checksum": "校验和不对",
    "truncated": "答到一半就没有了",
    "length": "长度字段是假的",
    "text-length": "文字长度字段是假的",
    "late": "过了时限才答",
    "echo": "每句答两遍",
    "ghost": "过几秒把旧的回答再发一遍",
    "stale": "先发上一张卡的记录，再发这一张的",
    "replay": "把上一张卡的记录当成这一张的，再读一次才对",
    "other": "答上一条命令的回答",
    "lag": "总是晚一条",
    "early": "读到一半卡被拿走",
    "busy": "选卡失败",
    "odd": "答一个不认识的状态字",
}
"""Faults that spoil answers: name → in Chinese. They last for a number of answers, or until off."""

RECORD_BYTES = 1295
NOISE = (b"\xaa", b"\xaa\x00", b"\xaa\xaa\xaa\x96", b"\x00\xff\x69", PREAMBLE + b"\xff\xff")


class Spoiler:
    """The faults of one emulated reader.

    Args:
        chance: what is not said exactly (which byte breaks, how late) is drawn from here.
    """

    def __init__(self, chance: random.Random) -> None:
        self.out_of_service = 0
        """60 or 66: what every command is answered with until a reset; 0: none."""
        self.mends_by_reset = True
        self.garbles_wrong_speed = False
        self._chance = chance
        self._left: dict[str, int | None] = {}
        self._last = b""
        self._held: list[bytes] = []
        self._records = (b"", b"")
        self._has_replayed = False

    def set(self, fault: str, answers: int | None = None) -> None:
        """Begin a fault of `FAULTS`, for so many answers, or for good."""
        self._left[fault] = answers

    def clear(self) -> None:
        """End every fault."""
        self._left.clear()
        self._held.clear()
        self.out_of_service = 0

    @property
    def active(self) -> tuple[str, ...]:
        """The faults that are on."""
        return tuple(self._left)

    def after_reset(self) -> None:
        """The terminal has reset the module."""
        if self.mends_by_reset:
            self.out_of_service = 0

    def lifts_early(self) -> bool:
        """Return whether the card is taken away under this read."""
        return self._takes("early")

    def noise(self, size: int) -> bytes:
        """Return bytes that mean nothing."""
        return self._chance.randbytes(size)

    def plan(self, command: bytes, answer: bytes, took_s: float) -> Plan:
        """Return what is sent instead of an answer."""
        plan: Plan = [(took_s, sent) for sent in self._sent(command, answer) if sent]
        for fault, spoil in _SPOILS.items():
            if self._takes(fault):
                plan = [piece for piece in spoil(plan, self._chance) if piece[1]]
        return plan

    def _sent(self, command: bytes, answer: bytes) -> tuple[bytes, ...]:
        """Return what is sent for an answer; a record may be another card's."""
        if len(answer) < RECORD_BYTES:
            return (self._other_answer(command, answer),)
        if answer != self._records[1]:
            self._records = self._records[1], answer
            self._has_replayed = False
        before = self._records[0]
        if before and not self._has_replayed and self._takes("replay"):
            self._has_replayed = True
            return (before,)
        if self._takes("stale"):
            return before, answer
        return (self._other_answer(command, answer),)

    def _other_answer(self, command: bytes, answer: bytes) -> bytes:
        """Return the answer to another command when a fault says so."""
        last, self._last = self._last, answer
        if self._takes("odd"):
            return frame_of(bytes((0, 0, self._chance.choice((0x22, 0x55, 0xA5)))))
        if command == b"\x20\x02" and self._takes("busy"):
            return frame_of(b"\x00\x00\x81")
        if self._takes("lag"):
            self._held.append(answer)
            return self._held.pop(0) if len(self._held) > 1 else b""
        if last and self._takes("other"):
            return last
        return answer

    def _takes(self, fault: str) -> bool:
        """Return whether a fault strikes now, and count it."""
        if fault not in self._left:
            return False
        left = self._left[fault]
        if left is not None:
            if left <= 1:
                del self._left[fault]
            else:
                self._left[fault] = left - 1
        return True


def _silent(plan: Plan, chance: random.Random) -> Plan:
    return []


def _noise(plan: Plan, chance: random.Random) -> Plan:
    return [(0.0, chance.choice(NOISE[:-1])), *plan, (0.0, chance.choice(NOISE[:-1]))]


def _dribble(plan: Plan, chance: random.Random) -> Plan:
    """Send a few bytes at a time; a long answer in pieces, so that it ends within 10 s."""
    return [
        (wait_s + 0.02 * number, content[at : at + max(1, len(content) // 100)])
        for wait_s, content in plan
        for number, at in enumerate(range(0, len(content), max(1, len(content) // 100)))
    ]


def _stall(plan: Plan, chance: random.Random) -> Plan:
    cut: Plan = []
    for wait_s, content in plan:
        at = chance.randrange(len(content))
        cut += [(wait_s, content[:at]), (wait_s + 0.3, content[at:])]
    return cut


def _checksum(plan: Plan, chance: random.Random) -> Plan:
    """Break one bit behind LEN."""
    broken: Plan = []
    for wait_s, content in plan:
        frame = bytearray(content)
        frame[chance.randrange(min(7, len(frame) - 1), len(frame))] ^= 1 << chance.randrange(8)
        broken.append((wait_s, bytes(frame)))
    return broken


def _truncated(plan: Plan, chance: random.Random) -> Plan:
    return [(wait_s, content[: chance.randrange(len(content))]) for wait_s, content in plan]


def _length(plan: Plan, chance: random.Random) -> Plan:
    """Lie about LEN, or send a frame that is whole and right but too short."""
    lies: Plan = []
    for wait_s, content in plan:
        frame = bytearray(content)
        frame[5:7] = max(0, len(frame) - 7 + chance.choice((-3, -1, 1, 70))).to_bytes(2, "big")
        short = frame_of(content[7 : -1 - min(len(content) - 11, chance.choice((1, 2, 256)))])
        lies.append((wait_s, chance.choice((bytes(frame), short))))
    return lies


def _text_length(plan: Plan, chance: random.Random) -> Plan:
    """Lie about TLEN and PLEN inside a long answer whose checksum is right."""
    lies: Plan = []
    for wait_s, content in plan:
        inside = bytearray(content[7:-1])
        if len(inside) > 1000:
            inside[3:7] = chance.choice((b"\x01\x02\x04\x00", b"\x00\xfe\x04\x02", b"\x02\0\x03\0"))
        lies.append((wait_s, frame_of(bytes(inside))))
    return lies


def _late(plan: Plan, chance: random.Random) -> Plan:
    late_s = chance.uniform(1.6, 8.0)
    return [(wait_s + late_s, content) for wait_s, content in plan]


def _echo(plan: Plan, chance: random.Random) -> Plan:
    return plan + plan


def _ghost(plan: Plan, chance: random.Random) -> Plan:
    late_s = chance.uniform(0.05, 6.0)
    return plan + [(wait_s + late_s, content) for wait_s, content in plan]


_SPOILS: dict[str, Callable[[Plan, random.Random], Plan]] = {
    "text-length": _text_length,
    "length": _length,
    "checksum": _checksum,
    "truncated": _truncated,
    "late": _late,
    "echo": _echo,
    "ghost": _ghost,
    "dribble": _dribble,
    "stall": _stall,
    "noise": _noise,
    "silent": _silent,
}
"""In the order in which they act on one answer."""
