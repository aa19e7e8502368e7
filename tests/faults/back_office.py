"""The office behind the hub until there is a desk: it drains `hub_outbox` and decides.

It is told of every filing at least once and must take each in once: it dies at random between
taking a filing in and saying so, as a real one will.
"""

from collections import Counter
from random import Random

from sqlalchemy import select

from hub.assembly import HubAssembly, now_ms
from hub.store import status as store
from hub.store.database import reading, writing
from hub.store.status import Order
from hub.store.tables import body
from kiosk.domain.errors import InputError
from kiosk.wire.messages import FilingStatus
from kiosk.wire.signed import filing_info
from tests.journals import DESK, KEY_ID, NAME


class Died(Exception):
    """The consumer was killed at this point."""


class BackOffice:
    """Takes filings in.

    Args:
        hub: whose outbox is drained.
        seed: decides when it dies.
        is_careful: looks whether it has a filing already. Only a test of the tests says no.
    """

    def __init__(self, hub: HubAssembly, seed: int, *, is_careful: bool = True) -> None:
        self._hub = hub
        self._random = Random(f"office {seed}")  # noqa: S311
        self._is_careful = is_careful
        self.taken: Counter[str] = Counter()
        self.orders: Counter[str] = Counter()
        self.deaths = 0

    def drain(self) -> None:
        """Work until no order is left."""
        left = True
        while left:
            try:
                with writing(self._hub.engine) as db:
                    orders = store.take_orders(db, now_ms(), 20)
                    for order in orders:
                        self._take_in(order)
                        if self._random.random() < 0.05:
                            raise Died
                        store.order_done(db, order.id, now_ms())
                left = bool(orders)
            except Died:
                self.deaths += 1

    def _take_in(self, order: Order) -> None:
        if self._is_careful and order.ref in self.taken:
            return
        self.taken[order.ref] += 1

    def decide(self, new: FilingStatus = "accepted") -> None:
        """Give every filing that was taken in a status."""
        for receipt in self.taken:
            self._hub.status.decide(receipt, new, actor="office", text_id="ok")

    def opened(self, receipt: str) -> bytes:
        """Return the plain body of a filing: that it opens proves that it is the one filed."""
        with reading(self._hub.engine) as db:
            filing = store.find_filing(db, receipt)
            assert filing is not None, receipt
            sealed = db.execute(
                select(body.c.data).where(body.c.sha256 == filing.body_sha256)
            ).scalar()
        if sealed is None:
            raise InputError("hub.body", "no body")
        info = filing_info(filing.kiosk_no, receipt, filing.item_sha256, KEY_ID)
        return DESK.unseal(KEY_ID, bytes(sealed), info)


def is_of_the_applicant(plain: bytes) -> bool:
    """Tell whether a body is a form of the made-up applicant."""
    return NAME.encode() in plain
