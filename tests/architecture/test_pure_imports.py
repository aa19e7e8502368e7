"""Domain, wire and journal compute; they read no clock, no file and no chance."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import python_files, shown, tree_of

PURE = {
    "base64", "binascii", "bisect", "collections", "datetime", "decimal", "enum", "fractions",
    "functools", "graphlib", "hashlib", "heapq", "hmac", "itertools", "json", "math", "operator",
    "re", "string", "struct", "types", "typing", "unicodedata", "zlib", "msgspec",
}  # fmt: skip
OURS = {
    "domain": ("kiosk.domain",),
    "wire": ("kiosk.domain", "kiosk.wire"),
    "journal": ("kiosk.domain", "kiosk.wire", "kiosk.ports", "kiosk.journal"),
}
IMPURE_CALLS = {"now", "today", "utcnow", "open", "input", "print", "__import__", "exec", "eval"}


@pytest.mark.parametrize("layer", OURS)
def test_imports_only_what_is_pure(layer: str) -> None:
    wrong = [
        f"{shown(path)}:{line} imports {module}"
        for path in python_files(f"kiosk/{layer}")
        for line, module in _imports(path)
        if module.split(".")[0] not in PURE and not module.startswith(OURS[layer])
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("layer", OURS)
def test_asks_the_machine_for_nothing(layer: str) -> None:
    wrong = [
        f"{shown(path)}:{node.lineno} calls {name}()"
        for path in python_files(f"kiosk/{layer}")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and (name := _called(node)) in IMPURE_CALLS
    ]
    assert not wrong, "\n".join(wrong)


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def _called(call: ast.Call) -> str | None:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return None
