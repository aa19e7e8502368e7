"""What the fault runs are worth: with one rule taken away they show a wrong person."""

from typing import Any

import pytest

from kiosk.devices.idcard.exchange import Account
from kiosk.devices.idcard.frames import PREAMBLE, Assembler, checksum
from kiosk.devices.idcard.reader import SerialIdCardReader
from kiosk.devices.idcard.session import CardSessions
from tests.unit.devices.idcard.test_fault_runs import Run

RUNS = 400


def _run_all() -> None:
    for seed in range(RUNS):
        Run(seed).play()


def test_without_the_checksum(monkeypatch: pytest.MonkeyPatch) -> None:
    take = Assembler._take

    def believe(assembler: Assembler, size: int) -> object:
        counted = assembler._buffer[len(PREAMBLE) : size]
        assembler._buffer[size - 1] ^= checksum(counted)
        return take(assembler, size)

    monkeypatch.setattr(Assembler, "_take", believe)
    with pytest.raises(AssertionError, match="wrong person"):
        _run_all()


def test_without_the_rule_about_stray_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Account, "note", lambda *_, **__: None)
    with pytest.raises(AssertionError, match="wrong person"):
        _run_all()


def test_without_reading_doubtful_bytes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CardSessions, "_is_confirmed", lambda *_: True)
    with pytest.raises(AssertionError, match="wrong person"):
        _run_all()


def test_when_a_session_outlives_its_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    def publish(reader: Any, card: object) -> None:
        reader._card = card

    monkeypatch.setattr(SerialIdCardReader, "_publish", publish)
    monkeypatch.setattr(SerialIdCardReader, "_check", lambda _: None)
    with pytest.raises(AssertionError, match="wrong person"):
        _run_all()
