"""Codes of items taken apart; the credit codes are made up, with a check digit that holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.service_code import credit_code_fault, parse_code

LOCAL = "511F82001002-511602000000-000-11511301452259996U-1-00"


def test_a_code_of_31_characters_has_credit_code_level_and_base():
    code = parse_code(" 11440000006939756b2440101007000 ")
    assert (code.shape, code.credit, code.level) == ("task", "11440000006939756B", "province")
    assert (code.base, code.key) == ("440101007000", "11440000006939756B2440101007000")
    assert not code.is_main_item


def test_a_code_of_33_characters_is_one_way_of_an_item():
    code = parse_code("11440000006939756B244010100700003")
    assert (code.shape, code.base) == ("handle_item", "440101007000")


def test_a_main_item_ends_in_y():
    assert parse_code("44010200200Y").is_main_item
    assert not parse_code(LOCAL).is_main_item


def test_a_local_code_is_the_same_item_in_every_version():
    code, later = parse_code(LOCAL), parse_code(LOCAL.replace("-1-00", "-2-00"))
    assert (code.shape, code.base, code.area, code.version) == (
        "local",
        "511F82001002",
        "511602000000",
        "1",
    )
    assert code.key == later.key
    assert code.text != later.text


@pytest.mark.parametrize(
    "written",
    ["G-000007-001-511602000000-000-1-1-00", "E-000021-001-1111111111111111", "无编码", "123"],
)
def test_another_code_stays_as_it_is(written):
    code = parse_code(written)
    assert (code.shape, code.key, code.base) == ("odd", written, written)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("11440000006939756B", None),
        ("11440000006939756C", "check_digit"),
        ("11440000006939756", "length"),
        ("11440000006939756I", "pattern"),
        ("11440000006939756b", "pattern"),
    ],
)
def test_credit_codes_are_checked(code, fault):
    assert credit_code_fault(code) == fault


@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_never_passes(place, character):
    code = "11440000006939756B"
    wrong = code[:place] + character + code[place + 1 :]
    assert (credit_code_fault(wrong) is None) == (wrong == code)
