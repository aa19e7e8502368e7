"""Touch panels are told from other input devices by what the kernel says they can report."""

from pathlib import Path

from kiosk.devices.touch_panel import touch_panels

PANEL, PANEL_32_BIT, TABLET, MOUSE = "660800000000003", "6608000 3", "1000003", "0"
"""`capabilities/abs` as Linux writes it: a touch panel, the same on 32 bits, a pen, a mouse."""


def an_input(folder: Path, number: int, name: str, bits: str) -> None:
    device = folder / f"event{number}" / "device"
    (device / "capabilities").mkdir(parents=True)
    (device / "name").write_text(f"{name}\n")
    (device / "capabilities" / "abs").write_text(f"{bits}\n")


def test_only_what_feels_fingers_is_a_touch_panel(tmp_path: Path) -> None:
    for number, (name, bits) in enumerate(
        {"eGalax": PANEL, "ILITEK": PANEL_32_BIT, "Wacom": TABLET, "Mouse": MOUSE}.items()
    ):
        an_input(tmp_path, number, name, bits)
    assert touch_panels(tmp_path) == ("ILITEK", "eGalax")


def test_without_one_there_is_none(tmp_path: Path) -> None:
    an_input(tmp_path, 0, "Mouse", MOUSE)
    assert touch_panels(tmp_path) == ()


def test_elsewhere_nothing_is_known(tmp_path: Path) -> None:
    assert touch_panels(tmp_path / "none") is None


def test_a_strange_entry_is_no_panel(tmp_path: Path) -> None:
    an_input(tmp_path, 0, "Odd", "zz")
    (tmp_path / "event1").mkdir()
    assert touch_panels(tmp_path) == ()
