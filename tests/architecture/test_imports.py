"""Who may import whom: the contracts of pyproject.toml, and what must stay unloaded."""

import subprocess
import sys

import pytest
from importlinter.cli import lint_imports

from tests.architecture.source import ROOT


def test_the_contracts_hold(capsys: pytest.CaptureFixture[str]) -> None:
    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert not broken, capsys.readouterr().out


@pytest.mark.parametrize("library", ["PySide6", "yaml", "kiosk.workshop", "reportlab"])
def test_a_command_that_does_not_need_it_does_not_load(library: str) -> None:
    """`kiosk topics` works on a machine without Qt, without the workshop and without paper."""
    script = (
        "import sys; from kiosk.cli.main import main\n"
        "try: main(['topics', '--help'])\n"
        "except SystemExit as done: assert not done.code\n"
        f"sys.exit({library!r} in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr or f"{library} was loaded"
