"""What some lists say beyond papers and steps: duties, notes and legal bases.

Scenarios compare papers, steps, days and stops only; these are the rest of the acceptance pairs
5, 9, 11, 12, 13, 14, 15 and 16.
"""

import datetime as dt
from pathlib import Path

import pytest

from kiosk.domain.catalog import assemble
from kiosk.domain.checklist import Checklist
from kiosk.domain.compose import compose
from kiosk.domain.guidance import check_answers
from kiosk.workshop.load import load
from kiosk.workshop.loaded import LoadedCatalogue

FOLDER = Path(__file__).resolve().parents[2] / "db" / "catalog"
DAY = dt.date(2026, 11, 21)
RENEWAL = {"what": "licence", "reason": "renew", "issued": "here", "violations": "no"}


@pytest.fixture(scope="module")
def catalogue() -> LoadedCatalogue:
    return load(FOLDER)


def made(catalogue: LoadedCatalogue, topic: str, answers: dict[str, str]) -> Checklist:
    """Return the personal list of these answers in 亳州谯城."""
    guide = assemble(catalogue, topic, "341602", DAY)
    return compose(guide, check_answers(guide, {name: (said,) for name, said in answers.items()}))


def test_a_driver_of_70_is_told_of_the_yearly_check_and_of_the_ability_test(catalogue):
    got = made(catalogue, "driving", RENEWAL | {"who": "self", "age": "from-70", "class": "small"})
    assert [(duty.within, duty.unit) for duty in got.duties] == [(30, "calendar")]
    assert "每年" in got.duties[0].from_
    tests = [note for note in got.notes if "三力测试" in note.text]
    assert [note.status for note in tests] == ["verified"]


def test_a_younger_driver_is_told_of_neither(catalogue):
    got = made(catalogue, "driving", RENEWAL | {"who": "self", "age": "under-60"})
    assert got.duties == ()
    assert not any("三力测试" in note.text for note in got.notes)


def test_a_proxy_may_renew_and_the_list_names_the_rule(catalogue):
    got = made(catalogue, "driving", RENEWAL | {"who": "relative", "age": "under-60"})
    assert got.stops == ()
    assert any("公安部令第162号" in basis and "105" in basis for basis in got.steps[0].basis)


def test_nobody_marries_by_proxy_and_the_list_names_the_rule(catalogue):
    got = made(catalogue, "marriage-divorce", {"who": "relative", "what": "marry"})
    assert [stop.basis for stop in got.stops] == ["《民法典》第1049条"]


def test_a_yearly_endorsement_is_due_in_the_month_before_the_year_is_full(catalogue):
    answers = {"who": "self", "what": "yearly"}
    got = made(catalogue, "residence-permit", answers | {"overdue": "no"})
    assert [(duty.within, duty.unit) for duty in got.duties] == [(1, "month")]
    assert "满一年以前1个月" in got.duties[0].from_
    assert got.fees.total == "0.00"
    assert not got.fees.unknown


def test_an_overdue_endorsement_names_no_deadline(catalogue):
    got = made(catalogue, "residence-permit", {"who": "self", "what": "yearly", "overdue": "yes"})
    assert got.duties == ()
    assert any("补签" in note.text for note in got.notes)


def test_who_comes_home_from_the_army_reports_within_30_days_before_the_police(catalogue):
    home = {"other-place": "no", "party": "no", "back": "no", "special": "no"}
    answers = {"way": "self-employed", "when-out": "within-30"} | home
    got = made(catalogue, "veteran-report", answers)
    assert [(duty.within, duty.unit) for duty in got.duties] == [(30, "calendar")]
    assert "第51条" in (got.duties[0].basis or "")
    stages = {step.service: step.stage for step in got.steps}
    assert stages["veteran-report"] < stages["veteran-hukou"]
    assert made(catalogue, "veteran-report", {"way": "job"} | home).duties == ()


def test_nobody_of_70_gets_a_tractor_licence_and_the_list_names_the_rule(catalogue):
    got = made(catalogue, "tractor-licence", {"who": "self", "what": "first", "age": "from-70"})
    assert [stop.basis for stop in got.stops] == ["《农业机械安全监督管理条例》第22条"]


def test_a_child_whom_nobody_brings_up_is_not_made_public(catalogue):
    parents = {"father": "dead", "mother": "prison"}
    child = {"age": "under-18", "guardian": "grandparent", "already": "none", "carer": "guardian"}
    got = made(catalogue, "orphan", parents | child)
    assert [step.service for step in got.steps] == ["unattended-child-support"]
    assert any("不公示" in note.text for note in got.notes)


def test_nobody_gets_a_passport_by_proxy_and_the_list_names_the_rule(catalogue):
    got = made(catalogue, "passport", {"who": "relative", "what": "first"})
    assert [stop.basis for stop in got.stops] == ["《护照法》第5条、第11条"]
