"""Find, select, read: from a card that lies there to a document, or to why there is none.

When to look for a card, and what a screen is told, is `reader.py`; one question is `exchange.py`.

A record counts only when it surely belongs to the card of this session. Its read follows a find and
a select of the session; the command after it must bring no second, different read answer; and when
the line still owes a read answer, or these very bytes were seen before, they must be read twice.
Source: devices.md §4.1, §4.4.
"""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from kiosk.devices.idcard.commands import (
    ADDRESSES,
    DONE,
    FIND,
    FOUND,
    NO_CARD,
    NOT_READ,
    NOT_SELECTED,
    NUMBER,
    OUT_OF_SERVICE,
    READ,
    SELECT,
    STATUS,
    UNSUPPORTED,
    WRONG_CARD,
    Command,
    module_number,
)
from kiosk.devices.idcard.exchange import MOST_SILENCES, Exchange, NoAnswer
from kiosk.devices.idcard.frames import Answer, wipe
from kiosk.devices.idcard.record import decode, decode_addresses, split_read
from kiosk.domain.errors import Unavailable
from kiosk.domain.person import IdentityDocument
from kiosk.ports.devices import CardMisread

MOST_SESSIONS = 3
POLL_S = 0.3
SETTLE_S = (0.05, 0.15, 0.15)
"""How long a card may come to rest after it was found, in the first session and later ones."""
MISREAD, LIFTED, WRONG = (
    CardMisread(code="E-ID-02"),
    CardMisread(code="E-ID-03"),
    CardMisread(code="E-ID-04"),
)
MOST_BREAKS = 6
"""Broken answers in a row until a person is told; each find is tried twice."""

_NOBODY = (b"", 0)

Look = Literal["card", "nothing", "broken"]


class Got(Struct, frozen=True, kw_only=True):
    """A record. `photo` is coded as the card has it; whoever gets it wipes it."""

    document: IdentityDocument
    photo: bytearray

    def __repr__(self) -> str:
        """Return nothing of the person."""
        return "Got()"


class CardSessions:
    """Sessions on one open port.

    `look`, `read` and `still_there` raise `Unavailable`: `reader.silent` after three questions
    without an answer, `reader.service` when the module says that it takes nothing.

    Args:
        exchange: questions and answers.
        pause: waits so many seconds; may raise to break off.
    """

    def __init__(self, exchange: Exchange, pause: Callable[[float], None]) -> None:
        self._exchange = exchange
        self._account = exchange.account
        self._pause = pause
        self._candidate = _NOBODY
        self.has_addresses = True
        """Whether this reader knows the command for added addresses."""

    def greet(self) -> None:
        """Ask whether the module is well, which no card is needed for."""
        self._ask(STATUS)

    def module(self) -> str | None:
        """Return the module's number, or None when it does not say."""
        got = self._ask(NUMBER)
        if isinstance(got, str) or (got.length, got.sw3) not in NUMBER.good:
            return None
        return module_number(got.data)

    def look(self) -> Look:
        """Look for a card."""
        got = self._ask(FIND)
        if isinstance(got, Answer):
            return "card" if got.sw3 == FOUND else "nothing"
        return "broken" if self._account.breaks >= MOST_BREAKS else "nothing"

    def read(self) -> Got | CardMisread:
        """Read the card that was found just now; in three sessions at most."""
        end: Got | CardMisread = MISREAD
        for number in range(MOST_SESSIONS):
            if number and not self._found_again():
                return LIFTED
            self._pause(SETTLE_S[number])
            end = self._session()
            if isinstance(end, Got) or end is WRONG:
                break
        return end

    def still_there(self) -> bool | None:
        """Return whether the card that was read is still there, None when this reader is mute."""
        if not self.has_addresses:
            return None
        got = self._ask(ADDRESSES, tries=1)
        return None if isinstance(got, str) else (got.length, got.sw3) in _ANSWERED

    def forget(self) -> None:
        """Forget a card that was not confirmed, and wipe what was received."""
        self._candidate = _NOBODY
        self._exchange.forget()

    def _found_again(self) -> bool:
        """Look for the card of a failed session; one 80 does not mean that it was taken away."""
        for _ in range(MOST_SESSIONS):
            if self.look() == "card":
                return True
            self._pause(POLL_S)
        return False

    def _session(self) -> Got | CardMisread:
        """Select and read once."""
        self._account.strays.clear()
        selected = self._ask(SELECT)
        if not isinstance(selected, Answer) or selected.sw3 != DONE:
            return _failure(selected)
        seen = frozenset(self._account.seen)
        answer = self._ask(READ)
        if not isinstance(answer, Answer) or answer.sw3 != DONE:
            return _failure(answer)
        return self._made(answer, seen)

    def _made(self, answer: Answer, seen: frozenset[bytes]) -> Got | CardMisread:
        """Make a record of a read answer, and wipe the answer."""
        mark = self._account.mark(answer)
        is_doubtful = self._exchange.owes_a_read or mark in seen
        before = self._exchange.lose_read()  # until it is sure that this is the card's own
        parts = split_read(answer.data)
        wipe(answer.data)
        if parts is None:
            return MISREAD
        text, photo = parts
        document = None
        try:
            added = self._proof(mark, is_doubtful)
            document = None if added is None else decode(text, added)
        finally:
            wipe(text)
            if document is None:
                wipe(photo)
        if document is None:
            return MISREAD
        self._account.lost_read_s = before
        return Got(document=document, photo=photo)

    def _proof(self, mark: bytes, is_doubtful: bool) -> tuple[str, ...] | None:
        """Return the added addresses, or None when the answer may be another card's."""
        damages = self._account.damages
        if is_doubtful and not self._is_confirmed(mark):
            return None
        added = self._added_addresses()
        if self._account.strays - {mark} or self._account.damages != damages:
            return None
        return None if is_doubtful and added is None else added or ()

    def _added_addresses(self) -> tuple[str, ...] | None:
        """Return the added addresses, None when the card is gone.

        Asking for them also shows what else was on its way; a reader without them is asked to find.
        """
        if not self.has_addresses:
            self._ask(FIND, tries=1)
            return ()
        got = self._ask(ADDRESSES, tries=1)
        if isinstance(got, str) or got.sw3 in UNSUPPORTED:
            self.has_addresses = False
            return ()
        if (got.length, got.sw3) not in _ANSWERED:
            return None
        try:
            return decode_addresses(got.data)
        finally:
            wipe(got.data)

    def _is_confirmed(self, mark: bytes) -> bool:
        """Return whether the same bytes come again, or came in the last session."""
        if self._candidate == (mark, self._account.stray_count):
            return True
        self._exchange.drain()  # an echo of the first answer is no second answer
        again = self._ask(READ)
        if not isinstance(again, Answer) or again.sw3 != DONE:
            # This reader reads once: the next session may confirm it, on a line without strays.
            self._candidate = mark, self._account.stray_count
            return False
        same = self._account.mark(again) == mark
        wipe(again.data)
        return same

    def _ask(self, command: Command, tries: int = 2) -> Answer | NoAnswer:
        """Ask, unless the reader has said too little, or that it is out of service."""
        got = self._exchange.ask(command, tries)
        if self._account.silences >= MOST_SILENCES:
            raise silent()
        if isinstance(got, Answer) and got.sw3 in OUT_OF_SERVICE:
            raise Unavailable("reader.service", f"读卡器自己说不能用（{got.sw3:02X}）：请联系厂家")
        return got


_ANSWERED = (*ADDRESSES.good, (4, 0x91))


def silent() -> Unavailable:
    """Return the error of a reader that says nothing."""
    return Unavailable("reader.silent", "读卡器没有回答：请看电源和线")


def _failure(got: Answer | NoAnswer) -> CardMisread:
    """Return what a select or read that failed means for the person."""
    if not isinstance(got, Answer):
        return MISREAD
    if got.sw3 == WRONG_CARD:
        return WRONG
    return LIFTED if got.sw3 in (NOT_READ, NO_CARD, NOT_SELECTED) else MISREAD
