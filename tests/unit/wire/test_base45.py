"""Base45 against the library and against damage."""

import base45 as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import InputError
from kiosk.wire import base45


@given(st.binary(max_size=60))
def test_encoding_is_that_of_the_library_and_decodes_back(data: bytes) -> None:
    assert base45.encode(data) == oracle.b45encode(data).decode()
    assert base45.decode(base45.encode(data)) == data


@given(st.text(alphabet=base45.ALPHABET + "a|é", max_size=12))
def test_what_the_library_refuses_is_refused(text: str) -> None:
    try:
        expected = oracle.b45decode(text)
    except (ValueError, UnicodeError):
        with pytest.raises(InputError):
            base45.decode(text)
    else:
        assert base45.decode(text) == expected


@pytest.mark.parametrize("text", [":::", "GGX", "::", "A", "BB8A", "bb8"])
def test_groups_too_large_and_lengths_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        base45.decode(text)


def test_the_examples_of_rfc_9285() -> None:
    assert base45.encode(b"AB") == "BB8"
    assert base45.encode(b"Hello!!") == "%69 VD92EX0"
    assert base45.decode("QED8WEX0") == b"ietf!"
