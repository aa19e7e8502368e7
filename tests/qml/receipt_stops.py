"""How to reach the receipt that nobody has seen: offered, printed, read from the screen."""

from collections.abc import Callable

from kiosk.ports.devices import PrinterFault
from kiosk.ui.print_errand import ReceiptJob
from tests.fakes.shelf import RECEIPT
from tests.qml.scene import Scene

Reach = Callable[[Scene], None]


def offered(scene: Scene) -> None:
    """The kiosk has started; R0 looks at the shelf."""
    scene.shelf.receipt = RECEIPT
    scene.look("attract")


def taken(scene: Scene) -> None:
    """Somebody touches 拿回执."""
    offered(scene)
    scene.tap("attract.receipt")


def _read(scene: Scene) -> None:
    taken(scene)
    scene.go("receipt", ReceiptJob(receipt=RECEIPT, paper=None))


def _printed(scene: Scene) -> None:
    taken(scene)
    scene.tap("shell.primary")


def _held(scene: Scene) -> None:
    _printed(scene)
    fault = PrinterFault(code="E-PR-01", trouble="no_paper")
    scene.shell._model("printing").publish(state="held", held=fault)
    scene.settle()


def _no_paper(scene: Scene) -> None:
    for printer in scene.station.devices.printers:
        printer.set_fault("E-PR-01")
    _printed(scene)


RECEIPTS: tuple[tuple[str, str, Reach], ...] = (
    ("attract-receipt", "attract", offered),
    ("receipt", "receipt", taken),
    ("receipt-read", "receipt", _read),
    ("receipt-printed", "printing", _printed),
    ("receipt-held", "printing", _held),
    ("receipt-no-paper", "fault", _no_paper),
)
