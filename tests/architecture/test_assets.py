"""Shipped files: every icon that is named exists, and the two fonts are what the code expects."""

import csv
import re

from fontTools.ttLib import TTFont

from tests.architecture.source import ROOT

ICONS = {path.stem for path in (ROOT / "assets/icons").glob("*.svg")}


def test_every_icon_of_the_catalogue_exists() -> None:
    named = _named("db/catalog/**/*.yaml", r"^\s*(?:- )?icon:\s*([a-z-]+)\s*$")
    assert named - ICONS == set(), "add them to scripts/make_icons.py"


def test_every_icon_of_a_screen_exists() -> None:
    """What is given for an icon, and looks like an icon's name, is one."""
    for pattern in ("kiosk/**/*.py", "kiosk/**/*.qml"):
        given = _named(pattern, r"\b\w*[iI]con\s*[:=](?!=)\s*([^,;\n]*)")
        named = {word for text in given for word in re.findall(r'"([a-z]+(?:-[a-z]+)*)"', text)}
        assert named, "no icon found: this test has gone blind"
        assert named - ICONS == set(), "add them to scripts/make_icons.py"


def test_icons_leave_their_colour_to_the_screen() -> None:
    coloured = [
        path.name
        for path in (ROOT / "assets/icons").glob("*.svg")
        if 'fill="currentColor"' not in path.read_text("utf-8")
    ]
    assert not coloured


def test_the_fonts_are_static_truetype_of_one_family() -> None:
    for weight, number in (("Regular", 400), ("Bold", 700)):
        with TTFont(ROOT / f"assets/fonts/NotoSansSC-{weight}.ttf", lazy=True) as font:
            assert font["name"].getDebugName(1) == "Noto Sans SC"
            assert font["OS/2"].usWeightClass == number
            assert "glyf" in font
            assert "fvar" not in font


def test_every_division_has_its_parents() -> None:
    with (ROOT / "db/divisions.csv").open(encoding="utf-8", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    assert len([code for code in names if len(code) == 2]) == 34
    assert len([code for code in names if len(code) == 6]) == 2978
    lengths = {12: 9, 9: 6, 6: 4, 4: 2}
    orphans = [code for code in names if len(code) > 2 and code[: lengths[len(code)]] not in names]
    assert not orphans
    assert names["341602"] == "谯城区"
    assert all(names.values())


def _named(files: str, pattern: str) -> set[str]:
    return {
        found
        for path in ROOT.glob(files)
        for found in re.findall(pattern, path.read_text("utf-8"), re.M)
    }
