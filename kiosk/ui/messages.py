"""Faults in plain words: a status or an error becomes a title, what to do, and two ways on.

The table is ux.md §8, as far as its parts exist. What a way does is decided by the screens.
"""

import datetime as dt
from collections.abc import Callable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from kiosk.domain.errors import KioskError
from kiosk.ports.devices import PrinterFault

WayId = Literal["scan", "staff", "retry", "list", "home", "continue", "restart"]


class Way(Struct, frozen=True, kw_only=True):
    """A way on from a fault: a button."""

    id: WayId
    label: str
    icon: str


class Fault(Struct, frozen=True, kw_only=True):
    """What happened (≤ 16 characters), what to do (≤ 24), and the ways on, the best one first."""

    code: str
    title: str
    body: str
    ways: tuple[Way, ...]
    icon: str = "warning"


class FaultCase(Struct, frozen=True, kw_only=True):
    """A fault on screen: `act` gets the id of every chosen way but `home` and `staff`."""

    fault: Fault
    act: Callable[[str], None] | None = None


_SCAN = Way(id="scan", label="扫码带走", icon="qr-code")
_STAFF = Way(id="staff", label="叫工作人员", icon="bell-ringing")
_ADD_PAPER = Way(id="staff", label="叫人加纸", icon="bell-ringing")
_HELP = Way(id="staff", label="叫人帮忙", icon="hand-waving")
_RETRY = Way(id="retry", label="再试一次", icon="arrow-clockwise")
_LIST = Way(id="list", label="先看清单", icon="list-checks")
_HOME = Way(id="home", label="回首页", icon="house")
_GO_ON = Way(id="continue", label="知道了，继续", icon="check")

UNEXPECTED = Fault(
    code="E-SY-01",
    title="出了点小问题",
    body="回到首页再来一次，刚才的已清掉。",
    ways=(_HOME, _HELP),
)

RESTART = Fault(
    code="",
    title="要从头再来吗？",
    body="刚才填的会清掉。",
    ways=(
        Way(id="continue", label="接着办", icon="arrow-left"),
        Way(id="restart", label="重新开始", icon="arrow-counter-clockwise"),
    ),
    icon="arrow-counter-clockwise",
)

FAULTS = {
    fault.code: fault
    for fault in (
        UNEXPECTED,
        Fault(
            code="E-PR-01",
            title="打印纸用完了",
            body="清单没丢。可以扫码带走，或叫工作人员加纸。",
            ways=(_SCAN, _ADD_PAPER),
            icon="printer",
        ),
        Fault(
            code="E-PR-02",
            title="纸卡住了",
            body="别用手拉纸，请叫工作人员。",
            ways=(_STAFF, _SCAN),
            icon="printer",
        ),
        Fault(
            code="E-PR-03",
            title="打印机没反应",
            body="再试一次大约要10秒，也可以扫码带走。",
            ways=(_RETRY, _SCAN),
            icon="printer",
        ),
        Fault(
            code="E-PR-04",
            title="打印机盖子没关",
            body="请叫工作人员看一下。",
            ways=(_STAFF, _SCAN),
            icon="printer",
        ),
        Fault(
            code="E-TC-01",
            title="屏幕点不准",
            body="请叫工作人员。",
            ways=(_STAFF, _LIST),
            icon="hand-tap",
        ),
        Fault(
            code="E-ST-01",
            title="机器存满了",
            body="查清单不受影响，可以接着用。",
            ways=(_LIST, _STAFF),
            icon="archive",
        ),
    )
}


def fault_of_status(status: PrinterFault) -> Fault:
    """Return the words for a printer's state; an unknown code reads as "no answer"."""
    return FAULTS.get(status.code, replace(FAULTS["E-PR-03"], code=status.code))


def fault_of_error(error: Exception) -> Fault:
    """Return the words for an error; whatever has no row of its own is E-SY-01."""
    return FAULTS.get(error.code, UNEXPECTED) if isinstance(error, KioskError) else UNEXPECTED


def stale_fault(checked_on: dt.date) -> Fault:
    """Return E-CT-01: the catalogue has not been checked for 30 days.

    Args:
        checked_on: the day of the last successful check.
    """
    return Fault(
        code="E-CT-01",
        title="清单可能不是最新",
        body=f"{checked_on.month}月{checked_on.day}日更新的。要紧事请问窗口。",
        ways=(_GO_ON, _HELP),
        icon="calendar-x",
    )
