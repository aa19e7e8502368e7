"""Statuses and feeds in SQL. Who decides a status is not known here."""

import msgspec
from msgspec import Struct, structs
from sqlalchemy import Connection, Integer, bindparam, insert, select, update

from hub.store import kiosks
from hub.store.database import lock
from hub.store.journal import FilingRow
from hub.store.tables import feed, filing, hub_outbox, kiosk, status_event
from kiosk.wire.messages import FeedItem


class StatusRow(Struct, frozen=True, kw_only=True):
    """One status of a filing; `need` are ids of evidence, by spaces."""

    receipt: str
    status_seq: int
    status: str
    actor: str
    at: int
    deadline: str | None
    need: str


class Order(Struct, frozen=True, kw_only=True):
    """Something to be done once for a filing: hand it on, tell of a supplement."""

    id: int
    topic: str
    ref: str
    attempts: int


# Queries of every pass are made once: making one costs three times what it takes to run it.
_ITEMS = (
    select(feed.c.payload)
    .where(feed.c.kiosk_no == bindparam("number"), feed.c.feed_seq > bindparam("after"))
    .order_by(feed.c.feed_seq)
    .limit(bindparam("most", type_=Integer))
)
_HIGHS = select(kiosk.c.kiosk_no, kiosk.c.feed_high).where(
    kiosk.c.kiosk_no.in_(bindparam("numbers", expanding=True))
)


def find_filing(db: Connection, receipt: str, *, locked: bool = False) -> FilingRow | None:
    """Return a filing; `locked`: until the transaction ends."""
    query = select(filing).where(filing.c.receipt == receipt)
    row = db.execute(lock(db, query) if locked else query).mappings().first()
    return None if row is None else FilingRow(**row)


def latest(db: Connection, receipt: str) -> StatusRow | None:
    """Return the newest status of a filing."""
    row = db.execute(
        select(status_event)
        .where(status_event.c.receipt == receipt)
        .order_by(status_event.c.status_seq.desc())
        .limit(1)
    ).mappings()
    found = row.first()
    return None if found is None else StatusRow(**found)


def add_status(db: Connection, row: StatusRow) -> None:
    """Add a status and make it the filing's."""
    values = {name: getattr(row, name) for name in row.__struct_fields__}
    db.execute(insert(status_event), [values])
    db.execute(
        update(filing)
        .where(filing.c.receipt == row.receipt)
        .values(status=row.status, status_seq=row.status_seq)
    )


def reader_of(db: Connection, kiosk_no: int) -> int:
    """Return who reads a kiosk's feed now: the kiosk itself, or its last successor.

    The rows stay locked: nobody replaces that kiosk before the caller's item is in its feed.
    """
    found = kiosks.lock_kiosk(db, kiosk_no)
    while found.successor is not None:  # a successor is always younger: this ends
        found = kiosks.lock_kiosk(db, found.successor)
    return found.kiosk_no


def add_item(db: Connection, item: FeedItem, at: int) -> None:
    """Add an item to the feed of its kiosk."""
    row = {"kiosk_no": item.kiosk_no, "feed_seq": item.feed_seq, "at": at}
    db.execute(feed.insert(), [row | {"payload": msgspec.json.encode(item)}])


def hand_over(db: Connection, old_no: int, new_no: int, at: int) -> None:
    """Tell a successor the last status of every filing whose kiosk it replaces.

    How far the old machine read its feed is not known; a status told twice does no harm.
    """
    rows = db.execute(
        select(feed.c.payload).where(feed.c.kiosk_no == old_no).order_by(feed.c.feed_seq)
    )
    items = (msgspec.json.decode(bytes(payload), type=FeedItem) for (payload,) in rows)
    for item in {one.receipt: one for one in items}.values():
        number = kiosks.take_feed_no(db, new_no)
        add_item(db, structs.replace(item, kiosk_no=new_no, feed_seq=number), at)


def items(db: Connection, kiosk_no: int, after: int, limit: int) -> tuple[bytes, ...]:
    """Return items of a feed behind a number."""
    rows = db.execute(_ITEMS, {"number": kiosk_no, "after": after, "most": limit})
    return tuple(bytes(payload) for (payload,) in rows)


def feed_highs(db: Connection, numbers: frozenset[int]) -> dict[int, int]:
    """Return how far the feeds of some kiosks go: one query for all that wait."""
    rows = db.execute(_HIGHS, {"numbers": list(numbers)})
    return {int(number): int(high) for number, high in rows}


def take_orders(db: Connection, now: int, limit: int) -> tuple[Order, ...]:
    """Return orders that are due, locked: two workers never take the same."""
    query = (
        select(hub_outbox.c.id, hub_outbox.c.topic, hub_outbox.c.ref, hub_outbox.c.attempts)
        .where(hub_outbox.c.done_at.is_(None), hub_outbox.c.next_at <= now)
        .order_by(hub_outbox.c.id)
        .limit(limit)
    )
    if db.dialect.name != "sqlite":
        query = query.with_for_update(skip_locked=True)
    return tuple(Order(**row) for row in db.execute(query).mappings())


def order_done(db: Connection, order_id: int, at: int) -> None:
    """Mark an order as done."""
    db.execute(update(hub_outbox).where(hub_outbox.c.id == order_id).values(done_at=at))
