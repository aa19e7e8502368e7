"""The cards of the status board: a check of the health report with a name, a picture, a mark.

What is checked is `services/health.py`; what can be tried is decided here, done by the screens.
"""

from typing import Literal

from msgspec import Struct

from kiosk.domain.errors import Bug
from kiosk.services.devices import DeviceCare
from kiosk.services.health import DEVICE, CheckState, HealthCheck, HealthReport
from kiosk.ui.screen import Services

Test = Literal["page", "card", "scan", "left", "right", "touch", "ruler", "find", "enrol"]

_ORDER: dict[CheckState, int] = {"fault": 0, "warn": 1, "ok": 3, "absent": 4}


class DeviceLook(Struct, frozen=True, kw_only=True):
    """How a check is called and drawn, and what can be tried."""

    title: str
    icon: str
    tests: tuple[Test, ...] = ()


LOOKS: dict[str, DeviceLook] = {
    "device-a4": DeviceLook(title="A4打印机", icon="printer", tests=("page", "find")),
    "device-receipt": DeviceLook(title="小票打印机", icon="receipt", tests=("page", "find")),
    "device-idcard": DeviceLook(
        title="身份证阅读器", icon="identification-card", tests=("card", "find")
    ),
    "device-scanner": DeviceLook(title="扫码器", icon="scan", tests=("scan", "find")),
    "speaker": DeviceLook(title="喇叭", icon="bell", tests=("left", "right")),
    "touch": DeviceLook(title="触摸屏", icon="hand-tap", tests=("touch", "ruler")),
    "ports": DeviceLook(title="端口", icon="devices", tests=("find",)),
    "queues": DeviceLook(title="打印队列", icon="printer", tests=("find",)),
    "disk": DeviceLook(title="磁盘", icon="archive"),
    "data": DeviceLook(title="数据文件夹", icon="folder"),
    "clock": DeviceLook(title="时钟", icon="clock"),
    "catalogue": DeviceLook(title="办事目录", icon="book-open"),
    "age": DeviceLook(title="目录新旧", icon="calendar-check"),
    "fonts": DeviceLook(title="字体", icon="text-aa"),
    "hub": DeviceLook(title="中心", icon="cloud-check", tests=("enrol",)),
    "journal": DeviceLook(title="日志", icon="notebook"),
    "seal": DeviceLook(title="密封钥匙", icon="lock-key"),
}
ABOUT: dict[Test, tuple[str, str, str]] = {
    "page": ("打测试页", "看纸上字清不清楚", "printer"),
    "card": ("试读身份证", "读完就忘，不留下", "identification-card"),
    "scan": ("试扫一个码", "只看种类和长短", "scan"),
    "left": ("左边响一下", "只有左边的喇叭响", "bell-ringing"),
    "right": ("右边响一下", "只有右边的喇叭响", "bell-ringing"),
    "touch": ("试触摸", "点15个点", "hand-tap"),
    "ruler": ("量屏幕", "用身份证比一比", "identification-badge"),
    "enrol": ("登记", "扫中心给的登记码", "qr-code"),
    "find": ("找设备", "看接了什么、接在哪里", "magnifying-glass"),
}
"""Label (≤ 6 characters), one line, picture."""


class DeviceRow(Struct, frozen=True, kw_only=True):
    """One card: `state` draws ● ▲ ■ ○, `word` says it."""

    key: str
    icon: str
    title: str
    state: CheckState
    word: str
    message: str


def row_of(check: HealthCheck) -> DeviceRow:
    """Return the card of one check; its own name is not said twice."""
    look = look_of(check.id)
    said = check.message.removesuffix("。")
    _, colon, rest = said.partition("：")
    return DeviceRow(
        key=check.id,
        icon=look.icon,
        title=look.title,
        state=check.state,
        word=check.word,
        message=rest if colon and check.id.startswith(DEVICE) else said,
    )


def rows_of(report: HealthReport) -> tuple[DeviceRow, ...]:
    """Return all cards: what is wrong first, then in the order of the report."""
    order = {key: n for n, key in enumerate(LOOKS)}

    def rank(check: HealthCheck) -> tuple[int, int]:
        return 2 if check.is_gone else _ORDER[check.state], order.get(check.id, len(order))

    checks = sorted(report.checks, key=rank)
    return tuple(row_of(check) for check in checks)


def wanting(report: HealthReport) -> int:
    """Return how many things somebody has to see to."""
    return sum(check.state in ("fault", "warn") or check.is_gone for check in report.checks)


def look_of(key: str) -> DeviceLook:
    """Return how a check is called; a device of another name is called by it."""
    return LOOKS.get(key) or DeviceLook(title=key.removeprefix(DEVICE), icon="devices")


def care_of(services: Services) -> DeviceCare:
    """Return the technician's hands; without them no screen of theirs is ever shown."""
    if services.care is None:
        raise Bug("E-SY-01", "a technician's screen without its services")
    return services.care
