"""State reasons of printers, as CUPS and driverless printers write them."""

import pytest

from kiosk.devices.printer.ipp_reasons import is_paper_low, is_toner_low, trouble_of


@pytest.mark.parametrize(
    ("reasons", "code", "trouble"),
    [
        (("media-empty-error", "media-needed"), "E-PR-01", "no_paper"),
        (("cups-waiting-for-job-completed", "media-empty-warning"), "E-PR-01", "no_paper"),
        (("input-tray-missing",), "E-PR-01", "no_paper"),
        (("media-jam-error",), "E-PR-02", "jam"),
        (("door-open-report",), "E-PR-04", "cover_open"),
        (("paused",), "E-PR-03", "paused"),
        (("offline-report",), "E-PR-03", "unreachable"),
        (("toner-empty-error",), "E-PR-03", "unreachable"),
    ],
)
def test_what_hinders(reasons: tuple[str, ...], code: str, trouble: str) -> None:
    found = trouble_of(reasons)
    assert found is not None
    assert (found.fault.code, found.fault.trouble) == (code, trouble)
    assert found.said
    assert found.fix.endswith("。")


def test_the_cover_comes_before_the_paper() -> None:
    found = trouble_of(("media-empty-error", "cover-open-error"))
    assert found is not None
    assert found.fault.trouble == "cover_open"


@pytest.mark.parametrize(
    "reasons",
    [(), ("none",), ("connecting-to-device",), ("toner-empty-warning",), ("media-low-report",)],
)
def test_what_hinders_nothing(reasons: tuple[str, ...]) -> None:
    assert trouble_of(reasons) is None


def test_a_report_of_an_idle_printer_hinders_nothing() -> None:
    assert trouble_of(("media-empty-report",), errors_only=True) is None
    assert trouble_of(("media-empty-error",), errors_only=True) is not None
    assert trouble_of(("media-empty",), errors_only=True) is not None


def test_supplies() -> None:
    assert is_paper_low(("media-low-warning",))
    assert not is_paper_low(("media-empty-error",))
    assert is_toner_low(("marker-supply-low-report",))
    assert not is_toner_low(("none",))
