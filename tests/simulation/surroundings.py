"""What a simulated machine stands in: the truth, the network, people, the city's seal."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.ports.crypto import Sealer, Signer
from kiosk.wire.messages import HubKey
from tests.simulation.counter import Counter
from tests.simulation.network import Network
from tests.simulation.truth import Truth

if TYPE_CHECKING:
    from tests.simulation.machine import Machine


class Surroundings(Struct, frozen=True, kw_only=True):
    """What a machine stands in."""

    random: Random
    truth: Truth
    network: Network
    counter: Counter
    sealer: Sealer
    signer: Callable[[], Signer]
    trusted: Callable[[], tuple[HubKey, ...]]
    token: Callable[[], str]
    cut: Callable[[], float]
    meanwhile: Callable[[Machine], None]
