import json

import pytest

from kiosk.workshop.catalog_rows import rows
from kiosk.workshop.load import load

REGION = """
code: "341602"
name: 谯城区
windows: {police: {name: 1号窗口, phone: 0558-3}}
services:
  dog-licence:
    plain: 给狗上牌
    fee: {amount: "5.00"}
    evidence: {photo: {originals: 1}}
    add_evidence: [{use: id-card, id: second, copies: 2, holder: agent}]
topics:
  keep-dog:
    options: {size.big: {label: 大狗}}
"""


@pytest.fixture
def tables(write, files):
    service = files["services/dog-licence.yaml"]
    service += "fee: {amount: '12.50', note: 每只, valid: {from: 2026-01-01}}\n"
    service += "stops: [{id: wild, reason: 烈性犬不能养, instead_topic: keep-dog}]\n"
    service += "notes: [要打疫苗]\nnot_needed: [{name: 户口本, why: 不看}]\n"
    service += "duty: {within: 15, unit: working, from: 买到那天}\n"
    service += "benefit: {amount: '3.00', per: year}\n"
    changes = {"services/dog-licence.yaml": service, "regions/341602.yaml": REGION}
    found: dict[str, list[dict]] = {}
    for row in rows(load(write(changes))):
        found.setdefault(row.table, []).append(row.cells)
    return found


def test_a_topic_its_steps_and_their_papers(tables):
    assert tables["topic"][0]["category"] == "living"
    assert json.loads(tables["topic"][0]["aliases"]) == ["办狗证"]
    assert [(i["topic"], i["service"]) for i in tables["include"]] == [("keep-dog", "dog-licence")]
    photo = next(line for line in tables["evidence_line"] if line["id"] == "photo")
    assert photo["when_text"] == "“您的狗有多大”选“35厘米以上”"
    assert json.loads(photo["when_json"]) == {"size": "big"}
    assert {"line": photo["line"], "evidence": "photo"} in tables["evidence_choice"]


def test_facts_keep_their_days_and_their_owner(tables):
    fee = next(fee for fee in tables["fee"] if "region" not in fee)
    assert (fee["amount"], fee["valid_from"]) == ("12.50", "2026-01-01")
    assert tables["stop"][0]["instead_topic"] == "keep-dog"
    assert tables["note"][0]["text"] == "要打疫苗"
    assert tables["duty"][0]["within"] == 15
    assert tables["benefit"][0]["per"] == "year"
    assert tables["not_needed"][0]["why"] == "不看"
    limits = [(t["kind"], t["days"]) for t in tables["time_limit"]]
    assert limits == [("statutory", 20), ("promised", 5)]


def test_a_region_has_rows_of_its_own(tables):
    assert tables["window"] == [
        {
            "region": "341602",
            "agency": "police",
            "name": "1号窗口",
            "building": None,
            "address": None,
            "phone": "0558-3",
            "hours": None,
        }
    ]
    assert [f["amount"] for f in tables["fee"] if f.get("region") == "341602"] == ["5.00"]
    second = next(line for line in tables["evidence_line"] if line["id"] == "second")
    assert (second["region"], second["holder"], second["copies"]) == ("341602", "agent", 2)
    changed = {(c["part"], c["id"]) for c in tables["regional_change"]}
    assert changed == {("service", "plain"), ("evidence", "photo"), ("option", "size.big")}


def test_regions_know_the_region_above(tables):
    parents = {region["code"]: region["parent"] for region in tables["region"]}
    assert parents == {"34": None, "3416": "34", "341602": "3416", "51": None}


def test_shared_questions_have_no_owner_and_own_ones_have(tables):
    owners = {q["id"]: q.get("topic") for q in tables["question"]}
    assert owners == {"lost": None, "size": "keep-dog"}
    numbers = {q["number"]: q["id"] for q in tables["question"]}
    labels = {(numbers[o["question"]], o["id"]): o["label"] for o in tables["option"]}
    assert labels["size", "big"] == "35厘米以上"
    assert labels["lost", "yes"] == "丢了"
