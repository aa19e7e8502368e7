"""The personal list: laws on random topics."""

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.compose import compose
from kiosk.domain.digest import digest
from tests.unit.domain.cases import (
    OPTIONS,
    QUESTIONS,
    Case,
    answers,
    cases,
    completions,
    lines_by_paper,
    papers,
    recount,
)


@given(cases(), answers(*OPTIONS))
def test_merged_counts_equal_a_naive_recount_per_holder(case: Case, said: Any) -> None:
    found = papers(compose(case.guide, said))
    expected = lines_by_paper(case, said)
    assert found.keys() == expected.keys()
    for paper, by_service in expected.items():
        line = found[paper]
        assert (line.originals, line.copies) == recount(by_service)
        assert [u.service for u in line.uses] == list(by_service)


@given(cases(), answers(*OPTIONS, "?"))
def test_not_knowing_never_drops_a_paper_that_some_completion_needs(case: Case, said: Any) -> None:
    now = compose(case.guide, said)
    assert now.state == "complete"
    shown = papers(now)
    needed = [lines_by_paper(case, whole) for whole in completions(said)]
    for paper in set().union(*needed):
        assert paper in shown
        if not all(paper in one for one in needed):
            assert shown[paper].status == "undetermined"


@given(cases(), answers(*OPTIONS, "?"))
def test_the_order_of_the_answers_changes_nothing(case: Case, said: Any) -> None:
    shuffled = list(said.items())
    random.Random(1).shuffle(shuffled)  # noqa: S311
    assert compose(case.guide, dict(shuffled)) == compose(case.guide, said)


@given(cases(), answers(*OPTIONS, "?"), st.sampled_from(QUESTIONS), st.sampled_from(OPTIONS))
def test_what_if_and_back_gives_the_same_list(
    case: Case, said: Any, question: str, value: str
) -> None:
    before = compose(case.guide, said)
    compose(case.guide, {**said, question: (value,)})
    assert compose(case.guide, dict(said)) == before
    assert before.digest == digest(before)


@given(cases(), answers(*OPTIONS))
def test_lines_that_hang_on_unanswered_questions_are_left_out(case: Case, said: Any) -> None:
    part = {q: v for q, v in said.items() if q != "q1"}
    now = compose(case.guide, part)
    if now.state == "needs_answers":
        assert all(m.status != "undetermined" for m in now.materials)
        whole = [lines_by_paper(case, {**part, "q1": (v,)}) for v in OPTIONS]
        assert papers(now).keys() <= set(whole[0]) & set(whole[1])
