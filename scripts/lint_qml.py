"""Check QML against the view models: run qmllint with the types that the Python sources declare.

Usage: python scripts/lint_qml.py; exits 1 with one line per finding. PySide's own dump knows a
class as a QObject only when a Qt class is its direct base, so view models that inherit from ours
are marked here.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
from typing import Any

import PySide6

ROOT = pathlib.Path(__file__).resolve().parents[1]
UI = ROOT / "kiosk" / "ui"
TOOLS = pathlib.Path(sys.executable).parent
QMLDIR = "module Kiosk.Views\ntypeinfo views.qmltypes\ndepends QtQuick\n"
PYTHON_ONLY_BASES = {"QPyQmlParserStatus": "QObject"}  # Qt's own type descriptions lack them
MODEL_ROLES = ("--unqualified", "disable")  # in delegates they have no qualifier


def main() -> int:
    """Return 0 when qmllint has nothing to say."""
    with tempfile.TemporaryDirectory() as folder:
        views = pathlib.Path(folder) / "Kiosk" / "Views"
        views.mkdir(parents=True)
        types = views / "types.json"
        types.write_text(json.dumps(_declared_types(views)), "utf-8")
        _run("pyside6-qmltyperegistrar", "--generate-qmltypes", views / "views.qmltypes",
             "--import-name", "Kiosk.Views", "--major-version", "1", "--foreign-types",
             ",".join(map(str, _qt_types())), "-o", views / "unused.cpp", types)  # fmt: skip
        (views / "qmldir").write_text(QMLDIR, "utf-8")
        files = sorted((UI / "qml").rglob("*.qml"))
        places = ("-I", folder, "-I", UI / "qml")
        done = _run("pyside6-qmllint", "-W", "0", *MODEL_ROLES, *places, *files)
    sys.stdout.write(done.stdout + done.stderr)
    return done.returncode


def _declared_types(folder: pathlib.Path) -> list[dict[str, list[dict[str, Any]]]]:
    sources = [
        path
        for path in sorted(UI.rglob("*.py"))
        if re.search(r"^@QmlElement|ViewModel\(QObject\)", path.read_text("utf-8"), re.MULTILINE)
    ]
    dumped = folder / "dumped.json"
    _run("pyside6-metaobjectdump", "-o", dumped, *sources)
    files: list[dict[str, list[dict[str, Any]]]] = json.loads(dumped.read_text("utf-8"))
    for file in files:
        for one in file["classes"]:
            named = [info["name"] for info in one.get("classInfos", ())]
            one["object"] = one["object"] or "QML.Element" in named
            for base in one.get("superClasses", ()):
                base["name"] = PYTHON_ONLY_BASES.get(base["name"], base["name"])
    return files


def _qt_types() -> list[pathlib.Path]:
    folder = pathlib.Path(PySide6.__file__).parent / "Qt" / "metatypes"
    return sorted(folder.glob("qt6*_metatypes.json"))


def _run(tool: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [str(TOOLS / tool), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
