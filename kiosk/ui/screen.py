"""What every view model has: the services, the way to other screens and to the work thread.

One screen's state and texts belong in its own view model in `screens/`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct, field
from PySide6.QtCore import QObject, SignalInstance, Slot

from kiosk.services.tally import Tally
from kiosk.ui.tasks import Tasks

if TYPE_CHECKING:  # R0 is on screen before the services are imported
    from kiosk.ports.devices import Bell, Clock
    from kiosk.ports.documents import QrMatrix
    from kiosk.ports.hub import HubWatch
    from kiosk.ports.menu import Menu
    from kiosk.ports.receipts import ReceiptShelf
    from kiosk.services.browse import Browse
    from kiosk.services.checklists import Checklists
    from kiosk.services.devices import DeviceCare
    from kiosk.services.guidance import Guidance
    from kiosk.services.identity import Identity
    from kiosk.services.receipt_desk import ReceiptDesk
    from kiosk.services.scanning import Scanning
    from kiosk.services.site import Site
    from kiosk.services.technicians import Technicians
    from kiosk.services.visits import Visit
    from kiosk.ui.messages import Fault


class Services(Struct, frozen=True, kw_only=True):
    """What `bootstrap` hands to the screens; `visit` is the one visit, wiped and used again.

    `menu` is what R0 needs of `browse`, without all that `browse` needs. `identity` and `scanning`
    are None where the device is not fitted: what needs them is not shown. `link` is the hub of an
    enrolled kiosk, None in a rehearsal; so is `shelf`, which knows a receipt that was never shown,
    and `receipts`, which hands it over. `newer` returns services on a newer edition of the
    catalogue, once when there is one; a visit keeps those it began with.
    """

    menu: Menu
    browse: Browse
    guidance: Guidance
    checklists: Checklists
    visit: Visit
    clock: Clock
    bell: Bell
    site: Site
    identity: Identity | None = None
    scanning: Scanning | None = None
    technicians: Technicians | None = None
    care: DeviceCare | None = None
    link: HubWatch | None = None
    shelf: ReceiptShelf | None = None
    receipts: ReceiptDesk | None = None
    tally: Tally = field(default_factory=Tally)
    reduce_motion: bool = False
    auto_next: bool = False
    after_power_cut: bool = False
    started_s: float = 0.0
    newer: Callable[[], Services | None] = lambda: None


class Navigation(Protocol):
    """The ways from a screen; `router.Router` is the real one."""

    def push(self, name: str, arg: object = None) -> None:
        """Go on to a screen; `arg` is what its `enter` wants."""
        ...

    def replace(self, name: str, arg: object = None) -> None:
        """Show a screen in place of this one."""
        ...

    def prepare(self, name: str) -> None:
        """Let a screen that is likely to be the next do ahead what takes long."""
        ...

    def home(self) -> None:
        """Go to R1."""
        ...

    def back(self) -> None:
        """Go to the screen before."""
        ...

    def ready(self, name: str) -> None:
        """Show a screen that was entered; called by its view model."""
        ...


class Frame(Protocol):
    """What a screen may ask of the window around it; `frame.ShellViewModel` is the real one."""

    @property
    def clockTextChanged(self) -> SignalInstance:
        """Emitted every minute."""
        ...

    @property
    def sizeChanged(self) -> SignalInstance:
        """Emitted when the text size is another one."""
        ...

    @property
    def themeChanged(self) -> SignalInstance:
        """Emitted when the colours are others."""
        ...

    @property
    def clockText(self) -> str:
        """The time of day, 9:41."""
        ...

    @property
    def dateText(self) -> str:
        """The day, 3月5日 星期四."""
        ...

    @property
    def size(self) -> str:
        """Text size now: normal, large or huge."""
        ...

    @property
    def theme(self) -> str:
        """Colours now: light or contrast."""
        ...

    def toast(self, text: str) -> None:
        """Confirm something in at most 12 characters, for 4 s."""
        ...

    def fault(self, fault: Fault, act: Callable[[str], None] | None = None) -> None:
        """Show R17; `act(way id)` is called for ways that the panel does not know itself."""
        ...

    def set_display(self, size: str, theme: str) -> None:
        """Set text size and colours until the end of the visit."""
        ...

    def code_url(self, matrix: QrMatrix) -> str:
        """Keep a QR code until the wipe and return the URL of its picture."""
        ...

    def settle(self) -> None:
        """Ignore touches for a moment: what is shown has just become something else."""
        ...

    def finish(self, then: str = "") -> None:
        """End the visit: wipe everything and show R0, or another screen in its place."""
        ...

    def set_scale(self, diagonal_inch: float) -> None:
        """Draw everything for a screen of this diagonal from now on."""
        ...

    def restart(self) -> None:
        """End the window; it starts anew with the configuration as it is then."""
        ...

    def hold_idle(self, held: bool) -> None:
        """Let the idle clock stand still (while printing)."""
        ...


class ScreenParts(Struct, frozen=True, kw_only=True):
    """All that a view model is built from."""

    services: Services
    tasks: Tasks
    router: Navigation
    frame: Frame


class ScreenViewModel(QObject):
    """Base of all view models. One per name and visit; the wipe destroys it.

    `enter` is called when the screen is wanted, before it is shown: load what it shows through
    `prepare`, or call `ready` at once. Nothing is drawn until then, so no screen appears empty.
    """

    name = ""

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.services = parts.services
        self.tasks = parts.tasks
        self.router = parts.router
        self.frame = parts.frame

    def enter(self, arg: object) -> None:
        """Take the argument of `push` and call `ready`, at once or when loading is done."""
        self.ready()

    def prepare(self) -> None:
        """Do ahead what would take long in `enter`; the screen is likely to be the next."""

    def resume(self) -> None:
        """The screen comes to the front again by 返回; what it showed is still there."""

    def leave(self) -> None:
        """Another screen comes to the front, or the visit is wiped: let go of devices."""

    @Slot()
    def back(self) -> None:
        """返回上一步. A screen with steps of its own goes back inside them first."""
        self.router.back()

    def ready(self) -> None:
        """Let the router show this screen."""
        self.router.ready(self.name)

    def publish(self, **values: object) -> None:
        """Set `_<name>` and emit `<name>Changed` for every value that is new."""
        for name, value in values.items():
            if getattr(self, f"_{name}") != value:
                setattr(self, f"_{name}", value)
                getattr(self, f"{name}Changed").emit()


class ScreenSpec(Struct, frozen=True, kw_only=True):
    """One screen: its router name, its QML file in `qml/screens/` and its view model.

    `model` is "<module in kiosk.ui.screens>:<class>", imported when the screen is first wanted.
    """

    name: str
    qml: str
    model: str
    in_visit: bool = True
    """False for screens without a resident: no idle clock, no help, no home (R0, R18)."""
    for_staff: bool = False
    """True for the screens of technicians: idle clock, but no help and no home."""
    stays: bool = False
    """True for a large screen that is kept, hidden, while screens that lead back lie over it."""
