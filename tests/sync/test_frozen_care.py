"""All frozen journals of a machine: each is delivered whatever the others are, and ends one day."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.store.database import reading
from hub.store.tables import held_entry
from kiosk.domain.errors import Unavailable
from kiosk.frozen import FrozenJournals, files_of_frozen
from kiosk.journal.outbox import DAY_MS
from kiosk.sealing.suites import Ed25519Signer
from kiosk.store.frozen_journals import frozen_journal, frozen_key, frozen_numbers
from kiosk.sync.http_hub import HttpHub
from kiosk.wire.request_signature import Sender
from tests.journals import MIGRATIONS
from tests.live_hub import Listening, LiveKiosk
from tests.sync.test_delivery import file

YEAR_MS = 365 * DAY_MS


class Machine:
    """A machine that had three numbers before; each owes a filing with an attachment."""

    def __init__(self, folder: Path, hub: Listening) -> None:
        self.folder, self.hub = folder, hub
        self.numbers = []
        for seed in (1, 2, 3):
            kiosk = LiveKiosk(folder, hub, seed)
            kiosk.enrolment().enrol(hub.token(), hub.origin, kiosk.device)
            self.numbers.append(kiosk.author.kiosk_no)
            hub.assembly.sites.change(kiosk.author.kiosk_no, "draining", "test")
            file(kiosk, 1, b"picture %d" % seed)
            kiosk.close()
            number = self.numbers[-1]
            (folder / "journal.db").replace(frozen_journal(folder, number))
            seed_bytes = hashlib.sha256(b"live %d" % seed).digest()
            assert Ed25519Signer(seed_bytes).public_key == kiosk.device.public_key
            frozen_key(folder, number).write_bytes(seed_bytes)
        self.kiosk = kiosk
        self.frozen = FrozenJournals(folder, MIGRATIONS, kiosk.files, kiosk.time)

    def deliver(self) -> tuple[str, ...]:
        return tuple(error.code for error in self.frozen.deliver(self._hub_as, self.kiosk.trust))

    def _hub_as(self, sender: Callable[[], Sender | None]) -> HttpHub:
        return HttpHub(self.hub.origin, sender, lambda: 1_800_000_000)

    def held(self) -> list[int]:
        with reading(self.hub.assembly.engine) as db:
            return sorted(number for (number,) in db.execute(select(held_entry.c.kiosk_no)))

    def later(self, ms: int) -> int:
        """Return the time floor so much later, after the kiosk has forgotten what it may."""
        floor_ms = self.kiosk.time.floor_ms() + ms
        self.frozen.forget(floor_ms, False)
        return floor_ms


@pytest.fixture
def machine(tmp_path: Path, hub: Listening) -> Iterator[Machine]:
    folder = tmp_path / "machine"
    folder.mkdir()
    return Machine(folder, hub)


def test_a_revoked_number_keeps_no_other_from_being_delivered(machine: Machine) -> None:
    first, *others = machine.numbers
    machine.hub.assembly.sites.change(first, "revoked", "test")
    assert machine.deliver() == ("hub.revoked",)
    assert machine.held() == others


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_delivered(machine: Machine) -> None:
    first, second, third = machine.numbers
    frozen_journal(machine.folder, first).write_bytes(b"no database")
    frozen_key(machine.folder, second).unlink()
    assert len(machine.deliver()) == 2
    assert machine.held() == [third]
    assert files_of_frozen(machine.folder) is None, "no attachment may be taken for nobody's"


def test_without_a_hub_nobody_waits_for_each_of_them(machine: Machine) -> None:
    asked: list[HttpHub] = []

    def nowhere(sender: Callable[[], Sender | None]) -> HttpHub:
        asked.append(HttpHub("http://127.0.0.1:9", sender, lambda: 1_800_000_000))
        return asked[-1]

    with pytest.raises(Unavailable):
        machine.frozen.deliver(nowhere, machine.kiosk.trust)
    assert len(asked) == 1


def test_what_the_hub_has_goes_in_its_time_and_the_journal_after_two_years(
    machine: Machine,
) -> None:
    assert machine.deliver() == ()
    pictures = machine.folder / "attachments"
    assert len(list(pictures.iterdir())) == 3
    machine.later(8 * DAY_MS)
    assert list(pictures.iterdir()) == [] and files_of_frozen(machine.folder) == frozenset()
    machine.later(2 * YEAR_MS - DAY_MS)
    assert list(frozen_numbers(machine.folder)) == machine.numbers
    machine.later(2 * YEAR_MS + DAY_MS)
    assert list(frozen_numbers(machine.folder)) == []
    assert list(machine.folder.glob("device-0*.key")) == []


def test_a_journal_that_still_owes_something_stays_for_ever(machine: Machine) -> None:
    first, *_ = machine.numbers
    machine.hub.assembly.sites.change(first, "revoked", "test")
    machine.deliver()
    machine.later(10 * YEAR_MS)
    assert list(frozen_numbers(machine.folder)) == [first]
    assert len(list((machine.folder / "attachments").iterdir())) == 1
    machine.hub.assembly.sites.change(first, "draining", "test")
    assert machine.deliver() == () and machine.held() == machine.numbers
