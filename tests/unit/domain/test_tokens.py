import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.spelling import LETTERS, Sounds
from kiosk.domain.tokens import (
    MAX_WORD_LENGTH,
    MAX_WORDS,
    bigrams,
    clean,
    query_tokens,
    tokenizer,
    without_fillers,
    words_of,
)
from tests.unit.domain.test_spelling import READINGS, SOUNDS, found, variants

TOKENS = tokenizer(READINGS)


def looked_up(word: str, text: str) -> bool:
    """Tell whether the tokens of a word lead to a text."""
    tokens = set(TOKENS([text]).split())
    options = query_tokens(word, SOUNDS)
    return any(all(tokens.intersection(any_of) for any_of in one) for one in options)


def test_titles_lose_brackets_and_width() -> None:
    assert clean("营业执照（设立 登记）Ｃ１") == "营业执照设立登记c1"


def test_queries_are_cut_by_script_and_by_signs() -> None:
    assert words_of("身份z 80岁'证\"*😀(a)") == ("身份", "z", "80", "岁", "证", "a")


@given(st.text(max_size=400))
def test_any_query_becomes_few_short_clean_words(query: str) -> None:
    words = words_of(query)
    assert len(words) <= MAX_WORDS
    assert all(0 < len(word) <= MAX_WORD_LENGTH and clean(word) == word for word in words)
    tokens = {t for w in words for one in query_tokens(w, SOUNDS) for some in one for t in some}
    assert not any('"' in token for token in tokens)


@given(st.text("".join(READINGS), min_size=1, max_size=8), st.data())
def test_whatever_can_be_found_has_tokens_that_find_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for word in variants(text[start:end], data):
        assert found(word, text)
        assert looked_up(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("xi", "先"),  # a syllable, and the beginning of a longer one
        ("fangan", "方案"),
        ("xiana", "西安案"),
        ("fa", "方"),
        ("shenfz", "身份证"),
        ("sfzheng", "身份证"),
        ("shf", "身份"),
        ("sf", "身鿿份"),  # what has no reading is skipped
    ],
)
def test_letters_that_may_end_or_mix_anywhere_find_their_text(word: str, text: str) -> None:
    assert found(word, text)
    assert looked_up(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("fz", "身份西证"),
        ("份西证", "份西安证"),
        ("shenzheng", "身份证"),
        ("份身", "身份"),
        ("xian", "安西"),
    ],
)
def test_what_stands_apart_is_not_even_a_candidate(word: str, text: str) -> None:
    assert not looked_up(word, text)


def test_pairs_of_syllables_are_not_taken_for_longer_ones() -> None:
    assert set(TOKENS(["西安"]).split()) == {
        "西", "安", "西安", "ix", "ia", "ixa", "pxi", "pan", "sxi0an",
    }  # fmt: skip


def test_letters_of_titles_are_typed_as_they_are() -> None:
    assert looked_up("c1z", "c1证")
    assert LETTERS.issuperset("c1")
    assert query_tokens("c1", Sounds({})) == ((("ic1",),),)


@pytest.mark.parametrize(
    ("word", "runs"),
    [
        ("证", ["证"]),
        ("身份证", ["身份证"]),
        ("居民身份", ["居民身", "民身份"]),
        ("居民身份证换领", ["居民身", "份证换", "证换领"]),
    ],
)
def test_chinese_is_looked_up_by_as_few_runs_as_cover_it(word: str, runs: list[str]) -> None:
    assert query_tokens(word, SOUNDS) == (tuple((run,) for run in runs),)


def test_fillers_fall_off_both_ends_only() -> None:
    assert without_fillers(("我要办身份证", "怎么办")) == ("身份证",)
    assert list(bigrams("身份证")) == ["身份", "份证"]
