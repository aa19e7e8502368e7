"""One topic put together: choices, dates, order of questions, what is missing."""

import datetime as dt

import pytest

from kiosk.domain.catalog import assemble
from kiosk.domain.condition import NEVER, Option, Question
from kiosk.domain.errors import InputError
from kiosk.domain.service import (
    Note,
    PresenceChoice,
    TextChoice,
    Validity,
    VisitsChoice,
)
from kiosk.domain.topic import (
    After,
    Applies,
    Circumstance,
    CircumstanceEvidence,
    CircumstanceInclude,
    CircumstanceStop,
    Include,
    IncludePatch,
    LinePatch,
    OptionPatch,
    RegionOverlay,
    ServicePatch,
    Swap,
    TopicPatch,
)
from tests.builders import (
    REGION,
    TODAY,
    a_line,
    a_question,
    a_service,
    a_topic,
    is_,
    not_,
    some_documents,
)
from tests.fakes.documents import MemoryDocuments
from tests.reading import guide_of, step_of, uses, values

WHO = a_question("who", "self", "proxy")

SIZE = a_question("size", "small", "large")

PROXY = Circumstance(
    id="proxy",
    name="别人代办",
    when=is_("who", "proxy"),
    evidence=(
        CircumstanceEvidence(
            id="letter", use="letter", applies=Applies(presence=("proxy_allowed",))
        ),
    ),
    stops=(
        CircumstanceStop(
            id="must-come", reason="要本人来", applies=Applies(presence=("in_person",))
        ),
    ),
)


def test_element_stands_under_its_include():
    topic = a_topic(Include(service="permit", when=is_("size", "large")), questions=(SIZE,))
    line = a_line("lease", when=is_("rent", "yes"))
    permit = a_service("permit", line, questions=(a_question("rent"),))
    step = step_of(guide_of(topic, [permit]), "permit")
    assert uses(step, {"size": ("small",)}) == {}
    assert uses(step, {"rent": ("yes",)}) == {"lease": None}
    assert uses(step, {"rent": ("yes",), "size": ("large",)}) == {"lease": True}


def test_first_choice_that_holds_excludes_the_later_ones():
    service = a_service(
        "permit",
        presence=(
            PresenceChoice(value="in_person", when=is_("size", "large")),
            PresenceChoice(value="proxy_allowed"),
        ),
        visits=(
            VisitsChoice(value=3, valid=Validity(to=dt.date(2025, 12, 31))),
            VisitsChoice(value=1),
        ),
    )
    step = step_of(guide_of(a_topic("permit", questions=(SIZE,)), [service]), "permit")
    assert [(v.value, t) for v, t in values(step.presence, {"size": ("large",)})] == [
        ("in_person", True)
    ]
    assert [(v.value, t) for v, t in values(step.presence, {})] == [
        ("in_person", None),
        ("proxy_allowed", None),
    ]
    assert [(v.value, t) for v, t in values(step.visits, {})] == [(1, True)]


def test_valid_makes_every_element_dated():
    over = Validity(to=dt.date(2026, 11, 20))
    line = a_line("old-form", valid=over)
    topic = a_topic("permit", Include(service="check", valid=over))
    services = [a_service("permit", line, "lease"), a_service("check")]
    assert uses(guide_of(topic, services).steps[0], {}) == {"lease": True}
    assert [s.key for s in guide_of(topic, services).steps] == ["permit"]
    before = guide_of(topic, services, as_of=dt.date(2026, 11, 20))
    assert [s.key for s in before.steps] == ["permit", "check"]
    assert uses(before.steps[0], {}) == {"old-form": True, "lease": True}


def test_question_order_who_topic_services_circumstances():
    proxy = Circumstance(id="proxy", name="代办", questions=("who", a_question("agent")))
    topic = a_topic("b1", "a1", questions=(SIZE, "shared"), circumstances=("lost", "proxy"))
    lost = Circumstance(
        id="lost",
        name="丢了",
        questions=("lost-it",),
        includes=(CircumstanceInclude(service="c1"),),
    )
    services = [
        a_service("a1", questions=(a_question("qa"), "shared")),
        a_service("b1", questions=(a_question("qb"),)),
        a_service("c1", questions=(a_question("qc"),)),
    ]
    shared = (WHO, a_question("shared"), a_question("lost-it"))
    guide = guide_of(topic, services, circumstances=(proxy, lost), questions=shared)
    ids = [q.id for q in guide.questions]
    assert ids == ["who", "size", "shared", "qb", "qa", "lost-it", "qc", "agent"]


def test_yes_no_has_both_options():
    worded = Question(
        id="rent", ask="租的?", kind="yes_no", options=(Option(id="yes", label="租的"),)
    )
    guide = guide_of(a_topic("permit", questions=(worded,)), [a_service("permit")])
    assert [(o.id, o.label) for o in guide.questions[0].options] == [
        ("yes", "租的"),
        ("no", "不是"),
    ]


def test_include_that_never_holds_is_left_out():
    guide = guide_of(a_topic("a1", Include(service="b1", when=NEVER)), [a_service("a1")])
    assert [s.key for s in guide.steps] == ["a1"]


def test_include_keeps_edges_and_its_wording():
    topic = a_topic("a1", Include(service="b1", plain="再办b", after=(After(service="a1"),)))
    step = guide_of(topic, [a_service("a1"), a_service("b1", requires=("a1",))]).steps[1]
    assert (step.plain, step.after, step.requires) == ("再办b", (After(service="a1"),), ("a1",))


def bad_swap() -> Circumstance:
    return Circumstance(id="lost", name="丢了", swap=(Swap(to="temp-id"),))


@pytest.mark.parametrize(
    ("topic", "services", "more", "named"),
    [
        (a_topic("gone"), [], {}, "gone"),
        (a_topic("a1", circumstances=("gone",)), [a_service("a1")], {}, "gone"),
        (a_topic("a1", questions=("gone",)), [a_service("a1")], {}, "gone"),
        (a_topic(Include(service="a1", when=is_("gone", "x"))), [a_service("a1")], {}, "gone"),
        (
            a_topic("a1", circumstances=("proxy",)),
            [a_service("a1")],
            {"circumstances": (PROXY,)},
            "who",
        ),
        (
            a_topic("a1", questions=(a_question("qq", when=is_("qq", "yes")),)),
            [a_service("a1")],
            {},
            "qq → qq",
        ),
        (
            a_topic("a1", questions=(SIZE, a_question("size"))),
            [a_service("a1")],
            {},
            "size",
        ),
        (
            a_topic("a1", circumstances=("lost",)),
            [a_service("a1")],
            {"circumstances": (bad_swap(),)},
            "lost",
        ),
        (
            a_topic("a1"),
            [a_service("a1", "lease")],
            {
                "overlays": (
                    RegionOverlay(
                        code="34",
                        name="省",
                        services={"a1": ServicePatch(evidence={"gone": LinePatch(copies=1)})},
                    ),
                )
            },
            "gone",
        ),
        (
            a_topic("a1"),
            [a_service("a1")],
            {
                "overlays": (
                    RegionOverlay(
                        code="34",
                        name="省",
                        topics={"topic": TopicPatch(includes={"gone": IncludePatch(off="x")})},
                    ),
                )
            },
            "gone",
        ),
        (
            a_topic("a1", questions=(SIZE,)),
            [a_service("a1")],
            {
                "overlays": (
                    RegionOverlay(
                        code="34",
                        name="省",
                        topics={"topic": TopicPatch(options={"size.gone": OptionPatch(off="x")})},
                    ),
                )
            },
            "size.gone",
        ),
    ],
)
def test_what_is_missing_is_named(topic, services, more, named):
    with pytest.raises(InputError, match=named):
        guide_of(topic, services, **more)


def test_unknown_topic_and_topic_out_of_force():
    documents = some_documents(
        a_topic("a1", valid=Validity(to=dt.date(2026, 1, 1))), [a_service("a1")]
    )
    with pytest.raises(InputError, match="other"):
        assemble(documents, "other", REGION, TODAY)
    with pytest.raises(InputError, match="topic"):
        assemble(documents, "topic", REGION, TODAY)


def test_missing_evidence_and_agency_are_named():
    documents = MemoryDocuments(
        catalogue=some_documents(a_topic("a1")).catalogue(),
        topics=(a_topic("a1"),),
        services=(a_service("a1", "lease"),),
    )
    with pytest.raises(InputError, match="lease"):
        assemble(documents, "topic", REGION, TODAY)


def test_effects_name_their_services_once():
    topic = a_topic(
        Include(service="a1", when=is_("size", "large")),
        "b1",
        questions=(SIZE,),
        notes=(Note(id="n1", text="x", when=is_("size", "small")),),
    )
    b1 = a_service(
        "b1",
        a_line("lease", when=is_("size", "large")),
        name=(TextChoice(value="甲", when=is_("size", "small")), TextChoice(value="乙")),
    )
    guide = guide_of(topic, [a_service("a1", "photo"), b1])
    found = {e.test.condition: e.services for e in guide.effects}
    assert found[is_("size", "large")] == ("a1", "b1")
    assert found[is_("size", "small")] == ("b1",)
    assert found[not_(is_("size", "small"))] == ("b1",)
    assert len(guide.effects) == 3
