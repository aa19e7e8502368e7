"""A printed list that was scanned, and the lines of it that no longer hold, in words.

What has changed is found by `services/checklists.py`.
"""

from msgspec import Struct

from kiosk.domain.changes import Change
from kiosk.services.checklists import CodeCheck
from kiosk.services.guidance import Enquiry
from kiosk.services.visits import Visit
from kiosk.ui.list_rows import Row

MARKS = {"added": "新加的", "removed": "不用了", "changed": "变了"}


class OldList(Struct, frozen=True, kw_only=True):
    """What the code says. Without `enquiry` its topic or place no longer exists, nor a name."""

    check: CodeCheck
    enquiry: Enquiry | None
    topic: str


def take_up(visit: Visit, enquiry: Enquiry) -> None:
    """Let the visit go on with the answers of an old list, in its place."""
    visit.enquiry = enquiry
    visit.region = enquiry.region


def change_rows(changes: tuple[Change, ...]) -> tuple[Row, ...]:
    """Return one row for each line that differs: 以前 and 现在."""
    return tuple(
        Row(
            key=f"change-{n}",
            kind="line",
            title=change.what,
            formal=f"以前：{change.then}" if change.then else "",
            body=f"现在：{change.now}" if change.now else "",
            mark=MARKS[change.kind],
        )
        for n, change in enumerate(changes)
    )
