"""Asking a hub for the time where TLS cannot: the clock that judges its certificate is wrong.

The answer is signed and counts only with our own nonce, so it may come over plain HTTP. What
believing it means is `clock.py`. Source: sync.md §1, §14.
"""

from urllib.parse import urlsplit

from kiosk.domain.errors import Unavailable
from kiosk.sync.clock import SyncClock
from kiosk.sync.http_hub import HttpHub
from kiosk.sync.trust import AnswerTrust
from kiosk.wire.messages import TimeAnswer


def plain_origin(origin: str) -> str:
    """Return where a hub tells the time to anybody: its host, without TLS, on port 80."""
    host = urlsplit(origin).hostname or ""
    return f"http://[{host}]" if ":" in host else f"http://{host}"


def ask_time(hub: HttpHub, trust: AnswerTrust, clock: SyncClock, nonce: str) -> int:
    """Take in the hub's time; return the new floor, in ms since 1970 UTC.

    Args:
        hub: the hub, over plain HTTP.
        trust: whose answers count.
        clock: what is set right for this start of the machine.
        nonce: 8 to 64 random letters and digits, of this question alone.

    Raises:
        Unavailable: nobody answers, or not the hub, or to another question.
    """
    answer = trust.open(hub.time(nonce), "time", TimeAnswer)
    if answer.nonce != nonce:
        raise Unavailable("sync.untrusted", "中心报的时间不是这次问的，没有采用")
    return clock.heard(answer.time)
