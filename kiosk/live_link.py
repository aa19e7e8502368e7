"""The journal and the hub of a running kiosk: opened after the first frame, closed at the end.

A kiosk that is not enrolled pays nothing for it but a look for a file every few seconds. What one
pass does is `sync/engine.py`, when passes run `sync/scheduler.py`; commands open the journal by
themselves.
"""

from __future__ import annotations

import datetime as dt
import queue
import random
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from kiosk.bootstrap import Station
from kiosk.domain.errors import Bug, KioskError, Refused
from kiosk.domain.hours import CHINA
from kiosk.ports.hub import LinkState
from kiosk.services.tally import Tally
from kiosk.store.data_folder import JOURNAL_FILE

if TYPE_CHECKING:  # imported once the kiosk is known to be enrolled
    from kiosk.hub_link import HubLink
    from kiosk.journal.author import EntryDraft
    from kiosk.ports.receipts import UnshownReceipt
    from kiosk.records import Records
    from kiosk.sync.engine import Pass
    from kiosk.sync.link_notes import LinkNotes
    from kiosk.sync.scheduler import SyncScheduler

Facts = Mapping[str, str | int | float | bool | None]

EVERY_S = 60.0
LOOK_S = 5.0
"""How often it is looked whether the kiosk is enrolled, and a journal that is open elsewhere."""
CLOSE_S = 5.0


class LiveLink:
    """The ports `HubWatch` and `ReceiptShelf` of a running kiosk.

    One thread owns what is opened and does what is due each minute: it counts the day, forgets what
    may go, tries a disk that failed again. Two more of the scheduler talk to the hub.

    Args:
        station: the kiosk.
        tally: what the screens counted.
        every_s: how often it is looked for what is due.
    """

    def __init__(self, station: Station, tally: Tally, *, every_s: float = EVERY_S) -> None:
        self._station = station
        self._tally = tally
        self._every_s = every_s
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._ending = threading.Event()
        self._records: Records | None = None
        self._link: HubLink | None = None
        self._scheduler: SyncScheduler | None = None
        self._fault: str | None = None
        self._forgot_on: str | None = None
        self._is_stopped = False
        self._unshown: UnshownReceipt | None = None
        self._thread = threading.Thread(target=self._run, name="records", daemon=True)

    def begin(self) -> None:
        """Open the journal, aside, as soon as the kiosk is enrolled."""
        self._thread.start()

    # ---- the port
    def is_cut_off(self) -> bool:
        """Tell whether an enrolled kiosk cannot reach its hub; at once."""
        return self._scheduler is not None and self._scheduler.is_cut_off()

    def is_stopped(self) -> bool:
        """Tell whether no filings are taken any more; at once."""
        return self._is_stopped or self._fault is not None

    def state(self) -> LinkState:
        """Return the newest state; it reads the disk. Raises Unavailable."""
        if self._scheduler is not None:
            return self._scheduler.state()
        return LinkState(
            is_enrolled=self._fault is not None, is_online=False, waiting=0, stopped=self._fault
        )

    def wake(self) -> None:
        """Something new is to be sent: try at once."""
        if self._scheduler is not None:
            self._scheduler.wake()

    def audit(self, action: str, facts: Facts) -> None:
        """Let the journal say what a technician did; nothing where there is no journal."""
        if self._scheduler is None:
            return
        import msgspec

        from kiosk.journal.author import EntryDraft

        body = msgspec.json.encode({"action": action, **facts})
        self._jobs.put(partial(self._write, EntryDraft(type="audit.technician", body=body)))

    def unshown(self) -> UnshownReceipt | None:
        """Return the last receipt while nobody has seen it; at once."""
        return self._unshown

    def mark_shown(self, receipt: str) -> None:
        """Somebody has it; the journal is told by its own thread."""
        self._unshown = None
        self._jobs.put(partial(self._show, receipt))

    def close(self) -> None:
        """End the threads and close the journal, within a few seconds."""
        self._ending.set()
        self._jobs.put(None)
        if self._thread.ident is not None:
            self._thread.join(CLOSE_S)

    # ---- the thread of the journal
    def _run(self) -> None:
        try:
            if self._open():
                self._do_what_is_due()
                self._serve()
        except Exception as error:  # noqa: BLE001 - the border of a thread
            self._station.log.failure(error)
        finally:
            self._end()

    def _open(self) -> bool:
        """Wait until the kiosk is enrolled and its journal is free; False at the end."""
        while not self._ending.is_set():
            if self._is_enrolled():
                try:
                    self._start()
                except Refused:
                    pass  # a command has it open
                except KioskError as error:
                    self._fault = error.message
                    self._station.log.failure(error)
                else:
                    return True
            self._ending.wait(LOOK_S)
        return False

    def _is_enrolled(self) -> bool:
        if not (self._station.places.data / JOURNAL_FILE).exists():
            return False
        from kiosk.store.journal_glance import is_enrolled

        return is_enrolled(self._station.data)

    def _start(self) -> None:
        from kiosk.hub_link import link_of, records_of

        records = records_of(self._station)
        try:
            heard = records.journal.meta("synced_at")
            link = link_of(self._station, records)
            scheduler = self._scheduler_of(records, link, int(heard) if heard else None)
        except BaseException:
            records.close()
            raise
        self._fault, self._records, self._link = None, records, link
        scheduler.start()
        self._scheduler = scheduler

    def _scheduler_of(
        self, records: Records, link: HubLink, heard_at_ms: int | None
    ) -> SyncScheduler:
        from kiosk.record_facts import why_stopped
        from kiosk.sync.link_notes import LinkNotes
        from kiosk.sync.scheduler import SyncScheduler, SyncWork

        feed = link.held_feed()
        stopped = records.journal.meta("stopped")
        self._is_stopped = stopped is not None
        notes = LinkNotes(self._station.log.event, stopped)
        work = SyncWork(
            run_pass=partial(self._pass, records, link, notes),
            receive=lambda wait_s: feed.receive(wait_s, records.time.now_ms()),
            waiting=records.journal.waiting,
            stopped=partial(why_stopped, records.journal),
            now_ms=records.time.now_ms,
            random=random.random,
            failed=self._station.log.failure,
        )
        return SyncScheduler(work, heard_at_ms=heard_at_ms)

    def _pass(self, records: Records, link: HubLink, notes: LinkNotes) -> Pass:
        try:
            done = link.run_pass()
        except KioskError as error:
            notes.failed(error)
            raise
        finally:
            stopped = records.journal.meta("stopped")
            self._is_stopped = stopped is not None
            notes.stands(stopped)
        notes.done(done)
        for failure in link.deliver_frozen():
            self._station.log.failure(failure)
        return done

    def _serve(self) -> None:
        """Do at once what the screens ask for, and once a minute what is due."""
        while not self._ending.is_set():
            try:
                job = self._jobs.get(timeout=self._every_s)
            except queue.Empty:
                self._do_what_is_due()
                continue
            if job is not None:
                self._tried(job)

    def _write(self, draft: EntryDraft) -> None:
        records = self._opened()
        author = records.author()
        if author is not None:
            records.journal.write(lambda tx: author.append(tx, draft))
            self.wake()

    def _show(self, receipt: str) -> None:
        from kiosk.services.receipts import show

        self._opened().journal.write(lambda tx: show(tx, receipt))
        self._look_for_receipt()

    def _do_what_is_due(self) -> None:
        for job in (self._mend, self._look_for_receipt, self._count, self._forget):
            self._tried(job)

    def _look_for_receipt(self) -> None:
        """Find out whether a receipt is still to be offered."""
        from kiosk.services.receipt_desk import last_unshown

        records = self._opened()
        self._unshown = last_unshown(records.receipts, records.journal)

    def _mend(self) -> None:
        """After a fault of the disk, try it again."""
        journal = self._opened().journal
        if journal.fault() is not None:
            journal.reopen()

    def _count(self) -> None:
        from kiosk.services.day_counts import settle

        author = self._opened().author()
        if author is None:
            return
        seen, today = self._tally.take(), self._today()
        if self._opened().journal.write(lambda tx: settle(tx, author, seen, today)):
            self.wake()

    def _forget(self) -> None:
        """Once a day, at every start, and while the disk is short of room."""
        from kiosk.services.housekeeping import PRESSED

        today, keeper = self._today(), self._opened().housekeeping
        if self._forgot_on == today and keeper.room() not in PRESSED:
            return
        gone = keeper.tidy()
        self._forgot_on = today
        if gone.bodies or gone.files or gone.stubs:
            self._station.log.event(
                "journal.forgot", bodies=gone.bodies, files=gone.files, stubs=gone.stubs
            )

    def _today(self) -> str:
        now_s = self._opened().time.now_ms() / 1000
        return f"{dt.datetime.fromtimestamp(now_s, CHINA):%Y%m%d}"

    def _opened(self) -> Records:
        if self._records is None:
            raise Bug("E-SY-01", "the thread of the journal works after opening it")
        return self._records

    def _tried(self, job: Callable[[], None]) -> None:
        try:
            job()
        except KioskError as error:
            self._station.log.failure(error)

    def _end(self) -> None:
        if self._records is None or self._link is None or self._scheduler is None:
            return
        scheduler, self._scheduler = self._scheduler, None
        scheduler.close()
        while not self._jobs.empty():
            job = self._jobs.get()
            if job is not None:
                self._tried(job)
        self._tried(self._count)
        self._link.close()
        self._records.close()
