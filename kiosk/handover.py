"""Wires the receipt that was never shown: from the journal's shelf to paper and screen.

Imported when somebody wants the receipt; what it says is `services/receipt_desk.py`.
"""

from kiosk.bootstrap import Station
from kiosk.documents.qr import QrCodes
from kiosk.documents.slip_lines import receipt_slip
from kiosk.domain.guide import Guide
from kiosk.domain.ids import TopicId
from kiosk.ports.receipts import ReceiptShelf
from kiosk.services.receipt_desk import ReceiptDesk


def receipt_desk_of(station: Station, shelf: ReceiptShelf) -> ReceiptDesk:
    """Return what hands over the receipt on a shelf, by the rules of the kiosk's own place."""

    def guide(topic: TopicId) -> Guide:
        return station.guidance.guide(topic, station.region, station.today())

    return ReceiptDesk(
        shelf=shelf,
        guide=guide,
        pdf=station.paper,
        slip_lines=receipt_slip,
        qr=QrCodes(),
        printers=station.devices.printers,
        site=station.site,
    )
