"""The tables of journal.db in SQL: what is read, and what one transaction changes.

Threads, opening and faults of the disk are `journal_db.py`; the meaning of an entry is `journal/`.
"""

import sqlite3
from typing import Any

import msgspec
from msgspec import Struct, structs

from kiosk.domain.errors import Bug
from kiosk.journal.entry import ZERO_HASH
from kiosk.ports.journal import EntryState, FilingStub, KeptBlob, KeptEntry, MetaKey
from kiosk.wire.messages import TERMINAL

_STATES: tuple[EntryState, ...] = ("kept", "acknowledged", "purged", "held")
_ENTRY = "seq, hash, header, sig, body, state, acked_at"
_STUB = structs.fields(FilingStub)
_STUB_COLUMNS = ", ".join(field.name for field in _STUB)
_STUB_MARKS = ", ".join("?" for _ in _STUB)


class _Prev(Struct, frozen=True, kw_only=True):
    """Of a header, what the one before it was."""

    prev: str


class JournalRows:
    """The ports `JournalReader` and, inside a transaction, `JournalTx` on one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def meta(self, key: MetaKey) -> str | None:
        """Return a value, None when it was never set."""
        row = self._one("SELECT v FROM meta WHERE k = ?", key)
        return None if row is None else str(row[0])

    def tip(self) -> tuple[int, bytes]:
        """Return number and hash of the last entry; 0 and zeros in an empty journal."""
        row = self._one("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1")
        return (0, ZERO_HASH) if row is None else (row[0], row[1])

    def start(self) -> tuple[int, bytes]:
        """Return number and hash of the entry before the first that is kept."""
        row = self._one("SELECT seq, header FROM entry ORDER BY seq LIMIT 1")
        if row is None or row[0] == 1:
            return (0, ZERO_HASH)
        return (row[0] - 1, bytes.fromhex(msgspec.json.decode(row[1], type=_Prev).prev))

    def hash_at(self, seq: int) -> bytes | None:
        """Return the hash of an entry, that of `start` too; None when there is none."""
        row = self._one("SELECT hash FROM entry WHERE seq = ?", seq)
        if row is not None:
            return bytes(row[0])
        last, head = self.start() if seq else (0, ZERO_HASH)
        return head if seq and seq == last else None

    def entries(self, after: int, limit: int) -> tuple[KeptEntry, ...]:
        """Return entries behind a number, in order."""
        rows = self._db.execute(
            f"SELECT {_ENTRY} FROM entry WHERE seq > ? ORDER BY seq LIMIT ?",  # noqa: S608
            (after, limit),
        )
        return tuple(
            KeptEntry(
                seq=seq,
                hash=_bytes(digest),
                header=_bytes(header),
                sig=_bytes(sig),
                body=None if body is None else _bytes(body),
                state=_STATES[state],
                acked_at=acked_at,
            )
            for seq, digest, header, sig, body, state, acked_at in rows
        )

    def waiting(self) -> int:
        """Return how many filings are not acknowledged yet."""
        row = self._one(
            "SELECT count(*) FROM filing_stub JOIN entry USING (seq)"
            " WHERE state <> 3 AND seq > coalesce("
            "(SELECT CAST(v AS INTEGER) FROM meta WHERE k = 'through'), 0)"
        )
        return int(row[0])

    def stub(self, receipt: str) -> FilingStub | None:
        """Return what is remembered of a filing."""
        return self._stub("WHERE receipt = ?", receipt)

    def last_stub(self) -> FilingStub | None:
        """Return the newest filing."""
        return self._stub("ORDER BY seq DESC LIMIT 1")

    def damage(self) -> str | None:
        """Check pages, rows, indexes and references; None when all are sound. Slow."""
        said = str(self._one("PRAGMA integrity_check(1)")[0])
        if said != "ok":
            return said
        return None if self._one("PRAGMA foreign_key_check") is None else "foreign_key_check"

    def stubs(self) -> tuple[FilingStub, ...]:
        """Return everything that is remembered of filings, in order."""
        rows = self._db.execute(f"SELECT {_STUB_COLUMNS} FROM filing_stub ORDER BY seq")  # noqa: S608
        return tuple(_stub_of(row) for row in rows.fetchall())

    def blobs(self, *, pending: bool) -> tuple[KeptBlob, ...]:
        """Return attachments: all, or those of acknowledged entries that are not uploaded."""
        rows = self._db.execute(
            "SELECT sha256, blob.seq, path, len, uploaded FROM blob JOIN entry USING (seq)"
            " WHERE NOT ? OR (uploaded < len AND state <> 0) ORDER BY blob.seq, sha256",
            (pending,),
        )
        names = KeptBlob.__struct_fields__
        return tuple(KeptBlob(**dict(zip(names, row, strict=True))) for row in rows)

    def set_meta(self, key: MetaKey, value: str) -> None:
        """Set a value."""
        self._db.execute("INSERT OR REPLACE INTO meta (k, v) VALUES (?, ?)", (key, value))

    def clear_meta(self, key: MetaKey) -> None:
        """Forget a value."""
        self._db.execute("DELETE FROM meta WHERE k = ?", (key,))

    def append(self, entry: KeptEntry) -> None:
        """Add the next entry; the number must be the tip's plus one."""
        if entry.seq != self.tip()[0] + 1:
            raise Bug("E-SY-01", f"entry {entry.seq} does not follow the tip")
        self._db.execute(
            f"INSERT INTO entry ({_ENTRY}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our columns
            (*structs.astuple(entry)[:5], _STATES.index(entry.state), entry.acked_at),
        )

    def add_blob(self, blob: KeptBlob) -> None:
        """Add an attachment whose file is on the disk already."""
        self._db.execute(
            "INSERT INTO blob (sha256, seq, path, len, uploaded) VALUES (?, ?, ?, ?, ?)",
            structs.astuple(blob),
        )

    def set_uploaded(self, sha256: str, uploaded: int, at_ms: int) -> None:
        """Remember how much of an attachment the hub has, and since when."""
        self._db.execute(
            "UPDATE blob SET uploaded = ?, uploaded_at = ? WHERE sha256 = ?",
            (uploaded, at_ms, sha256),
        )

    def put_stub(self, stub: FilingStub) -> None:
        """Add or replace a stub."""
        values = structs.asdict(stub) | {"need": msgspec.json.encode(stub.need).decode()}
        self._db.execute(
            f"INSERT OR REPLACE INTO filing_stub ({_STUB_COLUMNS}) VALUES ({_STUB_MARKS})",  # noqa: S608
            tuple(values.values()),
        )

    def acknowledge(self, through: int, at_ms: int) -> None:
        """Entries up to a number are delivered; stubs that were `filed` become `delivered`."""
        self._db.execute(
            "UPDATE entry SET state = CASE WHEN body IS NULL THEN 2 ELSE 1 END, acked_at = ?"
            " WHERE seq <= ? AND state IN (0, 3)",
            (at_ms, through),
        )
        self._db.execute(
            "UPDATE filing_stub SET status = 'delivered'"
            " WHERE seq <= ? AND status IN ('filed', 'held')",
            (through,),
        )
        self.set_meta("through", str(through))

    def rewind(self, through: int) -> None:
        """Entries behind a number must be sent again, those set aside too, and all attachments.

        An attachment may have followed its entry only after the hub's backup was made. A body that
        was purged stays so; an entry without one is sent as it is.
        """
        self._db.execute(
            "UPDATE entry SET state = CASE WHEN body IS NULL THEN 2 ELSE 0 END WHERE seq > ?",
            (through,),
        )
        self._db.execute("UPDATE blob SET uploaded = 0, uploaded_at = NULL")
        self._db.execute(
            "UPDATE filing_stub SET status = 'filed'"
            " WHERE seq > ? AND status IN ('delivered', 'held')",
            (through,),
        )
        self.set_meta("through", str(through))

    def hold(self, hashes: tuple[bytes, ...], at_ms: int) -> None:
        """Entries wait for a person at the hub; those that are delivered do not."""
        through = int(self.meta("through") or 0)
        for digest in hashes:
            self._db.execute(
                "UPDATE entry SET state = 3, acked_at = ? WHERE hash = ?"
                " AND (state = 0 OR (state = 2 AND seq > ?))",
                (at_ms, digest, through),
            )
            self._db.execute(
                "UPDATE filing_stub SET status = 'held' WHERE status IN ('filed', 'delivered')"
                " AND seq = (SELECT seq FROM entry WHERE hash = ? AND state = 3)",
                (digest,),
            )

    def purge(self, before_ms: int) -> int:
        """Forget bodies that a hub has since before an instant of the time floor; how many.

        A new key of this machine stays, and where its journal begins: without them the entries
        cannot be verified.
        """
        done = self._db.execute(
            "UPDATE entry SET body = NULL, state = CASE state WHEN 1 THEN 2 ELSE state END"
            " WHERE state IN (1, 3) AND body IS NOT NULL AND acked_at < ?"
            " AND json_extract(CAST(header AS TEXT), '$.type')"
            " NOT IN ('key.rotate', 'audit.prune')",
            (before_ms,),
        )
        return done.rowcount

    def ripe(self, before_ms: int) -> int:
        """Return the last number up to which every entry may go with its header; 0: none may."""
        row = self._one(
            "SELECT coalesce(min(seq) - 1, (SELECT max(seq) FROM entry), 0) FROM entry"
            " WHERE state NOT IN (1, 2) OR acked_at IS NULL OR acked_at >= ? OR seq > ?"
            " OR seq IN (SELECT seq FROM blob) OR seq IN (SELECT seq FROM filing_stub)",
            before_ms,
            int(self.meta("through") or 0),
        )
        return int(row[0])

    def prune(self, last: int) -> None:
        """Forget the first entries, up to a number, with their headers."""
        self._db.execute("DELETE FROM entry WHERE seq <= ?", (last,))

    def purge_blobs(self, before_ms: int) -> tuple[str, ...]:
        """Forget attachments that the hub has whole since before an instant."""
        rows = self._db.execute(
            "DELETE FROM blob WHERE uploaded = len AND uploaded_at < ? RETURNING path",
            (before_ms,),
        )
        return tuple(str(path) for (path,) in rows.fetchall())

    def purge_stubs(self, before_ms: int) -> int:
        """Forget filings that were finished before an instant; return how many."""
        marks = ", ".join("?" for _ in TERMINAL)
        done = self._db.execute(
            f"DELETE FROM filing_stub WHERE status IN ({marks}) AND at_ms < ?",  # noqa: S608
            (*TERMINAL, before_ms),
        )
        return done.rowcount

    def _one(self, sql: str, *values: object) -> Any:
        return self._db.execute(sql, values).fetchone()

    def _stub(self, tail: str, *values: object) -> FilingStub | None:
        row = self._one(f"SELECT {_STUB_COLUMNS} FROM filing_stub {tail}", *values)  # noqa: S608
        return None if row is None else _stub_of(row)


def _stub_of(row: tuple[Any, ...]) -> FilingStub:
    found = dict(zip((field.name for field in _STUB), row, strict=True))
    found |= {"shown": bool(found["shown"]), "need": tuple(msgspec.json.decode(found["need"]))}
    return FilingStub(**found)


def _bytes(value: object) -> bytes:
    """Return a value that must be a BLOB; SQLite keeps whatever an editor puts into a column."""
    if not isinstance(value, bytes):
        raise TypeError("not a blob")
    return value
