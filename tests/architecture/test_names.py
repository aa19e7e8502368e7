"""Names that say nothing, rooms with something in the doorway, and hidden inputs."""

import ast

from tests.architecture.source import ROOT, python_files, shown, tree_of

EMPTY_WORDS = {"utils", "util", "common", "misc", "manager", "handler", "helper", "helpers"}
READS_THE_ENVIRONMENT = {
    "hub/assembly.py",
    "hub/cli.py",
    "kiosk/bootstrap.py",
    "kiosk/cli/context.py",  # hands it over
    "kiosk/cli/start.py",  # hands it to its successor
}


def test_modules_are_named_after_what_they_do() -> None:
    wrong = [
        shown(path)
        for path in python_files("kiosk", "hub", "bench", "scripts")
        if EMPTY_WORDS & set(path.stem.split("_"))
    ]
    assert not wrong, wrong


def test_classes_are_named_after_what_they_are() -> None:
    wrong = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in python_files("kiosk", "hub")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
        and node.name.endswith(("Manager", "Helper", "Handler", "Utils"))
    ]
    assert not wrong, wrong


def test_a_package_says_what_it_holds_and_nothing_else() -> None:
    packages = [path for path in python_files("kiosk") if path.name == "__init__.py"]
    folders = {path.parent for path in python_files("kiosk")}
    assert {path.parent for path in packages} == folders, "a folder lacks its __init__.py"
    wrong = [
        shown(path)
        for path in packages
        if len(tree_of(path).body) != 1 or not ast.get_docstring(tree_of(path))
    ]
    assert not wrong, wrong


def test_only_the_wiring_reads_the_environment() -> None:
    readers = {
        shown(path)
        for path in python_files("kiosk", "hub")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert readers <= READS_THE_ENVIRONMENT, readers - READS_THE_ENVIRONMENT


def test_the_tests_lie_where_their_subject_lies() -> None:
    """tests/unit mirrors kiosk: tests/unit/domain belongs to kiosk/domain."""
    folders = {path.parent.relative_to(ROOT / "tests/unit") for path in python_files("tests/unit")}
    wrong = [str(folder) for folder in folders if not (ROOT / "kiosk" / folder).is_dir()]
    assert not wrong, wrong
