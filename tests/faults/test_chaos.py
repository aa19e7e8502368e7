"""T6: real kiosks, a real hub, and between them everything that networks do. Exactly once.

`KIOSK_CHAOS_FILINGS` and `KIOSK_CHAOS_SEED` make it longer or other; `make faults` files 10,000.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec import Struct

from hub.services import intake
from kiosk.domain.errors import Unavailable
from kiosk.journal.outbox import Advance, Rewind
from kiosk.sync import journal_up
from kiosk.sync.journal_up import JournalUp
from tests.faults.back_office import BackOffice
from tests.faults.chaos import FAULTS
from tests.faults.chaos_proxy import ChaosProxy
from tests.faults.field import FieldKiosk
from tests.faults.hub_checker import lost_and_double
from tests.live_hub import Listening, listening

FILINGS = int(os.environ.get("KIOSK_CHAOS_FILINGS", "150"))
SEED = int(os.environ.get("KIOSK_CHAOS_SEED", "20261121"))
PATIENCE_S = 1.5
PASSES = 5


class Village(Struct, frozen=True, kw_only=True):
    """A hub, the proxy before it, the office behind it and the kiosks."""

    hub: Listening
    proxy: ChaosProxy
    office: BackOffice
    kiosks: tuple[FieldKiosk, ...]

    def run(self, filings: int) -> list[str]:
        """File and sync in chaos, then in peace; return what is not as promised."""
        self.proxy.is_calm = False
        each = filings // len(self.kiosks)
        threads = [
            threading.Thread(target=one.work, args=(each, self.office.drain if not i else int))
            for i, one in enumerate(self.kiosks)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.proxy.is_calm = True
        for kiosk in self.kiosks:
            kiosk.settle(PASSES)
        self.office.drain()
        self.office.decide()
        for kiosk in self.kiosks:
            kiosk.settle(PASSES)
        return lost_and_double(self.hub.assembly, self.kiosks, self.office)


@contextmanager
def village(folder: Path, number: int, *, is_careful: bool = True) -> Iterator[Village]:
    proxy = ChaosProxy(SEED, PATIENCE_S)
    (folder / "hub").mkdir()
    kiosks: list[FieldKiosk] = []
    try:
        with listening(folder / "hub", public=proxy.origin) as hub:
            proxy.upstream = hub.port
            for seed in range(number):
                kiosks.append(FieldKiosk(folder / f"kiosk{seed}", hub, seed, PATIENCE_S))
                kiosks[-1].enrolment().enrol(hub.token(), hub.origin, kiosks[-1].device)
            office = BackOffice(hub.assembly, SEED, is_careful=is_careful)
            yield Village(hub=hub, proxy=proxy, office=office, kiosks=tuple(kiosks))
            for kiosk in kiosks:
                kiosk.close()
    finally:
        proxy.close()


@pytest.mark.crash
def test_nothing_is_lost_and_nothing_is_double(
    tmp_path: Path, report: Callable[[str], None]
) -> None:
    with village(tmp_path, 6) as there:
        wrong = there.run(FILINGS)
        assert wrong == [], wrong[:20]
        met = dict(there.proxy.met)
        failed = sum(kiosk.failed for kiosk in there.kiosks)
        report(f"seed {SEED}: {FILINGS} filings, {failed} passes failed, {met}")
        assert failed > FILINGS / 20, "the weather was too good to prove anything"
        assert FILINGS < 1000 or met.keys() == FAULTS.keys()
        assert there.office.deaths or FILINGS < 100


def _believes_any_200(patch: pytest.MonkeyPatch) -> None:
    """A kiosk that takes a portal's page for an acknowledgement, and never looks back.

    Looking back alone would heal it: the hub's next answer tells how far it really is.
    """
    real, real_judge = JournalUp._exchange, journal_up.judge

    def gullible(self: JournalUp, records):  # type: ignore[no-untyped-def]
        try:
            return real(self, records)
        except Unavailable:
            last = self._journal.tip()[0]
            self._journal.write(lambda tx: tx.acknowledge(last, 0))
            raise

    def proud(outbox, ack, req, hash_at):  # type: ignore[no-untyped-def]
        found = real_judge(outbox, ack, req, hash_at)
        is_rewind = isinstance(found, Rewind)
        return Advance(through=outbox.through, epoch=found.epoch) if is_rewind else found

    patch.setattr(JournalUp, "_exchange", gullible)
    patch.setattr(journal_up, "judge", proud)


def _keeps_no_bodies(patch: pytest.MonkeyPatch) -> None:
    """A hub that acknowledges headers and forgets what hangs on them."""
    patch.setattr(intake.journal, "add_bodies", lambda *_: None)


def _sends_with_gaps(patch: pytest.MonkeyPatch) -> None:
    """A hub that takes the first entries of a delivery and acknowledges all."""
    real = intake.keep

    def forgetful(db, kiosk, entries, prefix, now):  # type: ignore[no-untyped-def]
        real(db, kiosk, [e for e in entries if e.seq % 20], prefix, now)

    patch.setattr(intake, "keep", forgetful)


@pytest.mark.crash
@pytest.mark.parametrize("plant", [_believes_any_200, _keeps_no_bodies, _sends_with_gaps])
def test_a_planted_bug_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    plant(monkeypatch)
    with village(tmp_path, 1) as there:
        try:
            wrong = there.run(24)
        except AssertionError as stuck:  # a kiosk that never came to rest
            wrong = [str(stuck)]
        assert wrong


@pytest.mark.crash
def test_a_careless_office_takes_filings_in_twice(tmp_path: Path) -> None:
    with village(tmp_path, 1, is_careful=False) as there:
        wrong = there.run(48)
        assert any("taken in 2 times" in line for line in wrong)
