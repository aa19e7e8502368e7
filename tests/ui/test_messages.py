"""Faults in words: limits of ux.md §6 and §7, two ways each, one row for what is unknown."""

import datetime as dt

import pytest

from kiosk.domain.errors import Bug, InputError, Unavailable
from kiosk.ports.devices import PrinterFault
from kiosk.ui.messages import (
    FAULTS,
    NOT_OUT,
    RESTART,
    Fault,
    fault_of_error,
    fault_of_status,
    receipt_fault,
    stale_fault,
)

BANNED = ("请您务必", "进行", "予以", "相关", "系统异常", "无效", "非法", "受理回执")
STALE = stale_fault(dt.date(2026, 3, 5))
PRINTERS = [*(fault for code, fault in FAULTS.items() if code.startswith("E-PR")), NOT_OUT]
RECEIPTS = [receipt_fault(fault) for fault in PRINTERS]
ALL = [*FAULTS.values(), RESTART, STALE, NOT_OUT, *RECEIPTS]


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.code or fault.title)
def test_words_keep_their_limits(fault: Fault) -> None:
    assert len(fault.title) <= 16
    assert len(fault.body) <= 24
    assert len(fault.ways) >= 2
    assert all(len(way.label) <= 6 for way in fault.ways)
    assert not [word for word in BANNED if word in fault.title + fault.body]


def test_a_receipt_that_is_not_printed_is_no_list() -> None:
    said = "".join(f.body + "".join(way.label for way in f.ways) for f in RECEIPTS)
    assert "清单" not in said and "扫码" not in said and said.count("看回执") == len(RECEIPTS)


def test_codes_name_their_rows() -> None:
    assert all(code == fault.code for code, fault in FAULTS.items())
    assert fault_of_status(PrinterFault(code="E-PR-02")).title == "纸卡住了"
    assert fault_of_error(Unavailable("E-ST-01", "x")).title == "机器存满了"


@pytest.mark.parametrize("error", [ValueError("x"), Bug("E-XX-99", "x"), InputError("a.b", "x")])
def test_what_has_no_row_is_unexpected(error: Exception) -> None:
    assert fault_of_error(error).code == "E-SY-01"


def test_an_unknown_printer_state_reads_as_no_answer_under_its_own_code() -> None:
    fault = fault_of_status(PrinterFault(code="E-PR-77"))
    assert (fault.code, fault.title) == ("E-PR-77", "打印机没反应")


def test_the_age_of_the_facts_is_a_day() -> None:
    assert STALE.body == "3月5日更新的。要紧事请问窗口。"
