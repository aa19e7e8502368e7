"""What a running kiosk says of its devices reaches a program beside it."""

import threading
import time
from pathlib import Path

import pytest

from kiosk.devices import status_file
from kiosk.devices.status_file import StatusFile, read_status_file
from kiosk.ports.devices import Condition, DeviceState

OK = (DeviceState(name="a4", condition=Condition(state="ok", message="能打印。")),)
OUT = (
    DeviceState(name="a4", condition=Condition(state="fault", message="没纸了。", fix="加纸。")),
)


class Board:
    """What the devices say, and how often somebody looked."""

    def __init__(self) -> None:
        self.found = OK
        self.looks = threading.Semaphore(0)

    def look(self) -> tuple[DeviceState, ...]:
        self.looks.release()
        return self.found


def no_log(*_: object, **__: object) -> None:
    raise AssertionError("nothing is worth a line here")


def until(path: Path, wanted: tuple[DeviceState, ...] | None) -> None:
    end = time.monotonic() + 20
    while read_status_file(path) != wanted:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_file_follows_the_devices_and_goes_with_the_kiosk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status_file, "LOOK_EVERY_S", 0.01)
    path, board = tmp_path / "devices.json", Board()
    file = StatusFile(path, board.look, no_log)
    file.start()
    until(path, OK)
    written = path.stat().st_mtime_ns
    for _ in range(5):
        assert board.looks.acquire(timeout=20)
    assert path.stat().st_mtime_ns == written, "the same state is not written twice"
    board.found = OUT
    until(path, OUT)
    file.close()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status_file, "LOOK_EVERY_S", 0.01)
    path, board = tmp_path / "later" / "devices.json", Board()
    file = StatusFile(path, board.look, no_log)
    file.start()
    for _ in range(3):
        assert board.looks.acquire(timeout=20)
    path.parent.mkdir()
    until(path, OK)
    file.close()


@pytest.mark.parametrize("content", [b"", b"{", b'[{"name":"a4"}]', b"\xff", b"[" * 200_000])
def test_a_damaged_file_says_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "devices.json"
    assert read_status_file(path) is None
    path.write_bytes(content)
    assert read_status_file(path) is None
