"""Personal lists from the JSON of `kiosk checklist`."""

import msgspec
from msgspec.structs import replace

from kiosk.domain.checklist import Checklist


def checklist_of(text: str) -> Checklist:
    """Read the JSON of a list back into its Struct."""
    return msgspec.json.decode(text, type=Checklist)


def with_one_step_more(checklist: Checklist) -> Checklist:
    """Return the list as an edition would have had it that asked for one more step."""
    first = checklist.steps[0]
    return replace(
        checklist,
        steps=(*checklist.steps, replace(first, n=first.n + 1, service="old-stamp")),
        digest="0" * 64,
    )
