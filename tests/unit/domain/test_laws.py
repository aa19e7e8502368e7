"""Laws of guidance on random catalogues, against the reference that enumerates all answers."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.catalog import assemble
from kiosk.domain.condition import UNKNOWN_ANSWER, Answers
from kiosk.domain.guidance import Replay, check_answers, progress
from kiosk.domain.guide import Guide
from kiosk.domain.kleene import Facts
from tests.builders import REGION, TODAY
from tests.reference import NUMBERS, Outcome, completions, holds, outcome
from tests.strategies import catalogues, documents_of, simple_catalogues

FEW = settings(max_examples=25)


def guide_of(catalogue) -> Guide:
    return assemble(documents_of(catalogue), "topic", REGION, TODAY)


def a_profile(guide: Guide, rng: random.Random) -> Answers:
    """Return what one person would say to every question that applies, some of it 我不清楚."""
    said: dict[str, tuple[str, ...]] = {}
    for question in guide.questions:
        if guide.applies[question.id](said):
            said[question.id] = an_answer(guide, question, said, rng)
    return said


def an_answer(guide: Guide, question, said: Answers, rng: random.Random) -> tuple[str, ...]:
    if question.unknown and rng.random() < 0.3:
        return (UNKNOWN_ANSWER,)
    if question.kind == "number":
        return (rng.choice(NUMBERS),)
    gone = [o for (q, o), test in guide.options.items() if q == question.id and test(said) is False]
    there = [o for o in question.options if o.id not in gone]
    if question.kind == "many" and rng.random() < 0.3:
        return tuple(o.id for o in there if not o.none)
    return (rng.choice(there).id,)


def askable(guide: Guide, answers: Answers) -> list[str]:
    """Return the relevant questions that certainly apply, in order; none once it is blocked."""
    replay = Replay(guide, answers)
    if replay.progress().state != "needs_answers":
        return []
    return [q for q, test in guide.applies.items() if q in replay.relevant and test(answers)]


def walk(guide: Guide, profile: Answers, rng: random.Random | None = None) -> Answers:
    """Answer until nothing is asked: in asked order, or in any admissible order."""
    answers: dict[str, tuple[str, ...]] = {}
    while open_now := askable(guide, answers):
        asked = open_now[0] if rng is None else rng.choice(open_now)
        if rng is None:
            assert asked == progress(guide, answers).next_question.id
        assert asked not in answers
        answers[asked] = profile[asked]
    return answers


def effects(guide: Guide, answers: Answers) -> list[bool | None]:
    """Return the value of every condition that controls something."""
    facts = Facts(answers)
    return [effect.test(facts) for effect in guide.effects]


@given(catalogues(), st.randoms(use_true_random=False))
@FEW
def test_asked_order_and_any_other_end_in_the_same_list(catalogue, rng):
    guide = guide_of(catalogue)
    profile = a_profile(guide, rng)
    straight, crooked = walk(guide, profile), walk(guide, profile, rng)
    one, other = progress(guide, straight), progress(guide, crooked)
    assert one.state == other.state != "needs_answers"
    in_order = [(q.id, crooked[q.id]) for q in guide.questions if q.id in crooked]
    assert list(check_answers(guide, crooked).items()) == in_order
    assert one.stops == other.stops or one.state == "blocked"
    if one.state == "complete":
        assert effects(guide, straight) == effects(guide, crooked) == effects(guide, profile)
        assert one.undetermined == other.undetermined


@given(catalogues(), st.randoms(use_true_random=False))
@FEW
def test_what_is_left_open_hangs_on_what_the_person_cannot_say(catalogue, rng):
    guide = guide_of(catalogue)
    replay = Replay(guide, walk(guide, a_profile(guide, rng)))
    if replay.progress().state == "blocked":
        return
    for effect in guide.effects:
        if effect.test(replay.facts) is None:
            assert replay.is_unclear(effect.test)
            assert effect.test.residual(replay.facts) <= replay.unclear
    named = {u.question for u in replay.progress().undetermined}
    assert named <= replay.unclear
    if None in effects(guide, replay.answers):
        assert named


@given(simple_catalogues(), st.randoms(use_true_random=False))
@FEW
def test_every_asked_question_can_still_change_the_list(catalogue, rng):
    guide = guide_of(catalogue)
    answers: dict[str, tuple[str, ...]] = {}
    profile = a_profile(guide, rng)
    while open_now := askable(guide, answers):
        for asked in open_now:
            assert can_change(guide, answers, asked)
        asked = rng.choice(open_now)
        answers[asked] = profile[asked]


def can_change(guide: Guide, answers: Answers, asked: str) -> bool:
    """Tell whether two people who differ in this answer, and what follows, get different lists."""
    seen: dict[frozenset, set[tuple[bool, ...]]] = {}
    index = [q.id for q in guide.questions].index(asked)
    depends = {q.id for q in guide.questions[index:]}
    for total in completions(guide.questions, answers, TODAY):
        others = frozenset((q, a) for q, a in total.items() if q not in depends)
        values = tuple(holds(e.test.condition, total, TODAY) for e in guide.effects)
        seen.setdefault(others, set()).add(values)
    return any(len(values) > 1 for values in seen.values())


@given(catalogues(), st.randoms(use_true_random=False))
@FEW
def test_not_knowing_never_drops_a_paper_that_some_completion_needs(catalogue, rng):
    guide = guide_of(catalogue)
    replay = Replay(guide, walk(guide, a_profile(guide, rng)))
    if replay.progress().state == "blocked":
        return
    shown = {
        (s.service.id, x.value.use, x.value.holder, x.value.any_of, x.value.copies)
        for s in guide.steps
        for x in s.evidence
        if x.test(replay.facts) or replay.is_unclear(x.test)
    }
    for total in completions(guide.questions, replay.answers, TODAY):
        assert outcome(catalogue, total, TODAY).lines <= shown


@given(catalogues(), st.randoms(use_true_random=False))
@FEW
def test_changing_an_answer_and_back_restores_the_state(catalogue, rng):
    guide = guide_of(catalogue)
    profile = a_profile(guide, rng)
    answers = walk(guide, profile)
    if not answers:
        return
    before = progress(guide, answers)
    changed = rng.choice(sorted(answers))
    question = next(q for q in guide.questions if q.id == changed)
    detour = {**answers, changed: an_answer(guide, question, answers, rng)}
    there = progress(guide, detour)
    assert {a.question for a in there.answered} | set(there.dropped) == set(answers)
    assert progress(guide, check_answers(guide, {**detour, changed: answers[changed]})) == before


@given(catalogues(), st.randoms(use_true_random=False))
@FEW
def test_answers_given_on_a_detour_never_contradict_the_way_back(catalogue, rng):
    """Answers are never deleted: what was certain before the detour is what it was."""
    guide = guide_of(catalogue)
    answers = walk(guide, a_profile(guide, rng))
    if not answers:
        return
    before = effects(guide, answers)
    changed = rng.choice(sorted(answers))
    question = next(q for q in guide.questions if q.id == changed)
    detour = {**answers, changed: an_answer(guide, question, answers, rng)}
    while open_now := askable(guide, detour):
        asked = next(q for q in guide.questions if q.id == open_now[0])
        detour[asked.id] = an_answer(guide, asked, detour, rng)
    after = effects(guide, {**detour, changed: answers[changed]})
    replaced = {q for q, a in detour.items() if q in answers and a != answers[q]} - {changed}
    assert replaced or all(b is None or b == a for b, a in zip(before, after, strict=True))


@given(catalogues())
@FEW
def test_total_answers_give_what_the_reference_gives(catalogue):
    guide = guide_of(catalogue)
    for total in completions(guide.questions, {}, TODAY):
        facts = Facts(total)
        assert None not in effects(guide, total)
        assert compiled_outcome(guide, facts) == outcome(catalogue, total, TODAY)


def compiled_outcome(guide: Guide, facts: Facts) -> Outcome:
    stops = {(None, s.value.id) for s in guide.stops if s.test(facts)}
    return Outcome(
        steps=frozenset(s.service.id for s in guide.steps if s.test(facts)),
        lines=frozenset(
            (s.service.id, x.value.use, x.value.holder, x.value.any_of, x.value.copies)
            for s in guide.steps
            for x in s.evidence
            if x.test(facts)
        ),
        stops=frozenset(
            stops
            | {(s.service.id, x.value.id) for s in guide.steps for x in s.stops if x.test(facts)}
        ),
        presence=frozenset(
            (s.service.id, x.value.value) for s in guide.steps for x in s.presence if x.test(facts)
        ),
    )
