"""Keys of a scanner are a code, keys of a person stay keys, whatever their order and pace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.scan_keys import (
    GAP_MS,
    HOLD_MS,
    LEAST_CHARACTERS,
    MAX_BYTES,
    CodeScanned,
    KeyHeld,
    KeysTyped,
    KeyVerdict,
    ScanKeys,
)

CODE = "K1:6BFOXN*TS0BI$ZD-PHQ7I9AD66V5B22CH9M9ESI9XBHXK-%69"


def play(keys: ScanKeys, text: str, gap_ms: float, at_ms: float = 0) -> list[KeyVerdict]:
    """Press each character `gap_ms` after the last."""
    return [keys.press(key, at_ms + i * gap_ms) for i, key in enumerate(text)]


def outcome(keys: ScanKeys, strokes: list[tuple[str, float]]) -> tuple[str, list[str]]:
    """Return what fields and what the code reader get, with the timer that the window runs."""
    typed, codes, at_ms = "", [], 0.0
    for key, gap_ms in strokes:
        if gap_ms >= HOLD_MS:
            typed += keys.overdue(at_ms + HOLD_MS)
        at_ms += gap_ms
        match keys.press(key, at_ms):
            case KeysTyped(text=text):
                typed += text
            case CodeScanned(text=text):
                codes.append(text)
    return typed + keys.overdue(at_ms + HOLD_MS), codes


@pytest.mark.parametrize("gap_ms", [0, 1, 8, GAP_MS - 1])
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_scanner_gives_the_code_and_no_key(gap_ms: float, end: str) -> None:
    typed, codes = outcome(ScanKeys(), [(key, gap_ms) for key in CODE + end])
    assert (typed, codes) == ("", [CODE])


def test_the_code_comes_with_its_enter() -> None:
    *held, last = play(ScanKeys(), CODE + "\n", 8)
    assert set(held) == {KeyHeld()} and last == CodeScanned(text=CODE)


@pytest.mark.parametrize("gap_ms", [GAP_MS, 45, 60, 120, 900])
def test_a_person_loses_no_key(gap_ms: float) -> None:
    assert outcome(ScanKeys(), [(key, gap_ms) for key in "shenfenzheng\n"]) == (
        "shenfenzheng\n",
        [],
    )


def test_enter_alone_is_not_held_up() -> None:
    assert ScanKeys().press("\r", 5) == KeysTyped(text="\n")


def test_two_keys_rolled_together_and_enter_are_typed() -> None:
    roll = "12345"[: LEAST_CHARACTERS - 1]
    assert outcome(ScanKeys(), [(key, 10) for key in roll + "\n"]) == (roll + "\n", [])


def test_enter_after_a_pause_makes_no_code() -> None:
    typed, codes = outcome(ScanKeys(), [(key, 8) for key in CODE] + [("\n", GAP_MS)])
    assert codes == [] and typed == "\n", "a cut code presses no keys either"


def test_what_was_typed_just_before_a_scan_is_kept_apart() -> None:
    strokes = [("s", 100.0), ("f", 100.0), *((key, 5.0) for key in CODE[1:] + "\n")]
    strokes.insert(2, (CODE[0], 100.0))
    assert outcome(ScanKeys(), strokes) == ("sf", [CODE])


def test_two_scans_in_a_row_are_two_codes() -> None:
    strokes = [(key, 5.0) for key in CODE + "\r\n"] + [("A", 400.0)]
    strokes += [(key, 5.0) for key in CODE[1:] + "\r\n"]
    assert outcome(ScanKeys(), strokes) == ("", [CODE, "A" + CODE[1:]])


def test_a_busy_window_still_gets_the_code() -> None:
    keys = ScanKeys()
    play(keys, CODE[:4], 8)
    late = keys.overdue(500)  # the timer ran before the queued keys were delivered
    rest = play(keys, CODE[4:] + "\n", 8, at_ms=32)
    assert late == CODE[:4] and rest[-1] == CodeScanned(text=CODE)


def test_a_key_that_types_nothing_lets_the_held_ones_go_first() -> None:
    keys = ScanKeys()
    keys.press("a", 0)
    assert keys.release() == "a" and keys.overdue(1000) == ""


def test_keys_wait_no_longer_than_they_must() -> None:
    keys = ScanKeys()
    keys.press("a", 0)
    assert (keys.overdue(HOLD_MS - 1), keys.overdue(HOLD_MS)) == ("", "a")


def test_a_code_that_is_too_long_is_dropped_whole() -> None:
    fits, over = "x" * MAX_BYTES, "x" * (MAX_BYTES + 1)
    assert play(ScanKeys(), fits + "\n", 5)[-1] == CodeScanned(text=fits)
    assert outcome(ScanKeys(), [(key, 5.0) for key in over + "\n"]) == ("", [])


SLOW = st.tuples(st.sampled_from("ab1 汉"), st.floats(GAP_MS, 2000))
PERSON = st.lists(st.one_of(SLOW, st.tuples(st.just("\n"), st.floats(GAP_MS, 2000))), max_size=30)


@given(PERSON)
def test_whatever_a_person_types_arrives_in_order(strokes: list[tuple[str, float]]) -> None:
    assert outcome(ScanKeys(), strokes) == ("".join(key for key, _ in strokes), [])
