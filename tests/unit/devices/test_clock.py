import datetime as dt

from kiosk.devices.clock import SteppedClock, SystemClock


def test_the_machines_clocks_are_aware_and_never_go_back() -> None:
    clock = SystemClock()
    before = clock.monotonic_s()
    assert clock.now().tzinfo is dt.UTC
    assert clock.monotonic_s() >= before


def test_a_stepped_clock_moves_only_when_told() -> None:
    start = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    clock = SteppedClock(start)
    assert (clock.now(), clock.monotonic_s()) == (start, 0.0)
    clock.pass_time(90)
    assert (clock.now(), clock.monotonic_s()) == (start + dt.timedelta(seconds=90), 90.0)
