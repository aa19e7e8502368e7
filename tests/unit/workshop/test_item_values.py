"""What agencies write into cells; nothing is guessed."""

import pytest

from kiosk.workshop.item_values import (
    UNREAD,
    amount,
    count,
    entries,
    last_bracket,
    limit,
    necessity,
    yes_no,
)


@pytest.mark.parametrize(
    ("text", "unit", "default", "expected"),
    [
        ("20(工作日)", None, None, (20, "working", None)),
        ("20个工作日", None, None, (20, "working", None)),
        ("30（自然日）", None, None, (30, "calendar", None)),
        ("15", "工作日", None, (15, "working", None)),
        ("15日", None, None, UNREAD),
        ("15", None, "calendar", (15, "calendar", None)),
        ("0", None, "working", (0, "immediate", None)),
        ("即办", None, None, (0, "immediate", None)),
        ("当场办结", None, None, (0, "immediate", None)),
        ("5个工作日，不含公示", None, None, (5, "working", "不含公示")),
        ("过几天", None, "working", UNREAD),
        ("99999工作日", None, None, UNREAD),
        ("3个月", None, None, UNREAD),
    ],
)
def test_limits(text, unit, default, expected):
    assert limit(text, unit, default) == expected


@pytest.mark.parametrize(("text", "value"), [("是", True), ("不支持", False), ("视情况", UNREAD)])
def test_yes_and_no(text, value):
    assert yes_no(text) == value


@pytest.mark.parametrize(
    ("text", "sum_"),
    [("40元/证", "40.00"), ("不收费", "0.00"), ("20元，补领40元", None), ("按规定", None)],
)
def test_an_amount_is_taken_only_when_it_is_the_only_one(text, sum_):
    assert amount(text) == sum_


def test_counts_and_necessity_have_bounds():
    assert (count("2份"), count("21"), count("若干")) == (2, UNREAD, UNREAD)
    assert (necessity("3"), necessity("非必要"), necessity("?")) == ("later", "optional", UNREAD)


def test_lists_lose_their_numbering_and_nothing_else():
    assert entries("1.身份证；2、户口本\n（三）照片；1.5寸照片", None) == [
        "身份证",
        "户口本",
        "照片",
        "1.5寸照片",
    ]
    assert entries(["一、申请表", {"name": "x"}], None) == ["申请表", {"name": "x"}]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("申领(补领)", ("申领", "补领")),
        ("注册（（外国人））", ("注册", "外国人")),
        ("许可(申请（第一次）)", ("许可", "申请（第一次）")),
        ("没有括号", None),
        ("半个）", None),
        ("（全是括号）", None),
        ("许可(变更)办理", None),
    ],
)
def test_the_last_bracket(name, found):
    assert last_bracket(name) == found
