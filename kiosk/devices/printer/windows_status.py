"""What the status bits of the Windows spooler mean (winspool.h). Pure; untested on hardware.

Who is asked for the bits is `windows_queue.py`.
"""

from kiosk.devices.printer.ipp_reasons import trouble_of
from kiosk.devices.printer.page_queue import JobState, QueueState

WORK_OFFLINE = 0x400
"""An attribute of a printer, no status: Windows gave it up until it answers again."""

_REASONS = {
    0x000001: "paused",
    0x000004: "offline",  # being deleted
    0x000008: "media-jam",
    0x000010: "media-empty",
    0x000040: "media-needed",
    0x000080: "offline",
    0x001000: "offline",  # not available
    0x040000: "toner-empty",
    0x400000: "door-open",
}
_ERROR, _ATTENTION = 0x000002, 0x100000
_BUSY = 0x000100 | 0x000200 | 0x000400
_TONER_LOW = 0x020000

_DELETING, _DELETED, _PRINTED, _COMPLETE = 0x0004, 0x0100, 0x0080, 0x1000


def queue_state(status: int, attributes: int) -> QueueState:
    """Return the state of a printer.

    Args:
        status: PRINTER_STATUS bits of PRINTER_INFO_2.
        attributes: PRINTER_ATTRIBUTE bits of the same.
    """
    reasons = [word for bit, word in _REASONS.items() if status & bit]
    if attributes & WORK_OFFLINE or (status & (_ERROR | _ATTENTION) and not reasons):
        reasons.append("offline")
    trouble = trouble_of(reasons)
    busy = bool(status & _BUSY)
    return QueueState(
        trouble=trouble,
        refuses=trouble is not None and not busy,
        busy=busy,
        can_tell=False,
        note="墨粉快用完了" if status & _TONER_LOW else "",
    )


def job_state(status: int) -> JobState:
    """Return where a job is that the spooler still lists.

    Args:
        status: JOB_STATUS bits of JOB_INFO_1.
    """
    if status & (_PRINTED | _COMPLETE):
        return "done"
    if status & _DELETED:
        return "stopped"
    return "stopping" if status & _DELETING else "waiting"
