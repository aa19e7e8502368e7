"""Answers and questions, matched over a link that plays what a printer was heard to send."""

from collections import deque

from kiosk.devices.printer.escpos_status import Reading
from kiosk.devices.printer.escpos_talk import PrinterTalk

SILENCE = b""
OUT = [b"\x1a", b"\x12", b"\x12", b"\x72"]
WELL = [b"\x12"] * 4


class Line:
    """A link on which every read gives the next thing that was heard; later only silence."""

    def __init__(self, *heard: bytes) -> None:
        self.heard = deque(heard)
        self.written = b""
        self.is_closed = False

    def write(self, data: bytes) -> None:
        self.written += data

    def read(self, limit: int, timeout_s: float) -> bytes:
        return self.heard.popleft() if self.heard else SILENCE

    def discard_input(self) -> None:
        self.heard.clear()

    def discard_output(self) -> None:
        self.written = b""

    def close(self) -> None:
        self.is_closed = True


def test_each_question_gets_its_answer() -> None:
    line = Line(*OUT)
    assert PrinterTalk(line).ask() == Reading(health="out", is_online=False)
    assert line.written == bytes.fromhex("100401 100402 100403 100404")


def test_a_late_answer_is_that_to_the_older_question() -> None:
    # Were it taken for the next one's, the last byte, no paper, would never be looked at.
    talk = PrinterTalk(Line(SILENCE, b"\x12", *OUT))
    assert talk.ask() == Reading(health="unknown")
    assert talk.ask() == Reading(health="out", is_online=False)


def test_noise_is_no_answer() -> None:
    talk = PrinterTalk(Line(b"\x00", b"\xff", b"\x12", b"A", b"\x12", b"\x12", b"\x7e"))
    assert talk.ask() == Reading(health="out")


def test_a_fault_must_be_said_twice() -> None:
    assert PrinterTalk(Line(*OUT, SILENCE, *WELL)).ask_surely().health == "ok"
    assert PrinterTalk(Line(*OUT, SILENCE, *OUT)).ask_surely().health == "out"
    assert PrinterTalk(Line(*OUT, b"\x12\x12", SILENCE, *OUT)).ask_surely().health == "out"


def test_a_line_that_never_answers_is_asked_once() -> None:
    line = Line()
    assert PrinterTalk(line).ask_surely() == Reading(health="unknown")
    assert line.written == bytes.fromhex("100401")


def test_a_printer_that_is_switched_on_later_is_understood_at_once() -> None:
    line = Line()
    talk = PrinterTalk(line)
    for _ in range(90):
        assert talk.ask() == Reading(health="unknown")
    line.heard.extend([b"\x12", SILENCE, SILENCE, *WELL])
    assert talk.ask_surely() == Reading(health="ok")


def test_sending_stops_when_it_is_late() -> None:
    line, calls = Line(), iter([False, False, True])
    assert not PrinterTalk(line).send(bytes(10_000), lambda: next(calls))
    assert len(line.written) == 512
    assert PrinterTalk(line).send(b"A", lambda: False)
