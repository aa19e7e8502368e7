"""What the answers to DLE EOT mean, and what they say to residents and staff.

Asking, and what a job makes of the answer, is `escpos_printer.py`.
"""

from typing import Literal

from msgspec import Struct

from kiosk.ports.devices import Condition, PrinterFault, PrinterReady

Health = Literal["ok", "near", "out", "cover", "cutter", "offline", "unknown"]

QUERIES = (1, 2, 3, 4)


class Reading(Struct, frozen=True, kw_only=True):
    """How the printer is; `is_online` False: it takes nothing to print."""

    health: Health
    is_online: bool = True


def query(n: int) -> bytes:
    """Return DLE EOT n."""
    return bytes((0x10, 0x04, n))


def is_status(byte: int) -> bool:
    """Tell whether a byte can be an answer: bits 0 and 7 clear, 1 and 4 set (devices.md §10.3)."""
    return byte & 0x93 == 0x12


def reading(answers: dict[int, int]) -> Reading:
    """Judge the answers to DLE EOT n; what was not asked or not answered properly is left out.

    The gravest cause wins. Offline without a cause is a cover that was left open.
    """
    answers = {n: byte for n, byte in answers.items() if is_status(byte)}
    if not answers:
        return Reading(health="unknown")
    is_online = not answers.get(1, 0) & 0x08
    return Reading(health=_health(answers, is_online), is_online=is_online)


def _health(answers: dict[int, int], is_online: bool) -> Health:
    offline, error, paper = (answers.get(n, 0) for n in (2, 3, 4))
    causes: tuple[tuple[bool, Health], ...] = (
        (bool(offline & 0x04), "cover"),
        (paper & 0x60 == 0x60 or bool(offline & 0x20), "out"),
        (bool(error & 0x08), "cutter"),
        (bool(error & 0x60), "offline"),
        (not is_online, "cover"),
        (bool(paper & 0x0C), "near"),
    )
    return next((health for is_so, health in causes if is_so), "ok")


def fault(found: Reading) -> PrinterFault | None:
    """Return why nothing can be printed, or None when it can."""
    match found.health:
        case "out":
            return PrinterFault(code="E-PR-01", trouble="no_paper")
        case "cover":
            return PrinterFault(code="E-PR-04", trouble="cover_open")
        case "cutter":
            return None if found.is_online else PrinterFault(code="E-PR-02", trouble="jam")
        case "offline":
            return UNREACHABLE
    return None


UNREACHABLE = PrinterFault(code="E-PR-03", trouble="unreachable")


def ready(found: Reading) -> PrinterReady:
    """Return how a printer is that can print."""
    return PrinterReady(paper_low=found.health == "near", can_tell=found.health != "unknown")


_CONDITIONS: dict[Health, Condition] = {
    "ok": Condition(state="ok", message="小票打印机正常。"),
    "near": Condition(state="warn", message="小票纸快用完了，还能打约20张。", fix="换一卷新纸。"),
    "out": Condition(
        state="fault",
        message="小票纸用完了。",
        fix="关电源，换一卷新纸，合上盖子，再开电源。",  # off: it forgets what it had begun
    ),
    "cover": Condition(state="fault", message="小票打印机的盖子没关。", fix="把盖子按到底。"),
    "cutter": Condition(
        state="fault",
        message="小票打印机的切刀卡住了。",
        fix="关电源，打开盖子，取出卡住的纸，再开电源。",
    ),
    "offline": Condition(
        state="fault",
        message="小票打印机报错。",
        fix="等两分钟让它凉下来；还不行就关电源再开。",
    ),
    "unknown": Condition(
        state="warn",
        message="小票打印机能打，但不会报告缺纸，打完会问一声。",
        fix="用能双向通信的线和端口。",
    ),
}


def condition(found: Reading) -> Condition:
    """Return the same for staff."""
    return _CONDITIONS[found.health]
