"""Guidance: which question is next, which answers count, what stays undetermined."""

from kiosk.domain.catalog import assemble
from kiosk.domain.checklist import Addition
from kiosk.domain.condition import Option
from kiosk.domain.guidance import Progress, Replay, progress
from kiosk.domain.guide import Guide
from kiosk.domain.service import Note, PresenceChoice, Stop
from kiosk.domain.topic import Include
from tests.builders import (
    REGION,
    TODAY,
    a_line,
    a_question,
    a_service,
    a_topic,
    includes,
    is_,
    not_,
    some_documents,
)

SIZE = a_question("size", "small", "large", unknown=True, find_out="看营业执照")
RENT = a_question("rent", when=is_("size", "large"))


def guide_of(topic, *services) -> Guide:
    return assemble(some_documents(topic, services), "topic", REGION, TODAY)


def a_guide() -> Guide:
    """Small places need a record, large ones a permit with a lease when the place is rented."""
    return guide_of(
        a_topic(
            Include(service="record", when=is_("size", "small")),
            Include(service="permit", when=is_("size", "large")),
            questions=(SIZE, RENT),
        ),
        a_service("record", "id-card"),
        a_service("permit", "id-card", a_line("lease", when=is_("rent", "yes"))),
    )


def next_id(state: Progress) -> str | None:
    return state.next_question.id if state.next_question else None


def test_asks_in_order_until_complete():
    guide = a_guide()
    start = progress(guide, {})
    assert (start.state, next_id(start), start.answered) == ("needs_answers", "size", ())
    second = progress(guide, {"size": ("large",)})
    assert (second.state, next_id(second)) == ("needs_answers", "rent")
    done = progress(guide, {"size": ("large",), "rent": ("no",)})
    assert (done.state, done.next_question, done.undetermined) == ("complete", None, ())
    assert [a.label for a in done.answered] == [("选large",), ("不是",)]
    assert progress(guide, {"size": ("small",)}).state == "complete"


def test_question_without_effect_for_these_answers_is_not_asked():
    wall = a_question("wall")
    guide = guide_of(
        a_topic(Include(service="a1", when=is_("size", "large")), questions=(SIZE, wall)),
        a_service("a1", a_line("plan", when=is_("wall", "yes"))),
    )
    assert progress(guide, {"size": ("small",)}).state == "complete"
    assert next_id(progress(guide, {"size": ("large",)})) == "wall"
    assert next_id(progress(guide, {"size": ("?",)})) == "wall"


def test_answer_that_does_not_apply_is_dropped_and_counts_again():
    guide = a_guide()
    answers = {"size": ("small",), "rent": ("yes",)}
    small = progress(guide, answers)
    assert (small.state, small.dropped) == ("complete", ("rent",))
    assert [a.question for a in small.answered] == ["size"]
    large = progress(guide, answers | {"size": ("large",)})
    assert (large.state, large.dropped) == ("complete", ())
    assert [a.question for a in large.answered] == ["size", "rent"]


def test_early_answer_counts_while_its_question_may_apply():
    state = progress(a_guide(), {"rent": ("yes",)})
    assert (next_id(state), state.dropped) == ("size", ())
    assert [a.question for a in state.answered] == ["rent"]


def test_do_not_know_stays_undetermined_with_its_outcomes():
    state = progress(a_guide(), {"size": ("?",)})
    assert (state.state, state.next_question) == ("complete", None)
    size, rent = state.undetermined
    assert (size.question, size.find_out) == ("size", "看营业执照")
    assert size.affects == ("record", "permit")
    assert [(o.option, o.adds) for o in size.outcomes] == [
        ("small", (Addition(service="record"), Addition(evidence="id-card"))),
        ("large", (Addition(service="permit"), Addition(evidence="id-card"))),
    ]
    assert (rent.question, rent.affects) == ("rent", ("permit",))


def test_an_outcome_adds_the_paper_of_another_holder():
    guide = guide_of(
        a_topic("s", questions=(a_question("q", "a", "b", unknown=True),)),
        a_service(
            "s",
            "card",
            a_line("card", id="agents", holder="agent", when=is_("q", "a")),
            a_line("card", id="childs", holder="child", when=is_("q", "a")),
        ),
    )
    [open_question] = progress(guide, {"q": ("?",)}).undetermined
    adds = [[add.evidence for add in outcome.adds] for outcome in open_question.outcomes]
    assert adds == [["card"], []]


def test_hidden_question_shows_only_what_it_adds_itself():
    """`rent` is asked on the condition that controls the permit, but does not bring it."""
    rent = progress(a_guide(), {"size": ("?",)}).undetermined[1]
    assert [(o.option, o.adds) for o in rent.outcomes] == [
        ("yes", (Addition(evidence="lease"),)),
        ("no", ()),
    ]


def test_unanswered_questions_are_not_undetermined_yet():
    assert progress(a_guide(), {}).undetermined == ()
    assert progress(a_guide(), {"size": ("large",)}).undetermined == ()


def test_unclear_tells_missing_answers_from_missing_knowledge():
    guide = a_guide()
    lease = guide.steps[1].evidence[1].test
    assert Replay(guide, {}).is_unclear(lease) is False
    assert Replay(guide, {"size": ("large",)}).is_unclear(lease) is False
    assert Replay(guide, {"size": ("?",)}).is_unclear(lease) is True
    assert Replay(guide, {"size": ("small",)}).is_unclear(lease) is False


def test_stop_of_topic_and_of_mandatory_service_block():
    stop = Stop(id="no", reason="不行", basis="第1条", instead="先去问", when=is_("size", "small"))
    one = guide_of(
        a_topic("a1", questions=(SIZE, a_question("more")), stops=(stop,)),
        a_service("a1", a_line("plan", when=is_("more", "yes"))),
    )
    blocked = progress(one, {"size": ("small",)})
    assert (blocked.state, blocked.next_question) == ("blocked", None)
    assert [(s.id, s.instead, s.service) for s in blocked.stops] == [("no", "先去问", None)]
    assert progress(one, {"size": ("large",)}).state == "needs_answers"
    two = guide_of(a_topic("a1", questions=(SIZE,)), a_service("a1", stops=(stop,)))
    assert progress(two, {"size": ("small",)}).state == "blocked"
    assert progress(two, {"size": ("small",)}).stops[0].service == "a1"


def test_stop_of_optional_service_only_marks_it():
    stop = Stop(id="no", reason="不行", when=is_("size", "small"))
    guide = guide_of(
        a_topic("a1", Include(service="b1", optional=True), questions=(SIZE,)),
        a_service("a1"),
        a_service("b1", stops=(stop,)),
    )
    state = progress(guide, {"size": ("small",)})
    assert (state.state, [s.service for s in state.stops]) == ("complete", ["b1"])


def test_stop_of_a_step_that_is_not_there_is_silent():
    guide = guide_of(
        a_topic(Include(service="a1", when=is_("size", "large")), questions=(SIZE,)),
        a_service("a1", stops=(Stop(id="no", reason="不行"),)),
    )
    assert progress(guide, {"size": ("small",)}).stops == ()
    assert progress(guide, {"size": ("large",)}).state == "blocked"


def test_stop_shared_by_services_is_named_once():
    stop = Stop(id="no", reason="不行")
    guide = guide_of(
        a_topic("a1", "b1"), a_service("a1", stops=(stop,)), a_service("b1", stops=(stop,))
    )
    assert [(s.id, s.service) for s in progress(guide, {}).stops] == [("no", "a1")]


def test_unverified_stop_is_a_note_to_confirm():
    stop = Stop(id="no", reason="听说不行", status="unverified")
    guide = guide_of(a_topic("a1", stops=(stop,)), a_service("a1", stops=(stop,)))
    state = progress(guide, {})
    assert (state.state, state.stops) == ("complete", ())
    for notes in (guide.notes, guide.steps[0].notes):
        assert [(n.value.text, n.value.status) for n in notes] == [("听说不行", "unverified")]


def test_every_kind_of_effect_asks():
    for service in (
        a_service("a1", notes=(Note(id="n", text="x", when=is_("size", "small")),)),
        a_service(
            "a1",
            presence=(
                PresenceChoice(value="in_person", when=is_("size", "small")),
                PresenceChoice(value="nobody"),
            ),
        ),
        a_service("a1", a_line("lease", when=not_(is_("size", "small")))),
    ):
        guide = guide_of(a_topic("a1", questions=(SIZE,)), service)
        assert next_id(progress(guide, {})) == "size"


def option_guide() -> Guide:
    kind = a_question("kind", "plain", Option(id="big", label="大的", when=is_("size", "large")))
    return guide_of(
        a_topic("a1", questions=(SIZE, kind)),
        a_service("a1", a_line("plan", when=is_("kind", "big"))),
    )


def test_options_of_a_relevant_question_make_theirs_relevant():
    guide = option_guide()
    assert next_id(progress(guide, {})) == "size"
    small = progress(guide, {"size": ("small",)}).next_question
    large = progress(guide, {"size": ("large",)}).next_question
    unclear = progress(guide, {"size": ("?",)}).next_question
    assert [o.id for o in small.options] == ["plain"]
    assert [o.id for o in large.options] == [o.id for o in unclear.options] == ["plain", "big"]


def test_answer_with_a_gone_option_is_asked_again():
    guide = option_guide()
    state = progress(guide, {"size": ("small",), "kind": ("big",)})
    assert (next_id(state), state.dropped) == ("kind", ("kind",))
    back = progress(guide, {"size": ("large",), "kind": ("big",)})
    assert (back.state, back.dropped) == ("complete", ())


def test_many_answers_and_their_effects():
    extras = a_question("extras", "gas", "wine", kind="many", unknown=True)
    guide = guide_of(
        a_topic("a1", questions=(extras,)),
        a_service(
            "a1",
            a_line("gas-paper", when=includes("extras", "gas")),
            a_line("wine-paper", when=includes("extras", "wine")),
        ),
    )
    state = progress(guide, {"extras": ("?",)})
    assert [o.adds for o in state.undetermined[0].outcomes] == [
        (Addition(evidence="gas-paper"),),
        (Addition(evidence="wine-paper"),),
    ]
    both = progress(guide, {"extras": ("gas", "wine")})
    assert (both.state, both.answered[0].label) == ("complete", ("选gas", "选wine"))
