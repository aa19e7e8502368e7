import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.hours import Opening, opening, read


class Calendar:
    """Weekdays, without the holidays of 1–7 October 2026; Saturday 10 October is worked."""

    def is_working(self, day: dt.date) -> bool:
        if day.month == 10 and day.day <= 7:
            return False
        return day.weekday() < 5 or day == dt.date(2026, 10, 10)

    def knows(self, year: int) -> bool:
        return year == 2026


HALL = "周一至周五 8:30–12:00，14:00–17:30"


def at(text: str, now: str) -> Opening:
    spans = read(text)
    assert spans is not None
    return opening(spans, dt.datetime.fromisoformat(now), Calendar())


def test_open_in_the_morning_and_shut_for_lunch():
    assert at(HALL, "2026-11-23T08:30") == Opening(is_open=True, closes_at=dt.time(12))
    lunch = at(HALL, "2026-11-23T12:00")
    assert lunch == Opening(is_open=False, next_on=dt.date(2026, 11, 23), next_at=dt.time(14))


def test_after_friday_comes_monday_and_after_the_holiday_the_first_working_day():
    assert at(HALL, "2026-11-20T18:00").next_on == dt.date(2026, 11, 23)
    assert at(HALL, "2026-09-30T18:00").next_on == dt.date(2026, 10, 8)


def test_working_days_include_a_worked_saturday():
    assert at("工作日 9:00-17:00", "2026-10-10T10:00").is_open
    assert not at("周一至周五 9:00-17:00", "2026-10-10T10:00").is_open


def test_several_parts_and_single_days():
    text = "周一、周三 9:00-11:00；周六 9:00-12:00"
    assert at(text, "2026-11-25T10:00").is_open
    assert at(text, "2026-11-26T10:00").next_on == dt.date(2026, 11, 28)
    assert at("每天 0:00-23:59", "2026-10-01T10:00").is_open


def test_a_window_that_never_opens_in_sight():
    class Never(Calendar):
        def is_working(self, day: dt.date) -> bool:
            return False

    spans = read(HALL)
    assert spans is not None
    assert opening(spans, dt.datetime.fromisoformat("2026-11-23T09:00"), Never()) == Opening(
        is_open=False
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "请电话咨询",
        "周一至周五",
        "周五至周一 8:30-12:00",
        "8:70-9:00",
        "12:00-8:00",
        "周八 8:00-9:00",
    ],
)
def test_what_cannot_be_read_is_left_alone(text):
    assert read(text) is None


@given(
    opens=st.integers(0, 22),
    length=st.integers(1, 10),
    day=st.integers(0, 6),
    hour=st.integers(0, 23),
)
def test_open_exactly_within_the_written_times(opens, length, day, hour):
    closes = min(opens + length, 23)
    spans = read(f"每天 {opens}:00–{closes}:00") if opens < closes else read("每天 0:00–1:00")
    assert spans is not None
    start, end = (opens, closes) if opens < closes else (0, 1)
    now = dt.datetime.fromisoformat(f"2026-11-{23 + day}T{hour:02}:00")
    answer = opening(spans, now, Calendar())
    assert answer.is_open == (start <= hour < end)
    if not answer.is_open:
        assert answer.next_on is not None and answer.next_at == dt.time(start)
        assert dt.datetime.combine(answer.next_on, answer.next_at) > now
