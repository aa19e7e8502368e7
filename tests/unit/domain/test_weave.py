"""Circumstances woven into services: what they add, swap and include, and where."""

import datetime as dt

from kiosk.domain.service import (
    PresenceChoice,
    Validity,
)
from kiosk.domain.topic import (
    Applies,
    Circumstance,
    CircumstanceEvidence,
    CircumstanceFee,
    CircumstanceInclude,
    CircumstanceNote,
    CircumstanceStop,
    Include,
    Swap,
)
from tests.builders import (
    a_line,
    a_question,
    a_service,
    a_topic,
    is_,
)
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


def test_a_stop_is_as_sure_as_the_presence_it_applies_to():
    presence = (
        PresenceChoice(value="in_person", when=is_("size", "large"), basis="某法第3条"),
        PresenceChoice(value="in_person", status="unverified"),
    )
    topic = a_topic("permit", questions=(SIZE,), circumstances=("proxy",))
    guide = guide_of(
        topic, [a_service("permit", presence=presence)], circumstances=(PROXY,), questions=(WHO,)
    )
    large, small = ({"who": ("proxy",), "size": (s,)} for s in ("large", "small"))
    step = guide.steps[0]
    assert [(s.id, s.basis) for s, _ in values(step.stops, large)] == [("must-come", "某法第3条")]
    assert values(step.notes, large) == []
    assert values(step.stops, small) == []
    assert [(n.text, n.status) for n, _ in values(step.notes, small)] == [
        ("要本人来", "unverified")
    ]


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


def test_swap_for_one_of_several_papers():
    lost = Circumstance(
        id="lost",
        name="丢了",
        when=is_("lost-it", "yes"),
        questions=(a_question("lost-it"),),
        swap=(Swap(from_="id-card", any_of=("temp-id", "passport"), status="unverified"),),
    )
    service = a_service(
        "permit", a_line("id-card", copies=1), a_line("proof", any_of=("id-card", "passport"))
    )
    guide = guide_of(a_topic("permit", circumstances=("lost",)), [service], circumstances=(lost,))
    lines = [line for line, _ in values(guide.steps[0].evidence, {"lost-it": ("yes",)})]
    assert [(x.key, x.use, x.any_of, x.copies, x.status) for x in lines] == [
        ("id-card", "id-card-instead", ("temp-id", "passport"), 1, "unverified"),
        ("proof", "proof", ("passport", "temp-id"), 0, "unverified"),
    ]


def test_circumstance_and_what_it_includes_are_dated():
    over = Validity(to=dt.date(2026, 11, 20))
    renew = CircumstanceInclude(service="renew", valid=over)
    note = CircumstanceNote(text="到期", valid=over)
    lost = Circumstance(id="lost", name="丢了", includes=(renew,), notes=(note,))
    gone = Circumstance(id="gone", name="废止", notes=(CircumstanceNote(text="x"),), valid=over)
    topic = a_topic("permit", circumstances=("lost", "gone"))
    services = [a_service("permit"), a_service("renew")]
    today = guide_of(topic, services, circumstances=(lost, gone))
    before = guide_of(topic, services, circumstances=(lost, gone), as_of=dt.date(2026, 11, 20))
    assert ([s.key for s in today.steps], today.notes) == (["permit"], ())
    assert [s.key for s in before.steps] == ["permit", "renew"]
    assert [n.value.text for n in before.notes] == ["到期", "x"]


def test_a_swap_names_its_group_and_elements_out_of_force_are_not_added():
    past = Validity(to=dt.date(2020, 1, 1))
    swapped = Circumstance(
        id="swapped",
        name="换证明",
        evidence=(CircumstanceEvidence(use="old-form", valid=past),),
        swap=(Swap(from_="card", to="proof", any_of=("book", "pass")),),
    )
    topic = a_topic("s", circumstances=("swapped",))
    guide = guide_of(topic, [a_service("s", "card")], circumstances=(swapped,))
    [(line, known)] = values(guide.steps[0].evidence, {})
    assert (line.use, line.any_of, known) == ("proof", ("book", "pass"), True)
