"""The technicians' door in the window: opened by a PIN, locked as soon as their screens are left.

How one knocks is `gesture.py`; who may come in is `services/technicians.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtQuick import QQuickWindow

    from kiosk.ui.frame import ShellViewModel
    from kiosk.ui.gesture import TechnicianGesture
    from kiosk.ui.router import Router
    from kiosk.ui.screen import Services
    from kiosk.ui.touch import TapRules

PAD = "pin"
BOARD = "board"
"""The first screen behind the door: while it lies on the way back, the machine is open."""

SETUP = "setup"
"""Who sets up a new machine: it knows no technician yet."""


class Door:
    """Lets technicians in and locks behind them. GUI thread."""

    def __init__(self, services: Services, router: Router, frame: ShellViewModel) -> None:
        self._technicians = services.technicians
        self._now_s = services.clock.monotonic_s
        self._router = router
        self._frame = frame
        self._inside = False
        self._gesture: TechnicianGesture | None = None
        self._window: QQuickWindow | None = None

    def watch(self, window: QQuickWindow, rules: TapRules, metrics: QObject) -> None:
        """Begin to watch for the gesture; nobody holds anything for 5 s in the first frames."""
        if self._gesture is not None:
            return
        from kiosk.ui.gesture import TechnicianGesture

        self._window = window
        self._gesture = TechnicianGesture(
            window, rules, self._now_s, lambda: float(metrics.property("pxPerMm")), self.knock
        )
        window.installEventFilter(self._gesture)

    def close(self) -> None:
        """Watch no longer: the window is about to end."""
        if self._window is not None and self._gesture is not None:
            self._window.removeEventFilter(self._gesture)

    def knock(self) -> None:
        """Show the pad for a PIN, unless somebody is being asked whether he is still there."""
        in_front = self._router.current in ("", PAD)
        if self._technicians is None or self._frame.warning or self._router.busy:
            return
        if not in_front and not self._inside:
            self._router.push(PAD)

    def set_up(self) -> str:
        """Let in whoever starts a machine that nobody has set up yet; return their screen."""
        if self._technicians is not None:
            self._technicians.enter(SETUP)
        return BOARD

    def passed(self, way: tuple[str, ...]) -> None:
        """Note the way back of the screen that is shown now, and lock when it leads elsewhere."""
        was, self._inside = self._inside, BOARD in way
        if was and not self._inside and self._technicians is not None:
            self._technicians.lock()
