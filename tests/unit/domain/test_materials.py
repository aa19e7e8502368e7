"""Papers: merged, counted, and each with its status (catalogue.md §6)."""

import pytest

from kiosk.domain.checklist import Material, Saved, Use
from kiosk.domain.condition import Condition, all_of
from kiosk.domain.service import (
    EvidenceLine,
    EvidenceType,
    ServiceResult,
    Stop,
    Within,
)
from kiosk.domain.topic import (
    Include,
    RegionOverlay,
)
from tests.builders import (
    a_line,
    a_question,
    a_service,
    is_,
    not_,
)
from tests.unit.domain.composed import list_of, only


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


def test_a_plain_paper_and_a_group_of_its_name_stay_apart() -> None:
    found = list_of(a_service("s1", "proof"), a_service("s2", a_line("proof", any_of=("card",))))
    assert [m.any_of is None for m in found.materials] == [True, False]


def test_one_service_shows_its_surest_and_first_status() -> None:
    found = list_of(
        a_service(
            "s",
            a_line("card", necessity="later", copies=3),
            a_line("card", id="sure", copies=1),
            a_line("card", id="ask", status="unverified", copies=9),
            a_line("deed", necessity="later", note="先交复印件"),
        )
    )
    assert (only(found, "card").status, only(found, "card").copies) == ("bring", 3)
    assert [u.status for u in only(found, "card").uses] == ["bring"]
    assert only(found, "deed").note == "先交复印件"


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


def test_a_group_of_identity_documents_is_brought_and_another_region_counts_nothing() -> None:
    kinds = [EvidenceType(id=e, name=e, plain=e, identity=True) for e in ("id-card", "hukou")]
    line = a_line("proof", any_of=("id-card", "hukou"))

    def status(code: str, paper: EvidenceLine) -> str:
        overlay = RegionOverlay(code=code, name="省", e_licences=("id-card", "hukou", "deed"))
        found = list_of(a_service("s", paper), evidence=kinds, overlays=(overlay,))
        return only(found, paper.use).status

    assert status("34", line) == "bring"
    assert status("34", a_line("deed")) == "e_licence"
    assert status("51", a_line("deed")) == "bring"


def test_a_paper_is_produced_only_after_its_producer() -> None:
    makes = (ServiceResult(name="证", evidence="licence"),)
    found = list_of(
        a_service("renew", "licence", result=makes),
        a_service("use", "licence", a_line("licence", id="a", holder="agent")),
        a_service("either", a_line("proof", any_of=("licence", "book")), requires=("renew",)),
        a_service("early", a_line("other-proof", any_of=("licence", "book"))),
    )
    assert {s.service: s.stage for s in found.steps} == {
        "renew": 1, "use": 2, "either": 2, "early": 1,
    }  # fmt: skip
    mine, agents = (m for m in found.materials if m.evidence == "licence")
    assert [(u.service, u.status) for u in mine.uses] == [("renew", "bring"), ("use", "produced")]
    assert mine.status == "bring"
    assert agents.status == "bring"
    assert only(found, "proof").status == "produced"
    assert only(found, "other-proof").status == "bring"


def test_nobody_waits_for_a_paper_that_the_agent_has_anyway() -> None:
    makes = (ServiceResult(name="证", evidence="licence"),)
    found = list_of(
        a_service("make", result=makes), a_service("use", a_line("licence", holder="agent"))
    )
    assert [(s.service, s.stage) for s in found.steps] == [("make", 1), ("use", 1)]


def test_who_changes_a_paper_that_an_earlier_step_makes_still_brings_it() -> None:
    makes = (ServiceResult(name="证", evidence="licence"),)
    found = list_of(
        a_service("make", result=makes),
        a_service("change", "licence", result=makes, requires=("make",)),
    )
    assert only(found, "licence").status == "bring"


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


def open_photos(first: Condition, second: Condition) -> Material:
    """Two services that may come in, each handing in photos: 2 with a copy, and 3."""
    found = list_of(
        a_service("s1", a_line("photo", original="submit", originals=2, copies=1)),
        a_service("s2", a_line("photo", original="submit", originals=3)),
        includes=(Include(service="s1", when=first), Include(service="s2", when=second)),
        given={"q": ("?",), "r": ("?",)},
        topic={
            "questions": (
                a_question("q", "a", "b", unknown=True),
                a_question("r", "a", "b", unknown=True),
            )
        },
    )
    return only(found, "photo")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (is_("q", "a"), is_("q", "b")),
        (is_("q", "a"), not_(is_("q", "a"))),
        (not_(is_("q", "b")), is_("q", "b")),
        (all_of(is_("q", "a"), is_("r", "a")), all_of(is_("r", "b"), is_("q", "a"))),
    ],
)
def test_of_services_that_exclude_each_other_only_one_hands_in_its_papers(
    first: Condition, second: Condition
) -> None:
    photo = open_photos(first, second)
    assert (photo.status, photo.originals, photo.copies) == ("undetermined", 3, 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (is_("q", "a"), is_("r", "a")),
        (is_("q", "a"), is_("q", "a", "b")),
        (is_("q", "a"), not_(is_("q", "b"))),
        (is_("q", "a"), not_(is_("r", "a"))),
    ],
)
def test_services_that_may_come_together_hand_in_the_papers_of_both(
    first: Condition, second: Condition
) -> None:
    assert open_photos(first, second).originals == 5


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


def test_a_stop_does_not_make_an_unverified_step_any_surer() -> None:
    stopped = a_service("s", "card", stops=(Stop(id="no", reason="不行"),))
    include = Include(service="s", optional=True, status="unverified")
    found = list_of(stopped, includes=(include,))
    assert found.steps[0].status == "blocked"
    assert only(found, "card").status == "ask"


def test_nobody_gets_a_paper_from_an_optional_step_that_cannot_be_done() -> None:
    makes = (ServiceResult(name="证", evidence="licence"),)

    def status(*stops: Stop) -> str:
        maker = a_service("make", result=makes, stops=stops)
        includes = (Include(service="make", optional=True), "use")
        return only(
            list_of(maker, a_service("use", "licence"), includes=includes), "licence"
        ).status

    assert status() == "produced"
    assert status(Stop(id="no", reason="不行")) == "bring"
