"""The driver `cups`: an A4 printer behind a queue of CUPS, from its table in the configuration.

What it does is `page_printer.py` and `cups_queue.py`.
"""

import hashlib
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from kiosk.devices.printer.cups_queue import CupsQueue
from kiosk.devices.printer.ipp_link import target_of
from kiosk.devices.printer.page_printer import PagePrinter
from kiosk.devices.registry import DeviceTools
from kiosk.domain.errors import InputError
from kiosk.domain.setting_words import read_settings

USUAL_SERVER = "/run/cups/cups.sock"


class CupsSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A printer of CUPS.

    Attributes:
        queue: the name of its queue, as `lpstat -p` shows it.
        server: the scheduler's socket file, or `host:port`. Only the socket file knows the user.
        sides: what a printer that can do both does.
        deadline_s: so long a list may take; then it is cancelled.
    """

    queue: Annotated[str, Meta(pattern=r"^[^\s/#?'\"]{1,127}$")]
    server: str = USUAL_SERVER
    sides: Literal["two-sided-long-edge", "one-sided"] = "two-sided-long-edge"
    deadline_s: Annotated[float, Meta(ge=1, le=45)] = 45.0


def make(name: str, settings: Mapping[str, object], tools: DeviceTools) -> PagePrinter:
    """Return the printer of a `[devices.…]` table. Raises InputError for a wrong setting."""
    wanted = read_settings(settings, CupsSettings)
    try:
        server = target_of(wanted.server)
    except ValueError as error:
        raise InputError("config.invalid", f"server 不能写 {wanted.server}") from error
    queue = CupsQueue(server, wanted.queue, sides=wanted.sides, mark=machine_mark())
    return PagePrinter(name, queue, tools, deadline_s=wanted.deadline_s)


def machine_mark(machine_id: Path = Path("/etc/machine-id")) -> str:
    """Return how the titles of this machine's jobs begin; says nothing else about the machine."""
    try:
        machine = machine_id.read_text("utf-8").strip()
    except (OSError, ValueError):
        machine = ""
    digest = hashlib.sha256(f"{machine} {platform.node()}".encode()).hexdigest()
    return f"办事亭{digest[:6]}·"
