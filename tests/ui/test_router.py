"""The screen stack: push, replace, home, back, and waiting for a screen to be ready."""

import pytest

from kiosk.ui.router import Router


class Model:
    """A view model that is ready at once, or when told."""

    def __init__(self, name: str, log: list[str]) -> None:
        self.name = name
        self.log = log
        self.left: list[str] = []
        self.router: Router | None = None
        self.at_once = True
        self.then: str | None = None

    def enter(self, arg: object) -> None:
        self.log.append(f"{self.name}({arg})")
        assert self.router is not None
        if self.then:
            self.router.push(self.then)
        elif self.at_once:
            self.router.ready(self.name)

    def resume(self) -> None:
        self.log.append(f"{self.name} again")

    def leave(self) -> None:
        self.left.append(self.name)


class Ways:
    """A router over five screens, with what happened."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.models = {n: Model(n, self.log) for n in ("attract", "home", "a", "b", "c")}
        self.router = Router(self.models.__getitem__, start="attract", home="home")  # type: ignore[arg-type]
        self.shown: list[str] = []
        self.router.shown.connect(self.shown.append)
        for model in self.models.values():
            model.router = self.router
        self.router.reset()
        self.router.push("home")


@pytest.fixture
def ways(qapp: object) -> Ways:
    return Ways()


def test_push_goes_on_and_back_returns(ways: Ways) -> None:
    ways.router.push("a", 7)
    ways.router.push("b")
    assert ways.router.stack == ("attract", "home", "a", "b")
    ways.router.back()
    assert ways.router.current == "a"
    assert ways.log[-3:] == ["a(7)", "b(None)", "a again"]
    assert ways.shown == ["attract", "home", "a", "b", "a"]


def test_pushing_what_lies_behind_cuts_the_way_there(ways: Ways) -> None:
    for name in ("a", "b", "c", "a"):
        ways.router.push(name)
    assert ways.router.stack == ("attract", "home", "a")


def test_replace_leaves_no_trace(ways: Ways) -> None:
    ways.router.push("a")
    ways.router.replace("b")
    assert ways.router.stack == ("attract", "home", "b")


def test_home_keeps_only_the_start_behind_it(ways: Ways) -> None:
    ways.router.push("a")
    ways.router.home()
    assert ways.router.stack == ("attract", "home")


def test_back_from_the_first_screen_stays(ways: Ways) -> None:
    ways.router.reset()
    ways.router.back()
    assert ways.router.stack == ("attract",)


def test_a_screen_is_shown_when_it_is_ready(ways: Ways) -> None:
    ways.models["a"].at_once = False
    ways.router.push("a")
    assert ways.router.busy
    assert ways.router.current == "home"
    ways.router.back()
    assert ways.router.current == "home"
    ways.router.ready("b")
    assert ways.router.busy
    ways.router.ready("a")
    assert not ways.router.busy
    assert ways.router.current == "a"


def test_a_screen_may_send_on_while_it_is_prepared(ways: Ways) -> None:
    ways.models["a"].then = "b"
    ways.router.push("a")
    assert ways.router.stack == ("attract", "home", "b")


def test_what_was_abandoned_is_not_shown_later(ways: Ways) -> None:
    ways.models["a"].at_once = False
    ways.router.push("a")
    ways.router.abandon()
    ways.router.ready("a")
    assert ways.router.current == "home"


def test_a_screen_is_told_when_another_one_comes_to_the_front(ways: Ways) -> None:
    left = [name for model in ways.models.values() for name in model.left]
    assert left == ["attract"]
    ways.router.push("a")
    ways.router.push("a", 2)
    assert not ways.models["a"].left
    ways.router.push("b")
    assert ways.models["a"].left == ["a"]
    ways.router.back()
    assert ways.models["b"].left == ["b"]
    ways.router.home()
    assert ways.models["a"].left == ["a", "a"]
