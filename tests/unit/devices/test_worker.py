"""The thread of a device: steps, jobs, failures, and an end within 2 s."""

import math
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from kiosk.devices.worker import Worker
from kiosk.domain.errors import Unavailable

PATIENCE_S = 20.0


class Device:
    """A driver that counts its steps; a step may be told to do something."""

    def __init__(self) -> None:
        self.logged: list[tuple[str, dict[str, object]]] = []
        self.wait_s = math.inf
        self.steps = 0
        self.finished: list[str] = []
        self.task: Callable[[], None] = lambda: None
        self.stepped = threading.Event()
        self.worker = Worker("idcard", self.step, finish=self.finish, log=self.log)

    def log(self, event: str, level: str = "info", **facts: object) -> None:
        self.logged.append((event, {"level": level, **facts}))

    def step(self) -> float:
        self.steps += 1
        try:
            self.task()
        finally:
            self.stepped.set()
        return self.wait_s

    def finish(self) -> None:
        self.finished.append(threading.current_thread().name)

    def await_step(self) -> None:
        assert self.stepped.wait(PATIENCE_S)
        self.stepped.clear()


@pytest.fixture
def device() -> Iterator[Device]:
    device = Device()
    yield device
    device.worker.close()


def test_steps_on_a_thread_named_after_the_device_and_frees_it_there(device: Device) -> None:
    names: list[str] = []
    device.task = lambda: names.append(threading.current_thread().name)
    device.worker.start()
    device.await_step()
    assert device.worker.close()
    assert names == device.finished == ["device-idcard"]


def test_waits_as_long_as_the_step_says_and_steps_at_once_when_woken(device: Device) -> None:
    device.worker.start()
    device.await_step()
    assert device.worker.call(lambda: device.steps, within_s=PATIENCE_S) == 1
    device.await_step()  # after a job the driver looks again
    device.worker.wake()
    device.await_step()
    assert device.steps == 3


def test_a_job_runs_on_the_device_thread_and_its_errors_reach_the_caller(device: Device) -> None:
    device.worker.start()

    def name() -> str:
        return threading.current_thread().name

    assert device.worker.call(name, within_s=PATIENCE_S) == "device-idcard"
    with pytest.raises(ZeroDivisionError):
        device.worker.call(lambda: 1 // 0, within_s=PATIENCE_S)
    with pytest.raises(TimeoutError, match="mine"):
        device.worker.call(lambda: _raise(TimeoutError("mine")), within_s=PATIENCE_S)
    assert device.worker.call(name, within_s=PATIENCE_S) == "device-idcard"


def test_a_job_that_did_not_begin_in_time_never_runs(device: Device) -> None:
    busy, ran = threading.Event(), []
    device.task = lambda: _wait(busy)
    device.worker.start()
    with pytest.raises(Unavailable) as refused:
        device.worker.call(lambda: ran.append(1), within_s=0.05)
    assert refused.value.code == "device.busy"
    device.task = lambda: None
    busy.set()
    assert device.worker.call(lambda: list(ran), within_s=PATIENCE_S) == []


def test_a_job_that_goes_on_is_told_from_one_that_never_began(device: Device) -> None:
    free = threading.Event()
    device.worker.start()
    with pytest.raises(Unavailable) as refused:
        device.worker.call(lambda: free.wait(PATIENCE_S), within_s=0.2)
    free.set()
    assert refused.value.code == "device.stuck"


def test_an_unforeseen_error_is_logged_without_its_text_and_the_device_goes_on(
    device: Device,
) -> None:
    device.task = lambda: _raise(ValueError("张三 37020219900131001X"))
    device.worker.start()
    device.await_step()
    assert device.worker.call(lambda: device.worker.failure, within_s=PATIENCE_S) == "ValueError"
    [(event, facts), *_] = device.logged
    assert event == "device.idcard.failed"
    assert (facts["level"], facts["error"]) == ("error", "ValueError")
    assert "张三" not in str(device.logged)
    device.task = lambda: None
    device.worker.wake()
    device.worker.call(lambda: None, within_s=PATIENCE_S)
    device.await_step()
    device.worker.wake()
    device.await_step()
    assert device.worker.failure is None


def test_closing_ends_a_pause_and_the_jobs_that_wait(device: Device) -> None:
    device.task = lambda: device.worker.pause(600)
    device.worker.start()
    told: list[str] = []
    waiting = threading.Thread(target=lambda: told.append(_code_of_call(device.worker)))
    waiting.start()
    began = time.monotonic()
    while not device.steps:
        time.sleep(0.001)
    assert device.worker.close()
    waiting.join(PATIENCE_S)
    assert time.monotonic() - began < 10
    assert told == ["device.closed"]
    assert device.finished == ["device-idcard"]


def test_a_job_that_pauses_is_ended_by_closing(device: Device) -> None:
    device.worker.start()
    begun = threading.Event()
    told: list[str] = []

    def job() -> None:
        begun.set()
        device.worker.pause(600)

    waiting = threading.Thread(target=lambda: told.append(_code_of_call(device.worker, job)))
    waiting.start()
    assert begun.wait(PATIENCE_S)
    assert device.worker.close()
    waiting.join(PATIENCE_S)
    assert told == ["device.closed"]


def test_a_device_that_hangs_does_not_hold_up_the_end(device: Device) -> None:
    free, hanging = threading.Event(), threading.Event()

    def hang() -> None:
        hanging.set()
        free.wait(30)

    device.task = hang
    device.worker.start()
    assert hanging.wait(PATIENCE_S)
    began = time.monotonic()
    assert not device.worker.close()
    assert time.monotonic() - began < 10
    free.set()


def test_a_closed_or_never_started_device_takes_no_job_and_does_not_start(device: Device) -> None:
    assert _code_of_call(device.worker) == "device.closed"
    assert device.worker.close()
    device.worker.start()
    assert not device.steps
    assert _code_of_call(device.worker) == "device.closed"


def _code_of_call(worker: Worker, job: Callable[[], None] = lambda: None) -> str:
    try:
        worker.call(job, within_s=PATIENCE_S)
    except Unavailable as refused:
        return refused.code
    return "done"


def _raise(error: Exception) -> None:
    raise error


def _wait(event: threading.Event) -> None:
    assert event.wait(PATIENCE_S)
