"""Intake: a delivery of journal entries is kept for ever, and acknowledged.

It never judges business: it stores, then people decide. What no kiosk of ours can have signed was
refused before, in `delivery.py`. Source: sync.md §5, "Hub transaction".
"""

import hashlib
from collections.abc import Sequence

import msgspec
from msgspec import Struct, structs
from sqlalchemy import Connection, Engine

from hub.services import audit
from hub.services.answers import HubSigner
from hub.services.arrivals import keep
from hub.services.delivery import Delivery, open_delivery
from hub.services.limits import RateLimit
from hub.store import journal, kiosks
from hub.store.database import reading, writing
from hub.store.kiosks import Kiosk, Locked
from kiosk.journal.chain import Tip, advance, link
from kiosk.journal.entry import Entry
from kiosk.sealing.suites import SUITES
from kiosk.wire.messages import Ack, BatchPrefix, Stop
from kiosk.wire.signed import Signed

SEEN_EVERY_MS = 600_000


class Sorted(Struct, frozen=True, kw_only=True):
    """A delivery beside what is kept: `turns` are new keys and the entries from which they sign."""

    tip: Tip
    fresh: Sequence[Entry]
    again: Sequence[Entry]
    turns: Sequence[tuple[int, bytes]]
    stop: Stop | None
    held: Sequence[Entry] = ()


class Taken(Struct, frozen=True, kw_only=True):
    """What a delivery changed: the kiosk as it is now, why it stopped, what waits for a person."""

    kiosk: Kiosk
    epoch: int
    stop: Stop | None = None
    held: Sequence[Entry] = ()


class Outcome(Struct, frozen=True, kw_only=True):
    """The answer to a delivery; `http_status` 409 when it stopped, 403 for a revoked kiosk."""

    ack: Signed
    http_status: int


class Intake:
    """Takes deliveries.

    Args:
        engine: the database.
        signer: signs acknowledgements.
        retry_after_s: how long a kiosk should wait when the hub is loaded.
    """

    def __init__(self, engine: Engine, signer: HubSigner, retry_after_s: int = 0) -> None:
        self._engine = engine
        self._signer = signer
        self._retry_after_s = retry_after_s
        self._seen = RateLimit(1, SEEN_EVERY_MS)

    def deliver(self, caller: Kiosk, packed: bytes) -> Outcome:
        """Keep what is new of a delivery and acknowledge everything that is kept.

        Args:
            caller: the kiosk whose key signed the request.
            packed: the request body, one zstd frame.

        Raises:
            InputError: no delivery, or one of another kiosk.
        """
        delivery = open_delivery(caller, packed, lambda: self._keys(caller.kiosk_no))
        now = self._signer.now_ms()
        is_probe = not delivery.entries and delivery.bad is None
        take = self._probed if is_probe else self._take
        return self._answer(take(caller, delivery, now), packed, now)

    def tell(self, caller: Kiosk, packed: bytes) -> Outcome:
        """Answer how far a number is to somebody with a key that it had once; keep nothing.

        That is a disk brought back from before its newest key: it learns that it is behind.
        """
        with reading(self._engine) as db:
            told = _refused(caller, kiosks.epoch(db))
        return self._answer(told, packed, self._signer.now_ms())

    def _answer(self, taken: Taken, packed: bytes, now: int) -> Outcome:
        ack = Ack(
            kiosk_no=taken.kiosk.kiosk_no,
            epoch=taken.epoch,
            through=taken.kiosk.through,
            head=taken.kiosk.head.hex(),
            req=hashlib.sha256(packed).hexdigest(),
            held=tuple(one.hash.hex() for one in taken.held),
            stop=taken.stop,
            time=now,
            feed_high=taken.kiosk.feed_high,
            retry_after=self._retry_after_s,
        )
        return Outcome(ack=self._signer.sign("ack", ack), http_status=_http_status(taken.stop))

    def _probed(self, caller: Kiosk, delivery: Delivery, now: int) -> Taken:
        """Answer how far the hub is from the row that was just read; seldom is anything written."""
        if self._is_news(caller, now):
            with writing(self._engine) as db:
                _note_seen(db, delivery.prefix, now)
        with reading(self._engine) as db:
            return _refused(caller, kiosks.epoch(db))

    def _take(self, caller: Kiosk, delivery: Delivery, now: int) -> Taken:
        """Keep entries in one transaction, according to the status of their kiosk."""
        is_news = self._is_news(caller, now)
        with writing(self._engine) as db:
            locked = kiosks.lock_with_place(db, caller.kiosk_no)
            kiosk, epoch = locked.kiosk, locked.epoch
            if is_news:
                _note_seen(db, delivery.prefix, now)
            if kiosk.status == "revoked":
                return _refused(kiosk, epoch)
            if kiosk.status == "active":
                return _take_in(db, locked, delivery, now)
            _set_aside(db, kiosk, delivery, now)
            journal.expect_blobs(db, kiosk.kiosk_no, delivery.entries)
            stop = _bad(delivery)
            return Taken(kiosk=kiosk, epoch=epoch, stop=stop, held=delivery.entries)

    def _keys(self, kiosk_no: int) -> tuple[bytes, ...]:
        """Return every key that a kiosk ever had, for entries that the hub may have already."""
        with reading(self._engine) as db:
            return tuple(key for _, key in kiosks.keys_of(db, kiosk_no))

    def _is_news(self, caller: Kiosk, now: int) -> bool:
        """Tell whether this worker may have to write down that a kiosk was heard."""
        return self._seen.take(str(caller.kiosk_no), now)


def _note_seen(db: Connection, prefix: BatchPrefix, now: int) -> None:
    """Write down that a kiosk was heard, at most every ten minutes over all workers."""
    if kiosks.last_seen(db, prefix.kiosk_no) <= now - SEEN_EVERY_MS:
        kiosks.seen(db, prefix.kiosk_no, now, prefix.app, prefix.t_wall - now)


def _take_in(db: Connection, locked: Locked, delivery: Delivery, now: int) -> Taken:
    """Keep what follows the chain; stop at the first entry that does not."""
    kiosk, sorted_out = locked.kiosk, _sort(db, locked.kiosk, delivery)
    journal.add_bodies(db, sorted_out.again)
    journal.complete_filings(db, kiosk.kiosk_no, _receipts(sorted_out.again))
    keep(db, locked, sorted_out.fresh, delivery.prefix, now)
    if locked.has_held and sorted_out.fresh:  # the kiosk was made active again
        journal.release(db, sorted_out.fresh, now)
    kiosk = _advance(db, kiosk, sorted_out, now)
    if sorted_out.held:
        kiosk = _quarantine(db, kiosk, sorted_out.held, now)
    return Taken(kiosk=kiosk, epoch=locked.epoch, stop=sorted_out.stop, held=sorted_out.held)


def _sort(db: Connection, kiosk: Kiosk, delivery: Delivery) -> Sorted:
    """Tell entries that follow from those that are kept already and those that fit nowhere."""
    suite, tip = SUITES[kiosk.suite], Tip(seq=kiosk.through, hash=kiosk.head, key=kiosk.pubkey)
    numbers = [one.seq for one in delivery.entries if one.seq <= tip.seq]
    known = journal.hashes(db, kiosk.kiosk_no, numbers) if numbers else {}
    fresh, again, turns = [], [], []
    for place, one in enumerate(delivery.entries):
        joined = link(tip, one, known.get)
        if joined == "known":
            again.append(one)
        elif joined == "next":
            key, tip = tip.key, advance(tip, one, suite)
            turns += [(one.seq + 1, tip.key)] if tip.key != key else []
            fresh.append(one)
            known[one.seq] = one.hash
        else:
            is_fork = joined == "fork"
            stop = Stop(seq=one.seq, reason=joined, expected=None if is_fork else tip.seq + 1)
            held = delivery.entries[place:] if is_fork else ()
            return Sorted(tip=tip, fresh=fresh, again=again, turns=turns, stop=stop, held=held)
    return Sorted(tip=tip, fresh=fresh, again=again, turns=turns, stop=_bad(delivery))


def _bad(delivery: Delivery) -> Stop | None:
    """Return where a delivery was cut: what is behind was neither chained nor set aside."""
    return None if delivery.bad is None else Stop(seq=delivery.bad, reason="bad_entry")


def _set_aside(db: Connection, kiosk: Kiosk, delivery: Delivery, now: int) -> None:
    """Hold entries of a kiosk that adds no more to its chain.

    A cloned disk finds out by a probe and only delivers once its number is replaced: what then
    contradicts the chain is told as the fork that it is.
    """
    left = _unchained(db, kiosk, delivery)
    tip = Tip(seq=kiosk.through, hash=kiosk.head, key=kiosk.pubkey)
    joined = [link(tip, one, lambda _seq: None) for one in left]
    forked = joined.index("fork") if "fork" in joined else len(left)
    journal.hold(db, kiosk.kiosk_no, left[:forked], kiosk.status, now)
    journal.hold(db, kiosk.kiosk_no, left[forked:], "fork", now)


def _unchained(db: Connection, kiosk: Kiosk, delivery: Delivery) -> list[Entry]:
    """Return what is not in the chain already: an entry in both would be handled twice."""
    numbers = [one.seq for one in delivery.entries if one.seq <= kiosk.through]
    known = journal.hashes(db, kiosk.kiosk_no, numbers) if numbers else {}
    return [one for one in delivery.entries if known.get(one.seq) != one.hash]


def _receipts(entries: Sequence[Entry]) -> list[str]:
    """Return the receipts whose bodies came again: one that was missing may be here now."""
    return [one.fields.receipt for one in entries if isinstance(one.fields.receipt, str)]


def _refused(kiosk: Kiosk, epoch: int) -> Taken:
    """Take nothing; a revoked kiosk is told so."""
    stop = Stop(seq=0, reason="revoked") if kiosk.status == "revoked" else None
    return Taken(kiosk=kiosk, epoch=epoch, stop=stop)


def _advance(db: Connection, kiosk: Kiosk, done: Sorted, now: int) -> Kiosk:
    if done.tip.seq == kiosk.through:
        return kiosk
    kiosks.advance(db, kiosk.kiosk_no, done.tip.seq, done.tip.hash)
    moved = structs.replace(kiosk, through=done.tip.seq, head=done.tip.hash)
    return _turn(db, moved, done, now) if done.turns else moved


def _turn(db: Connection, kiosk: Kiosk, done: Sorted, now: int) -> Kiosk:
    """Other keys sign from here on."""
    for from_seq, key in done.turns:
        kiosks.add_key(db, kiosk.kiosk_no, from_seq, key, now)
    values = {"pubkey": done.tip.key, "old_pubkey": kiosk.pubkey}
    kiosks.change_kiosk(db, kiosk.kiosk_no, **values)
    return structs.replace(kiosk, **values)


def _quarantine(db: Connection, kiosk: Kiosk, held: Sequence[Entry], now: int) -> Kiosk:
    """Two histories are signed with one key: a disk was cloned or rolled back."""
    journal.hold(db, kiosk.kiosk_no, held, "fork", now)
    journal.expect_blobs(db, kiosk.kiosk_no, held)
    kiosks.change_kiosk(db, kiosk.kiosk_no, status="quarantined")
    detail = {"kiosk_no": kiosk.kiosk_no, "seq": held[0].seq}
    audit.record(db, "hub", "kiosk.quarantined", msgspec.json.encode(detail).decode(), now)
    return structs.replace(kiosk, status="quarantined")


def _http_status(stop: Stop | None) -> int:
    if stop is None:
        return 200
    return 403 if stop.reason == "revoked" else 409
