"""Asking for a status with a wrong code: five times an hour, however often the program starts."""

from kiosk.domain.errors import Refused
from kiosk.services.receipts import HOUR_MS, TRIES_PER_HOUR, Receipts
from tests.filing.conftest import Office
from tests.filing.test_submit import answered, no_file
from tests.journals import TODAY

WRONG = "99999999"


def test_wrong_codes_are_counted_over_every_start_and_forgotten_in_an_hour(office: Office) -> None:
    form = answered(office, "elder-allowance")
    kept, other = (office.filing.submit(form, TODAY, no_file) for _ in range(2))
    clock = [10 * HOUR_MS]

    def said(receipt: str, code: str) -> str:
        """Ask as a program does that has just begun."""
        try:
            found = Receipts(office.journal, lambda: clock[0]).status(receipt, code)
        except Refused as refused:
            return refused.code
        return found.status if found else "none"

    assert [said(kept.receipt, WRONG) for _ in range(TRIES_PER_HOUR)] == ["receipt.wrong"] * 5
    assert said(kept.receipt, kept.query_code) == "receipt.tries"
    assert said(other.receipt, other.query_code) == "filed"
    clock[0] += HOUR_MS
    assert said(kept.receipt, kept.query_code) == "filed"
    assert said(kept.receipt, WRONG) == "receipt.wrong"
    assert (office.journal.meta("wrong_codes") or "").count(str(10 * HOUR_MS)) == 0
