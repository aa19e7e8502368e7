"""One topic put together: overlays, circumstances, dates, order of questions."""

import datetime as dt

import pytest

from kiosk.domain.catalog import assemble
from kiosk.domain.condition import NEVER, Option, Question
from kiosk.domain.errors import InputError
from kiosk.domain.guide import Guarded, Guide, GuideStep
from kiosk.domain.service import (
    Note,
    PresenceChoice,
    Stop,
    TextChoice,
    Time,
    TimeLimit,
    Validity,
    VisitsChoice,
)
from kiosk.domain.topic import (
    After,
    Applies,
    Circumstance,
    CircumstanceEvidence,
    CircumstanceFee,
    CircumstanceInclude,
    CircumstanceNote,
    CircumstanceStop,
    Include,
    IncludePatch,
    LinePatch,
    OptionPatch,
    RegionOverlay,
    ServicePatch,
    Swap,
    TopicPatch,
    Window,
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


def guide_of(topic, services=(), region=REGION, as_of=TODAY, **documents) -> Guide:
    return assemble(some_documents(topic, services, **documents), topic.id, region, as_of)


def step_of(guide: Guide, key: str) -> GuideStep:
    return next(s for s in guide.steps if s.key == key)


def values(guarded: tuple[Guarded, ...], answers) -> list:
    """Return the (value, test) pairs that are not false."""
    return [(g.value, g.test(answers)) for g in guarded if g.test(answers) is not False]


def uses(step: GuideStep, answers) -> dict[str, bool | None]:
    return {line.use: known for line, known in values(step.evidence, answers)}


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


def test_proxy_adds_by_presence():
    topic = a_topic("open", "closed", circumstances=("proxy",))
    services = [
        a_service("open", presence=(PresenceChoice(value="proxy_allowed"),)),
        a_service("closed", presence=(PresenceChoice(value="in_person", basis="某法第3条"),)),
    ]
    guide = guide_of(topic, services, circumstances=(PROXY,), questions=(WHO,))
    by_proxy = {"who": ("proxy",)}
    assert uses(step_of(guide, "open"), by_proxy) == {"letter": True}
    assert uses(step_of(guide, "open"), {"who": ("self",)}) == {}
    assert uses(step_of(guide, "closed"), by_proxy) == {}
    stops = [s for s, _ in values(step_of(guide, "closed").stops, by_proxy)]
    assert [(s.id, s.basis) for s in stops] == [("must-come", "某法第3条")]
    assert step_of(guide, "open").stops == ()


def test_proxy_follows_a_conditional_presence():
    presence = (
        PresenceChoice(value="in_person", when=is_("size", "large")),
        PresenceChoice(value="proxy_allowed"),
    )
    topic = a_topic("permit", questions=(SIZE,), circumstances=("proxy",))
    guide = guide_of(
        topic, [a_service("permit", presence=presence)], circumstances=(PROXY,), questions=(WHO,)
    )
    large, small = ({"who": ("proxy",), "size": (s,)} for s in ("large", "small"))
    assert uses(guide.steps[0], large) == {}
    assert uses(guide.steps[0], small) == {"letter": True}
    assert [known for _, known in values(guide.steps[0].stops, large)] == [True]


def test_circumstance_elements_apply_by_service_and_promise():
    circumstance = Circumstance(
        id="promise",
        name="承诺",
        when=is_("size", "small"),
        evidence=(CircumstanceEvidence(use="pledge", applies=Applies(promise=True)),),
        fee=(CircumstanceFee(id="post", amount="12", applies=Applies(services=("b1",))),),
        notes=(
            CircumstanceNote(id="once", text="只写一次"),
            CircumstanceNote(id="each", text="每个都写", applies=Applies()),
        ),
    )
    services = [a_service("a1", a_line("lease", promise=True)), a_service("b1", "lease")]
    topic = a_topic("a1", "b1", questions=(SIZE,), circumstances=("promise",))
    guide = guide_of(topic, services, circumstances=(circumstance,))
    small = {"size": ("small",)}
    first, second = guide.steps
    assert uses(first, small) == {"lease": True, "pledge": True}
    assert uses(second, small) == {"lease": True}
    assert (first.fee, [f.id for f, _ in values(second.fee, small)]) == ((), ["post"])
    assert [n.id for n, _ in values(guide.notes, small)] == ["once"]
    assert [n.id for n, _ in values(first.notes, small)] == ["each"]


def test_swap_takes_the_place_of_the_paper_and_of_an_alternative():
    lost = Circumstance(
        id="lost",
        name="丢了",
        when=is_("lost-it", "yes"),
        questions=(a_question("lost-it"),),
        swap=(Swap(from_="id-card", to="temp-id", holder="applicant", except_services=("renew",)),),
    )
    services = [
        a_service(
            "permit",
            a_line("id-card", copies=2),
            a_line("id-card", id="childs", holder="child"),
            a_line("proof", any_of=("id-card", "passport")),
        ),
        a_service("renew", "id-card"),
    ]
    guide = guide_of(
        a_topic("permit", "renew", circumstances=("lost",)), services, circumstances=(lost,)
    )
    yes, no = {"lost-it": ("yes",)}, {"lost-it": ("no",)}
    lines = [line for line, _ in values(step_of(guide, "permit").evidence, yes)]
    assert [(x.use, x.holder, x.copies, x.any_of) for x in lines] == [
        ("temp-id", "applicant", 2, ()),
        ("id-card", "child", 0, ()),
        ("proof", "applicant", 0, ("passport", "temp-id")),
    ]
    assert uses(step_of(guide, "permit"), no) == {"id-card": True, "proof": True}
    assert uses(step_of(guide, "renew"), yes) == {"id-card": True}


def test_circumstance_include_comes_before_and_not_twice():
    lost = Circumstance(
        id="lost",
        name="丢了",
        when=is_("lost-it", "yes"),
        questions=(a_question("lost-it"),),
        includes=(
            CircumstanceInclude(service="renew"),
            CircumstanceInclude(service="report", before=("permit",)),
        ),
    )
    topic = a_topic(
        "permit",
        Include(service="renew", when=is_("size", "large")),
        questions=(SIZE,),
        circumstances=("lost",),
    )
    services = [a_service("permit"), a_service("renew"), a_service("report")]
    guide = guide_of(topic, services, circumstances=(lost,))
    assert [s.key for s in guide.steps] == ["permit", "renew", "renew-lost", "report"]
    extra, report = guide.steps[2:]
    assert (extra.before_all, extra.before) == (True, ())
    assert (report.before_all, report.before) == (False, ("permit",))
    lost_it = {"lost-it": ("yes",)}
    assert extra.test(lost_it | {"size": ("small",)}) is True
    assert extra.test(lost_it | {"size": ("large",)}) is False


def test_overlays_patch_from_province_to_county():
    service = a_service(
        "permit",
        "lease",
        "photo",
        time=Time(
            statutory=(TimeLimit(days=20, unit="working"),),
            promised=(TimeLimit(days=10, unit="working"),),
        ),
    )
    province = RegionOverlay(
        code="34",
        name="省",
        hotline="12340",
        e_licences=("lease",),
        windows={"agency": Window(name="省里的窗口"), "permit": Window(name="食品窗口")},
        services={
            "permit": ServicePatch(
                plain="办许可(省)",
                time=Time(promised=(TimeLimit(days=5, unit="working"),)),
                evidence={"lease": LinePatch(copies=2), "photo": LinePatch(off="省规定第3条")},
                add_evidence=(a_line("extra"),),
                add_notes=(Note(id="n1", text="省里说明"),),
            )
        },
    )
    county = RegionOverlay(
        code="341602",
        name="县",
        windows={
            "permit": (
                Window(name="旧窗口", valid=Validity(to=dt.date(2025, 1, 1))),
                Window(name="新窗口"),
            )
        },
        services={
            "permit": ServicePatch(
                evidence={"extra": LinePatch(copies=3, status="unverified", place="谯城")}
            )
        },
        topics={
            "topic": TopicPatch(
                options={
                    "size.large": OptionPatch(off="没有"),
                    "size.small": OptionPatch(label="小"),
                },
                add_stops=(Stop(id="s1", reason="不行"),),
            )
        },
    )
    topic = a_topic("permit", questions=(SIZE,))
    documents = some_documents(topic, [service], overlays=(province, county))
    here = assemble(documents, "topic", "341602", TODAY)
    lines = {line.use: line for line, _ in values(here.steps[0].evidence, {})}
    assert {use: (x.copies, x.status) for use, x in lines.items()} == {
        "lease": (2, "verified"),
        "extra": (3, "unverified"),
    }
    assert lines["extra"].place == "谯城"
    step = here.steps[0]
    assert (step.plain, step.window.name, here.hotline) == ("办许可(省)", "新窗口", "12340")
    assert [v.days for v, _ in values(step.promised + step.statutory, {})] == [5, 20]
    assert [o.label for o in here.questions[0].options] == ["小"]
    assert (here.e_licences, len(here.stops), len(step.notes)) == (frozenset({"lease"}), 1, 1)
    elsewhere = assemble(documents, "topic", "5116", TODAY)
    assert elsewhere.steps[0].window is None
    assert uses(elsewhere.steps[0], {}) == {"lease": True, "photo": True}
    assert elsewhere.hotline == "12345"


def test_unverified_line_switch_keeps_the_paper_as_unverified():
    overlay = RegionOverlay(
        code="34",
        name="省",
        services={
            "permit": ServicePatch(
                evidence={"lease": LinePatch(off="听说不要了", status="unverified")}
            )
        },
    )
    guide = guide_of(a_topic("permit"), [a_service("permit", "lease")], overlays=(overlay,))
    assert [v.status for v, _ in values(guide.steps[0].evidence, {})] == ["unverified"]


@pytest.mark.parametrize("off", ["有人这样说", None])
def test_unverified_include_switch(off):
    patch = IncludePatch(off=off, status="unverified")
    if off is None:
        patch = IncludePatch(when=not_(is_("size", "small")), status="unverified")
    overlay = RegionOverlay(
        code="34",
        name="省",
        topics={
            "topic": TopicPatch(
                includes={"permit": patch},
                add_includes=(Include(service="record", when=is_("size", "small")),),
            )
        },
    )
    services = [a_service("permit", "lease"), a_service("record")]
    guide = guide_of(a_topic("permit", questions=(SIZE,)), services, overlays=(overlay,))
    small = {"size": ("small",)}
    assert [(g.value.key, g.test(small)) for g in guide.replaced] == [("permit", True)]
    assert step_of(guide, "record").status == "unverified"
    if off is None:
        assert step_of(guide, "permit").status == "verified"
        assert guide.replaced[0].test({"size": ("large",)}) is False


def test_widened_switch_is_unverified_only_for_those_it_brings_in():
    overlay = RegionOverlay(
        code="34",
        name="省",
        topics={
            "topic": TopicPatch(includes={"permit": IncludePatch(when=None, status="unverified")})
        },
    )
    topic = a_topic(Include(service="permit", when=is_("size", "large")), questions=(SIZE,))
    step = guide_of(topic, [a_service("permit")], overlays=(overlay,)).steps[0]
    assert step.status == "verified"
    assert step.switched({"size": ("large",)}) is False
    assert step.switched({"size": ("small",)}) is True


def test_verified_off_just_removes_the_include():
    overlay = RegionOverlay(
        code="34",
        name="省",
        topics={"topic": TopicPatch(includes={"b1": IncludePatch(off="第3条")})},
    )
    guide = guide_of(a_topic("a1", "b1"), [a_service("a1"), a_service("b1")], overlays=(overlay,))
    assert ([s.key for s in guide.steps], guide.replaced) == (["a1"], ())


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
