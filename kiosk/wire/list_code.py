"""The K1 text in the QR code of a printed list: enough to tell later whether the list still holds.

Format: catalogue.md §11. Holds ids of the catalogue only, never personal data.
"""

from msgspec import Struct

from kiosk.domain.checklist import Checklist


class CodedStep(Struct, frozen=True, kw_only=True):
    """A step as printed: days None when unknown, fee None when unknown."""

    service: str
    days: int | None
    fee: str | None


class CodedMaterial(Struct, frozen=True, kw_only=True):
    """A material as printed; `status` is the initial of its status by a fixed table."""

    evidence: str
    holder: str
    status: str
    originals: int
    copies: int


class ListCode(Struct, frozen=True, kw_only=True):
    """What a K1 text holds."""

    topic: str
    region: str
    edition: str
    as_of: str
    answers: dict[str, tuple[str, ...]]
    steps: tuple[CodedStep, ...]
    materials: tuple[CodedMaterial, ...]
    digest16: str


def encode(checklist: Checklist) -> str:
    """Return `K1:` + base45(raw deflate(P)), for a QR code in alphanumeric mode."""
    raise NotImplementedError


def decode(text: str) -> ListCode:
    """Read a K1 text.

    Raises:
        InputError: another prefix (a newer format), or bad base45, deflate or check (damage).
    """
    raise NotImplementedError
