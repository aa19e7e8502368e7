"""Scenarios: examples that must hold, as authors write them in `scenarios/<topic>.yaml`.

Running them is `scenarios.py`. Source: catalogue.md §8.
"""

import datetime as dt
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from kiosk.domain.checklist import MaterialStatus, State
from kiosk.domain.ids import LineId, QuestionId, RegionCode, ServiceId
from kiosk.domain.service import Text

PaperKey = Annotated[str, Meta(pattern=r"^[a-z0-9-]{2,48}(@[a-z]+)?$")]
"""`evidence` or `evidence@holder`; without a holder it is the applicant's."""


class ExpectedMaterial(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is expected of one line of materials; what is not given is not compared."""

    status: MaterialStatus | UnsetType = UNSET
    originals: int | UnsetType = UNSET
    copies: int | UnsetType = UNSET


class ExpectedFees(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is expected of the fees."""

    total: str | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    unknown: bool | UnsetType = UNSET


class ExpectedDuration(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is expected of the duration, in working days."""

    critical_path_days: int | UnsetType = UNSET
    sequential_days: int | UnsetType = UNSET
    lower_bound: bool | UnsetType = UNSET


class Expectation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must hold; only given keys are compared, `steps` and `asked` in order.

    `stops` and `undetermined` are compared as sets of ids, `not_needed` as names that must stand
    among those shown.
    """

    state: State | UnsetType = UNSET
    steps: tuple[ServiceId, ...] | UnsetType = UNSET
    no_steps: tuple[ServiceId, ...] = ()
    materials: dict[PaperKey, ExpectedMaterial] = {}
    no_materials: tuple[PaperKey, ...] = ()
    not_needed: tuple[Text, ...] = ()
    stops: tuple[LineId, ...] | UnsetType = UNSET
    undetermined: tuple[QuestionId, ...] | UnsetType = UNSET
    asked: tuple[QuestionId, ...] | UnsetType = UNSET
    fees: ExpectedFees | UnsetType = UNSET
    trips: int | UnsetType = UNSET
    duration: ExpectedDuration | UnsetType = UNSET


class Scenario(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One example: a person's answers in a place on a day, and what the list must say."""

    name: Text
    region: RegionCode
    as_of: dt.date
    answers: dict[QuestionId, tuple[Text, ...]]
    expect: Expectation
