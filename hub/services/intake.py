"""Intake: a delivery of journal entries is checked, kept for ever, and acknowledged.

It never judges business: it stores, then people decide. It refuses only what no kiosk of ours can
have signed, and what is over a limit. Source: sync.md §5, "Hub transaction".
"""

import hashlib
from collections.abc import Sequence

import msgspec
from msgspec import Struct, structs
from sqlalchemy import Connection, Engine

from hub.services import audit
from hub.services.answers import HubSigner
from hub.services.arrivals import keep
from hub.store import journal, kiosks
from hub.store.database import reading, writing
from hub.store.kiosks import Kiosk
from kiosk.domain.errors import InputError
from kiosk.files import decompress
from kiosk.journal.chain import Tip, advance, link
from kiosk.journal.entry import BadEntry, Entry, is_signed, read_entry
from kiosk.sealing.suites import SUITES
from kiosk.wire import batch
from kiosk.wire.messages import Ack, BatchPrefix, Stop
from kiosk.wire.signed import Signed

SEEN_EVERY_MS = 600_000


Keys = tuple[tuple[int, bytes], ...]


class Delivery(Struct, frozen=True, kw_only=True):
    """A delivery whose entries are signed; `bad` is where the first one is not."""

    prefix: BatchPrefix
    entries: tuple[Entry, ...]
    bad: int | None


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

    def deliver(self, caller: Kiosk, packed: bytes) -> Outcome:
        """Keep what is new of a delivery and acknowledge everything that is kept.

        Args:
            caller: the kiosk whose key signed the request.
            packed: the request body, one zstd frame.

        Raises:
            InputError: no delivery, or one of another kiosk.
        """
        with reading(self._engine) as db:
            keys = kiosks.keys_of(db, caller.kiosk_no)
        delivery = open_delivery(caller, packed, keys)
        now = self._signer.now_ms()
        with writing(self._engine) as db:
            kiosk = kiosks.lock_kiosk(db, caller.kiosk_no)
            stop: Stop | None
            held: Sequence[Entry]
            if kiosk.status == "revoked":
                stop, held = Stop(seq=0, reason="revoked"), ()
            elif kiosk.status == "active":
                kiosk, stop, held = _take_in(db, kiosk, delivery, now)
            else:
                stop, held = None, delivery.entries
                journal.hold(db, kiosk.kiosk_no, held, kiosk.status, now)
                journal.expect_blobs(db, kiosk.kiosk_no, held)
            skew_ms = delivery.prefix.t_wall - now
            kiosks.seen(db, kiosk.kiosk_no, now, delivery.prefix.app, skew_ms)
            epoch = kiosks.epoch(db)
        ack = Ack(
            kiosk_no=kiosk.kiosk_no,
            epoch=epoch,
            through=kiosk.through,
            head=kiosk.head.hex(),
            req=hashlib.sha256(packed).hexdigest(),
            held=tuple(one.hash.hex() for one in held),
            stop=stop,
            time=now,
            feed_high=kiosk.feed_high,
            retry_after=self._retry_after_s,
        )
        return Outcome(ack=self._signer.sign("ack", ack), http_status=_http_status(stop))


def open_delivery(caller: Kiosk, packed: bytes, keys: Keys) -> Delivery:
    """Unpack a delivery and check every signature, outside of any transaction.

    Args:
        caller: the kiosk as it was when its request was checked.
        packed: the request body.
        keys: every key that the kiosk ever had, for entries that the hub may have already.
    """
    if len(packed) > batch.MAX_PACKED_BYTES:
        raise InputError("batch.too_large", f"一批最多{batch.MAX_PACKED_BYTES}字节")
    prefix, records = batch.decode(decompress(packed, batch.MAX_BYTES))
    if prefix.kiosk_no != caller.kiosk_no:
        raise InputError("batch.kiosk", "这批条目不是这台机器的")
    tip = Tip(seq=caller.through, hash=caller.head, key=caller.pubkey)
    entries: list[Entry] = []
    for record in records:
        try:
            one = _genuine(caller, record, tip, keys)
            if one.seq > caller.through:
                tip = advance(tip, one, SUITES[caller.suite])
        except InputError:
            bad = entries[-1].seq + 1 if entries else caller.through + 1
            return Delivery(prefix=prefix, entries=tuple(entries), bad=bad)
        entries.append(one)
    return Delivery(prefix=prefix, entries=tuple(entries), bad=None)


def _genuine(caller: Kiosk, record: batch.Record, tip: Tip, keys: Keys) -> Entry:
    """Return an entry that the kiosk signed. Raises BadEntry."""
    suite = SUITES[caller.suite]
    one = read_entry(record.header, record.sig, record.body, suite)
    if one.fields.kiosk_no != caller.kiosk_no:
        raise BadEntry("entry.kiosk", "条目不是这台机器的")
    signers = (tip.key,) if one.seq > caller.through else tuple(key for _, key in keys)
    if not any(is_signed(one, key, suite) for key in signers):
        raise BadEntry("entry.signature", "条目的签名不对")
    return one


def _take_in(
    db: Connection, kiosk: Kiosk, delivery: Delivery, now: int
) -> tuple[Kiosk, Stop | None, Sequence[Entry]]:
    """Keep what follows the chain; stop at the first entry that does not."""
    entries, suite = delivery.entries, SUITES[kiosk.suite]
    tip = Tip(seq=kiosk.through, hash=kiosk.head, key=kiosk.pubkey)
    known = journal.hashes(db, kiosk.kiosk_no, [e.seq for e in entries if e.seq <= tip.seq])
    fresh: list[Entry] = []
    again: list[Entry] = []
    stop: Stop | None = None
    held: Sequence[Entry] = ()
    for place, one in enumerate(entries):
        joined = link(tip, one, known.get)
        if joined == "next":
            tip = advance(tip, one, suite)
            fresh.append(one)
            known[one.seq] = one.hash
        elif joined == "known":
            again.append(one)
        else:
            held = entries[place:] if joined == "fork" else ()
            expected = tip.seq + 1 if joined == "gap" else None
            stop = Stop(seq=one.seq, reason=joined, expected=expected)
            break
    if stop is None and delivery.bad is not None:
        stop = Stop(seq=delivery.bad, reason="bad_entry")
    journal.add_bodies(db, again)
    keep(db, kiosk, fresh, delivery.prefix, now)
    kiosk = _advance(db, kiosk, tip, now)
    if held:
        kiosk = _quarantine(db, kiosk, held, now)
    return kiosk, stop, held


def _advance(db: Connection, kiosk: Kiosk, tip: Tip, now: int) -> Kiosk:
    if tip.seq == kiosk.through:
        return kiosk
    values: dict[str, object] = {"through": tip.seq, "head": tip.hash}
    if tip.key != kiosk.pubkey:
        values |= {"pubkey": tip.key, "old_pubkey": kiosk.pubkey}
        kiosks.add_key(db, kiosk.kiosk_no, tip.seq + 1, tip.key, now)
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
