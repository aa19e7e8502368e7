"""A program that has lost one of its files says which one and ends with 3."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT

FONT = Path("assets", "fonts", "NotoSansSC-Bold.ttf")


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A copy of the program; what is large and stays whole is linked."""
    copy = tmp_path / "program"
    shutil.copytree(ROOT / "kiosk", copy / "kiosk", ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "db").symlink_to(ROOT / "db")
    (copy / FONT).parent.mkdir(parents=True)
    for path in [*(ROOT / "assets").iterdir(), *(ROOT / FONT).parent.iterdir()]:
        place = copy / path.relative_to(ROOT)
        if not place.exists():
            place.symlink_to(path)
    return copy


def visit(installed: Path, data: Path) -> subprocess.CompletedProcess[str]:
    script, out = ROOT / "tests" / "journeys" / "stop.yaml", installed / "out"
    words = ["visit", str(script), "--out", str(out), "--data", str(data)]
    return subprocess.run(
        [sys.executable, "-m", "kiosk.cli.main", *words],
        cwd=installed,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_copy_works(installed: Path, data: Path) -> None:
    ended = visit(installed, data)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_missing_font_is_named(installed: Path, data: Path) -> None:
    (installed / FONT).unlink()
    ended = visit(installed, data)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == f"kiosk：程序缺文件 {FONT.as_posix()}；请重新安装\n"


def test_a_damaged_font_is_named(installed: Path, data: Path) -> None:
    (installed / FONT).unlink()
    (installed / FONT).write_bytes((ROOT / FONT).read_bytes()[:100])
    ended = visit(installed, data)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == f"kiosk：字体文件 {FONT.name} 读不了；请重新安装\n"
