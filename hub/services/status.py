"""Status: a decision reaches the feed of the kiosk, and whoever holds receipt and query code.

Making decisions is the desk's. Source: sync.md §6.
"""

from collections.abc import Callable
from typing import Protocol

import msgspec
from msgspec import structs
from sqlalchemy import Engine

from hub.services.answers import HubSigner
from hub.store import kiosks, status
from hub.store.database import reading, writing
from hub.store.kiosks import Kiosk
from hub.store.status import StatusRow
from kiosk.domain.errors import InputError, Refused
from kiosk.journal.receipt import is_query_code, query_verifier
from kiosk.wire.messages import FeedItem, FilingStatus, StatusAnswer, StatusRequest
from kiosk.wire.protocol import FeedPage
from kiosk.wire.signed import Signed, unb64

PAGE = 100
_NOBODY = query_verifier("00000000", bytes(16))
"""Checked for an unknown receipt, so that it takes as long as a wrong code."""


class TryLimit(Protocol):
    """Counts how often a receipt was asked for."""

    def take(self, key: str, now_ms: int, /) -> bool:
        """Count a try; tell whether it is allowed."""
        ...

    def give_back(self, key: str, /) -> None:
        """Count one try less."""
        ...


class Status:
    """Tells kiosks and people how their filings stand.

    Args:
        engine: the database.
        signer: signs items and answers.
        tries: how often one receipt may be asked for with a wrong code.
        catalog_version: the newest version of the catalogue, None before the first.
    """

    def __init__(
        self,
        engine: Engine,
        signer: HubSigner,
        tries: TryLimit,
        catalog_version: Callable[[], int | None],
    ) -> None:
        self._engine = engine
        self._signer = signer
        self._tries = tries
        self._catalog_version = catalog_version

    def page(self, caller: Kiosk, after: int) -> FeedPage:
        """Return what is new in a kiosk's feed, each with the epoch in which it is told."""
        with reading(self._engine) as db:
            payloads = status.items(db, caller.kiosk_no, after, PAGE)
            epoch = kiosks.epoch(db) if payloads else 0
        found = (msgspec.json.decode(payload, type=FeedItem) for payload in payloads)
        now = (structs.replace(item, epoch=epoch) for item in found)
        return FeedPage(
            items=tuple(self._signer.sign("feed", item) for item in now),
            catalog=self._catalog_version(),
        )

    def highs(self, numbers: frozenset[int]) -> dict[int, int]:
        """Return how far the feeds of waiting kiosks go."""
        with reading(self._engine) as db:
            return status.feed_highs(db, numbers)

    def ask(self, request: StatusRequest) -> Signed:
        """Answer a receipt with its query code; wrong and unknown are answered alike.

        Raises:
            Refused: too many wrong tries; later it is answered again.
        """
        now = self._signer.now_ms()
        if not self._tries.take(request.receipt, now):
            raise Refused("status.tries", "查询太多次了：请过一小时再试")
        with reading(self._engine) as db:
            filing = status.find_filing(db, request.receipt)
            last = status.latest(db, request.receipt)
        has_code = filing is not None and _is_verifier(filing.qv)
        is_right = is_query_code(request.code, filing.qv if filing and has_code else _NOBODY)
        if filing is None or last is None or not (has_code and is_right):
            return self._signer.sign("status", StatusAnswer(receipt=request.receipt))
        self._tries.give_back(request.receipt)
        return self._signer.sign("status", _answer(last))

    def decide(
        self,
        receipt: str,
        new: FilingStatus,
        *,
        actor: str,
        text_id: str,
        deadline: str | None = None,
        need: tuple[str, ...] = (),
    ) -> None:
        """Give a filing a new status and tell the kiosk, in one transaction.

        Raises:
            InputError: no such filing.
        """
        now = self._signer.now_ms()
        with writing(self._engine) as db:
            filing = status.find_filing(db, receipt, locked=True)
            if filing is None:
                raise InputError("hub.receipt", f"没有回执 {receipt}")
            row = StatusRow(
                receipt=receipt,
                status_seq=filing.status_seq + 1,
                status=new,
                actor=actor,
                at=now,
                deadline=deadline,
                need=" ".join(need),
            )
            status.add_status(db, row)
            reader = status.reader_of(db, filing.kiosk_no)
            item = FeedItem(
                kiosk_no=reader,
                feed_seq=kiosks.take_feed_no(db, reader),
                epoch=kiosks.epoch(db),
                receipt=receipt,
                status=new,
                status_seq=row.status_seq,
                text_id=text_id,
                deadline=deadline,
                need=need,
            )
            status.add_item(db, item, now)


def _is_verifier(text: str) -> bool:
    """Tell whether a header's `qv` is one: a kiosk may sign anything."""
    try:
        return len(unb64(text)) == len(unb64(_NOBODY))
    except InputError:
        return False


def _answer(last: StatusRow) -> StatusAnswer:
    return StatusAnswer(
        receipt=last.receipt,
        status=msgspec.convert(last.status, FilingStatus),
        status_seq=last.status_seq,
        at=last.at,
        deadline=last.deadline,
        need=tuple(last.need.split()),
    )
