"""Status bytes as makers send them: what each means, and that nonsense means nothing."""

import pytest

from kiosk.devices.printer.escpos_status import (
    Health,
    Reading,
    condition,
    fault,
    is_status,
    query,
    reading,
    ready,
)
from kiosk.ports.devices import PrinterReady

HEALTHY = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
OFFLINE = {1: 0x1A}


def test_a_status_byte_has_bits_0_and_7_clear_and_1_and_4_set() -> None:
    valid = [byte for byte in range(256) if is_status(byte)]
    assert len(valid) == 16
    assert all(byte & 0x12 == 0x12 and not byte & 0x81 for byte in valid)


@pytest.mark.parametrize(
    ("answers", "health", "is_online"),
    [
        ({}, "ok", True),
        ({1: 0x16}, "ok", True),  # the drawer's pin
        ({4: 0x1E}, "near", True),
        ({4: 0x1A}, "near", True),
        ({4: 0x7E}, "out", True),
        ({4: 0x72, **OFFLINE}, "out", False),
        ({2: 0x32, **OFFLINE}, "out", False),  # stopped by paper end, sensor 4 not fitted
        ({2: 0x16, **OFFLINE}, "cover", False),
        ({2: 0x36, 4: 0x7E, **OFFLINE}, "cover", False),  # the roll is being changed
        ({3: 0x1A}, "cutter", True),
        ({3: 0x1A, 2: 0x52, **OFFLINE}, "cutter", False),
        ({3: 0x32, **OFFLINE}, "offline", False),  # unrecoverable
        ({3: 0x52, **OFFLINE}, "offline", False),  # the head is hot
        ({2: 0x1A, **OFFLINE}, "cover", False),  # offline without a cause that it tells
    ],
)
def test_what_bytes_mean(answers: dict[int, int], health: Health, is_online: bool) -> None:
    assert reading(HEALTHY | answers) == Reading(health=health, is_online=is_online)


@pytest.mark.parametrize("answers", [{}, {1: 0xFF}, {1: 0x00, 4: 0x7F}, {2: 0x55}])
def test_silence_and_nonsense_are_unknown(answers: dict[int, int]) -> None:
    assert reading(answers) == Reading(health="unknown")


def test_a_printer_that_answers_one_question_only_is_believed_in_it() -> None:
    assert reading({4: 0x12}).health == "ok"
    assert reading({1: 0xFF, 4: 0x72}).health == "out"


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (Reading(health="ok"), None),
        (Reading(health="near"), None),
        (Reading(health="unknown"), None),
        (Reading(health="cutter"), None),
        (Reading(health="cutter", is_online=False), "E-PR-02"),
        (Reading(health="out", is_online=False), "E-PR-01"),
        (Reading(health="cover", is_online=False), "E-PR-04"),
        (Reading(health="offline", is_online=False), "E-PR-03"),
    ],
)
def test_only_what_stops_a_printer_is_a_fault(found: Reading, code: str | None) -> None:
    said = fault(found)
    assert (said and said.code) == code
    if code:
        assert condition(found).state == "fault" and condition(found).fix


def test_a_ready_printer_says_how_ready() -> None:
    assert ready(Reading(health="near")) == PrinterReady(paper_low=True)
    assert ready(Reading(health="unknown")) == PrinterReady(can_tell=False)


def test_the_questions_are_dle_eot() -> None:
    assert query(4) == bytes.fromhex("100404")
