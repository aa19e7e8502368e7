"""A card that was read lives in the visit, and nowhere after it."""

import pytest

from kiosk.devices.scripted import ScriptedReader
from kiosk.ports.devices import CardAbsent, CardAwaited, CardIdle, CardRead, IdCardReader
from kiosk.services.identity import BROKEN, Identity
from kiosk.services.visits import Visit
from tests.people import ZHANG


def noted(*facts: object, **more: object) -> None:
    """Stand for the log."""


@pytest.fixture
def visit() -> Visit:
    return Visit("341602")


@pytest.fixture
def reader() -> ScriptedReader:
    return ScriptedReader()


def test_the_scripted_reader_is_a_reader(reader: ScriptedReader) -> None:
    assert isinstance(reader, IdCardReader)


def test_what_was_read_is_the_visits_holder(reader: ScriptedReader, visit: Visit) -> None:
    identity = Identity(reader, visit, noted)
    identity.ask()
    assert isinstance(identity.look(), CardAwaited)
    assert visit.holder is None
    reader.read(ZHANG)
    assert isinstance(identity.look(), CardRead)
    assert visit.holder == ZHANG


def test_the_reader_forgets_while_the_visit_goes_on(reader: ScriptedReader, visit: Visit) -> None:
    identity = Identity(reader, visit, noted)
    identity.ask()
    reader.read(ZHANG)
    identity.look()
    identity.rest()
    assert isinstance(reader.status(), CardIdle)
    assert visit.holder == ZHANG
    visit.wipe()
    assert visit.holder is None


@pytest.mark.parametrize("how", ["refused", "asked anew", "misread", "unplugged"])
def test_nobody_stays_who_is_not_there(reader: ScriptedReader, visit: Visit, how: str) -> None:
    identity = Identity(reader, visit, noted)
    identity.ask()
    reader.read(ZHANG)
    identity.look()
    if how == "refused":
        identity.forget()
    elif how == "asked anew":
        identity.ask()
    else:
        reader.fail("E-ID-02" if how == "misread" else "E-ID-01")
        identity.look()
    assert visit.holder is None


def test_a_reader_that_cannot_be_made_is_absent(visit: Visit) -> None:
    identity = Identity(None, visit, noted)
    identity.ask()
    identity.rest()
    assert isinstance(identity.look(), CardAbsent)


def test_a_driver_that_fails_is_a_reader_that_is_absent(visit: Visit) -> None:
    seen: list[dict[str, object]] = []

    class Broken(ScriptedReader):
        def status(self) -> CardIdle:
            raise RuntimeError(ZHANG.number)

        begin = end = status  # type: ignore[assignment]

    identity = Identity(Broken(), visit, lambda *facts, **more: seen.append(more))
    identity.ask()
    assert identity.look() == identity.look() == BROKEN
    identity.forget()
    assert [fact["at"] for fact in seen] == [
        "begin: RuntimeError",
        "status: RuntimeError",
        "end: RuntimeError",
    ]
    assert ZHANG.number not in str(seen)
