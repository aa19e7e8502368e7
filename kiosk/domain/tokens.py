"""Tokens of search: how titles and queries are cleaned, and what is indexed and looked up for them.

A token only leads to candidates: whether letters spell a text is `spelling.py`, which match is an
answer and which is better is `search.py`. Design: measurements.md §5.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise, product

from kiosk.domain.spelling import LETTERS, Readings, Sounds, is_letters, splits, spoken

Lookup = tuple[tuple[str, ...], ...]
"""Tokens that a document must hold: of each inner tuple at least one."""

GENERIC_TERMS = (
    "许可证", "许可", "执照", "证明", "证件", "证书", "登记", "备案", "审批", "审核", "核准",
    "办理", "办证", "申请", "申领", "申报", "业务", "服务", "事项", "手续", "材料", "变更",
    "注销", "补办", "换领", "证", "办", "领",
)  # fmt: skip
"""Endings that many things share; longest first, so that removing them leaves no pieces."""

FILLERS = (
    "我要", "我想", "怎么", "怎样", "如何", "哪里", "在哪", "去哪", "需要", "什么", "办理", "申请",
    "手续", "材料", "流程", "办", "吗", "呢", "的",
)  # fmt: skip
"""What people say around the thing they mean."""

MAX_WORDS = 6
MAX_WORD_LENGTH = 32
MAX_MIXED = 4
"""Cuts into syllables and initials that are looked up: those of fewest parts. Each costs time."""

_RUN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0010ffff〇]+|[a-z0-9]+")


def clean(text: str) -> str:
    """Return a text as it is indexed: normal width, lower case, without brackets, spaces, signs."""
    return "".join(_runs(text))


def words_of(query: str) -> tuple[str, ...]:
    """Cut a query into runs of Han characters and runs of letters and digits.

    Whatever else is in it (quotes, operators, emoji) separates words; what is too long is cut.
    """
    cut = query[: MAX_WORDS * MAX_WORD_LENGTH * 2]
    return tuple(word[:MAX_WORD_LENGTH] for word in _runs(cut)[:MAX_WORDS])


def _runs(text: str) -> list[str]:
    """Return the runs of one script in a text."""
    return _RUN.findall(unicodedata.normalize("NFKC", text).lower())


def without_fillers(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without 我要, 怎么, 办理 … around what is meant."""
    kept = (word if is_letters(word) else _stripped(word) for word in words)
    return tuple(word for word in kept if word)


def _stripped(word: str) -> str:
    """Strip fillers from both ends of a Chinese word."""
    for filler in FILLERS * 2:
        word = word.removeprefix(filler).removesuffix(filler)
    return word


def bigrams(text: str) -> Iterator[str]:
    """Yield the pairs of neighbouring characters."""
    return map("".join, pairwise(text))


def tokenizer(readings: Readings) -> Callable[[Iterable[str]], set[str]]:
    """Return what makes the tokens of an entry from its texts.

    They are its characters and their pairs, and for letters: initials, their pairs and triples
    (`i`), syllables (`p`) and their pairs (`s`). What comes back again and again is remembered.
    """
    typed = LETTERS.union(readings)

    @cache
    def alone(char: str) -> tuple[str, ...]:
        syllables = spoken(char, readings)
        return (char, *(f"p{one}" for one in syllables), *(f"i{one[0]}" for one in syllables))

    @cache
    def together(pair: str) -> tuple[str, ...]:
        both = list(product(*(spoken(char, readings) for char in pair)))
        return (pair, *{_initials(two) for two in both}, *(_syllables(*two) for two in both))

    @cache
    def three(triple: str) -> tuple[str, ...]:
        return tuple({_initials(some) for some in product(*map(initials, triple))})

    @cache
    def initials(char: str) -> frozenset[str]:
        return frozenset(one[0] for one in spoken(char, readings))

    def tokens(texts: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for text in texts:
            found.update(*map(alone, text), *map(together, bigrams(text)))
            if not typed.issuperset(text):  # who types letters skips what has no reading
                text = "".join(filter(typed.__contains__, text))
                found.update(*map(together, bigrams(text)))
            found.update(*map(three, _trigrams(text)))
        return found

    return tokens


def _trigrams(text: str) -> Iterator[str]:
    """Yield the runs of three characters."""
    return map("".join, zip(text, text[1:], text[2:], strict=False))


def query_tokens(word: str, sounds: Sounds) -> tuple[Lookup, ...]:
    """Return what to look up for one word of `words_of`: any of these."""
    if not is_letters(word):
        return (tuple((token,) for token in bigrams(word)) or ((word,),),)
    mixed = sorted(splits(word, sounds, mixed=True), key=len)
    full = splits(word, sounds)
    shorthand = [cut for cut in mixed if cut not in full][:MAX_MIXED]
    cuts = ((*word,), *full, *shorthand)
    return tuple(dict.fromkeys(_lookup(cut, sounds) for cut in cuts))


def _lookup(cut: tuple[str, ...], sounds: Sounds) -> Lookup:
    """Return the tokens of one cut of letters; what is unfinished gives its initial only.

    A last part that is a syllable may be the beginning of a longer one too.
    """
    *front, last = (part if part in sounds.syllables and len(part) > 1 else "" for part in cut)
    whole = [*((part,) if part else () for part in front), sounds.beginnings.get(last, ())]
    found: list[tuple[str, ...]] = []
    for at in range(len(cut)):
        pair, triple = whole[at : at + 2], whole[at : at + 3]
        if len(pair) == 2 and all(pair):
            found.append(tuple(_syllables(*both) for both in product(*pair)))
        if len(triple) == 3 and not all(triple):
            found.append((_initials(cut[at : at + 3]),))
        if whole[at] and not any(whole[max(0, at - 1) : at] + pair[1:]):
            found.append(tuple(f"p{one}" for one in whole[at]))
    if len(cut) < 3 and not all(whole):
        found.append((_initials(cut),))
    return tuple(found)


def _initials(syllables: Iterable[str]) -> str:
    """Return the token of neighbours that are typed by their initials."""
    return "i" + "".join(syllable[0] for syllable in syllables)


def _syllables(first: str, second: str) -> str:
    """Return the token of two neighbours that are typed in full; 0 keeps xi-an from xian."""
    return f"s{first}0{second}"
