"""Small personal lists for tests of everything that reads a finished list."""

import datetime as dt
from typing import Any

from msgspec.structs import replace

from kiosk.domain.checklist import (
    Checklist,
    Days,
    Duration,
    FeeLine,
    Fees,
    GivenAnswer,
    Material,
    Saved,
    Step,
    Use,
)
from kiosk.domain.digest import digest

THREE_DAYS = Duration(
    critical_path_days=3, sequential_days=3, unit="working", lower_bound=False, ready_on=None
)


class WeekdaysTo2026:
    """A working-day table without holidays that ends with 2026."""

    def is_working(self, day: dt.date) -> bool:
        """Tell whether it is Monday to Friday."""
        return day.weekday() < 5

    def knows(self, year: int) -> bool:
        """Tell whether the table holds the year."""
        return year <= 2026


def a_material(evidence: str = "id-card", **changes: Any) -> Material:
    """Return a line of one shown original and one copy."""
    line = Material(
        evidence=evidence,
        holder="applicant",
        name="居民身份证",
        plain="身份证",
        status="bring",
        originals=1,
        copies=1,
        any_of=None,
        uses=(
            Use(service="licence", status="bring", original="show", originals=1, copies=1),
        ),
        why=(),
        note=None,
        basis=(),
        form=None,
    )  # fmt: skip
    return replace(line, **changes)


def the_step() -> Step:
    """Return the one step of `a_list`."""
    return Step(
        n=1,
        stage=1,
        service="licence",
        code=None,
        name="营业执照（设立登记）",
        agency="市场监管局",
        after=(),
        optional=False,
        status="verified",
        presence="proxy_allowed",
        channels=("window",),
        visits=1,
        days=Days(
            promised=3, statutory=None, unit="working", statutory_unit=None, note=None
        ),
        fee=(FeeLine(amount="0.00", currency="CNY", note=None, status="verified"),),
        result="营业执照",
        window=None,
        basis=(),
    )  # fmt: skip


def a_list(**changes: Any) -> Checklist:
    """Return a list of one step and one paper with a true digest."""
    made = Checklist(
        topic="open-shop",
        name="开小店",
        plain="开小店",
        region="341602",
        edition="12",
        as_of="2026-11-21",
        facts_on="2026-11-01",
        hotline="12345",
        state="complete",
        answers=(
            GivenAnswer(question="who", ask="谁来办", answer=("self",), label=("本人",)),
        ),
        next_question=None,
        undetermined=(),
        steps=(the_step(),),
        materials=(a_material(),),
        not_needed=(),
        notes=(),
        duties=(),
        benefits=(),
        duration=THREE_DAYS,
        trips=1,
        trips_estimate=True,
        fees=Fees(total="0.00", currency="CNY", unknown=False),
        stops=(),
        saved=Saved(duplicate_papers=0, produced=0, e_licence=0),
        dropped=(),
        digest="",
    )  # fmt: skip
    made = replace(made, **changes)
    return replace(made, digest=digest(made))
