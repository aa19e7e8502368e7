"""No file above 300 lines, no function above 40 lines without its docstring. No exceptions."""

import ast
from pathlib import Path

from tests.architecture.source import python_files, qml_files, shown, tree_of

FILE_LINES = 300
FUNCTION_LINES = 40
PYTHON = python_files("kiosk", "hub", "tests", "bench", "scripts")


def test_files_are_short() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in PYTHON + qml_files()}
    long = [
        f"{shown(path)}: {lines} lines" for path, lines in lengths.items() if lines > FILE_LINES
    ]
    assert not long, "\n".join(long)


def test_functions_are_short() -> None:
    long = [
        f"{shown(path)}:{node.lineno} {node.name}: {lines} lines"
        for path in PYTHON
        for node, lines in _functions(path)
        if lines > FUNCTION_LINES
    ]
    assert not long, "\n".join(long)


def _functions(path: Path) -> list[tuple[ast.FunctionDef, int]]:
    functions = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)]
    return [(node, _lines(node) - _docstring_lines(node)) for node in functions]


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _docstring_lines(node: ast.FunctionDef) -> int:
    return 0 if ast.get_docstring(node, clean=False) is None else _lines(node.body[0])
