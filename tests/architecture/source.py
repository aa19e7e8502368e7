"""The files that the rules are checked on, and a small reader of QML.

No rule belongs here.
"""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).resolve().parents[2]


def python_files(*folders: str) -> list[Path]:
    """Return every Python file below the folders, sorted."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def qml_files(folder: str = "kiosk") -> list[Path]:
    """Return every QML file below a folder, sorted."""
    return sorted((ROOT / folder).rglob("*.qml"))


def shown(path: Path) -> str:
    """Return a path as people write it."""
    return path.relative_to(ROOT).as_posix()


@functools.cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), str(path))


class QmlObject(Struct, frozen=True, kw_only=True):
    """One `Type { … }`; `own` is its text without the objects inside it."""

    type: str
    line: int
    own: str
    is_root: bool


_BLANKED = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_OPENED = re.compile(r"(?<![\w.])(?:[a-z]\w*\.)?([A-Z]\w*)(?:\s+on\s+[\w.]+)?\s*\{$")


def without_texts(qml: str) -> str:
    """Return QML with strings and comments blanked, every other character where it was."""
    return _BLANKED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), qml)


def qml_objects(qml: str) -> Iterator[QmlObject]:
    """Yield every object of a file, inner ones first."""
    code = without_texts(qml)
    opened: list[tuple[str | None, int, list[str]]] = []
    position = 0
    for brace in re.finditer(r"[{}]", code):
        if opened:
            opened[-1][2].append(qml[position : brace.start()])
        position = brace.end()
        if brace[0] == "{":
            typed = _OPENED.search(code[code.rfind("\n", 0, brace.start()) + 1 : brace.end()])
            line = code.count("\n", 0, brace.start()) + 1
            opened.append((typed[1] if typed else None, line, []))
            continue
        name, line, own = opened.pop()
        if name is not None:
            yield QmlObject(type=name, line=line, own="".join(own), is_root=not opened)
        elif opened:
            opened[-1][2].extend(own)
