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

RUN = 3
"""Neighbouring characters that are indexed together: more find less, and the index grows."""

_RUN_OF_SCRIPT = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0010ffff〇]+|[a-z0-9]+")


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
    return _RUN_OF_SCRIPT.findall(unicodedata.normalize("NFKC", text).lower())


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


def tokenizer(readings: Readings) -> Callable[[Iterable[str]], str]:
    """Return what makes the tokens of an entry, with spaces between them, from its texts.

    They are its runs of one to three characters, and for letters: initials of as many (`i`),
    syllables (`p`) and their pairs (`s`). What begins at a place depends on three characters and
    comes back again and again: it is remembered.
    """
    typed = LETTERS.union(readings)

    @cache
    def initials(char: str) -> frozenset[str]:
        return frozenset(one[0] for one in spoken(char, readings))

    @cache
    def beginning(window: str) -> str:
        found = [window[:end] for end in range(1, len(window) + 1)]
        for end in range(1, len(window) + 1):
            found += map(_initials, product(*map(initials, window[:end])))
        syllables = [spoken(char, readings) for char in window[:2]]
        found += (f"p{one}" for one in syllables[0])
        found += (_syllables(*two) for two in product(*syllables) if len(two) == 2)
        return " ".join(dict.fromkeys(found))

    def tokens(texts: Iterable[str]) -> str:
        found: list[str] = []
        for text in texts:
            found += map(beginning, _windows(text))
            if not typed.issuperset(text):  # who types letters skips what has no reading
                found += map(beginning, _windows("".join(filter(typed.__contains__, text))))
        return " ".join(found)

    return tokens


def _windows(text: str) -> list[str]:
    """Return the characters from each place on, as many as a run has or as are left."""
    return [text[start : start + RUN] for start in range(len(text))]


def _cut(word: str) -> tuple[str, ...]:
    """Cut a Chinese word into as few runs of three as cover it; a shorter one stays whole."""
    runs = [word[start : start + RUN] for start in range(0, len(word) - RUN + 1, RUN)]
    return tuple(dict.fromkeys((*runs, word[-RUN:])))


def query_tokens(word: str, sounds: Sounds) -> tuple[Lookup, ...]:
    """Return what to look up for one word of `words_of`: any of these."""
    if not is_letters(word):
        return (tuple((token,) for token in _cut(word)),)
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
