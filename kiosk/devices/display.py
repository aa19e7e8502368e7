"""Whether a window can be opened here: Qt itself ends the program without a word we could tell.

Which window and how is `kiosk/app.py`.
"""

import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

_LOCAL_X = re.compile(r"(?:unix)?:(\d+)(?:\.\d+)?")


def missing_display(environ: Mapping[str, str]) -> str | None:
    """Return why no window can be opened, or None.

    Args:
        environ: the environment of the program. A platform named by QT_QPA_PLATFORM is believed,
            and so is a display on another machine.
    """
    if sys.platform != "linux" or environ.get("QT_QPA_PLATFORM") or environ.get("WAYLAND_DISPLAY"):
        return None
    display = environ.get("DISPLAY")
    if not display:
        return "没有显示器（DISPLAY 和 WAYLAND_DISPLAY 都没有设）"
    local = _LOCAL_X.fullmatch(display)
    if local and not _answers(Path(f"/tmp/.X11-unix/X{local[1]}")):  # noqa: S108 - X11's place
        return f"显示器 {display} 没有应答"
    return None


def _answers(path: Path) -> bool:
    """Tell whether somebody listens on a socket file, or on its name without a file."""
    for name in (str(path), f"\0{path}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            if client.connect_ex(name) == 0:
                return True
    return False
