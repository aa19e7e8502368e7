"""Rules about words: lengths, banned officialese, punctuation, reasons not given, names used twice.

Source: ux.md §7. Formal names, sources, legal bases and imported lists are quoted: only 受理回执
is refused in them.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from kiosk.domain.condition import Option, Question
from kiosk.domain.service import EvidenceLine, EvidenceType, Note, NotNeeded, Service, Stop
from kiosk.domain.topic import Category, Circumstance, Include, Topic
from kiosk.workshop.findings import Finding
from kiosk.workshop.loaded import Document, LoadedCatalogue
from kiosk.workshop.walk import Path, walk

LENGTHS: dict[tuple[type[Struct], str], int] = {
    (Question, "ask"): 20,
    (Question, "hint"): 30,
    (Option, "label"): 12,
    (Option, "help"): 14,
}
"""The most Han characters that a text may have."""

BANNED = ("请您务必", "进行", "予以", "相关", "系统异常", "无效", "非法", "是否")
NOWHERE = ("受理回执",)
"""A word that would make a notice look like an acceptance (domain.md §2)."""

_UNSURE = re.compile("不清楚|不知道|说不清|不确定")
_SPOKEN: tuple[tuple[type[Struct], tuple[str, ...]], ...] = (
    (Question, ("ask", "hint", "why", "find_out", "unit")),
    (Option, ("label", "help")),
    (Stop, ("reason", "instead")),
    (Note, ("text",)),
    (NotNeeded, ("name", "why")),
    (EvidenceLine, ("why", "note")),
    (EvidenceType, ("plain", "where")),
    (Include, ("plain",)),
    (Service, ("plain",)),
    (Circumstance, ("plain",)),
    (Category, ("name", "hint")),
    (Topic, ("plain",)),
)
"""The texts that are said to a resident."""

_GAPS: tuple[tuple[type[Struct], tuple[str, ...], str, str], ...] = (
    (Question, ("why",), "no-why", "没有写 why：为什么要问这个"),
    (EvidenceLine, ("why",), "no-why", "没有写 why：为什么要带这样材料"),
    (Stop, ("instead", "instead_topic"), "no-instead", "没有写 instead：办不了，那该怎么办"),
)
"""What a resident needs to be told: one of these fields has to be there. A stop that is unverified
ends nothing; it becomes a note (catalogue.md §1)."""

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_HALF_WIDTH = re.compile(f"[{_HAN}][,;:?!()]|[,;:?!()][{_HAN}]")


def check_texts(catalogue: LoadedCatalogue) -> Iterator[Finding]:
    """Yield what is wrong with the words of the catalogue."""
    for kind in catalogue.documents:
        for document in catalogue.of(kind).values():
            if not document.imported:
                for path, part in walk(document.value):
                    yield from _check_spoken(document, path, part)
                    yield from _check_told(document, path, part)
            yield from _check_everywhere(document)
    yield from _check_evidence_names(catalogue)
    yield from _check_topic_names(catalogue)


def _check_spoken(document: Document, path: Path, part: Struct) -> Iterator[Finding]:
    for shape, fields in _SPOKEN:
        if not isinstance(part, shape):
            continue
        for field in fields:
            text = getattr(part, field)
            if text:
                for code, said in _faults(shape, field, text):
                    yield document.finding(code, (*path, field), said)
        if shape is Option and _UNSURE.search(part.label):  # type: ignore[attr-defined]
            said = "“我不清楚”不能写成选项；请在问题上写 unknown: true"
            yield document.finding("unsure-option", (*path, "label"), said)


def _check_told(document: Document, path: Path, part: Struct) -> Iterator[Finding]:
    for shape, fields, code, said in _GAPS:
        told = not isinstance(part, shape) or any(getattr(part, field) for field in fields)
        if not told and not (isinstance(part, Stop) and part.status == "unverified"):
            yield document.finding(code, path, said, "warning")


def _faults(shape: type[Struct], field: str, text: str) -> Iterator[tuple[str, str]]:
    limit, length = LENGTHS.get((shape, field)), han_length(text)
    if limit is not None and length > limit:
        yield "too-long", f"{field} 有 {length} 个汉字，最多 {limit} 个：“{text}”"
    for word in BANNED:
        if word in text:
            yield "banned-word", f"{field} 里不用“{word}”，请换成平常说的话：“{text}”"
    if found := _HALF_WIDTH.search(text):
        said = f"{field} 里“{found.group()}”用了半角标点；汉字旁边用全角（，：？！（））"
        yield "half-width", said


def _check_everywhere(document: Document) -> Iterator[Finding]:
    whole = msgspec.json.encode(document.value)
    for word in NOWHERE:
        if word.encode() in whole:
            for path, part in walk(document.value):
                for field in part.__struct_fields__:
                    if _says(getattr(part, field), word):
                        said = f"不能出现“{word}”：办事前告知单不是受理凭证"
                        yield document.finding("banned-word", (*path, field), said)


def _says(value: object, word: str) -> bool:
    texts = value if isinstance(value, tuple) else (value,)
    return any(isinstance(text, str) and word in text for text in texts)


def han_length(text: str) -> int:
    """Return how many Han characters a text has."""
    return len(_HAN_CHARACTER.findall(text))


def _check_evidence_names(catalogue: LoadedCatalogue) -> Iterator[Finding]:
    """No evidence type stands there twice under two names."""
    documents = [d for d in catalogue.of("evidence").values() if not d.imported]
    words = ((d, (d.value.name, d.value.plain, *d.value.aliases)) for d in documents)
    for document, word, other in _collisions(words):
        said = (
            f"“{word}”也是材料 {other.id}（{other.file}:{other.line()}）的叫法；同一种材料只写一次"
        )
        yield document.finding("same-evidence", (), said)


def _check_topic_names(catalogue: LoadedCatalogue) -> Iterator[Finding]:
    """No two topics answer to the same words."""
    documents = catalogue.of("topic").values()
    words = ((d, (d.value.name, d.value.plain, *d.value.aliases)) for d in documents)
    for document, word, other in _collisions(words):
        said = f"“{word}”也是主题 {other.id} 的叫法；居民搜这个词时只能到一个主题"
        yield document.finding("alias-collision", ("aliases",), said)


def _collisions(
    named: Iterable[tuple[Document, tuple[str, ...]]],
) -> Iterator[tuple[Document, str, Document]]:
    owners: dict[str, Document] = {}
    for document, words in named:
        for word in words:
            owner = owners.setdefault(_plain_word(word), document)
            if owner is not document:
                yield document, word, owner


def _plain_word(word: str) -> str:
    return re.sub(r"[\s()（）·、]", "", word).lower()
