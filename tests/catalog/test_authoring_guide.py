"""The editor's guide is true: its files, written as it says, lint clean, pass and are published."""

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from kiosk.domain.catalog import assemble
from kiosk.domain.compose import compose
from kiosk.domain.guidance import check_answers
from kiosk.workshop import scenarios
from kiosk.workshop.editorial import is_public
from kiosk.workshop.lint import lint
from kiosk.workshop.lint_editorial import check_editorial
from kiosk.workshop.load import load

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/authoring.md").read_text("utf-8")
TOPIC = "lianxi-heating"
BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.M | re.S)


def states() -> list[str]:
    """Return the blocks of the guide that take the place of the line `state: draft`."""
    return [block for block in BLOCK.findall(GUIDE) if block.startswith("state:")]


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    """Write what the guide lets its reader write into a copy of the catalogue."""
    folder = tmp_path_factory.mktemp("guide") / "lianxi"
    shutil.copytree(ROOT / "db/catalog", folder)
    for found in BLOCK.finditer(GUIDE):
        if found[1].startswith("state:"):
            continue
        name = re.findall(r"`lianxi/([\w/.-]+\.yaml)`", GUIDE[: found.start()])[-1]
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(found[1])
    return folder


@pytest.fixture(scope="module")
def catalogue(practice):
    return load(practice)


def test_the_exercise_lints_clean_and_its_examples_hold(catalogue):
    ours = [f.text() for f in lint(catalogue) if "lianxi" in f.file or f.level == "error"]
    assert ours == []
    outcome = scenarios.run(catalogue)
    assert outcome.failures == ()
    assert TOPIC not in {missing.topic for missing in outcome.uncovered}


def test_the_list_says_what_the_guide_promises(catalogue):
    guide = assemble(catalogue, TOPIC, "341602", dt.date(2026, 11, 25))
    got = compose(guide, check_answers(guide, {"fuel": ("coal",), "hukou": ("yes",)}))
    assert [paper.evidence for paper in got.materials if paper.status == "bring"] == [
        "id-card",
        "coal-receipt",
    ]
    assert [(sum_.amount, sum_.per) for sum_ in got.benefits] == [("300.00", "一个冬天")]


@pytest.mark.parametrize("block", states(), ids=["review", "scheduled"])
def test_each_state_of_the_guide_is_in_order(practice, tmp_path, block):
    folder = shutil.copytree(practice, tmp_path / "lianxi")
    path = folder / "topics" / f"{TOPIC}.yaml"
    path.write_text(path.read_text("utf-8").replace("state: draft\n", block), encoding="utf-8")
    catalogue = load(folder)
    assert [f.text() for f in check_editorial(catalogue, None)] == []
    topic = catalogue.of("topic")[TOPIC].value
    days = (dt.date(2026, 11, 24), dt.date(2026, 11, 25))
    public = topic.state == "scheduled"
    assert [is_public(topic, day) for day in days] == [False, public]


LOCAL_ONLY = """
id: lianxi-heating-grant
name: 练习用冬季取暖补贴发放
plain: 领取暖补贴（练习）
agency: town-government
presence: {value: proxy_allowed, status: unverified, place: 谯城区}
benefit: {when: {fuel: coal}, status: unverified, place: 谯城区}
evidence:
  - {use: id-card, original: show, why: 核对是不是本人。, status: unverified, place: 谯城区}
stops:
  - id: other-county
    reason: 户口不在本区的，不在这里领。
    when: {hukou: "no"}
    instead: 请打电话问户口所在地的镇政府。
    status: unverified
    place: 谯城区
notes: [{id: where, text: 别的县先打12345问有没有。, status: unverified, place: 谯城区}]
"""


def plain_block(start: str) -> str:
    (found,) = re.findall(rf"^```\n({start}.*?)^```", GUIDE, re.M | re.S)
    return found


@pytest.fixture(scope="module")
def one_county(practice, tmp_path_factory):
    """The subsidy of one county only, with the window and the overlay as the guide writes them."""
    folder = tmp_path_factory.mktemp("county") / "lianxi"
    shutil.copytree(practice, folder)
    (folder / "services/lianxi-heating-grant.yaml").write_text(LOCAL_ONLY, encoding="utf-8")
    overlay = (
        f'code: "341602"\nname: 谯城区\n{plain_block("windows:")}'
        f"services:\n  lianxi-heating-grant:\n{plain_block('    presence:')}"
    )
    (folder / "regions/341602.yaml").write_text(overlay, encoding="utf-8")
    return load(folder)


def test_a_subsidy_of_one_county_is_a_fact_there_and_a_question_elsewhere(one_county):
    assert [f.text() for f in lint(one_county) if f.level == "error"] == []
    found = {}
    for region in ("341602", "511602"):
        guide = assemble(one_county, TOPIC, region, dt.date(2026, 11, 25))
        got = compose(guide, check_answers(guide, {"fuel": ("coal",), "hukou": ("no",)}))
        where = bool(got.steps[0].window and got.steps[0].window.address)
        found[region] = (got.state, [m.status for m in got.materials], where)
    assert found == {"341602": ("blocked", ["bring"], True), "511602": ("complete", ["ask"], False)}


def test_every_rule_that_the_guide_names_exists():
    table = GUIDE[GUIDE.index("## 9.") : GUIDE.index("## 10.")]
    named = set(re.findall(r"`([a-z]+-[a-z-]+)`", table))
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "kiosk/workshop").glob("*.py"))
    assert len(named) > 15
    assert {rule for rule in named if f'"{rule}"' not in code} == set()
