"""Words for list values."""

import pytest

from kiosk.domain import wording
from kiosk.domain.checklist import Addition, FeeLine, Outcome, Undetermined


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "0元"),
        ("40.00", "40元"),
        ("12.50", "12元5角"),
        ("0.05", "5分"),
        ("3.21", "3元2角1分"),
    ],
)
def test_money_is_said_as_people_say_it(amount: str, words: str) -> None:
    assert wording.money(amount) == words


@pytest.mark.parametrize(
    ("amount", "status", "words"),
    [
        ("0.00", "verified", "不收费"),
        ("0.00", "unverified", "可能不收费，请向窗口确认"),
        ("40.00", "unverified", "约40元，请向窗口确认"),
        (None, "verified", "请向窗口确认"),
    ],
)
def test_a_fee_never_claims_more_than_is_known(amount: str | None, status: str, words: str) -> None:
    line = FeeLine(amount=amount, currency="CNY", note=None, status=status)  # type: ignore[arg-type]
    assert wording.fee(line) == words


def an_unclear_question(*adds: tuple[Addition, ...]) -> Undetermined:
    """Return 污水排到哪里 with an option for each given addition."""
    outcomes = tuple(Outcome(option=f"o-{i}", label=f"第{i}种", adds=a) for i, a in enumerate(adds))
    return Undetermined(
        question="drain",
        ask="污水排到哪里？",
        find_out=None,
        affects=("permit",),
        outcomes=outcomes,
    )


def test_outcomes_say_what_each_option_adds() -> None:
    block = an_unclear_question((Addition(service="permit"),), ())
    assert wording.outcomes(block, {"permit": "排水许可"}) == (
        "如果“第0种”：加上排水许可",
        "如果“第1种”：不用再加",
    )


def test_outcomes_that_add_nothing_alone_do_not_promise_nothing() -> None:
    lines = wording.outcomes(an_unclear_question((), ()), {"permit": "排水许可"})
    assert lines == ("弄清以后，排水许可要带的、要办的可能不一样",)
