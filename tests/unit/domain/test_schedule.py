"""Stages, critical path and dates, against slow and obvious recounts."""

import datetime as dt
import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.checklist import Days, Step
from kiosk.domain.errors import InputError
from kiosk.domain.schedule import (
    Length,
    Network,
    Task,
    critical_path_days,
    network,
    plan,
    ready_on,
    sequential_days,
    working_days,
)
from kiosk.domain.topic import After, Wait
from tests.unit.domain.lists import WeekdaysTo2026, a_list

LENGTHS = st.none() | st.builds(
    Length, days=st.integers(0, 40), unit=st.sampled_from(["working", "calendar", "immediate"])
)
WAITS = st.none() | st.builds(
    Wait, days=st.integers(0, 40), unit=st.sampled_from(["working", "calendar"])
)


@st.composite
def task_lists(draw: st.DrawFn) -> tuple[Task, ...]:
    """Up to seven tasks whose links only lead to earlier ones, written down in any order."""
    count = draw(st.integers(1, 7))
    tasks = []
    for n in range(count):
        earlier = [f"s{m}" for m in range(n)]
        picks = st.lists(st.sampled_from(earlier), max_size=3, unique=True) if n else st.just([])
        after = tuple(After(service=s, wait=draw(WAITS)) for s in draw(picks))
        tasks.append(
            Task(
                service=f"s{n}",
                after=(*after, After(service="elsewhere")),
                requires=tuple(draw(picks)),
                takes=tuple(f"paper-{s}" for s in draw(picks)),
                gives=(f"paper-s{n}",),
                length=draw(LENGTHS),
                counts=draw(st.booleans()),
            )
        )
    return tuple(draw(st.permutations(tasks)))


def prerequisites(task: Task) -> set[str]:
    """Read the prerequisites off a task, as a person would."""
    after = {a.service for a in task.after} - {"elsewhere"}
    return after | set(task.requires) | {e.removeprefix("paper-") for e in task.takes}


def brute_force_days(net: Network) -> int:
    """Return the longest of all paths: every chain of tasks in which each needs the one before."""
    by_id = {t.service: t for t in net.tasks}
    best = 0
    for size in range(1, len(by_id) + 1):
        for path in itertools.permutations(by_id, size):
            pairs = list(itertools.pairwise(path))
            if all(a in prerequisites(by_id[b]) for a, b in pairs):
                best = max(best, path_days([by_id[s] for s in path]))
    return best


def path_days(path: list[Task]) -> int:
    """Return days and waits along one path."""
    days = sum(working_days(t.length) for t in path if t.counts and t.length)
    for before, later in itertools.pairwise(path):
        waits = [a.wait for a in later.after if a.service == before.service and a.wait]
        if waits and before.counts and later.counts:
            days += max(working_days(w) for w in waits)
    return days


@given(task_lists())
def test_stages_respect_every_prerequisite_and_are_as_early_as_possible(
    tasks: tuple[Task, ...],
) -> None:
    net = network(tasks)
    for task in tasks:
        needed = prerequisites(task)
        assert set(net.after[task.service]) == needed
        latest = max((net.stage[p] for p in needed), default=0)
        assert net.stage[task.service] == latest + 1
        assert needed <= net.ancestors[task.service]
    assert [net.stage[t.service] for t in net.tasks] == sorted(net.stage.values())


@given(task_lists())
def test_the_authored_order_holds_within_a_stage(tasks: tuple[Task, ...]) -> None:
    net = network(tasks)
    authored = [t.service for t in tasks]
    for _, same in itertools.groupby(net.tasks, key=lambda t: net.stage[t.service]):
        places = [authored.index(t.service) for t in same]
        assert places == sorted(places)


@given(task_lists().filter(lambda tasks: len(tasks) <= 5))
def test_the_critical_path_is_the_longest_of_all_paths(tasks: tuple[Task, ...]) -> None:
    net = network(tasks)
    assert critical_path_days(net) == brute_force_days(net)
    assert critical_path_days(net) <= sequential_days(net)


def test_one_after_another_adds_everything_up_but_waits_once_per_step() -> None:
    wait = Wait(days=30, unit="calendar")
    short = Wait(days=2, unit="working")
    days = Length(days=3, unit="working")
    net = network(
        [
            Task(service="a", length=days),
            Task(service="b", length=days),
            Task(
                service="c",
                length=days,
                after=(After(service="a", wait=wait), After(service="b", wait=short)),
            ),
        ]
    )
    assert working_days(wait) == 22
    assert critical_path_days(net) == 3 + 22 + 3
    assert sequential_days(net) == 9 + 22


def test_who_takes_and_gives_the_same_paper_waits_for_nobody() -> None:
    net = network(
        [
            Task(service="renew", takes=("card",), gives=("card",)),
            Task(service="issue", gives=("card",)),
            Task(service="use", takes=("card",)),
        ]
    )
    assert net.after == {"renew": (), "issue": (), "use": ("renew", "issue")}


def test_a_circumstance_goes_before_all_or_before_the_named_steps() -> None:
    net = network(
        [
            Task(service="main"),
            Task(service="side"),
            Task(service="rename", before_all=True),
            Task(service="notice", before=("side", "elsewhere")),
        ]
    )
    assert net.after["main"] == ("rename",)
    assert net.after["side"] == ("rename", "notice")
    assert net.stage == {"main": 2, "side": 3, "rename": 1, "notice": 2}


def test_a_required_paper_is_a_link_to_whoever_makes_it() -> None:
    net = network(
        [
            Task(service="use", requires=("card", "nobody-makes-it")),
            Task(service="x", gives=("card",)),
        ]
    )
    assert net.after["use"] == ("x",)


def test_a_ring_is_refused_by_name() -> None:
    ring = [
        Task(service="first"),
        Task(service="a", after=(After(service="b"),)),
        Task(service="b", after=(After(service="a"),)),
    ]
    with pytest.raises(InputError, match="a、b") as caught:
        network(ring)
    assert "first" not in caught.value.message


@pytest.mark.parametrize(("days", "expected"), [(0, 0), (1, 1), (7, 5), (8, 6), (60, 43)])
def test_calendar_days_count_five_sevenths_rounded_up(days: int, expected: int) -> None:
    assert working_days(Length(days=days, unit="calendar")) == expected


def a_step(service: str, days: int | None, unit: str = "working", **changes: object) -> Step:
    limit = Days(
        promised=days,
        statutory=None,
        unit=None if days is None else unit,
        statutory_unit=None,
        note=None,
    )
    return msgspec.structs.replace(a_list().steps[0], service=service, days=limit, **changes)


def dated(*steps: Step) -> dict[str, tuple[str, str, bool]]:
    """Plan steps from Friday, 18 September 2026."""
    dates = plan(a_list(steps=steps), dt.date(2026, 9, 18), WeekdaysTo2026())
    return {d.service: (d.starts_on.isoformat(), d.ready_on.isoformat(), d.certain) for d in dates}


def test_working_days_skip_weekends_and_the_first_day_does_not_count() -> None:
    assert dated(a_step("a", 1), a_step("b", 2, after=("a",))) == {
        "a": ("2026-09-18", "2026-09-21", True),
        "b": ("2026-09-21", "2026-09-23", True),
    }


def test_calendar_days_that_end_on_a_closed_day_move_on() -> None:
    assert dated(a_step("a", 1, "calendar"))["a"] == ("2026-09-18", "2026-09-21", True)
    assert dated(a_step("a", 0, "immediate"))["a"] == ("2026-09-18", "2026-09-18", True)


def test_a_closed_start_day_moves_to_the_next_working_day() -> None:
    [only] = plan(a_list(steps=(a_step("a", 0),)), dt.date(2026, 9, 19), WeekdaysTo2026())
    assert only.starts_on == dt.date(2026, 9, 21)


def test_dates_past_the_table_or_behind_unknown_limits_are_not_certain() -> None:
    assert dated(a_step("a", 90))["a"][2] is False
    unknown = dated(a_step("a", None), a_step("b", 1, after=("a",)))
    assert unknown["a"] == ("2026-09-18", "2026-09-18", False)
    assert unknown["b"] == ("2026-09-18", "2026-09-21", False)
    assert dated(a_step("a", 1, status="unverified"))["a"][2] is False


def test_steps_that_do_not_count_hold_nobody_up() -> None:
    steps = (a_step("a", 5, optional=True), a_step("b", 1, after=("a",)))
    found = a_list(steps=steps)
    dates = plan(found, dt.date(2026, 9, 18), WeekdaysTo2026())
    assert ready_on(found, dates) == dt.date(2026, 9, 21)
    assert ready_on(a_list(steps=steps[:1]), dates[:1]) is None


def test_a_wait_between_two_steps_moves_the_second() -> None:
    found = a_list(steps=(a_step("a", 0), a_step("b", 0, after=("a",))))
    waits = {("a", "b"): Wait(days=30, unit="calendar")}
    dates = plan(found, dt.date(2026, 9, 18), WeekdaysTo2026(), waits)
    assert dates[1].starts_on == dt.date(2026, 10, 19)  # 18 October is a Sunday


@given(task_lists().filter(lambda tasks: len(tasks) <= 6))
def test_dates_agree_with_the_critical_path_in_working_days(tasks: tuple[Task, ...]) -> None:
    tasks = tuple(
        msgspec.structs.replace(
            t,
            length=Length(days=t.length.days, unit="working") if t.length else None,
            after=tuple(
                After(service=a.service, wait=Wait(days=a.wait.days, unit="working"))
                if a.wait
                else a
                for a in t.after
            ),
        )
        for t in tasks
    )
    net = network(tasks)
    steps = tuple(
        a_step(t.service, t.length.days if t.length else None, after=net.after[t.service],
               optional=not t.counts)
        for t in net.tasks
    )  # fmt: skip
    found, start, calendar = a_list(steps=steps), dt.date(2026, 1, 5), WeekdaysTo2026()
    last = ready_on(found, plan(found, start, calendar, net.waits))
    if last is None:
        assert not any(t.counts for t in tasks)
        return
    span = sum(
        calendar.is_working(start + dt.timedelta(days=n)) for n in range((last - start).days)
    )
    assert span == critical_path_days(net)
