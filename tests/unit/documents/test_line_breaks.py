"""Lines fit, lose nothing, and break where a Chinese reader expects it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.line_breaks import CLOSING, OPENING, broken, columns

TEXTS = st.text(st.sampled_from("办事清单要带一二三䶮𠮷，。（）《》“”ab12-. "), max_size=80)


@pytest.mark.parametrize(
    ("text", "width"), [("ab", 2), ("办事", 4), ("K1·", 4), ("䶮", 2), ("𠮷㛃", 4), ("￥", 2)]
)
def test_columns_are_those_of_the_paper(text: str, width: int) -> None:
    assert columns(text) == width


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("身份证原件", ("身份证原", "件")),
        ("身份证原，件", ("身份证", "原，件")),
        ("身份证（原件）", ("身份证", "（原件）")),
        ("身份证或户口簿。", ("身份证或", "户口簿。")),
        ("请打12345问", ("请打", "12345问")),
        ("复印件12份", ("复印件", "12份")),
        ("电话0558-0000000", ("电话", "0558-000", "0000")),
        ("要 带 的 清", ("要 带 的", "清")),
        ("", ("",)),
    ],
)
def test_lines_break_where_a_reader_expects_it(text: str, lines: tuple[str, ...]) -> None:
    assert broken(text, 8) == lines


def test_a_telephone_number_is_not_broken_where_it_fits() -> None:
    assert broken("县医保局，电话0558-0000000", 24) == ("县医保局，电话", "0558-0000000")


def test_further_lines_are_indented() -> None:
    assert broken("□居民户口簿复印件", 10, 2) == ("□居民户口", "  簿复印件")


@given(TEXTS, st.integers(8, 48), st.sampled_from([0, 2]))
def test_every_line_fits_and_nothing_is_lost(text: str, width: int, indent: int) -> None:
    lines = broken(text, width, indent)
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(st.sampled_from("办事清单，。（）"), max_size=80).map(lambda t: f"办{t}事"))
def test_no_mark_stands_where_it_must_not(text: str) -> None:
    # Runs of marks longer than a line have to break somewhere.
    marks = 0
    for character in text:
        marks = marks + 1 if character in CLOSING + OPENING else 0
        if marks > 3:
            return
    lines = broken(text, 16)
    assert not [line for line in lines[1:] if line[0] in CLOSING]
    assert not [line for line in lines[:-1] if line[-1] in OPENING]
