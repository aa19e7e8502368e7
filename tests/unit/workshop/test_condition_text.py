import datetime as dt
import json

import pytest

from kiosk.domain.condition import (
    Age,
    All,
    AnyOf,
    Between,
    Includes,
    Is,
    Not,
    Option,
    Question,
    Range,
)
from kiosk.workshop.condition_text import AskedWhere, sentence, written
from kiosk.workshop.load import load

SIZE = Question(
    id="size",
    ask="您的店多大？",
    unit="平方米",
    options=(Option(id="big", label="大店"), Option(id="small", label="小店")),
)
BIG = Is(question="size", values=("big",))
ANY = Is(question="size", values=("big", "small"))
HAS = Includes(question="size", values=("big",))
AREA = Range(question="size", at_least="50", below="300")
BORN = Between(question="size", from_=dt.date(2026, 1, 2))
OLD = Age(question="size", at_least=80)
CASES = [
    (BIG, "“您的店多大”选“大店”", {"size": "big"}),
    (ANY, "“您的店多大”选“大店”或“小店”", {"size": ["big", "small"]}),
    (HAS, "“您的店多大”里有“大店”", {"size": {"includes": ["big"]}}),
    (
        AREA,
        "“您的店多大”不少于50平方米、少于300平方米",
        {"size": {"at_least": "50", "below": "300"}},
    ),
    (BORN, "“您的店多大”在2026-01-02或以后", {"size": {"from": "2026-01-02"}}),
    (OLD, "“您的店多大”满80岁", {"size": {"age_at_least": 80}}),
    (Not(part=BIG), "不是（“您的店多大”选“大店”）", {"not": {"size": "big"}}),
    (
        All(parts=(OLD, AnyOf(parts=(BIG, HAS)))),
        "“您的店多大”满80岁，并且（“您的店多大”选“大店”，或者“您的店多大”里有“大店”）",
        {
            "all": [
                {"size": {"age_at_least": 80}},
                {"any": [{"size": "big"}, {"size": {"includes": ["big"]}}]},
            ]
        },
    ),
]


@pytest.mark.parametrize(("condition", "words", "data"), CASES)
def test_a_condition_in_words_and_as_authors_write_it(condition, words, data):
    assert sentence(condition, {"size": SIZE}) == words
    assert json.loads(written(condition)) == data


def test_what_is_written_out_is_read_in_again_as_the_same_condition(write, files):
    for condition, _, _ in CASES:
        text = files["services/dog-licence.yaml"].replace("{size: big}", written(condition))
        loaded = load(write({"services/dog-licence.yaml": text}))
        assert loaded.service("dog-licence").evidence[1].when == condition


def test_an_unknown_question_is_named_by_its_id():
    assert sentence(BIG, {}) == "“size”选“big”"


def test_a_service_uses_the_questions_of_the_topics_that_include_it(write):
    asked = AskedWhere(load(write()))
    assert asked.of("dog-licence")["size"].ask == "您的狗有多大？"
    assert asked.of("lost-id")["lost"].ask == "身份证丢了吗？"
    assert "size" not in asked.of("nowhere")
