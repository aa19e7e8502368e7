"""What the handlers of the edge work with, made once per worker."""

from collections.abc import Callable

from msgspec import Struct

from hub.edge.access import Access
from hub.edge.waiting import NewsDesk
from hub.services.answers import HubSigner
from hub.services.blobs import Blobs
from hub.services.enrolment import Enrolment
from hub.services.intake import Intake
from hub.services.limits import RateLimit
from hub.services.status import Status


class EdgeParts(Struct, frozen=True, kw_only=True):
    """The services of one worker. `seldom` limits what nobody needs often."""

    access: Access
    signer: HubSigner
    enrolment: Enrolment
    intake: Intake
    blobs: Blobs
    status: Status
    news: NewsDesk
    seldom: RateLimit
    now_ms: Callable[[], int]
