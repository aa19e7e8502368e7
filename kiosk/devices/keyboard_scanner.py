"""The driver `keyboard`: says that a scanner types its codes; the window reads them.

How its keys are told from a person's is `ui/scan_keys.py`.
"""

from collections.abc import Mapping

from msgspec import Struct

from kiosk.devices.registry import DeviceTools
from kiosk.domain.setting_words import read_settings
from kiosk.ports.devices import Condition


class KeyboardSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[devices.scanner]`, `driver = "keyboard"`: there is nothing to set."""


def make(name: str, settings: Mapping[str, object], tools: DeviceTools) -> "KeyboardScanner":
    """Return the scanner of a table of the configuration. Raises InputError."""
    del tools
    read_settings(settings, KeyboardSettings)
    return KeyboardScanner(name)


class KeyboardScanner:
    """The `Device` port for a scanner that has no port of its own: no thread, nothing to read."""

    def __init__(self, name: str) -> None:
        self.name = name

    def start(self) -> None:
        """Do nothing: the window brings the keys."""

    def close(self) -> None:
        """Do nothing."""

    def condition(self) -> Condition:
        """Say that nobody can tell whether it is plugged in."""
        return Condition(state="ok", message="扫码器当键盘用，插没插上要扫一下才知道。")
