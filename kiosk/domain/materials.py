"""Materials: the evidence lines of all included services merged to one line per paper and holder.

Which lines apply is decided by `included.py`; the rules of counting and of the status are those of
catalogue.md §6.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations

from msgspec import Struct

from kiosk.domain.checklist import (
    STATUS_ORDER,
    Alternative,
    Material,
    MaterialStatus,
    Use,
)
from kiosk.domain.condition import ALWAYS, Condition
from kiosk.domain.exclusive import exclude
from kiosk.domain.guide import Guide
from kiosk.domain.ids import EvidenceId, ServiceId
from kiosk.domain.included import OWN_PAPERS, Included, Taken
from kiosk.domain.service import EvidenceLine, EvidenceType, Holder, Necessity, Original
from kiosk.domain.wording import limit

_RANK: dict[MaterialStatus, int] = {status: n for n, status in enumerate(STATUS_ORDER)}
_BY_NECESSITY: dict[Necessity, MaterialStatus] = {
    "optional": "optional",
    "later": "later",
    "on_site": "on_site",
}
_MOST_COMPARED = 8
"""Of more services that may come in, none are compared; their sum asks for enough."""
_UNSURE: dict[MaterialStatus, int] = {"ask": 1, "undetermined": 2}


class Demand(Struct, frozen=True, kw_only=True):
    """One service asks for one paper: the line, its status and the sentence that says why.

    `when` is the condition of the line in its service, as it is written.
    """

    service: ServiceId
    line: EvidenceLine
    status: MaterialStatus
    why: str | None
    when: Condition = ALWAYS


class _Group:
    """The demands of one paper of one holder, by service in step order.

    `any_of` are the alternatives common to all; texts are kept once, in order of appearance.
    """

    __slots__ = ("any_of", "basis", "first", "form", "notes", "services", "why")

    def __init__(self, line: EvidenceLine) -> None:
        self.first = line
        self.any_of = line.any_of
        self.services: dict[ServiceId, list[Demand]] = {}
        self.why: dict[str, None] = {}
        self.notes: dict[str, None] = {}
        self.basis: dict[str, None] = {}
        self.form: str | None = None

    def take(self, demand: Demand) -> None:
        """Add a demand."""
        line = demand.line
        self.services.setdefault(demand.service, []).append(demand)
        self.form = self.form or line.fill
        if demand.why:
            self.why[demand.why] = None
        if line.basis:
            self.basis[line.basis] = None
        if note := _note(line):
            self.notes[note] = None


def status_of(
    taken: Taken, included: Included, makers: frozenset[EvidenceId], guide: Guide
) -> MaterialStatus:
    """Return the status of one line in one service.

    Args:
        taken: the line, certain or open.
        included: the service it stands in.
        makers: evidence types that earlier steps make.
        guide: for the evidence types and for what the windows can look up.
    """
    line = taken.line
    if not taken.certain:
        return "undetermined"
    if line.status == "unverified" or not included.verified:
        return "ask"
    if _is_made(line, included.gives, makers):
        return "produced"
    if line.necessity != "required":
        return _BY_NECESSITY[line.necessity]
    if line.fill:
        return "fill"
    if line.promise:
        return "promise"
    return "e_licence" if _is_on_file(line, guide) else "bring"


def _is_made(line: EvidenceLine, gives: EvidenceId | None, makers: frozenset[EvidenceId]) -> bool:
    """Tell whether an earlier step makes this paper; 换证 takes the old one, so it is brought."""
    if not makers or line.holder in OWN_PAPERS or gives == line.use:
        return False
    return not makers.isdisjoint(line.any_of or (line.use,))


def _is_on_file(line: EvidenceLine, guide: Guide) -> bool:
    """Tell whether the window can look it up; never the applicant's own identity document."""
    on_file = guide.e_licences.intersection(line.any_of or (line.use,))
    if line.holder != "applicant":
        return bool(on_file)
    return any(not guide.evidence_types[evidence].identity for evidence in on_file)


def merge(demands: Iterable[Demand], guide: Guide) -> tuple[Material, ...]:
    """Merge demands, given in step order, to one line per evidence type and holder."""
    groups: dict[tuple[EvidenceId, Holder], list[_Group]] = {}
    for demand in demands:
        _add(groups.setdefault((demand.line.use, demand.line.holder), []), demand)
    return tuple(_material(group, guide) for same in groups.values() for group in same)


def _add(same: list[_Group], demand: Demand) -> None:
    """Put a demand into the group it shares an alternative with, or into a new one.

    Demands without a common alternative cannot be met by one paper and stay apart.
    """
    any_of = demand.line.any_of
    for group in same:
        common = tuple(e for e in group.any_of if e in any_of)
        if common or not (any_of or group.any_of):
            group.any_of = common
            group.take(demand)
            return
    same.append(_Group(demand.line))
    same[-1].take(demand)


def _originals(line: EvidenceLine) -> int:
    """Return how many originals a line takes: one when it names none."""
    return 0 if line.original == "none" else max(line.originals, 1)


def _certainty(status: MaterialStatus) -> int:
    """Return 0 for a certain use, 1 for one to ask about, 2 for an undetermined one.

    Counts come from the most certain uses alone, so that nothing unverified is ever added to them.
    """
    return _UNSURE.get(status, 0)


def _use(demands: list[Demand]) -> Use:
    """Merge the demands of one service: the same paper counts once, by the maximum."""
    first = demands[0]
    if len(demands) == 1:
        line = first.line
        return Use(
            service=first.service,
            status=first.status,
            original=line.original,
            originals=_originals(line),
            copies=line.copies,
        )
    best = min(_certainty(d.status) for d in demands)
    counted = [d for d in demands if _certainty(d.status) == best]
    kinds = {d.line.original for d in counted}
    original: Original = "submit" if "submit" in kinds else "show" if "show" in kinds else "none"
    return Use(
        service=first.service,
        status=min((d.status for d in counted), key=_RANK.__getitem__),
        original=original,
        originals=max(_originals(d.line) for d in counted),
        copies=max(d.line.copies for d in counted),
    )


def totals(uses: Collection[Use], demands: Mapping[ServiceId, list[Demand]]) -> tuple[int, int]:
    """Return originals and copies over all services.

    Shown originals are given back, so the maximum is enough; what is handed in adds up. Of services
    that hang on open questions and exclude each other only one can come: the larger sum counts.
    """
    best = min([_certainty(u.status) for u in uses])
    counted = [use for use in uses if _certainty(use.status) == best]
    if best != _UNSURE["undetermined"] or not 1 < len(counted) <= _MOST_COMPARED:
        return _sums(counted)
    sums = [_sums(some) for some in _compatible(counted, demands)]
    return max(originals for originals, _ in sums), max(copies for _, copies in sums)


def _compatible(
    uses: list[Use], demands: Mapping[ServiceId, list[Demand]]
) -> Iterator[tuple[Use, ...]]:
    """Yield the sets of services that can come together, each alone included."""
    for size in range(1, len(uses) + 1):
        for some in combinations(uses, size):
            pairs = combinations(some, 2)
            if not any(_exclude(demands[a.service], demands[b.service]) for a, b in pairs):
                yield some


def _exclude(one: Iterable[Demand], other: Iterable[Demand]) -> bool:
    """Tell whether no line of one service can stand in a list with a line of another."""
    return all(exclude(mine.when, theirs.when) for mine in one for theirs in other)


def _sums(uses: Iterable[Use]) -> tuple[int, int]:
    shown = handed_in = copies = 0
    for use in uses:
        copies += use.copies
        if use.original == "submit":
            handed_in += use.originals
        else:
            shown = max(shown, use.originals)
    return max(shown, handed_in), copies


def _note(line: EvidenceLine) -> str | None:
    """Return the line's note, and how long the paper may be handed in afterwards (容缺后补)."""
    if line.necessity != "later" or line.later_within is None:
        return line.note
    later = f"{limit(line.later_within.days, line.later_within.unit)}内补交"
    return f"{line.note}；{later}" if line.note else later


def _material(group: _Group, guide: Guide) -> Material:
    """Build the line of one paper of one holder."""
    first = group.first
    uses = tuple(map(_use, group.services.values()))
    originals, copies = totals(uses, group.services)
    any_of = _alternatives(group.any_of, guide.evidence_types) if group.any_of else None
    kind = guide.evidence_types.get(first.use)
    plain = "或".join([a.plain for a in any_of]) if any_of else first.use
    return Material(
        evidence=first.use,
        holder=first.holder,
        name=kind.name if kind else plain,
        plain=kind.plain if kind else plain,
        status=min([u.status for u in uses], key=_RANK.__getitem__),
        originals=originals,
        copies=copies,
        any_of=any_of,
        uses=uses,
        why=tuple(group.why),
        note="；".join(group.notes) or None,
        basis=tuple(group.basis),
        form=group.form or (kind.form if kind else None),
    )


def _alternatives(
    papers: Iterable[EvidenceId], kinds: Mapping[EvidenceId, EvidenceType]
) -> tuple[Alternative, ...]:
    """Return papers that serve equally, with their names."""
    return tuple(
        Alternative(evidence=paper, name=kinds[paper].name, plain=kinds[paper].plain)
        for paper in papers
    )
