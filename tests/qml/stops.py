"""How to reach every state of every screen that the picture and geometry tests look at.

A new screen adds its stops here; `test_screens.py` fails for a registered screen without one.
"""

from collections.abc import Callable

from msgspec import Struct

from kiosk.ports.devices import PrinterFault
from kiosk.ui.messages import RESTART, fault_of_status
from tests.qml.card_stops import CARDS
from tests.qml.flow_stops import FLOW
from tests.qml.receipt_stops import RECEIPTS
from tests.qml.scene import Scene
from tests.qml.staff_stops import STAFF


class Stop(Struct, frozen=True, kw_only=True):
    """A state worth looking at: its name, the screen it shows, and the way from R0."""

    name: str
    screen: str
    reach: Callable[[Scene], None]


def _home(scene: Scene) -> None:
    scene.tap("attract.begin")


def _search(query: str) -> Callable[[Scene], None]:
    def reach(scene: Scene) -> None:
        _home(scene)
        scene.tap("home.find")
        for letter in query:
            scene.tap(f"search.key.{letter}")

    return reach


def _topics(scene: Scene) -> None:
    _home(scene)
    scene.go("topics")


def _idle(scene: Scene) -> None:
    _home(scene)
    scene.pass_time(181)


def _staff(scene: Scene) -> None:
    _home(scene)
    scene.tap("shell.help")
    scene.tap("help.staff")


def _fault(code: str) -> Callable[[Scene], None]:
    def reach(scene: Scene) -> None:
        _home(scene)
        scene.shell.frame.fault(fault_of_status(PrinterFault(code=code)))
        scene.settle()

    return reach


def _restart(scene: Scene) -> None:
    _home(scene)
    scene.shell.frame.fault(RESTART)
    scene.settle()


def _pushed(*names: str) -> Callable[[Scene], None]:
    def reach(scene: Scene) -> None:
        _home(scene)
        for name in names:
            scene.go(name)

    return reach


def _cut_off(scene: Scene) -> None:
    _home(scene)
    scene.link.lose(waiting=12)
    scene.shell.tick()
    scene.settle()


def _topics_cut_off(scene: Scene) -> None:
    """The header at its fullest."""
    _cut_off(scene)
    scene.go("topics")


def _offline(scene: Scene) -> None:
    _cut_off(scene)
    scene.tap("shell.offline")


def _stopped(scene: Scene) -> None:
    _home(scene)
    scene.link.lose(waiting=2, stopped="磁盘和中心的记录不一样")
    scene.shell.tick()
    scene.settle()
    scene.tap("shell.offline")


def _home_stopped(scene: Scene) -> None:
    _home(scene)
    scene.link.stop("磁盘和中心的记录不一样")
    scene.shell.tick()
    scene.settle()


def _back_online(scene: Scene) -> None:
    _offline(scene)
    scene.link.mend()
    scene.pass_time(2)
    scene.look("offline")


def _more(scene: Scene) -> None:
    _home(scene)
    scene.tap("home.more")


def _company(scene: Scene) -> None:
    _home(scene)
    scene.tap("home.audience.company")


STOPS = (
    Stop(name="attract", screen="attract", reach=lambda scene: None),
    Stop(name="home", screen="home", reach=_home),
    Stop(name="home-more", screen="home", reach=_more),
    Stop(name="home-company", screen="home", reach=_company),
    Stop(name="home-offline", screen="home", reach=_cut_off),
    Stop(name="topics-offline", screen="topics", reach=_topics_cut_off),
    Stop(name="home-stopped", screen="home", reach=_home_stopped),
    Stop(name="offline", screen="offline", reach=_offline),
    Stop(name="offline-stopped", screen="offline", reach=_stopped),
    Stop(name="offline-back", screen="offline", reach=_back_online),
    Stop(name="topics", screen="topics", reach=_topics),
    Stop(name="search-empty", screen="search", reach=_search("")),
    Stop(name="search-found", screen="search", reach=_search("sfz")),
    Stop(name="search-none", screen="search", reach=_search("qqqzx")),
    Stop(name="help", screen="help", reach=_pushed("help")),
    Stop(name="staff", screen="staff", reach=_staff),
    Stop(name="display", screen="display", reach=_pushed("display")),
    Stop(name="fault-paper", screen="fault", reach=_fault("E-PR-01")),
    Stop(name="restart", screen="fault", reach=_restart),
    Stop(name="closed", screen="closed", reach=_pushed("closed")),
    Stop(name="idle", screen="home", reach=_idle),
    *(
        Stop(name=name, screen=screen, reach=reach)
        for name, screen, reach in (*FLOW, *RECEIPTS, *CARDS, *STAFF)
    ),
)
