"""UX-14: 我不清楚 on every question that offers it reaches a list that names it and says how."""

import random

from kiosk.domain.condition import UNKNOWN_ANSWER
from kiosk.domain.hours import civil
from kiosk.ui import list_rows
from kiosk.ui.list_facts import gather
from kiosk.ui.screen import Services

WALKS = 60


def answer(question, rng):
    if question.unknown:
        return [UNKNOWN_ANSWER]
    if question.options:
        return [rng.choice(question.options).id]
    return [question.min or ("1950-01-01" if question.kind == "date" else "5")]


def walk(guidance, topic, region, day, rng):
    enquiry = guidance.enquiry(topic, region, day, {})
    while question := guidance.progress(enquiry).next_question:
        enquiry = guidance.answered(enquiry, question.id, answer(question, rng))
    return enquiry


def test_every_unclear_question_stands_on_the_list_with_how_to_find_out(station):
    services = Services(
        menu=station.menu,
        browse=station.browse,
        guidance=station.guidance,
        checklists=station.checklists,
        visit=station.visit(),
        clock=station.clock,
        bell=station.bell,
        site=station.site,
        started_s=0.0,
    )
    guidance, now = station.guidance, station.clock.now()
    offered: set[tuple[str, str]] = set()
    named: set[tuple[str, str]] = set()
    for topic in station.browse.topics():
        for region in ("341602", "511602", "110101"):
            rng = random.Random(topic.id + region)  # noqa: S311  a walk, no secret
            guide = guidance.guide(topic.id, region, station.today())
            offered |= {(topic.id, q.id) for q in guide.questions if q.unknown}
            for _ in range(WALKS):
                enquiry = walk(guidance, topic.id, region, station.today(), rng)
                checklist = guidance.checklist(enquiry)
                rows = list_rows.rows(
                    checklist, gather(services, checklist, civil(now), None), frozenset()
                )
                shown = {row.key: row for row in rows if row.kind == "unknown"}
                assert set(shown) == {f"unknown-{u.question}" for u in checklist.undetermined}
                for unclear in checklist.undetermined:
                    row = shown[f"unknown-{unclear.question}"]
                    assert row.title == unclear.ask
                    if unclear.find_out:
                        assert f"怎么弄清：{unclear.find_out}" in row.body
                        named.add((topic.id, unclear.question))
    assert offered - named == set()
