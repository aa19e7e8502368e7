"""Lists of small made-up topics, for one example per rule."""

from typing import Any

from kiosk.domain.answers import check_answers
from kiosk.domain.catalog import assemble
from kiosk.domain.checklist import Checklist
from kiosk.domain.compose import compose
from kiosk.domain.service import Service
from kiosk.domain.topic import Include
from tests.builders import REGION, TODAY, a_topic, some_documents


def list_of(
    *services: Service,
    includes: tuple[str | Include, ...] = (),
    given: dict[str, tuple[str, ...]] | None = None,
    topic: dict[str, Any] | None = None,
    **documents: Any,
) -> Checklist:
    """Compose the list of a topic that includes the services, in order."""
    made = a_topic(*(includes or tuple(s.id for s in services)), **(topic or {}))
    guide = assemble(some_documents(made, services, **documents), made.id, REGION, TODAY)
    return compose(guide, check_answers(guide, given or {}))


def only(checklist: Checklist, evidence: str) -> Any:
    """Return the only line of one evidence type."""
    [line] = [m for m in checklist.materials if m.evidence == evidence]
    return line
