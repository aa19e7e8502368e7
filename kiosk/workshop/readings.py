"""How the words of the catalogue are typed in letters: all syllables of each Han character.

Cutting queries and ranking do not belong here; see `kiosk/domain/search.py`. Characters are read
one by one with every reading: whole titles are read wrongly more often (measurements.md §5).
"""

from collections.abc import Iterable, Iterator

from pypinyin import Style, pinyin

from kiosk.workshop.loaded import LoadedCatalogue


def texts(catalogue: LoadedCatalogue) -> Iterator[str]:
    """Yield every text that search or the letter pad can find; some may be empty."""
    yield from catalogue.synonyms
    for words in catalogue.synonyms.values():
        yield from words
    yield from (category.name for category in catalogue.catalogue().categories)
    for document in catalogue.of("topic").values():
        topic = document.value
        yield from (topic.name, topic.plain, topic.one_thing or "", *topic.aliases)
    for document in catalogue.of("service").values():
        service = document.value
        yield from (service.plain, *service.aliases, *(choice.value for choice in service.name))
    for document in catalogue.of("evidence").values():
        evidence = document.value
        yield from (evidence.name, evidence.plain, *evidence.aliases)
    for document in catalogue.of("region").values():
        for patch in document.value.services.values():
            yield from (patch.plain or "", *(choice.value for choice in patch.name or ()))


def readings(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return each Han character of `words` with its syllables: no tones, ü as v, common first."""
    found = {}
    for char in sorted(set("".join(words))):
        own = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
        syllables = dict.fromkeys(filter(None, own[0] if own else ()))
        if syllables:
            found[char] = tuple(syllables)
    return found
