"""T7: workers are killed while they take deliveries, PostgreSQL is shot down, nothing is lost.

`KIOSK_HUB_KILLS` makes it longer, `KIOSK_CHAOS_SEED` other.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from kiosk.wire.messages import Ack
from kiosk.wire.signed import Signed
from tests.faults.back_office import BackOffice
from tests.faults.field import FieldKiosk
from tests.faults.hub_checker import lost_and_double
from tests.faults.served import OwnPostgres, ServedHub, found_hub, postgres
from tests.live_hub import Listening

KILLS = int(os.environ.get("KIOSK_HUB_KILLS", "3"))
SEED = int(os.environ.get("KIOSK_CHAOS_SEED", "20261121"))
KIOSKS, WORKERS, PATIENCE_S, PASSES = 3, 2, 10.0, 40


class NotingKiosk(FieldKiosk):
    """A kiosk that notes when what was acknowledged is gone: a hub must never go back."""

    def __init__(self, folder: Path, hub: Listening, seed: int) -> None:
        self.went_back = 0
        self._best = 0
        super().__init__(folder, hub, seed, PATIENCE_S)
        real = self.trust.open

        def noting(signed: Signed, purpose, kind):  # type: ignore[no-untyped-def]
            answer = real(signed, purpose, kind)
            if isinstance(answer, Ack):
                self.went_back += answer.through < self._best
                self._best = max(self._best, answer.through)
            return answer

        self.trust.open = noting  # type: ignore[method-assign]


@contextmanager
def enrolled(folder: Path, hub: Listening, number: int) -> Iterator[list[NotingKiosk]]:
    kiosks = [NotingKiosk(folder / f"kiosk{seed}", hub, seed) for seed in range(number)]
    for kiosk in kiosks:
        kiosk.enrolment().enrol(hub.token(), hub.origin, kiosk.device)
    yield kiosks
    for kiosk in kiosks:
        kiosk.close()


class Storm:
    """Kiosks that file and sync as long as something is being killed."""

    def __init__(self, kiosks: list[NotingKiosk]) -> None:
        self._kiosks = kiosks
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._file, args=(one,)) for one in kiosks]

    def during(
        self, kill: Callable[[], bool], times: int, random: Random, most_s: float = 0.9
    ) -> None:
        """File and sync until `kill` told so many times that it hit something."""
        for thread in self._threads:
            thread.start()
        hits, tries = 0, 0
        try:
            while hits < times:
                self._is_over.wait(random.uniform(most_s / 9, most_s))
                hits, tries = hits + kill(), tries + 1
                assert tries < 100 * times, "nothing comes up that could be killed"
        finally:
            self._is_over.set()
            for thread in self._threads:
                thread.join()

    def _file(self, kiosk: NotingKiosk) -> None:
        while not self._is_over.is_set():
            kiosk.submit()
            kiosk.sync()
            self._is_over.wait(0.02)


def settled(hub: Listening, kiosks: list[NotingKiosk], served: ServedHub) -> list[str]:
    """Let everything come to rest; return what is not as promised."""
    served.wait()
    for kiosk in kiosks:
        kiosk.settle(PASSES)
    hub.assembly.engine.dispose()  # this process's own connections died with the database
    office = BackOffice(hub.assembly, SEED)
    office.drain()
    office.decide()
    for kiosk in kiosks:
        kiosk.settle(PASSES)
    wrong = lost_and_double(hub.assembly, kiosks, office)
    return wrong + [f"{k.author.kiosk_no}: the hub went back" for k in kiosks if k.went_back]


@pytest.mark.crash
def test_workers_on_sqlite_are_killed(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    hub = found_hub(tmp_path / "hub")
    served, random = ServedHub(hub, WORKERS), Random(SEED)  # noqa: S311
    try:
        with enrolled(tmp_path, hub, KIOSKS) as kiosks:
            Storm(kiosks).during(lambda: served.kill_one(random), KILLS, random)
            wrong = settled(hub, kiosks, served)
            filed = sum(len(kiosk.truth) for kiosk in kiosks)
            assert wrong == [], wrong[:20]
            assert served.killed == KILLS and filed > KILLS / 2
            print(f"seed {SEED}: {filed} filings, {served.killed} workers killed")  # noqa: T201
    finally:
        served.close()
        hub.assembly.engine.dispose()


def shoot(server: OwnPostgres, served: ServedHub, random: Random) -> bool:
    """Kill a worker or, one time of three, the whole database; tell whether one was there."""
    return restart(server) if random.random() < 0.35 else served.kill_one(random)


def restart(server: OwnPostgres) -> bool:
    """Kill the database."""
    server.restart()
    return True


@pytest.mark.crash
@pytest.mark.pg
def test_workers_and_postgresql_are_killed(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    with postgres() as server:
        hub = found_hub(tmp_path / "hub", server.url)
        served, random = ServedHub(hub, WORKERS), Random(SEED)  # noqa: S311
        try:
            with enrolled(tmp_path, hub, KIOSKS) as kiosks:
                Storm(kiosks).during(lambda: shoot(server, served, random), KILLS, random)
                server.restart()
                wrong = settled(hub, kiosks, served)
                assert wrong == [], wrong[:20]
                filed = sum(len(kiosk.truth) for kiosk in kiosks)
                done = f"{served.killed} workers, {server.restarts} databases killed"
                print(f"seed {SEED}: {filed} filings, {done}")  # noqa: T201
        finally:
            served.close()
            hub.assembly.engine.dispose()


@pytest.mark.slow
@pytest.mark.crash
@pytest.mark.pg
def test_a_database_that_acknowledges_too_early_is_found(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    with postgres() as server:
        hub = found_hub(tmp_path / "hub", server.url)
        with hub.assembly.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.execute(text("ALTER SYSTEM SET synchronous_commit = off"))
            db.execute(text("ALTER SYSTEM SET wal_writer_delay = '10s'"))
        server.restart()
        hub.assembly.engine.dispose()  # its connection died with the database
        served = ServedHub(hub, 1)
        try:
            with enrolled(tmp_path, hub, 2) as kiosks:
                Storm(kiosks).during(lambda: restart(server), 8, Random(SEED), 3.0)  # noqa: S311
                wrong = settled(hub, kiosks, served)
                assert any("went back" in line for line in wrong), wrong
        finally:
            served.close()
            hub.assembly.engine.dispose()
