"""A shelf on which a test puts a receipt that nobody has seen."""

import datetime as dt

from kiosk.ports.receipts import UnshownReceipt

RECEIPT = UnshownReceipt(
    receipt="0042017000012358",
    topic="elder-allowance",
    item_name="给老人办高龄津贴",
    filed_at=dt.datetime(2026, 11, 20, 23, 59, tzinfo=dt.UTC),
    is_time_checked=True,
    slip="https://banshi.bozhou.gov.cn/r#0042017000012358.AAECAwQFBgcICQoLDA0ODzIwMjYxMTIw"
    "hdraHVst1dOJNtlLVK1uOFGbRDgboAZ6hzKR0z3L0yDTo0bwCQcDA-kmF-fv-mrVMi8QdY33HEV2djUN"
    "6ZtvAg",
    query_code="48210377",
)


class PracticeShelf:
    """The port `ReceiptShelf`: `receipt` is what lies on it, `shown` which ones somebody has."""

    def __init__(self) -> None:
        self.receipt: UnshownReceipt | None = None
        self.shown: list[str] = []

    def empty(self) -> None:
        """Have nothing to offer."""
        self.receipt = None
        self.shown.clear()

    def unshown(self) -> UnshownReceipt | None:
        return self.receipt

    def mark_shown(self, receipt: str) -> None:
        self.receipt = None
        self.shown.append(receipt)
