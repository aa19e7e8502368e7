"""`kiosk catalog synth`: a kiosk takes the data folder, finds its services and lists one."""

import json
from pathlib import Path

import pytest

from kiosk.cli.main import run

CATALOG = Path(__file__).resolve().parents[2] / "db" / "catalog"


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    out = tmp_path_factory.mktemp("province")
    assert run(["catalog", "synth", str(CATALOG), "--services", "2000", "--out", str(out)]) == 0
    return out


def answer(capfd, *arguments):
    capfd.readouterr()
    assert run([*map(str, arguments), "--json"]) == 0
    return json.loads(capfd.readouterr().out)


def test_the_kiosk_finds_a_county_s_service_and_makes_its_list(province, capfd):
    hits = answer(capfd, "--data", province, "search", "利辛县 变更")["results"]
    hit = next(hit for hit in hits if hit["kind"] == "service")
    assert "利辛县" in hit["name"]
    case = ("checklist", hit["topic"], "--region", "341623", "--answer", "synth-action=kind-06")
    made = answer(capfd, "--data", province, *case)
    assert made["state"] == "complete"
    assert hit["name"] in [step["name"] for step in made["steps"]]


def test_another_county_does_not_get_that_service(province, capfd):
    hits = answer(capfd, "--data", province, "search", "利辛县 变更")["results"]
    hit = next(hit for hit in hits if hit["kind"] == "service")
    case = ("checklist", hit["topic"], "--region", "341602", "--answer", "synth-action=kind-06")
    steps = answer(capfd, "--data", province, *case)["steps"]
    assert steps
    assert hit["name"] not in [step["name"] for step in steps]


def test_what_is_authored_is_still_there(province, capfd):
    hits = answer(capfd, "--data", province, "search", "开餐馆")["results"]
    assert "open-restaurant" in {hit["topic"] for hit in hits}


def test_an_impossible_number_writes_nothing(tmp_path, capfd):
    out = tmp_path / "out"
    assert run(["catalog", "synth", str(CATALOG), "--services", "3", "--out", str(out)]) == 2
    assert "--services 要在" in capfd.readouterr().err
    assert not out.exists()
