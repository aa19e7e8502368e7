"""`kiosk catalog lint|rollout|diff|build|test`: formats, days, exit codes, JSON shapes."""

import json
import os
import re

import pytest

from tests.cli.test_catalog import SHIPPED, kiosk
from tests.unit.workshop.conftest import FILES

WRITTEN = "state: published\npublished: {on: 2026-11-01, by: 甲, reviewed_by: 乙}"
LATER = WRITTEN.replace("2026-11-01", "2027-01-10").replace("published\n", "scheduled\n", 1)
LATER += "\nowner: 公安\ndue: 2027-01-31"
TOPIC = "topics/keep-dog.yaml"


@pytest.fixture
def small(tmp_path):
    """Write the small catalogue with changes in some files."""

    def run(changes=None):
        folder = tmp_path / "catalog"
        for name, text in FILES.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text((changes or {}).get(name, str)(text), encoding="utf-8")
        return folder

    return run


def scheduled(text):
    """Let the topic go public in January."""
    assert WRITTEN in text
    return text.replace(WRITTEN, LATER)


def test_json_is_the_same_as_format_json_and_counts_what_was_not_checked(small):
    done, other = (kiosk("lint", small(), *form) for form in (["--json"], ["--format", "json"]))
    assert done.stdout == other.stdout
    assert json.loads(done.stdout)["not_checked"] == 16


def test_text_says_which_rules_were_not_checked(small):
    assert re.search(r"没有查的 16 处：.*办理流程 1", kiosk("lint", small()).stdout)


def test_github_annotations_name_file_line_and_rule(small):
    folder = small({TOPIC: lambda t: t.replace("[lost-id]", "[lost-di]")})
    done = kiosk("lint", folder, "--format", "github")
    assert done.returncode == 4
    (line,) = [x for x in done.stdout.splitlines() if x.startswith("::error")]
    place = f"file={(folder / TOPIC).as_posix()},line="
    assert line.startswith(f"::error {place}")
    assert re.search(r",line=\d+,title=dangling-id::没有情形 lost-di", line)
    assert all(re.match("::(error|warning|notice) ", x) for x in done.stdout.splitlines())


def test_a_file_that_cannot_be_read_is_annotated_too(small):
    folder = small({"topics/keep-dog.yaml": lambda t: t + "\nname: 50%, 第二个\n"})
    done = kiosk("lint", folder, "--format", "github")
    assert done.returncode == 2
    assert ",title=duplicate-key::" in done.stdout


def test_a_stale_base_ends_4_and_names_the_line(small):
    folder = small(
        {
            "catalogue.yaml": lambda t: re.sub('edition: "[0-9]+"', 'edition: "7"', t),
            "services/dog-licence.yaml": lambda t: t + '\nbased_on: "6"\n',
        }
    )
    done = kiosk("lint", folder)
    assert done.returncode == 4
    assert re.search(r"services/dog-licence\.yaml:\d+: 错误 \[stale-base\]", done.stdout)


def test_a_scheduled_topic_is_built_and_listed_from_its_day(small, tmp_path):
    folder = small({"topics/keep-dog.yaml": scheduled})
    built = {}
    for day in ("2027-01-09", "2027-01-10"):
        done = kiosk("build", folder, "--out", tmp_path / day, "--as-of", day, "--json")
        assert done.returncode == 0, done.stdout
        built[day] = json.loads(done.stdout)["documents"]
    assert built["2027-01-10"] == built["2027-01-09"] + 1
    found = json.loads(
        kiosk("diff", tmp_path / "2027-01-09", tmp_path / "2027-01-10", "--json").stdout
    )
    assert [(t["topic"], t["kind"]) for t in found["topics"]] == [("keep-dog", "added")]


def test_a_clock_behind_the_facts_hides_no_topic(small, tmp_path):
    ahead = {
        "catalogue.yaml": lambda t: re.sub(r"facts_on: \S+", "facts_on: 2099-05-01", t),
        TOPIC: lambda t: t.replace("{on: 2026-11-01", "{on: 2099-05-01"),
    }
    count = []
    for changes in (None, ahead):
        done = kiosk("build", small(changes), "--out", tmp_path / "out", "--json")
        assert done.returncode == 0, done.stdout
        count.append(json.loads(done.stdout)["documents"])
    assert count[0] == count[1]


def test_rollout_shows_what_is_overdue_as_text_json_and_page(small, tmp_path):
    folder = small({"topics/keep-dog.yaml": scheduled})
    table = kiosk("rollout", folder, "--as-of", "2027-02-05", "--html", tmp_path / "table.html")
    assert table.returncode == 0
    assert "定时发布" in table.stdout
    assert "养犬登记（keep-dog）" in (tmp_path / "table.html").read_text("utf-8")
    found = json.loads(kiosk("rollout", folder, "--as-of", "2027-02-05", "--json").stdout)
    assert set(found) == {"as_of", "topics", "by_state", "overdue"}
    (row,) = [t for t in found["topics"] if t["topic"] == "keep-dog"]
    assert (row["state"], row["public"], row["overdue"]) == ("scheduled", True, False)


def test_a_draft_after_its_due_day_is_overdue(small):
    folder = small(
        {"topics/keep-dog.yaml": lambda t: t.replace(WRITTEN, "state: draft\ndue: 2027-05-31")}
    )
    done = kiosk("rollout", folder, "--as-of", "2027-06-10", "--json")
    found = json.loads(done.stdout)
    assert found["overdue"] == 1
    assert found["topics"][0]["topic"] == "keep-dog"
    assert found["topics"][0]["days_late"] == 10


def test_diff_says_a_shorter_limit_and_a_paper_less(small, tmp_path):
    def change(text):
        assert "days: 5" in text
        lines = [x for x in text.splitlines() if "use: photo" not in x]
        return "\n".join(lines).replace("days: 5", "days: 3")

    small()
    (tmp_path / "catalog").rename(tmp_path / "old")
    folder = small({"services/dog-licence.yaml": change})
    done = kiosk("diff", tmp_path / "old", folder)
    assert done.returncode == 0
    assert "养犬登记：养犬登记承诺 5→3 个工作日；材料少1样（照片）\n" in done.stdout
    found = json.loads(kiosk("diff", tmp_path / "old", folder, "--json").stdout)
    assert set(found) == {"old", "new", "topics"}
    changes = {c["what"]: (c["then"], c["now"]) for c in found["topics"][0]["changes"]}
    assert changes == {"time.promised": ("5个工作日", "3个工作日"), "evidence": ("照片", None)}


def test_diff_of_a_folder_that_is_no_catalogue_ends_2(tmp_path):
    done = kiosk("diff", SHIPPED, tmp_path / "none")
    assert done.returncode == 2
    assert "没有目录文件夹" in done.stderr


def test_scenarios_run_on_a_day_of_choice(small):
    done = kiosk("test", small(), "--as-of", "2026-11-22", "--json")
    assert json.loads(done.stdout)["run"] == 2


@pytest.mark.parametrize("command", ["lint", "test", "build", "rollout"])
def test_a_wrong_day_ends_2(command):
    done = kiosk(command, "--as-of", "2027-13-01")
    assert done.returncode == 2
    assert "2026-11-21" in done.stderr


def test_a_page_that_cannot_be_written_ends_2(small, tmp_path):
    done = kiosk("rollout", small(), "--html", os.fspath(tmp_path))
    assert done.returncode == 2
    assert "文件夹" in done.stderr
