"""Rules about what conditions can be: never true, always true, or vaguer than they need to be.

Which questions they may name is `lint_questions.py`. Source: catalogue.md §4 and §9.
"""

import datetime as dt
from collections.abc import Iterator

from kiosk.domain.condition import ALWAYS, All, AnyOf, Condition, Not, all_of, any_of
from kiosk.workshop.explore import fulfil
from kiosk.workshop.findings import Finding
from kiosk.workshop.residuals import FALSE, TRUE, Ref, Residuals, TooLargeError, all_atoms
from kiosk.workshop.scope import Place, Scope, at, included_when
from kiosk.workshop.value_classes import classes
from kiosk.workshop.walk import atoms, conditions

MAX_RESIDUALS = 2_000
"""A condition with more partial answers than these is not compared with its exact value."""


class ConditionRules:
    """The rules for the conditions of one topic; none of them may name an unknown question."""

    def __init__(self, scope: Scope, as_of: dt.date) -> None:
        self._scope = scope
        self._questions = tuple(asked.question for asked in scope.questions.values())
        self._residuals = Residuals({q.id: q for q in self._questions}, as_of)
        self._written = [
            (at(part.document, *part.path, *path), part, condition)
            for part in scope.parts
            for path, condition in conditions(part.value)
        ]
        whens = [q.when for q in self._questions]
        found = all_atoms((*(c for _, _, c in self._written), *whens))
        self._classes = {q.id: classes(q, found, as_of) for q in self._questions}

    def check(self) -> Iterator[Finding]:
        """Yield what is wrong with each condition."""
        for place, part, condition in self._written:
            try:
                yield from self._check(place, part, condition)
            except TooLargeError:
                said = "条件太大，没有试完所有回答；请拆成几个"
                yield place.finding("sampled", said, "note")

    def _check(self, place: Place, part: Place, condition: Condition) -> Iterator[Finding]:
        ref = self._residuals.add(condition)
        if not self._can_be(ref):
            yield place.finding("never-true", "条件自相矛盾，怎么回答都不成立")
        elif not self._can_be(self._residuals.contrary(ref)):
            yield place.finding("always-true", "条件怎么回答都成立；请删掉它", "warning")
        elif not self._can_be(self._residuals.add(all_of(self._outer(part), condition))):
            said = f"在主题 {self._scope.topic.id} 里用到它的地方，这个条件怎么回答都不成立"
            yield place.finding("never-true", said, "warning")
        elif self._is_vague(ref):
            said = "回答不全时，这个条件本来能断定却断定不了；请换个写法，少重复同一个问题"
            yield place.finding("kleene", said, "note")
        for name in _negated(condition):
            if self._scope.questions[name].question.when is not None:
                said = f"{name} 不一定会问；没问时 not 里的条件当作成立"
                yield place.finding("not-of-conditional", said, "note")

    def _outer(self, part: Place) -> Condition:
        """Return the condition under which the topic has this part at all."""
        if part.document.kind == "circumstance":
            return all_of(part.document.value.when)
        if part.document.kind != "service":
            return ALWAYS
        return any_of(*included_when(self._scope, part.document.id))

    def _can_be(self, ref: Ref) -> bool:
        return fulfil(self._residuals, self._questions, self._classes, ref) is not None

    def _is_vague(self, ref: Ref) -> bool:
        """Tell whether some partial answers leave open what they already decide."""
        named = [atom.question for atom in atoms(self._residuals.condition(ref))]
        if len(named) == len(set(named)):
            return False
        seen, waiting = {ref}, [ref]
        while waiting:
            here = waiting.pop()
            if not self._is_open(here):
                return True
            for name in self._residuals.names(here):
                for value in self._classes[name]:
                    after = self._residuals.after(here, name, value)
                    if after not in (TRUE, FALSE) and after not in seen:
                        seen.add(after)
                        waiting.append(after)
            if len(seen) > MAX_RESIDUALS:
                raise TooLargeError
        return False

    def _is_open(self, ref: Ref) -> bool:
        """Tell whether a condition can still become true and can still become false."""
        return self._can_be(ref) and self._can_be(self._residuals.contrary(ref))


def _negated(condition: Condition) -> Iterator[str]:
    """Yield the questions of atoms directly under a `not`."""
    match condition:
        case All(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _negated(part)
        case Not(part=part):
            plain = not isinstance(part, All | AnyOf | Not)
            yield from (atom.question for atom in atoms(part)) if plain else _negated(part)
        case _:
            return
