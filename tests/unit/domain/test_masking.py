"""What a screen shows of a person, and whether a card is past its day."""

import datetime as dt

import pytest

from kiosk.domain.masking import is_expired, masked_name, masked_number
from tests.people import person


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张小三", "张*三"),
        ("张三", "张*"),
        ("欧阳小三", "欧**三"),
        ("阿卜杜·吾布力卡斯木江", "阿***江"),
        ("龘", "龘"),
        ("张\ue000", "张*"),
        ("\ue000小三", "□*三"),
        ("张小\ud842", "张*□"),
        ("张小𠮷", "张*𠮷"),
    ],
)
def test_a_name_keeps_its_ends_alone(name: str, shown: str) -> None:
    assert masked_name(person(name=name)) == shown


def test_a_foreign_name_keeps_its_initials() -> None:
    assert masked_name(person(name=None, english_name="SMITH JOHN")) == "S*** J***"
    assert masked_name(person(name=None)) == ""


@pytest.mark.parametrize(
    ("number", "shown"),
    [("370212197803050012", "3702…0012"), ("CAN110081080310", "CAN1…0310"), ("12345678", "…")],
)
def test_a_number_keeps_its_ends_alone(number: str, shown: str) -> None:
    assert masked_number(number) == shown


@pytest.mark.parametrize(
    ("changed", "expired"),
    [
        ({"valid_to": "2026-11-20"}, True),
        ({"valid_to": "2026-11-21"}, False),
        ({"valid_to": None, "long_term": True}, False),
        ({"valid_to": "2020-01-01", "long_term": True}, False),
        ({"valid_to": None}, False),
        ({"valid_to": "以后"}, False),
    ],
)
def test_the_last_day_still_counts(changed: dict[str, object], expired: bool) -> None:
    assert is_expired(person(**changed), dt.date(2026, 11, 21)) is expired
