"""Planted bugs: each breaks one rule, and the simulation must notice.

A bug names the faults under which it does harm; without those it would do none.
"""

from types import SimpleNamespace
from unittest.mock import patch

from msgspec import Struct

from kiosk.sync.request_keys import RequestKeys
from tests.fakes.journal import MemoryJournal
from tests.simulation import broken_rules as rules
from tests.simulation.broken_rules import Patches
from tests.simulation.profile import Profile, only


class Planted(Struct, frozen=True, kw_only=True):
    """One bug; `seed` is where it is known to show first."""

    name: str
    faults: tuple[str, ...]
    patches: Patches
    seed: int = 0
    filings: int = 40
    kiosks: int = 2
    rate: float = 0.05

    @property
    def profile(self) -> Profile:
        """The faults of its worlds."""
        return only(*self.faults, kiosks=self.kiosks, rate=self.rate)


PLANTED = (
    Planted(
        name="acknowledged before the commit",
        faults=("worker_dies_before_commit",),
        patches=rules.swapped("hub.services.intake.writing", rules.careless_writing),
    ),
    Planted(
        name="a gap is accepted",
        seed=6,
        faults=("restore_hub", "carrier", "late_duplicate", "delay_request"),
        patches=rules.linked({"gap": "next"}),
    ),
    Planted(
        name="a fork is accepted",
        seed=8,
        faults=("clone", "carrier", "delay_request", "slow_worker"),
        patches=rules.linked({"fork": "next"}),
        kiosks=1,
        filings=80,
        rate=0.1,
    ),
    Planted(
        name="held entries are dropped",
        faults=("roll_back", "retire"),
        patches=rules.intake_journal(hold=lambda *_given: None),
    ),
    Planted(
        name="what is chained is held as well",
        seed=2,
        faults=("retire", "roll_back", "drop_answer"),
        patches=rules.swapped(
            "hub.services.intake._unchained", lambda _db, _kiosk, given: given.entries
        ),
    ),
    Planted(
        name="a resend files again",
        faults=("duplicate", "drop_answer"),
        patches=rules.intake_journal(add_bodies=rules.filed_again),
    ),
    Planted(
        name="a row of the feed is skipped",
        seed=2,
        faults=(),
        patches=rules.swapped("hub.store.status.items", rules.items_but_one),
    ),
    Planted(
        name="an attachment's hash is not checked",
        seed=1,
        faults=("rot",),
        patches=rules.both(
            rules.swapped("hub.services.blobs.hashlib", SimpleNamespace(sha256=rules.blind_hash)),
            rules.swapped("kiosk.sync.blobs_up.BlobsUp._check", lambda _up, _blob: None),
        ),
    ),
    Planted(
        name="a number is given twice",
        seed=5,
        faults=("restore_hub", "roll_back", "clone"),
        filings=60,
        patches=rules.swapped("hub.store.kiosks.skip_kiosk_no", lambda _db, number: number),
    ),
    Planted(
        name="no rewind", seed=10, faults=("restore_hub",), patches=rules.judged(rules.no_rewind)
    ),
    Planted(
        name="the feed goes on after a restore",
        seed=11,
        faults=("restore_hub",),
        patches=rules.judged(rules.feed_goes_on),
    ),
    Planted(
        name="a lower epoch is accepted",
        seed=2,
        faults=("restore_hub", "carrier"),
        patches=rules.judged(rules.old_epoch),
    ),
    Planted(
        name="a status is applied whenever it comes",
        seed=13,
        faults=("stale_answer", "foreign_answer"),
        patches=rules.swapped("kiosk.sync.status_feed.StatusFeed._take_in", rules.every_item),
    ),
    Planted(
        name="statuses from before a restore count",
        seed=18,
        faults=("restore_hub", "stale_answer"),
        patches=rules.swapped("kiosk.sync.status_feed.StatusFeed._take_in", rules.newer_items),
    ),
    Planted(
        name="an answer that nobody signed counts",
        faults=("forged_answer",),
        patches=rules.swapped(
            "kiosk.sync.trust.AnswerTrust._is_genuine", lambda _trust, _signed, _covered: True
        ),
    ),
    Planted(
        name="bodies are purged without an acknowledgement",
        faults=("drop_request",),
        patches=rules.sql("purge", rules.purge_all),
    ),
    Planted(
        name="bodies are purged at once",
        faults=(),
        patches=rules.swapped(
            "kiosk.services.retention.body_limit_ms", lambda floor_ms, **_k: floor_ms
        ),
    ),
    Planted(
        name="everything is acknowledged at once",
        faults=("drop_request",),
        patches=rules.sql("acknowledge", rules.acknowledge_all),
    ),
    Planted(
        name="the filing counter is used again",
        faults=(),
        patches=rules.sql("set_meta", rules.forget_counter),
    ),
    Planted(
        name="a receipt is shown before the commit",
        faults=(),
        patches=lambda: patch.object(MemoryJournal, "write", rules.lazy_write),
    ),
    Planted(
        name="attachments are not sent again",
        seed=10,
        faults=("restore_hub",),
        patches=rules.sql("rewind", rules.rewind_without_files),
    ),
    Planted(
        name="held entries are not sent again",
        filings=80,
        kiosks=1,
        faults=("restore_hub", "retire"),
        patches=rules.sql("rewind", rules.rewind_without_held),
    ),
    Planted(
        name="a frozen journal is forgotten",
        faults=("roll_back", "clone"),
        patches=rules.swapped("kiosk.sync.frozen_up.FrozenUp.deliver", lambda _up: True),
    ),
    Planted(
        name="a frozen journal believes any answer",
        seed=8,
        faults=("roll_back", "clone", "stale_answer", "foreign_answer"),
        filings=100,
        rate=0.2,
        patches=rules.swapped(
            "kiosk.sync.frozen_up.FrozenUp._check", lambda _up, _ack, _packed: None
        ),
    ),
    Planted(
        name="the answer to another attachment counts",
        faults=("foreign_answer", "stale_answer"),
        patches=rules.swapped("kiosk.sync.blobs_up.BlobsUp._put", rules.any_blob_answer),
    ),
    Planted(
        name="a lost attachment stops the others",
        seed=2,
        faults=("rot",),
        patches=rules.swapped("kiosk.sync.blobs_up.UNREADABLE", "none"),
    ),
    Planted(
        name="a new key signs requests before the hub knows it",
        faults=("rotate",),
        patches=lambda: patch.object(RequestKeys, "sender", rules.newest_sender),
    ),
    Planted(
        name="only the newest key is tried on a restored hub",
        seed=1,
        faults=("rotate", "restore_hub"),
        patches=lambda: patch.object(RequestKeys, "find", lambda _keys, probe: probe()),
    ),
    Planted(
        name="a new key that was set aside leads no delivery",
        faults=("rotate", "roll_back", "retire"),
        kiosks=1,
        patches=rules.swapped("kiosk.sync.owed._new_keys", lambda _journal, _before: ()),
    ),
    Planted(
        name="the clock on the wall raises the floor",
        faults=("clock_jump",),
        patches=rules.swapped("kiosk.journal.clock.TrustedTime.floor", rules.floor_by_wall),
    ),
)
