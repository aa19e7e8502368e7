"""Answers: what is refused with which words, the canonical form, the words shown."""

import pytest

from kiosk.domain.answers import check_answers, given_answer
from kiosk.domain.catalog import assemble
from kiosk.domain.condition import Option
from kiosk.domain.errors import InputError
from tests.builders import REGION, TODAY, a_question, a_service, a_topic, is_, some_documents

QUESTIONS = (
    a_question("size", "small", "large"),
    a_question("extras", "gas", "wine", Option(id="none", label="都没有", none=True), kind="many"),
    a_question("area", kind="number", min="0", max="5000", unit="㎡", unknown=True),
    a_question("born", kind="date", min="1900-01-01", max="2026-11-21"),
    a_question("rent", unknown=True),
    a_question("kind", "plain", Option(id="big", label="大的", when=is_("size", "large"))),
)


@pytest.fixture(scope="module")
def guide():
    topic = a_topic("a1", questions=QUESTIONS)
    return assemble(some_documents(topic, [a_service("a1")]), "topic", REGION, TODAY)


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ({"size": ["small"]}, {"size": ("small",)}),
        ({"size": ["small", "small"]}, {"size": ("small",)}),
        ({"extras": ["wine", "gas"]}, {"extras": ("gas", "wine")}),
        ({"extras": ["none"]}, {"extras": ("none",)}),
        ({"area": ["0060.50"]}, {"area": ("60.5",)}),
        ({"area": ["-0"]}, {"area": ("0",)}),
        ({"area": ["5000"]}, {"area": ("5000",)}),
        ({"area": ["?"]}, {"area": ("?",)}),
        ({"born": ["1990-01-31"]}, {"born": ("1990-01-31",)}),
        ({"rent": ["yes"]}, {"rent": ("yes",)}),
        ({"rent": ["?"], "size": ["large"]}, {"size": ("large",), "rent": ("?",)}),
        ({"size": ["small"], "kind": ["big"]}, {"size": ("small",), "kind": ("big",)}),
    ],
)
def test_canonical_form(guide, given, canonical):
    checked = check_answers(guide, given)
    assert checked == canonical
    assert list(checked) == list(canonical)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"colour": ["red"]}, ["colour", "size、extras、area"]),
        ({"size": ["huge"]}, ["size", "huge", "small（选small）、large（选large）"]),
        ({"size": ["small", "large"]}, ["size", "2个", "small、large"]),
        ({"size": ["?"]}, ["size", "不能答 ?", "small"]),
        ({"size": []}, ["size", "没有给出回答"]),
        ({"extras": ["none", "gas"]}, ["extras", "none", "不能再选"]),
        ({"extras": ["gas", "oil"]}, ["extras", "oil", "wine"]),
        ({"rent": ["yes", "?"]}, ["rent", "不能再答别的"]),
        ({"rent": ["maybe"]}, ["rent", "maybe", "yes（是）、no（不是），或 ?"]),
        ({"area": ["big"]}, ["area", "big", "要填数字", "最小0㎡，最大5000㎡"]),
        ({"area": ["１２"]}, ["area", "要填数字"]),
        ({"area": ["1e3"]}, ["area", "1e3"]),
        ({"area": ["nan"]}, ["area", "nan"]),
        ({"area": ["9" * 400]}, ["area", "9" * 24 + "…"]),
        ({"area": ["5000.01"]}, ["area", "5000.01", "不在范围内", "5000㎡"]),
        ({"area": ["-1"]}, ["area", "-1", "不在范围内"]),
        ({"area": ["1", "2"]}, ["area", "1、2"]),
        ({"born": ["31.1.1990"]}, ["born", "31.1.1990", "要填日期"]),
        ({"born": ["19900131"]}, ["born", "19900131"]),
        ({"born": ["1990-02-30"]}, ["born", "1990-02-30"]),
        ({"born": ["1899-12-31"]}, ["born", "1899-12-31", "1900-01-01"]),
        ({"born": ["2026-11-22"]}, ["born", "2026-11-22", "2026-11-21"]),
        ({"si\nze": ["small"]}, [r"'si\nze'"]),
    ],
)
def test_refused_with_question_value_and_what_is_allowed(guide, given, words):
    with pytest.raises(InputError) as caught:
        check_answers(guide, given)
    for word in words:
        assert word in caught.value.message
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("question", "answer", "label"),
    [
        ("size", ("small",), ("选small",)),
        ("extras", ("gas", "wine"), ("选gas", "选wine")),
        ("area", ("60.5",), ("60.5㎡",)),
        ("born", ("1990-01-31",), ("1990年1月31日",)),
        ("rent", ("no",), ("不是",)),
        ("rent", ("?",), ("我不清楚",)),
    ],
)
def test_words_of_an_answer(guide, question, answer, label):
    asked = next(q for q in guide.questions if q.id == question)
    given = given_answer(asked, answer)
    assert (given.question, given.ask, given.answer) == (question, asked.ask, answer)
    assert given.label == label
