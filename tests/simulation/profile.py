"""What can go wrong in a simulated world, and how often. A seed decides which of it does.

Each run leaves out about half of all faults (swarm testing): two that hide each other also come
alone.
"""

from random import Random

from msgspec import Struct

WIRE_FAULTS = (
    "drop_request",
    "delay_request",
    "slow_worker",
    "duplicate",
    "late_duplicate",
    "drop_answer",
    "cut_request",
    "flip_request",
    "cut_answer",
    "flip_answer",
    "portal",
    "busy",
    "stale_answer",
    "foreign_answer",
    "forged_answer",
    "worker_dies_before_commit",
    "worker_dies_after_commit",
)
WORLD_FAULTS = (
    "power_cut",
    "roll_back",
    "clone",
    "rot",
    "clock_jump",
    "clock_dies",
    "clock_drifts",
    "long_time",
    "restore_hub",
    "revoke",
    "retire",
    "rotate",
    "carrier",
    "outage",
)
_LIKELY = {
    "power_cut": 0.03,
    "roll_back": 0.004,
    "clone": 0.003,
    "rot": 0.004,
    "clock_jump": 0.02,
    "clock_dies": 0.01,
    "clock_drifts": 0.02,
    "long_time": 0.01,
    "restore_hub": 0.01,
    "revoke": 0.001,
    "retire": 0.002,
    "rotate": 0.02,
    "carrier": 0.05,
    "outage": 0.01,
}


class Profile(Struct, frozen=True, kw_only=True):
    """Probabilities: `wire` of each fault per exchange, `world` per step, `cut` per commit.

    `busy` is how likely something else happens on a kiosk while it waits for an answer.
    """

    kiosks: int
    wire: dict[str, float]
    world: dict[str, float]
    cut: float
    busy: float
    real_crypto: bool = False


def swarm(seed: int, *, real_crypto: bool = False) -> Profile:
    """Return the faults of a seed."""
    random = Random(f"profile {seed}")  # noqa: S311
    wire = {name: random.uniform(0.005, 0.06) for name in WIRE_FAULTS if random.random() < 0.5}
    chosen = [name for name in WORLD_FAULTS if random.random() < 0.5]
    kiosks = random.randint(1, 4)
    world = {name: _LIKELY[name] * random.uniform(0.5, 2) for name in chosen}
    if "rotate" in world and world.keys() & {"roll_back", "clone"}:
        world["rotate"] = 0.0  # a disk from before its newest key needs a person
    return Profile(
        kiosks=kiosks,
        wire=wire,
        world=world,
        cut=random.choice((0.0, 0.005, 0.02)),
        busy=random.choice((0.0, 0.1, 0.3)),
        real_crypto=real_crypto,
    )


def only(*names: str, kiosks: int = 2, rate: float = 0.05, cut: float = 0.0) -> Profile:
    """Return a profile of a few faults, often."""
    return Profile(
        kiosks=kiosks,
        wire={name: rate for name in names if name in WIRE_FAULTS},
        world={name: _LIKELY[name] * 3 for name in names if name in WORLD_FAULTS},
        cut=cut,
        busy=0.2,
    )
