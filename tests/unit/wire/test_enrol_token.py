import pytest

from kiosk.domain.errors import InputError
from kiosk.wire.enrol_token import read_origin, read_token

TOKEN = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("https://hub.example", "https://hub.example"),
        ("  http://127.0.0.1:8470/ ", "http://127.0.0.1:8470"),
        ("https://[fd00::1]:443", "https://[fd00::1]:443"),
    ],
)
def test_an_address_is_read_as_people_type_it(typed: str, read: str) -> None:
    assert read_origin(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hub.example",
        "ftp://hub.example",
        "http://",
        "http://a b",
        "http://hub.example:99999",
        "http://hub.example:0",
        "http://[::1",
        "http://user@hub.example",
        "http://hub.example/sub",
        "http://hub.example?x",
        "http://hub.example#x",
        "http://hub.example\nX-Header: 1",
        "http://中心",
    ],
)
def test_what_is_no_address_is_not_dialled(typed: str) -> None:
    with pytest.raises(InputError, match="中心的地址不对"):
        read_origin(typed)


def test_a_token_is_read_with_blanks_and_capitals() -> None:
    assert read_token(f" {TOKEN.upper()}-{TOKEN} ").secret == TOKEN
    for typed in ("", TOKEN, f"{TOKEN}-{TOKEN[1:]}", f"{TOKEN} {TOKEN}"):
        with pytest.raises(InputError, match="登记码不对"):
            read_token(typed)
