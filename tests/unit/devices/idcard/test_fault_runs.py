"""Random faults, seeded: people one after the other, and never the wrong one on the screen.

KIOSK_READER_RUNS sets how many runs there are; `make faults` plays 2,000.
"""

import os

import pytest

from kiosk.devices.idcard.cards import SPECIMENS, Card
from kiosk.devices.idcard.emulator_faults import FAULTS
from kiosk.devices.idcard.record import decode
from kiosk.domain.person import IdentityDocument
from kiosk.ports.devices import CardAbsent, CardAwaited, CardMisread, CardRead, CardReading
from tests.unit.devices.idcard.simulation import PORT, Table

RUNS = int(os.environ.get("KIOSK_READER_RUNS", "200"))
LOTS = 10
PEOPLE = [name for name, (_, card) in SPECIMENS.items() if card.text is not None]
VISITS = 4
RIGHT_STATES = (CardAbsent, CardAwaited, CardMisread, CardReading)


@pytest.mark.parametrize("lot", range(LOTS))
def test_no_fault_ever_shows_a_wrong_person(lot: int) -> None:
    reads = sum(Run(seed).play() for seed in range(lot, RUNS, LOTS))
    assert reads, "not one card was read: this test has gone blind"


class Run:
    """Some visits at one reader, each with its own person and faults."""

    def __init__(self, seed: int) -> None:
        self.table = Table(seed)
        self.chance = self.table.chance
        self.seed = seed
        self.person = ""
        self.reads = 0
        self.was_restarted = False
        self.table.emulator.hides_after_read = self.chance.random() < 0.5

    def play(self) -> int:
        """Return how many of the visits ended in a record."""
        for name in self.chance.sample(PEOPLE, VISITS):
            self.table.lift()
            self.person = name
            self.begin_faults()
            self.table.reader.begin()
            self.hands()
            seconds = self.chance.uniform(5, 25)
            self.table.run(seconds, lambda status: isinstance(status, CardRead))
            self.look(f"seed {self.seed}")
            self.end_visit()
        self.recover()
        return self.reads

    def begin_faults(self) -> None:
        """Set some faults, for some answers or for long."""
        spoiler = self.table.emulator.spoiler
        # No program can know a replayed record that it has never seen: none after a restart.
        faults = [fault for fault in FAULTS if fault != "replay" or not self.was_restarted]
        for fault in self.chance.sample(faults, self.chance.randrange(4)):
            spoiler.set(fault, self.chance.choice((1, 1, 2, 3, 5, None)))
        if self.chance.random() < 0.1:
            spoiler.out_of_service = self.chance.choice((0x60, 0x66))
        if self.chance.random() < 0.1:
            self.table.emulator.baud = self.chance.choice((57600, 9600))
            spoiler.garbles_wrong_speed = self.chance.random() < 0.5

    def hands(self) -> None:
        """Lay the card, perhaps lift and lay it again, pull the plug, or leave to the next one."""
        at_s = self.chance.uniform(0, 2)
        self.table.in_s(at_s, self.lay)
        for _ in range(self.chance.randrange(3)):
            at_s += self.chance.uniform(0.2, 3)
            self.table.in_s(at_s, self.table.lift)
            at_s += self.chance.uniform(0.2, 2)
            self.table.in_s(at_s, self.lay)
        if self.chance.random() < 0.3:
            self.table.in_s(self.chance.uniform(0.5, 3), self.hurry)
        if self.chance.random() < 0.1:
            at_s = self.chance.uniform(0, 4)
            self.table.in_s(at_s, self.table.unplug)
            self.table.in_s(at_s + self.chance.uniform(0.5, 8), self.table.plug)

    def lay(self) -> None:
        self.table.lay(self.card)

    def hurry(self) -> None:
        """Let the person go in the middle of it, and the next one come at once."""
        self.table.lift()
        self.table.reader.end()
        self.person = self.chance.choice([name for name in PEOPLE if name != self.person])
        self.lay()
        self.table.reader.begin()

    def look(self, when: str) -> None:
        """Expect the record of the person who is there, or a state that says why there is none."""
        status = self.table.reader.status()
        if isinstance(status, CardRead):
            _expect(status.document, self.card, f"{when}, {self.person}")
            self.reads += 1
        else:
            assert isinstance(status, RIGHT_STATES), f"{when}: {status}"

    def end_visit(self) -> None:
        """End what is wrong, or not; what is on the wire still arrives. Start anew, sometimes."""
        self.table.plans.clear()
        if self.table.plugged_at is None:
            self.table.plug(PORT)
        if self.chance.random() < 0.5:
            self.table.emulator.spoiler.clear()
        self.table.reader.end()
        self.table.run(self.chance.choice((0.0, self.chance.uniform(0, 8))))
        if "replay" not in self.table.emulator.spoiler.active and self.chance.random() < 0.2:
            self.table.let_pass(8)  # longer than any fault holds an answer back
            self.table.restart()
            self.was_restarted = True

    def recover(self) -> None:
        """Without faults the next person is read, without a restart."""
        self.table.emulator.spoiler.clear()
        self.table.lift()
        self.table.run(60)
        self.person = "resident"
        self.table.reader.begin()
        for _ in range(4):
            self.lay()
            self.table.run(10, lambda status: isinstance(status, CardRead))
            self.look(f"seed {self.seed}, afterwards")
            if isinstance(self.table.reader.status(), CardRead):
                break
            self.table.lift()
            self.table.run(2)
        status = self.table.reader.status()
        assert isinstance(status, CardRead), f"{self.seed}: {status} {self.table.logged[-8:]}"
        self.table.reader.close()

    @property
    def card(self) -> Card:
        return SPECIMENS[self.person][1]


def _expect(document: IdentityDocument, card: Card, when: str) -> None:
    assert card.text is not None
    right = decode(card.text, card.addresses)
    assert right is not None
    same = document.number == right.number and document.name_raw == right.name_raw
    assert same, f"wrong person at {when}"
    assert document.added_addresses in (right.added_addresses, ()), f"wrong address at {when}"
