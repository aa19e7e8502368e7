"""Faults that hang on answers are found with answers that lead there, and with no others."""

import pytest

from kiosk.workshop.lint import lint
from kiosk.workshop.load import load
from tests.unit.workshop.faults import SERVICE, TOPIC

TIME = "time: {statutory: {days: 20, unit: working}, promised: {days: 5, unit: working}}"
RESULT = "result: {name: 养犬登记证, evidence: dog-card, collect: window}"
HANDLING = "handling: {kind: promised, online_level: IV}\n"
REGION = """
code: "34"
name: 安徽省
services:
  dog-licence: {time: {promised: [{when: {size: big}, days: 25, unit: working}]}}
"""


@pytest.fixture
def found(write, files):
    """Return the findings of one code in the small catalogue after a change of its service."""

    def run(code, old, new, others=None):
        assert old in files[SERVICE]
        changes = {SERVICE: files[SERVICE].replace(old, new), **(others or {})}
        return [f for f in lint(load(write(changes))) if f.code == code]

    return run


def limits(statutory, promised):
    return f"time: {{statutory: {statutory}, promised: {promised}}}"


BIG_LATE = "[{when: {size: big}, days: 30, unit: working}, {days: 5, unit: working}]"
BIG_MAY = "[{when: {size: big}, days: 40, unit: working}, {days: 20, unit: working}]"
ONE_LAW = "[{days: 20, unit: working}]"


def test_a_promise_too_long_for_some_is_found_with_their_answers(found):
    (finding,) = found("promised-over-statutory", TIME, limits(ONE_LAW, BIG_LATE))
    assert finding.path == {"size": ("big",)}
    assert finding.message == "承诺30个工作日，比法定20个工作日还长"
    assert "例如回答：size=big" in finding.text()


def test_a_promise_too_long_for_all_needs_no_example(found):
    (finding,) = found(
        "promised-over-statutory", "days: 5, unit: working", "days: 21, unit: working"
    )
    assert finding.path is None


@pytest.mark.parametrize(
    "statutory",
    [
        BIG_MAY,
        "[{when: {size: small}, days: 20, unit: working}]",
        "[{when: {size: [small, big]}, days: 40, unit: working}, {days: 20, unit: working}]",
    ],
    ids=["the same people may wait longer", "other people", "the later entry never counts"],
)
def test_limits_that_never_hold_together_are_not_compared(found, statutory):
    assert found("promised-over-statutory", TIME, limits(statutory, BIG_LATE)) == []


def test_where_a_topic_never_has_the_service_nothing_is_found(found, files):
    topic = files[TOPIC].replace(
        "{service: dog-licence}", "{service: dog-licence, when: {size: small}}"
    )
    assert found("promised-over-statutory", TIME, limits(ONE_LAW, BIG_LATE), {TOPIC: topic}) == []


def test_a_place_that_promises_some_too_much_is_found_there(found):
    (finding,) = found("promised-over-statutory", TIME, TIME, {"regions/34.yaml": REGION})
    assert (finding.file, finding.path) == ("regions/34.yaml", {"size": ("big",)})


def test_a_city_rule_names_the_answers_that_it_is_broken_for(found):
    visits = "visits: [{when: {size: big}, value: 1}, {value: 0}]"
    (finding,) = found("city-online", "visits: 1", HANDLING + visits)
    assert finding.path == {"size": ("big",)}
    (finding,) = found("city-online", "visits: 1", HANDLING + "visits: 1")
    assert finding.path is None
    never = "visits: [{when: {size: [small, big]}, value: 0}, {value: 1}]"
    assert found("city-online", "visits: 1", HANDLING + never) == []


def test_a_result_for_some_is_found_with_their_answers(found):
    results = (
        "result: [{when: {size: big}, name: 养犬登记证, type: 出文},"
        " {name: 养犬登记证, type: 出证}]"
    )
    (finding,) = found("city-result-type", RESULT, results)
    assert finding.path == {"size": ("big",)}


def test_without_a_runnable_catalogue_city_faults_stand_without_answers(found):
    visits = "visits: [{when: {size: huge}, value: 1}, {value: 0}]"
    (finding,) = found("city-online", "visits: 1", HANDLING + visits)
    assert finding.path is None


WINDOWS = """
code: "34"
name: 安徽省
windows:
  police: {{name: 大厅, address: 和平路1号2号窗口, phone: {phone}}}
  dog-licence: {{name: 二楼, address: 和平路1号3号窗口{other}}}
"""


@pytest.mark.parametrize(
    ("phone", "other", "said"),
    [
        ("5551234", ", phone: 0558-5551234", "没有区号"),
        ("0558-5551234", "", "没有写电话"),
    ],
)
def test_a_window_of_a_place_has_its_telephone_with_area_code(found, phone, other, said):
    place = WINDOWS.format(phone=phone, other=other)
    (finding,) = found("city-window-phone", TIME, TIME, {"regions/34.yaml": place})
    assert said in finding.message


@pytest.mark.parametrize("phone", ["0558-5551234", "13900000000", "12345"])
def test_a_telephone_that_can_be_called_from_anywhere_is_in_order(found, phone):
    place = WINDOWS.format(phone=phone, other=f", phone: {phone}")
    assert found("city-window-phone", TIME, TIME, {"regions/34.yaml": place}) == []


def test_a_place_that_gives_no_telephones_misses_none(found):
    place = WINDOWS.replace(", phone: {phone}", "").format(other="")
    assert found("city-window-phone", TIME, TIME, {"regions/34.yaml": place}) == []
