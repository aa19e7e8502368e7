"""The port of the last receipt that was kept and never shown: a power cut came between.

How it is found is `services/receipts.py`, how it is handed over `services/receipt_desk.py`.
"""

import datetime as dt
from typing import Protocol

from msgspec import Struct

from kiosk.domain.ids import TopicId


class UnshownReceipt(Struct, frozen=True, kw_only=True):
    """What a kiosk still knows of a filing whose receipt nobody has seen: no person.

    `topic` and `item_name` are what was filed for. `slip` is the text of the code that proves the
    filing, `query_code` the 8 digits. `is_time_checked` False: nobody had confirmed the clock.
    """

    receipt: str
    topic: TopicId
    item_name: str
    filed_at: dt.datetime
    is_time_checked: bool
    slip: str
    query_code: str


class ReceiptShelf(Protocol):
    """Keeps it until somebody has it. Any thread."""

    def unshown(self) -> UnshownReceipt | None:
        """Return it while it may be offered; at once, for every frame."""
        ...

    def mark_shown(self, receipt: str) -> None:
        """Somebody has it on paper or has read it: its query code is forgotten. Never waits."""
        ...
