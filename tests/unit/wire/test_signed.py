import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import InputError
from kiosk.wire.messages import TimeAnswer
from kiosk.wire.signed import Signed, b64, pae, payload_of, unb64


@given(st.binary())
def test_b64_has_one_spelling(data: bytes) -> None:
    assert unb64(b64(data)) == data
    assert "=" not in b64(data)


@pytest.mark.parametrize("text", ["A", "AB=", "A+/A", "AA\n", "é", "AB"])
def test_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        unb64(text)


@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_no_two_lists_of_parts_have_one_encoding(one: list[bytes], two: list[bytes]) -> None:
    assert (pae(*one) == pae(*two)) == (one == two)


def test_a_payload_of_another_kind_is_refused() -> None:
    good = Signed(payload=b64(b'{"nonce":"n","time":1,"later":2}'), kid="k", sig="")
    assert payload_of(good, TimeAnswer) == TimeAnswer(nonce="n", time=1)
    with pytest.raises(InputError):
        payload_of(Signed(payload=b64(b'{"nonce":"n"}'), kid="k", sig=""), TimeAnswer)
