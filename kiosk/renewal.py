"""A new number for a kiosk whose disk is not the one its hub knows: freeze, enrol anew, go on.

What becomes of the old journal is `frozen.py`. Each step can be repeated after a power cut.
Source: sync.md §9.3.
"""

from __future__ import annotations

import secrets
from functools import partial

from kiosk.bootstrap import Station
from kiosk.domain.errors import InputError, Refused
from kiosk.files import bundled
from kiosk.hub_link import HubLink
from kiosk.ports.crypto import Signer
from kiosk.ports.journal import JournalReader, JournalTx, MetaKey
from kiosk.records import Records
from kiosk.sealing.suites import load_or_make_key
from kiosk.store.frozen_journals import NEXT_JOURNAL, NEXT_KEY
from kiosk.store.journal_db import SqliteJournalStore
from kiosk.sync.enrolment import Enrolment
from kiosk.wire.messages import EnrolAnswer

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
        answer = _renewed(enrolment, int(number), records, new_key, link.origin)
        new.write(partial(_carry_over, old=records.journal))
    finally:
        new.close()
    records.freeze(int(number))
    return answer


def _renewed(
    enrolment: Enrolment, number: int, records: Records, new_key: Signer, origin: str
) -> EnrolAnswer:
    """Ask with every key that the old journal had: which one the hub knows cannot be known here."""
    keys = list(records.request_keys.all())
    for old_key in keys[:-1]:
        try:
            return enrolment.renew(number, old_key, new_key, origin)
        except InputError as refused:
            if refused.code != "enrol.proof":
                raise
    return enrolment.renew(number, keys[-1], new_key, origin)


def _carry_over(tx: JournalTx, old: JournalReader) -> None:
    """Take over what is not of the old number: whom to trust, and the time."""
    for key in CARRIED_OVER:
        value = old.meta(key)
        if value is not None:
            tx.set_meta(key, value)
