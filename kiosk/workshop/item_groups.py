"""Items that differ only in a bracket become one service with a question; the brackets are options.

E.g. 机动车驾驶证初次申领(大陆居民申领…) and …(境外人员申领…). Reading a row is `item_service.py`.
Source: domain.md §1.3.
"""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kiosk.domain.condition import Condition, Is, Option, Question
from kiosk.domain.ids import Id
from kiosk.domain.service import Faq, Service, Time
from kiosk.domain.service_code import ServiceCode
from kiosk.workshop.item_names import short_hash

MAX_LABEL = 12
"""Characters of an option's label (ux.md §7); the whole text stays in the name of the item."""

ASK = "您是哪一种情况？"
WHY = "情况不同，要带的材料和时间可能不一样。"
_MAX_HINT = 30

GroupKey = tuple[str | None, ...]


class Member(Struct, frozen=True, kw_only=True):
    """One item of a group: its code and the text of its bracket."""

    key: str
    option: str
    service: Service


def group_key(service: Service, code: ServiceCode, main_item: str | None, stem: str) -> GroupKey:
    """Return what items of one group have in common: who, which kind, which item, which name."""
    national = code.shape in ("task", "handle_item")
    return (service.agency, service.type, code.base if national else main_item, stem)


def split(members: list[Member]) -> list[list[Member]]:
    """Return the groups that the members really make: what no condition can tell apart is equal.

    Two brackets with the same text are no options; such items stay alone.
    """
    groups: dict[object, list[Member]] = {}
    for member in sorted(members, key=lambda m: m.key):
        service = member.service
        same = (service.channels, service.handling, service.contacts, service.flow)
        groups.setdefault((*same, service.level, service.for_), []).append(member)
    return [
        group
        for group in groups.values()
        if len(group) > 1 and len({member.option for member in group}) == len(group)
    ]


def merge(members: list[Member], key: GroupKey, stem: str) -> Service:
    """Return one service for a group, in the order of the codes."""
    first = members[0]
    own = short_hash("|".join(part or "" for part in (*key, first.key)))
    question_id = f"case-{own}"
    options = _options(members)
    merging = _Merging(question_id, [option.id for option in options], members)
    conditional: dict[str, Any] = {
        name: merging.choices(name)
        for name in ("code", "name", "presence", "visits", "result", "evidence", "fee", "notes")
    }
    return replace(
        first.service,
        id=f"group-{own}",
        plain=stem,
        **conditional,
        time=Time(
            statutory=merging.merged(lambda s: s.time.statutory),
            promised=merging.merged(lambda s: s.time.promised),
        ),
        faq=_union(m.service.faq for m in members),
        basis=_union(m.service.basis for m in members),
        questions=(_question(question_id, options, stem),),
    )


def _question(question_id: str, options: tuple[Option, ...], stem: str) -> Question:
    return Question(
        id=question_id,
        ask=ASK,
        hint=stem if len(stem) <= _MAX_HINT else None,
        why=WHY,
        options=options,
        unknown=True,
        find_out="打电话问办理窗口。",
    )


def _options(members: list[Member]) -> tuple[Option, ...]:
    """Return an option per member; a label that is cut stays different from the others."""
    labels: list[str] = []
    for member in members:
        label = _cut(member.option, MAX_LABEL)
        again = 2
        while label in labels:
            label = f"{_cut(member.option, MAX_LABEL - 1)}{again}"
            again += 1
        labels.append(label)
    return tuple(
        Option(id=f"o-{short_hash(member.key)}", label=label)
        for member, label in zip(members, labels, strict=True)
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


class _Merging:
    """Joins the fields of the members: what not all have gets the options that have it."""

    def __init__(self, question: Id, options: list[Id], members: list[Member]) -> None:
        self._question = question
        self._options = options
        self._services = [member.service for member in members]

    def choices(self, name: str) -> tuple[Any, ...]:
        """Return the entries of one field."""
        return self.merged(lambda service: getattr(service, name))

    def merged(self, entries: Callable[[Service], Iterable[Any]]) -> tuple[Any, ...]:
        """Return each different entry once, with its options, its id made its own."""
        owners: dict[Any, list[Id]] = {}
        for option, service in zip(self._options, self._services, strict=True):
            for entry in entries(service):
                owners.setdefault(entry, []).append(option)
        used: dict[str, int] = {}
        return tuple(
            self._with_id(replace(entry, when=self._when(options)), used)
            for entry, options in owners.items()
        )

    def _when(self, options: list[Id]) -> Condition | None:
        every = len(options) == len(self._options)
        return None if every else Is(question=self._question, values=tuple(options))

    @staticmethod
    def _with_id(entry: Any, used: dict[str, int]) -> Any:
        own = getattr(entry, "key", None) or getattr(entry, "id", None)
        if own is None:
            return entry
        used[own] = used.get(own, 0) + 1
        return entry if used[own] == 1 else replace(entry, id=f"{own[:44]}-{used[own]}")


def _union(parts: Iterable[tuple[str | Faq, ...]]) -> Any:
    return tuple(dict.fromkeys(entry for part in parts for entry in part))
