"""Starts the window: Qt, fonts, renderer, the last line of defence against our own mistakes.

Screens and rules are `kiosk/ui`; which parts a station has is `bootstrap`; visits are played by
`rehearsal`.
"""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQuick import QQuickWindow, QSGRendererInterface

from kiosk.bootstrap import Station
from kiosk.config import ScreenConfig
from kiosk.domain.errors import KioskError, Unavailable
from kiosk.files import WEIGHTS, font_file, rare_font
from kiosk.live_link import LiveLink
from kiosk.ports.hub import HubWatch
from kiosk.ports.receipts import ReceiptShelf
from kiosk.services.late import late
from kiosk.services.tally import Tally
from kiosk.services.visits import Visit
from kiosk.ui.layouts import LAYOUTS, Display
from kiosk.ui.screen import Services
from kiosk.ui.shell import Shell

if TYPE_CHECKING:
    from kiosk.services.devices import DeviceCare
    from kiosk.services.identity import Identity
    from kiosk.services.receipt_desk import ReceiptDesk
    from kiosk.services.scanning import Scanning
    from kiosk.services.technicians import Technicians
    from kiosk.ui.key_scanner import KeyScanner

FAMILY = "Noto Sans SC"
_LOGGED = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}


def run_app(station: Station, *, windowed: bool, after_power_cut: bool) -> int:
    """Run the kiosk until its window is closed or the process is told to end.

    Args:
        station: the parts to work with.
        windowed: in a window of the layout's size in place of the whole screen.
        after_power_cut: whether R0 says that a power cut took the answers.

    Returns:
        The exit code: 0, or `shell.RESTART` when a technician wants the configuration read anew.

    Raises:
        Unavailable: a font is missing, or the catalogue cannot be made sound.
    """
    app = start_qt(station.config.screen)
    screen = station.config.screen
    display = window_display(screen) if windowed else _screen_display(app, screen)
    tally = Tally()
    link = LiveLink(station, tally)
    shell = make_shell(
        station, display, after_power_cut=after_power_cut, link=link, shelf=link, tally=tally
    )
    signal.signal(signal.SIGTERM, lambda *_: app.quit())
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    with caught(station, shell):
        if not windowed:
            shell.follow_window()
        once = Qt.ConnectionType.SingleShotConnection
        shell.window.frameSwapped.connect(station.start_devices, once)
        shell.window.frameSwapped.connect(link.begin, once)
        open_window = shell.window.show if windowed else shell.window.showFullScreen
        shell.start(open_window, setup=not windowed and _is_new(station))
        code = app.exec()
    shell.close()
    link.close()
    return code


def _is_new(station: Station) -> bool:
    """Tell whether nobody has set up this machine: no configuration, so no device and no PIN."""
    return station.places.config is None and not station.config.devices


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


def _identity(station: Station, visit: Visit) -> "Identity | None":
    """Return what reads cards; its driver is imported when a screen asks for a card."""
    if not station.has_device("idcard"):
        return None

    def make() -> "Identity":
        from kiosk.services.identity import Identity

        return Identity(station.devices.reader, visit, station.log.event)

    return late(make)


def _scanning(station: Station, keys: "KeyScanner | None") -> "Scanning | None":
    """Return what reads codes, the same way."""
    if not station.has_device("scanner"):
        return None

    def make() -> "Scanning":
        from kiosk.services.scanning import Scanning

        return Scanning(keys or station.devices.scanner, station.log.event)

    return late(make)


def _key_scanner(station: Station) -> "KeyScanner | None":
    """Return the scanner that types, where one is configured."""
    if station.config.devices.get("scanner", {}).get("driver") != "keyboard":
        return None
    from kiosk.ui.key_scanner import KeyScanner

    return KeyScanner()


def _staff(station: Station, link: HubWatch | None) -> "tuple[Technicians, DeviceCare]":
    """Return what technicians use; its libraries are imported when one of them comes."""

    def make_technicians() -> "Technicians":
        from kiosk.maintenance import technicians_of

        return technicians_of(station, link)

    def make_care() -> "DeviceCare":
        from kiosk.maintenance import care_of

        return care_of(station, technicians, link)

    technicians = late(make_technicians)
    return technicians, late(make_care)


def _receipts(station: Station, shelf: ReceiptShelf | None) -> "ReceiptDesk | None":
    """Return what hands over a receipt that was never shown; imported when somebody wants it."""
    if shelf is None:
        return None

    def make() -> "ReceiptDesk":
        from kiosk.handover import receipt_desk_of

        return receipt_desk_of(station, shelf)

    return late(make)


def make_shell(
    station: Station,
    display: Display,
    *,
    ticking: bool = True,
    after_power_cut: bool = False,
    link: HubWatch | None = None,
    shelf: ReceiptShelf | None = None,
    tally: Tally | None = None,
) -> Shell:
    """Return the shell on a station's services, not yet started; a rehearsal has no link."""
    screen, visit, keys = station.config.screen, station.visit(), _key_scanner(station)
    technicians, care = _staff(station, link)
    services = Services(
        menu=station.menu,
        browse=station.browse,
        guidance=station.guidance,
        checklists=station.checklists,
        visit=visit,
        clock=station.clock,
        bell=station.bell,
        site=station.site,
        identity=_identity(station, visit),
        scanning=_scanning(station, keys),
        technicians=technicians,
        care=care,
        link=link,
        shelf=shelf,
        receipts=_receipts(station, shelf),
        tally=tally or Tally(),
        reduce_motion=screen.reduce_motion,
        auto_next=screen.auto_next,
        after_power_cut=after_power_cut,
        started_s=station.clock.monotonic_s(),
        newer=lambda: newer(services, station),
    )

    def log_bug(error: Exception) -> None:
        station.log.failure(error)

    return Shell(services, display, on_bug=log_bug, key_scanner=keys, ticking=ticking)


def newer(services: Services, station: Station) -> Services | None:
    """Return services on a newer edition of the catalogue, once when there is one."""
    try:
        return on_newest(services, station) if station.editions.turn() else None
    except KioskError as error:  # the edition that is shown stays
        station.log.failure(error)
        return None


def on_newest(services: Services, station: Station) -> Services:
    """Return services whose catalogue is the newest edition."""
    return replace(
        services,
        menu=station.menu,
        browse=station.browse,
        guidance=station.guidance,
        checklists=station.checklists,
    )


def window_display(screen: ScreenConfig) -> Display:
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
def caught(station: Station, shell: Shell) -> Iterator[None]:
    """Turn what nobody caught into E-SY-01, and Qt's complaints into log lines.

    Nothing is written to stderr, which a service keeps: errors may quote what a card said.
    """

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

    def on_thread_error(lost: "threading.ExceptHookArgs | sys.UnraisableHookArgs") -> None:
        if lost.exc_value is not None:
            station.log.failure(lost.exc_value)

    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    sys.excepthook, threading.excepthook = on_error, on_thread_error
    sys.unraisablehook = on_thread_error
    qInstallMessageHandler(on_message)
    try:
        yield
    finally:
        qInstallMessageHandler(None)
        sys.excepthook, threading.excepthook, sys.unraisablehook = before
