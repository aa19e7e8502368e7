"""The idle clock of a visit, on a monotonic time that the test moves."""

import datetime as dt

import pytest

from kiosk.services.guidance import Enquiry
from kiosk.services.visits import Visit


@pytest.fixture
def visit() -> Visit:
    return Visit("341602", idle_after_s=180, warn_for_s=45)


def test_before_the_first_touch_nothing_runs(visit: Visit) -> None:
    assert visit.idle(10_000) == "active"
    assert visit.seconds_left(10_000) == 225


@pytest.mark.parametrize(
    ("after_s", "state", "left_s"),
    [
        (0, "active", 225),
        (179.9, "active", 46),
        (180, "warning", 45),
        (224.5, "warning", 1),
        (225, "expired", 0),
        (900, "expired", 0),
    ],
)
def test_a_visit_goes_from_active_to_warning_to_over(
    visit: Visit, after_s: float, state: str, left_s: int
) -> None:
    visit.touch(100)
    assert visit.idle(100 + after_s) == state
    assert visit.seconds_left(100 + after_s) == left_s


def test_every_touch_starts_the_clock_again(visit: Visit) -> None:
    visit.touch(0)
    visit.touch(200)
    assert visit.idle(379) == "active"
    assert visit.idle(380) == "warning"


def test_the_clock_stands_still_while_paused_and_goes_on_after(visit: Visit) -> None:
    visit.touch(0)
    visit.pause(True, 100)
    visit.pause(True, 150)
    assert visit.idle(5_000) == "active"
    assert visit.seconds_left(5_000) == 125
    visit.pause(False, 5_000)
    visit.pause(False, 5_010)
    assert visit.idle(5_079) == "active"
    assert visit.idle(5_080) == "warning"


def test_a_touch_while_paused_starts_the_clock_again(visit: Visit) -> None:
    visit.touch(0)
    visit.pause(True, 100)
    visit.touch(300)
    visit.pause(False, 1_000)
    assert visit.seconds_left(1_000) == 225


def test_a_wipe_forgets_everything(visit: Visit) -> None:
    visit.touch(0)
    visit.pause(True, 10)
    visit.region = "110101"
    visit.enquiry = Enquiry(
        topic="id-card", region="110101", as_of=dt.date(2026, 11, 21), answers={}
    )
    visit.wipe()
    assert (visit.region, visit.enquiry) == ("341602", None)
    assert visit.idle(10_000) == "active"
    visit.touch(10_000)
    assert visit.idle(10_180) == "warning"
