"""The link of a running kiosk without its window: what is asked of it, and how it ends."""

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.bootstrap import Station
from kiosk.config import Config, Places
from kiosk.journal.entry import read_header
from kiosk.live_link import LiveLink
from kiosk.services.tally import Tally
from kiosk.store.journal_glance import glance
from tests.cli.conftest import Outcome
from tests.cli.test_filing import answered, write_form
from tests.cli.test_running_link import until
from tests.live_hub import Listening, listening


@contextlib.contextmanager
def linked(data: Path, tally: Tally) -> Iterator[LiveLink]:
    places = Places(data=data, config=None, starter=data)
    link = LiveLink(Station(places, Config()), tally, every_s=0.1)
    link.begin()
    try:
        yield link
    finally:
        began = time.monotonic()
        link.close()
        assert time.monotonic() - began < 20


@pytest.fixture
def enrolled(kiosk: Callable[..., Outcome], tmp_path: Path) -> Iterator[Listening]:
    with listening(tmp_path / "hub") as hub:
        kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
        yield hub


def test_what_a_technician_does_is_an_entry_and_reaches_the_hub(
    enrolled: Listening, kiosk: Callable[..., Outcome], data: Path
) -> None:
    with linked(data, Tally()) as link:
        until(lambda: link.state().is_online)
        link.audit("device.tested", {"pin": "zhang", "device": "a4"})
        until(lambda: enrolled.assembly.counts().entries == 1)
    with glance(data / "journal.db") as journal:
        (entry,) = journal.entries(0, 9)
    assert read_header(entry.header).type == "audit.technician"
    told = msgspec.json.decode(entry.body or b"")
    assert told == {"action": "device.tested", "pin": "zhang", "device": "a4"}
    assert kiosk("journal", "verify").code == 0


def test_what_was_said_just_before_the_end_is_kept(enrolled: Listening, data: Path) -> None:
    tally = Tally()
    with linked(data, tally) as link:
        until(lambda: link.state().is_online)
        link.audit("left", {"pin": "zhang"})
        tally.count("visits")
    with glance(data / "journal.db") as journal:
        assert journal.tip()[0] == 1
        assert msgspec.json.decode(journal.meta("day_counts") or "{}")["visits"] == 1


def test_an_outage_is_told_and_what_waits_is_counted(
    kiosk: Callable[..., Outcome], data: Path, tmp_path: Path
) -> None:
    with listening(tmp_path / "hub") as hub:
        kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    kiosk("file", str(write_form(tmp_path / "form.json", answered(kiosk))))
    with linked(data, Tally()) as link:
        until(link.is_cut_off)
        found = link.state()
        assert (found.is_enrolled, found.is_online, found.waiting) == (True, False, 1)


def test_a_kiosk_that_is_not_enrolled_has_no_journal(data: Path) -> None:
    with linked(data, Tally()) as link:
        assert not link.is_cut_off() and not link.state().is_enrolled
        link.audit("entered", {"pin": "zhang"})
    assert not (data / "journal.db").exists()


def logged(data: Path) -> list[dict[str, object]]:
    path = data / "log" / "kiosk.jsonl"
    text = path.read_text("utf-8") if path.exists() else ""
    return [msgspec.json.decode(line) for line in text.splitlines()]


def test_a_kiosk_that_was_revoked_says_so_once_in_the_log(enrolled: Listening, data: Path) -> None:
    with linked(data, Tally()) as link:
        until(lambda: link.state().is_online)
        assert not link.is_stopped()
        enrolled.assembly.revoke(42017, "t")
        link.wake()
        until(lambda: link.state().stopped is not None)
        until(lambda: any(line["event"] == "filing.stopped" for line in logged(data)))
        assert link.is_stopped()
        link.wake()
    events = [line["event"] for line in logged(data)]
    assert "hub.reached" in events and events.count("filing.stopped") == 1
    assert {line.get("why") for line in logged(data)} == {None, "revoked"}


def test_a_catalogue_that_cannot_be_checked_is_told_in_the_log(
    enrolled: Listening, data: Path, tmp_path: Path
) -> None:
    for path in enrolled.assembly.paths.published.rglob("*timestamp*"):
        path.write_text("{}")
    with linked(data, Tally()) as link:
        until(lambda: any(line["event"] == "catalog.unchecked" for line in logged(data)))
        assert link.state().is_online
