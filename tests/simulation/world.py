"""One simulated world: machines, a hub, a network, an office; one thread, one seed, no waiting.

Everything that happens is drawn from the seed, so a failure is one number. Time is a counter.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from random import Random
from unittest.mock import patch

from msgspec import Struct

from kiosk.domain.errors import KioskError
from kiosk.ports.journal import MetaKey
from kiosk.sync.clock import RELEASED_MS
from tests.simulation.counter import Counter
from tests.simulation.hub import SimHub
from tests.simulation.machine import Machine, PowerCut
from tests.simulation.network import Network
from tests.simulation.office import Office
from tests.simulation.profile import Profile
from tests.simulation.suites import Craft, cheap_suite_known
from tests.simulation.surroundings import Surroundings
from tests.simulation.truth import Truth, Violation
from tests.simulation.upsets import Upsets
from tests.simulation.verdict import verdict

SMALL = {
    "kiosk.journal.outbox.MAX_ENTRIES": 8,
    "kiosk.sync.owed.MAX_ENTRIES": 8,
    "kiosk.sync.blobs_up.RANGE_BYTES": 300,
    "kiosk.sync.status_feed.PAGE": 5,
    "hub.services.status.PAGE": 5,
}
"""Limits made small, so that every batch, page and range has a next one."""
ROUNDS = 30
"""Passes of every machine in which everything must settle after the faults stop."""
WATCHED: tuple[MetaKey, ...] = ("kiosk_no", "through", "feed_after", "stopped")


class Report(Struct, frozen=True, kw_only=True):
    """What one run did."""

    seed: int
    filings: int
    steps: int
    events: dict[str, int]


class World:
    """A world.

    Args:
        seed: decides everything.
        profile: what may go wrong.
    """

    def __init__(self, seed: int, profile: Profile) -> None:
        self.seed = seed
        self.profile = profile
        self.random = Random(f"world {seed}")  # noqa: S311
        self.now = RELEASED_MS + 3_600_000
        self.is_calm = False
        self.truth = Truth(lambda: self.now)
        craft, made = Craft(is_real=profile.real_crypto), iter(range(1_000_000))
        self.hub = SimHub(craft.signer("hub"), lambda: self.now, self.random)
        self.office = Office(self.hub, self.random)
        self.network = Network(
            self.hub,
            self.random,
            dict(profile.wire),
            craft.signer("forger"),
            lambda: self.truth.step("exchange"),
        )
        self.upsets = Upsets(self)
        self.network.heard = lambda call: self.upsets.look(call)
        trusted = (self.hub.public_key,)
        self.around = Surroundings(
            random=self.random,
            truth=self.truth,
            network=self.network,
            counter=Counter(),
            sealer=craft.sealer(),
            signer=lambda: craft.signer(f"{seed} {next(made)}"),
            trusted=lambda: trusted,
            token=self.hub.token,
            cut=lambda: 0.0 if self.is_calm else profile.cut,
            meanwhile=self._meanwhile,
        )
        self.machines = [Machine(f"m{n}", self.around) for n in range(profile.kiosks)]

    def run(self, filings: int) -> Report:
        """Live until so many filings were committed, then let everything settle, and judge.

        Raises:
            Violation: a promise was broken.
        """
        # A world in which every kiosk was revoked or stays stopped must end as well.
        for _ in range(filings * 40):
            if self.truth.filed >= filings:
                break
            self.step()
        self.settle()
        wrong = verdict(self)
        if wrong:
            raise Violation("; ".join(wrong[:5]))
        return Report(
            seed=self.seed,
            filings=self.truth.filed,
            steps=self.truth.steps,
            events=dict(sorted(self.truth.events.items())),
        )

    def step(self) -> None:
        """Let one thing happen."""
        self.truth.step("step")
        self.now += int(self.random.expovariate(1 / 20_000)) + 1
        self.upsets.upset()
        if self.network.late and self.random.random() < 0.2:
            self.network.arrive()
        drawn = self.random.random()
        machine = self.random.choice(self.machines)
        if drawn < 0.55:
            self.guarded(machine, machine.file)
        elif drawn < 0.60:
            self.guarded(machine, machine.note)
        elif drawn < 0.82:
            self.guarded(machine, machine.sync)
        elif drawn < 0.86:
            self.guarded(machine, machine.hear)
        elif drawn < 0.88:
            self.guarded(machine, machine.purge)
        elif drawn < 0.96:
            self.office.decide()
        else:
            self.office.drain()

    def settle(self) -> None:
        """Faults stop; what was on its way arrives; everybody syncs a few times."""
        self.is_calm = True
        self.network.rates.clear()
        self.network.is_down = False
        while self.network.late:
            self.network.arrive()
        for machine in self.machines:
            self.upsets.take_stick(machine)
        for _ in range(ROUNDS):
            self.now += 60_000
            before = self._state()
            for machine in self.machines:
                self.guarded(machine, machine.sync)
            self.office.drain()
            if self._state() == before:
                return

    def guarded(self, machine: Machine, work: object) -> None:
        """Run something; a machine whose power fails starts again."""
        try:
            work()  # type: ignore[operator]
        except KioskError as error:
            self.truth.step(f"error {error.code}")
        except PowerCut as cut:
            self._start(cut.machine)

    def _start(self, machine: Machine) -> None:
        for _ in range(100):
            self.truth.step("boot")
            try:
                machine.boot()
            except PowerCut:
                continue
            return
        raise Violation(f"{machine.name} does not start any more")

    def _meanwhile(self, machine: Machine) -> None:
        """While one waits for the network, others live, and so does its own screen."""
        if self.is_calm or self.random.random() >= self.profile.busy:
            return
        self.now += self.random.randrange(1, 5_000)
        other = self.random.choice(self.machines)
        work = self.random.choice((other.file, other.note, self.office.decide))
        try:
            work()
        except PowerCut as cut:
            if cut.machine is machine:
                raise
            self._start(cut.machine)

    def _state(self) -> tuple[object, ...]:
        """What must not change any more when everything has settled."""
        journals = [
            (one.tip(), one.waiting(), len(one.blobs(pending=True)), *map(one.meta, WATCHED))
            for machine in self.machines
            for one in machine.disk.journals()
        ]
        return (*journals, self.hub.rows("SELECT count(*), max(rowid) FROM held_entry"))


@contextmanager
def small_limits() -> Iterator[None]:
    """Make batches, pages and ranges small while the block runs."""
    with ExitStack() as stack:
        stack.enter_context(cheap_suite_known())
        for name, value in SMALL.items():
            stack.enter_context(patch(name, value))
        yield


def run(seed: int, profile: Profile, filings: int) -> Report:
    """Run one world; whatever goes wrong names its seed.

    Raises:
        Violation: a promise was broken.
        RuntimeError: something that nobody foresaw.
    """
    with small_limits():
        world = World(seed, profile)
        try:
            return world.run(filings)
        except Violation as broken:
            raise Violation(f"seed {seed}, {filings} filings: {broken}") from broken
        except Exception as error:
            raise RuntimeError(f"seed {seed}, {filings} filings: {error!r}") from error
        finally:
            world.hub.engine.dispose()
