import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.domain.errors import InputError, Unavailable
from kiosk.sync.engine import CatalogMoves, Pass, SyncEngine
from kiosk.sync.http_hub import HttpHub
from kiosk.sync.scheduler import SyncScheduler, SyncWork
from kiosk.sync.status_feed import Received, StatusFeed
from tests.live_hub import Listening, LiveKiosk, listening
from tests.sync.test_delivery import file

PATIENCE_S = 15.0


def until(holds: Callable[[], bool]) -> float:
    """Wait until something holds; return how many seconds it took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < PATIENCE_S, "it never came"
        time.sleep(0.01)
    return time.monotonic() - began


def a_work(run_pass: Callable[[], Pass]) -> SyncWork:
    """Return what the threads do when there is no kiosk behind them."""
    return SyncWork(
        run_pass=run_pass,
        receive=lambda wait: Received(after=0, received=0, catalog=None),
        waiting=lambda: 0,
        stopped=lambda: None,
        now_ms=lambda: 1,
        random=lambda: 0.0,
        failed=lambda error: None,
    )


class Running:
    """A kiosk whose threads run."""

    def __init__(self, kiosk: LiveKiosk) -> None:
        self.kiosk = kiosk
        self.passes = 0
        self.failures: list[Exception] = []
        held = HttpHub(kiosk.hub.origin, kiosk._sender, lambda: 0)
        feed = StatusFeed(kiosk.journal, held, kiosk.trust)
        self.scheduler = SyncScheduler(
            SyncWork(
                run_pass=self._pass,
                receive=lambda wait: feed.receive(wait, 1),
                waiting=kiosk.journal.waiting,
                stopped=lambda: None,
                now_ms=lambda: 1,
                random=lambda: 0.5,
                failed=self.failures.append,
            ),
            pace=0.01,
        )
        self.engine = SyncEngine(
            journal_up=kiosk.journal_up(),
            blobs_up=kiosk.blobs_up(),
            feed=kiosk.status_feed(),
            catalog=CatalogMoves,
            remember=lambda: None,
            clock=kiosk.time,
        )

    def _pass(self):  # type: ignore[no-untyped-def]
        self.passes += 1
        return self.engine.run()


@pytest.fixture
def running(kiosk: LiveKiosk) -> Iterator[Running]:
    made = Running(kiosk)
    made.scheduler.start()
    yield made
    made.scheduler.close()
    assert made.failures == []


def test_what_is_filed_is_delivered_at_once(running: Running) -> None:
    until(lambda: running.scheduler.state().is_online)
    file(running.kiosk, 1)
    assert running.scheduler.state().waiting == 1
    running.scheduler.wake()
    until(lambda: running.scheduler.state().waiting == 0)


def test_a_status_arrives_within_two_seconds(running: Running, hub: Listening) -> None:
    receipt = file(running.kiosk, 1)
    running.scheduler.wake()
    until(lambda: running.scheduler.state().waiting == 0)
    hub.assembly.status.decide(receipt, "accepted", actor="t", text_id="x")
    journal = running.kiosk.journal
    assert until(lambda: journal.stub(receipt).status == "accepted") < 5  # type: ignore[union-attr]


def test_the_hub_goes_and_comes_back(tmp_path: Path) -> None:
    with listening(tmp_path / "hub") as hub:
        (tmp_path / "kiosk").mkdir()
        kiosk = LiveKiosk(tmp_path / "kiosk", hub)
        kiosk.enrolment().enrol(hub.token(), hub.origin, kiosk.device)
        made = Running(kiosk)
        made.scheduler.start()
        until(lambda: made.scheduler.state().is_online)
    until(lambda: not made.scheduler.state().is_online)
    file(kiosk, 1)
    made.scheduler.wake()
    until(lambda: made.passes > 3)
    assert made.scheduler.state().waiting == 1
    with pytest.raises(Unavailable):
        kiosk.journal_up().deliver()
    made.scheduler.close()
    kiosk.close()


def test_a_kiosk_that_is_revoked_while_it_listens_leaves_the_hub_alone(
    kiosk: LiveKiosk, hub: Listening
) -> None:
    made, asked = Running(kiosk), []
    receive = made.scheduler._work.receive

    def counted(wait_s: int) -> Received:
        asked.append(wait_s)
        time.sleep(0.01)
        return receive(0)

    made.scheduler._work = replace(made.scheduler._work, receive=counted)
    made.scheduler.start()
    until(lambda: made.scheduler.state().is_online and len(asked) > 0)
    hub.assembly.sites.change(kiosk.author.kiosk_no, "revoked", "t")
    until(lambda: kiosk.journal.meta("stopped") == "revoked")
    before = len(asked), made.passes
    time.sleep(2.0)  # 200 s of backoff at this pace
    assert len(asked) - before[0] < 20 and made.passes - before[1] < 20
    assert made.scheduler.state().is_online, "it is reachable, and says no"
    made.scheduler.close()
    assert made.failures == []


def test_an_answer_that_is_no_refusal_of_the_hub_counts_as_no_network() -> None:
    passes: list[float] = []

    def portal() -> Pass:
        passes.append(time.monotonic())
        raise InputError("http.404", "nobody is here")

    made = SyncScheduler(a_work(run_pass=portal), pace=0.001)
    made.start()
    until(lambda: len(passes) > 2)
    assert made.is_cut_off() and not made.state().is_online
    made.close()


def test_a_pause_that_the_hub_asked_for_is_kept_when_something_is_filed() -> None:
    passes: list[float] = []

    def busy() -> Pass:
        passes.append(time.monotonic())
        raise Unavailable("E-HB-02", "later", retry_after_s=1)

    made = SyncScheduler(a_work(run_pass=busy))
    made.start()
    until(lambda: len(passes) == 1)
    while len(passes) == 1:
        made.wake()
        time.sleep(0.01)
    made.close()
    assert passes[1] - passes[0] >= 1.0
