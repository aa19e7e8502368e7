"""The hub's own chain: what administrators and the hub itself did, so that nothing vanishes.

Source: sync.md §17. No personal data ever stands here.
"""

import hashlib
from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy import Connection, select

from hub.store.database import lock
from hub.store.tables import hub, hub_audit
from kiosk.wire.signed import pae

ZERO = bytes(32)


class AuditFlaw(Struct, frozen=True, kw_only=True):
    """A line of the chain that is not as it was written."""

    n: int
    message: str


def record(db: Connection, actor: str, action: str, detail: str, at: int) -> None:
    """Add a line. The caller's transaction makes it happen together with what it tells of.

    Args:
        db: the connection.
        actor: who did it: an account, or `hub`.
        action: e.g. `kiosk.revoked`.
        detail: JSON without personal data.
        at: when, ms.
    """
    db.execute(lock(db, select(hub.c.one)))  # one writer at a time, also on PostgreSQL
    last = db.execute(
        select(hub_audit.c.n, hub_audit.c.hash).order_by(hub_audit.c.n.desc()).limit(1)
    ).first()
    number, prev = (int(last[0]) + 1, bytes(last[1])) if last else (1, ZERO)
    digest = _hash(number, prev, at, actor, action, detail)
    row = {"n": number, "prev": prev, "hash": digest, "at": at}
    db.execute(hub_audit.insert(), [row | {"actor": actor, "action": action, "detail": detail}])


def verify(db: Connection) -> Iterator[AuditFlaw]:
    """Yield every line that was changed, and every place where lines are missing."""
    prev, expected = ZERO, 1
    for row in db.execute(select(hub_audit).order_by(hub_audit.c.n)).mappings():
        if row["n"] != expected or bytes(row["prev"]) != prev:
            yield AuditFlaw(n=row["n"], message=f"第{row['n']}行和前一行接不上")
        said = (row["at"], row["actor"], row["action"], row["detail"])
        if bytes(row["hash"]) != _hash(row["n"], bytes(row["prev"]), *said):
            yield AuditFlaw(n=row["n"], message=f"第{row['n']}行被改动过")
        prev, expected = bytes(row["hash"]), row["n"] + 1


def _hash(number: int, prev: bytes, at: int, actor: str, action: str, detail: str) -> bytes:
    said = (str(number), str(at), actor, action, detail)
    return hashlib.sha256(pae(prev, *(word.encode() for word in said))).digest()
