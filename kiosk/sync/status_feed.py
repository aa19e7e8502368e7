"""The status feed: signed items become the status of this kiosk's filings, each once.

Source: sync.md §4, §6.
"""

from functools import partial

from msgspec import Struct, structs

from kiosk.ports.journal import JournalStore, JournalTx
from kiosk.sync.trust import AnswerTrust
from kiosk.wire.messages import FeedItem
from kiosk.wire.protocol import HubProtocol

PAGE = 100


class Received(Struct, frozen=True, kw_only=True):
    """How far the feed is, how many items came, and the hint at the newest catalogue."""

    after: int
    received: int
    catalog: int | None


class StatusFeed:
    """Takes the feed of one kiosk in.

    Args:
        journal: keeps the statuses and how far the feed was read.
        hub: where from.
        trust: opens its items.
    """

    def __init__(self, journal: JournalStore, hub: HubProtocol, trust: AnswerTrust) -> None:
        self._journal = journal
        self._hub = hub
        self._trust = trust

    def receive(self, wait_s: int, now_ms: int) -> Received:
        """Take in everything that is there; wait for the first item at most so long.

        Raises:
            Unavailable: the hub cannot be reached, or an item is not to be believed.
        """
        received, hint = 0, None
        while True:
            page = self._hub.feed(self._after(), 0 if received else wait_s)
            hint = page.catalog
            items = [self._trust.open(one, "feed", FeedItem) for one in page.items]
            before = self._after()
            if items:
                self._journal.write(partial(self._take_in, items=items, now_ms=now_ms))
            received += len(items)
            if len(items) < PAGE or self._after() == before:
                return Received(after=self._after(), received=received, catalog=hint)

    def _take_in(self, tx: JournalTx, items: list[FeedItem], now_ms: int) -> None:
        """Statuses and the place in the feed change together."""
        mine, after = int(tx.meta("kiosk_no") or 0), int(tx.meta("feed_after") or 0)
        epoch = int(tx.meta("epoch") or 0)
        for item in items:
            is_old = item.epoch < epoch  # an answer from before the hub lost its memory
            if item.kiosk_no != mine or item.feed_seq != after + 1 or is_old:
                continue  # none may be skipped: what is behind a gap comes again
            after = item.feed_seq
            stub = tx.stub(item.receipt)
            if stub is not None and (item.epoch, item.status_seq) > (stub.epoch, stub.status_seq):
                newer = structs.replace(
                    stub,
                    status=item.status,
                    epoch=item.epoch,
                    status_seq=item.status_seq,
                    deadline=item.deadline,
                    need=item.need,
                    at_ms=now_ms,
                )
                tx.put_stub(newer)
        tx.set_meta("feed_after", str(after))

    def _after(self) -> int:
        return int(self._journal.meta("feed_after") or 0)
