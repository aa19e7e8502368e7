"""The stops of card and old list: how to reach every state of R11, R12 and 我有旧清单."""

from collections.abc import Callable

from kiosk.services.guidance import Enquiry
from kiosk.ui.card_errand import CardErrand
from kiosk.wire import list_code
from tests.people import ZHANG, person
from tests.qml.flow_stops import Reach, begin
from tests.qml.scene import Scene

ERRAND = CardErrand(found="home", without="home")


def _asked(scene: Scene) -> None:
    scene.tap("attract.begin")
    scene.go("card", ERRAND)


def _late(scene: Scene) -> None:
    _asked(scene)
    scene.pass_time(26)
    scene.look("card")


def _reading(scene: Scene) -> None:
    _asked(scene)
    scene.reader.lay()
    scene.look("card")


def _read(scene: Scene) -> None:
    _asked(scene)
    scene.reader.read(ZHANG)
    scene.look("card")


def _left(scene: Scene) -> None:
    _read(scene)
    scene.pass_time(7)
    scene.look("card")


def _failed(code: str) -> Reach:
    def reach(scene: Scene) -> None:
        _asked(scene)
        scene.reader.fail(code)
        scene.look("card")

    return reach


def _expired(scene: Scene) -> None:
    _asked(scene)
    scene.reader.read(person(valid_to="2020-01-01"))
    scene.look("card")


def _holder(**changed: object) -> Reach:
    def reach(scene: Scene) -> None:
        _asked(scene)
        scene.reader.read(person(**changed))
        scene.reader.lift()
        scene.look("card")

    return reach


def printed_code(scene: Scene, spoil: Callable[[list_code.ListCode], list_code.ListCode]) -> str:
    """Return the K1 text of a restaurant's list, changed as `spoil` does."""
    enquiry: Enquiry = begin(scene)
    scene.go("home")
    checklist = scene.station.guidance.checklist(enquiry)
    return list_code.pack(spoil(list_code.summary(checklist)))


def _scan(scene: Scene, text: str) -> None:
    scene.tap("home.scan")
    scene.scanner.show(text)
    scene.look("scan")


def _scanning(scene: Scene) -> None:
    scene.tap("attract.begin")
    scene.tap("home.scan")


def _known(scene: Scene) -> None:
    _scan(scene, printed_code(scene, lambda code: code))


def _valid(scene: Scene) -> None:
    _known(scene)
    scene.tap("oldlist.compare")


def older(code: list_code.ListCode) -> list_code.ListCode:
    """Return the code of a list with other days, other copies, one paper more and one less."""
    from msgspec.structs import replace

    steps = (replace(code.steps[0], days=9), *code.steps[1:])
    first, second, *rest = code.materials
    papers = (replace(first, copies=first.copies + 1), replace(second, evidence="marriage-record"))
    return replace(code, steps=steps, materials=(*papers, *rest), digest16="0" * 16)


def _changed(scene: Scene) -> None:
    _scan(scene, printed_code(scene, older))
    scene.tap("oldlist.compare")


def _unreadable(scene: Scene) -> None:
    scene.tap("attract.begin")
    _scan(scene, "https://example.invalid/pay")


CARDS: tuple[tuple[str, str, Reach], ...] = (
    ("card", "card", _asked),
    ("card-late", "card", _late),
    ("card-reading", "card", _reading),
    ("card-read", "card", _read),
    ("card-left", "card", _left),
    ("card-broken", "card", _failed("E-ID-01")),
    ("card-misread", "card", _failed("E-ID-02")),
    ("card-expired", "card", _expired),
    ("holder", "holder", _holder()),
    ("holder-unmapped", "holder", _holder(name="张\ue000三", unmapped=("E000",))),
    ("scan", "scan", _scanning),
    ("old-list", "oldlist", _known),
    ("old-list-valid", "changes", _valid),
    ("old-list-changed", "changes", _changed),
    ("old-list-unreadable", "fault", _unreadable),
)
