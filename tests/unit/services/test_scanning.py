"""A scanner is heard while it is listened to; a driver that fails reads nothing."""

from kiosk.devices.scripted import ScriptedScanner
from kiosk.ports.devices import Condition
from kiosk.services.scanning import Scanning


def noted(*facts: object, **more: object) -> None:
    """Stand for the log."""


def test_codes_are_heard_in_order_and_forgotten_at_the_end() -> None:
    scanner = ScriptedScanner()
    scanning = Scanning(scanner, noted)
    assert scanning.works()
    scanning.listen()
    scanner.show("one")
    scanner.show("two")
    assert scanning.take() == "one"
    scanning.rest()
    assert scanning.take() is None


def test_without_a_scanner_nothing_works_and_nothing_fails() -> None:
    scanning = Scanning(None, noted)
    scanning.listen()
    scanning.rest()
    assert (scanning.works(), scanning.take()) == (False, None)


def test_a_scanner_out_of_order_is_not_worth_asking() -> None:
    class Unplugged(ScriptedScanner):
        def condition(self) -> Condition:
            return Condition(state="absent", message="没有插上。")

    assert not Scanning(Unplugged(), noted).works()


def test_a_driver_that_fails_reads_nothing() -> None:
    class Broken(ScriptedScanner):
        def condition(self) -> Condition:
            raise OSError("K1:SECRET")

        def take(self) -> str:
            raise OSError("K1:SECRET")

        begin = end = condition  # type: ignore[assignment]

    seen: list[object] = []
    scanning = Scanning(Broken(), lambda *facts, **more: seen.append((facts, more)))
    scanning.listen()
    assert (scanning.works(), scanning.take(), scanning.take()) == (False, None, None)
    scanning.rest()
    assert len(seen) == 4
    assert "SECRET" not in str(seen)
