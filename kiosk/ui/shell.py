"""The running interface: engine, window, screens and view models, put together and taken apart.

Nothing is drawn here (QML), no words (messages), no rule of a screen (screens/).
"""

import gc
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.domain.errors import Bug
from kiosk.files import bundled
from kiosk.ui.door import Door
from kiosk.ui.frame import ShellViewModel
from kiosk.ui.icons import IconProvider
from kiosk.ui.layouts import Display
from kiosk.ui.messages import Fault, fault_of_error
from kiosk.ui.qr_images import QrImages
from kiosk.ui.router import Router
from kiosk.ui.screen import ScreenParts, ScreenSpec, ScreenViewModel, Services
from kiosk.ui.screen_list import HOME, SCREENS, START, view_model
from kiosk.ui.stage import Stage
from kiosk.ui.tasks import Tasks
from kiosk.ui.touch import TapRules, TouchGate
from kiosk.ui.warm_up import WarmUp

if TYPE_CHECKING:
    from kiosk.ui.key_scanner import KeyScanner
    from kiosk.ui.keys import KeyGuide

TICK_MS = 1000
RESTART = 12
"""What the event loop ends with when the window is to start anew."""


class Shell(QObject):
    """One kiosk on one window.

    Args:
        services: what the screens work with.
        display: the screen.
        on_bug: told of every error that nobody expected, before the fault screen shows.
        key_scanner: a scanner that types: it takes its keys before anybody else does.
        ticking: whether a timer looks at the clocks; tests call `tick` themselves.
        screens: the screens there are.
    """

    def __init__(
        self,
        services: Services,
        display: Display,
        *,
        on_bug: Callable[[Exception], None],
        key_scanner: "KeyScanner | None" = None,
        ticking: bool = True,
        screens: tuple[ScreenSpec, ...] = SCREENS,
    ) -> None:
        super().__init__()
        self._services = services
        self._on_bug = on_bug
        self._key_scanner = key_scanner
        self._specs = {spec.name: spec for spec in screens}
        self._models: dict[str, ScreenViewModel] = {}
        self._wiping = False
        self._after_wipe = ""
        self._fault: Fault | None = None
        self._open_window: Callable[[], None] = lambda: None
        self.tasks = Tasks(self.fail, self)
        self.router = Router(self._model, start=START, home=HOME)
        self.router.setParent(self)
        self.router.shown.connect(self._show)
        self.qr_images = QrImages()
        self.frame = self._make_frame(display)
        self._door = Door(services, self.router, self.frame)
        self.engine = self._make_engine()
        self.metrics = self._singleton("Kiosk", "Metrics")
        self.rules = cast(TapRules, self._singleton("Kiosk.Views", "TapRules"))
        self.rules.use_clock(services.clock.monotonic_s)
        self.rules.use_lock(lambda: self.router.busy or self._wiping)
        self.set_display(display)
        self.window = self._make_window()
        self._stage = Stage(self.engine, self.window)
        self._listen()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        if ticking:
            self._timer.start(TICK_MS)

    def start(self, open_window: Callable[[], None] = lambda: None, setup: bool = False) -> None:
        """Show R0 or, to set up, T1; `open_window` is called when it is there: no empty frame."""
        self._open_window = open_window
        gc.freeze()
        self.router.reset(self._door.set_up() if setup else "")

    def close(self) -> None:
        """End the work thread, then destroy window and engine, in an order that Qt survives."""
        self._timer.stop()
        self._warm_up.end()
        self.tasks.close()
        self._destroy()
        self.window.close()
        for listener in (self._gate, self.keys):
            self.window.removeEventFilter(listener)
        self._door.close()
        self._stage.forget()
        shiboken6.delete(self._main)
        shiboken6.delete(self.engine)

    def set_display(self, display: Display) -> None:
        """Take over another screen, e.g. when pictures are made."""
        for name, value in {
            "widthPx": display.width_px,
            "heightPx": display.height_px,
            "diagonalInch": display.diagonal_inch,
            "declaredDistanceMm": display.distance_mm,
            "forcedLayout": display.layout,
            "reduceMotion": self._services.reduce_motion,
        }.items():
            self.metrics.setProperty(name, value)
        self.frame.set_display(display.size, display.theme)

    def follow_window(self) -> None:
        """Let the layout follow the window, whose size the screen decides."""
        self.window.widthChanged.connect(lambda px: self.metrics.setProperty("widthPx", px))
        self.window.heightChanged.connect(lambda px: self.metrics.setProperty("heightPx", px))

    def screen(self) -> str:
        """Return the name of the screen in front."""
        return self.router.current

    def item(self) -> QQuickItem | None:
        """Return the QML item of the screen in front."""
        return self._stage.item

    @property
    def quiet(self) -> bool:
        """Whether no work runs and no screen is being prepared."""
        return self.tasks.idle and not self.router.busy and not self._wiping

    def _make_frame(self, display: Display) -> ShellViewModel:
        frame = ShellViewModel(
            self._services,
            self.router,
            size=display.size,
            theme=display.theme,
            wipe=self._wipe,
            on_warning=self._warned,
            on_change=lambda: self.rules.screen_changed(),
            keep_code=self.qr_images.put,
            on_scale=lambda inch: self.metrics.setProperty("diagonalInch", inch),
            on_restart=partial(QGuiApplication.exit, RESTART),
        )
        frame.setParent(self)
        return frame

    def _make_engine(self) -> QQmlEngine:
        engine = QQmlEngine()
        engine.addImportPath(str(bundled("kiosk", "ui", "qml")))
        engine.addImageProvider("icon", IconProvider(bundled("assets", "icons")))
        engine.addImageProvider("qr", self.qr_images)
        return engine

    def _singleton(self, module: str, name: str) -> QObject:
        found = self.engine.singletonInstance(module, name)
        if not isinstance(found, QObject):
            raise Bug("E-SY-01", f"QML module {module} has no singleton {name}")
        return found

    def _make_window(self) -> QQuickWindow:
        url = QUrl.fromLocalFile(str(bundled("kiosk", "ui", "qml", "Main.qml")))
        self._main = component = QQmlComponent(self.engine, url)  # the window lives as long
        window = component.createWithInitialProperties({"shell": self.frame})
        if not isinstance(window, QQuickWindow):
            raise Bug("E-SY-01", f"Main.qml: {component.errorString()}")
        return window

    def _listen(self) -> None:
        self.frame.sizeChanged.connect(self._stage.drop_hidden)
        self.frame.themeChanged.connect(self._stage.drop_hidden)
        self._gate = TouchGate(
            self.rules,
            lambda: float(self.metrics.property("pxPerMm")),
            self.frame.activity,
            self.window,
        )
        self.window.installEventFilter(self._gate)
        self._warm_up = WarmUp(self.window, self._not_yet_loaded())
        self.router.shown.connect(self._warm_up.begin)
        self.window.frameSwapped.connect(self.router.frame_shown)

    @cached_property
    def keys(self) -> "KeyGuide":
        """What keys do. Qt's names of keys take long to load: made after the first frame."""
        from kiosk.ui.keys import KeyGuide

        guide = KeyGuide(self.window, self.rules, self.frame.activity, self.frame.escape)
        self.window.installEventFilter(guide)
        if self._key_scanner is not None:  # the filter that came last is asked first
            self.window.installEventFilter(self._key_scanner)
        return guide

    def _not_yet_loaded(self) -> Iterator[Callable[[], object]]:
        """Yield what the first frame did not need, what is wanted soonest first."""
        yield partial(self.window.setProperty, "complete", True)
        yield lambda: self.keys
        yield partial(self._door.watch, self.window, self.rules, self.metrics)
        for spec in self._specs.values():
            yield partial(view_model, spec)
            yield partial(self._stage.compiled, spec.qml)

    def _model(self, name: str) -> ScreenViewModel:
        if name not in self._models:
            spec = self._specs[name]
            parts = ScreenParts(
                services=self._services, tasks=self.tasks, router=self.router, frame=self.frame
            )
            model = view_model(spec)(parts, self)
            model.name = name
            self._models[name] = model
        return self._models[name]

    def _show(self, name: str) -> None:
        spec = self._specs[name]
        self.rules.screen_changed()
        self.frame.screen_shown(spec)
        self._door.passed(self.router.stack)
        self._stage.show(spec, self._model(name), self.router.stack)
        self._open_window()
        self._open_window = lambda: None
        if self.rules.keyboard:
            self.keys.focus_first()

    def _wipe(self, then: str) -> None:
        """Wipe as soon as the touch that asked for it is over: its own control dies too."""
        self.tasks.forget()
        self._after_wipe = then
        if not self._wiping:
            self._wiping = True
            QTimer.singleShot(0, self, self._wipe_now)

    def _wipe_now(self) -> None:
        """Destroy everything that a visit left: screens, view models, pictures, clipboard."""
        self._destroy()
        self.qr_images.clear()
        QGuiApplication.clipboard().clear()
        gc.collect()
        gc.freeze()  # what is left belongs to the program: later wipes need not walk it
        self._services = self._services.newer() or self._services
        self._wiping = False
        self.router.reset(self._after_wipe)
        if self._fault is not None:
            fault, self._fault = self._fault, None
            self.frame.fault(fault)

    def tick(self) -> None:
        """Look at the clocks and, while nobody is there, for a newer catalogue; every second."""
        self.frame.tick()
        if self.router.current == START and self.quiet and (newer := self._services.newer()):
            self._services = newer
            self._wipe("")

    def _warned(self) -> None:
        self.rules.screen_changed()
        self.tasks.run(self._services.bell.ring)
        if self.rules.keyboard:
            self.keys.focus_first()

    def _destroy(self) -> None:
        """Destroy the screen in front, then the view models that it read from."""
        front = self._models.get(self.router.current)
        if front is not None:
            self._let_go(front)
        self._stage.destroy()
        for model in self._models.values():
            shiboken6.delete(model)
        self._models = {}

    def _let_go(self, model: ScreenViewModel) -> None:
        """Let a screen leave its devices; the wipe goes on whatever a driver does."""
        try:
            model.leave()
        except Exception as error:  # noqa: BLE001  a driver may not be ours
            self._on_bug(error)

    def fail(self, error: Exception) -> None:
        """An error that no screen took: E-SY-01 wipes, everything else shows its panel."""
        self.router.abandon()
        fault = fault_of_error(error)
        if fault.code == "E-SY-01":
            self._on_bug(error)
            self._fault = fault
            self.frame.finish()
        else:
            self.frame.fault(fault)
