"""The code that a technician holds to the scanner to enrol a kiosk: where the hub is, and a token.

What a token is made of is `enrol_token.py`. Any text that holds one address and one token is
taken, the line of `kiosk enrol` too. Source: sync.md §9.1, ux.md W5.
"""

import re

from msgspec import Struct

from kiosk.domain.errors import InputError

MOST_CHARACTERS = 512
_ADDRESS = re.compile(r"https?://[0-9A-Za-z.:\[\]-]+")
_TOKEN = re.compile(r"(?<![0-9A-Fa-f-])[0-9A-Fa-f]{32}-[0-9A-Fa-f]{32}(?![0-9A-Fa-f-])")


class Invitation(Struct, frozen=True, kw_only=True):
    """`origin` is the hub's public address, `token` what `hub token` printed."""

    origin: str
    token: str


def read_invitation(text: str) -> Invitation:
    """Read what was scanned; the message repeats nothing of it. Raises InputError."""
    addresses = set(_ADDRESS.findall(text[:MOST_CHARACTERS]))
    tokens = set(_TOKEN.findall(text[:MOST_CHARACTERS]))
    if len(addresses) != 1 or len(tokens) != 1:
        raise InputError("enrol.code", "这不是登记用的码：码里要有中心的地址和登记码")
    return Invitation(origin=addresses.pop(), token=tokens.pop())
