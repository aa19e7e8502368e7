"""A card reader and a scanner without hardware: a visit script lays the card and shows the code.

They stand to the real drivers as the file printer does; no thread, no port, no time of their own.
"""

from collections import deque

from kiosk.domain.person import IdentityDocument
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

MISREADS = {
    "E-ID-02": CardMisread(code="E-ID-02"),
    "E-ID-03": CardMisread(code="E-ID-03"),
    "E-ID-04": CardMisread(code="E-ID-04"),
}


class ScriptedReader:
    """The `IdCardReader` port by hand. Whatever is laid counts only while a card is asked for."""

    def __init__(self, name: str = "idcard") -> None:
        self.name = name
        self._status: CardStatus = CardIdle()
        self._broken = False

    def start(self) -> None:
        """Do nothing: there is no hardware."""

    def close(self) -> None:
        """Forget the card."""
        self.end()

    def condition(self) -> Condition:
        """Say that this is no real reader."""
        if self._broken:
            return Condition(state="absent", message="练习用的读卡器拔掉了。", fix="脚本里插回去。")
        return Condition(state="ok", message="练习用的读卡器，不读真卡。")

    def begin(self) -> None:
        """Ask for a card."""
        self._status = CardAwaited()

    def end(self) -> None:
        """Stop asking and forget."""
        self._status = CardIdle()

    def status(self) -> CardStatus:
        """Return what the hand did last."""
        return CardAbsent(reason="练习用的读卡器拔掉了。") if self._broken else self._status

    # ---- the hand
    def lay(self) -> None:
        """Lay a card that is being read."""
        self._set(CardReading())

    def read(self, document: IdentityDocument) -> None:
        """Let the card be read; it still lies there."""
        self._set(CardRead(document=document, lifted=False))

    def lift(self) -> None:
        """Take the card away: too early (E-ID-03) unless it was read."""
        if isinstance(self._status, CardRead):
            self._status = CardRead(document=self._status.document, lifted=True)
        elif isinstance(self._status, CardReading):
            self._status = MISREADS["E-ID-03"]

    def fail(self, code: str) -> None:
        """Let the reading fail with E-ID-02 to E-ID-04, or unplug the reader with E-ID-01."""
        self._broken = code == "E-ID-01"
        if not self._broken:
            self._set(MISREADS[code])

    def mend(self) -> None:
        """Plug the reader in again."""
        self._broken = False

    def _set(self, status: CardStatus) -> None:
        if not isinstance(self._status, CardIdle):
            self._status = status


class ScriptedScanner:
    """The `Scanner` port by hand. What is shown to it counts only while it listens."""

    def __init__(self, name: str = "scanner") -> None:
        self.name = name
        self._scanned: deque[str] = deque()
        self._listening = False

    def start(self) -> None:
        """Do nothing: there is no hardware."""

    def close(self) -> None:
        """Forget what was scanned."""
        self.end()

    def condition(self) -> Condition:
        """Say that this is no real scanner."""
        return Condition(state="ok", message="练习用的扫码器，不扫真码。")

    def begin(self) -> None:
        """Listen."""
        self._scanned.clear()
        self._listening = True

    def end(self) -> None:
        """Stop listening and forget."""
        self._scanned.clear()
        self._listening = False

    def take(self) -> str | None:
        """Return the oldest text that was not taken yet."""
        return self._scanned.popleft() if self._scanned else None

    # ---- the hand
    def show(self, text: str) -> None:
        """Hold a code under the scanner."""
        if self._listening:
            self._scanned.append(text)
