"""A hub that a test switches on and off, as screens see it."""

from collections.abc import Mapping

from msgspec.structs import replace

from kiosk.ports.hub import LinkState

CONNECTED = LinkState(is_enrolled=True, is_online=True, waiting=0, heard_at_ms=1_795_300_000_000)


class PracticeLink:
    """The port `HubWatch`: `now` is what it says."""

    def __init__(self) -> None:
        self.now = CONNECTED
        self.audited: list[tuple[str, dict[str, object]]] = []

    def mend(self) -> None:
        """Be online, with nothing to send."""
        self.now = CONNECTED
        self.audited.clear()

    def lose(self, waiting: int = 0, stopped: str | None = None) -> None:
        """Be offline."""
        self.now = replace(CONNECTED, is_online=False, waiting=waiting, stopped=stopped)

    def stop(self, why: str) -> None:
        """Be online, and take no filings."""
        self.now = replace(CONNECTED, stopped=why)

    def is_cut_off(self) -> bool:
        return not self.now.is_online

    def is_stopped(self) -> bool:
        return self.now.stopped is not None

    def state(self) -> LinkState:
        return self.now

    def wake(self) -> None:
        pass

    def audit(self, action: str, facts: Mapping[str, str | int | float | bool | None]) -> None:
        self.audited.append((action, dict(facts)))

    def close(self) -> None:
        pass
