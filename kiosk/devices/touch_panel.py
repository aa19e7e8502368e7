"""Touch panels that the system knows, by name: for `kiosk doctor` and the status board.

Whether a panel feels every part of the screen is tried on the screen itself.
"""

from pathlib import Path

INPUTS = Path("/sys/class/input")
MULTI_TOUCH_X = 0x35
"""ABS_MT_POSITION_X of Linux: only devices that feel fingers report it."""


def touch_panels(inputs: Path = INPUTS) -> tuple[str, ...] | None:
    """Return the names of the touch panels; None where the system does not tell."""
    if not inputs.is_dir():
        return None
    found = {
        _text(device / "name") or "触摸屏"
        for device in (event / "device" for event in inputs.glob("event*"))
        if _feels_fingers(_text(device / "capabilities" / "abs"))
    }
    return tuple(sorted(found))


def _feels_fingers(bits: str) -> bool:
    """Tell from the kernel's 64 bits: one word, or two on a machine of 32 bits, higher first."""
    try:
        value = sum(int(word, 16) << (32 * n) for n, word in enumerate(reversed(bits.split())))
    except ValueError:
        return False
    return bool(value >> MULTI_TOUCH_X & 1)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
