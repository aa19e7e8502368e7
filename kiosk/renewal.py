"""A new number for a kiosk whose disk is not the one its hub knows: freeze, enrol anew, go on.

The old journal stays beside the new one and keeps sending what it owes. Each step can be repeated
after a power cut. Source: sync.md §9.3.
"""

from __future__ import annotations

import secrets
from functools import partial

from kiosk.bootstrap import Station
from kiosk.domain.errors import Refused
from kiosk.files import bundled
from kiosk.hub_link import HubLink
from kiosk.ports.journal import JournalReader, JournalTx, MetaKey
from kiosk.records import APP, Records
from kiosk.sealing.suites import load_or_make_key
from kiosk.store.frozen_journals import (
    NEXT_JOURNAL,
    NEXT_KEY,
    freeze,
    frozen_journal,
    frozen_key,
    frozen_numbers,
)
from kiosk.store.journal_db import SqliteJournalStore
from kiosk.sync.enrolment import Enrolment
from kiosk.sync.frozen_up import FrozenUp
from kiosk.wire.messages import EnrolAnswer
from kiosk.wire.request_signature import Sender

CARRIED_OVER: tuple[MetaKey, ...] = ("hub_keys", "seal_keys", "tuf_floors", "time_floor")
RENEWABLE = frozenset({"behind", "other_history", "fork", "bad_entry"})


def renew(station: Station, records: Records, link: HubLink) -> EnrolAnswer:
    """Get a new number and put a new journal in place of the old one, which is kept frozen.

    Args:
        station: the kiosk.
        records: the stopped kiosk; closed at the end.
        link: its hub.

    Raises:
        Refused: the kiosk is not stopped for a reason that a new number mends, or a person at the
            hub must agree.
        Unavailable: the hub cannot be reached.
    """
    data, migrations = station.data, bundled("db", "kiosk")
    stopped, number = records.journal.meta("stopped"), records.journal.meta("kiosk_no")
    if stopped not in RENEWABLE or number is None:
        raise Refused("enrol.renew", "这台机器不需要重新登记")
    new_key = load_or_make_key(data / NEXT_KEY, secrets.token_bytes(32))
    new = SqliteJournalStore(data / NEXT_JOURNAL, migrations)
    try:
        enrolment = Enrolment(new, link.hub, link.trust, "renewed")
        answer = enrolment.renew(int(number), records.device, new_key, link.origin)
        new.write(partial(_carry_over, old=records.journal))
    finally:
        new.close()
    records.close()
    freeze(data, int(number))
    return answer


def _carry_over(tx: JournalTx, old: JournalReader) -> None:
    """Take over what is not of the old number: whom to trust, and the time."""
    for key in CARRIED_OVER:
        value = old.meta(key)
        if value is not None:
            tx.set_meta(key, value)


def deliver_frozen(station: Station, records: Records, link: HubLink) -> int:
    """Send what frozen journals owe; return how many of them owe nothing any more.

    Raises:
        Unavailable: the hub cannot be reached.
    """
    data, migrations, done = station.data, bundled("db", "kiosk"), 0
    for number in frozen_numbers(data):
        key = load_or_make_key(frozen_key(data, number), b"")
        sender = Sender(kiosk_no=number, public_key=key.public_key, sign=key.sign)
        hub = link.hub_as(sender)
        journal = SqliteJournalStore(frozen_journal(data, number), migrations)
        enrolment = Enrolment(journal, hub, link.trust, "frozen")
        frozen = FrozenUp(
            journal=journal,
            files=records.attachments,
            hub=hub,
            trust=link.trust,
            remember=partial(enrolment.remember, key),
            clock=records.time,
            app=APP,
        )
        try:
            done += frozen.deliver()
        finally:
            journal.close()
            hub.close()
    return done
