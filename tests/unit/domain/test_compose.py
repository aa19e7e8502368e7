"""The personal list: laws on random topics, and one example per rule of catalogue.md §6."""

import datetime as dt
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.answers import check_answers
from kiosk.domain.catalog import assemble
from kiosk.domain.checklist import Checklist, Saved, Use
from kiosk.domain.compose import compose, waits
from kiosk.domain.digest import digest
from kiosk.domain.service import (
    Benefit,
    Duty,
    EvidenceType,
    Fee,
    Note,
    NotNeeded,
    PresenceChoice,
    Service,
    ServiceResult,
    Stop,
    TextChoice,
    Time,
    TimeLimit,
    VisitsChoice,
    Within,
)
from kiosk.domain.topic import (
    After,
    Include,
    IncludePatch,
    RegionOverlay,
    TopicPatch,
    Wait,
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
from tests.unit.domain.cases import (
    OPTIONS,
    QUESTIONS,
    Case,
    answers,
    cases,
    completions,
    lines_by_paper,
    papers,
    recount,
)
from tests.unit.domain.lists import WeekdaysTo2026


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


@given(cases(), answers(*OPTIONS))
def test_merged_counts_equal_a_naive_recount_per_holder(case: Case, said: Any) -> None:
    found = papers(compose(case.guide, said))
    expected = lines_by_paper(case, said)
    assert found.keys() == expected.keys()
    for paper, by_service in expected.items():
        line = found[paper]
        assert (line.originals, line.copies) == recount(by_service)
        assert [u.service for u in line.uses] == list(by_service)


@given(cases(), answers(*OPTIONS, "?"))
def test_not_knowing_never_drops_a_paper_that_some_completion_needs(case: Case, said: Any) -> None:
    now = compose(case.guide, said)
    assert now.state == "complete"
    shown = papers(now)
    needed = [lines_by_paper(case, whole) for whole in completions(said)]
    for paper in set().union(*needed):
        assert paper in shown
        if not all(paper in one for one in needed):
            assert shown[paper].status == "undetermined"


@given(cases(), answers(*OPTIONS, "?"))
def test_the_order_of_the_answers_changes_nothing(case: Case, said: Any) -> None:
    shuffled = list(said.items())
    random.Random(1).shuffle(shuffled)  # noqa: S311
    assert compose(case.guide, dict(shuffled)) == compose(case.guide, said)


@given(cases(), answers(*OPTIONS, "?"), st.sampled_from(QUESTIONS), st.sampled_from(OPTIONS))
def test_what_if_and_back_gives_the_same_list(
    case: Case, said: Any, question: str, value: str
) -> None:
    before = compose(case.guide, said)
    compose(case.guide, {**said, question: (value,)})
    assert compose(case.guide, dict(said)) == before
    assert before.digest == digest(before)


@given(cases(), answers(*OPTIONS))
def test_lines_that_hang_on_unanswered_questions_are_left_out(case: Case, said: Any) -> None:
    part = {q: v for q, v in said.items() if q != "q1"}
    now = compose(case.guide, part)
    if now.state == "needs_answers":
        assert all(m.status != "undetermined" for m in now.materials)
        whole = [lines_by_paper(case, {**part, "q1": (v,)}) for v in OPTIONS]
        assert papers(now).keys() <= set(whole[0]) & set(whole[1])


# -- papers ---------------------------------------------------------------------------------------


def test_one_service_counts_a_paper_once_and_services_add_up() -> None:
    found = list_of(
        a_service(
            "s1", a_line("card", copies=1), a_line("card", id="again", copies=2), a_line("photo")
        ),
        a_service("s2", a_line("card", copies=1), a_line("photo", original="submit", originals=2)),
        a_service("s3", a_line("photo", original="submit")),
    )
    card, photo = only(found, "card"), only(found, "photo")
    assert (card.originals, card.copies) == (1, 3)
    assert (photo.originals, photo.copies) == (3, 0)
    assert [u.original for u in photo.uses] == ["show", "submit", "submit"]
    assert found.saved.duplicate_papers == 3
    assert found.to_bring == 2


def test_holders_have_lines_of_their_own() -> None:
    found = list_of(a_service("s1", a_line("card"), a_line("card", id="a", holder="agent")))
    assert [m.holder for m in found.materials] == ["applicant", "agent"]


def test_alternatives_merge_to_those_common_to_all() -> None:
    found = list_of(
        a_service("s1", a_line("proof", any_of=("card", "book", "pass"))),
        a_service("s2", a_line("proof", any_of=("pass", "card"))),
        a_service("s3", a_line("proof", any_of=("book",))),
    )
    first, second = (m for m in found.materials if m.evidence == "proof")
    assert [a.evidence for a in first.any_of] == ["card", "pass"]
    assert first.any_of[0].name == "card证明"
    assert [u.service for u in second.uses] == ["s3"]


def test_every_status_has_its_rule() -> None:
    found = list_of(
        a_service("maker", result=(ServiceResult(name="证", evidence="licence"),)),
        a_service(
            "taker",
            a_line("bring"),
            a_line("ask", status="unverified"),
            a_line("fill", fill="form-1"),
            a_line("later", necessity="later", later_within=Within(days=5)),
            a_line("on-site", necessity="on_site"),
            a_line("promise", promise=True),
            a_line("social-card"),
            a_line("licence", copies=1),
            a_line("optional", necessity="optional"),
            a_line("open", when=is_("q", "a")),
        ),
        given={"q": ("?",)},
        topic={"questions": (a_question("q", "a", "b", unknown=True),)},
        overlays=(RegionOverlay(code="34", name="省", e_licences=("social-card",)),),
    )
    assert {m.evidence: m.status for m in found.materials} == {
        "bring": "bring",
        "ask": "ask",
        "fill": "fill",
        "later": "later",
        "on-site": "on_site",
        "promise": "promise",
        "social-card": "e_licence",
        "licence": "produced",
        "optional": "optional",
        "open": "undetermined",
    }
    assert found.to_bring == 1
    assert found.saved == Saved(duplicate_papers=0, produced=1, e_licence=1)
    assert only(found, "licence").copies == 1
    assert only(found, "later").note == "5个工作日内补交"
    assert only(found, "fill").form == "form-1"
    assert only(found, "open").why == ("取决于“q”",)


def test_an_applicants_identity_document_is_always_brought() -> None:
    card = EvidenceType(id="id-card", name="居民身份证", plain="身份证", identity=True)
    found = list_of(
        a_service("s", a_line("id-card"), a_line("id-card", id="a", holder="agent")),
        evidence=(card,),
        overlays=(RegionOverlay(code="34", name="省", e_licences=("id-card",)),),
    )
    assert [(m.holder, m.status) for m in found.materials] == [
        ("applicant", "bring"),
        ("agent", "e_licence"),
    ]


def test_a_paper_is_produced_only_after_its_producer() -> None:
    makes = (ServiceResult(name="证", evidence="licence"),)
    found = list_of(
        a_service("renew", "licence", result=makes),
        a_service("use", "licence", a_line("licence", id="a", holder="agent")),
        a_service("either", a_line("proof", any_of=("licence", "book")), requires=("renew",)),
        a_service("early", a_line("other-proof", any_of=("licence", "book"))),
    )
    mine, agents = (m for m in found.materials if m.evidence == "licence")
    assert [(u.service, u.status) for u in mine.uses] == [("renew", "bring"), ("use", "produced")]
    assert mine.status == "bring"
    assert agents.status == "bring"
    assert only(found, "proof").status == "produced"
    assert only(found, "other-proof").status == "bring"


def test_papers_of_an_unverified_step_are_asked_about() -> None:
    found = list_of(a_service("s1", "card"), includes=(Include(service="s1", status="unverified"),))
    assert found.steps[0].status == "unverified"
    assert only(found, "card").status == "ask"


def test_papers_of_a_service_that_may_come_in_are_undetermined() -> None:
    found = list_of(
        a_service("s1", a_line("card", copies=1)),
        a_service("s2", a_line("card", copies=2), "deed"),
        includes=("s1", Include(service="s2", when=is_("q", "a"))),
        given={"q": ("?",)},
        topic={"questions": (a_question("q", "a", "b", unknown=True),)},
    )
    assert [s.service for s in found.steps] == ["s1"]
    card = only(found, "card")
    assert (card.status, card.copies) == ("bring", 1)
    assert card.uses[1] == Use(
        service="s2", status="undetermined", original="show", originals=1, copies=2
    )
    assert only(found, "deed").status == "undetermined"
    assert found.saved.duplicate_papers == 0
    assert found.duration.lower_bound


def test_a_line_shows_the_first_status_of_its_uses() -> None:
    found = list_of(
        a_service("s1", a_line("card", necessity="optional")),
        a_service("s2", a_line("card", fill="form")),
        a_service("s3", a_line("card", status="unverified", copies=5)),
    )
    card = only(found, "card")
    assert card.status == "ask"
    assert card.copies == 0  # nothing unverified is ever counted
    assert [u.status for u in card.uses] == ["optional", "fill", "ask"]
    assert found.to_bring == 0


# -- steps, days, trips ---------------------------------------------------------------------------


def days(count: int, unit: Any = "working", **fields: Any) -> TimeLimit:
    return TimeLimit(days=count, unit=unit, **fields)


def test_steps_stand_in_stages_with_their_facts() -> None:
    found = list_of(
        a_service(
            "permit",
            code=(TextChoice(value="0001"),),
            name=(TextChoice(value="小店的", when=is_("q", "a")), TextChoice(value="大店的")),
            presence=(PresenceChoice(value="in_person", basis="某法§3"),),
            visits=(VisitsChoice(value=2),),
            time=Time(statutory=(days(20),), promised=(days(7, note="材料齐"),)),
            result=(ServiceResult(name="许可证", status="unverified"),),
            basis=("某法§1",),
        ),
        a_service("licence"),
        includes=(Include(service="permit", after=(After(service="licence"),)), "licence"),
        given={"q": ("b",)},
        topic={"questions": (a_question("q", "a", "b"),)},
    )
    licence, permit = found.steps
    assert (licence.n, licence.stage, licence.service) == (1, 1, "licence")
    assert (permit.n, permit.stage, permit.after) == (2, 2, ("licence",))
    assert (permit.code, permit.name, permit.agency) == ("0001", "大店的", "agency局")
    assert (permit.presence, permit.visits) == ("in_person", 2)
    assert (permit.days.promised, permit.days.statutory, permit.days.note) == (7, 20, "材料齐")
    assert permit.result == "许可证（请向窗口确认）"
    assert permit.basis == ("某法§1", "某法§3")
    assert found.duration.critical_path_days == 7


def test_limits_that_are_not_certain_count_nothing_and_make_a_lower_bound() -> None:
    for time in (
        Time(),
        Time(statutory=(days(20),), promised=(days(7, status="unverified"),)),
        Time(statutory=(days(20),), promised=(days(7, when=is_("q", "a")),)),
    ):
        found = list_of(
            a_service("s1", time=time),
            a_service("s2", time=Time(statutory=(days(7, "calendar"),))),
            given={"q": ("?",)},
            topic={"questions": (a_question("q", "a", "b", unknown=True),)},
        )
        assert found.duration.critical_path_days == 5
        assert found.duration.lower_bound
        assert (found.steps[0].days.promised, found.steps[0].days.statutory) == (None, None)


def test_an_unverified_limit_is_named_in_the_note_alone() -> None:
    found = list_of(a_service("s", time=Time(promised=(days(7, status="unverified"),))))
    assert found.steps[0].days.note == "约7个工作日，请向窗口确认"


def test_optional_and_unverified_steps_take_no_time() -> None:
    limit = Time(statutory=(days(20),))
    found = list_of(
        a_service("s1", time=Time(promised=(days(0, "immediate"),))),
        a_service("s2", time=limit),
        a_service("s3", time=limit),
        includes=(
            "s1",
            Include(service="s2", optional=True),
            Include(service="s3", status="unverified"),
        ),
    )
    assert found.duration.critical_path_days == found.duration.sequential_days == 0
    assert not found.duration.lower_bound


def test_two_includes_of_one_service_are_one_step() -> None:
    found = list_of(
        a_service("s1", "card", fee=(Fee(amount="5.00"),)),
        a_service("s2"),
        includes=(
            Include(service="s1", optional=True),
            Include(service="s1", id="again", after=(After(service="s2"),)),
            "s2",
        ),
    )
    assert [s.service for s in found.steps] == ["s2", "s1"]
    assert not found.steps[1].optional
    assert found.fees.total == "5.00"
    assert only(found, "card").originals == 1


def test_a_waiting_time_is_part_of_the_path_and_of_the_dates() -> None:
    services = (
        a_service("apply", time=Time(promised=(days(0, "immediate"),))),
        a_service("register", time=Time(promised=(days(1),))),
    )
    wait = Wait(days=30, unit="calendar")
    topic = a_topic(
        "apply", Include(service="register", after=(After(service="apply", wait=wait),))
    )
    guide = assemble(some_documents(topic, services), topic.id, REGION, TODAY)
    start = dt.date(2026, 9, 18)
    found = compose(guide, {}, start, WeekdaysTo2026())
    assert found.duration.critical_path_days == 22 + 1
    assert found.duration.ready_on == "2026-10-20"  # 18 October is a Sunday
    assert waits(guide, {}) == {("apply", "register"): wait}
    assert found.digest == compose(guide, {}).digest


def test_trips_count_places_stage_by_stage() -> None:
    goes = (PresenceChoice(value="proxy_allowed"),)
    hall = {"presence": goes, "agency": "hall"}
    found = list_of(
        a_service("s1", **hall),
        a_service("s2", **hall, visits=(VisitsChoice(value=2),)),
        a_service("s3", presence=goes, agency="tax"),
        a_service("s4", presence=(PresenceChoice(value="nobody"),)),
        a_service("s5", presence=goes, channels=("online",)),
        a_service("s6", **hall, requires=("s1",)),
    )
    assert (found.trips, found.trips_estimate) == (2 + 1 + 1, True)


def test_windows_of_one_building_are_one_place_and_make_the_count_exact() -> None:
    goes = (PresenceChoice(value="in_person"),)
    windows = {
        "tax": Window(name="税务窗口", building="大厅", hours="工作日 9:00-17:00"),
        "police": Window(name="户籍窗口", building="大厅"),
    }
    found = list_of(
        a_service("s1", presence=goes, agency="tax"),
        a_service("s2", presence=goes, agency="police"),
        overlays=(RegionOverlay(code="34", name="省", windows=windows),),
    )
    assert (found.trips, found.trips_estimate) == (1, False)
    assert found.steps[0].window is not None
    assert found.steps[0].window.hours == "工作日 9:00-17:00"


def test_collecting_a_result_is_a_trip_unless_one_comes_later_anyway() -> None:
    goes = (PresenceChoice(value="in_person"),)
    collect = (ServiceResult(name="证", collect="window"),)
    one = a_service("s1", presence=goes, result=collect)
    assert list_of(one).trips == 2
    assert list_of(one, a_service("s2", presence=goes, requires=("s1",))).trips == 2
    assert list_of(one, a_service("s2", presence=goes)).trips == 2
    assert list_of(one, a_service("s2", presence=goes, agency="b", requires=("s1",))).trips == 3


# -- money, words, stops --------------------------------------------------------------------------


def test_fees_sum_what_is_verified_and_say_when_something_is_open() -> None:
    def total(*fees: Fee) -> tuple[str, bool]:
        made = list_of(
            a_service("s", fee=fees),
            given={"q": ("?",)},
            topic={"questions": (a_question("q", "a", "b", unknown=True),)},
        ).fees
        return made.total, made.unknown

    assert total(Fee(amount="40.00"), Fee(id="b", amount="2.50")) == ("42.50", False)
    assert total(Fee(amount="40.00", status="unverified")) == ("0.00", True)
    assert total(Fee(amount=None)) == ("0.00", True)
    assert total(Fee(amount="40.00", when=is_("q", "a"))) == ("0.00", True)
    assert total() == ("0.00", True)


def test_notes_duties_benefits_and_what_is_not_needed() -> None:
    found = list_of(
        a_service(
            "s",
            duty=(Duty(within=3, unit="month", from_="满16周岁", consequence="过期罚款"),),
            benefit=(Benefit(amount="30.00", per="month", group="80岁以上", status="unverified"),),
            notes=(Note(text="先打电话"), Note(text="不要", when=is_("q", "b"))),
            not_needed=(NotNeeded(name="照片", why="窗口会拍", status="unverified"),),
        ),
        given={"q": ("a",)},
        topic={
            "questions": (a_question("q", "a", "b"),),
            "notes": (Note(text="都一样", basis="某法§2"),),
            "not_needed": (NotNeeded(name="婚育证明", why="早已取消"),),
        },
    )
    assert [(n.text, n.service) for n in found.notes] == [("都一样", None), ("先打电话", "s")]
    [duty] = found.duties
    assert (duty.within, duty.unit, duty.from_, duty.consequence) == (
        3, "month", "满16周岁", "过期罚款",
    )  # fmt: skip
    assert (found.benefits[0].amount, found.benefits[0].status) == ("30.00", "unverified")
    assert [(n.name, n.status) for n in found.not_needed] == [
        ("婚育证明", "verified"),
        ("照片", "unverified"),
    ]


def test_an_unverified_duty_says_ask_the_window() -> None:
    duty = Duty(within=30, unit="working", from_="出生", consequence="罚款", status="unverified")
    assert list_of(a_service("s", duty=(duty,))).duties[0].consequence == "请向窗口确认"


def test_an_unverified_switch_keeps_the_old_step_among_what_is_not_needed() -> None:
    patch = TopicPatch(
        includes={"permit": IncludePatch(when=not_(is_("size", "small")), status="unverified")},
        add_includes=(
            Include(service="filing", when=is_("size", "small"), status="unverified"),
        ),
    )  # fmt: skip
    services = (a_service("permit", basis=("某法§5",)), a_service("filing"))
    topic = a_topic("permit", questions=(a_question("size", "small", "large"),))
    overlay = RegionOverlay(code="34", name="省", topics={"topic": patch})
    guide = assemble(some_documents(topic, services, overlays=(overlay,)), "topic", REGION, TODAY)
    small, large = compose(guide, {"size": ("small",)}), compose(guide, {"size": ("large",)})
    assert [(s.service, s.status) for s in small.steps] == [("filing", "unverified")]
    [old] = small.not_needed
    assert (old.name, old.status, old.basis) == ("permit办理", "unverified", "某法§5")
    assert "请向窗口确认" in old.why
    assert [(s.service, s.status) for s in large.steps] == [("permit", "verified")]
    assert large.not_needed == ()


def test_a_stop_blocks_or_marks_its_optional_step() -> None:
    stop = Stop(id="no", reason="不合布局", basis="某法§9", instead="先问窗口", when=is_("q", "a"))
    service = a_service("s", "card", stops=(stop,))
    questions = {"questions": (a_question("q", "a", "b"), a_question("more", "a", "b"))}
    blocked = list_of(service, given={"q": ("a",)}, topic=questions)
    assert blocked.state == "blocked"
    assert [(s.id, s.reason, s.instead) for s in blocked.stops] == [("no", "不合布局", "先问窗口")]
    assert only(blocked, "card").status == "bring"  # what is certain stays
    side = list_of(
        service,
        includes=(Include(service="s", optional=True),),
        given={"q": ("a",)},
        topic=questions,
    )
    assert side.state == "complete"
    assert side.steps[0].status == "blocked"


def test_the_head_names_topic_place_edition_and_days() -> None:
    found = list_of(
        a_service("s"), overlays=(RegionOverlay(code="34", name="省", hotline="0550-12345"),)
    )
    assert (found.topic, found.name, found.plain) == ("topic", "办一件事", "办事")
    assert (found.region, found.edition, found.hotline) == (REGION, "1", "0550-12345")
    assert (found.as_of, found.facts_on) == ("2026-11-21", "2026-11-01")


def test_answers_that_do_not_count_are_named_and_do_nothing() -> None:
    found = list_of(
        a_service("s", a_line("card", when=is_("deep", "a"))),
        given={"top": ("b",), "deep": ("a",)},
        topic={
            "questions": (
                a_question("top", "a", "b"),
                a_question("deep", "a", "b", when=is_("top", "a")),
            )
        },
    )
    assert found.dropped == ("deep",)
    assert found.materials == ()
    assert [a.question for a in found.answers] == ["top"]
