"""All screens: a screen exists when it has its line here.

How a screen is written: docs/ui.md.
"""

from kiosk.ui import card_stack, date_cells, paged_column  # noqa: F401  types that QML uses
from kiosk.ui.screen import ScreenSpec
from kiosk.ui.screens.answers import AnswersViewModel
from kiosk.ui.screens.attract import AttractViewModel
from kiosk.ui.screens.checklist import ChecklistViewModel
from kiosk.ui.screens.closed import ClosedViewModel
from kiosk.ui.screens.detail import DetailViewModel
from kiosk.ui.screens.display import DisplayViewModel
from kiosk.ui.screens.fault import FaultViewModel
from kiosk.ui.screens.finish import FinishViewModel
from kiosk.ui.screens.have import HaveViewModel
from kiosk.ui.screens.help import HelpViewModel
from kiosk.ui.screens.home import HomeViewModel
from kiosk.ui.screens.more import MoreViewModel
from kiosk.ui.screens.printing import PrintingViewModel
from kiosk.ui.screens.question import QuestionViewModel
from kiosk.ui.screens.region import RegionViewModel
from kiosk.ui.screens.search import SearchViewModel
from kiosk.ui.screens.staff import StaffViewModel
from kiosk.ui.screens.start import StartViewModel
from kiosk.ui.screens.startday import StartDayViewModel
from kiosk.ui.screens.takeaway import TakeawayViewModel
from kiosk.ui.screens.topics import TopicsViewModel

START = "attract"
HOME = "home"

SCREENS: tuple[ScreenSpec, ...] = (
    ScreenSpec(name="attract", qml="AttractScreen.qml", model=AttractViewModel, in_visit=False),
    ScreenSpec(name="home", qml="HomeScreen.qml", model=HomeViewModel),
    ScreenSpec(name="topics", qml="TopicsScreen.qml", model=TopicsViewModel),
    ScreenSpec(name="search", qml="SearchScreen.qml", model=SearchViewModel),
    ScreenSpec(name="start", qml="StartScreen.qml", model=StartViewModel),
    ScreenSpec(name="region", qml="RegionScreen.qml", model=RegionViewModel),
    ScreenSpec(name="question", qml="QuestionScreen.qml", model=QuestionViewModel),
    ScreenSpec(name="answers", qml="AnswersScreen.qml", model=AnswersViewModel),
    ScreenSpec(name="checklist", qml="ChecklistScreen.qml", model=ChecklistViewModel, stays=True),
    ScreenSpec(name="detail", qml="DetailScreen.qml", model=DetailViewModel),
    ScreenSpec(name="more", qml="MoreScreen.qml", model=MoreViewModel),
    ScreenSpec(name="startday", qml="StartDayScreen.qml", model=StartDayViewModel),
    ScreenSpec(name="have", qml="HaveScreen.qml", model=HaveViewModel),
    ScreenSpec(name="printing", qml="PrintingScreen.qml", model=PrintingViewModel),
    ScreenSpec(name="takeaway", qml="TakeawayScreen.qml", model=TakeawayViewModel),
    ScreenSpec(name="finish", qml="FinishScreen.qml", model=FinishViewModel),
    ScreenSpec(name="help", qml="HelpScreen.qml", model=HelpViewModel),
    ScreenSpec(name="staff", qml="StaffScreen.qml", model=StaffViewModel),
    ScreenSpec(name="display", qml="DisplayScreen.qml", model=DisplayViewModel),
    ScreenSpec(name="fault", qml="FaultScreen.qml", model=FaultViewModel),
    ScreenSpec(name="closed", qml="ClosedScreen.qml", model=ClosedViewModel, in_visit=False),
)
