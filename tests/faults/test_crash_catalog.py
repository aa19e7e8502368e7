"""T1 for the catalogue: after a power cut at any step of an exchange there is one whole edition.

The cache is disposable (docs/adr/0004): it may be built anew. What may never be is a program that
does not start, documents of two editions, or a damaged file that is taken for a sound one.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import Struct

from kiosk.domain.errors import KioskError
from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.catalog_db import SqliteCatalogStore
from tests.faults.catalog_victim import EDITIONS, intake
from tests.faults.crash_replay import Replay, replay
from tests.faults.recovered import Told
from tests.faults.strace_log import traced
from tests.starters import NOW, a_topic, write_starter

LONG = int(os.environ.get("KIOSK_CRASH_STATES", "400")) > 10_000

pytestmark = [pytest.mark.crash, pytest.mark.usefixtures("strace")]


class Catalogue(Struct, frozen=True, kw_only=True):
    """What a start finds: its edition, its topics, or why it does not start."""

    edition: str = ""
    topics: tuple[str, ...] = ()
    problem: str | None = None


def starters(folder: Path) -> Path:
    """Write two editions; the second has a topic more."""
    for edition in EDITIONS:
        extra = a_topic(f"only-{edition}", "试用", "试用", popularity=1, services=["licence"])
        write_starter(folder / edition, edition, [extra])
    return folder


def looked_at(folder: Path, packed: Path) -> Catalogue:
    """Start on what is there and read it, as a kiosk does that has the first edition packed."""
    try:
        made = intake(folder, packed / EDITIONS[0])
        state = made.ensure(NOW)
        connections = CatalogConnections(made.path)
        try:
            topics = SqliteCatalogStore(connections, state).topics()
        finally:
            connections.close()
    except KioskError as error:
        return Catalogue(problem=f"{error.code} {error.message}")
    return Catalogue(edition=state.edition, topics=tuple(topic.id for topic in topics))


def wrong(found: Catalogue, _told: Told) -> Iterator[str]:
    """Yield what is wrong with a catalogue after a power cut."""
    if found.problem is not None:
        yield f"does not start: {found.problem}"
    elif found.edition not in EDITIONS:
        yield "I6: an edition that nobody published"
    elif [topic for topic in found.topics if topic.startswith("only-")] != [
        f"only-{found.edition}"
    ]:
        yield "I6: documents of another edition"


def exchanged(memory: Path, *bug: str) -> Replay:
    work, image, packed = memory / "work", memory / "image", starters(memory / "starters")
    work.mkdir()
    image.mkdir()
    words = ["tests.faults.catalog_victim", str(work), str(packed), *bug]
    steps = traced(work, memory / "trace", words)
    share = 1.0 if LONG else 0.05
    return replay(
        steps, image, 7, share, look=lambda folder: looked_at(folder, packed), judge=wrong
    )


def test_there_is_always_one_whole_edition(
    memory_folder: Path, report: Callable[[str], None]
) -> None:
    result = exchanged(memory_folder)
    report(f"{result.states} states, {result.disks} disks, {dict(result.broken)}")
    assert not result.broken, result.broken
    assert result.states > 50


def test_a_check_that_trusts_the_mark_alone_is_found(
    memory_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither synced nor compared: then a cut file is taken for a catalogue."""
    from kiosk.store.catalog_mark import MarkedCache

    monkeypatch.setattr(MarkedCache, "_fits", lambda _self, _mark: True)
    result = exchanged(memory_folder, "unsynced")
    assert result.broken != Counter()
