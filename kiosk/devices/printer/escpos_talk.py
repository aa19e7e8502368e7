"""Question and answer with a receipt printer over one open link: every answer to its own question.

What answers mean is `escpos_status.py`, when to ask `escpos_printer.py`.
"""

from collections import deque
from collections.abc import Callable

from kiosk.devices.printer import escpos_status as status_bytes
from kiosk.devices.printer.escpos_dialect import FORGET
from kiosk.devices.printer.escpos_links import CHUNK_BYTES, PrinterLink, is_mute
from kiosk.devices.printer.escpos_status import Reading
from kiosk.domain.errors import Unavailable

ANSWER_WITHIN_S = 0.3
"""How long a printer is waited for that has not answered yet."""
TALKER_WITHIN_S = 1.0
"""How long one is waited for that has: it may be busy, or behind a slow converter."""
QUIET_S = 0.6
_MOST_ROUNDS = 3
_MOST_OPEN = 40


class PrinterTalk:
    """One link in use. Every method but `close` raises Unavailable when it is lost.

    Printers answer in the order of the questions, sometimes late. An answer counts for the oldest
    question that is open; what is no status byte is noise.

    Args:
        link: the open link; closed with this.
    """

    def __init__(self, link: PrinterLink) -> None:
        self._link = link
        self._open: deque[tuple[int, int]] = deque()  # (round, n) of what was asked
        self._round = 0
        self.has_answered = False

    def send(self, data: bytes, is_late: Callable[[], bool]) -> bool:
        """Send bytes to print; False when it was given up because it is late."""
        for start in range(0, len(data), CHUNK_BYTES):
            if is_late():
                return False
            self._link.write(data[start : start + CHUNK_BYTES])
        return True

    def ask_surely(self) -> Reading:
        """Ask until a fault is sure: said twice, the second time after the line fell quiet.

        Answers to questions that somebody asked before this link was opened may still come.
        """
        found = self.ask()
        for _ in range(_MOST_ROUNDS):
            if found.health in ("ok", "near") or not self.has_answered:
                break
            self._settle()
            last, found = found, self.ask()
            if found == last:
                break
        return found

    def ask(self) -> Reading:
        """Send DLE EOT 1 to 4 and judge the answers."""
        if is_mute(self._link):
            return Reading(health="unknown")
        if len(self._open) > _MOST_OPEN:  # those were lost, not late
            self._settle()
        self._round += 1
        answers: dict[int, int] = {}
        for n in status_bytes.QUERIES:
            self._open.append((self._round, n))
            self._link.write(status_bytes.query(n))
            answer = self._answer((self._round, n))
            if answer is not None:
                answers[n] = answer
            elif not answers:
                break  # a one-way cable costs one wait, not four
        return status_bytes.reading(answers)

    def call_off(self) -> Reading | None:
        """Make sure that nothing of a job comes out later; None when nobody answers any more."""
        try:
            self._link.discard_output()
            self._link.write(FORGET)
            return self.ask_surely()
        except Unavailable:
            return None

    def close(self) -> None:
        """Free the link."""
        self._link.close()

    def _settle(self) -> None:
        """Let late answers come, and forget what was asked."""
        while self._link.read(CHUNK_BYTES, QUIET_S):
            pass
        self._open.clear()

    def _answer(self, question: tuple[int, int]) -> int | None:
        """Return the answer to the newest question, or None when it does not come in time."""
        while True:
            within_s = TALKER_WITHIN_S if self.has_answered else ANSWER_WITHIN_S
            byte = self._link.read(1, within_s)
            if not byte:
                return None
            if not status_bytes.is_status(byte[0]) or not self._open:
                continue
            self.has_answered = True
            if self._open.popleft() == question:
                return byte[0]
