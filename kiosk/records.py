"""What an enrolled kiosk has beside its catalogue: journal, key, filing, sync; wired together.

Made by `bootstrap` and by the commands of filing and sync. One process writes a journal: whoever
opens it holds the lock of `journal.lock`.
"""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kiosk.devices.clock import SystemBootClock
from kiosk.domain.errors import KioskError, Refused, Unavailable
from kiosk.journal.author import Author
from kiosk.journal.boot import keys_of, tail_flaw
from kiosk.ports.journal import JournalReader
from kiosk.sealing.seal import HpkeSealer
from kiosk.sealing.suites import SUITES, Ed25519Signer, load_or_make_key
from kiosk.services.filing import Filing, FilingRights
from kiosk.services.health import RecordFacts
from kiosk.services.housekeeping import Housekeeping
from kiosk.services.receipts import Receipts
from kiosk.services.retention import Retention
from kiosk.store.attachments import SealedFiles
from kiosk.store.ballast import BallastFile
from kiosk.store.data_folder import JOURNAL_FILE
from kiosk.store.frozen_journals import KEY_FILE, finish_freezing, frozen_numbers
from kiosk.store.instance_lock import InstanceLock
from kiosk.store.journal_db import SqliteJournalStore
from kiosk.store.journal_glance import glance
from kiosk.sync.clock import SyncClock
from kiosk.wire.messages import HubKey, HubKeys, SealKeys
from kiosk.wire.request_signature import Sender

if TYPE_CHECKING:
    from kiosk.journal.outbox import Rung
    from kiosk.ports.clock import BootClock
    from kiosk.ports.hub import HubWatch
    from kiosk.ports.storage import CatalogStore
    from kiosk.services.guidance import Guidance
    from kiosk.store.journal_rows import JournalRows

LOCK_FILE = "journal.lock"
APP = "0.1.0"


class Records:
    """The memory of one kiosk over one data folder; parts are made when first asked for.

    Args:
        data: the data folder, writable.
        migrations: `db/kiosk`.
        guidance: makes lists.
        catalog: the catalogue.
        clock: the machine's clocks; None: its own.
    """

    def __init__(
        self,
        data: Path,
        migrations: Path,
        guidance: Callable[[], Guidance],
        catalog: Callable[[], CatalogStore],
        clock: BootClock | None = None,
    ) -> None:
        self._data = data
        self._migrations = migrations
        self._guidance = guidance
        self._catalog = catalog
        self._clock = clock or SystemBootClock(secrets.token_hex(16))
        self._lock = InstanceLock(data / LOCK_FILE)

    @cached_property
    def journal(self) -> SqliteJournalStore:
        """The journal, verified.

        Raises:
            Refused: another process has it open.
            Unavailable: it is damaged.
        """
        self._lock.__enter__()
        try:
            finish_freezing(self._data)
            journal = SqliteJournalStore(self._data / JOURNAL_FILE, self._migrations, _check_tail)
        except BaseException:
            self._lock.__exit__(None, None, None)
            raise
        if not any(frozen_numbers(self._data)):  # a frozen journal names attachments, too
            named = frozenset(blob.path for blob in journal.blobs(pending=False))
            self.attachments.drop_all_but(named)
        return journal

    @cached_property
    def attachments(self) -> SealedFiles:
        """Sealed files."""
        return SealedFiles(self._data)

    @cached_property
    def device(self) -> Ed25519Signer:
        """The device key, made at the first start and never again.

        What another key signs is worth nothing: no receipt may rest on it.

        Raises:
            Unavailable: it is damaged, gone, or not the one that the journal is signed with.
        """
        path = self._data / KEY_FILE
        flaw = key_flaw(path, self.journal)
        if flaw is not None:
            raise Unavailable("key.foreign", f"{flaw}：已停止收件，请放回备份")
        return load_or_make_key(path, secrets.token_bytes(32))

    @cached_property
    def time(self) -> SyncClock:
        """Trusted time, on the floor that was kept."""
        return SyncClock(self._clock, int(self.journal.meta("time_floor") or 0))

    @cached_property
    def receipts(self) -> Receipts:
        """What is known of filings made here."""
        return Receipts(self.journal, self.time.now_ms)

    @cached_property
    def filing(self) -> Filing:
        """Takes filings."""
        from kiosk.sealing.query_codes import QueryCodesAhead

        return Filing(
            journal=self.journal,
            attachments=self.attachments,
            guidance=self._guidance(),
            catalog=self._catalog(),
            codes=QueryCodesAhead(secrets.token_bytes),
            rights=self.rights,
            room=self.housekeeping.room,
            make_room=self.housekeeping.make_room,
        )

    def rights(self) -> FilingRights:
        """Return what this kiosk files with.

        Raises:
            Refused: not enrolled, stopped, or no seal key is known.
            Unavailable: the disk failed, and the journal could not be verified since.
        """
        if self.journal.fault() is not None:
            self.journal.reopen()
        author, origin = self.author(), self.journal.meta("origin")
        if author is None or origin is None:
            raise Refused("E-HB-04", "这台机器还没登记，只能看清单：请先用 kiosk enrol 登记")
        stopped = why_stopped(self.journal)
        if stopped is not None:
            raise Refused("journal.stopped", f"这台机器已停止收件（{stopped}）")
        return FilingRights(author=author, sealer=self._sealer(), origin=origin)

    def author(self) -> Author | None:
        """Return who writes entries; None before enrolment."""
        number = self.journal.meta("kiosk_no")
        if number is None:
            return None
        return Author(kiosk_no=int(number), signer=self.device, stamp=self.time.stamp, app=APP)

    @cached_property
    def housekeeping(self) -> Housekeeping:
        """Minds the room on the disk and forgets what is old enough."""
        return Housekeeping(
            retention=Retention(self.journal, self.attachments),
            ballast=BallastFile(self._data),
            free_bytes=self._free_bytes,
            floor_ms=self.time.floor_ms,
        )

    def room(self) -> Rung:
        """Return how much room the disk has."""
        return self.housekeeping.room()

    def _free_bytes(self) -> int:
        try:
            return shutil.disk_usage(self._data).free
        except OSError as error:
            raise Unavailable("store.unreadable", "看不到磁盘还有多少空间") from error

    def sender(self) -> Sender | None:
        """Return who signs requests; None before enrolment."""
        number = self.journal.meta("kiosk_no")
        if number is None:
            return None
        return Sender(
            kiosk_no=int(number), public_key=self.device.public_key, sign=self.device.sign
        )

    def hub_keys(self) -> tuple[HubKey, ...]:
        """Return the keys whose answers count."""
        text = self.journal.meta("hub_keys")
        return msgspec.json.decode(text, type=HubKeys).keys if text else ()

    def close(self) -> None:
        """Close the journal, if it was opened."""
        if "journal" in self.__dict__:
            self.journal.close()
            self._lock.__exit__(None, None, None)

    def _sealer(self) -> HpkeSealer:
        text = self.journal.meta("seal_keys")
        keys = msgspec.json.decode(text, type=SealKeys).keys if text else ()
        if not keys:
            raise Refused("filing.no_seal", "还没有拿到城市的密封钥匙，先不能收件：请联网同步一次")
        return HpkeSealer(keys[0].key_id, bytes.fromhex(keys[0].pub))


def record_facts(data: Path, link: HubWatch | None) -> RecordFacts | None:
    """Return what an enrolled kiosk keeps, also beside the one who writes; None: not enrolled.

    The tail is verified where no link is held: who holds one has verified it when it opened.
    """
    if not (data / JOURNAL_FILE).exists():
        return None
    try:
        return _facts(data, link)
    except KioskError as error:
        return RecordFacts(flaw=error.message)
    except (ValueError, TypeError, LookupError, msgspec.MsgspecError) as error:
        return RecordFacts(flaw=f"日志里有一个值读不了（{type(error).__name__}）")


def _facts(data: Path, link: HubWatch | None) -> RecordFacts | None:
    with glance(data / JOURNAL_FILE) as journal:
        number, heard = journal.meta("kiosk_no"), journal.meta("synced_at")
        if number is None:
            return None
        live = None if link is None else link.state()
        heard_ms = int(heard) if heard else None
        if live is not None and live.heard_at_ms is not None:
            heard_ms = live.heard_at_ms
        return RecordFacts(
            kiosk_no=int(number),
            entries=journal.tip()[0],
            waiting=journal.waiting(),
            flaw=_flaw(data, journal) if live is None else None,
            stopped=live.stopped if live is not None else why_stopped(journal),
            has_seal=journal.meta("seal_keys") is not None,
            heard_at=dt.datetime.fromtimestamp(heard_ms / 1000, dt.UTC) if heard_ms else None,
            is_online=None if live is None else live.is_online,
        )


def _flaw(data: Path, journal: JournalReader) -> str | None:
    return tail_flaw(journal, SUITES[1]) or key_flaw(data / KEY_FILE, journal)


def key_flaw(path: Path, journal: JournalReader) -> str | None:
    """Return why a key file does not sign the next entry; None: it does, or nobody is enrolled.

    Raises:
        Unavailable: the file is damaged or cannot be read.
    """
    known = keys_of(journal)
    if not known:
        return None
    if not path.exists():
        return f"钥匙文件 {path.name} 不见了"
    own = load_or_make_key(path, b"").public_key.hex()
    return None if own == known[-1][1] else f"钥匙文件 {path.name} 不是这份日志的"


def why_stopped(journal: JournalReader) -> str | None:
    """Return why a kiosk takes no filings any more, in plain words; None when it does."""
    stopped = journal.meta("stopped")
    return None if stopped is None else _WHY.get(stopped, stopped)


_WHY = {
    "revoked": "中心停用了它",
    "behind": "磁盘被恢复成旧的",
    "other_history": "磁盘和中心的记录不一样",
    "fork": "有两份不同的记录",
    "bad_entry": "有一条记录坏了",
}


def _check_tail(rows: JournalRows) -> None:
    flaw = tail_flaw(rows, SUITES[1])
    if flaw is not None:
        raise Unavailable("journal.damaged", f"日志坏了（{flaw}）：已停止收件，请联系技术员")
