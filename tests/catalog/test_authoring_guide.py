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


def test_every_rule_that_the_guide_names_exists():
    table = GUIDE[GUIDE.index("## 9.") : GUIDE.index("## 10.")]
    named = set(re.findall(r"`([a-z]+-[a-z-]+)`", table))
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "kiosk/workshop").glob("*.py"))
    assert len(named) > 15
    assert {rule for rule in named if f'"{rule}"' not in code} == set()
