"""People: identity documents, the number on them, and how little of it a screen shows.

How a card's bytes become a document is `devices/idcard/record.py`.
"""

from typing import Literal

from msgspec import Struct

CardKind = Literal["resident", "foreigner2017", "foreigner2023", "hmt"]


class IdentityDocument(Struct, frozen=True, kw_only=True):
    """What a card says, in the shape of `kiosk reader read --json`; what its kind lacks is None.

    Dates are ISO dates. `name` is normalised, `name_raw` keeps the card's code units. `unmapped`
    are code points of the name that no published table has, `U+E900`. `warnings` are plain
    Chinese. `added_addresses` are those the chip got later, oldest first; they are not in the
    command's JSON, whose shape is fixed.
    """

    kind: CardKind
    number: str
    number_valid: bool
    name: str | None
    name_raw: str | None
    english_name: str | None
    sex: str | None
    sex_text: str | None
    ethnic: str | None
    ethnic_text: str | None
    birth: str | None
    address: str | None
    issuer: str | None
    valid_from: str | None
    valid_to: str | None
    long_term: bool
    country: str | None
    pass_number: str | None
    issue_count: str | None
    unmapped: tuple[str, ...]
    warnings: tuple[str, ...]
    added_addresses: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return nothing of the person, so that no log and no traceback can show it."""
        return f"IdentityDocument(kind={self.kind!r})"
