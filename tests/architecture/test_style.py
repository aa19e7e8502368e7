"""Style, formatting, types and QML, as `make lint` checks them."""

import subprocess
import sys

import PySide6
import pytest

from tests.architecture.source import ROOT

LOCKED_QT = "6.8.0.2"
TOOLS = {
    "style": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy"],
    "qml": ["scripts/lint_qml.py"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_has_nothing_to_say(tool: str) -> None:
    if tool in {"types", "qml"} and PySide6.__version__ != LOCKED_QT:
        pytest.skip("the stubs and type descriptions of the locked Qt are the measure")
    done = subprocess.run(
        [sys.executable, *TOOLS[tool]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
