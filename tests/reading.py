"""Reading guides in tests: which elements hold for some answers."""

from kiosk.domain.catalog import assemble
from kiosk.domain.guide import Guarded, Guide, GuideStep
from tests.builders import (
    REGION,
    TODAY,
    some_documents,
)


def guide_of(topic, services=(), region=REGION, as_of=TODAY, **documents) -> Guide:
    return assemble(some_documents(topic, services, **documents), topic.id, region, as_of)


def step_of(guide: Guide, key: str) -> GuideStep:
    return next(s for s in guide.steps if s.key == key)


def values(guarded: tuple[Guarded, ...], answers) -> list:
    """Return the (value, test) pairs that are not false."""
    return [(g.value, g.test(answers)) for g in guarded if g.test(answers) is not False]


def uses(step: GuideStep, answers) -> dict[str, bool | None]:
    return {line.use: known for line, known in values(step.evidence, answers)}
