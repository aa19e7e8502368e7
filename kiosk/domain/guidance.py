"""Guidance: replay answers, say which question is next, what counts and what is undetermined.

The state is a pure function of (catalogue, region, as-of day, answers); catalogue.md §5.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from kiosk.domain.catalog import Guide
from kiosk.domain.checklist import GivenAnswer, QuestionView, State, StopLine, Undetermined
from kiosk.domain.condition import Answers


class Progress(Struct, frozen=True, kw_only=True):
    """Where a visit stands, in the shape of `kiosk questions --json`."""

    state: State
    next_question: QuestionView | None
    answered: tuple[GivenAnswer, ...]
    dropped: tuple[str, ...]
    undetermined: tuple[Undetermined, ...]
    stops: tuple[StopLine, ...]


def check_answers(guide: Guide, given: Mapping[str, Iterable[str]]) -> Answers:
    """Return the answers in canonical form (options in authored order, numbers without padding).

    Raises:
        InputError: unknown question or option, two values for a `one`, a value outside min/max,
            no date, `?` where `unknown` is false; the message names what is allowed.
    """
    raise NotImplementedError


def progress(guide: Guide, answers: Answers) -> Progress:
    """Replay `answers` (already checked) and say where the visit stands."""
    raise NotImplementedError
