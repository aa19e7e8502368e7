"""What an enrolled kiosk has beside its catalogue: journal, key, filing, sync; wired together.

Made by `bootstrap` and by the commands of filing and sync. One process writes a journal: whoever
opens it holds the lock of `journal.lock`.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kiosk.devices.clock import SystemBootClock
from kiosk.domain.errors import Refused, Unavailable
from kiosk.frozen import APP, FrozenJournals, files_of_frozen
from kiosk.journal.author import Author
from kiosk.journal.boot import keys_of, tail_flaw
from kiosk.record_facts import JOURNAL_LOST, why_stopped
from kiosk.sealing.device_keys import DeviceKeys
from kiosk.sealing.seal import HpkeSealer
from kiosk.sealing.suites import SUITES, Ed25519Signer, load_or_make_key
from kiosk.services.filing import Filing, FilingRights
from kiosk.services.housekeeping import Housekeeping
from kiosk.services.key_rotation import rotate
from kiosk.services.pruning import prune
from kiosk.services.receipts import Receipts
from kiosk.services.retention import Retention
from kiosk.store.attachments import SealedFiles
from kiosk.store.ballast import BallastFile
from kiosk.store.data_folder import JOURNAL_FILE
from kiosk.store.frozen_journals import KEY_FILE, finish_freezing, freeze
from kiosk.store.instance_lock import InstanceLock
from kiosk.store.journal_db import SqliteJournalStore
from kiosk.store.lost_journal import is_journal_lost
from kiosk.sync.clock import SyncClock
from kiosk.sync.request_keys import RequestKeys
from kiosk.wire.messages import HubKey, HubKeys, SealKeys
from kiosk.wire.request_signature import Sender

if TYPE_CHECKING:
    from kiosk.journal.outbox import Rung
    from kiosk.ports.clock import BootClock
    from kiosk.ports.storage import CatalogStore
    from kiosk.sealing.query_codes import QueryCodesAhead
    from kiosk.services.guidance import Guidance
    from kiosk.store.journal_rows import JournalRows

LOCK_FILE = "journal.lock"
LOST_CODES = frozenset({"journal.damaged", "journal.lost", "key.foreign", "store.unreadable"})


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
            Unavailable: it is damaged or lost.
        """
        with ExitStack() as undo:
            undo.enter_context(self._lock)
            finish_freezing(self._data)
            if is_journal_lost(self._data):
                raise Unavailable("journal.lost", JOURNAL_LOST)
            journal = SqliteJournalStore(self._data / JOURNAL_FILE, self._migrations, _check_tail)
            undo.callback(journal.close)
            self._drop_litter(journal)
            undo.pop_all()
        return journal

    def _drop_litter(self, journal: SqliteJournalStore) -> None:
        """Remove attachments that no entry names: their filing was never kept."""
        others = files_of_frozen(self._data)
        if others is not None:
            named = frozenset(blob.path for blob in journal.blobs(pending=False))
            self.attachments.drop_all_but(named | others)

    @cached_property
    def attachments(self) -> SealedFiles:
        """Sealed files."""
        return SealedFiles(self._data)

    @cached_property
    def device_keys(self) -> DeviceKeys:
        """The keys of this machine."""
        return DeviceKeys(self._data / KEY_FILE)

    @property
    def device(self) -> Ed25519Signer:
        """The key that signs the next entry, made at the first start and never again.

        What another key signs is worth nothing: no receipt may rest on it.

        Raises:
            Unavailable: it is damaged, gone, or not the one that the journal is signed with.
        """
        keys = keys_of(self.journal)
        if not keys:
            return load_or_make_key(self._data / KEY_FILE, secrets.token_bytes(32))
        return self.device_keys.signer(bytes.fromhex(keys[-1][1]))

    @cached_property
    def request_keys(self) -> RequestKeys:
        """Who signs requests."""
        return RequestKeys(self.journal, self.device_keys.signer)

    def rotate_key(self) -> int:
        """Change the device key; return the number of the entry that says so.

        Raises:
            Refused: not enrolled, stopped, or the hub does not know the present key yet.
            Unavailable: the disk does not answer.
        """
        author = self.rights().author
        new = self.device_keys.make(secrets.token_bytes(32))
        return self.journal.write(lambda tx: rotate(tx, author, new))

    @cached_property
    def time(self) -> SyncClock:
        """Trusted time, on the floor that was kept."""
        return SyncClock(self._clock, int(self.journal.meta("time_floor") or 0))

    @cached_property
    def receipts(self) -> Receipts:
        """What is known of filings made here."""
        return Receipts(self.journal, self.time.now_ms)

    @property
    def filing(self) -> Filing:
        """Takes filings on the edition of the catalogue that is the newest now."""
        return self.filing_on(self._guidance(), self._catalog())

    def filing_on(self, guidance: Guidance, catalog: CatalogStore) -> Filing:
        """Return what takes the filings of a visit, on the edition that the visit began with.

        Args:
            guidance: the visit's; it belongs to the thread that files.
            catalog: the catalogue that it reads.
        """
        return Filing(
            journal=self.journal,
            attachments=self.attachments,
            guidance=guidance,
            catalog=catalog,
            codes=self._codes,
            rights=self.rights,
            room=self.housekeeping.room,
            make_room=self.housekeeping.make_room,
        )

    @cached_property
    def _codes(self) -> QueryCodesAhead:
        from kiosk.sealing.query_codes import QueryCodesAhead

        return QueryCodesAhead(secrets.token_bytes)

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

    def lost(self) -> Unavailable | None:
        """Return why nothing more can be written here, ever; None when it can.

        Raises:
            Refused: another process has the journal open.
        """
        try:
            self.author()
        except Unavailable as error:
            if error.code in LOST_CODES:
                return error
            raise
        return None

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
            also=self._forget_more,
        )

    def _forget_more(self, floor_ms: int, pressed: bool) -> None:
        """Let go of the journals of old numbers, and of the oldest headers of this one."""
        self.frozen.forget(floor_ms, pressed)
        author = self.author() if self.journal.meta("stopped") is None else None
        if author is not None:
            self.journal.write(lambda tx: prune(tx, author, floor_ms))

    @cached_property
    def frozen(self) -> FrozenJournals:
        """The journals of the numbers that this machine had before."""
        return FrozenJournals(self._data, self._migrations, self.attachments, self.time)

    def freeze(self, number: int) -> None:
        """Set the journal aside and put the next one in its place; nobody opens it in between.

        Raises:
            Unavailable: the disk does not answer; the next start goes on.
        """
        self.journal.close()
        freeze(self._data, number)
        self.close()

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
        return self.request_keys.sender()

    def hub_keys(self) -> tuple[HubKey, ...]:
        """Return the keys whose answers count."""
        text = self.journal.meta("hub_keys")
        return msgspec.json.decode(text, type=HubKeys).keys if text else ()

    def close(self) -> None:
        """Close the journal, if it was opened."""
        if "journal" in self.__dict__:
            self.journal.close()
            self._lock.__exit__(None, None, None)
            del self.__dict__["journal"]

    def _sealer(self) -> HpkeSealer:
        text = self.journal.meta("seal_keys")
        keys = msgspec.json.decode(text, type=SealKeys).keys if text else ()
        if not keys:
            raise Refused("filing.no_seal", "还没有拿到城市的密封钥匙，先不能收件：请联网同步一次")
        return HpkeSealer(keys[0].key_id, bytes.fromhex(keys[0].pub))


def _check_tail(rows: JournalRows) -> None:
    flaw = tail_flaw(rows, SUITES[1])
    if flaw is not None:
        raise Unavailable("journal.damaged", f"日志坏了（{flaw}）：已停止收件，请联系技术员")
