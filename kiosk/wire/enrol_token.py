"""What a technician types to enrol a kiosk: the hub's address, a one-time secret, whom to trust.

The root's fingerprint lets a kiosk that was shipped without a root take the hub's own, and no
other. Source: sync.md §9.1; the fingerprint is ours.
"""

import hashlib
import re

from msgspec import Struct

from kiosk.domain.errors import InputError

_TEXT = re.compile("([0-9a-f]{32})-([0-9a-f]{32})")
_ORIGIN = re.compile(r"https?://([0-9A-Za-z_.-]+|\[[0-9A-Fa-f:.]+\])(:([0-9]{1,5}))?/?")
MAX_PORT = 65_535


class EnrolToken(Struct, frozen=True, kw_only=True):
    """`secret` goes to the hub; `root` is what the first TUF root must hash to."""

    secret: str
    root: str


def root_fingerprint(root: bytes) -> str:
    """Return 32 hex digits of a root file's SHA-256."""
    return hashlib.sha256(root).hexdigest()[:32]


def read_token(text: str) -> EnrolToken:
    """Read what was typed. Raises InputError."""
    found = _TEXT.fullmatch(text.strip().lower())
    if found is None:
        raise InputError(
            "enrol.token", "登记码不对：要 32 位、一个短横、再 32 位，在 hub token 里看"
        )
    return EnrolToken(secret=found[1], root=found[2])


def read_origin(text: str) -> str:
    """Read the address of a hub: what requests are signed for, so nothing may follow the port.

    Raises:
        InputError: it is no such address.
    """
    found = _ORIGIN.fullmatch(text.strip())
    if found is None or not 0 < int(found[3] or 1) <= MAX_PORT:
        raise InputError(
            "enrol.hub", "中心的地址不对：写到域名和端口为止，例如 https://hub.example 或加上 :8470"
        )
    return text.strip().rstrip("/")
