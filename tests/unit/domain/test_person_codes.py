"""The tables of codes, at the places where public copies of them are wrong."""

import pytest

from kiosk.domain.person_codes import ETHNIC, PROVINCE, SEX, text_of


@pytest.mark.parametrize(
    ("code", "group"),
    [("01", "汉"), ("20", "傈僳"), ("25", "水"), ("26", "东乡"), ("36", "毛南"), ("46", "德昂"),
     ("56", "基诺"), ("97", "其他"), ("98", "外国血统中国籍人士")],
)  # fmt: skip
def test_ethnic_groups(code: str, group: str) -> None:
    assert ETHNIC[code] == group


def test_there_are_56_groups_and_two_more() -> None:
    assert list(ETHNIC) == [f"{n:02}" for n in (*range(1, 57), 97, 98)]
    assert len(set(ETHNIC.values())) == 58
    assert len(PROVINCE) == 36


def test_an_unknown_code_is_shown_as_such() -> None:
    assert text_of("94", ETHNIC) == "代码94"
    assert text_of("1", SEX) == "男"
    assert text_of(None, SEX) is text_of("", SEX) is None
