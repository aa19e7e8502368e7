"""Services a_ij of agencies and what they ask for: the second half of the catalogue's shapes.

Field meaning: catalogue.md §2; Chinese element names are those of GB/T 39554 (domain.md §1.1).
No rule belongs here; `checklist.py` and `schedule.py` apply these values to a person.
"""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from kiosk.domain.condition import Condition, Question
from kiosk.domain.ids import AgencyId, EvidenceId, Id, LineId, QuestionId, ServiceId, TopicId

Status = Literal["verified", "unverified"]
Presence = Literal["in_person", "proxy_allowed", "nobody"]
Channel = Literal["window", "online", "self_service", "post"]
Holder = Literal["applicant", "agent", "guardian", "child", "deceased", "other"]
Original = Literal["show", "submit", "none"]
Necessity = Literal["required", "optional", "later", "on_site"]
DayUnit = Literal["working", "calendar", "immediate"]
DutyUnit = Literal["working", "calendar", "month", "year"]
Text = Annotated[str, Meta(min_length=1)]


def _check_money(amount: str | None) -> None:
    """Raise ValueError unless `amount` is None or a plain non-negative decimal such as "40.00"."""
    if amount is None:
        return
    try:
        value = Decimal(amount)
    except InvalidOperation:
        raise ValueError(f"amount 要写成 40.00 这样的小数，现在是“{amount}”") from None
    if not value.is_finite() or value < 0:
        raise ValueError(f"amount 不能是负数，现在是“{amount}”")


class Validity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """From and to a day, both included; an absent end is open."""

    from_: dt.date | None = field(default=None, name="from")
    to: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the fact is in force on `day`."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


class Sourced(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A fact with its origin: where it was read, for which place, when and who checked it."""

    source: str | None = None
    place: str | None = None
    verified: dt.date | None = None
    by: str | None = None
    status: Status = "verified"
    valid: Validity | None = None


class Edited(Sourced, frozen=True, kw_only=True):
    """What editors change; `based_on` is the edition that an edit started from."""

    based_on: Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,9}$")] | None = None


class Conditional(Sourced, frozen=True, kw_only=True):
    """A fact that applies only to some people: `when` absent means always."""

    when: Condition | None = None


class TextChoice(Conditional, frozen=True, kw_only=True):
    """One entry of a field that is a text or a list of `{when, value}` (code, name)."""

    value: Text


class PresenceChoice(Conditional, frozen=True, kw_only=True):
    """One entry of `presence`: who may come; `basis` says why nobody may come instead."""

    value: Presence
    basis: str | None = None


class VisitsChoice(Conditional, frozen=True, kw_only=True):
    """One entry of `visits` (到现场次数)."""

    value: Annotated[int, Meta(ge=0, le=20)]


class TimeLimit(Conditional, frozen=True, kw_only=True):
    """法定 or 承诺时限. `immediate` means on the spot and has 0 days."""

    days: Annotated[int, Meta(ge=0, le=3650)]
    unit: DayUnit
    note: str | None = None
    basis: str | None = None


class Time(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The two limits of a service; each the first entry that holds."""

    statutory: tuple[TimeLimit, ...] = ()
    promised: tuple[TimeLimit, ...] = ()


class Duty(Conditional, frozen=True, kw_only=True):
    """申请人期限: the applicant's own deadline."""

    within: Annotated[int, Meta(ge=0)]
    unit: DutyUnit
    from_: str = field(name="from")
    consequence: str | None = None
    basis: str | None = None


class Fee(Conditional, frozen=True, kw_only=True):
    """收费 in CNY; `amount` None means that the sum is not known."""

    id: LineId | None = None
    amount: str | None = None
    note: str | None = None
    basis: str | None = None

    def __post_init__(self) -> None:
        """Check the amount, also for fees built in code."""
        _check_money(self.amount)


class Benefit(Conditional, frozen=True, kw_only=True):
    """What one gets: e.g. 30.00 元 per month for the group 80–89岁."""

    amount: str | None = None
    unit: str = "元"
    per: str | None = None
    group: str | None = None
    note: str | None = None
    basis: str | None = None

    def __post_init__(self) -> None:
        """Check the amount, also for benefits built in code."""
        _check_money(self.amount)


class ServiceResult(Conditional, frozen=True, kw_only=True):
    """办理结果: what one holds afterwards, and how it is collected."""

    name: Text
    evidence: EvidenceId | None = None
    type: str | None = None
    sample: str | None = None
    collect: Literal["on_the_spot", "window", "post"] | None = None


class Stop(Conditional, frozen=True, kw_only=True):
    """不予受理情形: why it cannot be done now, and what to do instead."""

    id: LineId
    reason: Text
    basis: str | None = None
    instead: str | None = None
    instead_topic: TopicId | None = None


class Note(Conditional, frozen=True, kw_only=True):
    """A sentence for the list; it changes no paper, day or trip."""

    id: LineId | None = None
    text: Text
    basis: str | None = None


class NotNeeded(Conditional, frozen=True, kw_only=True):
    """A paper or a service that people think they need and do not."""

    id: LineId | None = None
    name: Text
    why: Text
    basis: str | None = None


class EvidenceLine(Conditional, frozen=True, kw_only=True):
    """材料要求: one kind of paper of one holder. With `any_of`, `use` is the id of the group."""

    id: LineId | None = None
    use: EvidenceId
    any_of: tuple[EvidenceId, ...] = ()
    holder: Holder = "applicant"
    original: Original = "none"
    originals: Annotated[int, Meta(ge=0, le=20)] = 0
    copies: Annotated[int, Meta(ge=0, le=20)] = 0
    fill: str | None = None
    necessity: Necessity = "required"
    later_within: "Within | None" = None
    promise: bool = False
    why: str | None = None
    note: str | None = None
    basis: str | None = None

    @property
    def key(self) -> LineId:
        """The line's id inside its service: its own, or its evidence type."""
        return self.id or self.use


class Within(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A span such as 5 working days."""

    days: Annotated[int, Meta(ge=0)]
    unit: DayUnit = "working"


class Handling(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """办件类型, 办理形式 and 网上办理深度 (I–IV)."""

    kind: Literal["immediate", "promised"]
    forms: tuple[str, ...] = ()
    online_level: Literal["I", "II", "III", "IV"] | None = None


class Contacts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """咨询方式, 监督投诉方式, 办理时间, 办理地点."""

    consult: str | None = None
    complain: str | None = None
    hours: str | None = None
    address: str | None = None


class Faq(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """常见问题."""

    question: Text
    answer: Text


class FlowStage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One stage of 办理流程 with its working days."""

    stage: Text
    days: Annotated[int, Meta(ge=0)] | None = None


class EvidenceType(Sourced, frozen=True, kw_only=True):
    """申请材料（目录）: a kind of paper, whoever holds it. `identity` marks identity documents."""

    id: EvidenceId
    name: Text
    plain: Text
    aliases: tuple[str, ...] = ()
    issuer: str | None = None
    where: str | None = None
    form: str | None = None
    sample: str | None = None
    icon: str = "file-text"
    identity: bool = False


class Agency(Sourced, frozen=True, kw_only=True):
    """实施主体. `level` is national, province, city, county, town or village."""

    id: AgencyId
    name: Text
    plain: str | None = None
    level: str | None = None
    phone: str | None = None


class Service(Edited, frozen=True, kw_only=True):
    """事项: what one agency does for one person. What differs by answer is a tuple of choices."""

    id: ServiceId
    code: tuple[TextChoice, ...] = ()
    name: tuple[TextChoice, ...]
    plain: Text
    type: str | None = None
    agency: AgencyId
    level: str | None = None
    for_: Literal["person", "company", "both"] = field(default="person", name="for")
    presence: tuple[PresenceChoice, ...] = ()
    channels: tuple[Channel, ...] = ("window",)
    visits: tuple[VisitsChoice, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    time: Time = Time()
    duty: tuple[Duty, ...] = ()
    fee: tuple[Fee, ...] = ()
    benefit: tuple[Benefit, ...] = ()
    result: tuple[ServiceResult, ...] = ()
    requires: tuple[Id, ...] = ()
    questions: tuple[Question | QuestionId, ...] = ()
    stops: tuple[Stop, ...] = ()
    notes: tuple[Note, ...] = ()
    not_needed: tuple[NotNeeded, ...] = ()
    handling: Handling | None = None
    contacts: Contacts | None = None
    faq: tuple[Faq, ...] = ()
    flow: tuple[FlowStage, ...] = ()
    basis: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
