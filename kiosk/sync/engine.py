"""One pass of sync as numbered steps: journal up, attachments up, feed and catalogue down.

When a pass runs is `scheduler.py`. Source: sync.md §1, §5.
"""

from collections.abc import Callable

from msgspec import Struct

from kiosk.domain.errors import InputError, KioskError, Refused
from kiosk.sync.blobs_up import BlobsUp
from kiosk.sync.clock import SyncClock
from kiosk.sync.journal_up import Delivered, JournalUp
from kiosk.sync.request_keys import NOT_THIS_KEY, ask_once
from kiosk.sync.status_feed import Received, StatusFeed


class ShardMove(Struct, frozen=True, kw_only=True):
    """A shard of the catalogue that went from one version to another."""

    code: str
    from_: int
    to: int


class CatalogMoves(Struct, frozen=True, kw_only=True):
    """What a catalogue pass changed, and how many bytes it fetched."""

    shards: tuple[ShardMove, ...] = ()
    bytes: int = 0


class Pass(Struct, frozen=True, kw_only=True):
    """What one pass did; `failure` is what could not be done while the rest was."""

    journal: Delivered
    feed: Received
    catalog: CatalogMoves
    skew_ms: int
    failure: KioskError | None = None


class SyncEngine:
    """Runs passes.

    Args:
        journal_up: delivers entries.
        blobs_up: delivers attachments.
        feed: takes statuses in.
        catalog: looks for a newer catalogue and applies it.
        remember: shows a hub that forgot this kiosk its own answer.
        clock: the time.
        find_key: does something, signed by each key of this kiosk until the hub knows one.
    """

    def __init__(
        self,
        *,
        journal_up: JournalUp,
        blobs_up: BlobsUp,
        feed: StatusFeed,
        catalog: Callable[[], CatalogMoves],
        remember: Callable[[], None],
        clock: SyncClock,
        find_key: Callable[[Callable[[], object]], None] = ask_once,
    ) -> None:
        self._journal_up = journal_up
        self._blobs_up = blobs_up
        self._feed = feed
        self._catalog = catalog
        self._remember = remember
        self._clock = clock
        self._find_key = find_key

    def run(self) -> Pass:
        """Do one pass. Entries go first: nothing else may hold them up.

        Raises:
            Unavailable: the hub cannot be reached or is not to be believed.
            Refused: revoked, or a disk that is not the one the hub knows.
        """
        journal = self._deliver()  # 1 entries
        sent = self._blobs_up.deliver()  # 2 attachments
        feed = self._feed.receive(0, self._clock.now_ms())  # 3 statuses
        moves, failure = self._look_for_catalog()  # 4 catalogue
        return Pass(
            journal=journal,
            feed=feed,
            catalog=moves,
            skew_ms=self._clock.skew_ms(),
            failure=sent.fault() or failure,
        )

    def _deliver(self) -> Delivered:
        try:
            return self._journal_up.deliver()
        except (Refused, InputError) as refused:  # the hub came back from an older backup
            if refused.code not in ("hub.unknown", NOT_THIS_KEY):
                raise
            if refused.code == "hub.unknown":
                self._remember()
        self._find_key(self._journal_up.probe)
        return self._journal_up.deliver()

    def _look_for_catalog(self) -> tuple[CatalogMoves, KioskError | None]:
        """A catalogue that cannot be had keeps the old one; filings are not its business."""
        try:
            return self._catalog(), None
        except KioskError as error:
            return CatalogMoves(), error
