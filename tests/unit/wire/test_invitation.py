"""The code that enrols a kiosk: an address and a token, in any order, nothing doubtful."""

import pytest

from kiosk.domain.errors import InputError
from kiosk.wire.invitation import Invitation, read_invitation

TOKEN = "0123456789abcdef" * 2 + "-" + "fedcba9876543210" * 2
ORIGIN = "https://hub.example:8443"


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN} {TOKEN}",
        f"{TOKEN}\n{ORIGIN}",
        f"kiosk enrol --hub {ORIGIN} --token {TOKEN}",
        f"kiosk enrol --token={TOKEN} --hub={ORIGIN}/",
    ],
)
def test_address_and_token_are_found(text: str) -> None:
    assert read_invitation(text) == Invitation(origin=ORIGIN, token=TOKEN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ORIGIN,
        TOKEN,
        f"{ORIGIN} {TOKEN[:-1]}",
        f"{ORIGIN} {TOKEN}0",
        f"{ORIGIN} https://other.example {TOKEN}",
        f"{ORIGIN} {TOKEN} {TOKEN.replace('0', '1')}",
        f"ftp://hub.example {TOKEN}",
        " " * 600 + f"{ORIGIN} {TOKEN}",
    ],
)
def test_anything_else_is_no_invitation_and_is_not_repeated(text: str) -> None:
    with pytest.raises(InputError) as refused:
        read_invitation(text)
    assert "example" not in refused.value.message and TOKEN[:8] not in refused.value.message
