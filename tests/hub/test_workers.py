"""What must hold over all workers of one database: each test runs two."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from hub.assembly import HubAssembly
from hub.edge.app import create_edge
from hub.services.tries import HOUR_MS, TRIES_PER_HOUR, Tries
from hub.store import database
from hub.store.database import reading, writing
from hub.store.tables import status_try
from kiosk.domain.errors import Unavailable
from kiosk.journal.receipt import query_verifier, receipt_no
from kiosk.wire.messages import StatusAnswer, StatusRequest
from kiosk.wire.signed import Signed
from tests.hub.conftest import HubUnderTest, TestKiosk
from tests.hub.test_intake import a_filing, rows

RIGHT, WRONG = "12345678", "00000000"


@pytest.fixture
def second(hub: HubUnderTest) -> Iterator[HubUnderTest]:
    """Another worker on the same database."""
    worker = HubAssembly(hub.assembly.paths.data, hub.assembly.config)
    with TestClient(create_edge(worker.edge(), worker.paths.published)) as client:
        yield HubUnderTest(assembly=worker, client=client)
    worker.engine.dispose()


def ask(kiosk: TestKiosk, worker: HubUnderTest, receipt: str, code: str) -> Any:
    kiosk.hub = worker
    body = msgspec.json.encode(StatusRequest(receipt=receipt, code=code))
    return kiosk.call("POST", "/v1/status", body)


def test_five_tries_of_a_code_are_five_over_all_workers(
    hub: HubUnderTest, second: HubUnderTest, kiosk: TestKiosk
) -> None:
    for number in (1, 2):  # one that nobody filed, one that somebody did
        receipt = receipt_no(kiosk.number, number)
        if number == 2:
            kiosk.hub = hub
            kiosk.deliver([kiosk.write(a_filing(kiosk, number))])
        turns = (hub, second, hub, second, second, hub, second)
        codes = [ask(kiosk, worker, receipt, WRONG).status_code for worker in turns]
        assert codes == [200] * TRIES_PER_HOUR + [429, 429]


def test_a_right_code_uses_no_try_up(
    hub: HubUnderTest, second: HubUnderTest, kiosk: TestKiosk
) -> None:
    receipt = receipt_no(kiosk.number, 1)
    qv = query_verifier(RIGHT, bytes(16))
    kiosk.deliver([kiosk.write(a_filing(kiosk, 1, qv=qv))])
    for turn in range(2 * TRIES_PER_HOUR):
        answer = ask(kiosk, (hub, second)[turn % 2], receipt, RIGHT)
        signed = msgspec.json.decode(answer.content, type=Signed)
        assert hub.verified(signed, "status", StatusAnswer).status == "delivered"


def test_workers_that_count_at_once_allow_five(hub: HubUnderTest, second: HubUnderTest) -> None:
    counters = [Tries(hub.assembly.engine), Tries(second.assembly.engine)]
    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(lambda n: counters[n % 2].take("1" * 16, 1_000), range(24)))
    assert sum(allowed) == TRIES_PER_HOUR


def test_an_hour_later_it_is_answered_again_and_nothing_is_left(hub: HubUnderTest) -> None:
    tries = Tries(hub.assembly.engine)
    assert [tries.take("1" * 16, at) for at in range(7)] == [True] * 5 + [False] * 2
    assert not tries.take("1" * 16, HOUR_MS - 1)
    assert tries.take("2" * 16, HOUR_MS)
    assert [row["receipt"] for row in rows(hub, status_try)] == ["2" * 16]
    assert tries.take("1" * 16, HOUR_MS)


def test_the_count_outlives_its_worker(hub: HubUnderTest, second: HubUnderTest) -> None:
    for at in range(TRIES_PER_HOUR):
        assert Tries(hub.assembly.engine).take("3" * 16, at)
    hub.assembly.engine.dispose()
    assert not Tries(second.assembly.engine).take("3" * 16, 10)
    with reading(second.assembly.engine) as db:
        assert db.execute(status_try.select()).first() is not None


def test_threads_of_a_worker_that_write_at_once_all_come_to_their_turn(hub: HubUnderTest) -> None:
    tries = Tries(hub.assembly.engine)
    with ThreadPoolExecutor(40) as pool:  # more than there are connections
        list(pool.map(lambda n: tries.take(f"{n:016}", 1_000), range(200)))
    assert len(rows(hub, status_try)) == 200


def test_a_database_that_stays_in_use_is_told_as_one_that_does_not_answer(
    hub: HubUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = hub.assembly.engine
    pool: Any = engine.pool
    monkeypatch.setattr(pool, "_timeout", 0.05)
    held = [engine.connect() for _ in range(pool.size() + pool._max_overflow)]
    with pytest.raises(Unavailable), reading(engine):
        pass
    for one in held:
        one.close()


def test_who_never_gets_a_turn_to_write_is_told_so(
    hub: HubUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if hub.assembly.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has many writers")
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    with writing(hub.assembly.engine), ThreadPoolExecutor(1) as pool:
        late = pool.submit(Tries(hub.assembly.engine).take, "1" * 16, 1)
        with pytest.raises(Unavailable):
            late.result()
    assert Tries(hub.assembly.engine).take("1" * 16, 1)
