from hypothesis import given
from hypothesis import strategies as st

from kiosk.journal.clock import DAY_MS, TrustedTime
from kiosk.ports.clock import Readings

BUILT = 1_772_323_200_000
BOOT, NEXT_BOOT = "a" * 32, "b" * 32


def at(wall_ms: int, mono_ms: int = 0, boot_id: str = BOOT) -> Readings:
    return Readings(wall_ms=wall_ms, mono_ms=mono_ms, boot_id=boot_id)


def test_a_dead_clock_shows_the_floor_and_says_so() -> None:
    time = TrustedTime(floor_ms=BUILT)
    assert time.best(at(0)) == BUILT
    assert time.quality(at(0)) == 0
    assert time.best(at(BUILT + 5)) == BUILT + 5
    assert time.quality(at(BUILT + 5)) == 1


def test_a_jump_of_the_wall_clock_poisons_nothing() -> None:
    time = TrustedTime(floor_ms=BUILT)
    year_2100 = BUILT + 75 * 365 * DAY_MS
    assert time.best(at(year_2100)) == year_2100
    assert time.floor(at(year_2100)) == BUILT
    assert time.best(at(BUILT + 1)) == BUILT + 1


def test_a_hubs_time_holds_for_this_boot_and_bounds_the_next() -> None:
    heard = TrustedTime(floor_ms=BUILT).heard(BUILT + DAY_MS, at(0, 1_000))
    assert heard.best(at(0, 61_000)) == BUILT + DAY_MS + 60_000
    assert heard.quality(at(0, 61_000)) == 2
    assert heard.skew_ms(at(BUILT + DAY_MS + 65_000, 61_000)) == 5_000
    assert heard.quality(at(0, 5, NEXT_BOOT)) == 0
    assert heard.best(at(0, 5, NEXT_BOOT)) == BUILT + DAY_MS


def test_the_floor_goes_on_with_the_monotonic_clock_alone() -> None:
    time = TrustedTime(floor_ms=BUILT).raised(BUILT + 10, at(0, 100))
    assert time.floor(at(0, 400)) == BUILT + 310
    assert time.raised(BUILT, at(0, 400)).floor_ms == BUILT + 310


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["heard", "raised", "pass"]),
            st.integers(0, 2**42),
            st.integers(0, 2**42),
            st.integers(0, 10**9),
            st.booleans(),
        )
    )
)
def test_the_floor_never_falls_whatever_the_clocks_show(
    steps: list[tuple[str, int, int, int, bool]],
) -> None:
    time, mono, boot = TrustedTime(floor_ms=BUILT), 0, 0
    for what, signed, wall, forward, rebooted in steps:
        before = time.floor(at(wall, mono, f"{boot:032x}"))
        boot, mono = (boot + 1, 0) if rebooted else (boot, mono + forward)
        now = at(wall, mono, f"{boot:032x}")
        if rebooted:
            before = time.floor_ms
        if what == "heard":
            time = time.heard(signed, now)
        elif what == "raised":
            time = time.raised(signed, now)
        assert time.floor(now) >= before
        assert time.best(now) >= time.floor(now)
