"""The search for devices: what is in use is left alone, what is found is tried and written."""

from collections.abc import Mapping
from typing import Any

import pytest

from kiosk.ports.devices import Condition, DeviceState, Printed, SlipJob
from kiosk.ports.finding import FoundDevice, NothingFound, Place
from kiosk.ports.slips import Slip
from kiosk.services.device_search import DeviceSearch, Finds, InUse, with_found

PORTS = tuple(Place(kind="serial", where=f"/dev/ttyUSB{n}") for n in range(4))


def found(role: Any, place: Place) -> FoundDevice:
    settings = {"driver": f"{role}-driver", "port": place.where}
    return FoundDevice(role=role, settings=settings, where=place.where)


class Desk:
    """A finder, a configuration and a printer that note what is done to them."""

    def __init__(self) -> None:
        self.there: dict[Place, FoundDevice] = {}
        self.asked: list[Place] = []
        self.kept: Mapping[tuple[str, ...], Mapping[str, object]] = {}
        self.log: list[str] = []
        self.life: list[str] = []
        self.heard: FoundDevice | None = None
        self.listened: tuple[Place, ...] = ()

    def places(self) -> tuple[Place, ...]:
        return PORTS

    def look(self, place: Place, wanted: Any) -> FoundDevice | NothingFound:
        self.asked.append(place)
        return self.there.get(place) or NothingFound(place=place, why="silent")

    def listen(self, places: tuple[Place, ...], within_s: float, wanted: Any) -> Any:
        self.listened = places
        return self.heard

    def set(self, table: tuple[str, ...], values: Mapping[str, object]) -> None:
        raise AssertionError("a device's table is written whole")

    def replace(self, tables: Mapping[tuple[str, ...], Mapping[str, object]]) -> None:
        self.kept = tables

    def start(self) -> None:
        self.life.append("start")

    def print(self, job: SlipJob) -> Printed:
        self.life.append("print")
        return Printed()

    def close(self) -> None:
        self.life.append("close")


def a_search(desk: Desk, tables: dict[str, dict[str, object]], **states: str) -> DeviceSearch:
    return DeviceSearch(
        finder=desk,
        tables=tables,
        states=lambda: tuple(
            DeviceState(name=name, condition=Condition(state=state, message="。"))  # type: ignore[arg-type]
            for name, state in states.items()
        ),
        make_printer=lambda device: desk if device.role == "receipt" else None,  # type: ignore[arg-type, return-value]
        test_job=lambda printer: SlipJob(slip=Slip(parts=())),
        settings=desk,  # type: ignore[arg-type]
        note=lambda name, /, **facts: desk.log.append(name),
        same_port=lambda one, other: one.removeprefix("/by-path") == other,
    )


@pytest.mark.parametrize("state", ["ok", "warn"])
def test_the_port_of_a_device_that_works_is_never_asked(state: str) -> None:
    desk = Desk()
    desk.there[PORTS[0]] = found("idcard", PORTS[0])
    search = a_search(desk, {"idcard": {"port": "/by-path/dev/ttyUSB0"}}, idcard=state)
    told: list[Place] = []
    finds = search.find(told.append, lambda: True)
    assert finds.in_use == (InUse(name="idcard", place=PORTS[0]),)
    assert desk.asked == told == list(PORTS[1:])


@pytest.mark.parametrize("state", ["fault", "absent"])
def test_a_device_that_does_not_work_is_looked_for_again(state: str) -> None:
    desk = Desk()
    search = a_search(desk, {"idcard": {"port": "/dev/ttyUSB0"}}, idcard=state)
    assert search.find(lambda place: None, lambda: True).in_use == ()
    assert desk.asked == list(PORTS)


def test_the_first_of_a_kind_is_taken_and_the_others_are_named() -> None:
    desk = Desk()
    for n, role in enumerate(("receipt", "idcard", "receipt")):
        desk.there[PORTS[n]] = found(role, PORTS[n])
    finds = a_search(desk, {}).find(lambda place: None, lambda: True)
    assert [(f.role, f.where) for f in finds.found] == [
        ("receipt", "/dev/ttyUSB0"),
        ("idcard", "/dev/ttyUSB1"),
    ]
    assert [f.where for f in finds.more] == ["/dev/ttyUSB2"]
    assert [n.place for n in finds.nothing] == [PORTS[3]]


def test_a_second_device_beside_one_in_use_takes_nothing_away() -> None:
    desk = Desk()
    desk.there[PORTS[1]] = found("idcard", PORTS[1])
    search = a_search(desk, {"idcard": {"port": "/dev/ttyUSB0"}}, idcard="ok")
    finds = search.find(lambda place: None, lambda: True)
    assert (finds.found, [f.where for f in finds.more]) == ((), ["/dev/ttyUSB1"])


def test_a_search_ends_when_nobody_wants_it_any_more() -> None:
    desk = Desk()
    search = a_search(desk, {})
    search.find(lambda place: None, lambda: len(desk.asked) < 2)
    assert len(desk.asked) == 2


def test_only_silent_ports_are_listened_to() -> None:
    desk = Desk()
    desk.heard = found("scanner", PORTS[3])
    finds = Finds(
        found=(found("idcard", PORTS[0]),),
        nothing=(
            NothingFound(place=PORTS[2], why="busy"),
            NothingFound(place=PORTS[3], why="silent"),
        ),
    )
    heard = a_search(desk, {}).listen(finds, lambda: True)
    assert desk.listened == (PORTS[3],)
    assert [f.role for f in heard.found] == ["idcard", "scanner"]
    assert [n.place for n in heard.nothing] == [PORTS[2]]
    desk.heard = None
    assert a_search(desk, {}).listen(finds, lambda: True) == finds


def test_finds_are_written_under_their_roles() -> None:
    desk = Desk()
    finds = with_found(Finds(), found("receipt", PORTS[0]))
    a_search(desk, {}).keep(finds)
    assert desk.kept == {("devices", "receipt"): finds.found[0].settings}
    assert desk.log == ["device.configured"]


def test_a_printer_that_was_found_prints_and_is_closed_again() -> None:
    desk = Desk()
    search = a_search(desk, {})
    assert search.print_test(found("receipt", PORTS[0])) == Printed()
    assert desk.life == ["start", "print", "close"]
    assert search.print_test(found("a4", PORTS[0])) is None
