"""The emulated printer: real-time commands at any place, dots that look like them, old jobs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.printer.escpos_bytes import composed
from kiosk.devices.printer.escpos_dialect import FORGET, Dialect
from kiosk.devices.printer.escpos_emulator import TROUBLES, PrinterEmulator, Trouble
from kiosk.devices.printer.escpos_status import QUERIES, query, reading
from kiosk.devices.printer.escpos_type import DotType
from kiosk.files import font_file, rare_font
from tests.devices.receipt.conftest import SLIP

TYPE = DotType(font_file("Regular"), font_file("Bold"), rare_font())
STREAM = composed(SLIP, Dialect(dots=576), TYPE).data
ASKS = b"".join(map(query, QUERIES))


@given(st.lists(st.integers(1, 700), min_size=1, max_size=12))
def test_pieces_of_any_size_give_the_same_paper_and_answers(sizes: list[int]) -> None:
    emulator, stream, answers, at = PrinterEmulator(), ASKS + STREAM + ASKS, b"", 0
    for number in range(10_000):
        size = sizes[number % len(sizes)]
        answers += emulator.take(stream[at : at + size])
        at += size
        if at >= len(stream):
            break
    emulator.take(stream[at:])
    assert emulator.printed == STREAM
    assert answers == bytes.fromhex("16121212") * 2


def test_dots_that_look_like_a_question_are_dots() -> None:
    dots = b"\x1dv0\x00\x03\x00\x02\x00" + b"\x10\x04\x01" * 2
    emulator = PrinterEmulator()
    assert emulator.take(dots) == b"" and emulator.printed == dots


@pytest.mark.parametrize("trouble", [t for t in TROUBLES if t not in ("silent", "asleep")])
def test_its_answers_mean_what_was_set(trouble: Trouble) -> None:
    emulator = PrinterEmulator()
    emulator.set_trouble(trouble)
    answers = {n: emulator.take(query(n))[0] for n in QUERIES}
    assert reading(answers).health == trouble


def test_a_silent_one_prints_and_says_nothing() -> None:
    emulator = PrinterEmulator()
    emulator.set_trouble("silent")
    assert emulator.take(ASKS + b"A\n") == b"" and emulator.printed == b"A\n"


def test_what_waits_comes_out_with_the_new_roll_unless_it_is_forgotten() -> None:
    for forget, printed in ((b"", b"A\n"), (FORGET, b"\x1b@")):
        emulator = PrinterEmulator()
        emulator.set_trouble("out")
        emulator.take(b"A\n" + forget)
        assert emulator.printed == b""
        emulator.set_trouble("ok")
        assert emulator.printed == printed
