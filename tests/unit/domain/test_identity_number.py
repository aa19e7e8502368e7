"""Numbers of people: check digits of three kinds, and what a number says."""

import datetime as dt

import pytest

from kiosk.domain.identity_number import birth_of, date_of, is_valid_number, sex_of, tidy_number


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",  # the example in GB 11643
        "440524188001010014",  # the other one
        "810000199408230021",  # Hong Kong, the example of the State Council's form
        "830000199201300022",
        "911124198108030024",  # a foreigner's of 2023
        "CAN110081080310",  # a foreigner's of 2017
    ],
)
def test_well_made_numbers_are_valid(number: str) -> None:
    assert is_valid_number(number)


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("110105194912310021", "check digit"),
        ("11010519491231002", "too short"),
        ("110105194902300024", "no such day"),
        ("000105194912310022", "no such province"),
        ("911124198108030025", "check digit of 2023"),
        ("CAN110081080311", "check digit of 2017"),
        ("CAN990081080310", "no such province, 2017"),
        ("", "empty"),
        ("1101051949123100２X", "not tidied"),
    ],
)
def test_others_are_not(number: str, why: str) -> None:
    assert not is_valid_number(number), why


def test_any_single_wrong_digit_is_noticed() -> None:
    right = "11010519491231002X"
    for place in range(17):
        for digit in "0123456789":
            if digit != right[place]:
                assert not is_valid_number(right[:place] + digit + right[place + 1 :])


def test_typed_numbers_are_tidied() -> None:
    assert tidy_number(" １１０105 19491231002ｘ ") == "11010519491231002X"


def test_a_number_says_birth_and_sex() -> None:
    assert birth_of("11010519491231002X") == dt.date(1949, 12, 31)
    assert sex_of("11010519491231002X") == "2"
    assert sex_of("440524188001010014") == "1"
    assert birth_of("CAN110081080310") is sex_of("CAN110081080310") is None


@pytest.mark.parametrize(
    "text", ["20230229", "2023-1-1", "", "长期", "２０２３０１０１", "00000000"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert date_of(text) is None
