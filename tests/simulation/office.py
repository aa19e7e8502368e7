"""The office behind a simulated hub: it drains `hub_outbox` and decides, and is killed at work.

It is told of every filing at least once and takes each in once. Its own memory is not the hub's:
it survives when the hub comes back from a backup.
"""

from random import Random

from hub.store import status as store
from hub.store.database import writing
from tests.simulation.hub import SimHub

WORDS = ("accepted", "needs_supplement", "returned", "done")


class Killed(Exception):
    """The office was killed here."""


class Office:
    """Takes filings in.

    Args:
        hub: whose outbox is drained.
        random: decides what is decided, and when it dies.
    """

    def __init__(self, hub: SimHub, random: Random) -> None:
        self.taken: dict[str, bytes] = {}
        self.clashes: list[str] = []
        self._hub = hub
        self._random = random

    def drain(self) -> None:
        """Work until no order is left."""
        left = True
        while left:
            try:
                with writing(self._hub.engine) as db:
                    orders = store.take_orders(db, self._hub.now_ms(), 20)
                    for order in orders:
                        self._take_in(order.ref, order.topic)
                        if self._random.random() < 0.02:
                            raise Killed
                        store.order_done(db, order.id, self._hub.now_ms())
                left = bool(orders)
            except Killed:
                continue

    def decide(self) -> None:
        """Give some filing a status; one that the hub forgot waits until it is there again."""
        [(count,)] = self._hub.rows("SELECT count(*) FROM filing")
        if count:
            place = self._random.randrange(int(str(count)))
            query = "SELECT receipt FROM filing ORDER BY rowid LIMIT 1 OFFSET ?"
            receipt = str(self._hub.rows(query, place)[0][0])
            word = self._random.choice(WORDS)
            self._hub.status.decide(receipt, word, actor="office", text_id="x")  # type: ignore[arg-type]

    def _take_in(self, ref: str, topic: str) -> None:
        if topic != "filing.new":
            return
        rows = self._hub.rows("SELECT body_sha256 FROM filing WHERE receipt = ?", ref)
        content = bytes(rows[0][0]) if rows else b""  # type: ignore[arg-type]
        if self.taken.setdefault(ref, content) != content:
            self.clashes.append(ref)
