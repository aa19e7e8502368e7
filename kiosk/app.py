"""Starts the window: Qt, fonts, renderer, the last line of defence against our own mistakes.

Screens and rules are `kiosk/ui`; which parts a station has is `bootstrap`.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQuick import QQuickWindow, QSGRendererInterface

from kiosk.bootstrap import Station
from kiosk.config import ScreenConfig
from kiosk.devices.clock import SteppedClock
from kiosk.devices.printer.file_printer import FilePrinter
from kiosk.domain.errors import Bug, Unavailable
from kiosk.files import WEIGHTS, font_file, rare_font
from kiosk.ui.screen import Services
from kiosk.ui.shell import LAYOUTS, Display, Shell

if TYPE_CHECKING:
    from kiosk.ui.script import Played, Script

FAMILY = "Noto Sans SC"
_LOGGED = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}


def run_app(station: Station, *, windowed: bool, after_power_cut: bool) -> int:
    """Run the kiosk until its window is closed or the process is told to end.

    Args:
        station: the parts to work with.
        windowed: in a window of the layout's size in place of the whole screen.
        after_power_cut: whether R0 says that a power cut took the answers.

    Returns:
        The exit code, 0.

    Raises:
        Unavailable: a font is missing, or the catalogue cannot be made sound.
    """
    app = start_qt(station.config.screen)
    screen = station.config.screen
    display = _window_display(screen) if windowed else _screen_display(app, screen)
    shell = make_shell(station, display, after_power_cut=after_power_cut)
    signal.signal(signal.SIGTERM, lambda *_: app.quit())
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    with _caught(station, shell):
        if not windowed:
            shell.follow_window()
        shell.start(shell.window.show if windowed else shell.window.showFullScreen)
        code = app.exec()
    shell.close()
    return code


def play_visit(station: Station, script: "Script", out: Path) -> "Played":
    """Play a visit script on the real window; its clock moves only as the script says.

    Args:
        station: with a `SteppedClock`, printing into `out`.
        script: what to do.
        out: where the pictures go.
    """
    from kiosk.ui.player import Player  # with Qt's test library, which a kiosk never needs

    start_qt(station.config.screen)
    shell = make_shell(station, _window_display(station.config.screen), ticking=False)
    with _caught(station, shell):
        shell.window.show()
        shell.start()
        played = Player(_PlayedStage(station, shell), out).play(script)
    shell.close()
    return played


def start_qt(screen: ScreenConfig) -> QGuiApplication:
    """Return the Qt application with our fonts and renderer; made once per process.

    Raises:
        Unavailable: a bundled font is missing or damaged.
    """
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication):
        if screen.renderer == "software":
            QQuickWindow.setGraphicsApi(QSGRendererInterface.GraphicsApi.Software)
        app = QGuiApplication(sys.argv[:1])
    load_fonts()
    return app


def load_fonts() -> None:
    """Load the bundled fonts, and the one for rare characters where it is installed."""
    for weight in WEIGHTS:
        path = font_file(weight)
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise Unavailable("font", f"字体文件 {path.name} 读不了；请重新安装", file=path.name)
    rare = rare_font()
    if rare is not None:
        number = QFontDatabase.addApplicationFont(str(rare))
        QFont.insertSubstitutions(FAMILY, QFontDatabase.applicationFontFamilies(number))
    QGuiApplication.setFont(QFont(FAMILY))


def make_shell(
    station: Station, display: Display, *, ticking: bool = True, after_power_cut: bool = False
) -> Shell:
    """Return the shell on a station's services, not yet started."""
    screen = station.config.screen
    services = Services(
        menu=station.menu,
        browse=station.browse,
        guidance=station.guidance,
        checklists=station.checklists,
        visit=station.visit(),
        clock=station.clock,
        bell=station.bell,
        site=station.site,
        reduce_motion=screen.reduce_motion,
        auto_next=screen.auto_next,
        after_power_cut=after_power_cut,
        started_s=station.clock.monotonic_s(),
    )

    def log_bug(error: Exception) -> None:
        station.log.failure(error)

    return Shell(services, display, on_bug=log_bug, ticking=ticking)


def _window_display(screen: ScreenConfig) -> Display:
    """Return the screen that a layout was designed on."""
    base = LAYOUTS["landscape" if screen.layout == "auto" else screen.layout]
    return replace(base, size=screen.size, theme=screen.theme)


def _screen_display(app: QGuiApplication, screen: ScreenConfig) -> Display:
    """Return the real screen, as the configuration describes it."""
    pixels = app.primaryScreen().size()
    return Display(
        width_px=pixels.width(),
        height_px=pixels.height(),
        diagonal_inch=screen.diagonal_inch,
        distance_mm=screen.distance_mm or 0,
        layout=screen.layout,
        size=screen.size,
        theme=screen.theme,
    )


@contextmanager
def _caught(station: Station, shell: Shell) -> Iterator[None]:
    """Turn what nobody caught into E-SY-01, and Qt's complaints into log lines."""

    def on_error(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            shell.fail(error)
        else:
            sys.__excepthook__(kind, error, trace)

    def on_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind in _LOGGED:
            # An error of ours that passed through QML: its words may quote what was typed.
            station.log.event("qt.message", "warn", text=text.partition(": Error: ")[0])

    before, sys.excepthook = sys.excepthook, on_error
    qInstallMessageHandler(on_message)
    try:
        yield
    finally:
        qInstallMessageHandler(None)
        sys.excepthook = before


class _PlayedStage:
    """What a visit script plays on."""

    def __init__(self, station: Station, shell: Shell) -> None:
        self._station = station
        self._shell = shell

    def window(self) -> QQuickWindow:
        """Return the window."""
        return self._shell.window

    def screen(self) -> str:
        """Return the name of the screen in front."""
        return self._shell.screen()

    def busy(self) -> bool:
        """Tell whether a screen is being prepared or a job is running."""
        return not self._shell.quiet

    def set_printers(self, state: str) -> None:
        """Set every file printer to `ready` or to a fault code."""
        for printer in self._station.devices.printers:
            if not isinstance(printer, FilePrinter):
                raise Bug("E-SY-01", "a visit script prints into files")
            printer.set_fault(None if state == "ready" else state)

    def pass_time(self, seconds: float) -> None:
        """Move the clock on and let the window look at it."""
        clock = self._station.clock
        if not isinstance(clock, SteppedClock):
            raise Bug("E-SY-01", "a visit script needs a clock that it can move")
        clock.pass_time(seconds)
        self._shell.frame.tick()
