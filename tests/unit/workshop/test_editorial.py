"""The editorial life: what each state needs, who reviews, the base of edits, what is built."""

import datetime as dt

import pytest

from kiosk.workshop.build import compile_starter
from kiosk.workshop.editorial import released
from kiosk.workshop.lint import lint
from kiosk.workshop.load import load
from kiosk.workshop.rollout import rollout
from kiosk.workshop.rollout_page import page
from kiosk.workshop.scenarios import run
from tests.unit.workshop.faults import SERVICE, TOPIC

WRITTEN = "state: published\npublished: {on: 2026-11-01, by: 甲, reviewed_by: 乙}"
PUBLISHED = "published: {on: 2027-01-10, by: 甲, reviewed_by: 乙}"
SCHEDULED = f"state: scheduled\nowner: 民政\ndue: 2027-01-31\n{PUBLISHED}"
FEBRUARY = dt.date(2027, 2, 1)


@pytest.fixture
def lives(write, files):
    """Load the small catalogue with another editorial life of its topic, and changed files."""

    def run(life, **changes):
        assert WRITTEN in files[TOPIC]
        return load(write({TOPIC: files[TOPIC].replace(WRITTEN, life), **changes}))

    return run


def codes(catalogue, as_of=None):
    return {f.code for f in lint(catalogue, as_of) if f.level != "note"}


@pytest.mark.parametrize(
    ("life", "code"),
    [
        ("state: review\nowner: 民政", "state-needs"),
        ("state: review\ndue: 2027-01-31", "state-needs"),
        (f"state: scheduled\nowner: 民政\n{PUBLISHED}", "state-needs"),
        ("state: scheduled\nowner: 民政\ndue: 2027-01-31", "state-needs"),
        ("state: published", "state-needs"),
        ("state: withdrawn", "state-needs"),
        (f"state: draft\n{PUBLISHED}", "state-forbids"),
        (f"state: review\nowner: 民政\ndue: 2027-01-31\n{PUBLISHED}", "state-forbids"),
        (f"state: withdrawn\nbased_on: '1'\n{PUBLISHED}", "state-forbids"),
        (WRITTEN.replace("乙", "甲"), "same-reviewer"),
        (WRITTEN.replace("甲", "Ｌi Ming").replace("乙", "li ming"), "same-reviewer"),
        (f"{WRITTEN}\nbased_on: '2'", "stale-base"),
        (SCHEDULED.replace("due: 2027-01-31", "due: 2027-01-01"), "after-due"),
    ],
)
def test_a_life_that_is_not_in_order_is_found(lives, life, code):
    assert code in codes(lives(life))


@pytest.mark.parametrize(
    "life",
    [
        "state: draft",
        "state: draft\nbased_on: '1'",
        "state: review\nowner: 民政\ndue: 2027-01-31",
        SCHEDULED,
        WRITTEN,
        f"state: withdrawn\n{PUBLISHED}",
    ],
)
def test_a_life_in_order_is_clean(lives, life):
    assert codes(lives(life)) == set()


def test_an_edit_of_an_older_edition_is_an_error_in_topics_and_services(write, files):
    head = files["catalogue.yaml"].replace('edition: "1"', 'edition: "3"')
    changes = {
        "catalogue.yaml": head,
        TOPIC: files[TOPIC] + 'based_on: "3"\n',
        SERVICE: files[SERVICE] + 'based_on: "2"\n',
    }
    (finding,) = [f for f in lint(load(write(changes))) if f.code == "stale-base"]
    assert (finding.level, finding.file) == ("error", SERVICE)
    assert finding.line == len(changes[SERVICE].splitlines())
    assert "第 2 版" in finding.message
    assert "第 3 版" in finding.message


def test_a_published_topic_whose_day_has_not_come_is_an_error_on_that_day_only(lives):
    catalogue = lives(WRITTEN.replace("2026-11-01", "2027-01-10"))
    assert codes(catalogue, dt.date(2027, 1, 9)) == {"published-ahead"}
    assert codes(catalogue, dt.date(2027, 1, 10)) == set()


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_stop_does_not_send_people_to_a_topic_that_they_cannot_see(write, files, state):
    cat = "id: keep-cat\nname: 养猫\nplain: 养猫\nicon: cat\ncategory: living\n"
    cat += f"includes: [dog-licence]\nstate: {state}\n"
    cat += PUBLISHED if state == "withdrawn" else ""
    stop = "stops: [{id: small-dog, reason: 小狗不用登记, when: {size: small}, "
    topic = files[TOPIC] + stop + "instead_topic: keep-cat}]\n"
    found = [f for f in lint(load(write({TOPIC: topic, "topics/keep-cat.yaml": cat})))]
    assert [(f.file, f.level) for f in found if f.code == "hidden-topic"] == [(TOPIC, "error")]


@pytest.mark.parametrize(
    ("life", "day", "public"),
    [
        (SCHEDULED, dt.date(2027, 1, 9), False),
        (SCHEDULED, dt.date(2027, 1, 10), True),
        (f"{SCHEDULED}\nvalid: {{from: 2027-01-20}}", dt.date(2027, 1, 19), False),
        (f"{SCHEDULED}\nvalid: {{from: 2027-01-20}}", dt.date(2027, 1, 20), True),
        ("state: scheduled\ndue: 2027-01-31", dt.date(2027, 1, 30), False),
        ("state: scheduled\ndue: 2027-01-31", dt.date(2027, 1, 31), True),
        ("state: scheduled", FEBRUARY, False),
        (WRITTEN, dt.date(2026, 10, 31), False),
        (WRITTEN, dt.date(2026, 11, 1), True),
        (f"{WRITTEN}\nvalid: {{to: 2027-01-31}}", dt.date(2027, 1, 31), True),
        (f"{WRITTEN}\nvalid: {{to: 2027-01-31}}", FEBRUARY, False),
        ("state: draft", FEBRUARY, False),
        ("state: review", FEBRUARY, False),
        (f"state: withdrawn\n{PUBLISHED}", FEBRUARY, False),
    ],
)
def test_a_topic_is_built_from_its_day_on(lives, life, day, public):
    catalogue = released(lives(life), day)
    assert [t.value.state for t in catalogue.of("topic").values()] == ["published"] * public
    assert (b'"kind":"topic"' in compile_starter(catalogue).lines) == public


@pytest.mark.parametrize(
    ("life", "mark"),
    [
        ("state: draft", "（预览，草稿）"),
        ("state: review", "（预览，审核中）"),
        (SCHEDULED, "（预览，定时发布）"),
        (WRITTEN, ""),
        (f"state: withdrawn\n{PUBLISHED}", None),
    ],
)
def test_a_preview_has_what_is_on_its_way_and_says_so_in_its_names(lives, life, mark):
    day = dt.date(2026, 12, 1)
    found = [d.value for d in released(lives(life), day, preview=True).of("topic").values()]
    names = [] if mark is None else [("养犬登记" + mark, "养狗" + mark)]
    assert [(topic.name, topic.plain) for topic in found] == names


def test_scenarios_run_on_another_day_leave_out_topics_that_are_not_in_force_then(lives):
    catalogue = lives(f"{WRITTEN}\nvalid: {{to: 2027-01-31}}")
    assert (run(catalogue).run, run(catalogue, FEBRUARY).run) == (2, 0)
    assert run(catalogue, dt.date(2027, 1, 1)).failures == ()


@pytest.mark.parametrize(
    ("life", "late"),
    [
        ("state: draft\ndue: 2027-01-31", 1),
        ("state: review\nowner: 民政\ndue: 2027-01-22", 10),
        (SCHEDULED.replace("2027-01-10", "2027-02-02"), 1),
        (SCHEDULED, 0),
        ("state: draft\ndue: 2027-02-01", 0),
        ("state: draft", 0),
        (f"{WRITTEN}\ndue: 2026-12-01", 0),
        (f"state: withdrawn\ndue: 2026-12-01\n{PUBLISHED}", 0),
    ],
)
def test_what_is_not_public_after_its_due_day_is_overdue(lives, life, late):
    table = rollout(lives(life), FEBRUARY)
    (row,) = table.topics
    assert (row.days_late, row.overdue, table.overdue) == (late, late > 0, int(late > 0))
    assert sum(table.by_state.values()) == 1


def test_the_page_names_each_topic_and_writes_nothing_unescaped(lives):
    table = rollout(lives("state: draft\nowner: <b>民政</b>\ndue: 2027-01-31"), FEBRUARY)
    html = page(table)
    assert '<tr class="overdue">' in html
    assert "&lt;b&gt;民政&lt;/b&gt;" in html
    assert "养犬登记（keep-dog）" in html
    assert "1 天" in html
    assert "<script" not in html
    assert "http" not in html
