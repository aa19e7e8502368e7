"""Searching for devices and keeping the finds: the first-run assistant, on screen and headless.

How a port is asked is `devices/finder.py`. Devices that work are never asked: only what is not in
use may be disturbed.
"""

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from kiosk.ports.devices import DeviceState, Printer, PrintJob, PrintOutcome
from kiosk.ports.finding import DeviceFinder, FoundDevice, NothingFound, Place, Role, Wanted
from kiosk.ports.settings import SettingsFile

LISTEN_S = 20.0
ROLES: tuple[Role, ...] = ("a4", "receipt", "idcard", "scanner")


class InUse(Struct, frozen=True, kw_only=True):
    """A configured device that works: its place was left alone."""

    name: str
    place: Place


class Finds(Struct, frozen=True, kw_only=True):
    """What a search found.

    Attributes:
        found: at most one device for each role, the first that answered.
        more: devices whose role was taken already.
        in_use: places of devices that work.
        nothing: places where nothing was recognised.
    """

    found: tuple[FoundDevice, ...] = ()
    more: tuple[FoundDevice, ...] = ()
    in_use: tuple[InUse, ...] = ()
    nothing: tuple[NothingFound, ...] = ()


class DeviceSearch:
    """Looks everywhere, tries what was found, writes it down.

    Args:
        finder: asks the places.
        tables: the devices of the configuration, name → settings.
        states: how they are now.
        make_printer: makes a printer of a table for one test page; None when it cannot.
        test_job: the test page for a printer.
        settings: the configuration file.
        note: writes the log.
        same_port: whether two names mean one port.
    """

    def __init__(
        self,
        *,
        finder: DeviceFinder,
        tables: Mapping[str, Mapping[str, object]],
        states: Callable[[], tuple[DeviceState, ...]],
        make_printer: Callable[[FoundDevice], Printer | None],
        test_job: Callable[[Printer], PrintJob],
        settings: SettingsFile,
        note: Callable[..., None],
        same_port: Callable[[str, str], bool],
    ) -> None:
        self._finder = finder
        self._tables = tables
        self._states = states
        self._make_printer = make_printer
        self._test_job = test_job
        self._settings = settings
        self._note = note
        self._same_port = same_port

    def find(self, tell: Callable[[Place], None], wanted: Wanted) -> Finds:
        """Look at every place; `tell` hears which one is next. Broken off, it tells what it has."""
        places = self._finder.places()
        finds = Finds(in_use=tuple(self._in_use(places)))
        busy = {use.place for use in finds.in_use}
        taken = {use.name for use in finds.in_use}
        for place in places:
            if not wanted():
                break
            if place not in busy:
                tell(place)
                finds = self._added(finds, self._finder.look(place, wanted), taken)
        self._note("devices.searched", found=len(finds.found), silent=len(finds.nothing))
        return finds

    def listen(self, finds: Finds, wanted: Wanted) -> Finds:
        """Wait for somebody to scan a code: the port it comes from is the scanner's."""
        silent = tuple(n.place for n in finds.nothing if n.why == "silent")
        found = self._finder.listen(silent, LISTEN_S, wanted)
        return finds if found is None else with_found(finds, found)

    def print_test(self, found: FoundDevice) -> PrintOutcome | None:
        """Print a test page on a printer that was just found; None when it cannot be made."""
        printer = self._make_printer(found)
        if printer is None:
            return None
        printer.start()
        try:
            return printer.print(self._test_job(printer))
        finally:
            printer.close()

    def keep(self, finds: Finds) -> None:
        """Write what was found into the configuration; other devices of it stay.

        Raises:
            InputError: the file cannot be written, or is no configuration.
            Unavailable: the disk is full or does not answer.
        """
        self._settings.replace({("devices", f.role): f.settings for f in finds.found})
        for device in finds.found:
            self._note("device.configured", device=device.role, driver=device.settings["driver"])

    def _in_use(self, places: tuple[Place, ...]) -> list[InUse]:
        working = {s.name for s in self._states() if s.condition.state in ("ok", "warn")}
        uses = []
        for name in working & self._tables.keys():
            where = self._tables[name].get("port") or self._tables[name].get("queue")
            uses += [
                InUse(name=name, place=place)
                for place in places
                if isinstance(where, str) and self._same_port(where, place.where)
            ]
        return sorted(uses, key=lambda use: use.name)

    def _added(self, finds: Finds, new: FoundDevice | NothingFound, taken: set[str]) -> Finds:
        if isinstance(new, NothingFound):
            return replace(finds, nothing=(*finds.nothing, new))
        if new.role in taken or any(f.role == new.role for f in finds.found):
            return replace(finds, more=(*finds.more, new))
        return replace(finds, found=(*finds.found, new))


def with_found(finds: Finds, new: FoundDevice) -> Finds:
    """Return the finds with a device in place of what its place and its role had before."""
    return replace(
        finds,
        found=(*(f for f in finds.found if f.role != new.role), new),
        nothing=tuple(n for n in finds.nothing if n.place.where != new.where),
    )
