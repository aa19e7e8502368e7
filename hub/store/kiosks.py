"""Sites, tokens and kiosks in SQL. Who may have a number is decided in `services/kiosks.py`."""

from typing import Any, Literal, TypeVar

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select, update

from hub.store.database import insert_new, lock, put
from hub.store.tables import enrol_token, held_entry, hub, key_event, kiosk, kiosk_seen, site

T = TypeVar("T")
KioskStatus = Literal["active", "quarantined", "draining", "revoked"]
Reenrol = Literal["auto", "person"]


class Site(Struct, frozen=True, kw_only=True):
    """A place. `region` is its division code; `reenrol` who grants a kiosk a new number."""

    site_id: str
    region: str
    name: str
    reenrol: Reenrol = "auto"


class Token(Struct, frozen=True, kw_only=True):
    """A one-time token, known by its hash alone; `exp` in ms."""

    hash: bytes
    site_id: str
    exp: int
    replaces: int | None = None
    used_by: bytes | None = None
    used_at: int | None = None


class Kiosk(Struct, frozen=True, kw_only=True):
    """One enrolment of one machine. `old_pubkey` still signs requests until the new one is used."""

    kiosk_no: int
    site_id: str
    pubkey: bytes
    old_pubkey: bytes | None = None
    suite: int
    status: KioskStatus
    through: int = 0
    head: bytes = bytes(32)
    feed_high: int = 0
    enrolled_at: int
    answer: bytes = b""
    successor: int | None = None


class Locked(Struct, frozen=True, kw_only=True):
    """A kiosk that nobody else changes, with the division of its place and the hub's epoch.

    `has_held`: entries of it wait for a person.
    """

    kiosk: Kiosk
    region: str
    epoch: int
    has_held: bool


# Queries of every delivery are made once: making one costs three times what it takes to run it.
_EPOCH = select(hub.c.epoch)
_KIOSK = select(kiosk).where(kiosk.c.kiosk_no == bindparam("number"))
_REGION = select(site.c.region).where(site.c.site_id == kiosk.c.site_id).scalar_subquery()
_HELD = select(held_entry.c.seq).where(
    held_entry.c.kiosk_no == kiosk.c.kiosk_no, held_entry.c.resolved_at.is_(None)
)
_LOCKED = _KIOSK.add_columns(
    _REGION.label("region"), _EPOCH.scalar_subquery().label("epoch"), _HELD.exists().label("held")
).with_for_update(of=kiosk)
_ADVANCE = (
    update(kiosk)
    .where(kiosk.c.kiosk_no == bindparam("number"))
    .values(through=bindparam("seq"), head=bindparam("digest"))
)
_LAST_SEEN = select(kiosk_seen.c.at).where(kiosk_seen.c.kiosk_no == bindparam("number"))


def epoch(db: Connection) -> int:
    """Return the epoch of the hub's memory."""
    return int(db.execute(_EPOCH).scalar_one())


def next_kiosk_no(db: Connection) -> int:
    """Take the next number; it is never given again."""
    taken = update(hub).values(next_kiosk_no=hub.c.next_kiosk_no + 1)
    return int(db.execute(taken.returning(hub.c.next_kiosk_no)).scalar_one()) - 1


def skip_kiosk_no(db: Connection, number: int) -> int:
    """Never give a number that is known to be given; return the next one."""
    later = update(hub).where(hub.c.next_kiosk_no <= number)
    db.execute(later.values(next_kiosk_no=number + 1))
    return newest_kiosk_no(db) + 1


def newest_kiosk_no(db: Connection) -> int:
    """Return the number before the next one."""
    return int(db.execute(select(hub.c.next_kiosk_no)).scalar_one()) - 1


def raise_epoch(db: Connection, now_s: int) -> int:
    """Begin a new memory: the Unix second, in any case a higher number than before."""
    new = max(now_s, epoch(db) + 1)
    db.execute(update(hub).values(epoch=new))
    return new


def found_hub(db: Connection, at: int, first_kiosk_no: int) -> None:
    """Write the one row of a new hub."""
    insert_new(db, hub, [{"one": 1, "epoch": at, "next_kiosk_no": first_kiosk_no}])


def add_site(db: Connection, new: Site) -> None:
    """Add a site, or change one."""
    put(db, site, [_values(new)])


def find_site(db: Connection, site_id: str) -> Site | None:
    """Return a site."""
    return _one(db, select(site).where(site.c.site_id == site_id), Site)


def sites(db: Connection) -> tuple[Site, ...]:
    """Return all sites by id."""
    return _all(db, select(site).order_by(site.c.site_id), Site)


def add_token(db: Connection, token: Token) -> None:
    """Add a token."""
    insert_new(db, enrol_token, [_values(token)])


def find_token(db: Connection, digest: bytes) -> Token | None:
    """Return a token, locked until the transaction ends."""
    return _one(db, lock(db, select(enrol_token).where(enrol_token.c.hash == digest)), Token)


def use_token(db: Connection, digest: bytes, pubkey: bytes, at: int) -> None:
    """Remember who used a token."""
    used = update(enrol_token).where(enrol_token.c.hash == digest)
    db.execute(used.values(used_by=pubkey, used_at=at))


def add_kiosk(db: Connection, new: Kiosk) -> None:
    """Add a kiosk and the first of its keys."""
    db.execute(kiosk.insert(), [_values(new)])
    first = {"kiosk_no": new.kiosk_no, "from_seq": 1, "pubkey": new.pubkey, "at": new.enrolled_at}
    insert_new(db, key_event, [first])


def find_kiosk(db: Connection, number: int) -> Kiosk | None:
    """Return a kiosk."""
    return _one(db, _KIOSK, Kiosk, number=number)


def kiosk_of_key(db: Connection, pubkey: bytes) -> Kiosk | None:
    """Return the kiosk that enrolled with a key."""
    return _one(db, select(kiosk).where(kiosk.c.pubkey == pubkey), Kiosk)


def lock_kiosk(db: Connection, number: int) -> Kiosk:
    """Return a kiosk whose row nobody else changes until the transaction ends."""
    found = _one(db, lock(db, select(kiosk).where(kiosk.c.kiosk_no == number)), Kiosk)
    if found is None:
        raise LookupError(number)
    return found


def lock_with_place(db: Connection, number: int) -> Locked:
    """Return a kiosk as `lock_kiosk` does, and what a delivery needs beside it, in one query.

    SQLite leaves FOR UPDATE out; there the whole database is locked.
    """
    row = db.execute(_LOCKED, {"number": number}).mappings().first()
    if row is None:
        raise LookupError(number)
    found = dict(row)
    region, now, held = found.pop("region"), found.pop("epoch"), found.pop("held")
    return Locked(kiosk=Kiosk(**found), region=region or "", epoch=int(now), has_held=bool(held))


def advance(db: Connection, number: int, seq: int, digest: bytes) -> None:
    """Write down the last entry that is kept of a kiosk."""
    db.execute(_ADVANCE, {"number": number, "seq": seq, "digest": digest})


def kiosks(db: Connection) -> tuple[Kiosk, ...]:
    """Return all kiosks by number."""
    return _all(db, select(kiosk).order_by(kiosk.c.kiosk_no), Kiosk)


def change_kiosk(db: Connection, number: int, **values: object) -> None:
    """Change columns of a kiosk."""
    db.execute(update(kiosk).where(kiosk.c.kiosk_no == number).values(**values))


def drop_old_key(db: Connection, number: int, pubkey: bytes) -> None:
    """Take no more requests by the key before `pubkey`."""
    newest = update(kiosk).where(kiosk.c.kiosk_no == number, kiosk.c.pubkey == pubkey)
    db.execute(newest.values(old_pubkey=None))


def add_key(db: Connection, number: int, from_seq: int, pubkey: bytes, at: int) -> None:
    """Remember a key that signs from an entry on."""
    row = {"kiosk_no": number, "from_seq": from_seq, "pubkey": pubkey, "at": at}
    insert_new(db, key_event, [row])


def keys_of(db: Connection, number: int) -> tuple[tuple[int, bytes], ...]:
    """Return every key that a kiosk ever had, with the entry from which it signs."""
    rows = db.execute(
        select(key_event.c.from_seq, key_event.c.pubkey)
        .where(key_event.c.kiosk_no == number)
        .order_by(key_event.c.from_seq)
    )
    return tuple((int(seq), bytes(key)) for seq, key in rows)


def all_keys(db: Connection) -> dict[int, list[tuple[int, bytes]]]:
    """Return the keys of every kiosk, as `keys_of` does for one."""
    columns = (key_event.c.kiosk_no, key_event.c.from_seq, key_event.c.pubkey)
    found: dict[int, list[tuple[int, bytes]]] = {}
    for number, seq, key in db.execute(select(*columns).order_by(*columns[:2])):
        found.setdefault(int(number), []).append((int(seq), bytes(key)))
    return found


def take_feed_no(db: Connection, number: int) -> int:
    """Take the next number of a kiosk's feed, inside the writer's transaction: none is skipped."""
    taken = update(kiosk).where(kiosk.c.kiosk_no == number).values(feed_high=kiosk.c.feed_high + 1)
    return int(db.execute(taken.returning(kiosk.c.feed_high)).scalar_one())


def seen(db: Connection, number: int, at: int, app: str, skew_ms: int) -> None:
    """Remember when a kiosk was heard. Callers do so at most every ten minutes: it is a write."""
    put(db, kiosk_seen, [{"kiosk_no": number, "at": at, "app": app, "skew_ms": skew_ms}])


def last_seen(db: Connection, number: int) -> int:
    """Return when a kiosk was heard, as far as it was written down; 0: never."""
    return int(db.execute(_LAST_SEEN, {"number": number}).scalar() or 0)


def _values(row: Struct) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__struct_fields__}


def _one(db: Connection, query: Any, kind: type[T], **given: object) -> T | None:
    row = db.execute(query, given).mappings().first()
    return None if row is None else kind(**row)


def _all(db: Connection, query: Any, kind: type[T]) -> tuple[T, ...]:
    return tuple(kind(**row) for row in db.execute(query).mappings())
