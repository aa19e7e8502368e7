"""The personal list: what one person needs, in the shape of `kiosk checklist --json`.

Shapes only, fixed by catalogue.md §6; `compose.py` fills them, `digest.py` hashes them.
"""

from typing import Literal, get_args

from msgspec import Struct

from kiosk.domain.service import Channel, DayUnit, DutyUnit, Holder, Original, Presence, Status

State = Literal["complete", "needs_answers", "blocked"]
StepStatus = Literal["verified", "unverified", "blocked"]
MaterialStatus = Literal[
    "bring",
    "ask",
    "fill",
    "later",
    "on_site",
    "promise",
    "e_licence",
    "produced",
    "optional",
    "undetermined",
]
STATUS_ORDER: tuple[MaterialStatus, ...] = get_args(MaterialStatus)
"""A line shows the first of these that any of its uses has."""


class GivenAnswer(Struct, frozen=True, kw_only=True):
    """One answer that counts, with the words the resident saw. `["?"]` is 我不清楚."""

    question: str
    ask: str
    answer: tuple[str, ...]
    label: tuple[str, ...]


class OptionView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An option as shown; `none` marks 都没有 of a `many` question and is left out when false."""

    id: str
    label: str
    help: str | None
    none: bool = False


class QuestionView(Struct, frozen=True, kw_only=True):
    """A question as shown, with the options that exist for these answers and this region."""

    id: str
    ask: str
    hint: str | None
    why: str | None
    kind: str
    options: tuple[OptionView, ...]
    min: str | None
    max: str | None
    unit: str | None
    unknown: bool


class Addition(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an outcome adds: a service or an evidence type (exactly one is set)."""

    service: str | None = None
    evidence: str | None = None


class Outcome(Struct, frozen=True, kw_only=True):
    """弄清后: one option of an unclear question and what it would add."""

    option: str
    label: str
    adds: tuple[Addition, ...]


class Undetermined(Struct, frozen=True, kw_only=True):
    """要先弄清楚的: one question answered 我不清楚 (or hidden behind one) and what hangs on it."""

    question: str
    ask: str
    find_out: str | None
    affects: tuple[str, ...]
    outcomes: tuple[Outcome, ...]


class Days(Struct, frozen=True, kw_only=True):
    """Limits of a step; None where unknown or unverified, the number then stands in `note`.

    `unit` belongs to `promised`, `statutory_unit` to `statutory`. While a promise is unverified or
    open, both are None: the statutory limit counts only where there is no promise.
    """

    promised: int | None
    statutory: int | None
    unit: DayUnit | None
    statutory_unit: DayUnit | None
    note: str | None


class FeeLine(Struct, frozen=True, kw_only=True):
    """A fee of a step. `amount` None: the sum is not known."""

    amount: str | None
    currency: str
    note: str | None
    status: Status


class WindowView(Struct, frozen=True, kw_only=True):
    """Where to go."""

    name: str
    building: str | None
    address: str | None
    phone: str | None
    hours: str | None


class Step(Struct, frozen=True, kw_only=True):
    """办理步骤: one included service.

    Steps of one `stage` may run in parallel; `after` are services of this list.
    """

    n: int
    stage: int
    service: str
    code: str | None
    name: str
    agency: str
    after: tuple[str, ...]
    optional: bool
    status: StepStatus
    presence: Presence | None
    channels: tuple[Channel, ...]
    visits: int | None
    days: Days
    fee: tuple[FeeLine, ...]
    result: str | None
    window: WindowView | None
    basis: tuple[str, ...]


class Alternative(Struct, frozen=True, kw_only=True):
    """One of several papers that serve equally."""

    evidence: str
    name: str
    plain: str


class Use(Struct, frozen=True, kw_only=True):
    """Which service takes how many of a paper. `original`: shown and given back, or handed in.

    A use that is `undetermined` may name a service that is not (yet) a step of the list.
    """

    service: str
    status: MaterialStatus
    original: Original
    originals: int
    copies: int


class Material(Struct, frozen=True, kw_only=True):
    """One line per evidence type and holder, merged over all services."""

    evidence: str
    holder: Holder
    name: str
    plain: str
    status: MaterialStatus
    originals: int
    copies: int
    any_of: tuple[Alternative, ...] | None
    uses: tuple[Use, ...]
    why: tuple[str, ...]
    note: str | None
    basis: tuple[str, ...]
    form: str | None


class NotNeededLine(Struct, frozen=True, kw_only=True):
    """不用带的, 不用办的. `unverified` reads 请向窗口确认."""

    name: str
    why: str
    basis: str | None
    status: Status


class NoteLine(Struct, frozen=True, kw_only=True):
    """A sentence of the list, of one service or of the topic."""

    text: str
    service: str | None
    basis: str | None
    status: Status


class DutyLine(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """申请人期限."""

    service: str
    within: int
    unit: DutyUnit
    from_: str
    consequence: str | None
    basis: str | None


class BenefitLine(Struct, frozen=True, kw_only=True):
    """What one gets; `amount` None or `unverified` is shown as 请向窗口确认."""

    service: str
    amount: str | None
    unit: str
    per: str | None
    group: str | None
    status: Status


class Duration(Struct, frozen=True, kw_only=True):
    """Working days along the critical path, and one after another. `ready_on` is an ISO day."""

    critical_path_days: int
    sequential_days: int
    unit: Literal["working"]
    lower_bound: bool
    ready_on: str | None


class Fees(Struct, frozen=True, kw_only=True):
    """The verified sum; `unknown` when any amount is open."""

    total: str
    currency: str
    unknown: bool


class StopLine(Struct, frozen=True, kw_only=True):
    """Why it cannot be done now. `service` is set for a stop of a service."""

    id: str
    reason: str
    basis: str | None
    instead: str | None
    instead_topic: str | None
    service: str | None


class Saved(Struct, frozen=True, kw_only=True):
    """What merging saved: papers not listed twice, made by an earlier step, known to the window."""

    duplicate_papers: int
    produced: int
    e_licence: int


class Checklist(Struct, frozen=True, kw_only=True):
    """个人清单; on paper 事前告知单. Order is meaningful and stable."""

    topic: str
    name: str
    plain: str
    region: str
    edition: str
    as_of: str
    facts_on: str
    hotline: str
    state: State
    answers: tuple[GivenAnswer, ...]
    next_question: QuestionView | None
    undetermined: tuple[Undetermined, ...]
    steps: tuple[Step, ...]
    materials: tuple[Material, ...]
    not_needed: tuple[NotNeededLine, ...]
    notes: tuple[NoteLine, ...]
    duties: tuple[DutyLine, ...]
    benefits: tuple[BenefitLine, ...]
    duration: Duration
    trips: int
    trips_estimate: bool
    fees: Fees
    stops: tuple[StopLine, ...]
    saved: Saved
    dropped: tuple[str, ...]
    digest: str

    @property
    def to_bring(self) -> int:
        """要带N样: the number of lines with status `bring`."""
        return sum(1 for m in self.materials if m.status == "bring")
