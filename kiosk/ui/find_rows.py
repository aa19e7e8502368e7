"""The lines of a search for devices: found, in use, and places where nothing was recognised.

What a search is, is `services/device_search.py`.
"""

from msgspec import Struct

from kiosk.ports.finding import FoundDevice, NothingFound
from kiosk.services.device_search import Finds
from kiosk.services.health import DEVICE, CheckState
from kiosk.ui.device_cards import look_of

WHY = {
    "silent": "没认出来",
    "busy": "别的程序在用，没碰它",
    "denied": "不许打开：给用户 dialout 组权限",
    "gone": "刚刚不见了",
}
PRINTERS = ("a4", "receipt")


class FindRow(Struct, frozen=True, kw_only=True):
    """One line; `prints`: a tap prints a test page."""

    key: str
    icon: str
    title: str
    state: CheckState
    word: str
    message: str
    prints: bool = False


def find_rows(finds: Finds) -> tuple[FindRow, ...]:
    """Return all lines, what was found first."""
    return (
        *(_found(found) for found in finds.found),
        *(_in_use(use.name, use.place.where) for use in finds.in_use),
        *(_more(n, more) for n, more in enumerate(finds.more)),
        *(_nothing(n, nothing) for n, nothing in enumerate(finds.nothing)),
    )


def _found(found: FoundDevice) -> FindRow:
    look = look_of(DEVICE + found.role)
    prints = found.role in PRINTERS
    return FindRow(
        key=found.role,
        icon=look.icon,
        title=look.title,
        state="ok",
        word="试打" if prints else "认出",
        message=_where(found.where, found.about),
        prints=prints,
    )


def _in_use(name: str, where: str) -> FindRow:
    look = look_of(DEVICE + name)
    return FindRow(
        key=f"use-{name}",
        icon=look.icon,
        title=look.title,
        state="ok",
        word="在用",
        message=f"{where}，没碰它",
    )


def _more(n: int, found: FoundDevice) -> FindRow:
    look = look_of(DEVICE + found.role)
    return FindRow(
        key=f"more-{n}",
        icon=look.icon,
        title=f"又一台{look.title}",
        state="warn",
        word="不写",
        message=_where(found.where, found.about),
    )


def _nothing(n: int, nothing: NothingFound) -> FindRow:
    place = nothing.place
    return FindRow(
        key=f"none-{n}",
        icon="question",
        title=place.where,
        state="absent" if nothing.why == "silent" else "warn",
        word="不明" if nothing.why == "silent" else "没看",
        message=_where(WHY[nothing.why], place.about),
    )


def _where(what: str, about: str) -> str:
    return f"{what}（{about}）" if about else what
