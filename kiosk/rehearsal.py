"""Plays a visit script on the real window: its clock, its printers, its card reader, its scanner.

What a step does is `ui/player.py`; how a script is written is docs/ui.md.
"""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtQuick import QQuickWindow

from kiosk.app import caught, make_shell, start_qt, window_display
from kiosk.bootstrap import Station
from kiosk.config import Config, TechniciansConfig
from kiosk.devices.clock import SteppedClock
from kiosk.devices.printer.file_printer import FilePrinter
from kiosk.devices.scripted import ScriptedReader, ScriptedScanner
from kiosk.domain.errors import Bug
from kiosk.domain.person import IdentityDocument
from kiosk.domain.pin import make_verifier
from kiosk.ports.devices import Device
from kiosk.ui.player import Player
from kiosk.ui.script import Card, Played, Scan, Script
from kiosk.ui.shell import Shell

PIN_ID = "visit"
SALT = b"open in a script"
"""The PIN stands in the script for everybody to read: there is nothing to protect."""


def adjusted(config: Config, script: Script) -> Config:
    """Return a configuration as a script wants it: its region, its PIN, none of the devices."""
    site = replace(config.site, region=script.region or config.site.region)
    pins = {PIN_ID: make_verifier(script.pin, SALT)} if script.pin else {}
    return replace(config, site=site, devices={}, technicians=TechniciansConfig(pins=pins))


def devices(script: Script) -> tuple[Device, ...]:
    """Return the reader and the scanner that the steps of a script need."""
    kinds = {type(step) for step in script.steps}
    return (
        *((ScriptedReader(),) if Card in kinds else ()),
        *((ScriptedScanner(),) if Scan in kinds else ()),
    )


def play_visit(station: Station, script: Script, out: Path) -> Played:
    """Play a visit script on the real window; its clock moves only as the script says.

    Args:
        station: with a `SteppedClock`, the devices of the script, printing into `out`.
        script: what to do.
        out: where the pictures go.
    """
    start_qt(station.config.screen)
    shell = make_shell(station, window_display(station.config.screen), ticking=False)
    with caught(station, shell):
        shell.window.show()
        shell.start()
        played = Player(PlayedStage(station, shell), out).play(script)
    shell.close()
    return played


class PlayedStage:
    """What a visit script plays on."""

    def __init__(self, station: Station, shell: Shell) -> None:
        self._station = station
        self._shell = shell

    def window(self) -> QQuickWindow:
        """Return the window."""
        return self._shell.window

    def screen(self) -> str:
        """Return the name of the screen in front."""
        return self._shell.screen()

    def busy(self) -> bool:
        """Tell whether a screen is being prepared or a job is running."""
        return not self._shell.quiet

    def set_printers(self, state: str) -> None:
        """Set every file printer to `ready` or to a fault code."""
        for printer in self._station.devices.printers:
            if not isinstance(printer, FilePrinter):
                raise Bug("E-SY-01", "a visit script prints into files")
            printer.set_fault(None if state == "ready" else state)

    def set_card(self, card: Card) -> None:
        """Lay a card on the reader, take it away, or break the reader."""
        reader = self._station.devices.reader
        if not isinstance(reader, ScriptedReader):
            raise Bug("E-SY-01", "a visit script lays cards on a reader of its own")
        match card.laid:
            case IdentityDocument():
                reader.read(card.laid)
            case "reading":
                reader.lay()
            case "away":
                reader.lift()
            case "ready":
                reader.mend()
            case _:
                reader.fail(card.laid)

    def show_code(self, text: str) -> None:
        """Hold a code under the scanner."""
        scanner = self._station.devices.scanner
        if not isinstance(scanner, ScriptedScanner):
            raise Bug("E-SY-01", "a visit script scans with a scanner of its own")
        scanner.show(text)

    def pass_time(self, seconds: float) -> None:
        """Move the clock on and let the window look at it."""
        clock = self._station.clock
        if not isinstance(clock, SteppedClock):
            raise Bug("E-SY-01", "a visit script needs a clock that it can move")
        clock.pass_time(seconds)
        self._shell.tick()
