import json
import re
from pathlib import Path, PurePath
from typing import Any, ClassVar

import pytest
import yaml
from jsonschema import Draft7Validator

from kiosk.workshop.file_schemas import KINDS, SETTINGS, file_schemas
from kiosk.workshop.load import load
from tests.unit.workshop.faults import TOPIC

ROOT = Path(__file__).resolve().parents[3]
DB = ROOT / "db"
SHIPPED = sorted(path for name in ("catalog", "maps") for path in (DB / name).rglob("*.yaml"))
FILES = {kind.name: kind.files for kind in KINDS}


class EditorLoader(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: `yes` and dates are texts."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in pairs if tag.split(":")[-1] in ("int", "null")]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf")
)


def as_json(text: str) -> Any:
    """Return the value that a JSON Schema is held against: names are texts."""
    return json.loads(json.dumps(yaml.load(text, EditorLoader)))  # noqa: S506


def checker(name: str) -> Draft7Validator:
    schema = json.loads(file_schemas(PurePath("schema"))[f"{name}.schema.json"])
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def kind_of(path: PurePath) -> str:
    (kind,) = [name for name, files in FILES.items() if path.match(files)]
    return kind


CHECKERS = {name: checker(name) for name in FILES}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: str(p.relative_to(DB)))
def test_every_shipped_file_fits_its_schema(path):
    value = as_json(path.read_text(encoding="utf-8"))
    errors = [
        f"{list(e.path)}: {e.message}"
        for e in CHECKERS[kind_of(path.relative_to(DB))].iter_errors(value)
    ]
    assert not errors, errors[:3]


def test_the_small_catalogue_with_all_short_forms_fits(files):
    for name, text in files.items():
        kind = kind_of(PurePath("catalog", name))
        assert CHECKERS[kind].is_valid(as_json(text)), name


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (TOPIC, "category: living", "catgory: living"),
        (TOPIC, "aliases: [办狗证]", "alias: [办狗证]"),
        (TOPIC, "state: published", "state: publishd"),
        ("services/dog-licence.yaml", "visits: 1", "visit: 1"),
        ("services/dog-licence.yaml", "copies: 1", "copys: 1"),
        (TOPIC, "id: keep-dog", "id: Keep Dog"),
        (TOPIC, "icon: dog\n", ""),
        (TOPIC, "on: 2026-11-01", "on: 1.11.2026"),
        (TOPIC, "small: 不到35厘米", "small: {lable: 不到35厘米}"),
        ("services/dog-licence.yaml", "{size: big}", "{size: {at_leest: 3}}"),
        ("services/dog-licence.yaml", "{size: big}", "{size: big, age: old}"),
        ("services/dog-licence.yaml", "{size: big}", "{any: []}"),
        ("services/dog-licence.yaml", "copies: 1", "copies: one"),
        ("services/dog-licence.yaml", "copies: 1", "copies: 21"),
        ("services/dog-licence.yaml", "days: 20, ", ""),
        ("services/dog-licence.yaml", "presence: proxy_allowed", "presence: proxy"),
        ("circumstances/lost-id.yaml", "- {use: lost-note", "- {us: lost-note"),
        ("evidence.yaml", "plain: 身份证", "plian: 身份证"),
        ("agencies.yaml", "name: 公安局, ", ""),
        ("questions.yaml", "kind: yes_no", "kind: yesno"),
        ("scenarios/keep-dog.yaml", "state: complete", "state: done"),
        ("catalogue.yaml", "publisher: 试用", "publischer: 试用"),
    ],
)
def test_what_the_workshop_refuses_the_editor_marks(write, files, name, old, new):
    broken = files[name].replace(old, new, 1)
    assert broken != files[name]
    kind = kind_of(PurePath("catalog", name))
    assert not CHECKERS[kind].is_valid(as_json(broken))
    with pytest.raises(Exception, match="读不了"):
        load(write({name: broken}))


def test_the_forms_that_authors_may_write_fit(write, files):
    service = files["services/dog-licence.yaml"]
    forms = [
        ("{size: big}", "{all: [{size: [big, small]}, {not: {size: {includes: big}}}]}"),
        ("{size: big}", "{born: {age_at_least: 80, age_below: 90}}"),
        ("{size: big}", "{day: {from: 2026-01-01}}"),
        ("{size: big}", "{area: {at_least: 50, below: 300.5}}"),
        ("presence: proxy_allowed", "presence: [{value: nobody, when: {size: big}}, in_person]"),
        ("promised: {days: 5, unit: working}", "promised: immediate"),
        ("visits: 1", "visits: [{when: {size: big}, value: 2}, 1]"),
        ("{name: 养犬登记证, evidence: dog-card, collect: window}", "养犬登记证"),
        ("basis: [动物防疫法§30]", "basis: 动物防疫法§30"),
        ("plain: 给狗上户口", "plain: 12345"),
    ]
    for old, new in forms:
        text = service.replace(old, new)
        assert text != service
        load(write({"services/dog-licence.yaml": text}))
        assert CHECKERS["services"].is_valid(as_json(text)), new


def test_vs_code_is_told_which_schema_is_for_which_files():
    made = file_schemas(PurePath("build/schema"))
    schemas = json.loads(made[SETTINGS])["yaml.schemas"]
    assert schemas["build/schema/topics.schema.json"] == "**/catalog/topics/*.yaml"
    assert {PurePath(path).name for path in schemas} == set(made) - {SETTINGS}
