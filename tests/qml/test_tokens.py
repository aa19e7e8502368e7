"""UX-2: type sizes reach what they promise on every screen; colours reach their contrast."""

import math

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QColor

from kiosk.ui.layouts import LAYOUTS, Display
from tests.qml.scene import Scene

DESIGN_PX = {  # ux.md §4, for 21.5 inches
    "questionPx": (56, 64, 76),
    "titlePx": (44, 52, 60),
    "bodyPx": (41, 48, 58),
    "hintPx": (34, 41, 48),
    "statusPx": (28, 32, 36),
    "digitsPx": (60, 68, 80),
}
SCREENS = {
    "21.5": Display(),
    "15.6": Display(diagonal_inch=15.6),
    "27 portrait": Display(width_px=1080, height_px=1920, diagonal_inch=27),
    "43 portrait": Display(width_px=1080, height_px=1920, diagonal_inch=43),
    "10.1": LAYOUTS["small"],
}
CAP_EM = 0.733
TEXT_PAIRS = (
    ("text", "background", 7),
    ("text", "card", 7),
    ("text2", "background", 4.5),
    ("text2", "card", 4.5),
    ("text2", "tint", 4.5),
    ("primaryInk", "primary", 4.5),
    ("primaryInk", "primaryPressed", 4.5),
    ("selectedInk", "selected", 4.5),
    ("text", "selected", 4.5),
    ("text", "cardPressed", 4.5),
    ("link", "bar", 4.5),
    ("text", "quiet", 4.5),
    ("primary", "background", 4.5),
    ("primary", "tint", 4.5),
    ("success", "successTint", 4.5),
    ("card", "success", 4.5),
    ("danger", "dangerTint", 4.5),
    ("warning", "warningTint", 4.5),
    ("disabled", "disabledTint", 4.5),
    ("badgeInk", "badge", 7),
    ("badgeInk", "badgePressed", 7),
    ("border", "card", 3),
    ("border", "background", 3),
    ("focusInner", "focusOuter", 3),
)


@pytest.mark.parametrize("role", DESIGN_PX)
def test_sizes_are_those_of_the_design(scene: Scene, role: str) -> None:
    for size, px in zip(("normal", "large", "huge"), DESIGN_PX[role], strict=True):
        scene.shell.set_display(Display(size=size))
        assert scene.shell.metrics.property(role) == px


@pytest.mark.parametrize("display", SCREENS.values(), ids=SCREENS)
def test_capitals_reach_their_angle(scene: Scene, display: Display) -> None:
    for size, roles in {
        "normal": ("questionPx", "titlePx", "bodyPx"),
        "large": ("questionPx", "titlePx", "bodyPx", "hintPx"),
    }.items():
        scene.shell.set_display(replace(display, size=size))
        metrics = scene.shell.metrics
        for role in roles:
            cap_mm = CAP_EM * metrics.property(role) / metrics.property("pxPerMm")
            angle = 2 * math.degrees(math.atan(cap_mm / 2 / metrics.property("distanceMm")))
            assert angle >= 0.7 - 1e-3, f"{role} at {size}: {angle:.3f}°"


@pytest.mark.parametrize(
    ("display", "layout"),
    [
        (Display(), "landscape"),
        (Display(width_px=1080, height_px=1920), "portrait"),
        (LAYOUTS["small"], "small"),
        (Display(width_px=1280, height_px=1024, diagonal_inch=19), "landscape"),
        (Display(layout="small"), "small"),
    ],
)
def test_the_layout_follows_the_screen(scene: Scene, display: Display, layout: str) -> None:
    scene.shell.set_display(display)
    assert scene.shell.metrics.property("layout") == layout


@pytest.mark.parametrize("display", SCREENS.values(), ids=SCREENS)
def test_the_frame_leaves_room_for_its_controls(scene: Scene, display: Display) -> None:
    scene.shell.set_display(display)
    metrics = scene.shell.metrics
    assert metrics.property("footerHeight") >= metrics.property("footerButtonHeight")
    assert metrics.property("footerButtonHeight") >= metrics.property("actionHeight")
    row = "controlsHeight" if metrics.property("isPortrait") else "headerHeight"
    assert metrics.property(row) >= metrics.property("touch")


@pytest.mark.parametrize("theme", ["light", "contrast"])
@pytest.mark.parametrize(("ink", "paper", "least"), TEXT_PAIRS)
def test_colours_stand_out(scene: Scene, theme: str, ink: str, paper: str, least: float) -> None:
    scene.shell.set_display(Display(theme=theme))
    tokens = scene.shell._singleton("Kiosk", "Theme")
    ratio = contrast(tokens.property(ink), tokens.property(paper))
    assert ratio >= least, f"{ink} on {paper}: {ratio:.2f}"


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert contrast(QColor("#0a539e"), QColor("#ffffff")) == pytest.approx(7.65, abs=0.01)


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
