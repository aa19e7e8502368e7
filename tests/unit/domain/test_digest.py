"""What changes the digest of a list and what does not (catalogue.md §11)."""

import hashlib
import json
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.domain.checklist import NotNeededLine, Saved
from kiosk.domain.digest import canonical, digest
from tests.unit.domain.lists import a_list, a_material

A_LINE = NotNeededLine(
    name="公共场所卫生许可证", why="并入食品经营许可", basis=None, status="verified"
)
A_LIST = a_list(materials=(a_material(why=("因为您选了“本人”",)),), not_needed=(A_LINE,))


def test_the_canonical_list_is_sorted_json_without_white_space_in_utf_8() -> None:
    text = canonical(A_LIST).decode()
    document = json.loads(text)
    assert text == json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert "身份证" in text
    assert digest(A_LIST) == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"edition": "13"},
        {"as_of": "2027-01-01"},
        {"facts_on": "2027-01-01"},
        {"answers": ()},
        {"dropped": ("who",)},
        {"digest": "0"},
        {"saved": Saved(duplicate_papers=9, produced=9, e_licence=9)},
        {"duration": replace(A_LIST.duration, ready_on="2026-12-01")},
        {"materials": (a_material(why=("别的话",)),)},
        {"not_needed": (replace(A_LINE, why="别的话"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_says_nothing_about_the_case_leaves_the_digest_alone(change: dict[str, Any]) -> None:
    assert digest(replace(A_LIST, **change)) == digest(A_LIST)


@pytest.mark.parametrize(
    "change",
    [
        {"topic": "open-bar"},
        {"region": "511602"},
        {"state": "blocked"},
        {"hotline": "12319"},
        {"steps": ()},
        {"materials": (a_material(copies=2),)},
        {"materials": (a_material(basis=("居民身份证法§11",)),)},
        {"not_needed": ()},
        {"trips": 2},
        {"duration": replace(A_LIST.duration, critical_path_days=4)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_the_person_must_know_changes_the_digest(change: dict[str, Any]) -> None:
    assert digest(replace(A_LIST, **change)) != digest(A_LIST)
