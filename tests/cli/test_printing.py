"""`kiosk print` and `kiosk printer` without hardware: into folders, and what is refused."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.cli.printing import state_word
from kiosk.devices.code_image import read_codes
from kiosk.ports.devices import (
    Condition,
    DeviceState,
    PrinterFault,
    PrinterPrinting,
    PrinterReady,
    PrinterStatus,
)
from tests.cli.conftest import Outcome
from tests.devices.a4.pages import text_of

Kiosk = Callable[..., Outcome]
BOTH = """[devices.a4]
driver = "file"
folder = "paper"
[devices.receipt]
driver = "file"
folder = "paper"
"""
NO_PORT = '[devices.receipt]\ndriver = "escpos"\nport = "/dev/no-such-port"\n'
CASE = ("id-card",)


@pytest.fixture
def paper(data: Path) -> Path:
    """Both printers are folders; returns where their pages lie."""
    (data / "config.toml").write_text(BOTH, "utf-8")
    return data / "paper"


def test_a_list_goes_to_the_a4_printer(kiosk: Kiosk, paper: Path) -> None:
    done = kiosk("print", "checklist", *CASE)

    assert (done.code, done.out) == (0, "清单打好了（a4）。\n")
    assert "事前告知单" in text_of(paper / "a4-0001.pdf")


def test_the_short_list_goes_to_the_receipt_printer(kiosk: Kiosk, paper: Path) -> None:
    done = kiosk("print", "receipt", *CASE)

    assert (done.code, done.out) == (0, "小票打好了（receipt）。\n")
    assert [page.name for page in paper.iterdir()] == ["receipt-0001.pdf"]


def test_the_codes_for_a_phone_come_on_a_slip(kiosk: Kiosk, paper: Path) -> None:
    done = kiosk("print", "receipt", *CASE, "--code")

    assert (done.code, done.out) == (0, "手机扫的码打好了（receipt）。\n")
    slip, picture = paper / "receipt-0001.pdf", paper / "slip"
    command = ["/usr/bin/pdftoppm", "-r", "150", "-png", "-singlefile", slip, picture]
    subprocess.run(command, check=True)
    texts = read_codes(picture.with_suffix(".png"))
    assert texts and "身份证" in texts[0] and "不是受理凭证" in texts[-1]
    assert "要带" not in text_of(slip)


def test_a_port_that_is_not_there_is_named(kiosk: Kiosk, data: Path) -> None:
    (data / "config.toml").write_text(NO_PORT, "utf-8")
    done = kiosk("print", "receipt", *CASE)
    assert done.code == 3
    assert "receipt 没有应答：没有端口 /dev/no-such-port" in done.err


def test_the_test_page_comes_from_every_printer_or_from_one(kiosk: Kiosk, paper: Path) -> None:
    assert kiosk("print", "test", "--printer", "a4").code == 0
    assert [page.name for page in paper.iterdir()] == ["a4-0001.pdf"]
    assert "𠮷" in text_of(paper / "a4-0001.pdf")

    assert kiosk("print", "test").code == 0
    assert len(list(paper.iterdir())) == 3


def test_a_printer_that_nobody_knows_is_named_with_those_there_are(
    kiosk: Kiosk, paper: Path
) -> None:
    done = kiosk("print", "checklist", *CASE, "--printer", "a3")
    assert done.code == 2
    assert "a3" in done.err
    assert "a4、receipt" in done.err


def test_a_receipt_needs_a_receipt_printer(kiosk: Kiosk, paper: Path) -> None:
    assert kiosk("print", "receipt", *CASE, "--printer", "a4").code == 2


def test_a_topic_that_nobody_knows_prints_nothing(kiosk: Kiosk, paper: Path) -> None:
    assert kiosk("print", "checklist", "open-moon").code == 2
    assert not paper.exists()


@pytest.mark.parametrize("what", [("checklist", *CASE), ("receipt", *CASE), ("test",)])
def test_without_a_printer_the_device_is_missing(kiosk: Kiosk, what: tuple[str, ...]) -> None:
    done = kiosk("print", *what)
    assert done.code == 3
    assert "[devices." in done.err


def test_a_wrong_setting_is_told_when_its_printer_is_wanted(kiosk: Kiosk, data: Path) -> None:
    (data / "config.toml").write_text('[devices.a4]\ndriver = "cups"\n', "utf-8")
    done = kiosk("print", "test", "--printer", "a4")
    assert done.code == 3
    assert "queue" in done.err


def test_status_names_the_usual_printers_also_when_absent(kiosk: Kiosk, data: Path) -> None:
    (data / "config.toml").write_text(BOTH.partition("[devices.receipt]")[0], "utf-8")
    done = kiosk("printer", "status", "--json")

    assert done.code == 0
    assert {name: row["state"] for name, row in done.json.items()} == {
        "a4": "ready",
        "receipt": "absent",
    }
    assert all(row["message"] for row in done.json.values())
    assert "receipt：没有配置" in kiosk("printer", "status").out


@pytest.mark.parametrize(
    ("printer", "condition", "word"),
    [
        (PrinterReady(), "ok", "ready"),
        (PrinterReady(paper_low=True), "warn", "low_paper"),
        (PrinterReady(can_tell=False), "ok", "unknown"),
        (PrinterPrinting(), "ok", "printing"),
        (PrinterFault(code="E-PR-01", trouble="no_paper"), "fault", "no_paper"),
        (PrinterFault(code="E-PR-02", trouble="jam"), "fault", "jam"),
        (PrinterFault(code="E-PR-04", trouble="cover_open"), "fault", "cover_open"),
        (PrinterFault(code="E-PR-03", trouble="paused"), "fault", "paused"),
        (PrinterFault(code="E-PR-03", trouble="unreachable"), "fault", "unreachable"),
        (PrinterFault(code="E-PR-03", trouble="unreachable"), "absent", "absent"),
        (None, "fault", "unknown"),
    ],
)
def test_states_have_the_words_of_the_contract(
    printer: PrinterStatus | None, condition: str, word: str
) -> None:
    how = Condition(state=condition, message="。")  # type: ignore[arg-type]
    assert state_word(DeviceState(name="a4", condition=how, printer=printer)) == word
