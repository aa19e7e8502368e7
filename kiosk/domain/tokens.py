"""Tokens of search: how titles and queries are cleaned, cut and compared, Chinese and letters.

Which match is an answer and which is better is `search.py`. Design: measurements.md §5.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, product

Readings = Mapping[str, tuple[str, ...]]
"""Han character → all its syllables, without tones, ü as v."""

Span = tuple[int, int]
"""Start and end of a match in a cleaned text."""

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
MAX_SPLITS = 8
_DOUBLE_INITIALS = ("zh", "ch", "sh")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def is_han(char: str) -> bool:
    """Tell whether a character is a Han character of any Unicode block."""
    return (
        "\u3400" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
        or char >= "\U00020000"
        or char == "〇"
    )


def clean(text: str) -> str:
    """Return a text as it is indexed: normal width, lower case, without brackets, spaces, signs."""
    return "".join(_runs(text)).replace(" ", "")


def words_of(query: str) -> tuple[str, ...]:
    """Cut a query into runs of Han characters and runs of letters and digits.

    Whatever else is in it (quotes, operators, emoji) separates words; what is too long is cut.
    """
    cut = query[: MAX_WORDS * MAX_WORD_LENGTH * 2]
    found = (word[:MAX_WORD_LENGTH] for run in _runs(cut) for word in run.split())
    return tuple(found)[:MAX_WORDS]


def _runs(text: str) -> Iterator[str]:
    """Yield runs of one script; anything else becomes a space."""
    run, script = "", ""
    for char in unicodedata.normalize("NFKC", text).lower():
        now = "han" if is_han(char) else "letter" if char in _LETTERS else ""
        if now != script and run:
            yield run
            run = ""
        script = now
        run += char if now else " "
    yield run


def is_letters(word: str) -> bool:
    """Tell whether a word of a query is letters and digits."""
    return word[:1] in _LETTERS


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
    return (a + b for a, b in pairwise(text))


def document_tokens(texts: Iterable[str], readings: Readings) -> set[str]:
    """Return the tokens of an entry: characters, initials (`i`), pairs of both, syllables (`p`)."""
    tokens: set[str] = set()
    for text in texts:
        tokens.update(text, bigrams(text))
        syllables = [spoken for char in text if (spoken := _spoken(char, readings))]
        initials = [{syllable[0] for syllable in spoken} for spoken in syllables]
        tokens.update(f"p{syllable}" for spoken in syllables for syllable in spoken)
        tokens.update(f"i{letter}" for letters in initials for letter in letters)
        tokens.update(f"i{a}{b}" for pair in pairwise(initials) for a, b in product(*pair))
    return tokens


def _spoken(char: str, readings: Readings) -> tuple[str, ...]:
    """Return how a character is typed: its syllables; a letter or digit as itself; else nothing."""
    return (char,) if char in _LETTERS else readings.get(char, ())


def query_tokens(
    word: str, syllables: frozenset[str], *, loose: bool = False
) -> tuple[tuple[str, ...], ...]:
    """Return what to look up for one word: any of these sets, each token of a set required.

    Args:
        word: a word of `words_of`.
        syllables: all syllables that the index holds.
        loose: also cut letters into syllables mixed with initials (shenfz).
    """
    if not is_letters(word):
        return (tuple(bigrams(word)) or (word,),)
    cuts = [tuple(word), *splits(word, syllables)]
    if loose:
        cuts += splits(word, syllables | frozenset(word) | frozenset(_DOUBLE_INITIALS))
    return tuple(dict.fromkeys(_cut_tokens(cut, syllables) for cut in cuts))


def _cut_tokens(cut: tuple[str, ...], syllables: frozenset[str]) -> tuple[str, ...]:
    """Return the tokens of one cut of letters; an unfinished last part gives its initial only."""
    initials = [part[0] for part in cut]
    pairs = [f"i{a}{b}" for a, b in pairwise(initials)] or [f"i{initials[0]}"]
    return (*pairs, *(f"p{part}" for part in cut if len(part) > 1 and part in syllables))


def splits(letters: str, parts: frozenset[str]) -> list[tuple[str, ...]]:
    """Cut letters into `parts`, longest first, in at most 8 ways; the last part may be unfinished.

    xian gives xian and xi-an, fangan gives fang-an and fan-gan.
    """
    longest = max(map(len, parts), default=0)
    dead: set[int] = set()
    found: list[tuple[str, ...]] = []

    def walk(start: int, cut: tuple[str, ...]) -> bool:
        if start == len(letters):
            found.append(cut)
            return True
        alive = False
        for end in range(min(len(letters), start + longest), start, -1):
            part = letters[start:end]
            fits = part in parts or (end == len(letters) and _begins_any(part, parts))
            if fits and end not in dead and len(found) < MAX_SPLITS:
                alive |= walk(end, (*cut, part))
        if not alive and len(found) < MAX_SPLITS:
            dead.add(start)
        return alive

    walk(0, ())
    return found


def _begins_any(part: str, parts: frozenset[str]) -> bool:
    """Tell whether `part` is the beginning of a longer part."""
    return any(other.startswith(part) for other in parts)


def spans(word: str, text: str, readings: Readings) -> Iterator[Span]:
    """Yield where a word of a query stands in a cleaned text, exactly.

    Chinese must stand there literally. Letters may be initials, full syllables or both, each
    character taking at least its initial; the last syllable may be unfinished.
    """
    if not is_letters(word):
        start = text.find(word)
        while start >= 0:
            yield start, start + len(word)
            start = text.find(word, start + 1)
        return
    for start in range(len(text)):
        if not any(spoken[0] == word[0] for spoken in _spoken(text[start], readings)):
            continue
        end = _spelled(word, text, start, readings)
        if end is not None:
            yield start, end


def _spelled(letters: str, text: str, at: int, readings: Readings) -> int | None:
    """Return where `letters` read from `at` end, or None; what has no reading is skipped."""
    while at < len(text) and not _spoken(text[at], readings):
        at += 1
    if at == len(text):
        return None
    for syllable in _spoken(text[at], readings):
        if syllable.startswith(letters):
            return at + 1
        for part in _typed_parts(syllable):
            if letters.startswith(part):
                end = _spelled(letters[len(part) :], text, at + 1, readings)
                if end is not None:
                    return end
    return None


def _typed_parts(syllable: str) -> Iterator[str]:
    """Yield what may be typed for a syllable that is not the last one."""
    yield syllable
    if syllable[:2] in _DOUBLE_INITIALS:
        yield syllable[:2]
    if len(syllable) > 1:
        yield syllable[0]
