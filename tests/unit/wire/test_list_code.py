"""The K1 text: what goes in comes out, and damage never passes."""

import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.domain.checklist import STATUS_ORDER, FeeLine, GivenAnswer
from kiosk.domain.errors import InputError
from kiosk.domain.schedule import step_length
from kiosk.wire import base45, list_code
from kiosk.wire.list_code import CodedMaterial, CodedStep, ListCode, decode, encode, pack, summary
from tests.unit.domain.lists import a_list, a_material

IDS = st.from_regex(r"[a-z0-9-]{2,12}", fullmatch=True)
ANSWERS = st.lists(IDS, min_size=1, max_size=3).map(tuple) | st.sampled_from(
    [("?",), ("320.5",), ("1946-05-01",)]
)
CODES = st.builds(
    ListCode,
    topic=IDS,
    region=st.from_regex(r"[0-9]{6}", fullmatch=True),
    edition=st.from_regex(r"[1-9][0-9]{0,3}", fullmatch=True),
    as_of=st.dates().map(str),
    answers=st.dictionaries(IDS, ANSWERS, max_size=5),
    steps=st.lists(
        st.builds(
            CodedStep,
            service=IDS,
            days=st.none() | st.integers(0, 999),
            fee=st.none() | st.sampled_from(["0", "40", "12.5"]),
        ),
        max_size=5,
    ).map(tuple),
    materials=st.lists(
        st.builds(
            CodedMaterial,
            evidence=IDS,
            holder=st.sampled_from(["applicant", "agent"]),
            status=st.sampled_from(STATUS_ORDER),
            originals=st.integers(0, 20),
            copies=st.integers(0, 20),
        ),
        max_size=8,
    ).map(tuple),
    digest16=st.from_regex(r"[0-9a-f]{16}", fullmatch=True),
)
A_TEXT = encode(a_list(materials=(a_material(), a_material("photo", copies=2))))


@given(CODES)
def test_decoding_an_encoded_list_gives_it_back(code: ListCode) -> None:
    text = pack(code)
    assert decode(text) == code
    assert re.fullmatch(f"K1:[{re.escape(base45.ALPHABET)}]*", text)


@given(CODES, st.data())
def test_any_single_wrong_character_is_refused(code: ListCode, data: st.DataObject) -> None:
    text = pack(code)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(base45.ALPHABET).filter(lambda c: c != text[place]))
    with pytest.raises(InputError):
        decode(text[:place] + other + text[place + 1 :])


def test_every_other_last_character_is_refused() -> None:
    # The last byte of a deflate stream has unused bits; a change there must not pass either.
    for place in (-1, -2, -3):
        for other in set(base45.ALPHABET) - {A_TEXT[place]}:
            with pytest.raises(InputError):
                decode(A_TEXT[:place] + other + (A_TEXT[place + 1 :] if place + 1 else ""))


@pytest.mark.parametrize("length", range(0, len(A_TEXT), 7))
def test_a_text_that_is_cut_is_refused(length: int) -> None:
    with pytest.raises(InputError):
        decode(A_TEXT[:length])


def test_a_scanner_may_end_its_line() -> None:
    assert decode(A_TEXT + "\r\n") == decode(A_TEXT)


def test_a_newer_format_and_a_foreign_code_are_told_apart() -> None:
    with pytest.raises(InputError) as newer:
        decode("K2:" + A_TEXT[3:])
    with pytest.raises(InputError) as foreign:
        decode("https://example.org/")
    assert (newer.value.code, foreign.value.code) == ("qr.newer", "qr.foreign")
    assert newer.value.exit_code == foreign.value.exit_code == 2


def sealed(body: str) -> str:
    """Return a K1 text around any body, with a check that holds."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    text = body + list_code._check(body)
    return "K1:" + base45.encode(deflate.compress(text.encode()) + deflate.flush())


@pytest.mark.parametrize(
    "body",
    [
        "only|three|fields|",
        "t1|34|1|2026-01-01||s1,x,0||0123456789abcdef|",
        "t1|34|1|2026-01-01|||p1@applicant,z,1,1|0123456789abcdef|",
        "t1|34|1|2026-01-01|a=b=c|||0123456789abcdef|",
        f"t1|34|1|2026-01-01|q={'a' * 70_000}|||0123456789abcdef|",
    ],
)
def test_a_sealed_text_of_another_shape_is_refused(body: str) -> None:
    with pytest.raises(InputError):
        decode(sealed(body))


def test_the_code_says_what_the_list_says() -> None:
    fee = FeeLine(amount="40.00", currency="CNY", note=None, status="verified")
    unsure = replace(fee, status="unverified")
    base = a_list().steps[0]
    made = a_list(
        answers=(GivenAnswer(question="who", ask="谁来办", answer=("?",), label=("我不清楚",)),),
        steps=(
            replace(base, service="s1", fee=(fee, fee)),
            replace(base, service="s2", fee=(fee, unsure)),
            replace(base, service="s3", fee=()),
            replace(base, service="s4", days=replace(base.days, promised=7, unit="calendar")),
        ),
    )
    code = decode(encode(made))
    assert code == summary(made)
    assert code.answers == {"who": ("?",)}
    assert [(s.days, s.fee) for s in code.steps] == [(3, "80"), (3, None), (3, None), (5, "0")]
    assert step_length(made.steps[3]) is not None
    assert code.materials == (
        CodedMaterial(
            evidence="id-card", holder="applicant", status="bring", originals=1, copies=1
        ),
    )
    assert code.digest16 == made.digest[:16]


def test_a_full_list_fits_an_easy_code() -> None:
    papers = tuple(a_material(f"paper-number-{n}", copies=n % 3) for n in range(20))
    steps = tuple(replace(a_list().steps[0], service=f"service-number-{n}") for n in range(6))
    answers = tuple(
        GivenAnswer(question=f"question-{n}", ask="问", answer=(f"option-{n}",), label=("选",))
        for n in range(14)
    )
    assert len(encode(a_list(materials=papers, steps=steps, answers=answers))) <= 700
