"""Steps, days and trips of the personal list: one example per rule."""

import datetime as dt
from typing import Any

from kiosk.domain.catalog import assemble
from kiosk.domain.compose import compose, waits
from kiosk.domain.service import (
    Fee,
    PresenceChoice,
    ServiceResult,
    Stop,
    TextChoice,
    Time,
    TimeLimit,
    VisitsChoice,
)
from kiosk.domain.topic import (
    After,
    Include,
    RegionOverlay,
    Wait,
    Window,
)
from tests.builders import (
    REGION,
    TODAY,
    a_question,
    a_service,
    a_topic,
    is_,
    some_documents,
)
from tests.unit.domain.composed import list_of, only
from tests.unit.domain.lists import WeekdaysTo2026


def days(count: int, unit: Any = "working", **fields: Any) -> TimeLimit:
    return TimeLimit(days=count, unit=unit, **fields)


def test_steps_stand_in_stages_with_their_facts() -> None:
    found = list_of(
        a_service(
            "permit",
            code=(TextChoice(value="0001"),),
            name=(TextChoice(value="小店的", when=is_("q", "a")), TextChoice(value="大店的")),
            presence=(PresenceChoice(value="in_person", basis="某法§3"),),
            visits=(VisitsChoice(value=2),),
            time=Time(statutory=(days(20),), promised=(days(7, note="材料齐"),)),
            result=(ServiceResult(name="许可证", status="unverified"),),
            basis=("某法§1",),
        ),
        a_service("licence"),
        includes=(Include(service="permit", after=(After(service="licence"),)), "licence"),
        given={"q": ("b",)},
        topic={"questions": (a_question("q", "a", "b"),)},
    )
    licence, permit = found.steps
    assert (licence.n, licence.stage, licence.service) == (1, 1, "licence")
    assert (permit.n, permit.stage, permit.after) == (2, 2, ("licence",))
    assert (permit.code, permit.name, permit.agency) == ("0001", "大店的", "agency局")
    assert (permit.presence, permit.visits) == ("in_person", 2)
    assert (permit.days.promised, permit.days.statutory, permit.days.note) == (7, 20, "材料齐")
    assert permit.result == "许可证（请向窗口确认）"
    assert permit.basis == ("某法§1", "某法§3")
    assert found.duration.critical_path_days == 7


def test_limits_that_are_not_certain_count_nothing_and_make_a_lower_bound() -> None:
    for time in (
        Time(),
        Time(statutory=(days(20),), promised=(days(7, status="unverified"),)),
        Time(statutory=(days(20),), promised=(days(7, when=is_("q", "a")),)),
    ):
        found = list_of(
            a_service("s1", time=time),
            a_service("s2", time=Time(statutory=(days(7, "calendar"),))),
            given={"q": ("?",)},
            topic={"questions": (a_question("q", "a", "b", unknown=True),)},
        )
        assert found.duration.critical_path_days == 5
        assert found.duration.lower_bound
        assert (found.steps[0].days.promised, found.steps[0].days.statutory) == (None, None)


def test_an_unverified_limit_is_named_in_the_note_alone() -> None:
    def note(limit: TimeLimit) -> str | None:
        return list_of(a_service("s", time=Time(promised=(limit,)))).steps[0].days.note

    assert note(days(7, status="unverified")) == "约7个工作日，请向窗口确认"
    assert note(days(0, "immediate", status="unverified")) == "可能当场办好，请向窗口确认"


def test_optional_and_unverified_steps_take_no_time() -> None:
    limit = Time(statutory=(days(20),))
    found = list_of(
        a_service("s1", time=Time(promised=(days(0, "immediate"),))),
        a_service("s2", time=limit),
        a_service("s3"),
        a_service("s4", time=limit),
        a_service("s5", time=limit, stops=(Stop(id="no", reason="不行"),)),
        includes=(
            "s1",
            Include(service="s2", optional=True),
            Include(service="s3", status="unverified"),
            Include(service="s4", status="unverified"),
            Include(service="s5", status="unverified"),
        ),
    )
    assert found.steps[4].status == "blocked"
    assert found.duration.critical_path_days == found.duration.sequential_days == 0
    assert not found.duration.lower_bound


def test_a_step_that_may_come_in_makes_a_lower_bound() -> None:
    limit = Time(statutory=(days(20),))
    services = (a_service("s1", time=limit), a_service("s2", time=limit))

    def bound(**fields: Any) -> bool:
        return list_of(
            *services,
            includes=("s1", Include(service="s2", when=is_("q", "a"), **fields)),
            given={"q": ("?",)},
            topic={"questions": (a_question("q", "a", "b", unknown=True),)},
        ).duration.lower_bound

    assert bound()
    assert not bound(optional=True)


def test_two_includes_of_one_service_are_one_step() -> None:
    found = list_of(
        a_service("s1", "card", fee=(Fee(amount="5.00"),)),
        a_service("s2"),
        includes=(
            Include(service="s1", optional=True),
            Include(service="s1", id="again", after=(After(service="s2"),)),
            "s2",
        ),
    )
    assert [s.service for s in found.steps] == ["s2", "s1"]
    assert not found.steps[1].optional
    assert found.fees.total == "5.00"
    assert only(found, "card").originals == 1


def test_a_waiting_time_is_part_of_the_path_and_of_the_dates() -> None:
    services = (
        a_service("apply", time=Time(promised=(days(0, "immediate"),))),
        a_service("register", time=Time(promised=(days(1),))),
    )
    wait = Wait(days=30, unit="calendar")
    topic = a_topic(
        "apply", Include(service="register", after=(After(service="apply", wait=wait),))
    )
    guide = assemble(some_documents(topic, services), topic.id, REGION, TODAY)
    start = dt.date(2026, 9, 18)
    found = compose(guide, {}, start, WeekdaysTo2026())
    assert found.duration.critical_path_days == 22 + 1
    assert found.duration.ready_on == "2026-10-20"  # 18 October is a Sunday
    assert waits(guide, {}) == {("apply", "register"): wait}
    assert found.digest == compose(guide, {}).digest
    assert compose(guide, {}, start).duration.ready_on is None  # no table, no date


def test_trips_count_places_stage_by_stage() -> None:
    goes = (PresenceChoice(value="proxy_allowed"),)
    hall = {"presence": goes, "agency": "hall"}
    found = list_of(
        a_service("s1", **hall),
        a_service("s2", **hall, visits=(VisitsChoice(value=2),)),
        a_service("s3", presence=goes, agency="tax"),
        a_service("s4", presence=(PresenceChoice(value="nobody"),)),
        a_service("s5", presence=goes, channels=("online",)),
        a_service("s6", **hall, requires=("s1",)),
    )
    assert (found.trips, found.trips_estimate) == (2 + 1 + 1, True)


def test_windows_of_one_building_are_one_place_and_make_the_count_exact() -> None:
    goes = (PresenceChoice(value="in_person"),)
    windows = {
        "tax": Window(name="税务窗口", building="大厅", hours="工作日 9:00-17:00"),
        "police": Window(name="户籍窗口", building="大厅"),
    }
    found = list_of(
        a_service("s1", presence=goes, agency="tax"),
        a_service("s2", presence=goes, agency="police"),
        overlays=(RegionOverlay(code="34", name="省", windows=windows),),
    )
    assert (found.trips, found.trips_estimate) == (1, False)
    assert found.steps[0].window is not None
    assert found.steps[0].window.hours == "工作日 9:00-17:00"


def test_windows_of_one_address_are_one_place_whoever_works_there() -> None:
    goes = (PresenceChoice(value="in_person"),)
    windows = {a: Window(name=f"{a}窗口", address="光明路1号") for a in ("tax", "police")}
    both = (a_service(f"by-{a}", presence=goes, agency=a) for a in windows)
    overlay = RegionOverlay(code="34", name="省", windows=windows)
    assert list_of(*both, overlays=(overlay,)).trips == 1


def test_trips_are_an_estimate_while_nobody_knows_who_has_to_come() -> None:
    def estimate(*presence: PresenceChoice) -> bool:
        return list_of(a_service("s", presence=presence)).trips_estimate

    assert estimate()
    assert not estimate(PresenceChoice(value="nobody"))


def test_collecting_a_result_is_a_trip_unless_one_comes_later_anyway() -> None:
    goes = (PresenceChoice(value="in_person"),)
    collect = (ServiceResult(name="证", collect="window"),)
    one = a_service("s1", presence=goes, result=collect)
    assert list_of(one).trips == 2
    assert list_of(one, a_service("s2", presence=goes, requires=("s1",))).trips == 2
    assert list_of(one, a_service("s2", presence=goes)).trips == 2
    assert list_of(one, a_service("s2", presence=goes, agency="b", requires=("s1",))).trips == 3


def test_a_result_that_waits_at_an_unknown_window_is_an_estimate() -> None:
    online = a_service(
        "s",
        presence=(PresenceChoice(value="nobody"),),
        channels=("online",),
        result=(ServiceResult(name="证", collect="window"),),
    )
    window = RegionOverlay(code="34", name="省", windows={"s": Window(name="领证窗口")})
    unknown, known = list_of(online), list_of(online, overlays=(window,))
    assert (unknown.trips, unknown.trips_estimate) == (1, True)
    assert (known.trips, known.trips_estimate) == (1, False)


def test_a_name_a_presence_or_visits_nobody_verified_are_left_to_the_window() -> None:
    step = list_of(
        a_service(
            "s",
            name=(TextChoice(value="某许可", status="unverified"),),
            presence=(PresenceChoice(value="in_person", basis="听说", status="unverified"),),
            visits=(VisitsChoice(value=2, status="unverified"),),
        )
    ).steps[0]
    assert (step.name, step.presence, step.visits, step.basis) == ("办s", None, None, ())


def test_a_step_is_sure_when_any_of_its_includes_is() -> None:
    includes = (Include(service="s", status="unverified"), Include(service="s", id="again"))
    found = list_of(a_service("s", "card"), includes=includes)
    assert (found.steps[0].status, only(found, "card").status) == ("verified", "bring")
