"""The way to the reader: its port opened, its speed found, its module brought back to work.

What is done with cards on an open connection is `session.py`; how often a port that is missing is
tried again is `Reopening`. Source: devices.md §4.3.
"""

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from kiosk.devices.idcard.commands import DONE, RESET, SPEEDS, STATUS
from kiosk.devices.idcard.exchange import Account, Exchange, Link
from kiosk.devices.idcard.frames import Answer
from kiosk.devices.idcard.session import CardSessions, silent
from kiosk.devices.port_search import PortSearch
from kiosk.devices.serial_link import SerialLink
from kiosk.domain.errors import Unavailable
from kiosk.ports.devices import Clock


class Port(Link, Protocol):
    """An open port; `SerialLink` is one."""

    port: str

    def set_speed(self, baud: int) -> None:
        """Go on at another speed."""
        ...

    def close(self) -> None:
        """Free the port."""
        ...


OpenPort = Callable[[str, int], Port]
"""Opens a port at a speed, or raises Unavailable as `SerialLink` does."""


class OpenReader:
    """An open port and the card sessions on it."""

    def __init__(self, port: Port, sessions: CardSessions) -> None:
        self.port = port
        self.sessions = sessions

    def close(self) -> None:
        """Wipe what was received and free the port."""
        self.sessions.forget()
        self.port.close()


class Connection:
    """Opens the reader, as often as it must.

    Args:
        search: where the port is now.
        open_port: opens it.
        secret: see `Account`.
        monotonic_s, check, log: see `Exchange`.
        pause: see `CardSessions`.
    """

    def __init__(
        self,
        search: PortSearch,
        open_port: OpenPort,
        *,
        secret: bytes,
        monotonic_s: Callable[[], float],
        check: Callable[[], None],
        pause: Callable[[float], None],
        log: Callable[..., None],
    ) -> None:
        self.account = Account(secret)
        self.baud = SPEEDS[0]
        """The speed that worked last."""
        self._search = search
        self._open_port = open_port
        self._now = monotonic_s
        self._check = check
        self._pause = pause
        self._log = log
        self._must_scan = False
        self._must_reset = False

    def open(self) -> OpenReader:
        """Open the port, and look for speed and module where the last connection failed at that.

        Raises:
            Unavailable: `port.…` of `SerialLink`; `reader.silent` at every speed;
                `reader.service`, the module takes nothing even after a reset.
        """
        port = self._open_port(self._search.now(), self.baud)
        self.account.silences = self.account.breaks = 0
        exchange = Exchange(
            port, self.account, monotonic_s=self._now, check=self._check, log=self._log
        )
        try:
            if self._must_scan:
                self._find_speed(port, exchange)
            if self._must_reset:
                self._revive(exchange)
        except BaseException as error:
            port.close()
            if isinstance(error, Unavailable):
                self.failed(error)
            raise
        return OpenReader(port, CardSessions(exchange, self._pause))

    def failed(self, error: Unavailable) -> bool:
        """Remember what the next connection has to look at first; whether it was known before."""
        known = (self._must_scan, self._must_reset)
        self._must_scan = self._must_scan or error.code == "reader.silent"
        self._must_reset = self._must_reset or error.code == "reader.service"
        return known == (self._must_scan, self._must_reset)

    def proved(self, opened: OpenReader) -> None:
        """Remember what is plugged in at the port: the reader has answered there."""
        self._search.opened(opened.port.port)

    def _find_speed(self, port: Port, exchange: Exchange) -> None:
        """Ask for the module's status at every speed; a wrong one gives silence or garbage."""
        for baud in SPEEDS:
            port.set_speed(baud)
            if isinstance(exchange.ask(STATUS, tries=1), Answer):
                self.baud = baud
                self._must_scan = False
                self._log("device.idcard.speed", baud=baud)
                return
        raise silent()

    def _revive(self, exchange: Exchange) -> None:
        """Reset a module that takes nothing, and see whether it works again."""
        exchange.ask(RESET)
        got = exchange.ask(STATUS)
        if not isinstance(got, Answer):
            raise silent()
        if got.sw3 != DONE:
            raise Unavailable("reader.service", "读卡器重启后还是不能用：请联系厂家")
        self._must_reset = False
        self._log("device.idcard.revived")


class Identified(Struct, frozen=True, kw_only=True):
    """What was found at a port; `state` is `reader`, or the code of why not. For staff."""

    port: str
    state: str
    message: str
    baud: int | None = None
    module: str | None = None


def identify(port: str, clock: Clock, log: Callable[..., None]) -> Identified:
    """Ask at a port, at every speed, whether a card reader is there; takes up to 10 s."""

    def check() -> None:
        return None

    connection = Connection(
        PortSearch(port, None),
        SerialLink,
        secret=b"",
        monotonic_s=clock.monotonic_s,
        check=check,
        pause=lambda _: None,
        log=log,
    )
    connection.failed(silent())
    try:
        opened = connection.open()
    except Unavailable as error:
        return Identified(port=port, state=error.code, message=error.message)
    try:
        module = opened.sessions.module()
    except Unavailable as error:
        return Identified(port=port, state=error.code, message=error.message, baud=connection.baud)
    finally:
        opened.close()
    said = f"读卡器，速率 {connection.baud}，模块 {module or '没有说号码'}"
    return Identified(port=port, state="reader", message=said, baud=connection.baud, module=module)
