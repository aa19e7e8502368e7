"""The rules of QML: one style, software renderer, no logic, no literal looks, nothing nameless."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import (
    QmlObject,
    python_files,
    qml_files,
    qml_objects,
    shown,
    tree_of,
    without_texts,
)

ALLOWED_IMPORTS = {
    "QtQuick", "QtQuick.Controls.Basic", "QtQuick.Layouts", "QtQuick.Window", "QtQml",
    "QtQml.Models", "Kiosk", "Kiosk.Views",
}  # fmt: skip
NEEDS_A_GPU = r"\b(ShaderEffect\w*|MultiEffect|ParticleSystem|layer\.(enabled|effect))\b"
LENGTH = (
    r"\b((?:implicit|minimum|maximum|preferred)?[wW]idth|(?:implicit|minimum|maximum|preferred)?"
    r"[hH]eight|x|y|(?:\w*[sS]pacing)|\w*[pP]adding|\w*[mM]argins?|radius|pixelSize|pointSize|size)"
    r"\s*:\s*-?[1-9]\d*(?:\.\d+)?\s*(?:$|[;}])"
)
COLOR = r'"#[0-9a-fA-F]{3,8}"|\b\w*[cC]olor\s*:\s*"(?!transparent")\w+"|\bQt\.(rgba|hsla|tint)\b'
POINTER = {"TapHandler", "MouseArea", "PointHandler", "DragHandler", "MultiPointTouchArea"}
MAY_CALCULATE = {"Metrics.qml"}  # its functions are mm() and kin
MAY_NAME_COLOURS = {"Theme.qml"}

FILES = qml_files()
SCREENS = [path for path in FILES if path.parent.name == "screens"]


def test_there_is_something_to_check() -> None:
    assert FILES
    assert SCREENS


def test_imports_one_style_and_no_effects() -> None:
    wrong = [
        f"{shown(path)}: import {found[1]}"
        for path in FILES
        for found in re.finditer(r"^\s*import\s+(\"?[\w./]+\"?)", path.read_text("utf-8"), re.M)
        if found[1] not in ALLOWED_IMPORTS
    ]
    assert not wrong, "\n".join(wrong)


def test_draws_without_a_graphics_card() -> None:
    assert not list(_matches(NEEDS_A_GPU, FILES))


def test_holds_no_function_and_no_script() -> None:
    files = [path for path in FILES if path.name not in MAY_CALCULATE]
    assert not list(_matches(r"\bfunction\b|=>\s*\{", files))
    assert not sorted(FILES[0].parents[1].rglob("*.js"))


def test_a_screens_handlers_are_one_expression() -> None:
    assert not list(_matches(r"\bon[A-Z]\w*\s*:\s*\{", SCREENS))


def test_a_screen_gets_its_view_model_and_nothing_from_the_context() -> None:
    lacking = [
        shown(path)
        for path in SCREENS
        if not re.search(r"required property \w+ViewModel vm\b", path.read_text("utf-8"))
    ]
    assert not lacking, lacking
    asked = [
        shown(path)
        for path in python_files("kiosk/ui")
        if "setContextProperty" in path.read_text("utf-8")
    ]
    assert not asked, asked


def test_colours_come_from_the_theme() -> None:
    files = [path for path in FILES if path.name not in MAY_NAME_COLOURS]
    assert not list(_matches(COLOR, files, blank=False))


def test_a_screens_lengths_come_from_metrics() -> None:
    assert not list(_matches(LENGTH, SCREENS))


def test_touches_arrive_in_one_place() -> None:
    """Tappable alone takes them, by the one set of rules, and tells assistive technology so."""
    takers = [path for path in FILES if POINTER & {item.type for item in _objects(path)}]
    assert [path.name for path in takers] == ["Tappable.qml"]
    assert {"Accessible.role", "Accessible.name"} <= _properties(takers[0])


def test_everything_tappable_has_an_object_name() -> None:
    """Also the test id. A row that leads nowhere is text and needs none."""
    tappable = _tappable_types()
    assert {"Tappable", "BigButton"} <= tappable
    nameless = [
        f"{shown(path)}:{item.line} {item.type}"
        for path in FILES
        for item in _objects(path)
        if item.type in tappable
        and not item.is_root
        and (item.type != "ListRow" or "onTapped:" in item.own)
        and "objectName:" not in item.own
    ]
    assert not nameless, "\n".join(nameless)


def _tappable_types() -> set[str]:
    """Return Tappable and every component of ours whose root is one."""
    roots = {path.stem: item.type for path in FILES for item in _objects(path) if item.is_root}
    tappable = {"Tappable"}
    while more := {name for name, root in roots.items() if root in tappable} - tappable:
        tappable |= more
    return tappable


def _matches(pattern: str, files: list[Path], *, blank: bool = True) -> Iterator[str]:
    for path in files:
        text = path.read_text("utf-8")
        for found in re.finditer(pattern, without_texts(text) if blank else text, re.M):
            yield f"{shown(path)}:{text.count(chr(10), 0, found.start()) + 1} {found[0].strip()}"


def _objects(path: Path) -> list[QmlObject]:
    return list(qml_objects(path.read_text("utf-8")))


def _properties(path: Path) -> set[str]:
    return set(re.findall(r"\bAccessible\.\w+(?=\s*:)", path.read_text("utf-8")))


def test_what_a_qml_type_connects_to_itself_is_a_slot() -> None:
    """PySide adds a bare method to the class, whose properties QML has already looked up."""
    wrong = [
        f"{shown(path)}:{method.lineno} {kind.name}.{method.name}"
        for path in python_files("kiosk/ui")
        for kind in ast.walk(tree_of(path))
        if isinstance(kind, ast.ClassDef) and "QmlElement" in map(ast.unparse, kind.decorator_list)
        for method in kind.body
        if isinstance(method, ast.FunctionDef)
        and f".connect(self.{method.name})" in ast.unparse(kind)
        and not any(ast.unparse(mark).startswith("Slot") for mark in method.decorator_list)
    ]
    assert not wrong, wrong
