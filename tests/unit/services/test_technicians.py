"""The technicians' entry: tries, waits that grow and outlive a restart, a log without PINs."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.pin import make_verifier
from kiosk.ports.technicians import Tries
from kiosk.services.technicians import (
    FIRST_WAIT_S,
    FREE_TRIES,
    LONGEST_WAIT_S,
    Fits,
    PadOpen,
    PadUseless,
    PadWaits,
    Technicians,
    wait_after,
)
from kiosk.store.tries_file import TriesFile
from tests.starters import NOW

PIN, WRONG = "402817", "402818"
VERIFIERS = {"zhang": make_verifier(PIN, b"a" * 16)}


class Door:
    """Technicians on a file, a clock that is moved and a log that is kept."""

    def __init__(self, folder: Path, verifiers: dict[str, str] = VERIFIERS) -> None:
        self.file = folder / "technicians.json"
        self.now = NOW
        self.log: list[tuple[str, dict[str, Any]]] = []
        self.verifiers = verifiers
        self.restart()

    def restart(self) -> None:
        self.technicians = Technicians(
            verifiers=self.verifiers,
            tries=TriesFile(self.file),
            now=lambda: self.now,
            note=lambda name, /, **facts: self.log.append((name, facts)),
        )

    def wrong(self, times: int) -> Any:
        return [self.technicians.check(WRONG) for _ in range(times)][-1]

    def wait(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def test_the_right_pin_opens_and_leaving_locks(door: Door) -> None:
    assert door.technicians.check(PIN) == Fits(pin_id="zhang")
    assert door.technicians.inside is None, "a check alone opens nothing"
    door.technicians.enter("zhang")
    assert door.technicians.inside == "zhang"
    door.technicians.did("device.tested", device="a4")
    door.technicians.lock()
    door.technicians.lock()
    assert door.technicians.inside is None
    assert door.log == [
        ("technician.entered", {"pin": "zhang"}),
        ("technician.device.tested", {"pin": "zhang", "device": "a4"}),
        ("technician.left", {"pin": "zhang"}),
    ]


def test_without_any_pin_the_pad_is_useless(tmp_path: Path) -> None:
    door = Door(tmp_path, {})
    assert door.technicians.check(PIN) == PadUseless()
    assert not door.file.exists()


def test_five_wrong_tries_make_it_wait_and_the_right_pin_does_not_help(door: Door) -> None:
    assert door.technicians.state() == PadOpen(tries_left=5)
    assert door.wrong(FREE_TRIES - 1) == PadOpen(tries_left=1)
    assert door.wrong(1) == PadWaits(seconds=FIRST_WAIT_S)
    assert door.technicians.check(PIN) == PadWaits(seconds=FIRST_WAIT_S)
    door.wait(FIRST_WAIT_S - 0.5)
    assert door.technicians.check(PIN) == PadWaits(seconds=1)
    door.wait(0.5)
    assert door.technicians.check(PIN) == Fits(pin_id="zhang")
    assert door.technicians.state() == PadOpen(tries_left=5)


def test_every_further_wrong_try_doubles_the_wait(door: Door) -> None:
    door.wrong(FREE_TRIES)
    waits = []
    for _ in range(9):
        door.wait(LONGEST_WAIT_S)
        waits.append(door.wrong(1).seconds)
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert wait_after(10_000) == LONGEST_WAIT_S


def test_a_restart_wins_nothing(door: Door) -> None:
    door.wrong(3)
    door.restart()
    assert door.technicians.state() == PadOpen(tries_left=2)
    door.wrong(2)
    door.restart()
    assert door.technicians.check(PIN) == PadWaits(seconds=FIRST_WAIT_S)


def test_a_try_is_counted_before_it_is_compared(door: Door, monkeypatch: Any) -> None:
    """Whoever cuts the power while the machine compares has used up the try."""

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kiosk.services.technicians.fitting", power_cut)
    with pytest.raises(KeyboardInterrupt):
        door.technicians.check(WRONG)
    door.restart()
    assert door.technicians.state() == PadOpen(tries_left=4)


def test_a_clock_that_is_set_back_makes_no_wait_longer(door: Door) -> None:
    door.wrong(FREE_TRIES)
    door.wait(-86_400 * 365)
    assert door.technicians.state() == PadWaits(seconds=FIRST_WAIT_S)


def test_a_spoiled_file_wins_nothing(door: Door) -> None:
    door.file.write_bytes(b"{")
    door.restart()
    assert door.technicians.state() == PadOpen(tries_left=1)
    assert door.wrong(1) == PadWaits(seconds=2 * FIRST_WAIT_S)


def test_a_full_disk_neither_opens_nor_locks_out(tmp_path: Path) -> None:
    door = Door(tmp_path / "gone")
    assert door.wrong(FREE_TRIES) == PadWaits(seconds=FIRST_WAIT_S)
    door.wait(FIRST_WAIT_S)
    assert door.technicians.check(PIN) == Fits(pin_id="zhang")
    assert ("technician.tries_not_kept", {}) in door.log


def test_no_pin_is_in_the_log_or_on_the_disk(door: Door) -> None:
    door.wrong(2)
    door.technicians.check(PIN)
    door.technicians.enter("zhang")
    written = repr(door.log) + door.file.read_text("utf-8")
    assert PIN not in written
    assert WRONG not in written
    assert [facts["failed"] for name, facts in door.log if name == "technician.refused"] == [1, 2]
    assert door.file.stat().st_mode & 0o077 == 0


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    store = TriesFile(tmp_path / "tries.json")
    assert store.load() == Tries()
    kept = Tries(failed=6, wait_until=NOW)
    assert store.save(kept)
    assert store.load() == kept
