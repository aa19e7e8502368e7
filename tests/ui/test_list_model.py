"""Structs as rows: roles, values, and as little change as possible."""

import pytest
from msgspec import Struct

from kiosk.ui.list_model import StructListModel


class Row(Struct, frozen=True, kw_only=True):
    key: str
    tags: tuple[str, ...] = ()


@pytest.fixture
def model(qapp: object) -> StructListModel:
    made = StructListModel(Row)
    made.show((Row(key="a", tags=("x", "y")), Row(key="b")))
    return made


def values(model: StructListModel) -> list[dict[str, object]]:
    names = {role: bytes(name.data()).decode() for role, name in model.roleNames().items()}
    return [
        {name: model.data(model.index(n), role) for role, name in names.items()}
        for n in range(model.rowCount())
    ]


def test_fields_are_roles_and_tuples_are_lists(model: StructListModel) -> None:
    assert values(model) == [{"key": "a", "tags": ["x", "y"]}, {"key": "b", "tags": []}]


def test_an_unknown_role_is_nothing(model: StructListModel) -> None:
    assert model.data(model.index(0), 1) is None


def test_only_rows_that_differ_change(model: StructListModel) -> None:
    changed: list[int] = []
    reset: list[bool] = []
    model.dataChanged.connect(lambda top, bottom, roles: changed.append(top.row()))
    model.modelReset.connect(lambda: reset.append(True))
    model.show((Row(key="a", tags=("x", "y")), Row(key="c")))
    assert (changed, reset) == ([1], [])
    model.show((Row(key="a"),))
    assert reset == [True]
    assert [row["key"] for row in values(model)] == ["a"]
