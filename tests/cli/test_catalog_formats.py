"""`kiosk catalog export|schema`: the files, the words, the exit codes."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from rdflib.compare import isomorphic

from kiosk.cli.main import run
from tests.unit.workshop.conftest import FILES
from tests.unit.workshop.shapes import needs_shapes, read, violations

ROOT = Path(__file__).resolve().parents[2]


def kiosk(*arguments):
    return run(["catalog", *map(str, arguments)])


@pytest.fixture
def small(tmp_path_factory):
    """A small catalogue on disk."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "divisions.csv").write_text("code,name\n34,安徽省\n341602,谯城区\n", "utf-8")
    for name, text in FILES.items():
        path = folder / "catalog" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / "catalog"


@pytest.fixture
def export(small):
    def call(form, out, *more):
        return kiosk("export", small, "--format", form, "--out", out, *more)

    return call


def test_both_graph_files_hold_the_same_graph_and_conform(export, tmp_path, capfd):
    for name in ("c.ttl", "c.jsonld"):
        assert export("cpsv-ap", tmp_path / name, "--base", "https://data.example/bozhou/") == 0
        assert str(tmp_path / name) in capfd.readouterr().out
    turtle = read((tmp_path / "c.ttl").read_bytes(), "turtle")
    json_ld = read((tmp_path / "c.jsonld").read_bytes(), "json-ld")
    assert isomorphic(turtle, json_ld)
    assert {str(s) for s in turtle.subjects() if str(s).startswith("https://data.example/bozhou/")}


@needs_shapes
def test_the_written_file_conforms(export, tmp_path):
    assert export("cpsv-ap", tmp_path / "c.ttl") == 0
    assert violations(read((tmp_path / "c.ttl").read_bytes(), "turtle")) == []


def test_a_topic_that_is_not_public_yet_is_in_no_graph(export, small, tmp_path):
    topic = small / "topics" / "keep-dog.yaml"
    text = topic.read_text("utf-8")
    for state, found in (("published", True), ("draft", False)):
        topic.write_text(text.replace("state: published", f"state: {state}"), "utf-8")
        assert export("cpsv-ap", tmp_path / "c.ttl", "--as-of", "2026-11-21") == 0
        assert ("LifeEvent" in (tmp_path / "c.ttl").read_text("utf-8")) is found


def test_the_database_answers_which_papers_a_topic_needs(export, tmp_path):
    out = tmp_path / "c.db"
    assert export("sqlite", out) == 0
    with closing(sqlite3.connect(out)) as connection:
        papers = connection.execute(
            "SELECT DISTINCT evidence FROM topic_papers WHERE topic = 'keep-dog'"
        ).fetchall()
        topics = connection.execute("SELECT count(*) FROM topic").fetchone()[0]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert sorted(papers) == [("id-card",), ("photo",)]
    assert topics == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "cpsv-ap", "--out", "c.xml"], ".ttl 或 .jsonld"),
        (["--format", "rdf", "--out", "c.ttl"], "cpsv-ap、sqlite"),
        (["--format", "cpsv-ap", "--out", "c.ttl", "--base", "dog"], "--base"),
        (["--format", "cpsv-ap", "--out", "c.ttl", "--as-of", "gestern"], "--as-of"),
        (["--format", "sqlite", "--out", "nowhere/c.db"], "没有这个文件夹"),
        (["--format", "cpsv-ap"], "--out"),
    ],
)
def test_a_wrong_call_ends_2_and_says_what_is_allowed(
    small, tmp_path, monkeypatch, capfd, arguments, said
):
    monkeypatch.chdir(tmp_path)
    assert kiosk("export", small, *arguments) == 2
    assert said in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_id_that_leads_nowhere_ends_2_and_leaves_no_file(export, small, tmp_path, capfd):
    topic = small / "topics" / "keep-dog.yaml"
    topic.write_text(topic.read_text("utf-8").replace("service: dog", "service: cat"), "utf-8")
    for form, name in (("cpsv-ap", "c.ttl"), ("sqlite", "c.db")):
        assert export(form, tmp_path / name) == 2
        assert "cat-licence" in capfd.readouterr().err
        assert not (tmp_path / name).exists()


def test_schemas_are_written_with_the_settings_of_the_editor(tmp_path, capfd):
    assert kiosk("schema", "--out", tmp_path / "deep" / "schema") == 0
    assert "topics.schema.json" in capfd.readouterr().out
    written = {path.name for path in (tmp_path / "deep" / "schema").iterdir()}
    settings = (tmp_path / "deep" / "schema" / "vscode-settings.json").read_bytes()
    named = json.loads(settings)["yaml.schemas"]
    assert {Path(path).name for path in named} == written - {"vscode-settings.json"}


def test_other_commands_do_not_wait_for_linked_data():
    code = "import sys, kiosk.cli.catalog; print([m for m in sys.modules if m == 'rdflib'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr
