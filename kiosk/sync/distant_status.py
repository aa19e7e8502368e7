"""The status of a receipt that another kiosk gave: asked at the hub, believed only when signed.

What this kiosk gave itself is answered without a network, in `services/receipts.py`.
Source: sync.md §6.
"""

from kiosk.domain.errors import Unavailable
from kiosk.sync.trust import AnswerTrust
from kiosk.wire.messages import StatusAnswer, StatusRequest
from kiosk.wire.protocol import HubProtocol


def ask_status(hub: HubProtocol, trust: AnswerTrust, receipt: str, code: str) -> StatusAnswer:
    """Return what the hub says of a receipt; a wrong code and an unknown number say nothing.

    Args:
        hub: whom to ask.
        trust: opens its answer.
        receipt: 16 digits.
        code: the query code, 8 digits.

    Raises:
        Unavailable: the hub cannot be reached or is not to be believed.
        Refused: too many wrong tries.
    """
    signed = hub.status(StatusRequest(receipt=receipt, code=code))
    answer = trust.open(signed, "status", StatusAnswer)
    if answer.receipt != receipt:
        raise Unavailable("sync.untrusted", "中心回答的不是这个回执，没有采用")
    return answer
