"""All screens: a screen exists when it has its line here.

How a screen is written: docs/ui.md. R0 is on screen before the others are imported.
"""

import importlib

from kiosk.ui.screen import ScreenSpec, ScreenViewModel

START = "attract"
HOME = "home"

SCREENS: tuple[ScreenSpec, ...] = (
    ScreenSpec(
        name="attract", qml="AttractScreen.qml", model="attract:AttractViewModel", in_visit=False
    ),
    ScreenSpec(name="home", qml="HomeScreen.qml", model="home:HomeViewModel"),
    ScreenSpec(name="topics", qml="TopicsScreen.qml", model="topics:TopicsViewModel"),
    ScreenSpec(name="search", qml="SearchScreen.qml", model="search:SearchViewModel"),
    ScreenSpec(name="start", qml="StartScreen.qml", model="start:StartViewModel"),
    ScreenSpec(name="region", qml="RegionScreen.qml", model="region:RegionViewModel"),
    ScreenSpec(name="question", qml="QuestionScreen.qml", model="question:QuestionViewModel"),
    ScreenSpec(name="answers", qml="AnswersScreen.qml", model="answers:AnswersViewModel"),
    ScreenSpec(
        name="checklist",
        qml="ChecklistScreen.qml",
        model="checklist:ChecklistViewModel",
        stays=True,
    ),
    ScreenSpec(name="detail", qml="DetailScreen.qml", model="detail:DetailViewModel"),
    ScreenSpec(name="more", qml="MoreScreen.qml", model="more:MoreViewModel"),
    ScreenSpec(name="startday", qml="StartDayScreen.qml", model="startday:StartDayViewModel"),
    ScreenSpec(name="have", qml="HaveScreen.qml", model="have:HaveViewModel"),
    ScreenSpec(name="printing", qml="PrintingScreen.qml", model="printing:PrintingViewModel"),
    ScreenSpec(name="takeaway", qml="TakeawayScreen.qml", model="takeaway:TakeawayViewModel"),
    ScreenSpec(name="finish", qml="FinishScreen.qml", model="finish:FinishViewModel"),
    ScreenSpec(name="card", qml="CardScreen.qml", model="card:CardViewModel"),
    ScreenSpec(name="holder", qml="HolderScreen.qml", model="holder:HolderViewModel"),
    ScreenSpec(name="scan", qml="ScanScreen.qml", model="scan:ScanViewModel"),
    ScreenSpec(name="oldlist", qml="OldlistScreen.qml", model="oldlist:OldListViewModel"),
    ScreenSpec(name="changes", qml="ChangesScreen.qml", model="changes:ChangesViewModel"),
    ScreenSpec(name="offline", qml="OfflineScreen.qml", model="offline:OfflineViewModel"),
    ScreenSpec(name="receipt", qml="ReceiptScreen.qml", model="receipt:ReceiptViewModel"),
    ScreenSpec(name="help", qml="HelpScreen.qml", model="help:HelpViewModel"),
    ScreenSpec(name="staff", qml="StaffScreen.qml", model="staff:StaffViewModel"),
    ScreenSpec(name="display", qml="DisplayScreen.qml", model="display:DisplayViewModel"),
    ScreenSpec(name="fault", qml="FaultScreen.qml", model="fault:FaultViewModel"),
    ScreenSpec(name="pin", qml="PinScreen.qml", model="pin:PinViewModel", for_staff=True),
    ScreenSpec(name="board", qml="BoardScreen.qml", model="board:BoardViewModel", for_staff=True),
    ScreenSpec(
        name="device", qml="DeviceScreen.qml", model="device:DeviceViewModel", for_staff=True
    ),
    ScreenSpec(
        name="touchgrid",
        qml="TouchgridScreen.qml",
        model="touchgrid:TouchgridViewModel",
        for_staff=True,
    ),
    ScreenSpec(
        name="finder", qml="FinderScreen.qml", model="finder:FinderViewModel", for_staff=True
    ),
    ScreenSpec(name="ruler", qml="RulerScreen.qml", model="ruler:RulerViewModel", for_staff=True),
    ScreenSpec(
        name="closed", qml="ClosedScreen.qml", model="closed:ClosedViewModel", in_visit=False
    ),
)


def view_model(spec: ScreenSpec) -> type[ScreenViewModel]:
    """Import a screen's view model, and the items in Python that screens but R0 are made of."""
    module, _, name = spec.model.partition(":")
    if spec.name != START:
        importlib.import_module("kiosk.ui.elements")
    found: type[ScreenViewModel] = getattr(
        importlib.import_module(f"kiosk.ui.screens.{module}"), name
    )
    return found
