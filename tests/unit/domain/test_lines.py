"""Money, notes, duties, stops and the head of the list: one example per rule."""

from kiosk.domain import wording
from kiosk.domain.catalog import assemble
from kiosk.domain.compose import compose
from kiosk.domain.service import (
    Benefit,
    Duty,
    Fee,
    Note,
    NotNeeded,
    Stop,
)
from kiosk.domain.topic import (
    Include,
    IncludePatch,
    RegionOverlay,
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
from tests.unit.domain.composed import list_of, only


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


def test_a_step_that_may_come_in_leaves_the_sum_open_if_it_may_cost_something() -> None:
    def unknown(*fees: Fee) -> bool:
        return list_of(
            a_service("s1", fee=(Fee(amount="0.00"),)),
            a_service("s2", fee=fees),
            includes=("s1", Include(service="s2", when=is_("q", "a"))),
            given={"q": ("?",)},
            topic={"questions": (a_question("q", "a", "b", unknown=True),)},
        ).fees.unknown

    assert unknown(Fee(amount="0.00"), Fee(id="b", amount="100.00"))
    assert unknown(Fee(amount=None))
    assert unknown()
    assert not unknown(Fee(amount="0.00"))


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


def test_every_duty_that_holds_is_told() -> None:
    report = Duty(within=20, unit="working", from_="老人去世", when=is_("q", "a"))
    check = Duty(within=30, unit="calendar", from_="每年年底")
    other = Duty(within=1, unit="year", from_="别的", when=is_("q", "b"))
    service = a_service("s", duty=(report, check, other))
    asked = {"questions": (a_question("q", "a", "b"),)}
    found = list_of(service, given={"q": ("a",)}, topic=asked)
    assert [duty.from_ for duty in found.duties] == ["老人去世", "每年年底"]
    open_ = list_of(service, given={}, topic=asked)
    assert [duty.from_ for duty in open_.duties] == ["每年年底"]


def test_a_deadline_names_its_step_where_there_are_several() -> None:
    duty = Duty(within=1, unit="month", from_="孩子出生那天")
    one, other = a_service("s", duty=(duty,)), a_service("t")
    alone = list_of(one)
    assert wording.duty(alone.duties[0], alone.steps) == "孩子出生那天起1个月内办"
    both = list_of(one, other)
    first = both.steps[0].name
    assert first
    assert wording.duty(both.duties[0], both.steps) == f"{first}：孩子出生那天起1个月内办"


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
    services = (a_service("permit", "card", basis=("某法§5",)), a_service("filing", "form"))
    topic = a_topic("permit", questions=(a_question("size", "small", "large"),))
    overlay = RegionOverlay(code="34", name="省", topics={"topic": patch})
    guide = assemble(some_documents(topic, services, overlays=(overlay,)), "topic", REGION, TODAY)
    small, large = compose(guide, {"size": ("small",)}), compose(guide, {"size": ("large",)})
    assert [(s.service, s.status) for s in small.steps] == [("filing", "unverified")]
    assert [(m.evidence, m.status) for m in small.materials] == [("form", "ask")]
    [old] = small.not_needed
    assert (old.name, old.status, old.basis) == ("permit办理", "unverified", "某法§5")
    assert "请向窗口确认" in old.why
    assert [(s.service, s.status) for s in large.steps] == [("permit", "verified")]
    assert [(m.evidence, m.status) for m in large.materials] == [("card", "bring")]
    assert large.not_needed == ()


def test_an_unverified_switch_that_widens_a_step_is_unsure_for_those_it_brings_in() -> None:
    patch = TopicPatch(includes={"permit": IncludePatch(when=None, status="unverified")})
    topic = a_topic(
        Include(service="permit", when=is_("size", "large")),
        questions=(a_question("size", "small", "large", unknown=True),),
    )
    overlay = RegionOverlay(code="34", name="省", topics={"topic": patch})
    documents = some_documents(topic, (a_service("permit", "card"),), overlays=(overlay,))
    guide = assemble(documents, "topic", REGION, TODAY)
    lists = {size: compose(guide, {"size": (size,)}) for size in ("small", "large", "?")}
    assert {
        size: (found.steps[0].status, only(found, "card").status) for size, found in lists.items()
    } == {
        "small": ("unverified", "ask"),
        "large": ("verified", "bring"),
        "?": ("unverified", "ask"),
    }


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


def test_what_is_said_of_several_steps_stands_once_with_the_first() -> None:
    same = (Note(text="监护人按顺序来", basis="民法典§28"),)
    found = list_of(
        a_service("s1", notes=same), a_service("s2", notes=(*same, Note(text="另一句")))
    )
    assert [(n.text, n.service) for n in found.notes] == [
        ("监护人按顺序来", "s1"),
        ("另一句", "s2"),
    ]


def test_a_stop_that_is_not_sure_is_a_note_that_still_says_what_to_do() -> None:
    stop = Stop(id="x", reason="可能办不了", instead="先问社区", status="unverified")
    found = list_of(a_service("s", stops=(stop,)))
    assert found.stops == ()
    assert [(n.text, n.status) for n in found.notes] == [("可能办不了。先问社区", "unverified")]


def test_a_stop_that_ends_its_sentence_makes_no_second_full_stop() -> None:
    stop = Stop(id="x", reason="可能办不了。", instead="先问社区。", status="unverified")
    found = list_of(a_service("s", stops=(stop,)))
    assert [n.text for n in found.notes] == ["可能办不了。先问社区。"]
