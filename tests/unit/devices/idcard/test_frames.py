"""Frames of the published protocol pages, noise in front of them, and lies about their length."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.idcard.commands import (
    ADDRESSES,
    FIND,
    NUMBER,
    READ,
    RESET,
    SELECT,
    STATUS,
    Command,
    meaning,
    module_number,
)
from kiosk.devices.idcard.frames import Answer, Assembler, Damaged, frame_of

P = "AAAAAA9669"
NO_CARD = bytes.fromhex(f"{P} 0004 000080 84")
FOUND = bytes.fromhex(f"{P} 0008 00009F 00000000 97")
SELECTED = bytes.fromhex(f"{P} 000C 000090 0000000000000000 9C")


@pytest.mark.parametrize(
    ("command", "frame"),
    [
        (RESET, "0003 10FF EC"), (STATUS, "0003 11FF ED"), (NUMBER, "0003 12FF EE"),
        (FIND, "0003 2001 22"), (SELECT, "0003 2002 21"), (READ, "0003 3001 32"),
        (ADDRESSES, "0003 3003 30"),
    ],
)  # fmt: skip
def test_commands_are_the_published_bytes(command: Command, frame: str) -> None:
    assert command.frame == bytes.fromhex(P + frame)


@pytest.mark.parametrize("pieces", [1, 2, 7, 100])
def test_an_answer_is_whole_however_it_comes(pieces: int) -> None:
    frames = Assembler()
    got = []
    for at in range(0, len(SELECTED), pieces):
        assert frames.next() is None
        frames.feed(SELECTED[at : at + pieces])
        if (answer := frames.next()) is not None:
            got.append(answer)
    assert got == [Answer(length=12, status=b"\0\0", sw3=0x90, data=bytearray(8))]


@pytest.mark.parametrize(
    "noise",
    [
        "AA",
        "AA00",
        "AAAA",
        "AAAAAA96",
        "00FF",
        "AAAAAA9669FFFF",
        "AAAAAA96690000",
        "9669",
        "AAAAAA96AA",
    ],
)
def test_noise_in_front_costs_no_frame(noise: str) -> None:
    frames = Assembler()
    frames.feed(bytes.fromhex(noise) + NO_CARD + bytes.fromhex(noise) + FOUND)
    first, second = frames.next(), frames.next()
    assert isinstance(first, Answer)
    assert isinstance(second, Answer)
    assert (first.sw3, second.sw3) == (0x80, 0x9F)


def test_two_lost_bytes_cost_one_frame() -> None:
    frames = Assembler()
    frames.feed(FOUND[2:] + FOUND)
    assert isinstance(frames.next(), Answer)
    assert frames.next() is None


def test_a_preamble_inside_the_data_is_data() -> None:
    inside = frame_of(bytes.fromhex("000090") + NO_CARD)
    frames = Assembler()
    frames.feed(inside + FOUND)
    first, second = frames.next(), frames.next()
    assert isinstance(first, Answer)
    assert bytes(first.data) == NO_CARD
    assert isinstance(second, Answer)


def test_every_single_broken_bit_is_noticed() -> None:
    whole = frame_of(bytes.fromhex("000090 0100 0400 31323334"))
    for place in range(7, len(whole)):
        for bit in range(8):
            broken = bytearray(whole)
            broken[place] ^= 1 << bit
            frames = Assembler()
            frames.feed(bytes(broken))
            assert isinstance(frames.next(), Damaged)


@pytest.mark.parametrize("length", [0, 3, 2401, 0xFFFF])
def test_an_impossible_length_is_noise(length: int) -> None:
    frames = Assembler()
    frames.feed(bytes.fromhex(P) + length.to_bytes(2, "big") + NO_CARD)
    assert isinstance(frames.next(), Answer)


@given(st.binary(max_size=400), st.integers(0, 2**32))
def test_no_bytes_are_too_strange(noise: bytes, seed: int) -> None:
    """Whatever comes in front without a false preamble, the frame behind it is found."""
    frames, chance = Assembler(), random.Random(seed)  # noqa: S311 - a seeded test
    stream = noise.replace(b"\x96\x69", b"") + NO_CARD
    found = []
    while stream:
        size = chance.randrange(1, 50)
        frames.feed(stream[:size])
        stream = stream[size:]
        while (frame := frames.next()) is not None:
            found.append(frame)
    assert isinstance(found[-1], Answer)
    assert not frames.is_inside


def test_what_is_logged_of_an_answer_is_not_its_data() -> None:
    answer = Answer(length=12, status=b"\0\0", sw3=0x90, data=bytearray(b"secret"))
    assert repr(answer) == "Answer(length=12, sw3=90)"


@pytest.mark.parametrize(
    ("command", "fits", "not_fits"),
    [
        (FIND, [(8, 0x9F), (4, 0x80), (4, 0x60)], [(4, 0x90), (1288, 0x90), (12, 0x90), (4, 0x9F)]),
        (SELECT, [(12, 0x90), (4, 0x81), (4, 0x40)], [(8, 0x9F), (4, 0x90), (1288, 0x90)]),
        (READ, [(1288, 0x90), (4, 0x41)], [(12, 0x90), (1287, 0x90), (2314, 0x90), (4, 0x90)]),
        (ADDRESSES, [(74, 0x90), (284, 0x90), (4, 0x91)], [(75, 0x90), (1288, 0x90), (354, 0x90)]),
    ],
)  # fmt: skip
def test_only_an_answer_of_the_right_shape_fits(
    command: Command, fits: list[tuple[int, int]], not_fits: list[tuple[int, int]]
) -> None:
    def answers(length: int, sw3: int) -> bool:
        return command.fits(Answer(length=length, status=b"\0\0", sw3=sw3, data=bytearray()))

    assert all(answers(*pair) for pair in fits)
    assert not any(answers(*pair) for pair in not_fits)


def test_deadlines_grow_with_the_time_on_the_wire() -> None:
    assert READ.deadline_s(115200) == pytest.approx(3 + 12 * 1305 / 115200, rel=0.01)
    assert READ.deadline_s(9600) == pytest.approx(3 + 12 * 1305 / 9600, rel=0.01)
    assert FIND.deadline_s(115200) < 1.51


def test_a_module_number_is_shown_as_makers_print_it() -> None:
    data = bytes.fromhex("0500 0300 15CD5B07 B1681A00 D2029649")
    assert module_number(data) == "05.03-123456789-0001730737-1234567890"


def test_an_unknown_status_is_named_by_its_number() -> None:
    assert meaning(0x41) == "reading the card failed"
    assert meaning(0x55) == "unknown answer 55"
