"""A kiosk of a simulated world: a disk that survives, and a process that does not.

The process is the real one but for its threads: filing, receipts, sync and frozen journals. The
clock and the network under it are the world's.
"""

from msgspec import structs

from kiosk.domain.errors import InputError, KioskError, Refused
from kiosk.journal.author import Author, EntryDraft
from kiosk.journal.boot import keys_of
from kiosk.ports.crypto import Signer
from kiosk.ports.journal import JournalStore, JournalTx, MetaKey
from kiosk.sealing.suites import SUITES
from kiosk.services.filing import Filing, FilingRights
from kiosk.services.key_rotation import rotate
from kiosk.services.receipts import Receipts
from kiosk.services.retention import Retention
from kiosk.sync.blobs_up import BlobsUp
from kiosk.sync.clock import SyncClock
from kiosk.sync.engine import CatalogMoves, SyncEngine
from kiosk.sync.enrolment import Enrolment
from kiosk.sync.frozen_up import FrozenUp
from kiosk.sync.journal_up import JournalUp
from kiosk.sync.status_feed import StatusFeed
from kiosk.sync.trust import AnswerTrust
from kiosk.wire.request_signature import Sender
from tests.fakes.journal import MemoryAttachments, MemoryJournal
from tests.journals import ORIGIN, TODAY, a_form
from tests.simulation.counter import JPEG
from tests.simulation.disk import Disk, Frozen, MachineClock
from tests.simulation.network import WiredHub
from tests.simulation.surroundings import Surroundings
from tests.simulation.truth import WatchedRows

APP = "sim"
NOTE = EntryDraft(type="health", body=b"{}")
RENEWABLE = frozenset({"behind", "other_history", "fork", "bad_entry"})
CARRIED_OVER: tuple[MetaKey, ...] = ("time_floor",)


class PowerCut(BaseException):
    """The machine lost its power: nothing of the process is left."""

    def __init__(self, machine: "Machine") -> None:
        super().__init__(machine.name)
        self.machine = machine


class Machine:
    """One machine.

    Args:
        name: of the machine.
        around: where it stands.
        disk: its disk; None: a new one.
    """

    def __init__(self, name: str, around: Surroundings, disk: Disk | None = None) -> None:
        self.name = name
        self.around = around
        self.clock = MachineClock(around.truth.now_ms, around.random)
        self.disk = disk or Disk(
            journal=self.new_journal(), files=MemoryAttachments(), signer=around.signer()
        )
        self.stick: list[tuple[bytes, dict[str, str]]] = []
        self.ticket: str | None = None
        self.boot()

    def new_journal(self, image: bytes | None = None) -> MemoryJournal:
        truth = self.around.truth
        return MemoryJournal(lambda db: WatchedRows(db, truth), self._moment, image)

    def copy_disk(self, owner: "Machine") -> Disk:
        """Return a copy of the disk, to lie in `owner`."""

        def copied(journal: MemoryJournal) -> MemoryJournal:
            return owner.new_journal(journal.image())

        disk = self.disk
        return Disk(
            journal=copied(disk.journal),
            files=MemoryAttachments(disk.files.files),
            signer=disk.signer,
            later=disk.later,
            next=(disk.next[0], copied(disk.next[1])) if disk.next else None,
            frozen=tuple(structs.replace(one, journal=copied(one.journal)) for one in disk.frozen),
        )

    def boot(self) -> None:
        """Start the process on what lies on the disk."""
        around, journal = self.around, self.disk.journal
        self._meanwhile = lambda: around.meanwhile(self)
        self.clock.start()
        self.time = SyncClock(self.clock, int(journal.meta("time_floor") or 0))
        self.trust = AnswerTrust(around.trusted, SUITES)
        self.keys = self.disk.keys(journal, self.disk.signer)
        self.hub = WiredHub(around.network, self.sender, self._now_s, self._meanwhile)
        named = (blob.path for one in self.disk.journals() for blob in one.blobs(pending=False))
        self.disk.files.drop_all_but(frozenset(named))
        self.filing = Filing(
            journal=journal,
            attachments=self.disk.files,
            guidance=around.counter,  # type: ignore[arg-type]
            catalog=around.counter,  # type: ignore[arg-type]
            codes=around.counter,
            rights=self.rights,
            room=lambda: "plenty",
        )
        unshown = Receipts(journal, self.time.now_ms).unshown()
        if unshown is not None:
            around.truth.show(journal.hash_at(unshown.seq), unshown.receipt)
            self.filing.mark_shown(unshown.receipt)

    # ---- who it is
    def meta(self, key: MetaKey) -> str | None:
        return self.disk.journal.meta(key)

    @property
    def kiosk_no(self) -> int | None:
        number = self.meta("kiosk_no")
        return None if number is None else int(number)

    def sender(self) -> Sender | None:
        return self.keys.sender()

    def author(self) -> Author:
        keys, first = keys_of(self.disk.journal), self.disk.signer
        signer = self.disk.find(bytes.fromhex(keys[-1][1]), first) if keys else first
        return Author(kiosk_no=self.kiosk_no or 0, signer=signer, stamp=self.time.stamp, app=APP)

    def rights(self) -> FilingRights:
        if self.kiosk_no is None or self.meta("stopped") is not None:
            raise Refused("journal.stopped", "x")
        return FilingRights(author=self.author(), sealer=self.around.sealer, origin=ORIGIN)

    # ---- what people do
    def file(self) -> None:
        """A resident files; the receipt is printed, then its code forgotten."""
        random = self.around.random
        pictures = random.choice((0, 0, 1, 2))
        form = a_form(signature="a" if pictures else None)
        try:
            kept = self.filing.submit(
                form, TODAY, lambda _path: JPEG + random.randbytes(random.randrange(1, 700))
            )
        except Refused:
            return
        self.around.truth.show(bytes.fromhex(kept.hash), kept.receipt)
        self.filing.mark_shown(kept.receipt)

    def note(self) -> None:
        """The kiosk writes an entry of its own."""
        if self.kiosk_no is not None and self.meta("stopped") is None:
            self.disk.journal.write(lambda tx: self.author().append(tx, NOTE))

    def rotate(self) -> None:
        """A technician changes the key, as `kiosk journal rotate-key`."""
        if self.kiosk_no is None or self.meta("stopped") is not None:
            return
        new, author = self.around.signer(), self.author()
        self.disk.later = (*self.disk.later, new)
        self.disk.journal.write(lambda tx: rotate(tx, author, new))

    def purge(self) -> None:
        """The kiosk forgets bodies that it has no need of."""
        pressed = self.around.random.random() < 0.5
        for journal in self.disk.journals():
            Retention(journal, self.disk.files).run(self.time.floor_ms(), pressed=pressed)

    # ---- sync
    def journal_up(self) -> JournalUp:
        return JournalUp(self.disk.journal, self.hub, self.trust, self.time, APP)

    def engine(self) -> SyncEngine:
        journal = self.disk.journal
        return SyncEngine(
            journal_up=self.journal_up(),
            blobs_up=BlobsUp(journal, self.disk.files, self.hub, self.trust, self.time),
            feed=StatusFeed(journal, self.hub, self.trust),
            catalog=CatalogMoves,
            remember=lambda: self._enrolment(journal).remember(self.disk.signer),
            clock=self.time,
            find_key=self.keys.find,
        )

    def sync(self) -> None:
        """One pass, and everything that follows from it; whatever fails is tried again later."""
        for what in (self._pass, self._renew, self._deliver_frozen):
            try:
                what()
            except KioskError as error:
                self.around.truth.events[f"error {error.code}"] += 1

    def hear(self) -> None:
        """The thread that holds the feed hears something."""
        if self.kiosk_no is None:
            return
        StatusFeed(self.disk.journal, self.hub, self.trust).receive(0, self.time.now_ms())

    def _pass(self) -> None:
        if self.kiosk_no is None:
            self._enrol(self.disk.journal, self.disk.signer)
        self.engine().run()

    def _enrolment(self, journal: JournalStore) -> Enrolment:
        return Enrolment(journal, self.hub, self.trust, "sim")

    def _enrol(self, journal: MemoryJournal, signer: Signer) -> None:
        """A technician types a token, and the same one again after a lost answer."""
        self.ticket = self.ticket or self.around.token()
        try:
            answer = self._enrolment(journal).enrol(self.ticket, ORIGIN, signer)
        except Refused as refused:
            if refused.code in ("enrol.token", "enrol.used", "enrol.key"):
                self.ticket = None
            if refused.code == "enrol.key":
                self._take_new_key()
            raise
        self.ticket = None
        self.around.truth.enrolled(answer.kiosk_no, answer.pubkey)

    def _take_new_key(self) -> None:
        if self.disk.next is None:
            self.disk.signer = self.around.signer()
            self.keys = self.disk.keys(self.disk.journal, self.disk.signer)
        else:
            self.disk.next = (self.around.signer(), self.disk.next[1])

    def _renew(self) -> None:
        """As `kiosk/renewal.py`: a new number for a disk that is not the one the hub knows."""
        disk, number = self.disk, self.kiosk_no
        if number is None or self.meta("stopped") not in RENEWABLE:
            return
        if disk.next is None:
            disk.next = (self.around.signer(), self.new_journal())
        signer, journal = disk.next
        if journal.meta("kiosk_no") is None:
            enrolment = self._enrolment(journal)
            try:
                answer = self.keys.try_each(
                    lambda old: enrolment.renew(number, old, signer, ORIGIN), "enrol.proof"
                )
                self.around.truth.enrolled(answer.kiosk_no, answer.pubkey)
            except (Refused, InputError):  # a person comes with a token
                self._enrol(journal, signer)
        journal.write(self._carry_over)
        frozen = Frozen(journal=disk.journal, signer=disk.signer, kiosk_no=number)
        self.disk = Disk(
            journal=journal,
            files=disk.files,
            signer=signer,
            frozen=(*disk.frozen, frozen),
            later=disk.later,
        )
        self.boot()

    def _carry_over(self, tx: JournalTx) -> None:
        for key in CARRIED_OVER:
            tx.set_meta(key, self.meta(key) or "0")

    def _deliver_frozen(self) -> None:
        for one in self.disk.frozen:
            self._frozen_up(one).deliver()

    def _frozen_up(self, one: Frozen) -> FrozenUp:
        keys = self.disk.keys(one.journal, one.signer)
        hub = WiredHub(self.around.network, keys.sender, self._now_s, self._meanwhile)
        enrolment = Enrolment(one.journal, hub, self.trust, "sim")
        return FrozenUp(
            journal=one.journal,
            files=self.disk.files,
            hub=hub,
            trust=self.trust,
            remember=lambda: enrolment.remember(one.signer),
            clock=self.time,
            app=APP,
            find_key=keys.find,
        )

    # ---- what the world does to it
    def _now_s(self) -> int:
        return self.time.now_ms() // 1000

    def _moment(self, when: str) -> None:
        """Around every commit the power may fail."""
        truth = self.around.truth
        is_cut = self.around.random.random() < self.around.cut()
        if when == "before_commit":
            if is_cut:
                truth.undone()
                raise PowerCut(self)
            return
        truth.committed()
        if is_cut:
            raise PowerCut(self)
