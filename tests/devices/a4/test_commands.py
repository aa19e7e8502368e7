"""`kiosk print`, `kiosk printer` and `kiosk doctor` on a queue of real CUPS."""

import json
from pathlib import Path

import pytest

from kiosk.cli.main import run
from tests.devices.a4.conftest import Queue
from tests.devices.a4.pages import text_of


@pytest.fixture
def config(queue: Queue, tmp_path: Path) -> list[str]:
    """The options that name a data folder and a configuration with this queue."""
    path = tmp_path / "kiosk.toml"
    path.write_text(
        '[site]\nname = "花戏楼便民服务点"\n[devices.a4]\ndriver = "cups"\n'
        f'queue = "{queue.name}"\n'
        f'server = "{queue.service.socket}"\ndeadline_s = 2\n',
        "utf-8",
    )
    return ["--data", str(tmp_path / "data"), "--config", str(path)]


def test_the_test_page_comes_out_with_rare_characters(config: list[str], queue: Queue) -> None:
    assert run([*config, "print", "test", "--printer", "a4"]) == 0

    [page] = queue.printer.pages
    text = text_of(page)
    assert "花戏楼便民服务点" in text
    for character in "𠮷㛃䶮":
        assert character in text


def test_a_page_that_does_not_come_out_is_told_with_the_reason(
    config: list[str], queue: Queue, capsys: pytest.CaptureFixture[str]
) -> None:
    queue.printer.set_fault("media-empty-error")
    assert run([*config, "print", "test"]) == 3
    assert capsys.readouterr().err == "kiosk：测试页没有打出来：打印机 a4 没有纸了，请加纸再打\n"


def test_status_and_doctor_agree(
    config: list[str], queue: Queue, capsys: pytest.CaptureFixture[str]
) -> None:
    for command, word, health in (
        ("cupsenable", "ready", "ok"),
        ("cupsdisable", "paused", "fault"),
    ):
        queue.service.call(command, queue.name)
        assert run([*config, "printer", "status", "--json"]) == 0
        status = json.loads(capsys.readouterr().out)["a4"]
        run([*config, "doctor", "--json"])
        checks = json.loads(capsys.readouterr().out)["checks"]
        [check] = [one for one in checks if status["message"] in one["message"]]
        assert (status["state"], check["state"]) == (word, health)
