"""The log of the link: each change is one line, a week of the same is none."""

from kiosk.domain.errors import KioskError, Refused, Unavailable
from kiosk.sync.engine import CatalogMoves, Pass
from kiosk.sync.journal_up import Delivered
from kiosk.sync.link_notes import LinkNotes
from kiosk.sync.status_feed import Received


class Lines:
    """Keeps what is noted."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, dict[str, str]]] = []

    def __call__(self, name: str, level: str, **facts: str) -> None:
        self.lines.append((name, level, facts))

    def take(self) -> list[tuple[str, str, dict[str, str]]]:
        found, self.lines = self.lines, []
        return found


def a_pass(failure: KioskError | None = None) -> Pass:
    return Pass(
        journal=Delivered(head=3, through=3, sent=0),
        feed=Received(after=0, received=0, catalog=None),
        catalog=CatalogMoves(),
        skew_ms=0,
        failure=failure,
    )


def test_an_outage_is_two_lines() -> None:
    lines = Lines()
    notes = LinkNotes(lines)
    notes.done(a_pass())
    assert lines.take() == [("hub.reached", "info", {})]
    for _ in range(100):
        notes.failed(Unavailable("hub.network", "联不上 10.0.0.7"))
    assert lines.take() == [("hub.lost", "warn", {"code": "hub.network"})]
    notes.failed(Refused("hub.revoked", "停用了"))
    assert lines.take() == [("hub.refused", "warn", {"code": "hub.revoked"})]
    notes.done(a_pass())
    notes.done(a_pass())
    assert lines.take() == [("hub.reached", "info", {})]


def test_a_catalogue_that_cannot_be_had_is_told_until_it_can() -> None:
    lines = Lines()
    notes = LinkNotes(lines)
    notes.done(a_pass(Unavailable("tuf.expired", "过期了")))
    assert lines.take()[1:] == [("catalog.unchecked", "warn", {"code": "tuf.expired"})]
    notes.done(a_pass(Unavailable("tuf.expired", "过期了")))
    assert lines.take() == []
    notes.done(a_pass(Unavailable("pack.hash", "不对")))
    assert lines.take() == [("catalog.unchecked", "warn", {"code": "pack.hash"})]
    notes.done(a_pass())
    assert lines.take() == [("catalog.checked", "info", {})]


def test_a_kiosk_that_stops_and_goes_on_says_so() -> None:
    lines = Lines()
    notes = LinkNotes(lines, stopped="revoked")
    assert lines.take() == [("filing.stopped", "error", {"why": "revoked"})]
    notes.stands("revoked")
    assert lines.take() == []
    notes.stands(None)
    notes.stands("fork")
    assert lines.take() == [
        ("filing.resumed", "info", {}),
        ("filing.stopped", "error", {"why": "fork"}),
    ]
