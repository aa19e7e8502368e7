from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.spelling import DOUBLE_INITIALS, MAX_SPLITS, Sounds, finder, splits, spoken

READINGS = {
    "西": ("xi",),
    "安": ("an",),
    "先": ("xian",),
    "身": ("shen", "yuan"),
    "份": ("fen",),
    "证": ("zheng",),
    "重": ("zhong", "chong"),
    "庆": ("qing",),
    "方": ("fang",),
    "案": ("an",),
}
SOUNDS = Sounds(READINGS)


def found(word: str, text: str) -> list[str]:
    """Return the parts of a text that a word spells."""
    spans = finder(word, SOUNDS).spans(text, SOUNDS.initials(text))
    return [text[start:end] for start, end in spans]


def variants(part: str, data: st.DataObject) -> tuple[str, ...]:
    """Return a part as it is, by initials, and in full."""
    syllables = [data.draw(st.sampled_from(READINGS[char])) for char in part]
    return part, "".join(syllable[0] for syllable in syllables), "".join(syllables)


def slowly(letters: str, text: str, at: int) -> int | None:
    """Return where letters read from `at` end: every way to type every character is tried."""
    while at < len(text) and not spoken(text[at], READINGS):
        at += 1
    for syllable in spoken(text[at], READINGS) if at < len(text) else ():
        if syllable.startswith(letters):
            return at + 1
        for part in (
            syllable,
            syllable[:2] if syllable[:2] in DOUBLE_INITIALS else "",
            syllable[0],
        ):
            if part and letters.startswith(part):
                end = slowly(letters[len(part) :], text, at + 1)
                if end is not None:
                    return end
    return None


def every_place(letters: str, text: str) -> Iterator[tuple[int, int]]:
    for start, char in enumerate(text):
        end = slowly(letters, text, start) if spoken(char, READINGS) else None
        if end is not None:
            yield start, end


@given(
    st.text("身份证重庆西安先方案鿿a1", max_size=10),
    st.one_of(
        st.text("senfzhgxiaycoq1", min_size=1, max_size=8),
        st.lists(
            st.sampled_from(["shen", "s", "sh", "fen", "f", "zheng", "zh", "z", "zhong", "c", "xi",
                             "x", "an", "a", "xian", "qing", "q", "fang", "yuan", "y", "1"]),
            min_size=1, max_size=6,
        ).map("".join),
    ),
)  # fmt: skip
def test_letters_are_found_wherever_they_can_be_read(text: str, letters: str) -> None:
    finds = finder(letters, SOUNDS)
    places = list(finds.spans(text, SOUNDS.initials(text)))
    assert places == list(every_place(letters, text))
    assert finds.may_stand(SOUNDS.initials(text)) or not places


def test_what_cannot_stand_in_a_text_is_dropped_by_its_initials() -> None:
    initials = SOUNDS.initials("西鿿安\n身份证1")
    assert initials == "x-a\n\u00c1fz1"  # the second of the sets cz, sy
    assert finder("sfz", SOUNDS).may_stand(initials)
    assert not finder("sfq", SOUNDS).may_stand(initials)
    assert not finder("ans", SOUNDS).may_stand(initials)


@pytest.mark.parametrize(("letters", "only"), [("sfz", True), ("s", True), ("c1", True),
    ("zh", False), ("xi", False), ("sxia", False), ("ax", True)])  # fmt: skip
def test_letters_are_initials_only_when_no_two_begin_a_syllable(letters: str, only: bool) -> None:
    assert SOUNDS.is_initials(letters) is only


def test_letters_are_cut_in_every_way_longest_first() -> None:
    assert splits("xian", SOUNDS) == [("xian",), ("xi", "an")]
    assert ("shen", "fen", "zh") in splits("shenfenzh", SOUNDS)
    assert ("shen", "f", "z") in splits("shenfz", SOUNDS, mixed=True)
    assert splits("qqq", SOUNDS) == []


def test_cuts_are_few_however_many_there_are() -> None:
    many = Sounds({"啊": ("a", "aa", "aaa")})
    assert len(splits("a" * 32, many)) == MAX_SPLITS


@given(st.text("xianshefgzo", max_size=20), st.booleans())
def test_every_cut_gives_the_letters_back(letters: str, mixed: bool) -> None:
    assert all("".join(cut) == letters for cut in splits(letters, SOUNDS, mixed=mixed))


@pytest.mark.parametrize(
    ("word", "text", "parts"),
    [
        ("身份", "居身份证身份", ["身份", "身份"]),
        ("sfz", "办身份证", ["身份证"]),
        ("shenfenzheng", "身份证", ["身份证"]),
        ("shenfenzh", "身份证", ["身份证"]),
        ("shenfz", "身份证", ["身份证"]),
        ("cq", "重庆", ["重庆"]),
        ("zhongqing", "重庆", ["重庆"]),
        ("xian", "西安", ["西安"]),
        ("xian", "先", ["先"]),
        ("fangan", "方案", ["方案"]),
        ("sfq", "身份证", []),
        ("c1", "c1身份", ["c1"]),
        ("aa", "安案安", ["安案", "案安"]),
    ],
)
def test_words_are_found_exactly(word: str, text: str, parts: list[str]) -> None:
    assert found(word, text) == parts
