"""The work thread: in order, answers on the GUI thread, failures go where they belong."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.tasks import Tasks


@pytest.fixture
def failures() -> list[Exception]:
    return []


@pytest.fixture
def tasks(qapp: object, failures: list[Exception]) -> Iterator[Tasks]:
    made = Tasks(failures.append)
    yield made
    made.close()


def test_jobs_run_elsewhere_in_order_and_answers_arrive_here(qtbot: QtBot, tasks: Tasks) -> None:
    answers: list[tuple[int, str, str]] = []

    def job(n: int) -> tuple[int, str]:
        return n, threading.current_thread().name

    for n in range(20):
        task = tasks.run(lambda n=n: job(n))  # type: ignore[misc]
        task.then(lambda got: answers.append((*got, threading.current_thread().name)))
    assert not tasks.idle
    qtbot.waitUntil(lambda: tasks.idle)
    assert [n for n, _, _ in answers] == list(range(20))
    assert {name.startswith("work") for _, name, _ in answers} == {True}
    assert {name for _, _, name in answers} == {threading.main_thread().name}


def test_a_failure_goes_to_otherwise_else_to_the_shell(
    qtbot: QtBot, tasks: Tasks, failures: list[Exception]
) -> None:
    taken: list[Exception] = []
    tasks.run(lambda: 1 // 0).then(print).otherwise(taken.append)
    tasks.run(lambda: int("x")).then(print)
    qtbot.waitUntil(lambda: tasks.idle)
    assert [type(e) for e in taken] == [ZeroDivisionError]
    assert [type(e) for e in failures] == [ValueError]


def test_a_mistake_in_a_callback_goes_to_the_shell(
    qtbot: QtBot, tasks: Tasks, failures: list[Exception]
) -> None:
    tasks.run(lambda: 0).then(lambda n: 1 // n)  # type: ignore[arg-type, return-value]
    qtbot.waitUntil(lambda: tasks.idle)
    assert [type(e) for e in failures] == [ZeroDivisionError]


def test_forgotten_jobs_are_not_answered_and_not_even_begun(qtbot: QtBot, tasks: Tasks) -> None:
    answers: list[str] = []
    begun: list[str] = []
    started, may_end = threading.Event(), threading.Event()

    def running() -> str:
        started.set()
        may_end.wait(5)
        return "old"

    tasks.run(running).then(answers.append)
    tasks.run(lambda: begun.append("queued")).then(lambda _: answers.append("queued"))
    started.wait(5)
    tasks.forget()
    may_end.set()
    tasks.run(lambda: "new").then(answers.append)
    qtbot.waitUntil(lambda: tasks.idle)
    assert answers == ["new"]
    assert not begun
