"""Names of things: the id types that catalogue, engine and screens share.

No behaviour belongs here. Ids are stable for ever and appear in printed QR codes; patterns
are checked when documents are decoded (catalogue.md, "Reading YAML").
"""

from typing import Annotated

from msgspec import Meta

ID_PATTERN = r"^[a-z0-9-]{2,48}$"
REGION_PATTERN = r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$"

Id = Annotated[str, Meta(pattern=ID_PATTERN)]

TopicId = Id
ServiceId = Id
CircumstanceId = Id
EvidenceId = Id
AgencyId = Id
CategoryId = Id
QuestionId = Id
OptionId = Id
LineId = Id
"""Id of an evidence line, stop, fee, note or include inside its list."""

RegionCode = Annotated[str, Meta(pattern=REGION_PATTERN)]
"""Division code (GB/T 2260, 区划代码): province 2 digits, city 4, county 6, town 9, village 12."""


def region_chain(code: str) -> tuple[str, ...]:
    """Return the codes from the province down to `code` itself, e.g. 34, 3416, 341602.

    Args:
        code: a division code of 2, 4, 6, 9 or 12 digits.
    """
    return tuple(code[:n] for n in (2, 4, 6, 9, 12) if n <= len(code))
