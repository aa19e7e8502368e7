"""The driver and an emulated reader on one wire, in simulated time: hours pass in milliseconds."""

import random
from collections.abc import Callable

from kiosk.devices.idcard.cards import SPECIMENS, Card
from kiosk.devices.idcard.emulator import CardEmulator
from kiosk.devices.idcard.emulator_faults import Spoiler
from kiosk.devices.idcard.photo import DecodePhoto
from kiosk.devices.idcard.reader import SerialIdCardReader
from kiosk.devices.port_search import PortSearch, UsbPort
from kiosk.domain.errors import Unavailable
from kiosk.ports.devices import CardAbsent, CardMisread, CardRead, CardStatus

PORT = "/dev/ttyUSB0"
NO_TIME_S = 0.0001


class Wire:
    """A port whose far end is the emulator; a read lets time pass until something comes."""

    def __init__(self, table: "Table", port: str, baud: int) -> None:
        self.port = port
        self.baud = baud
        self._table = table
        self._come = bytearray()

    def read(self, limit: int, timeout_s: float) -> bytes:
        self._plugged()
        table = self._table
        self._come += table.emulator.due(table.now_s)
        if not self._come:
            coming = table.emulator.next_s()
            until = table.now_s + timeout_s
            table.let_pass(min(until, until if coming is None else coming) - table.now_s)
            self._plugged()
            self._come += table.emulator.due(table.now_s)
        piece = bytes(self._come[:limit])
        del self._come[:limit]
        return piece

    def write(self, data: bytes) -> None:
        self._plugged()
        table = self._table
        table.emulator.hear(data, self.baud, table.now_s + len(data) * 10 / self.baud)

    def discard_input(self) -> None:
        self._plugged()
        self._come.clear()
        self._table.emulator.due(self._table.now_s)

    def set_speed(self, baud: int) -> None:
        self._plugged()
        self.baud = baud

    def close(self) -> None:
        self._table.open_ports -= 1

    def _plugged(self) -> None:
        if self.port != self._table.plugged_at:
            raise Unavailable("port.lost", f"端口 {self.port} 断开了")


class Table:
    """A table with a reader on it; hands lay cards at set times."""

    def __init__(
        self,
        seed: int = 1,
        *,
        baud: int = 115200,
        usb: str | None = None,
        decode_photo: DecodePhoto | None = None,
    ) -> None:
        self.now_s = 1000.0
        self.plugged_at: str | None = PORT
        self.held_by_another = False
        self.open_ports = 0
        self.logged: list[str] = []
        self.usb_ports: tuple[UsbPort, ...] = ()
        self.chance = random.Random(seed)  # noqa: S311 - a seeded test
        self.emulator = CardEmulator(Spoiler(self.chance), baud=baud)
        self.plans: list[tuple[float, Callable[[], None]]] = []
        self._usb = usb
        self._decode_photo = decode_photo
        self.reader = self._new_reader()

    def restart(self) -> None:
        """End the kiosk's program and start it again; the reader knows nothing of it."""
        self.reader.close()
        self.reader = self._new_reader()

    def in_s(self, seconds: float, do: Callable[[], None]) -> None:
        """Let a hand do something later, also in the middle of a read."""
        self.plans.append((self.now_s + seconds, do))
        self.plans.sort(key=lambda plan: plan[0])

    def lay(self, card: Card) -> None:
        self.emulator.lay(card)

    def lift(self) -> None:
        self.emulator.lift()

    def let_pass(self, seconds: float) -> None:
        until = self.now_s + seconds
        while self.plans and self.plans[0][0] <= until:
            at_s, do = self.plans.pop(0)
            self.now_s = max(self.now_s, at_s)
            do()
        self.now_s = max(self.now_s, until)

    def run(self, seconds: float, until: Callable[[CardStatus], bool] = lambda _: False) -> float:
        """Let the driver work for a time, or until its status is such; return how long it was."""
        began = self.now_s
        while self.now_s - began < seconds:
            wait_s = self.reader.step()
            if until(self.reader.status()):
                break
            left_s = seconds - (self.now_s - began)
            self.let_pass(max(NO_TIME_S, min(wait_s, left_s)))
            if until(self.reader.status()):
                break
        return self.now_s - began

    def unplug(self) -> None:
        self.emulator.unplug()
        self.plugged_at = None

    def plug(self, port: str = PORT) -> None:
        self.plugged_at = port

    def _new_reader(self) -> SerialIdCardReader:
        return SerialIdCardReader(
            "idcard",
            PortSearch(PORT, self._usb, lambda: self.usb_ports),
            self._open,
            decode_photo=self._decode_photo,
            secret=self.chance.randbytes(32),
            monotonic_s=lambda: self.now_s,
            log=self._log,
            pause=self.let_pass,
        )

    def _open(self, port: str, baud: int) -> Wire:
        if port != self.plugged_at:
            raise Unavailable("port.missing", f"没有端口 {port}：请看设备插好、通电没有")
        if self.held_by_another:
            raise Unavailable("port.busy", f"端口 {port} 正被另一个程序使用：请先关掉它")
        self.open_ports += 1
        return Wire(self, port, baud)

    def _log(self, event: str, level: str = "info", **facts: object) -> None:
        self.logged.append(f"{event} {facts}")


WANG, LI = SPECIMENS["resident"][1], SPECIMENS["second"][1]
WANG_NUMBER, LI_NUMBER = "370202199001310018", "370212195607082026"


def is_read(status: CardStatus) -> bool:
    return isinstance(status, CardRead)


def is_misread(status: CardStatus) -> bool:
    return isinstance(status, CardMisread)


def is_absent(status: CardStatus) -> bool:
    return isinstance(status, CardAbsent)


def read_number(table: Table, within_s: float = 25) -> str:
    table.run(within_s, is_read)
    status = table.reader.status()
    assert isinstance(status, CardRead), f"{status} {table.logged[-5:]}"
    return status.document.number
