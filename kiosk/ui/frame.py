"""The window around the screens as QML sees it: header, footer, idle warning, toast, text size.

Which screen is in front is the router's matter; how long a visit may rest is `services/visits.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.hours import CHINA
from kiosk.ui.link_badge import LinkBadge
from kiosk.ui.messages import Fault, FaultCase
from kiosk.ui.router import Router
from kiosk.ui.screen import ScreenSpec, Services

if TYPE_CHECKING:
    from kiosk.ports.documents import QrMatrix

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

TOAST_S = 4.0
WIPED_TOAST_S = 3.0
_HELP_SCREENS = ("help", "staff")


@QmlElement
@QmlUncreatable("made by the shell")
class ShellViewModel(QObject):
    """Everything that stays on screen while screens change.

    Args:
        services: the visit, its clock and the site.
        router: where the buttons of header and footer lead.
        size: the site's own text size, restored by every wipe.
        theme: the site's own colours.
        wipe: destroys what the visit left and shows R0, or the screen of that name.
        on_warning: told when 您还在吗？ comes up.
        on_change: told when a screen became something else without a change of screens.
        keep_code: keeps the picture of a QR code and returns its URL.
        on_scale: told of another diagonal of the screen, in inches.
        on_restart: ends the window, which then starts anew.
    """

    siteNameChanged = Signal()
    clockTextChanged = Signal()
    dateTextChanged = Signal()
    inVisitChanged = Signal()
    screenChanged = Signal()
    sizeChanged = Signal()
    themeChanged = Signal()
    warningChanged = Signal()
    secondsLeftChanged = Signal()
    toastTextChanged = Signal()
    warnForSChanged = Signal()

    def __init__(
        self,
        services: Services,
        router: Router,
        *,
        size: str,
        theme: str,
        wipe: Callable[[str], None],
        on_warning: Callable[[], None],
        on_change: Callable[[], None],
        keep_code: Callable[[QrMatrix], str],
        on_scale: Callable[[float], object],
        on_restart: Callable[[], None],
    ) -> None:
        super().__init__()
        self._services = services
        self._router = router
        self._site_size, self._site_theme = size, theme
        self._size, self._theme = size, theme
        self._wipe = wipe
        self._on_warning = on_warning
        self._on_change = on_change
        self._keep_code = keep_code
        self._on_scale = on_scale
        self._on_restart = on_restart
        self._screen = ""
        self._inVisit = False
        self._for_staff = False
        self._warning = False
        self._secondsLeft = 0
        self._warnForS = 1
        self._toastText = ""
        self._toast_until_s = 0.0
        self._clockText = ""
        self._dateText = ""
        self._link = LinkBadge(services, router, self)
        self.show_time()

    @Property(str, notify=siteNameChanged)
    def siteName(self) -> str:
        """The name of the place."""
        return self._services.site.name

    @Property(LinkBadge, constant=True)
    def link(self) -> LinkBadge:
        """The badge of the header."""
        return self._link

    @Property(str, notify=clockTextChanged)
    def clockText(self) -> str:
        """The time of day, 9:41."""
        return self._clockText

    @Property(str, notify=dateTextChanged)
    def dateText(self) -> str:
        """The day, 3月5日 星期四."""
        return self._dateText

    @Property(bool, notify=screenChanged)
    def canGoHome(self) -> bool:
        """Whether 回首页 leads anywhere from here."""
        return self._inVisit and not self._for_staff and self._screen != "home"

    @Property(bool, notify=screenChanged)
    def canAskForHelp(self) -> bool:
        """Whether 请人帮忙 is offered here: not on the help screens themselves."""
        offered = self._inVisit and not self._for_staff
        return offered and self._screen not in _HELP_SCREENS

    @Property(bool, notify=screenChanged)
    def canChangeDisplay(self) -> bool:
        """Whether 大字 is offered here."""
        return self._inVisit and self._screen != "display"

    @Property(str, notify=sizeChanged)
    def size(self) -> str:
        """Text size: normal, large or huge."""
        return self._size

    @Property(str, notify=themeChanged)
    def theme(self) -> str:
        """Colours: light or contrast."""
        return self._theme

    @Property(bool, notify=warningChanged)
    def warning(self) -> bool:
        """Whether 您还在吗？ is asked."""
        return self._warning

    @Property(int, notify=secondsLeftChanged)
    def secondsLeft(self) -> int:
        """Seconds until the wipe while `warning`."""
        return self._secondsLeft

    @Property(int, notify=warnForSChanged)
    def warnForS(self) -> int:
        """How long the warning lasts."""
        return self._warnForS

    @Property(str, notify=toastTextChanged)
    def toastText(self) -> str:
        """The confirmation on screen, or empty."""
        return self._toastText

    @Slot()
    def goHome(self) -> None:
        """回首页: the visit goes on, its answers stay."""
        self._router.home()

    @Slot()
    def back(self) -> None:
        """返回上一步, as the screen in front understands it."""
        if self._router.current:
            self._router.front().back()

    def escape(self) -> None:
        """Esc: 我还在 while that is asked, else 返回上一步 where it is offered."""
        if self._warning:
            self.stay()
        elif self._inVisit:
            self.back()

    @Slot()
    def help(self) -> None:
        """请人帮忙: R16."""
        if self.canAskForHelp:
            self._router.push("help")

    @Slot()
    def openDisplay(self) -> None:
        """大字: text size and colours."""
        if self.canChangeDisplay:
            self._router.push("display")

    @Slot()
    def stay(self) -> None:
        """我还在."""
        self._set("warning", False)
        self.activity()

    @Slot()
    def leave(self) -> None:
        """回首页 on the idle warning: the visit is over at once."""
        self.finish()

    def toast(self, text: str, for_s: float = TOAST_S) -> None:
        """Show a confirmation for `for_s` seconds."""
        self._toast_until_s = self._now_s() + for_s
        self._set("toastText", text)

    def fault(self, fault: Fault, act: Callable[[str], None] | None = None) -> None:
        """Show R17."""
        self._router.abandon()
        self._router.push("fault", FaultCase(fault=fault, act=act))

    def set_display(self, size: str, theme: str) -> None:
        """Set text size and colours; QML follows the two properties."""
        self._set("size", size)
        self._set("theme", theme)

    def code_url(self, matrix: QrMatrix) -> str:
        """Keep a QR code until the wipe and return the URL of its picture."""
        return self._keep_code(matrix)

    def settle(self) -> None:
        """Ignore touches for a moment."""
        self._on_change()

    def finish(self, then: str = "") -> None:
        """Wipe the visit and show R0, or another screen in its place."""
        self._set("warning", False)
        self._services.visit.wipe()
        self.set_display(self._site_size, self._site_theme)
        self._wipe(then)

    def set_scale(self, diagonal_inch: float) -> None:
        """Draw everything for a screen of this diagonal from now on."""
        self._on_scale(diagonal_inch)

    def restart(self) -> None:
        """End the window; it starts anew with the configuration as it is then."""
        self._on_restart()

    def hold_idle(self, held: bool) -> None:
        """Let the idle clock stand still."""
        self._services.visit.pause(held, self._now_s())

    def screen_shown(self, spec: ScreenSpec) -> None:
        """Note the screen in front."""
        self._screen = spec.name
        self._inVisit = spec.in_visit
        self._for_staff = spec.for_staff
        self._link.look()
        if spec.in_visit:
            self._services.visit.touch(self._now_s())
        self.screenChanged.emit()
        self.inVisitChanged.emit()

    def activity(self) -> None:
        """Note that somebody is there; while 您还在吗？ is asked only its buttons answer."""
        if self._inVisit and not self._warning:
            self._services.visit.touch(self._now_s())
            self._set("warning", False)

    def tick(self) -> None:
        """Look at the clocks; called every second."""
        self.show_time()
        self._link.look()
        now_s = self._now_s()
        if self._toastText and now_s >= self._toast_until_s:
            self._set("toastText", "")
        if self._inVisit:
            self._look_at_visit(now_s)

    def show_time(self) -> None:
        """Show the present day and time at UTC+8."""
        now = self._services.clock.now().astimezone(CHINA)
        self._set("clockText", f"{now.hour}:{now.minute:02d}")
        self._set("dateText", f"{now.month}月{now.day}日 星期{'一二三四五六日'[now.weekday()]}")

    def _look_at_visit(self, now_s: float) -> None:
        state = self._services.visit.idle(now_s)
        if state == "expired":
            self.finish()
            self.toast("已为您清空", WIPED_TOAST_S)
            return
        self._set("secondsLeft", self._services.visit.seconds_left(now_s))
        if state == "warning" and not self._warning:
            self._set("warnForS", self._secondsLeft)
            self._on_warning()
        self._set("warning", state == "warning")

    def _now_s(self) -> float:
        return self._services.clock.monotonic_s()

    def _set(self, name: str, value: object) -> None:
        if getattr(self, f"_{name}") != value:
            setattr(self, f"_{name}", value)
            getattr(self, f"{name}Changed").emit()
