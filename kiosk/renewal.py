"""A new number for a kiosk whose disk is lost or not the one its hub knows: enrol anew, go on.

What becomes of the old journal is `frozen.py`, of one that nobody can read `lost_journal.py`. Each
step can be repeated after a power cut.
Source: sync.md §9.3.
"""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path

from kiosk.bootstrap import Station
from kiosk.domain.errors import Refused
from kiosk.files import bundled
from kiosk.hub_link import HubLink, link_of, records_of
from kiosk.ports.journal import JournalReader, JournalTx, MetaKey
from kiosk.records import Records
from kiosk.sealing.suites import load_or_make_key
from kiosk.store.frozen_journals import NEXT_JOURNAL, NEXT_KEY
from kiosk.store.journal_db import SqliteJournalStore
from kiosk.store.lost_journal import put_aside
from kiosk.sync.enrolment import Enrolment
from kiosk.wire.enrol_token import read_token
from kiosk.wire.messages import EnrolAnswer

CARRIED_OVER: tuple[MetaKey, ...] = ("hub_keys", "seal_keys", "tuf_floors", "time_floor")
RENEWABLE = frozenset({"behind", "other_history", "fork", "bad_entry"})


def renew(
    station: Station, records: Records, link: HubLink, token: str | None = None
) -> EnrolAnswer:
    """Get a new number and put a new journal in place of the old one, which is kept frozen.

    Args:
        station: the kiosk.
        records: the stopped kiosk; closed at the end.
        link: its hub.
        token: what a person at the hub gave, where the old key is not enough; None: the old key.

    Raises:
        InputError: the token is misspelt.
        Refused: the kiosk is not stopped for a reason that a new number mends, or a person at the
            hub must agree.
        Unavailable: the hub cannot be reached.
    """
    data, migrations = station.data, bundled("db", "kiosk")
    stopped, number = records.journal.meta("stopped"), records.journal.meta("kiosk_no")
    is_needed = stopped in RENEWABLE or (stopped is not None and token is not None)
    if not is_needed or number is None:
        raise Refused("enrol.renew", "这台机器不需要重新登记")
    new_key = load_or_make_key(data / NEXT_KEY, secrets.token_bytes(32))
    new = SqliteJournalStore(data / NEXT_JOURNAL, migrations)
    try:
        enrolment = Enrolment(new, link.hub, link.trust, "renewed")
        if token is None:
            answer = records.request_keys.try_each(  # which one the hub knows cannot be known here
                lambda old: enrolment.renew(int(number), old, new_key, link.origin), "enrol.proof"
            )
        else:
            answer = enrolment.enrol(read_token(token).secret, link.origin, new_key)
        new.write(partial(_carry_over, old=records.journal))
    finally:
        new.close()
    records.freeze(int(number))
    return answer


def begin_anew(
    station: Station, records: Records, origin: str, token: str
) -> tuple[EnrolAnswer, Path | None]:
    """Enrol a machine again whose key or journal is lost, or which only a person may let go on.

    Args:
        station: the kiosk.
        records: what is left of it; closed at the end.
        origin: its hub.
        token: from a person at the hub.

    Returns:
        The new number, and the folder with what was lost; None: the old journal is frozen.

    Raises:
        InputError: the token is misspelt.
        Refused: nothing is lost and nothing stopped, or the hub does not give a number.
        Unavailable: the hub cannot be reached.
    """
    read_token(token)  # before anything is moved
    if records.lost() is None and records.journal.meta("kiosk_no") is not None:
        return renew(station, records, link_of(station, records, origin), token), None
    records.close()
    aside = put_aside(station.data)
    fresh = records_of(station)
    try:
        return link_of(station, fresh, origin).enrol(token), aside
    finally:
        fresh.close()


def _carry_over(tx: JournalTx, old: JournalReader) -> None:
    """Take over what is not of the old number: whom to trust, and the time."""
    for key in CARRIED_OVER:
        value = old.meta(key)
        if value is not None:
            tx.set_meta(key, value)
