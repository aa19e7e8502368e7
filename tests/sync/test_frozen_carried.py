"""A frozen journal whose deliveries a person carries: what each answer that comes back means."""

from collections.abc import Iterator

import pytest

from hub.store.tables import body, entry, held_entry
from kiosk.domain.errors import Unavailable
from kiosk.journal.audit import journal_flaws
from kiosk.journal.author import EntryDraft
from kiosk.sealing.suites import SUITES
from kiosk.wire.batch import MAX_ENTRIES
from kiosk.wire.signed import Signed
from tests.live_hub import Listening, LiveKiosk
from tests.sync.test_damaged_entries import damage
from tests.sync.test_delivery import file, rows
from tests.sync.test_frozen import forget, frozen_up, states
from tests.sync.test_resends import numbers

Journey = list[tuple[bytes, Signed]]


def retire(hub: Listening, kiosk: LiveKiosk) -> None:
    hub.assembly.sites.change(kiosk.author.kiosk_no, "draining", "test")


def carried(kiosk: LiveKiosk) -> Journey:
    """Let somebody carry what is due; return what the hub answered to each delivery."""
    due = list(frozen_up(kiosk).batches(SUITES[1]))
    return [(packed, kiosk.http.journal(packed)) for packed in due]


def take(kiosk: LiveKiosk, journey: Journey) -> None:
    for packed, signed in journey:
        frozen_up(kiosk).take_answer(signed, packed)


def flaws(kiosk: LiveKiosk) -> Iterator[str]:
    """Yield what is wrong with the states of entries; receipts of this test are made up."""
    key = kiosk.device.public_key
    for flaw in journal_flaws(kiosk.journal, kiosk.files, key, SUITES[1]):
        if flaw.rule in ("state", "gap"):
            yield flaw.message


def test_many_entries_go_in_order_and_answers_may_come_in_any(
    hub: Listening, kiosk: LiveKiosk
) -> None:
    retire(hub, kiosk)
    last = 2 * MAX_ENTRIES + 5
    for _ in range(last):
        kiosk.write(EntryDraft(type="health", body=b"{}"))
    journey = carried(kiosk)
    assert len(journey) == 3 and numbers(hub, held_entry) == list(range(1, last + 1))
    assert set(states(kiosk)) == {"kept"}
    take(kiosk, journey[1:2])
    kept = [one.seq for one in kiosk.journal.entries(0, last) if one.state == "kept"]
    assert kept == [*range(1, MAX_ENTRIES + 1), *range(2 * MAX_ENTRIES + 1, last + 1)]
    take(kiosk, journey[::-1] + journey)
    assert {one.state for one in kiosk.journal.entries(0, last)} == {"held"}
    assert carried(kiosk) == [] and list(flaws(kiosk)) == []


@pytest.mark.parametrize("column", ["body", "header", "sig"])
def test_a_damaged_entry_keeps_none_behind_it_from_one_journey(
    hub: Listening, kiosk: LiveKiosk, column: str
) -> None:
    retire(hub, kiosk)
    for count in range(1, 6):
        file(kiosk, count)
    damage(kiosk, 3, column, b"rotten")
    take(kiosk, carried(kiosk))
    assert states(kiosk) == ["held", "held", "kept", "held", "held"]
    assert numbers(hub, held_entry) == [1, 2, 4, 5]


def test_an_answer_to_another_delivery_names_nothing(hub: Listening, kiosk: LiveKiosk) -> None:
    retire(hub, kiosk)
    file(kiosk, 1)
    ((first, answer),) = carried(kiosk)
    file(kiosk, 2)
    ((second, _),) = carried(kiosk)
    assert first != second
    with pytest.raises(Unavailable, match="这次请求"):
        frozen_up(kiosk).take_answer(answer, second)
    assert states(kiosk) == ["kept", "kept"]
    take(kiosk, [(first, answer)])
    assert states(kiosk) == ["held", "kept"]


def test_an_answer_from_before_what_the_network_brought_takes_nothing_back(
    hub: Listening, kiosk: LiveKiosk
) -> None:
    file(kiosk, 1)
    early = carried(kiosk)
    file(kiosk, 2, b"picture")
    assert frozen_up(kiosk).deliver() and states(kiosk) == ["acknowledged"] * 2
    take(kiosk, early)
    assert states(kiosk) == ["acknowledged"] * 2 and kiosk.journal.meta("through") == "2"
    assert carried(kiosk) == [] and list(flaws(kiosk)) == []
    assert not kiosk.journal.blobs(pending=True), "no attachment has to go again"
    assert len(rows(hub, entry)) == 2


def test_an_answer_of_a_restored_hub_has_everything_sent_again(
    hub: Listening, kiosk: LiveKiosk
) -> None:
    retire(hub, kiosk)
    file(kiosk, 1)
    before = carried(kiosk)
    take(kiosk, before)
    forget(hub, held_entry.name, body.name)
    file(kiosk, 2)
    take(kiosk, carried(kiosk))
    assert states(kiosk) == ["kept", "held"]
    with pytest.raises(Unavailable, match="恢复以前"):
        take(kiosk, before)
    take(kiosk, carried(kiosk))
    assert states(kiosk) == ["held", "held"] and numbers(hub, held_entry) == [1, 2]
