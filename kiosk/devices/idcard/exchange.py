"""One question and its answer on the line: deadlines, the second try, and answers of others.

The order of the commands is `session.py`; opening the port, and another speed, is `connection.py`.

A late answer carries the previous person's data, and no answer has a number. So: what came before
a command is thrown away, only an answer of the right shape counts, and the exchange keeps account
of whatever went wrong, so that the session can tell an answer of its own from one that may be
anybody's. Source: devices.md §4.
"""

import hashlib
import math
from collections import deque
from collections.abc import Callable
from typing import Literal, Protocol

from kiosk.devices.idcard.commands import HOST_CHECKSUM, NO_CARD, READ, Command, meaning
from kiosk.devices.idcard.frames import Answer, Assembler, Damaged, wipe

SLICE_S = 0.2
"""The longest wait for bytes in one go, so that the end of a visit is seen soon."""
QUIET_S = 0.2
SILENCE_S = 0.5
"""A frame that has begun ends with this much silence, whatever its deadline."""
MOST_S = 10.0
DRAIN_S = 2.0
PIECE = 4096
MOST_SILENCES = 3
KEPT_MARKS = 16
OWED_S = 300.0
"""How long a read answer that never came may still come."""

NoAnswer = Literal["silent", "broken"]


class Link(Protocol):
    """What the exchange needs of a port; see `SerialLink`."""

    baud: int

    def read(self, limit: int, timeout_s: float) -> bytes:
        """Return what has come, or nothing after the timeout."""
        ...

    def write(self, data: bytes) -> None:
        """Send."""
        ...

    def discard_input(self) -> None:
        """Forget what has come."""
        ...


class Account:
    """What is known about the line beyond the present command; survives a reopened port.

    Args:
        secret: a key for marks of answers, so that no mark can be traced back to a person.
    """

    def __init__(self, secret: bytes) -> None:
        self.silences = 0
        """Questions in a row without any answer."""
        self.breaks = 0
        """Questions since the last whole answer whose answer was broken."""
        self.lost_read_s = -math.inf
        """When a read answer was last asked for that never came."""
        self.stray_count = 0
        """Whole answers that nobody asked for."""
        self.strays: set[bytes] = set()
        """Marks of read answers that came when something else was asked."""
        self.seen: deque[bytes] = deque(maxlen=KEPT_MARKS)
        """Marks of the last read answers, whoever's they were and whatever became of them."""
        self.said = ""
        """What was logged last: a reader that is silent for days is logged once."""
        self.damages = 0
        """Frames that were broken."""
        self._secret = secret

    def mark(self, answer: Answer) -> bytes:
        """Return what tells one answer from another without telling what it says."""
        head = answer.length.to_bytes(2, "big") + bytes((answer.sw3,))
        made = hashlib.blake2b(head, key=self._secret, digest_size=16)
        made.update(answer.data)
        return made.digest()

    def note(self, answer: Answer, mark: bytes, *, is_stray: bool) -> None:
        """Note a whole answer; a stray is one that nobody asked for."""
        self.stray_count += is_stray
        if (answer.length, answer.sw3) not in READ.good:
            return
        self.seen.append(mark)
        if is_stray:
            self.strays.add(mark)


class Exchange:
    """Questions and answers on one open port.

    Every method may raise what `link` raises when the port is gone, and what `check` raises.

    Args:
        link: the port.
        account: what is known about the line.
        monotonic_s: seconds that never go back.
        check: called at least every 0.2 s; raises to break off.
        log: told an event and command, length and SW3 of an answer, never data.
    """

    def __init__(
        self,
        link: Link,
        account: Account,
        *,
        monotonic_s: Callable[[], float],
        check: Callable[[], None],
        log: Callable[..., None],
    ) -> None:
        self._link = link
        self._now = monotonic_s
        self._check = check
        self._log = log
        self._frames = Assembler()
        self._last = b""
        self.account = account

    def ask(self, command: Command, tries: int = 2) -> Answer | NoAnswer:
        """Send a command and return its answer, or why there is none after the last try."""
        got: Answer | NoAnswer = "silent"
        for _ in range(tries):
            got = self._once(command)
            if isinstance(got, Answer) and got.sw3 != HOST_CHECKSUM:
                self._tell(command, got)
                return got
            self.drain()
            if self.account.silences >= MOST_SILENCES:
                break
        self._tell(command, got)
        return got if isinstance(got, str) else "broken"

    @property
    def owes_a_read(self) -> bool:
        """Whether a read answer was lost that may still come."""
        return self._now() - self.account.lost_read_s < OWED_S

    def lose_read(self) -> float:
        """Note that what was asked for with a read has not come; return what was noted before."""
        before, self.account.lost_read_s = self.account.lost_read_s, self._now()
        return before

    def forget(self) -> None:
        """Wipe what was received."""
        self._frames.clear()

    def _once(self, command: Command) -> Answer | NoAnswer:
        """Send a command once."""
        lost_read_s = self.account.lost_read_s
        if command is READ:
            self.lose_read()  # until its answer is here, also when this is broken off
        self._frames.clear()
        self._link.discard_input()
        self._link.write(command.frame)
        got = self._await(command)
        self.account.silences = self.account.silences + 1 if got == "silent" else 0
        self.account.breaks += got == "broken"
        if isinstance(got, Answer):
            self.account.breaks = 0
            self.account.lost_read_s = lost_read_s
        return got

    def _await(self, command: Command) -> Answer | NoAnswer:
        """Wait for an answer that fits; anything else is dropped."""
        began = heard = self._now()
        deadline = began + command.deadline_s(self._link.baud)
        while True:
            now = self._now()
            inside = min(heard + SILENCE_S, began + MOST_S)
            end = inside if self._frames.is_inside else deadline
            if now >= end:
                return self._ended()
            self._check()
            piece = self._link.read(PIECE, min(SLICE_S, end - now))
            if not piece:
                continue
            heard = self._now()
            self._frames.feed(piece)
            got = self._first_that_fits(command)
            if got is not None:
                return got

    def _ended(self) -> NoAnswer:
        """Say how a wait without an answer ended."""
        if not self._frames.is_inside:
            return "silent"
        self.account.damages += 1
        return "broken"

    def _first_that_fits(self, command: Command) -> Answer | NoAnswer | None:
        """Look at the frames that are whole."""
        while (frame := self._frames.next()) is not None:
            if isinstance(frame, Damaged):
                self.account.damages += 1
                return "broken"
            if command.fits(frame):
                self._last = self.account.mark(frame)
                self.account.note(frame, self._last, is_stray=False)
                return frame
            self._note_stray(frame)
        return None

    def _note_stray(self, frame: Answer) -> None:
        """Note an answer that nobody asked for; the last one once more is a harmless echo."""
        mark = self.account.mark(frame)
        if mark != self._last:
            self.account.note(frame, mark, is_stray=True)
            self._say("device.idcard.stray", length=frame.length, sw3=f"{frame.sw3:02X}")
        wipe(frame.data)

    def drain(self) -> None:
        """Throw away what comes until the line was quiet for 0.2 s."""
        end = self._now() + DRAIN_S
        while self._now() < end:
            self._check()
            piece = self._link.read(PIECE, QUIET_S)
            if not piece:
                break
            self._frames.feed(piece)
            while (frame := self._frames.next()) is not None:
                if isinstance(frame, Answer):
                    self._note_stray(frame)
        self._frames.clear()
        self._link.discard_input()

    def _tell(self, command: Command, got: Answer | NoAnswer) -> None:
        """Log what is not everyday."""
        if isinstance(got, str):
            self._say("device.idcard.unanswered", command=command.name, why=got)
        elif (got.length, got.sw3) in command.good or got.sw3 == NO_CARD:
            self.account.said = ""
        else:
            self._say(
                "device.idcard.refused",
                command=command.name,
                length=got.length,
                sw3=f"{got.sw3:02X}",
                meaning=meaning(got.sw3),
            )

    def _say(self, event: str, **facts: str | int) -> None:
        """Log an event, unless it is the same as the last."""
        line = f"{event} {facts}"
        if line != self.account.said:
            self.account.said = line
            self._log(event, **facts)
