"""All screens: a screen exists when it has its line here.

How a screen is written: docs/ui.md.
"""

from kiosk.ui.screen import ScreenSpec
from kiosk.ui.screens.attract import AttractViewModel
from kiosk.ui.screens.home import HomeViewModel

START = "attract"
HOME = "home"

SCREENS: tuple[ScreenSpec, ...] = (
    ScreenSpec(name="attract", qml="AttractScreen.qml", model=AttractViewModel, in_visit=False),
    ScreenSpec(name="home", qml="HomeScreen.qml", model=HomeViewModel),
)
