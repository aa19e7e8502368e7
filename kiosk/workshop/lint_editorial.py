"""Rules about the editorial life: what a state needs, who reviews, what an edit is based on.

What the states mean is `editorial.py`. That the reviewer really is another person is for the
hub, which knows the signed-in account; here the written names are compared.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterator

from kiosk.domain.service import Edited, Stop
from kiosk.domain.topic import Topic
from kiosk.workshop.editorial import STATE_NAMES, State, public_from
from kiosk.workshop.findings import Finding
from kiosk.workshop.loaded import Document, LoadedCatalogue
from kiosk.workshop.walk import walk

NEEDED: dict[State, tuple[str, ...]] = {
    "draft": (),
    "review": ("owner", "due"),
    "scheduled": ("owner", "due", "published"),
    "published": ("published",),
    "withdrawn": ("published",),
}
"""What a topic must say in each state."""

NOT_ALLOWED: dict[State, tuple[str, ...]] = {
    "draft": ("published",),
    "review": ("published",),
    "scheduled": (),
    "published": (),
    "withdrawn": ("based_on",),
}
"""What a topic must not say in a state: nobody published it yet, or nobody edits it any more."""

_HIDDEN: tuple[State, ...] = ("draft", "review", "withdrawn")


def check_editorial(catalogue: LoadedCatalogue, as_of: dt.date | None) -> Iterator[Finding]:
    """Yield what is wrong with states, reviews and bases. `as_of` None: no day is looked at."""
    for document in catalogue.of("topic").values():
        yield from _check_state(document)
        yield from _check_review(document)
        yield from _check_days(document, as_of)
    for kind in ("topic", "service"):
        for document in catalogue.of(kind).values():
            yield from _check_base(document, catalogue.catalogue().edition)
    yield from _check_ways_on(catalogue)


def _check_state(document: Document) -> Iterator[Finding]:
    topic: Topic = document.value
    name = STATE_NAMES[topic.state]
    for field in NEEDED[topic.state]:
        if getattr(topic, field) is None:
            said = f"“{name}”（{topic.state}）的主题要写 {field}"
            yield document.finding("state-needs", ("state",), said)
    for field in NOT_ALLOWED[topic.state]:
        if getattr(topic, field) is not None:
            said = f"“{name}”（{topic.state}）的主题不能写 {field}；请删掉，或改 state"
            yield document.finding("state-forbids", (field,), said)


def _check_review(document: Document) -> Iterator[Finding]:
    published = document.value.published
    if published and _person(published.by) == _person(published.reviewed_by):
        said = f"编写和审核是同一个人：{published.by}；要由另一个人审核"
        yield document.finding("same-reviewer", ("published", "reviewed_by"), said)


def _person(name: str) -> str:
    """Return a name without differences of width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _check_days(document: Document, as_of: dt.date | None) -> Iterator[Finding]:
    topic: Topic = document.value
    first = public_from(topic)
    if topic.state == "scheduled" and first and topic.due and first > topic.due:
        said = f"定在 {first} 发布，晚于期限 {topic.due}"
        yield document.finding("after-due", ("due",), said, "warning")
    ahead = topic.published and as_of and topic.published.on > as_of
    if topic.state == "published" and topic.published and ahead:
        said = f"发布日 {topic.published.on} 还没到（按 {as_of}）；还没发布的写 state: scheduled"
        yield document.finding("published-ahead", ("published", "on"), said)


def _check_base(document: Document, edition: str) -> Iterator[Finding]:
    edited: Edited = document.value
    if edited.based_on is None or edited.based_on == edition:
        return
    if int(edited.based_on) > int(edition):
        said = f"没有第 {edited.based_on} 版，目录现在是第 {edition} 版；请改正 based_on"
    else:
        said = (
            f"改动从第 {edited.based_on} 版开始，目录已经是第 {edition} 版；"
            "请对照 kiosk catalog diff 合好，再把 based_on 写成现在的版次，发布以后删掉"
        )
    yield document.finding("stale-base", ("based_on",), said)


def _check_ways_on(catalogue: LoadedCatalogue) -> Iterator[Finding]:
    """Yield stops that send people to a topic that they cannot see."""
    hidden: dict[str, State] = {
        topic_id: document.value.state
        for topic_id, document in catalogue.of("topic").items()
        if document.value.state in _HIDDEN
    }
    for kind in catalogue.documents:
        for document in catalogue.of(kind).values():
            if document.id in hidden:
                continue
            for path, part in walk(document.value):
                if isinstance(part, Stop) and part.instead_topic in hidden:
                    state = STATE_NAMES[hidden[part.instead_topic]]
                    said = f"让人去办 {part.instead_topic}，可是这个主题{state}，居民看不到"
                    yield document.finding("hidden-topic", (*path, "instead_topic"), said)
