"""`kiosk catalog …` as a technician calls it: output, JSON shape, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "db" / "catalog"


def kiosk(*arguments, **options):
    """Run the program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kiosk.cli.main", "catalog", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)},
        **options,
    )


@pytest.fixture
def copy(tmp_path):
    """Copy the shipped catalogue and change files in the copy."""

    def run(changes):
        folder = tmp_path / "catalog"
        for path in SHIPPED.rglob("*.yaml"):
            target = folder / path.relative_to(SHIPPED)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
        (tmp_path / "divisions.csv").write_bytes((ROOT / "db" / "divisions.csv").read_bytes())
        for name, change in changes.items():
            path = folder / name
            path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        return folder

    return run


def test_lint_of_the_shipped_catalogue_is_clean():
    done = kiosk("lint", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["errors"]) == (0, 0)
    assert set(found) == {"errors", "warnings", "not_checked", "findings"}
    for finding in found["findings"]:
        assert set(finding) == {"code", "level", "file", "line", "message", "path"}


def test_lint_ends_4_with_a_dangling_id_and_names_the_line(copy):
    folder = copy({"topics/id-card.yaml": lambda t: t.replace("- who", "- whoo", 1)})
    done = kiosk("lint", folder)
    assert done.returncode == 4
    assert "[dangling-id]" in done.stdout
    assert "topics/id-card.yaml:" in done.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t + "\n<<<<<<< HEAD\n", "合并冲突"),
        (lambda t: t + "\nnaem: 错字\n", "是不是想写 name"),
        (lambda t: t + "\nname: 第二个\n", "写了两次"),
        (lambda t: t + "\nowner: " + "长" * 3_500_000, "这一行太长"),
    ],
)
@pytest.mark.parametrize("command", ["lint", "test", "build", "stats"])
def test_what_cannot_be_read_ends_2_and_names_the_place(copy, tmp_path, command, change, said):
    folder = copy({"topics/id-card.yaml": change})
    extra = ["--out", tmp_path / "out"] if command == "build" else []
    done = kiosk(command, folder, *extra)
    assert done.returncode == 2
    assert said in done.stdout + done.stderr
    assert "topics/id-card.yaml:" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_there_ends_2(tmp_path):
    done = kiosk("lint", tmp_path / "none")
    assert done.returncode == 2
    assert "没有目录文件夹" in done.stderr


def test_the_shipped_scenarios_hold():
    done = kiosk("test", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    assert set(found) == {"run", "failed", "uncovered", "failures"}
    assert found["run"] >= 25
    assert found["failed"] == 0
    assert found["uncovered"] == []


def test_a_scenario_that_does_not_hold_ends_4(copy):
    folder = copy(
        {"scenarios/id-card.yaml": lambda t: t.replace("state: complete", "state: blocked", 1)}
    )
    done = kiosk("test", folder)
    assert done.returncode == 4
    assert "state 不对" in done.stdout
    assert "应是 blocked" in done.stdout


def test_build_writes_both_files_and_refuses_a_faulty_catalogue(copy, tmp_path):
    done = kiosk("build", "--out", tmp_path / "starter", "--json")
    head = json.loads(done.stdout)
    assert done.returncode == 0
    assert json.loads((tmp_path / "starter" / "starter.json").read_text()) == head
    assert (tmp_path / "starter" / "documents.ndjson.zst").stat().st_size > 0
    folder = copy({"topics/id-card.yaml": lambda t: t.replace("- who", "- whoo", 1)})
    refused = kiosk("build", folder, "--out", tmp_path / "refused")
    assert refused.returncode == 4
    assert "没有编译" in refused.stdout
    assert not (tmp_path / "refused").exists()


def test_stats_count_the_shipped_catalogue():
    found = json.loads(kiosk("stats", "--json").stdout)
    names = ["edition", "topics", "services", "evidence", "questions", "options", "scenarios"]
    assert list(found) == [*names, "unverified"]
    assert found["topics"] >= 4
    assert found["scenarios"] >= 25
    assert found["unverified"] > 0
