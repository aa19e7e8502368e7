"""Faults in plain words: a status or an error becomes a title, what to do, and two ways on.

The table is ux.md §8, as far as its parts exist. What a way does is decided by the screens.
"""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from kiosk.domain.errors import KioskError

if TYPE_CHECKING:  # R0 is on screen before the devices are imported
    from kiosk.ports.devices import PrinterFault

WayId = Literal["scan", "staff", "retry", "list", "home", "continue", "restart", "again", "without"]


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
_READ = Way(id="scan", label="看回执", icon="receipt")
_STAFF = Way(id="staff", label="叫工作人员", icon="bell-ringing")
_ADD_PAPER = Way(id="staff", label="叫人加纸", icon="bell-ringing")
_HELP = Way(id="staff", label="叫人帮忙", icon="hand-waving")
_RETRY = Way(id="retry", label="再试一次", icon="arrow-clockwise")
_LIST = Way(id="list", label="先看清单", icon="list-checks")
_HOME = Way(id="home", label="回首页", icon="house")
_GO_ON = Way(id="continue", label="知道了，继续", icon="check")
_LAY_AGAIN = Way(id="again", label="再放一次", icon="arrow-clockwise")
_OTHER_TOPIC = Way(id="home", label="重新选事项", icon="house")
WITHOUT_CARD = Way(id="without", label="先看清单", icon="list-checks")
"""The way on without a card. 手工填 of ux.md §8 comes with filing: it would lead nowhere yet."""

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

NOT_OUT = Fault(
    code="E-PR-03",
    title="纸没有打出来",
    body="可以再打一次，也可以扫码带走。",
    ways=(_RETRY, _SCAN),
    icon="printer",
)
"""The printer cannot tell, and a person said no."""

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
            code="E-ID-01",
            title="读卡的地方坏了",
            body="不用身份证，也能先看清单。",
            ways=(WITHOUT_CARD, _STAFF),
            icon="identification-card",
        ),
        Fault(
            code="E-ID-02",
            title="没读到身份证",
            body="平放在亮灯处，别动，数三下。",
            ways=(_LAY_AGAIN, WITHOUT_CARD),
            icon="identification-card",
        ),
        Fault(
            code="E-ID-03",
            title="卡拿早了",
            body="再放一次，等屏幕说“读好了”。",
            ways=(_LAY_AGAIN, WITHOUT_CARD),
            icon="identification-card",
        ),
        Fault(
            code="E-ID-04",
            title="这不是身份证",
            body="请放居民身份证。",
            ways=(_LAY_AGAIN, WITHOUT_CARD),
            icon="identification-card",
        ),
        Fault(
            code="E-ID-05",
            title="身份证过期了",
            body="清单还能看。办证请到派出所。",
            ways=(WITHOUT_CARD, _HELP),
            icon="identification-card",
        ),
        Fault(
            code="E-SC-02",
            title="这张码读不了",
            body="码破损了，或不是清单上的码。",
            ways=(_OTHER_TOPIC, _STAFF),
            icon="qr-code",
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


def fault_of_status(status: "PrinterFault") -> Fault:
    """Return the words for a printer's state; an unknown code reads as "no answer"."""
    return FAULTS.get(status.code, replace(FAULTS["E-PR-03"], code=status.code))


def receipt_fault(fault: Fault) -> Fault:
    """Return a printer's fault in the words for a receipt, which can be read on the screen."""
    body = fault.body.replace("清单", "回执").replace("扫码带走", "先看号码")
    return replace(fault, body=body, ways=tuple(_READ if w == _SCAN else w for w in fault.ways))


def card_fault(code: str, without: Way) -> Fault:
    """Return the words for a card that was not read or does not count.

    Args:
        code: E-ID-01 to E-ID-05.
        without: where the screen that asked for the card leads without one.
    """
    fault = FAULTS[code]
    return replace(fault, ways=tuple(without if w == WITHOUT_CARD else w for w in fault.ways))


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
