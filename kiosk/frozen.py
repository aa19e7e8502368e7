"""The journals of numbers that a machine had before: delivered, forgotten, at last removed.

How a journal comes to be frozen is `renewal.py`. One that cannot be read or delivered stops no
other. Source: sync.md §9.3, §16.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from kiosk.domain.errors import KioskError, Unavailable
from kiosk.journal.boot import keys_of
from kiosk.journal.outbox import body_limit_ms, header_limit_ms
from kiosk.ports.journal import Attachments, JournalReader
from kiosk.sealing.device_keys import DeviceKeys
from kiosk.sealing.suites import SUITES
from kiosk.services.retention import Retention, settled_at
from kiosk.store.frozen_journals import drop_frozen, frozen_journal, frozen_key, frozen_numbers
from kiosk.store.journal_db import SqliteJournalStore
from kiosk.store.journal_glance import glance
from kiosk.sync.clock import SyncClock
from kiosk.sync.courier import Load, Returned, old_mark
from kiosk.sync.enrolment import Enrolment
from kiosk.sync.frozen_up import FrozenUp
from kiosk.sync.http_hub import HttpHub
from kiosk.sync.owed import owed
from kiosk.sync.request_keys import RequestKeys
from kiosk.sync.trust import AnswerTrust
from kiosk.wire.request_signature import Sender

NO_HUB = frozenset({"E-NW-01", "E-HB-02"})
APP = "0.1.0"
HubAs = Callable[[Callable[[], Sender | None]], HttpHub]


class _Opened(Struct, frozen=True, kw_only=True):
    """A frozen journal that is open, with its keys."""

    number: int
    journal: SqliteJournalStore
    keys: DeviceKeys


class FrozenJournals:
    """All frozen journals of one data folder. Any thread; one works at a time.

    Args:
        data: the data folder.
        migrations: `db/kiosk`.
        files: the attachments of this machine.
        clock: the time as it is known here.
    """

    def __init__(self, data: Path, migrations: Path, files: Attachments, clock: SyncClock) -> None:
        self._data = data
        self._migrations = migrations
        self._files = files
        self._clock = clock
        self._lock = threading.Lock()

    def deliver(self, hub_as: HubAs, trust: AnswerTrust) -> tuple[KioskError, ...]:
        """Send what they owe; return what kept one of them from being delivered.

        Args:
            hub_as: returns the hub for who signs requests.
            trust: opens its answers.

        Raises:
            Unavailable: the hub cannot be reached.
        """
        return self._each(lambda one: self._deliver(one, hub_as, trust))

    def pack(
        self, write: Callable[[Load], None], hub_as: HubAs, trust: AnswerTrust
    ) -> tuple[KioskError, ...]:
        """Hand what each owes to who carries it; return what kept one of them from being packed.

        Args:
            write: writes a journal's requests down while it is open.
            hub_as: as in `deliver`; nothing is sent.
            trust: as in `deliver`.
        """

        def work(one: _Opened) -> None:
            with self._delivering(one, hub_as, trust) as (up, keys):
                write(
                    Load(
                        mark=old_mark(one.number),
                        journal=one.journal,
                        sender=keys.sender,
                        batches=lambda: up.batches(SUITES[1]),
                    )
                )

        return self._each(work)

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers whose journals are frozen here. Raises Unavailable: the disk fails."""
        return tuple(frozen_numbers(self._data))

    def take_answer(self, number: int, answer: Returned, hub_as: HubAs, trust: AnswerTrust) -> None:
        """Take in what a carrier brought for one of them.

        Raises:
            InputError: it is to no delivery.
            Unavailable: it is not to be believed, or the journal cannot be read.
            Refused: the hub takes nothing of this number.
        """
        with (
            self._lock,
            self._opened(number) as one,
            self._delivering(one, hub_as, trust) as (up, _),
        ):
            up.take_answer(answer.signed, answer.packed)

    def _each(self, work: Callable[[_Opened], None]) -> tuple[KioskError, ...]:
        failures: list[KioskError] = []
        with self._lock:
            for number in self.numbers():
                try:
                    with self._opened(number) as one:
                        work(one)
                except KioskError as error:
                    if error.code in NO_HUB:
                        raise
                    failures.append(error)
        return tuple(failures)

    def forget(self, floor_ms: int, pressed: bool) -> None:
        """Forget what is old enough, as in any journal; at last the journal itself, and its keys.

        While they are delivered, nothing happens: it can be done at another time.

        Args:
            floor_ms: the time floor.
            pressed: whether the disk is short of room.
        """
        if not self._lock.acquire(blocking=False):
            return
        try:
            for number in tuple(frozen_numbers(self._data)):
                with suppress(KioskError):  # told when it is to be delivered
                    self._forget(number, floor_ms, pressed=pressed)
        finally:
            self._lock.release()

    def _forget(self, number: int, floor_ms: int, *, pressed: bool) -> None:
        with self._opened(number) as one:
            Retention(one.journal, self._files).run(floor_ms, pressed=pressed)
            settled_ms = settled_at(one.journal)
            if settled_ms is None or settled_ms >= header_limit_ms(floor_ms):
                return
            for _, key in keys_of(one.journal)[1:]:
                one.keys.drop(bytes.fromhex(key))
            one.journal.close()
            drop_frozen(self._data, number)

    def _is_quiet(self, journal: JournalReader) -> bool:
        """Tell whether nothing is owed and, should the hub lose its memory, no body is left."""
        settled_ms = settled_at(journal)
        limit_ms = body_limit_ms(self._clock.floor_ms(), pressed=False)
        return settled_ms is not None and settled_ms < limit_ms and not owed(journal)

    def _deliver(self, one: _Opened, hub_as: HubAs, trust: AnswerTrust) -> None:
        """Send what one of them owes. Raises Unavailable also when something of it cannot be."""
        if self._is_quiet(one.journal):
            return
        with self._delivering(one, hub_as, trust) as (up, _):
            is_done = up.deliver()
        if not is_done:
            raise Unavailable("journal.left", f"原来的号码 {one.number:07} 还有没送到的")

    @contextmanager
    def _delivering(
        self, one: _Opened, hub_as: HubAs, trust: AnswerTrust
    ) -> Iterator[tuple[FrozenUp, RequestKeys]]:
        """Yield what delivers one of them, and who signs its requests."""
        keys = RequestKeys(one.journal, one.keys.signer)
        hub = hub_as(keys.sender)
        enrolment = Enrolment(one.journal, hub, trust, "frozen")
        up = FrozenUp(
            journal=one.journal,
            files=self._files,
            hub=hub,
            trust=trust,
            remember=lambda: enrolment.remember(keys.first()),
            clock=self._clock,
            app=APP,
            find_key=keys.find,
        )
        try:
            yield up, keys
        finally:
            hub.close()

    @contextmanager
    def _opened(self, number: int) -> Iterator[_Opened]:
        """Open one of them. Raises Unavailable."""
        path = frozen_journal(self._data, number)
        journal = SqliteJournalStore(path, self._migrations)
        try:
            keys = DeviceKeys(frozen_key(self._data, number))
            yield _Opened(number=number, journal=journal, keys=keys)
        finally:
            journal.close()


def files_of_frozen(data: Path) -> frozenset[str] | None:
    """Return the attachments that frozen journals name; None when one of them cannot be read."""
    named: set[str] = set()
    try:
        for number in frozen_numbers(data):
            with glance(frozen_journal(data, number)) as journal:
                named |= {blob.path for blob in journal.blobs(pending=False)}
    except KioskError:
        return None
    return frozenset(named)
