"""Topics F_h, their circumstances, overlays of regions: the first half of the shapes.

Field meaning: catalogue.md §3 and §7. No rule belongs here; `catalog.py` puts one topic together.
"""

import datetime as dt
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from kiosk.domain.condition import Condition, Question
from kiosk.domain.ids import (
    AgencyId,
    CategoryId,
    CircumstanceId,
    EvidenceId,
    Id,
    LineId,
    QuestionId,
    RegionCode,
    ServiceId,
    TopicId,
)
from kiosk.domain.service import (
    Benefit,
    Channel,
    Conditional,
    Duty,
    Edited,
    EvidenceLine,
    Fee,
    Holder,
    Necessity,
    Note,
    NotNeeded,
    Original,
    PresenceChoice,
    ServiceResult,
    Sourced,
    Status,
    Stop,
    Text,
    TextChoice,
    Time,
    Validity,
    VisitsChoice,
    Within,
)

Audience = Literal["person", "company", "both"]


class Wait(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A prescribed waiting time between two services, e.g. 离婚冷静期."""

    days: Annotated[int, Meta(ge=0)]
    unit: Literal["working", "calendar"]


class After(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An edge: this include starts when `service` is done and `wait` is over."""

    service: ServiceId
    wait: Wait | None = None


class Include(Conditional, frozen=True, kw_only=True):
    """A service as a step of a topic. `id` defaults to the service."""

    id: LineId | None = None
    service: ServiceId
    after: tuple[After, ...] = ()
    optional: bool = False
    plain: str | None = None

    @property
    def key(self) -> LineId:
        """The include's id inside its topic."""
        return self.id or self.service


class Published(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a topic went public, and who wrote and who reviewed it."""

    on: dt.date
    by: Text
    reviewed_by: Text


class Topic(Edited, frozen=True, kw_only=True):
    """办事主题: what a resident wants to do. `questions` are own ones or ids of shared ones."""

    id: TopicId
    name: Text
    plain: Text
    icon: str
    aliases: tuple[str, ...] = ()
    category: CategoryId
    for_: Audience = field(default="person", name="for")
    one_thing: str | None = None
    includes: tuple[Include, ...]
    circumstances: tuple[CircumstanceId, ...] = ()
    questions: tuple[Question | QuestionId, ...] = ()
    stops: tuple[Stop, ...] = ()
    notes: tuple[Note, ...] = ()
    not_needed: tuple[NotNeeded, ...] = ()
    popularity: Annotated[int, Meta(ge=0)] = 0
    state: Literal["draft", "review", "scheduled", "published", "withdrawn"] = "draft"
    owner: str | None = None
    due: dt.date | None = None
    published: Published | None = None


class Applies(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which services an element of a circumstance is added to; all given parts must match."""

    services: tuple[ServiceId, ...] = ()
    presence: tuple[Literal["in_person", "proxy_allowed", "nobody"], ...] = ()
    promise: bool = False


class CircumstanceEvidence(EvidenceLine, frozen=True, kw_only=True):
    """An evidence line that a circumstance adds."""

    applies: Applies = Applies()


class Swap(Conditional, frozen=True, kw_only=True):
    """Another paper takes the place of `from_` (of `holder`, or of every holder when absent)."""

    from_: EvidenceId | None = field(default=None, name="from")
    to: EvidenceId | None = None
    any_of: tuple[EvidenceId, ...] = ()
    holder: Holder | None = None
    except_services: tuple[ServiceId, ...] = field(default=(), name="except")
    applies: Applies = Applies()


class CircumstanceInclude(Conditional, frozen=True, kw_only=True):
    """A service that a circumstance adds, before all steps of the topic or the named ones."""

    service: ServiceId
    before: Literal["all"] | tuple[ServiceId, ...] = "all"
    optional: bool = False
    plain: str | None = None


class CircumstanceFee(Fee, frozen=True, kw_only=True):
    """A fee that a circumstance adds."""

    applies: Applies = Applies()


class CircumstanceStop(Stop, frozen=True, kw_only=True):
    """A stop that a circumstance adds to the services it applies to."""

    applies: Applies = Applies()


class CircumstanceNote(Note, frozen=True, kw_only=True):
    """A note that a circumstance adds; without `applies` it stands once for the topic."""

    applies: Applies | None = None


class Circumstance(Conditional, frozen=True, kw_only=True):
    """申请人情形 (layer 4): what changes in every service when a proxy comes, a card is lost …."""

    id: CircumstanceId
    name: Text
    plain: str | None = None
    questions: tuple[Question | QuestionId, ...] = ()
    evidence: tuple[CircumstanceEvidence, ...] = ()
    swap: tuple[Swap, ...] = ()
    includes: tuple[CircumstanceInclude, ...] = ()
    fee: tuple[CircumstanceFee, ...] = ()
    stops: tuple[CircumstanceStop, ...] = ()
    notes: tuple[CircumstanceNote, ...] = ()
    basis: tuple[str, ...] = ()


class Category(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """主题分类 by life event; `hint` is the grey line of ux.md R1, `order` sorts the home page."""

    id: CategoryId
    name: Text
    icon: str
    hint: str | None = None
    for_: Audience = field(default="person", name="for")


class Catalogue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The head of a catalogue: who publishes which edition where. Categories are in order."""

    name: Text
    publisher: Text
    edition: Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,9}$")]
    default_region: RegionCode
    licence: str | None = None
    hotline: Text = "12345"
    facts_on: dt.date
    categories: tuple[Category, ...]


class Window(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """窗口: where to go in one region. `building` groups windows of one place for trips."""

    name: Text
    building: str | None = None
    address: str | None = None
    phone: str | None = None
    hours: str | None = None
    valid: Validity | None = None


class LinePatch(Sourced, frozen=True, kw_only=True):
    """What a region changes in one evidence line; `off` removes it and says why it may."""

    off: str | None = None
    status: Status | UnsetType = UNSET  # type: ignore[assignment]
    any_of: tuple[EvidenceId, ...] | UnsetType = UNSET
    original: Original | UnsetType = UNSET
    originals: int | UnsetType = UNSET
    copies: int | UnsetType = UNSET
    fill: str | UnsetType | None = UNSET
    necessity: Necessity | UnsetType = UNSET
    later_within: Within | UnsetType | None = UNSET
    promise: bool | UnsetType = UNSET
    when: Condition | UnsetType | None = UNSET
    why: str | UnsetType | None = UNSET
    note: str | UnsetType | None = UNSET
    basis: str | UnsetType | None = UNSET


class ServicePatch(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What a region changes in one service; `add_*` append, the others replace."""

    name: tuple[TextChoice, ...] | UnsetType = UNSET
    plain: str | UnsetType = UNSET
    agency: AgencyId | UnsetType = UNSET
    code: tuple[TextChoice, ...] | UnsetType = UNSET
    presence: tuple[PresenceChoice, ...] | UnsetType = UNSET
    channels: tuple[Channel, ...] | UnsetType = UNSET
    visits: tuple[VisitsChoice, ...] | UnsetType = UNSET
    time: Time | UnsetType = UNSET
    duty: tuple[Duty, ...] | UnsetType = UNSET
    fee: tuple[Fee, ...] | UnsetType = UNSET
    benefit: tuple[Benefit, ...] | UnsetType = UNSET
    result: tuple[ServiceResult, ...] | UnsetType = UNSET
    basis: tuple[str, ...] | UnsetType = UNSET
    evidence: dict[LineId, LinePatch] = {}
    add_evidence: tuple[EvidenceLine, ...] = ()
    add_questions: tuple[Question | QuestionId, ...] = ()
    add_stops: tuple[Stop, ...] = ()
    add_notes: tuple[Note, ...] = ()


class IncludePatch(Sourced, frozen=True, kw_only=True):
    """What a region changes in one include; `off` removes it and says why it may."""

    off: str | None = None
    status: Status | UnsetType = UNSET  # type: ignore[assignment]
    when: Condition | UnsetType | None = UNSET
    after: tuple[After, ...] | UnsetType = UNSET
    optional: bool | UnsetType = UNSET


class OptionPatch(Sourced, frozen=True, kw_only=True):
    """A local wording of an option; `off` removes it, when verified, and says why it may."""

    off: str | None = None
    label: str | None = None


class TopicPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a region changes in one topic. Keys of `options` are `question.option`."""

    includes: dict[LineId, IncludePatch] = {}
    add_includes: tuple[Include, ...] = ()
    options: dict[str, OptionPatch] = {}
    add_questions: tuple[Question | QuestionId, ...] = ()
    add_stops: tuple[Stop, ...] = ()
    add_notes: tuple[Note, ...] = ()


class RegionOverlay(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One file of `regions/`: how a place differs. Keys of `windows` are agency or service ids."""

    code: RegionCode
    name: Text
    names: dict[str, str] = {}
    hotline: str | None = None
    e_licences: tuple[EvidenceId, ...] = ()
    windows: dict[Id, Window | tuple[Window, ...]] = {}
    services: dict[ServiceId, ServicePatch] = {}
    topics: dict[TopicId, TopicPatch] = {}
