"""Oversight: counts, and every chain recomputed: the hub's own and each kiosk's.

Source: sync.md §17.
"""

from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy import Connection, Engine, func, select

from hub.services import audit
from hub.store import kiosks
from hub.store.database import reading
from hub.store.kiosks import Kiosk
from hub.store.tables import body, entry, filing, held_entry, hub_audit, kiosk
from kiosk.domain.errors import InputError
from kiosk.journal.chain import Tip, verify
from kiosk.journal.entry import Entry, read_entry
from kiosk.sealing.suites import SUITES

PAGE = 1_000


class Counts(Struct, frozen=True, kw_only=True):
    """What a hub holds, in the shape of `hub stats --json`; `by_state` counts filings."""

    kiosks: int
    entries: int
    filings: int
    blobs: int
    forks: int
    by_state: dict[str, int]


class Finding(Struct, frozen=True, kw_only=True):
    """Something that is not as it was written."""

    where: str
    message: str


class Verified(Struct, frozen=True, kw_only=True):
    """What was recomputed."""

    checked: int
    flaws: tuple[Finding, ...]


def counts(engine: Engine) -> Counts:
    """Count what is there."""
    with reading(engine) as db:
        states = db.execute(select(filing.c.status, func.count()).group_by(filing.c.status))
        by_state = {str(state): int(number) for state, number in states}
        forked = select(func.count()).select_from(held_entry).where(held_entry.c.reason == "fork")
        return Counts(
            kiosks=_size(db, kiosk),
            entries=_size(db, entry),
            filings=sum(by_state.values()),
            blobs=_size(db, body),
            forks=int(db.execute(forked).scalar_one()),
            by_state=by_state,
        )


def verify_all(engine: Engine) -> Verified:
    """Recompute the hub's chain and the journal of every kiosk."""
    with reading(engine) as db:
        found = [
            Finding(where=f"中心记录第{flaw.n}行", message=flaw.message)
            for flaw in audit.verify(db)
        ]
        checked = _size(db, hub_audit)
        for one in kiosks.kiosks(db):
            number, flaws = _journal(db, one)
            checked += number
            found += flaws
    return Verified(checked=checked, flaws=tuple(found))


def _journal(db: Connection, one: Kiosk) -> tuple[int, list[Finding]]:
    suite, keys = SUITES[one.suite], kiosks.keys_of(db, one.kiosk_no)
    where, seen = f"机器{one.kiosk_no:07}", 0
    tip = Tip(key=keys[0][1] if keys else one.pubkey)
    flaws: list[Finding] = []

    def counted() -> Iterator[Entry]:
        nonlocal seen, tip
        for item in _entries(db, one):
            seen += 1
            tip = Tip(seq=item.seq, hash=item.hash, key=tip.key)
            yield item

    try:
        flaws += [Finding(where=where, message=f.message) for f in verify(counted(), tip, suite)]
    except InputError as error:
        flaws.append(Finding(where=where, message=error.message))
    if not flaws and (seen, tip.hash) != (one.through, one.head):
        flaws.append(Finding(where=where, message=f"应有{one.through}条，只有{seen}条"))
    return seen, flaws


def _entries(db: Connection, one: Kiosk) -> Iterator[Entry]:
    """Yield the entries of a kiosk in order, with the bodies that are there."""
    after = 0
    while True:
        rows = db.execute(
            select(entry.c.seq, entry.c.header, entry.c.sig)
            .where(entry.c.kiosk_no == one.kiosk_no, entry.c.seq > after)
            .order_by(entry.c.seq)
            .limit(PAGE)
        ).all()
        if not rows:
            return
        for seq, header, sig in rows:
            after = int(seq)
            yield _with_body(db, read_entry(bytes(header), bytes(sig), None, SUITES[one.suite]))


def _with_body(db: Connection, one: Entry) -> Entry:
    """Return an entry with its body where the chain needs it: a key changes there."""
    if one.fields.type != "key.rotate":
        return one
    found = db.execute(
        select(body.c.data).where(body.c.sha256 == bytes.fromhex(one.fields.body_sha256))
    ).scalar()
    data = None if found is None else bytes(found)
    return read_entry(one.header, one.sig, data, SUITES[one.fields.suite])


def _size(db: Connection, table: object) -> int:
    return int(db.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]
