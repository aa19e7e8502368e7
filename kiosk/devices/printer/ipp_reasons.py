"""What the state reasons of IPP mean for paper: out of it, jammed, open, paused (RFC 8011 §5.4.12).

Pure: words in, values out. Who is asked for the reasons is `cups_queue.py`.
"""

from collections.abc import Iterable

from msgspec import Struct

from kiosk.ports.devices import PrinterFault

_SEVERITIES = ("-report", "-warning", "-error")
_PAUSED = {"paused", "moving-to-paused"}
_EMPTY = {"media-empty", "media-needed", "input-tray-missing"}
_JAMMED = {"media-jam"}
_OPEN = {"cover-open", "door-open", "interlock-open"}
_AWAY = {"offline", "shutdown", "timed-out", "printer-off"}
_USED_UP = {"toner-empty", "marker-supply-empty", "developer-empty", "marker-waste-full"}
_RUNNING_LOW = {"toner-low", "marker-supply-low", "developer-low"}


class Trouble(Struct, frozen=True, kw_only=True):
    """What is wrong: the fault for residents, and for staff what it is and what to do."""

    fault: PrinterFault
    said: str
    fix: str


PAUSED = Trouble(
    fault=PrinterFault(code="E-PR-03", trouble="paused"),
    said="打印队列被停用了",
    fix="在打印设置里重新启用这个队列。",
)
UNREACHABLE = Trouble(
    fault=PrinterFault(code="E-PR-03", trouble="unreachable"),
    said="打印机没有应答",
    fix="看电源和连线，等它亮灯。",
)
_TROUBLES = (
    (_PAUSED, PAUSED),
    (
        _OPEN,
        Trouble(
            fault=PrinterFault(code="E-PR-04", trouble="cover_open"),
            said="打印机的盖子没关",
            fix="把盖子关好。",
        ),
    ),
    (
        _JAMMED,
        Trouble(
            fault=PrinterFault(code="E-PR-02", trouble="jam"),
            said="纸卡住了",
            fix="打开盖子，顺着走纸方向把纸取出来。",
        ),
    ),
    (
        _EMPTY,
        Trouble(
            fault=PrinterFault(code="E-PR-01", trouble="no_paper"),
            said="没有纸了",
            fix="加 A4 纸。",
        ),
    ),
    (
        _USED_UP,
        Trouble(fault=UNREACHABLE.fault, said="墨粉用完了", fix="换墨粉盒。"),
    ),
    (_AWAY, UNREACHABLE),
)


def trouble_of(reasons: Iterable[str], *, errors_only: bool = False) -> Trouble | None:
    """Return the trouble that has to be mended first, None when nothing hinders printing.

    Args:
        reasons: `printer-state-reasons`, with or without their severity.
        errors_only: leave out reports and warnings. A printer with two trays reports an empty one
            that way; the scheduler of CUPS writes even real outages as warnings.
    """
    counted = {
        _bare(reason)
        for reason in reasons
        if not (errors_only and reason.endswith(("-report", "-warning")))
    }
    if counted & _USED_UP and not _is_error(reasons, _USED_UP):
        counted -= _USED_UP
    return next((trouble for words, trouble in _TROUBLES if words & counted), None)


def is_paper_low(reasons: Iterable[str]) -> bool:
    """Tell whether the paper runs low."""
    return "media-low" in map(_bare, reasons)


def is_toner_low(reasons: Iterable[str]) -> bool:
    """Tell whether toner or ink runs low or is reported as used up while it still prints."""
    return bool((_RUNNING_LOW | _USED_UP) & set(map(_bare, reasons)))


def _is_error(reasons: Iterable[str], words: set[str]) -> bool:
    return any(
        _bare(reason) in words and not reason.endswith(("-report", "-warning"))
        for reason in reasons
    )


def _bare(reason: str) -> str:
    """Return a reason without its severity."""
    for severity in _SEVERITIES:
        reason = reason.removesuffix(severity)
    return reason
