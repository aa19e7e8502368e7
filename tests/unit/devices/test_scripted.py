"""The reader and the scanner of visit scripts behave as the ports say."""

from kiosk.devices.scripted import ScriptedReader, ScriptedScanner
from kiosk.ports.devices import CardAbsent, CardIdle, CardMisread, CardRead, Scanner
from tests.people import ZHANG


def test_a_card_counts_only_while_it_is_asked_for() -> None:
    reader = ScriptedReader()
    reader.read(ZHANG)
    assert isinstance(reader.status(), CardIdle)
    reader.begin()
    reader.read(ZHANG)
    assert reader.status() == CardRead(document=ZHANG, lifted=False)
    reader.lift()
    assert reader.status() == CardRead(document=ZHANG, lifted=True)
    reader.end()
    assert isinstance(reader.status(), CardIdle)


def test_a_card_taken_too_early_is_no_card() -> None:
    reader = ScriptedReader()
    reader.begin()
    reader.lay()
    reader.lift()
    assert reader.status() == CardMisread(code="E-ID-03")


def test_an_unplugged_reader_mends_when_it_is_plugged_in() -> None:
    reader = ScriptedReader()
    reader.begin()
    reader.fail("E-ID-01")
    assert isinstance(reader.status(), CardAbsent)
    assert reader.condition().state == "absent"
    reader.mend()
    assert reader.condition().state == "ok"
    reader.read(ZHANG)
    assert isinstance(reader.status(), CardRead)


def test_the_scanner_gives_codes_in_order_and_only_while_it_listens() -> None:
    scanner = ScriptedScanner()
    assert isinstance(scanner, Scanner)
    assert scanner.condition().state == "ok"
    scanner.show("too early")
    scanner.begin()
    scanner.show("one")
    scanner.show("two")
    assert [scanner.take(), scanner.take(), scanner.take()] == ["one", "two", None]
    scanner.show("three")
    scanner.end()
    assert scanner.take() is None
