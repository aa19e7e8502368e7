import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.tokens import (
    MAX_SPLITS,
    MAX_WORD_LENGTH,
    MAX_WORDS,
    bigrams,
    clean,
    document_tokens,
    is_letters,
    query_tokens,
    spans,
    splits,
    without_fillers,
    words_of,
)

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
SYLLABLES = frozenset(s for spoken in READINGS.values() for s in spoken)


def found(word: str, text: str) -> list[str]:
    return [text[start:end] for start, end in spans(word, text, READINGS)]


def test_titles_lose_brackets_and_width() -> None:
    assert clean("营业执照（设立 登记）Ｃ１") == "营业执照设立登记c1"


def test_queries_are_cut_by_script_and_by_signs() -> None:
    assert words_of("身份z 80岁'证\"*😀(a)") == ("身份", "z", "80", "岁", "证", "a")


@given(st.text(max_size=400))
def test_any_query_becomes_few_short_clean_words(query: str) -> None:
    words = words_of(query)
    assert len(words) <= MAX_WORDS
    assert all(0 < len(word) <= MAX_WORD_LENGTH and clean(word) == word for word in words)
    assert all('"' not in token for w in words for o in query_tokens(w, SYLLABLES) for token in o)


def test_letters_are_cut_in_every_way_longest_first() -> None:
    assert splits("xian", SYLLABLES) == [("xian",), ("xi", "an")]
    assert ("shen", "fen", "zh") in splits("shenfenzh", SYLLABLES)
    assert splits("qqq", SYLLABLES) == []


def test_cuts_are_few_however_many_there_are() -> None:
    assert len(splits("a" * 32, frozenset({"a", "aa", "aaa"}))) == MAX_SPLITS


@given(st.text("xianshefgzo", max_size=20))
def test_every_cut_gives_the_letters_back(letters: str) -> None:
    assert all("".join(cut) == letters for cut in splits(letters, SYLLABLES))


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
    ],
)
def test_words_are_found_exactly(word: str, text: str, parts: list[str]) -> None:
    assert found(word, text) == parts


@given(st.text("".join(READINGS), min_size=1, max_size=8), st.data())
def test_whatever_can_be_found_has_tokens_that_find_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    spoken = [data.draw(st.sampled_from(READINGS[char])) for char in text[start:end]]
    tokens = document_tokens([text], READINGS)
    for word in (text[start:end], "".join(s[0] for s in spoken), "".join(spoken)):
        assert (start, end) in list(spans(word, text, READINGS)) or found(word, text)
        if not is_letters(word) or len(splits(word, SYLLABLES)) < MAX_SPLITS:
            assert any(tokens.issuperset(option) for option in query_tokens(word, SYLLABLES))


def test_fillers_fall_off_both_ends_only() -> None:
    assert without_fillers(("我要办身份证", "怎么办")) == ("身份证",)
    assert list(bigrams("身份证")) == ["身份", "份证"]
