"""The identity-card reader as a device: on its own thread, only between `begin` and `end`.

Bytes are `frames.py`, one question `exchange.py`, one card `session.py`, the port `connection.py`;
what a card says is `record.py`. Words for residents are made on the screen.
"""

import math
import threading
from collections.abc import Callable

from kiosk.devices.idcard.commands import SPEEDS
from kiosk.devices.idcard.connection import Connection, OpenPort, OpenReader
from kiosk.devices.idcard.lift_watch import LiftWatch
from kiosk.devices.idcard.photo import DecodePhoto, picture_of
from kiosk.devices.idcard.session import POLL_S, Got
from kiosk.devices.port_search import PortSearch
from kiosk.devices.serial_link import Reopening, port_condition
from kiosk.devices.worker import Worker
from kiosk.domain.errors import Unavailable
from kiosk.ports.devices import (
    CardAbsent,
    CardAwaited,
    CardIdle,
    CardMisread,
    CardRead,
    CardReading,
    CardStatus,
    Condition,
)

REST_S = 5.0
"""How often a reader that nobody uses is asked whether it is well."""
WATCH_S = 0.5
AGAIN_S = 3.0
"""A card that was not read and still lies there is tried again after this time."""
MEND_AGAIN_S = 30.0
MENDED_BY_OPENING = ("reader.silent", "reader.service")


class VisitOver(Exception):
    """The visit for which the reader works has ended; never leaves the device's thread."""


class SerialIdCardReader:
    """The port `IdCardReader` on a serial reader.

    Args:
        name: the device's name in the configuration.
        search: where the port is.
        open_port: opens it.
        decode_photo: a maker's decoder; None drops the photo.
        secret: random bytes, see `Account`.
        monotonic_s: seconds that never go back.
        log: told events and plain facts, never what a card says.
        pause: waits; None: on the device's own thread.
    """

    def __init__(
        self,
        name: str,
        search: PortSearch,
        open_port: OpenPort,
        *,
        decode_photo: DecodePhoto | None,
        secret: bytes,
        monotonic_s: Callable[[], float],
        log: Callable[..., None],
        pause: Callable[[float], None] | None = None,
    ) -> None:
        self.name = name
        self._worker = Worker(name, self.step, finish=self._finish, log=log)
        self._pause = pause or self._worker.pause
        self._connection = Connection(
            search,
            open_port,
            secret=secret,
            monotonic_s=monotonic_s,
            check=self._check,
            pause=self._pause_and_check,
            log=log,
        )
        self._opened: Reopening[OpenReader] = Reopening(self._connection.open, monotonic_s)
        self._decode_photo = decode_photo
        self._now = monotonic_s
        self._log = log
        self._lock = threading.Lock()
        self._visit = self._turn = self._served = 0
        self._is_wanted = False
        self._card: CardStatus = CardIdle()
        self._down: Unavailable | None = Unavailable("port.missing", "还没有连接读卡器")
        self._was_tried = self._was_proved = False
        self._lifts = LiftWatch()
        self._again_s = 0.0
        self._next_mend_s = -math.inf

    def start(self) -> None:
        """Begin; never waits for the hardware."""
        self._worker.start()

    def close(self) -> None:
        """End the thread, free the port and wipe what was read."""
        self._ask(False, CardIdle())
        self._worker.close()

    def begin(self) -> None:
        """Ask for a card: forget the last one and wait for the next."""
        self._ask(True, CardAwaited())

    def end(self) -> None:
        """Stop waiting and wipe what was read."""
        self._ask(False, CardIdle())

    def status(self) -> CardStatus:
        """Return the newest status without waiting."""
        card, down = self._card, self._down
        if down is None or isinstance(card, CardRead) or not self._was_tried:
            return card
        return CardAbsent(reason=down.message)

    def condition(self) -> Condition:
        """Return the newest condition for staff without waiting."""
        down, failure = self._down, self._worker.failure
        if failure is not None:
            return Condition(state="fault", message="读卡器的驱动出错了。", fix="看日志。")
        if down is not None:
            return port_condition(down)
        if self._connection.account.breaks:
            said = "读卡器的回答有错。"
            return Condition(state="warn", message=said, fix="请看线插紧没有，离电源远一点。")
        baud = self._connection.baud
        if baud != SPEEDS[0]:
            said = f"读卡器的速率是 {baud}，读一张卡要多等一会儿。"
            return Condition(state="warn", message=said, fix=f"请厂家设成 {SPEEDS[0]}。")
        return Condition(state="ok", message="读卡器正常。")

    def step(self) -> float:
        """Do the next bit of work and return in how many seconds the next is due."""
        with self._lock:
            self._turn, is_wanted = self._visit, self._is_wanted
        try:
            opened = self._opened.link()
            if self._turn != self._served:
                opened.sessions.forget()
                self._served = self._turn
            wait_s = self._serve(opened) if is_wanted else self._rest(opened)
        except VisitOver:
            return 0.0
        except Unavailable as error:
            self._lost(error)
            return max(self._opened.wait_s(), POLL_S)
        self._well(opened)
        return wait_s

    def _ask(self, is_wanted: bool, card: CardStatus) -> None:
        """Begin another visit; what is under way for the last one breaks off."""
        with self._lock:
            self._visit += 1
            self._is_wanted = is_wanted
            self._card = card
        self._worker.wake()

    def _publish(self, card: CardStatus) -> None:
        """Publish, unless the visit of this turn is over."""
        with self._lock:
            if self._turn == self._visit:
                self._card = card

    def _check(self) -> None:
        """Raise when the device is closed or the visit is over."""
        self._pause(0)
        if self._turn != self._visit:
            raise VisitOver

    def _pause_and_check(self, seconds: float) -> None:
        self._pause(seconds)
        self._check()

    def _rest(self, opened: OpenReader) -> float:
        """See whether a reader that nobody uses is well."""
        opened.sessions.greet()
        return POLL_S if self._connection.account.silences else REST_S

    def _serve(self, opened: OpenReader) -> float:
        """Look for a card, read it, or watch the one that was read."""
        if isinstance(self._card, CardRead):
            return self._watch(opened, self._card)
        seen = opened.sessions.look()
        if seen == "broken":
            self._publish(CardMisread(code="E-ID-02"))
        if seen != "card":
            self._again_s = 0.0
            return POLL_S
        if isinstance(self._card, CardMisread) and self._now() < self._again_s:
            return POLL_S
        if not (isinstance(self._card, CardMisread) and self._again_s):
            self._publish(CardReading())  # a card that still lies there is tried again in silence
        end = opened.sessions.read()
        if isinstance(end, Got):
            picture = picture_of(end.photo, self._decode_photo, self._log)
            lifted = self._lifts.begin(self._now(), can_ask=opened.sessions.has_addresses)
            self._publish(CardRead(document=end.document, picture=picture, lifted=lifted))
            return WATCH_S
        self._again_s = self._now() + AGAIN_S
        self._publish(end)
        return POLL_S

    def _watch(self, opened: OpenReader, card: CardRead) -> float:
        """See whether the card was taken away; nothing more is asked once that is known."""
        if card.lifted is not False:
            return REST_S
        lifted = self._lifts.heard(opened.sessions.still_there(), self._now())
        self._publish(CardRead(document=card.document, lifted=lifted, picture=card.picture))
        return WATCH_S

    def _well(self, opened: OpenReader) -> None:
        """Note that the reader works, as far as one can tell."""
        if self._connection.account.silences or self._connection.account.breaks:
            return
        if self._down is not None:
            self._log("device.idcard.ready", port=opened.port.port, baud=self._connection.baud)
        self._down, self._was_tried = None, True
        if not self._was_proved:
            self._was_proved = True
            self._connection.proved(opened)

    def _lost(self, error: Unavailable) -> None:
        """Let go of a reader that cannot be used, until it can.

        What another speed or a reset may mend is tried at once and told only when it did not help.
        """
        if isinstance(self._card, CardReading):
            self._publish(CardAwaited())
        is_first = not self._connection.failed(error) and self._now() > self._next_mend_s
        if error.code in MENDED_BY_OPENING and is_first:
            self._next_mend_s = self._now() + MEND_AGAIN_S
            self._opened.drop()
            return
        self._opened.drop(error if error.code == "reader.service" else None)
        if self._down is None or self._down.code != error.code:
            self._log("device.idcard.lost", "warn", why=error.code)
        self._down, self._was_tried, self._was_proved = error, True, False

    def _finish(self) -> None:
        """Free the port; what was received is wiped with it."""
        self._opened.drop()
