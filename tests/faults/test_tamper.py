"""T9: whoever changes a journal is found out; an honest journal never is.

A mutation that leaves everything as it was is none: a bit of a page that no row uses. Columns that
nobody signs (how far delivery and status are) are bounded by what is signed, not proven.
KIOSK_TAMPER_FAULTS says how many mutations are tried.
"""

import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kiosk.domain.errors import KioskError
from kiosk.journal.audit import journal_flaws
from kiosk.journal.author import EntryDraft
from kiosk.journal.entry import Header, entry_hash, signature_input
from kiosk.sealing.suites import SUITES, Ed25519Signer
from kiosk.store.attachments import SealedFiles
from tests.faults.office import FaultOffice
from tests.journals import DEVICE, an_author, open_journal

MUTATIONS = int(os.environ.get("KIOSK_TAMPER_FAULTS", "300"))
SUITE = SUITES[1]
STRANGER = Ed25519Signer(bytes(range(64, 96)))
COLUMNS = ("hash", "header", "sig", "body")
FILINGS = 8
Content = list[tuple[object, ...]]

pytestmark = pytest.mark.crash


def a_kiosk(folder: Path, seed: int, kiosk_no: int = 42017) -> Path:
    """Make a kiosk with filings, a delivered part, purged bodies and other entries."""
    folder.mkdir()
    office = FaultOffice(folder)
    office.enrol(kiosk_no)
    dice = random.Random(seed)  # noqa: S311 - a seed to repeat, no secret
    for number in range(FILINGS):
        office.submit(dice.randbytes(400) if number % 2 else None)
        draft = EntryDraft(type="stats.day", body=b'{"day":%d}' % number)
        author = an_author(kiosk_no=kiosk_no)
        office.records.journal.write(lambda tx, d=draft, a=author: a.append(tx, d))  # type: ignore[misc]
        if number == FILINGS // 2:
            office.records.journal.write(lambda tx: tx.acknowledge(4, 1))
            office.records.journal.write(lambda tx: tx.purge(2))
            office.records.journal.write(lambda tx: tx.acknowledge(7, 3))
    _forget(office)
    office.close()
    return folder


def _forget(office: FaultOffice) -> None:
    """Let go of what a hub had long enough, and take the hub back to where it has less."""
    journal = office.records.journal
    for blob in journal.blobs(pending=True):
        journal.write(lambda tx, blob=blob: tx.set_uploaded(blob.sha256, blob.len, 1))  # type: ignore[misc]
    for path in journal.write(lambda tx: tx.purge_blobs(4)):
        office.records.attachments.drop(path)
    done = msgspec.structs.replace(journal.stubs()[0], status="done", at_ms=0)
    journal.write(lambda tx: tx.put_stub(done))
    assert journal.write(lambda tx: tx.purge_stubs(1)) == 1
    journal.write(lambda tx: tx.rewind(2))
    journal.write(lambda tx: tx.acknowledge(7, 5))


def is_found(folder: Path) -> bool:
    """Tell whether opening and verifying a journal finds anything."""
    try:
        journal = open_journal(folder)
    except KioskError:
        return True
    try:
        return any(journal_flaws(journal, SealedFiles(folder), DEVICE.public_key, SUITE))
    except KioskError:
        return True
    finally:
        journal.close()


def content(folder: Path) -> Content | None:
    """Return every signed value of a folder, None when it cannot be read."""
    db = sqlite3.connect(folder / "journal.db")
    try:
        rows = db.execute("SELECT seq, hash, header, sig, body FROM entry ORDER BY seq").fetchall()
        rows += db.execute("SELECT sha256, seq, path, len FROM blob ORDER BY sha256").fetchall()
        proof = "substr(slip, instr(slip, '#'))"  # the address before it is signed by nobody
        rows += db.execute(f"SELECT receipt, seq, qv, {proof}, filed_day, item_id FROM filing_stub")  # noqa: S608
        rows += db.execute("SELECT * FROM meta WHERE k IN ('keys', 'kiosk_no') ORDER BY k")
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    finally:
        db.close()
    files = sorted((folder / "attachments").iterdir())
    return rows + [(path.name, path.read_bytes()) for path in files]


class Forger:
    """Changes one journal in ways drawn from a seed.

    Args:
        folder: the journal to change.
        foreign: the journal of another kiosk.
        dice: what is changed.
    """

    def __init__(self, folder: Path, foreign: Path, dice: random.Random) -> None:
        self.folder, self.foreign, self.dice = folder, foreign, dice
        self.db = sqlite3.connect(folder / "journal.db", isolation_level=None)
        self.db.execute("PRAGMA foreign_keys = OFF")

    def close(self) -> None:
        self.db.close()

    def flip_in_file(self) -> None:
        """A bit somewhere in the file."""
        self.db.close()
        _flip(self.folder / "journal.db", self.dice)

    def flip_in_entry(self) -> None:
        """A bit in a value of an entry."""
        column = self.dice.choice(COLUMNS)
        seq, value = self._entry(f"{column} IS NOT NULL AND length({column}) > 0", column)
        changed = bytearray(value)
        changed[self.dice.randrange(len(changed))] ^= 1 << self.dice.randrange(8)
        self.db.execute(f"UPDATE entry SET {column} = ? WHERE seq = ?", (bytes(changed), seq))  # noqa: S608

    def delete(self) -> None:
        """An entry that is not the last: cutting unacknowledged ones shows as a fork at the hub."""
        seq, _ = self._entry("seq < (SELECT max(seq) FROM entry)", "seq")
        self.db.execute("DELETE FROM entry WHERE seq = ?", (seq,))

    def swap(self) -> None:
        """Two entries change places."""
        (one, _), (two, _) = self._entry("1", "seq"), self._entry("1", "seq")
        for old, new in ((one, -1), (two, one), (-1, two)):
            self.db.execute("UPDATE entry SET seq = ? WHERE seq = ?", (new, old))

    def cut_below_ack(self) -> None:
        """The tail goes, with entries that a hub has."""
        self.db.execute("DELETE FROM entry WHERE seq > ?", (self.dice.randrange(7),))

    def splice(self) -> None:
        """An entry of another kiosk takes the place of ours."""
        theirs = sqlite3.connect(self.foreign / "journal.db")
        seq, _ = self._entry("1", "seq")
        row = theirs.execute(
            "SELECT hash, header, sig, body FROM entry WHERE seq = ?", (seq,)
        ).fetchone()
        theirs.close()
        self.db.execute(
            "UPDATE entry SET hash = ?, header = ?, sig = ?, body = ? WHERE seq = ?", (*row, seq)
        )

    def sign_anew(self) -> None:
        """Everything from one entry on, signed by a stranger; sometimes with his key registered."""
        start, _ = self._entry("1", "seq")
        rows = self.db.execute(
            "SELECT seq, header FROM entry WHERE seq >= ? ORDER BY seq", (start,)
        )
        row = self.db.execute("SELECT hash FROM entry WHERE seq = ?", (start - 1,)).fetchone()
        tip = bytes(32) if row is None else row[0]
        for seq, header in rows.fetchall():
            fields = msgspec.json.decode(header, type=Header)
            raw = msgspec.json.encode(msgspec.structs.replace(fields, prev=tip.hex(), app="9.9.9"))
            tip = entry_hash(SUITE, tip, raw)
            sig = STRANGER.sign(signature_input(tip))
            self.db.execute(
                "UPDATE entry SET header = ?, hash = ?, sig = ? WHERE seq = ?", (raw, tip, sig, seq)
            )
        if self.dice.random() < 0.5:
            keys = msgspec.json.encode([(start, STRANGER.public_key.hex())]).decode()
            self.db.execute("UPDATE meta SET v = ? WHERE k = 'keys'", (keys,))

    def change_attachment(self) -> None:
        """A sealed file is altered, cut or gone."""
        path = self.dice.choice(sorted((self.folder / "attachments").iterdir()))
        match self.dice.randrange(3):
            case 0:
                _flip(path, self.dice)
            case 1:
                os.truncate(path, self.dice.randrange(path.stat().st_size))
            case _:
                path.unlink()

    def change_receipt(self) -> None:
        """What is remembered of a filing no longer is what was filed."""
        column = self.dice.choice(("qv", "slip", "filed_day", "item_id", "receipt"))
        self.db.execute(
            f"UPDATE filing_stub SET {column} = {column} || 'x' WHERE receipt ="  # noqa: S608
            " (SELECT receipt FROM filing_stub ORDER BY seq LIMIT 1 OFFSET ?)",
            (self.dice.randrange(FILINGS),),
        )

    def _entry(self, where: str, column: str) -> tuple[int, bytes]:
        rows = self.db.execute(
            f"SELECT seq, {column} FROM entry WHERE {where} ORDER BY seq"  # noqa: S608
        ).fetchall()
        return self.dice.choice(rows)  # type: ignore[no-any-return]


def _flip(path: Path, dice: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


WAYS = (
    *("flip_in_file", "flip_in_entry", "delete", "swap", "cut_below_ack", "splice"),
    *("sign_anew", "change_attachment", "change_receipt"),
)


def test_every_change_is_found(memory_folder: Path, report: Callable[[str], None]) -> None:
    ours = a_kiosk(memory_folder / "ours", 1)
    theirs = a_kiosk(memory_folder / "theirs", 2, 42018)
    before, copy = content(ours), memory_folder / "copy"
    dice = random.Random(9)  # noqa: S311 - a seed to repeat, no secret
    met: Counter[str] = Counter()
    missed, false_alarms = [], 0
    while met.total() - met["none"] < MUTATIONS:
        way = dice.choice(WAYS)
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(ours, copy)
        forger = Forger(copy, theirs, dice)
        getattr(forger, way)()
        forger.close()
        is_same = content(copy) == before
        met["none" if is_same else way] += 1
        if not is_same and not is_found(copy):
            missed.append(f"{way} {met[way]}")
    for _ in range(max(3, MUTATIONS // 100)):
        false_alarms += is_found(ours)
    report(f"{dict(met)}: {len(missed)} missed, {false_alarms} false alarms")
    assert not missed, missed[:9]
    assert not false_alarms
    assert met.keys() >= set(WAYS)


def test_a_check_that_does_not_look_is_found(memory_folder: Path) -> None:
    """Without the machine's own key, who signs everything anew is believed."""
    ours = a_kiosk(memory_folder / "ours", 1)
    forger = Forger(ours, ours, random.Random(1))  # noqa: S311 - a seed to repeat, no secret
    forger.db.execute("DELETE FROM filing_stub")
    forger.db.execute("UPDATE meta SET v = '0' WHERE k = 'through'")
    rows = forger.db.execute("SELECT min(seq) FROM entry").fetchone()
    assert rows == (1,)
    forger.dice = _First()
    forger.sign_anew()
    forger.close()
    journal = open_journal(ours)
    believed = list(journal_flaws(journal, SealedFiles(ours), STRANGER.public_key, SUITE))
    caught = list(journal_flaws(journal, SealedFiles(ours), DEVICE.public_key, SUITE))
    journal.close()
    assert len(caught) == len(believed) + 1


class _First(random.Random):
    """Chooses the first of everything."""

    def choice(self, seq):  # type: ignore[no-untyped-def]
        return seq[0]

    def random(self) -> float:
        return 0.0
