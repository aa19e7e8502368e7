"""Headers go after two years, and what is left still proves itself."""

import pytest
from msgspec.structs import replace

from kiosk.journal.audit import journal_flaws
from kiosk.journal.author import Author, EntryDraft
from kiosk.journal.boot import tail_flaw
from kiosk.journal.outbox import DAY_MS, HEADER_DAYS
from kiosk.ports.journal import FilingStub, KeptBlob
from kiosk.sealing.suites import SUITES, Ed25519Signer
from kiosk.services.key_rotation import rotate
from kiosk.services.pruning import STEP_DAYS, prune
from tests.fakes.journal import MemoryAttachments, MemoryJournal
from tests.journals import DEVICE, an_author

NEXT = Ed25519Signer(bytes(range(50, 82)))
SUITE = SUITES[1]
NOTE = EntryDraft(type="health", body=b"{}")
OLD, NOW = 1_000 * DAY_MS, (1_000 + HEADER_DAYS + STEP_DAYS) * DAY_MS + 1
STUB = FilingStub(
    receipt="1",
    seq=2,
    item_id="topic/a",
    item_name="甲",
    status="accepted",
    filed_day="20261121",
    slip="s",
    qv="q",
    at_ms=5,
)


@pytest.fixture
def journal() -> MemoryJournal:
    """Five entries that the hub has for long, five that it has since the day before, one more."""
    made = MemoryJournal()
    keys = f'[[1,"{DEVICE.public_key.hex()}"]]'
    for name, value in (("kiosk_no", "42017"), ("keys", keys)):
        made.write(lambda tx, n=name, v=value: tx.set_meta(n, v))  # type: ignore[misc]
    for through, at_ms in ((5, OLD), (10, NOW - DAY_MS), (None, 0)):
        for _ in range(5 if through else 1):
            write(made)
        if through is not None:
            made.write(lambda tx, t=through, a=at_ms: tx.acknowledge(t, a))  # type: ignore[misc]
    return made


def write(journal: MemoryJournal, author: Author | None = None) -> int:
    return journal.write(lambda tx: (author or an_author()).append(tx, NOTE).seq)


def pruned(journal: MemoryJournal, now_ms: int = NOW, author: Author | None = None) -> int:
    return journal.write(lambda tx: prune(tx, author or an_author(), now_ms))


def flaws(journal: MemoryJournal, key: bytes = DEVICE.public_key) -> list[str]:
    """Return what the whole check finds, and the one at every start."""
    found = [flaw.message for flaw in journal_flaws(journal, MemoryAttachments(), key, SUITE)]
    at_start = tail_flaw(journal, SUITE)
    return found if at_start is None else [*found, at_start]


def seqs(journal: MemoryJournal) -> list[int]:
    return [entry.seq for entry in journal.entries(0, 999)]


def test_headers_go_after_two_years_and_the_rest_proves_itself(journal: MemoryJournal) -> None:
    head = journal.hash_at(5)
    assert pruned(journal) == 5
    assert seqs(journal) == [6, 7, 8, 9, 10, 11, 12]
    assert journal.start() == (5, head) and journal.hash_at(5) == head
    assert journal.hash_at(4) is None
    assert flaws(journal) == []
    assert write(journal) == 13 and flaws(journal) == []


def test_a_checkpoint_is_written_once_a_month_at_most(journal: MemoryJournal) -> None:
    assert pruned(journal, NOW - STEP_DAYS * DAY_MS) == 0, "ripe, and not for a month"
    assert pruned(journal, NOW - 1) == 0
    assert journal.tip()[0] == 11
    assert (pruned(journal), pruned(journal)) == (5, 0)


@pytest.mark.parametrize("what", ["filing", "attachment", "unacknowledged", "set aside"])
def test_what_something_still_belongs_to_stays(journal: MemoryJournal, what: str) -> None:
    match what:
        case "filing":
            journal.write(lambda tx: tx.put_stub(STUB))
        case "attachment":
            blob = KeptBlob(sha256="ab", seq=2, path="p", len=1, uploaded=1)
            journal.write(lambda tx: tx.add_blob(blob))
        case _:
            journal.write(lambda tx: tx.rewind(1))
    if what == "set aside":
        held = tuple(entry.hash for entry in journal.entries(1, 99))
        journal.write(lambda tx: tx.hold(held, OLD))
    assert pruned(journal) == 1
    assert journal.start()[0] == 1


def test_the_body_of_a_checkpoint_is_never_purged(journal: MemoryJournal) -> None:
    pruned(journal)
    journal.write(lambda tx: tx.acknowledge(12, NOW))
    assert journal.write(lambda tx: tx.purge(NOW + 999 * DAY_MS)) == 6
    assert flaws(journal) == []


def test_a_second_checkpoint_takes_the_place_of_the_first(journal: MemoryJournal) -> None:
    pruned(journal)
    journal.write(lambda tx: tx.acknowledge(12, NOW))
    later = NOW + (HEADER_DAYS + STEP_DAYS) * DAY_MS + 1
    assert pruned(journal, later) == 7
    assert seqs(journal) == [13] and flaws(journal) == []


@pytest.mark.parametrize("turn", [3, 5, 8])
def test_a_key_that_changed_is_no_obstacle(turn: int) -> None:
    """Before the checkpoint, at its edge, behind it."""
    journal, author = MemoryJournal(), an_author()
    keys = f'[[1,"{DEVICE.public_key.hex()}"]]'
    journal.write(lambda tx: tx.set_meta("kiosk_no", "42017"))
    journal.write(lambda tx: tx.set_meta("keys", keys))
    for seq in range(1, 11):
        if seq == turn:
            journal.write(lambda tx, a=author: rotate(tx, a, NEXT))  # type: ignore[misc]
            author = an_author(NEXT)
        else:
            write(journal, author)
    journal.write(lambda tx: tx.acknowledge(5, OLD))
    journal.write(lambda tx: tx.acknowledge(10, NOW))
    assert pruned(journal, author=author) == 5
    assert flaws(journal, NEXT.public_key) == []
    assert flaws(journal) != []


@pytest.mark.parametrize("more", [4, 6, 9])
def test_a_cut_that_no_checkpoint_names_is_found(journal: MemoryJournal, more: int) -> None:
    """Whoever cuts off more than was let go of, or anything before."""
    if more > 5:
        pruned(journal)
    journal.write(lambda tx: tx.prune(more))
    assert any("没有记下" in flaw for flaw in flaws(journal))
    assert "没有记下" in str(tail_flaw(journal, SUITE))


def test_a_checkpoint_of_a_stranger_is_no_checkpoint(journal: MemoryJournal) -> None:
    stranger = an_author(Ed25519Signer(bytes(range(64, 96))))
    assert pruned(journal, author=stranger) == 5
    assert any("签名" in flaw for flaw in flaws(journal))


def test_a_key_other_than_the_checkpoint_names_is_found(journal: MemoryJournal) -> None:
    pruned(journal)
    entry = journal.entries(11, 1)[0]
    body = (entry.body or b"").replace(DEVICE.public_key.hex().encode(), b"00" * 32)
    changed = replace(entry, body=body)
    journal._connection.execute("UPDATE entry SET body = ? WHERE seq = 12", (changed.body,))
    assert flaws(journal) != []
