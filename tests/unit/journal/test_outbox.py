from kiosk.journal.outbox import (
    DAY_MS,
    Advance,
    Diverged,
    Ignored,
    Outbox,
    Revoked,
    Rewind,
    batch_of,
    body_limit_ms,
    file_limit_ms,
    judge,
    rung,
    stub_limit_ms,
)
from kiosk.wire.batch import Record
from kiosk.wire.messages import Ack, Stop

HASHES = {number: bytes([number]) * 32 for number in range(1, 11)}
OUTBOX = Outbox(kiosk_no=7, last=10, through=5, epoch=3)
REQ = "ab" * 32


def an_ack(through: int, **given: object) -> Ack:
    facts: dict[str, object] = {
        "kiosk_no": 7,
        "epoch": 3,
        "through": through,
        "head": (HASHES.get(through) or bytes(32)).hex(),
        "req": REQ,
        "time": 0,
        "feed_high": 0,
    }
    return Ack(**(facts | given))  # type: ignore[arg-type]


def decide(ack: Ack):  # type: ignore[no-untyped-def]
    return judge(OUTBOX, ack, REQ, HASHES.get)


def test_an_answer_to_our_request_moves_on() -> None:
    assert decide(an_ack(8)) == Advance(through=8, epoch=3)
    assert decide(an_ack(5)) == Advance(through=5, epoch=3)


def test_an_answer_to_another_request_or_kiosk_or_from_before_is_ignored() -> None:
    assert isinstance(decide(an_ack(8, req="cd" * 32)), Ignored)
    assert isinstance(decide(an_ack(8, kiosk_no=8)), Ignored)
    assert isinstance(decide(an_ack(8, epoch=2)), Ignored)


def test_a_hub_that_forgot_gets_everything_again() -> None:
    assert decide(an_ack(2)) == Rewind(through=2, epoch=3, from_start_of_feed=False)
    assert decide(an_ack(0)) == Rewind(through=0, epoch=3, from_start_of_feed=False)
    assert decide(an_ack(5, epoch=4)) == Rewind(through=5, epoch=4, from_start_of_feed=True)


def test_a_disk_that_was_rolled_back_or_cloned_is_found() -> None:
    assert decide(an_ack(11, head="11" * 32)) == Diverged(reason="behind", seq=11)
    assert decide(an_ack(8, head="11" * 32)) == Diverged(reason="other_history", seq=8)
    assert decide(an_ack(0, head="11" * 32)) == Diverged(reason="other_history", seq=0)
    fork = Stop(seq=6, reason="fork")
    assert decide(an_ack(5, stop=fork)) == Diverged(reason="fork", seq=6)
    bad = Stop(seq=6, reason="bad_entry")
    assert decide(an_ack(5, stop=bad)) == Diverged(reason="bad_entry", seq=6)


def test_a_revoked_kiosk_is_told_by_a_signed_answer() -> None:
    assert decide(an_ack(5, stop=Stop(seq=0, reason="revoked"))) == Revoked()


def test_a_gap_is_answered_by_sending_from_there() -> None:
    gap = Stop(seq=8, reason="gap", expected=6)
    again = Rewind(through=5, epoch=3, from_start_of_feed=False)
    assert decide(an_ack(5, stop=gap)) == again


def test_a_hub_that_forgot_more_than_is_left_here_has_another_history() -> None:
    pruned = Outbox(kiosk_no=7, last=10, through=5, epoch=3, start=4)
    for through in (0, 3):
        forgot = judge(pruned, an_ack(through, epoch=4), REQ, HASHES.get)
        assert forgot == Diverged(reason="other_history", seq=through)
    again = Rewind(through=4, epoch=4, from_start_of_feed=True)
    assert judge(pruned, an_ack(4, epoch=4), REQ, HASHES.get) == again


def test_a_batch_holds_fifty_entries_or_256_kilobytes_and_at_least_one() -> None:
    small = Record(header=b"h", sig=b"s", body=b"")
    large = Record(header=b"h", sig=b"s", body=bytes(100_000))
    huge = Record(header=b"h", sig=b"s", body=bytes(300_000))
    assert len(list(batch_of([small] * 80))) == 50
    assert len(list(batch_of([large] * 80))) == 2
    assert len(list(batch_of([huge, small]))) == 1


def test_the_ladder_sheds_more_the_less_room_there_is() -> None:
    steps = [2_000_000_000, 900_000_000, 400_000_000, 150_000_000, 80_000_000, 10_000_000]
    assert [rung(free) for free in steps] == [
        "plenty",
        "drop_caches",
        "stop_downloads",
        "purge",
        "no_attachments",
        "no_filings",
    ]


def test_bodies_stay_a_month_and_under_pressure_a_week() -> None:
    now = 500 * DAY_MS
    assert body_limit_ms(now, pressed=False) == 470 * DAY_MS
    assert body_limit_ms(now, pressed=True) == file_limit_ms(now) == 493 * DAY_MS
    assert stub_limit_ms(now) == 320 * DAY_MS
