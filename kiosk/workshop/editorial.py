"""The editorial life of a topic: draft, review, scheduled, published, withdrawn.

From which day a topic is public, and the catalogue as it is compiled for one day. What is wrong
with how states are written is `lint_editorial.py`; docs/catalogue.md explains the states.
"""

import datetime as dt
from typing import Literal

from msgspec.structs import replace

from kiosk.domain.topic import Topic
from kiosk.workshop.loaded import Document, LoadedCatalogue

State = Literal["draft", "review", "scheduled", "published", "withdrawn"]
STATE_NAMES: dict[State, str] = {
    "draft": "草稿",
    "review": "审核中",
    "scheduled": "定时发布",
    "published": "已发布",
    "withdrawn": "已撤下",
}
GOING_PUBLIC: tuple[State, ...] = ("scheduled", "published")


def public_from(topic: Topic) -> dt.date | None:
    """Return the first day on which residents see a topic; None when none is set.

    It is the day of publishing, or the first day on which the topic is in force when that is
    later. A scheduled topic without either has its `due`.
    """
    if topic.state not in GOING_PUBLIC:
        return None
    on = topic.published.on if topic.published else None
    in_force = topic.valid.from_ if topic.valid else None
    days = [day for day in (on, in_force) if day is not None]
    return max(days, default=topic.due if topic.state == "scheduled" else None)


def is_public(topic: Topic, day: dt.date) -> bool:
    """Tell whether residents see a topic on a day."""
    if topic.state not in GOING_PUBLIC or not (topic.valid is None or topic.valid.holds_on(day)):
        return False
    first = public_from(topic)
    return topic.state == "published" if first is None else first <= day


def released(catalogue: LoadedCatalogue, day: dt.date, *, preview: bool = False) -> LoadedCatalogue:
    """Return the catalogue as residents get it on a day: its public topics, all `published`.

    Every other document stays, so that a topic can be named before it is there. A `preview` has
    the topics on their way too; their names say so, on screen and on paper.
    """
    topics = {}
    for topic_id, document in catalogue.of("topic").items():
        if is_public(document.value, day):
            topics[topic_id] = _as_published(document)
        elif preview and document.value.state != "withdrawn":
            topics[topic_id] = _as_published(_marked(document))
    return replace(catalogue, documents={**catalogue.documents, "topic": topics})


def _marked(document: Document) -> Document:
    topic: Topic = document.value
    mark = f"（预览，{STATE_NAMES[topic.state]}）"
    return replace(document, value=replace(topic, name=topic.name + mark, plain=topic.plain + mark))


def _as_published(document: Document) -> Document:
    return replace(document, value=replace(document.value, state="published"))
