"""Around a view model: a work thread that works at once, a router and a frame that note."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from kiosk.bootstrap import Station
from kiosk.maintenance import care_of, technicians_of
from kiosk.ui.screen import ScreenParts, ScreenViewModel, Services


class DoneTask:
    """A job that is over already."""

    def __init__(self, result: Any, error: Exception | None) -> None:
        self._result = result
        self.error = error

    def then(self, ok: Callable[[Any], None]) -> "DoneTask":
        if self.error is None:
            ok(self._result)
        return self

    def otherwise(self, fail: Callable[[Exception], None]) -> "DoneTask":
        if self.error is not None:
            error, self.error = self.error, None
            fail(error)
        return self


class PromptTasks:
    """Does every job at once."""

    def __init__(self) -> None:
        self.done: list[DoneTask] = []

    def run(self, op: Callable[[], Any]) -> DoneTask:
        try:
            task = DoneTask(op(), None)
        except Exception as error:  # noqa: BLE001  as the work thread does
            task = DoneTask(None, error)
        self.done.append(task)
        return task

    wait = run


class NotedRouter:
    """Notes where a screen leads."""

    def __init__(self) -> None:
        self.went: list[tuple[str, object]] = []

    def push(self, name: str, arg: object = None) -> None:
        self.went.append((name, arg))

    replace = push

    def prepare(self, name: str) -> None:
        pass

    def home(self) -> None:
        self.went.append(("home", None))

    def back(self) -> None:
        self.went.append(("back", None))

    def ready(self, name: str) -> None:
        pass


class NotedFrame:
    """Notes what a screen asks of the window."""

    def __init__(self) -> None:
        self.size = "normal"
        self.theme = "light"
        self.clockText = "9:00"
        self.faults: list[str] = []
        self.finished = 0
        self.held: list[bool] = []
        self.acts: list[Callable[[str], None] | None] = []

    def fault(self, fault: Any, act: Callable[[str], None] | None = None) -> None:
        self.faults.append(fault.code)
        self.acts.append(act)

    def settle(self) -> None:
        pass

    def hold_idle(self, held: bool) -> None:
        self.held.append(held)

    def code_url(self, matrix: Any) -> str:
        return f"image://qr/{matrix.version}"

    def finish(self) -> None:
        self.finished += 1


def services_of(station: Station) -> Services:
    """Return what the screens work with."""
    return Services(
        menu=station.menu,
        browse=station.browse,
        guidance=station.guidance,
        checklists=station.checklists,
        visit=station.visit(),
        clock=station.clock,
        bell=station.bell,
        site=station.site,
        technicians=(technicians := technicians_of(station)),
        care=care_of(station, technicians),
        started_s=0.0,
    )


def a_screen(model: type[ScreenViewModel], station: Station, *, auto_next: bool = False) -> Any:
    """Return a view model on real services; `router`, `frame` and `tasks` note what it does."""
    parts = ScreenParts(
        services=replace(services_of(station), auto_next=auto_next),
        tasks=PromptTasks(),
        router=NotedRouter(),
        frame=NotedFrame(),
    )
    return model(parts)
