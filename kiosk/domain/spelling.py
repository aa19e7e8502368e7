"""Chinese typed in letters: how letters are cut into syllables, and where a text is spelled so.

Letters may be initials (sfz), full syllables (shenfenzheng) or both (shenfz); the last syllable may
be unfinished. What is indexed and looked up is `tokens.py`. Design: measurements.md §5.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Protocol

Readings = Mapping[str, tuple[str, ...]]
"""Han character → all its syllables, without tones, ü as v."""

Span = tuple[int, int]
"""Start and end of a match in a cleaned text."""

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
DOUBLE_INITIALS = ("zh", "ch", "sh")
MAX_SPLITS = 8
PATTERN_CHARS = 4
"""Initials compared before anything else where letters may be syllables: patterns grow fast."""

SILENT = "-"
"""Stands in the initials of a text for a character that has no reading."""

_FIRST_SET = 0xC0
"""Characters from here on stand for the initials of a character that has several."""

_ALL = 0
"""What a character takes that spells everything that is left; other characters take 1 or more."""


def is_letters(word: str) -> bool:
    """Tell whether a word of a query is letters and digits."""
    return word[:1] in LETTERS


def spoken(char: str, readings: Readings) -> tuple[str, ...]:
    """Return how a character is typed: its syllables; a letter or digit as itself; else nothing."""
    return (char,) if char in LETTERS else readings.get(char, ())


class Sounds:
    """Readings, with what every query needs of them.

    `syllables` are all of them, `parts` are they and double initials, `longest` the length of the
    longest. `beginnings` maps every beginning, whole ones too, to the syllables that begin so.
    """

    def __init__(self, readings: Readings) -> None:
        self.readings = readings
        self.syllables = frozenset(syllable for one in readings.values() for syllable in one)
        self.parts = self.syllables.union(DOUBLE_INITIALS)
        self.longest = max(map(len, self.parts))
        self.beginnings: dict[str, tuple[str, ...]] = {}
        for syllable in sorted(self.syllables):
            for end in range(1, len(syllable) + 1):
                begun = syllable[:end]
                self.beginnings[begun] = (*self.beginnings.get(begun, ()), syllable)
        heard = {char: frozenset(one[0] for one in said) for char, said in readings.items()}
        several = sorted({"".join(sorted(one)) for one in heard.values()} - LETTERS)
        codes = {one: chr(_FIRST_SET + number) for number, one in enumerate(several)}
        codes.update((one, one) for one in LETTERS)
        self._initials = _Initials((ord(char), char) for char in (*LETTERS, "\n"))
        self._initials.update(
            (ord(char), codes["".join(sorted(one))]) for char, one in heard.items()
        )
        self._typed = {
            letter: f"[{letter}{''.join(codes[one] for one in several if letter in one)}]"
            for letter in LETTERS
        }

    def initials(self, text: str) -> str:
        """Return a text with each character as its initial; ends of lines stay.

        A character that has several becomes the sign of that set, one without a reading `SILENT`.
        """
        return text.translate(self._initials)

    def typed(self, letter: str) -> str:
        """Return the pattern of all initials that `letter` may stand for."""
        return self._typed[letter]

    def is_initials(self, letters: str) -> bool:
        """Tell whether letters can be nothing but initials: no two of them begin a syllable."""
        return not any(
            letters[start:end] in (self.parts if end < len(letters) else self.beginnings)
            for start in range(len(letters) - 1)
            for end in range(start + 2, min(len(letters), start + self.longest) + 1)
        )


class _Initials(dict[int, str]):
    """Character → its initial, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        return SILENT


def splits(letters: str, sounds: Sounds, *, mixed: bool = False) -> list[tuple[str, ...]]:
    """Cut letters into syllables, longest first, in at most 8 ways; the last may be unfinished.

    xian gives xian and xi-an, fangan gives fang-an and fan-gan.

    Args:
        letters: a word of letters and digits.
        sounds: what they may be cut into.
        mixed: initials may stand for syllables: shenfz gives shen-f-z.
    """
    parts = sounds.parts | LETTERS if mixed else sounds.syllables
    dead: set[int] = set()
    found: list[tuple[str, ...]] = []

    def walk(start: int, cut: tuple[str, ...]) -> bool:
        if start == len(letters):
            found.append(cut)
            return True
        alive = False
        for end in range(min(len(letters), start + sounds.longest), start, -1):
            part = letters[start:end]
            fits = part in parts or (end == len(letters) and part in sounds.beginnings)
            if fits and end not in dead and len(found) < MAX_SPLITS:
                alive |= walk(end, (*cut, part))
        if not alive and len(found) < MAX_SPLITS:
            dead.add(start)
        return alive

    walk(0, ())
    return found


class Finder(Protocol):
    """Finds one word of a query in cleaned texts.

    `initials` are those of the same text (`Sounds.initials`); of several texts it is a line each.
    """

    def may_stand(self, initials: str) -> bool:
        """Tell quickly whether the word may stand in texts of these initials."""

    def spans(self, text: str, initials: str) -> Iterator[Span]:
        """Yield where the word stands in a text, exactly; each place once, with its first end."""


def finder(word: str, sounds: Sounds) -> Finder:
    """Return what finds a word of a query: Chinese literally, letters by how texts are spelled."""
    if not is_letters(word):
        return _Literal(word)
    return _Initialled(word, sounds) if sounds.is_initials(word) else _Spelled(word, sounds)


class _Literal:
    """Finds Chinese."""

    def __init__(self, word: str) -> None:
        self._word = word

    def may_stand(self, initials: str) -> bool:
        return True

    def spans(self, text: str, initials: str) -> Iterator[Span]:
        start = text.find(self._word)
        while start >= 0:
            yield start, start + len(self._word)
            start = text.find(self._word, start + 1)


class _Initialled:
    """Finds letters that are nothing but initials: one pattern says all."""

    def __init__(self, letters: str, sounds: Sounds) -> None:
        first, *more = map(sounds.typed, letters)
        behind = "".join(f"{SILENT}*{one}" for one in more)
        self._places = re.compile(f"{first}(?=({behind}))")

    def may_stand(self, initials: str) -> bool:
        return self._places.search(initials) is not None

    def spans(self, text: str, initials: str) -> Iterator[Span]:
        return ((found.start(), found.end(1)) for found in self._places.finditer(initials))


class _Spelled:
    """Finds letters, and remembers what each character can take of them.

    Where the first initials do not fit nothing else is tried: most candidates end there.
    """

    def __init__(self, letters: str, sounds: Sounds) -> None:
        self._begins = re.compile(_pattern(letters, sounds, PATTERN_CHARS))
        self._steps = [_Steps(letters[taken:], sounds.readings) for taken in range(len(letters))]

    def may_stand(self, initials: str) -> bool:
        return self._begins.search(initials) is not None

    def spans(self, text: str, initials: str) -> Iterator[Span]:
        for begun in self._begins.finditer(initials):
            end = self._end(text, begun.start(), 0)
            if end is not None:
                yield begun.start(), end

    def _end(self, text: str, start: int, taken: int) -> int | None:
        """Return where the letters after `taken`, read from `start`, end, or None."""
        steps = self._steps[taken]
        for at in range(start, len(text)):
            takes = steps[text[at]]
            if takes is None:
                continue  # a character without a reading is skipped
            for more in takes:
                end = at + 1 if more == _ALL else self._end(text, at + 1, taken + more)
                if end is not None:
                    return end
            return None
        return None


class _Steps(dict[str, tuple[int, ...] | None]):
    """Character → how many of the letters it may take, in order; None when it has no reading."""

    def __init__(self, letters: str, readings: Readings) -> None:
        super().__init__()
        self._letters = letters
        self._readings = readings

    def __missing__(self, char: str) -> tuple[int, ...] | None:
        syllables = spoken(char, self._readings)
        takes = tuple(dict.fromkeys(self._takes(syllables))) if syllables else None
        self[char] = takes
        return takes

    def _takes(self, syllables: tuple[str, ...]) -> Iterator[int]:
        """Yield how many letters each way to type a character takes."""
        for syllable in syllables:
            if syllable.startswith(self._letters):
                yield _ALL
                return
            for part in _typed_parts(syllable):
                if self._letters.startswith(part):
                    yield len(part)


def _typed_parts(syllable: str) -> Iterator[str]:
    """Yield what may be typed for a syllable that is not the last one."""
    yield syllable
    if syllable[:2] in DOUBLE_INITIALS:
        yield syllable[:2]
    if len(syllable) > 1:
        yield syllable[0]


def _pattern(letters: str, sounds: Sounds, chars: int) -> str:
    """Return the pattern of the initials of texts that letters spell, up to so many characters."""
    first = sounds.typed(letters[0])
    if chars == 1 or len(letters) == 1 or letters in sounds.beginnings:
        return first
    ends = range(1, min(len(letters), sounds.longest + 1))
    parts = [end for end in ends if end == 1 or letters[:end] in sounds.parts]
    more = {_pattern(letters[end:], sounds, chars - 1) for end in parts}
    return f"{first}(?={SILENT}*(?:{'|'.join(sorted(more))}))"
