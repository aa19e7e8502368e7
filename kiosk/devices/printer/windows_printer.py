"""The driver `windows`: an A4 printer of Windows, from its table. Untested on hardware.

What it does is `page_printer.py` and `windows_queue.py`.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct

from kiosk.devices.printer.page_printer import PagePrinter
from kiosk.devices.printer.windows_queue import WindowsQueue, run_program
from kiosk.devices.printer.windows_spooler import WindowsSpooler
from kiosk.devices.registry import DeviceTools
from kiosk.domain.setting_words import read_settings

FOLDER = "to-print"


class WindowsSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A printer of Windows.

    Attributes:
        printer: its name in the control panel.
        program: SumatraPDF.exe, with its folder when it is in none of PATH.
        sides: what a printer that can both does.
        deadline_s: so long a list may take; then it is cancelled.
    """

    printer: Annotated[str, Meta(min_length=1)]
    program: str = "SumatraPDF.exe"
    sides: Literal["two-sided-long-edge", "one-sided"] = "two-sided-long-edge"
    deadline_s: Annotated[float, Meta(ge=1, le=45)] = 45.0


def make(name: str, settings: Mapping[str, object], tools: DeviceTools) -> PagePrinter:
    """Return the printer of a `[devices.…]` table. Raises InputError for a wrong setting."""
    wanted = read_settings(settings, WindowsSettings)
    queue = WindowsQueue(
        WindowsSpooler(),
        wanted.printer,
        wanted.program,
        tools.paper_folder / FOLDER,
        two_sided=wanted.sides == "two-sided-long-edge",
        run=run_program,
    )
    return PagePrinter(name, queue, tools, deadline_s=wanted.deadline_s)
