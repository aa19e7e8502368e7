"""The calls between a kiosk and its hub, once for both sides.

How they travel (HTTP, USB, a test) and who checks signatures is the business of the ends.
"""

from typing import Protocol

from msgspec import Struct

from kiosk.wire.messages import EnrolRequest, StatusRequest
from kiosk.wire.signed import Signed


class FeedPage(Struct, frozen=True, kw_only=True):
    """At most 100 signed `FeedItem`s; `catalog` is the untrusted hint at the newest catalogue."""

    items: tuple[Signed, ...]
    catalog: int | None = None


class HubProtocol(Protocol):
    """One hub as one kiosk sees it. Every call may raise Unavailable: nothing is known then.

    Answers that matter are `Signed` and verified by the caller; Refused (revoked, not enrolled)
    and InputError (a request that can never succeed) are only hints until a signed answer came.
    """

    def enrol(self, request: EnrolRequest) -> Signed:
        """Return a signed `EnrolAnswer`; the same answer for the same token and key."""
        ...

    def journal(self, body: bytes) -> Signed:
        """Deliver one zstd frame of a batch; return a signed `Ack`, also when it stopped."""
        ...

    def blob_offset(self, sha256: str) -> int:
        """Return how many bytes of an attachment the hub has; a hint that nobody signed."""
        ...

    def put_blob(self, sha256: str, offset: int, total: int, data: bytes) -> Signed:
        """Deliver a range of an attachment; return a signed `BlobAnswer`."""
        ...

    def feed(self, after: int, wait_s: int) -> FeedPage:
        """Return status items behind a number, waiting for the first at most so long."""
        ...

    def status(self, request: StatusRequest) -> Signed:
        """Return a signed `StatusAnswer`."""
        ...

    def time(self, nonce: str) -> Signed:
        """Return a signed `TimeAnswer`."""
        ...
