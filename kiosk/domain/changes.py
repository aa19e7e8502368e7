"""Two lists compared: what was added, removed, changed, and the difference in a few numbers.

Used for old QR codes, for what-if on the check-answers screen and for the trip planner.
"""

from typing import Literal

from msgspec import Struct

from kiosk.domain.checklist import Checklist


class Change(Struct, frozen=True, kw_only=True):
    """One line that differs, in the shape of `kiosk check-qr --json`. Texts are short plain Chinese."""

    kind: Literal["added", "removed", "changed"]
    what: str
    then: str | None
    now: str | None


class Difference(Struct, frozen=True, kw_only=True):
    """What a changed answer does: differences new minus old, and the lines."""

    to_bring: int
    steps: int
    trips: int
    days: int
    fee: str
    changes: tuple[Change, ...]


def compare(old: Checklist, new: Checklist) -> Difference:
    """Compare two lists of the same topic."""
    raise NotImplementedError
