"""A delivery as it arrives: unpacked, every hash and signature checked, outside any transaction.

It refuses only what no kiosk of ours can have signed, and what is over a limit. Where an entry
belongs, and whether it is kept, is `intake.py`. Source: sync.md §5.
"""

import functools
from collections.abc import Callable

from msgspec import Struct

from hub.store.kiosks import Kiosk
from kiosk.domain.errors import InputError
from kiosk.files import decompress
from kiosk.journal.chain import Tip, advance
from kiosk.journal.entry import BadEntry, Entry, is_signed, read_entry
from kiosk.sealing.suites import SUITES
from kiosk.wire import batch
from kiosk.wire.messages import BatchPrefix


class Delivery(Struct, frozen=True, kw_only=True):
    """A delivery whose entries are signed; `bad` is where the first one is not."""

    prefix: BatchPrefix
    entries: tuple[Entry, ...]
    bad: int | None


def open_delivery(
    caller: Kiosk, packed: bytes, all_keys: Callable[[], tuple[bytes, ...]]
) -> Delivery:
    """Unpack a delivery and check every signature, outside of any transaction.

    Args:
        caller: the kiosk as it was when its request was checked.
        packed: the request body.
        all_keys: every key that the kiosk ever had; asked for when old entries are there.
    """
    if len(packed) > batch.MAX_PACKED_BYTES:
        raise InputError("batch.too_large", f"一批最多{batch.MAX_PACKED_BYTES}字节")
    prefix, records = batch.decode(decompress(packed, batch.MAX_BYTES))
    if prefix.kiosk_no != caller.kiosk_no:
        raise InputError("batch.kiosk", "这批条目不是这台机器的")
    tip = Tip(seq=caller.through, hash=caller.head, key=caller.pubkey)
    known_keys = functools.cache(all_keys)
    entries: list[Entry] = []
    for record in records:
        try:
            one = _genuine(caller, record, tip, known_keys)
            if one.seq > caller.through:
                tip = advance(tip, one, SUITES[caller.suite])
        except InputError:
            bad = entries[-1].seq + 1 if entries else caller.through + 1
            return Delivery(prefix=prefix, entries=tuple(entries), bad=bad)
        entries.append(one)
    return Delivery(prefix=prefix, entries=tuple(entries), bad=None)


def _genuine(
    caller: Kiosk, record: batch.Record, tip: Tip, known_keys: Callable[[], tuple[bytes, ...]]
) -> Entry:
    """Return an entry that the kiosk signed. Raises BadEntry."""
    suite = SUITES[caller.suite]
    one = read_entry(record.header, record.sig, record.body, suite)
    if one.fields.kiosk_no != caller.kiosk_no:
        raise BadEntry("entry.kiosk", "条目不是这台机器的")
    signers = (tip.key,) if one.seq > caller.through else known_keys()
    if not any(is_signed(one, key, suite) for key in signers):
        raise BadEntry("entry.signature", "条目的签名不对")
    return one
