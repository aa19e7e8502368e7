"""A kiosk in a process of its own, whose memory `test_planted_person.py` searches.

Usage: planted_visit.py DATA OUT HOW. It goes to R12 with a card from the configured reader, says
`shown` and waits for a line; then the visit ends in the way HOW, it says `over` and waits again.
`technician`: somebody with the PIN 402817 comes by the gesture, tries the card and leaves.
"""

import datetime as dt
import sys
import threading
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from kiosk.app import caught, make_shell, start_qt, window_display
from kiosk.bootstrap import Station
from kiosk.cli.context import Launch
from kiosk.cli.visit import read_script
from kiosk.devices.clock import SystemClock
from kiosk.devices.own_memory import forbid_core_image
from kiosk.rehearsal import PlayedStage
from kiosk.ui.card_errand import CardErrand
from kiosk.ui.player import Player
from kiosk.ui.script import Script, Shot, Step, Tap, Wait
from kiosk.ui.shell import Shell

DEADLINE_S = 30.0
TRIAL = "device.test.card"
VISITS = Path(__file__).resolve().parents[2] / "db" / "visits"


class AheadClock:
    """The real clock for devices, which a visit may let run ahead."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self.ahead_s = 0.0

    def now(self) -> dt.datetime:
        return self._clock.now() + dt.timedelta(seconds=self.ahead_s)

    def monotonic_s(self) -> float:
        return self._clock.monotonic_s() + self.ahead_s


class Stage(PlayedStage):
    """The stage of a player, on that clock."""

    def __init__(self, station: Station, shell: Shell, clock: AheadClock) -> None:
        super().__init__(station, shell)
        self.shell = shell
        self.clock = clock

    def pass_time(self, seconds: float) -> None:
        self.clock.ahead_s += seconds
        self.shell.frame.tick()

    def until(self, screen: str) -> None:
        """Run the event loop until a screen is there and nothing is left to do."""
        end = time.monotonic() + DEADLINE_S
        while self.shell.screen() != screen or not self.shell.quiet:
            assert time.monotonic() < end, (self.shell.screen(), self._station.devices.states())
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            time.sleep(0.002)
        QCoreApplication.processEvents()


def demo_from_home() -> tuple[Step, ...]:
    """Return the demonstration visit without its way to R1."""
    return without_pictures(read_script(VISITS / "demo.yaml"))[3:]


def without_pictures(script: Script) -> tuple[Step, ...]:
    return tuple(step for step in script.steps if not isinstance(step, Shot))


def come_as_technician(stage: Stage, out: Path) -> None:
    """Play the visit with the card up to the trial, whose card is on the real reader."""
    steps = without_pictures(read_script(VISITS / "card.yaml"))
    trial = next(n for n, s in enumerate(steps) if isinstance(s, Tap) and s.target == TRIAL)
    play(stage, out, steps[: trial + 1])


def leave_as_technician(stage: Stage, out: Path) -> None:
    """Confirm the card, and go out the way that locks."""
    ways = (("shell.primary", "device"), ("shell.back", "board"), ("shell.back", "attract"))
    for tapped, screen in ways:
        play(stage, out, (Tap(line=0, target=tapped), Wait(line=0, screen=screen)))


def play(stage: Stage, out: Path, steps: tuple[Step, ...]) -> None:
    played = Player(stage, out, DEADLINE_S).play(Script(file="planted", steps=steps))
    assert not played.failure, played.failure


def say(text: str) -> None:
    """Tell the test and wait until it goes on."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
    sys.stdin.readline()


def quote(name: str) -> None:
    """Fail as a careless library does, quoting what it was given."""
    raise ValueError(f"cannot encode {name}")


def end_visit(stage: Stage, out: Path, how: str) -> None:
    """End the visit in one of the ways that visits end."""
    match how:
        case "finished":
            play(stage, out, demo_from_home())
        case "technician":
            leave_as_technician(stage, out)
        case "idle":
            stage.pass_time(181)
            stage.pass_time(46)
        case "failed":
            holder = stage.shell._services.visit.holder
            assert holder is not None
            thread = threading.Thread(target=quote, args=(holder.name,))
            thread.start()
            thread.join()
            stage.shell.fail(ValueError(f"{holder.name} {holder.address}"))
            stage.until("fault")
            return
    stage.until("attract")


def main(data: Path, out: Path, how: str) -> None:
    """Play."""
    forbid_core_image()
    clock = AheadClock()
    station = Launch(data, None).make(clock=clock)
    with station.running():
        start_qt(station.config.screen)
        shell = make_shell(station, window_display(station.config.screen), ticking=False)
        stage = Stage(station, shell, clock)
        with caught(station, shell):
            station.start_devices()
            shell.window.show()
            shell.start()
            stage.until("attract")
            if how == "technician":
                come_as_technician(stage, out)
            else:
                shell.router.home()
                stage.until("home")
                shell.router.push("card", CardErrand(found="home", without="home", keeps=True))
            stage.until("holder")
            say("shown")
            if how != "technician":
                shell.router.home()
                stage.until("home")
            end_visit(stage, out, how)
            say("over")
        shell.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
