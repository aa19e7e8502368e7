"""Every value is a frozen, keyword-only msgspec Struct; there is no second kind of record."""

import ast
from pathlib import Path

from tests.architecture.source import python_files, shown, tree_of

OTHER_RECORDS = {"dataclass", "dataclasses", "TypedDict", "NamedTuple", "namedtuple"}
FILES = python_files("kiosk", "hub")


def test_structs_are_frozen_and_keyword_only() -> None:
    structs = _structs()
    assert structs, "no Struct found: this test has gone blind"
    wrong = [
        f"{shown(path)}:{node.lineno} {node.name}: write {option}=True"
        for path, node in structs
        for option in ("frozen", "kw_only")
        if not _has(node, option)
    ]
    assert not wrong, "\n".join(wrong)


def test_there_is_no_other_kind_of_record() -> None:
    wrong = [
        f"{shown(path)}:{node.lineno} {name}"
        for path in FILES
        for node in ast.walk(tree_of(path))
        if (name := _name(node)) in OTHER_RECORDS
    ]
    assert not wrong, "\n".join(wrong)


def _structs() -> list[tuple[Path, ast.ClassDef]]:
    """Return Struct's subclasses, also those of our own Structs, which inherit no kw_only."""
    classes = [
        (path, node)
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
    ]
    known = {"Struct"}
    while True:
        found = [item for item in classes if known & {_name(base) for base in item[1].bases}]
        names = known | {node.name for _, node in found}
        if names == known:
            return found
        known = names


def _has(node: ast.ClassDef, option: str) -> bool:
    return any(
        word.arg == option and isinstance(word.value, ast.Constant) and word.value.value is True
        for word in node.keywords
    )


def _name(node: ast.AST) -> str | None:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
            return name
        case ast.Subscript(value=value):
            return _name(value)
    return None
