"""An invented province: a large catalogue from the real vocabulary, the same for the same seed.

Compiling it is `build.py`, as for an authored catalogue. Nothing of it may be shown to residents:
its items are made up, and only how often an element is filled in is real (design notes §1.2).
"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kiosk.domain.condition import Is, Option, Question
from kiosk.domain.errors import InputError
from kiosk.domain.ids import RegionCode, TopicId, region_chain
from kiosk.domain.service import (
    Agency,
    Contacts,
    EvidenceLine,
    Faq,
    Fee,
    FlowStage,
    Service,
    TextChoice,
    Time,
    TimeLimit,
)
from kiosk.domain.tokens import clean
from kiosk.domain.topic import Include, Published, RegionOverlay, Topic, TopicPatch
from kiosk.wire.pack import DocumentKind
from kiosk.workshop.loaded import Document, LoadedCatalogue

ACTIONS = ("查询", "登记", "备案", "审批", "核准", "申领", "变更", "注销", "补办", "换领", "年审")
ACTION_QUESTION = "synth-action"
EACH_MAX = 900
"""Services of one topic: search has room for 1,023, and some come from other topics."""

STATUTORY, PROMISED, ADDRESS, FLOW, EVIDENCE = 0.90, 0.999, 0.443, 0.56, 0.78
FILLING_NOTE, FEE, FAQ, COMPLAINT, REPEATED = 0.59, 0.02, 0.39, 0.926, 0.094
"""How often an element is filled in: of services, notes of papers, repeated items of all."""

_LEVELS = {2: "province", 4: "city", 6: "county"}
_NOT_A_PLACE = ("市辖区", "县")
_DAY = dt.date(2026, 11, 21)
_T = TypeVar("_T")


class _Vocabulary(Struct, frozen=True, kw_only=True):
    """What titles are made of; `places` begins with the province."""

    places: tuple[RegionCode, ...]
    names: dict[RegionCode, str]
    offices: dict[str, str]
    objects: tuple[str, ...]
    papers: tuple[str, ...]


def synthesize(base: LoadedCatalogue, services: int, seed: int) -> LoadedCatalogue:
    """Return `base` with `services` invented services, one edition later.

    Each object is a topic; its province-wide service is for everybody, those of cities and
    counties are added by the overlay of their place and chosen by a question.

    Raises:
        InputError: fewer than the topics need, or more than the vocabulary gives.
    """
    words = _vocabulary(base)
    least, most = len(words.objects), len(words.objects) * EACH_MAX
    if not least <= services <= most:
        raise InputError("bad-number", f"--services 要在 {least} 到 {most} 之间，现在是 {services}")
    made = _Province(words, random.Random(seed))  # noqa: S311  not a secret
    made.fill(services)
    head = base.catalogue()
    question = Question(
        id=ACTION_QUESTION,
        ask="您要办哪一种？",
        options=tuple(Option(id=_action_id(n), label=name) for n, name in enumerate(ACTIONS)),
    )
    node = base.of("catalogue")["catalogue"].node
    documents = {kind: dict(found) for kind, found in base.documents.items()}
    new: list[tuple[DocumentKind, str, object]] = [
        ("catalogue", "catalogue", replace(head, edition=str(int(head.edition) + 1))),
        ("question", question.id, question),
        *(("agency", one.id, one) for one in made.agencies.values()),
        *(("service", one.id, one) for one in made.services),
        *(("topic", one.id, one) for one in made.topics),
        *(("region", one.code, one) for one in made.overlays(base)),
    ]
    for kind, key, value in new:
        document = Document(kind=kind, id=key, value=value, file="synth", node=node)
        documents.setdefault(kind, {})[key] = document
    return replace(base, documents=documents)


def _vocabulary(base: LoadedCatalogue) -> _Vocabulary:
    province = base.catalogue().default_region[:2]
    names = {
        code: "".join(base.divisions[step] for step in region_chain(code)[-2:])
        for code, name in base.divisions.items()
        if code.startswith(province) and len(code) in _LEVELS and name not in _NOT_A_PLACE
    }
    return _Vocabulary(
        places=tuple(sorted(names, key=lambda code: (len(code) > 2, code))),
        names=names,
        offices={key: clean(d.value.plain or d.value.name) for key, d in base.of("agency").items()},
        objects=tuple(dict.fromkeys(_objects(base))),
        papers=tuple(base.of("evidence")),
    )


def _objects(base: LoadedCatalogue) -> Iterator[str]:
    """Yield what services are about: the papers they ask for, and their own names."""
    for document in base.of("evidence").values():
        yield clean(document.value.name)
        yield clean(document.value.plain)
    for document in base.of("service").values():
        yield from (clean(choice.value) for choice in document.value.name)


class _Province:
    """The documents while they are being invented."""

    def __init__(self, words: _Vocabulary, chance: random.Random) -> None:
        self._words = words
        self._chance = chance
        self.agencies: dict[str, Agency] = {}
        self.services: list[Service] = []
        self.topics: list[Topic] = []
        self._local: dict[RegionCode, dict[TopicId, list[Include]]] = defaultdict(dict)

    def fill(self, services: int) -> None:
        """Invent all topics; their popularity falls as 1/rank, in no order of theirs."""
        objects = self._words.objects
        ranks = self._chance.sample(range(1, len(objects) + 1), len(objects))
        local = tuple(product(self._words.places[1:], range(1, len(ACTIONS))))
        for number, (thing, rank) in enumerate(zip(objects, ranks, strict=True)):
            count = services // len(objects) + (number < services % len(objects))
            chosen = self._chance.sample(local, count - 1)
            self._topic(f"synth-{number:04}", thing, 100_000 // rank, chosen)

    def _topic(
        self, key: TopicId, thing: str, popularity: int, local: Sequence[tuple[RegionCode, int]]
    ) -> None:
        office = self._chance.choice(tuple(self._words.offices))
        first = self._service(self._words.places[0], office, thing, 0)
        for place, action in local:
            service = self._service(place, office, thing, action)
            when = Is(question=ACTION_QUESTION, values=(_action_id(action),))
            include = Include(service=service.id, when=when, status="unverified")
            self._add(place, key, include)
            if self.topics and self._chance.random() < REPEATED:
                self._add(place, self._chance.choice(self.topics).id, include)
        topic = Topic(
            id=key,
            name=f"{thing}业务",
            plain=f"{thing}业务",
            icon="file-text",
            category="household",
            includes=(Include(service=first.id),),
            questions=(ACTION_QUESTION,),
            popularity=popularity,
            state="published",
            published=Published(on=_DAY, by="synth", reviewed_by="seed"),
        )
        self.topics.append(topic)

    def _add(self, place: RegionCode, topic: TopicId, include: Include) -> None:
        self._local[place].setdefault(topic, []).append(include)

    def _service(self, place: RegionCode, office: str, thing: str, action: int) -> Service:
        """Return one more service. Its limits keep promised ≤ statutory."""
        title = self._words.names[place] + self._words.offices[office] + thing + ACTIONS[action]
        number, level = len(self.services), _LEVELS[len(place)]
        days = self._chance.randrange(1, 31)
        code = f"11{place:0<6}{number:09}X{len(place) // 2 + 1}{action:04}{number:08}"
        service = Service(
            id=f"synth-{number:06}",
            code=(TextChoice(value=code),),
            name=(TextChoice(value=title),),
            plain=title,
            agency=self._agency(place, office, level),
            level=level,
            status="unverified",
            evidence=tuple(self._papers()),
            time=Time(
                statutory=self._some(STATUTORY, TimeLimit(days=days * 2, unit="working")),
                promised=self._some(PROMISED, TimeLimit(days=days, unit="working")),
            ),
            fee=self._some(FEE, Fee(amount=f"{days}.00")),
            contacts=Contacts(
                complain="12345" if self._chance.random() < COMPLAINT else None,
                address=f"{days}号窗口" if self._chance.random() < ADDRESS else None,
            ),
            faq=self._some(FAQ, Faq(question="要多久？", answer=f"{days}个工作日。")),
            flow=self._some(FLOW, FlowStage(stage="受理", days=1)),
        )
        self.services.append(service)
        return service

    def _some(self, share: float, value: _T) -> tuple[_T, ...]:
        return (value,) if self._chance.random() < share else ()

    def _papers(self) -> Iterator[EvidenceLine]:
        if self._chance.random() < EVIDENCE:
            for paper in self._chance.sample(self._words.papers, self._chance.randrange(1, 5)):
                note = "按样表填写" if self._chance.random() < FILLING_NOTE else None
                yield EvidenceLine(use=paper, original="show", copies=1, note=note)

    def _agency(self, place: RegionCode, office: str, level: str) -> str:
        key = f"{office}-{place}"
        if key not in self.agencies:
            name = self._words.names[place] + self._words.offices[office]
            self.agencies[key] = Agency(id=key, name=name, level=level)
        return key

    def overlays(self, base: LoadedCatalogue) -> Iterable[RegionOverlay]:
        """Yield the overlay of every place that has services, with what `base` says of it."""
        for place, by_topic in self._local.items():
            old = base.overlay(place) or RegionOverlay(code=place, name=self._words.names[place])
            new = {key: TopicPatch(add_includes=tuple(some)) for key, some in by_topic.items()}
            yield replace(old, topics={**old.topics, **new})


def _action_id(action: int) -> str:
    return f"kind-{action:02}"
