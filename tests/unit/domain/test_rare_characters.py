"""The published table of private codes, against Python's codec, and what stays unknown."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.rare_characters import LOST, PUBLISHED, gbk_of, normalized, unmapped

# The two-byte codes that Python's gb18030 leaves in the private use area.
LEFT_BY_PYTHON = "51 52 53 59 61 66 67 6C 6D 76 7E 90 91 A0"


def test_the_table_is_80_pairs_of_consecutive_codes() -> None:
    assert [ord(one) for one in PUBLISHED] == list(range(0xE815, 0xE865))
    assert len(set(PUBLISHED.values())) == 80


def test_the_table_agrees_with_the_codec_but_for_the_14_it_does_not_know() -> None:
    different = []
    for private, character in PUBLISHED.items():
        two_bytes = gbk_of(character)
        assert two_bytes == gbk_of(private)
        assert two_bytes is not None
        if two_bytes.decode("gb18030") != character:
            assert two_bytes.decode("gb18030") == private
            different.append(f"{two_bytes[1]:02X}")
    assert " ".join(different) == LEFT_BY_PYTHON


def test_the_known_case_of_a_name() -> None:
    assert normalized("张\ue863") == "张䶮"
    assert gbk_of("䶮") == b"\xfe\x9f"
    assert gbk_of("张") is None


def test_other_private_codes_stay_and_are_named_once() -> None:
    assert normalized("赵\ue900\ue900") == "赵\ue900\ue900"
    assert unmapped("赵\ue900\ue900\ue863\ud842") == ("U+E900", "U+D842")


@given(st.text(st.characters(categories=("Lo", "Co", "Cs")), max_size=15))
def test_the_result_can_always_be_encoded(text: str) -> None:
    assert normalized(text).encode("utf-8").decode("utf-8") == normalized(text)
    assert (LOST in normalized(text)) == any("\ud800" <= one <= "\udfff" for one in text)
