"""The simulated world, step by step as hypothesis chooses: what fails is shrunk to a few steps.

Nothing is drawn but what a rule is told; whole lives of worlds are `test_simulation.py`.
KIOSK_SIM_FILINGS of the long run makes more and longer examples.
"""

import os
from collections import deque

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from msgspec import structs

from tests.simulation.machine import Machine
from tests.simulation.planted import PLANTED
from tests.simulation.profile import WIRE_FAULTS, WORLD_FAULTS, only
from tests.simulation.truth import Violation
from tests.simulation.verdict import verdict
from tests.simulation.world import World, small_limits

LONG = int(os.environ.get("KIOSK_SIM_FILINGS", "0")) > 10_000
EXAMPLES, STEPS = (600, 60) if LONG else (12, 25)
KIOSKS = 2
MOMENTS = 8
"""A commit has two moments at which the power may fail: before it and after it."""
SHRUNK = 8
"""Steps that are enough to show any bug of the list."""
FORGETFUL = ("everything is acknowledged at once", "no rewind", "a frozen journal is forgotten")

BEFALLS = tuple(name for name in WORLD_FAULTS if name != "rotate")
"""A disk that comes back from before its newest key needs a person: see `profile.swarm`."""
wire = st.lists(st.sampled_from((None, *WIRE_FAULTS)), max_size=4)
which = st.integers(0, KIOSKS - 1)


class Steps(RuleBasedStateMachine):
    """A world of two kiosks in which everything goes well that no rule makes go wrong."""

    ended_after: int | None = None

    def __init__(self) -> None:
        super().__init__()
        self._limits = small_limits()
        self._limits.__enter__()
        self._moments: deque[bool] = deque()
        self.world = World(1, structs.replace(only(kiosks=KIOSKS), busy=0.0))
        around = structs.replace(self.world.around, cut=self._cut)
        self.world.around = around
        for machine in self.world.machines:
            machine.around = around
        self.steps = 0

    def _cut(self) -> float:
        return 1.0 if self._moments and self._moments.popleft() else 0.0

    def _machine(self, number: int) -> Machine:
        self.steps += 1
        self.world.now += 20_000
        return self.world.machines[number]

    # ---- rules
    @rule(number=which, many=st.integers(1, 6))
    def file(self, number: int, many: int) -> None:
        for _ in range(many):
            machine = self._machine(number)
            self.world.guarded(machine, machine.file)

    @rule(number=which, faults=wire)
    def sync(self, number: int, faults: list[str | None]) -> None:
        self.world.network.planned.extend(faults)
        machine = self._machine(number)
        self.world.guarded(machine, machine.sync)
        self.world.network.planned.clear()

    @rule(number=which, moment=st.integers(0, MOMENTS))
    def lose_power_soon(self, number: int, moment: int) -> None:
        machine = self._machine(number)
        self._moments.extend([False] * moment + [True])
        self.world.guarded(machine, machine.sync)
        self._moments.clear()

    @rule(number=which)
    def hear(self, number: int) -> None:
        machine = self._machine(number)
        self.world.guarded(machine, machine.hear)

    @rule(number=which)
    def purge(self, number: int) -> None:
        machine = self._machine(number)
        self.world.guarded(machine, machine.purge)

    @rule()
    def remember(self) -> None:
        self.steps += 1
        self.world.upsets.remember()

    @rule(name=st.sampled_from(BEFALLS))
    def befall(self, name: str) -> None:
        self.steps += 1
        self.world.upsets.befall(name)

    @rule()
    def arrive(self) -> None:
        self.steps += 1
        self.world.network.arrive()

    @rule()
    def decide(self) -> None:
        self.steps += 1
        self.world.office.decide()

    def teardown(self) -> None:
        try:
            self.world.settle()
            wrong = verdict(self.world)
            if wrong:
                raise Violation("; ".join(wrong[:5]))
        finally:
            type(self).ended_after = self.steps
            self.world.hub.engine.dispose()
            self._limits.__exit__(None, None, None)


def lived(kind: type[Steps], examples: int, steps: int, *phases: Phase) -> None:
    found = settings(
        phases=phases or tuple(Phase),
        max_examples=examples,
        stateful_step_count=steps,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    run_state_machine_as_test(kind, settings=found)  # type: ignore[no-untyped-call]


def test_whatever_steps_are_taken_every_promise_holds() -> None:
    lived(Steps, EXAMPLES, STEPS)


@pytest.mark.parametrize("name", FORGETFUL if LONG else FORGETFUL[:1])
def test_a_planted_bug_is_found_and_shrunk(name: str) -> None:
    """Shrinking takes minutes, so a short run only finds."""
    [planted] = [one for one in PLANTED if one.name == name]
    kind = type("Watched", (Steps,), {})
    phases = (Phase.generate, Phase.shrink) if LONG else (Phase.generate,)
    with planted.patches(), pytest.raises(Violation):
        lived(kind, 200, 25, *phases)
    assert kind.ended_after is not None
    assert not LONG or kind.ended_after <= SHRUNK
