"""Many reads over a real pty on a real thread: no thread, descriptor or memory is left behind.

KIOSK_SOAK_READS sets how many; `make faults` does 10,000.
"""

import gc
import os
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.devices.idcard.cards import SPECIMENS, Card
from kiosk.devices.idcard.emulator import CardEmulator
from kiosk.devices.idcard.emulator_faults import Spoiler
from kiosk.devices.idcard.emulator_port import EmulatedPort
from kiosk.devices.idcard.reader import SerialIdCardReader
from kiosk.devices.idcard.record import decode
from kiosk.devices.port_search import PortSearch
from kiosk.devices.serial_link import SerialLink
from kiosk.ports.devices import CardRead

READS = int(os.environ.get("KIOSK_SOAK_READS", "200"))
WARM_UP = 50
A_LIFE = 25
"""Reads until the kiosk's program starts anew, so that threads and ports come and go."""
PATIENCE_S = 20.0
MOST_GROWTH_KB = 4_000
PEOPLE = [card for _, card in SPECIMENS.values() if card.text is not None]


class Table:
    """An emulated reader that answers on a thread of its own."""

    def __init__(self, link: Path) -> None:
        chance = random.Random(7)  # noqa: S311 - a seeded test
        emulator = CardEmulator(Spoiler(chance), card_s=0.0, bits_per_byte=0)
        self.port = EmulatedPort(emulator, time.monotonic, link)
        self._is_open = True
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._serve, name="emulator")
        self._thread.start()

    def lay(self, card: Card) -> None:
        with self._lock:
            self.port.emulator.lay(card)

    def close(self) -> None:
        self._is_open = False
        self._thread.join()
        self.port.unplug()

    def _serve(self) -> None:
        while self._is_open:
            with self._lock:
                self.port.turn((), 0.002)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    table = Table(tmp_path / "ttyREADER")
    yield table
    table.close()


def test_a_soak_of_reads_leaves_nothing_behind(table: Table) -> None:
    _read(table, WARM_UP)
    before = _held()
    _read(table, READS)
    after = _held()
    assert after[:2] == before[:2], "a thread or a descriptor was left"
    assert after[2] - before[2] < MOST_GROWTH_KB, f"{after[2] - before[2]} KB more"


def _read(table: Table, count: int) -> None:
    """Read so many cards, each another than the one before."""
    for first in range(0, count, A_LIFE):
        reader = _new_reader(table)
        reader.start()
        try:
            for number in range(first, min(first + A_LIFE, count)):
                card = PEOPLE[number % len(PEOPLE)]
                table.lay(card)
                reader.begin()
                assert _number(reader) == _printed(card)
                reader.end()
        finally:
            reader.close()


def _new_reader(table: Table) -> SerialIdCardReader:
    return SerialIdCardReader(
        "idcard",
        PortSearch(table.port.path, None, lambda: ()),
        SerialLink,
        decode_photo=None,
        secret=b"soak",
        monotonic_s=time.monotonic,
        log=lambda *_, **__: None,
        pause=lambda _: None,
    )


def _number(reader: SerialIdCardReader) -> str:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        status = reader.status()
        if isinstance(status, CardRead):
            return status.document.number
        time.sleep(0.0005)
    raise AssertionError(f"{reader.status()} {reader.condition()}")


def _printed(card: Card) -> str:
    assert card.text is not None
    document = decode(card.text)
    assert document is not None
    return document.number


def _held() -> tuple[int, int, int]:
    """Return threads, descriptors, and resident memory in KB."""
    gc.collect()
    statm = Path("/proc/self/statm").read_text("ascii").split()
    descriptors = sum(1 for _ in Path("/proc/self/fd").iterdir())
    return threading.active_count(), descriptors, int(statm[1]) * 4
