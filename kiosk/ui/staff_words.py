"""Words for technicians: the pad, what became of a test, what a scanner delivered.

Words for residents are `messages.py`.
"""

from kiosk.ports.devices import NotPrinted, Printed, PrintOutcome
from kiosk.services.device_search import Finds
from kiosk.services.devices import Enrolled, ScanKind, Scanned
from kiosk.services.health import CheckState
from kiosk.services.technicians import PadState, PadUseless, PadWaits
from kiosk.ui.messages import fault_of_status

_SCANNED: dict[ScanKind, str] = {
    "list": "我们清单上的码",
    "link": "网址",
    "digits": "一串数字",
    "text": "文字",
}

Said = tuple[CheckState, str]
"""How a test ended, and the sentence about it."""


def pad_words(state: PadState, *, wrong: bool) -> str:
    """Return what the pad says; `wrong`: a PIN did not fit just now."""
    if isinstance(state, PadUseless):
        return "还没有运维密码：用 kiosk config pin 做一个"
    if isinstance(state, PadWaits):
        return f"错得太多，再等{_span(state.seconds)}"
    if wrong:
        return f"密码不对，还能试{state.tries_left}次"
    return "请输6位运维密码"


def _span(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}分{rest:02d}秒" if minutes else f"{rest}秒"


def printed_words(outcome: PrintOutcome | None) -> Said:
    """Return what became of a test page."""
    match outcome:
        case Printed(sure=True, staff=None):
            return "ok", "打出来了，看看字清不清楚"
        case Printed(sure=True, staff=code):
            return "warn", f"打出来了，但有毛病（{code}）"
        case Printed():
            return "warn", "送过去了，这台不会回话，请看纸"
        case NotPrinted(fault=fault):
            return "fault", f"没打出来：{fault_of_status(fault).title}（{fault.code}）"
    return "fault", "这台打印机不在了"


def sound_words(side: str, played: bool) -> Said:
    """Return what became of a tone; whether it was heard, only a person knows."""
    where = "左边" if side == "left" else "右边"
    if played:
        return "ok", f"{where}在响，听见了吗？"
    return "fault", "这台机器放不出声音：看声卡和喇叭"


def scanned_words(found: Scanned) -> Said:
    """Return what a scanner delivered, without its content."""
    return "ok", f"扫到了：{_SCANNED[found.kind]}，{found.characters}个字符"


def enrolled_words(done: Enrolled) -> Said:
    """Return what number the machine got, and where."""
    return "ok", f"登记好了：机器 {done.kiosk_no:07}，服务点 {done.site}"


def found_words(finds: Finds) -> Said:
    """Return what a search came to."""
    if finds.found:
        return "ok", f"认出{len(finds.found)}样，看看对不对"
    if finds.in_use:
        return "ok", "没有新设备，在用的都没碰"
    return "warn", "什么都没认出来：看线和电源"
