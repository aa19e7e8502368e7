"""Receipts: the status of a filing made here, offline; the last one after a power cut.

A receipt of another kiosk is asked for at the hub (`sync`). Source: sync.md §4, §6, §7.
"""

import datetime as dt
from collections.abc import Callable

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kiosk.domain.errors import InputError, Refused
from kiosk.journal.receipt import is_query_code, is_receipt_no
from kiosk.ports.journal import FilingStub, JournalStore, JournalTx
from kiosk.wire.messages import FilingStatus, StatusAnswer

TRIES_PER_HOUR = 5
HOUR_MS = 3_600_000
OFFER_FOR_MS = 24 * HOUR_MS


class FilingState(Struct, frozen=True, kw_only=True):
    """How a filing stands, in the shape of `kiosk status --json`; `at` is RFC 3339."""

    receipt: str
    status: FilingStatus
    at: str
    deadline: str | None
    need: tuple[str, ...]


class Receipts:
    """What this kiosk can tell about its own filings.

    Args:
        journal: the memory.
        now_ms: the best time known.
    """

    def __init__(self, journal: JournalStore, now_ms: Callable[[], int]) -> None:
        self._journal = journal
        self._now_ms = now_ms

    def status(self, receipt: str, code: str) -> FilingState | None:
        """Return the status of a filing made here; None when it was made elsewhere.

        Raises:
            InputError: no receipt number, or no query code.
            Refused: a wrong code, or too many of them in an hour.
        """
        if not is_receipt_no(receipt):
            raise InputError("receipt.number", "回执号码不对：16位数字，请再核对一遍")
        if len(code) != 8 or not (code.isascii() and code.isdigit()):
            raise InputError("receipt.code", "查询码不对：8位数字，印在回执上")
        stub = self._journal.stub(receipt)
        if stub is None:
            return None
        self._check(stub, code)
        return FilingState(
            receipt=receipt,
            status=stub.status,
            at=_instant(stub.at_ms),
            deadline=stub.deadline,
            need=stub.need,
        )

    def unshown(self) -> FilingStub | None:
        """Return the last filing when it was kept and its receipt never shown: a power cut."""
        stub = self._journal.last_stub()
        if stub is None or stub.shown or self._now_ms() - stub.at_ms > OFFER_FOR_MS:
            return None
        return stub

    def _check(self, stub: FilingStub, code: str) -> None:
        """Compare a code, at most so often an hour; wrong ones are kept, whoever asks next."""
        now = self._now_ms()
        text = self._journal.meta("wrong_codes")
        wrong = msgspec.json.decode(text, type=dict[str, list[int]]) if text else {}
        recent = {
            receipt: fresh
            for receipt, times in wrong.items()
            if (fresh := [at for at in times if now - at < HOUR_MS])
        }
        tries = recent.get(stub.receipt, [])
        if len(tries) >= TRIES_PER_HOUR:
            raise Refused("receipt.tries", "查询太多次了：请过一小时再试")
        if not is_query_code(code, stub.qv):
            said = msgspec.json.encode(recent | {stub.receipt: [*tries, now]}).decode()
            self._journal.write(lambda tx: tx.set_meta("wrong_codes", said))
            raise _wrong()


def state_of(answer: StatusAnswer) -> FilingState:
    """Return what a hub says of a receipt of another kiosk.

    Raises:
        Refused: wrong code or unknown number: the hub does not tell which.
    """
    if answer.status is None:
        raise _wrong()
    return FilingState(
        receipt=answer.receipt,
        status=answer.status,
        at=_instant(answer.at or 0),
        deadline=answer.deadline,
        need=answer.need,
    )


def _wrong() -> Refused:
    return Refused("receipt.wrong", "回执号码和查询码对不上")


def _instant(at_ms: int) -> str:
    return dt.datetime.fromtimestamp(at_ms / 1000, dt.UTC).isoformat(timespec="seconds")


def show(tx: JournalTx, receipt: str) -> None:
    """Remember that a receipt was printed or read, and forget its query code."""
    stub = tx.stub(receipt)
    if stub is not None:
        tx.put_stub(replace(stub, shown=True, pending_code=None))
