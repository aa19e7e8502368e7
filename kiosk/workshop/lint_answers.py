"""Rules found by trying answers: reachable options, useful questions, ends that say something.

The search is `explore.py`. A topic is tried for the nation and for every region that changes it.
"""

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from kiosk.domain.catalog import assemble
from kiosk.domain.errors import InputError
from kiosk.domain.guide import Guide
from kiosk.domain.ids import RegionCode
from kiosk.workshop.explore import MAX_STATES, MAX_TRIES, Exploration, Explorer
from kiosk.workshop.findings import Finding
from kiosk.workshop.lint_order import rings
from kiosk.workshop.loaded import LoadedCatalogue
from kiosk.workshop.residuals import TooLargeError
from kiosk.workshop.scope import Asked, Scope

NATION: RegionCode = "00"
"""A code without overlays: the topic as the national documents have it."""


class _Variant(Struct, frozen=True, kw_only=True):
    """A topic as one region has it, tried out."""

    region: RegionCode
    guide: Guide
    found: Exploration


def check_answers(catalogue: LoadedCatalogue, scope: Scope, day: dt.date) -> Iterator[Finding]:
    """Yield what goes wrong in a topic for some answers in some region."""
    variants = []
    for region in _regions(scope):
        try:
            guide = assemble(catalogue, scope.topic.id, region, _day(day, scope))
        except InputError as error:
            yield scope.topic.finding("cannot-assemble", (), f"{_in(region)}{error.message}")
            continue
        explorer = Explorer(guide)
        variant = _Variant(region=region, guide=guide, found=explorer.explore())
        variants.append(variant)
        yield from _check_ends(scope, variant)
        yield from _check_order(scope, variant, explorer)
    if variants:
        yield from _check_questions(scope, variants)
        yield from _check_bound(scope, variants)


def _regions(scope: Scope) -> list[RegionCode]:
    overlays = {part.document.id for part in scope.parts if part.document.kind == "region"}
    return [NATION, *sorted(overlays)]


def _day(day: dt.date, scope: Scope) -> dt.date:
    """Return the day, or the first day of a topic that comes later."""
    valid = scope.topic.value.valid
    return max(day, valid.from_) if valid and valid.from_ else day


def _in(region: RegionCode) -> str:
    return "" if region == NATION else f"在 {region}，"


def _check_ends(scope: Scope, variant: _Variant) -> Iterator[Finding]:
    for answers in variant.found.empty_ends[:1]:
        said = f"{_in(variant.region)}有的回答走到头，既没有要办的事，也没有说明为什么办不了"
        yield scope.topic.finding("empty-end", ("includes",), said).with_path(answers)


def _check_order(scope: Scope, variant: _Variant, explorer: Explorer) -> Iterator[Finding]:
    try:
        for ring, answers in rings(variant.guide, explorer):
            said = f"{_in(variant.region)}事项互相等待：{' → '.join((*ring, ring[0]))}"
            yield scope.topic.finding("cycle", ("includes",), said).with_path(answers)
    except TooLargeError:
        said = f"{_in(variant.region)}试了 {MAX_TRIES} 组回答，还不能断定事项没有互相等待"
        yield scope.topic.finding("sampled", ("includes",), said, "note")


def _check_questions(scope: Scope, variants: list[_Variant]) -> Iterator[Finding]:
    for name, asked in scope.questions.items():
        if not any(name in v.found.matters for v in variants):
            said = f"问题 {name} 不影响任何东西；没有用处的不要问"
            yield asked.place.finding("dead-question", said)
        elif not any(name in v.found.asked for v in variants):
            said = f"在主题 {scope.topic.id} 里，怎么回答都问不到 {name}"
            yield asked.place.finding("unreachable-question", said)
        else:
            yield from _check_options(scope, asked, variants)


def _check_options(scope: Scope, asked: Asked, variants: list[_Variant]) -> Iterator[Finding]:
    name = asked.question.id
    for place, option in enumerate(asked.question.options):
        if not any((name, option.id) in v.found.chosen for v in variants):
            path = (*asked.place.path, "options", place)
            said = f"在主题 {scope.topic.id} 里，怎么回答都选不到 {name} 的 {option.id}"
            yield asked.place.document.finding("unreachable-option", path, said)


def _check_bound(scope: Scope, variants: list[_Variant]) -> Iterator[Finding]:
    for variant in variants:
        if not variant.found.exact:
            said = (
                f"{_in(variant.region)}回答的组合太多，只试了 {variant.found.states} 种情况"
                f"（上限 {MAX_STATES}），没有试完"
            )
            yield scope.topic.finding("sampled", (), said, "note")
