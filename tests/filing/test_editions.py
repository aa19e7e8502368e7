"""A newer catalogue while a visit goes on: its filing stays on the edition that it began with."""

import copy
import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from kiosk.domain.filing import FilingBody
from kiosk.journal.entry import read_header
from kiosk.services.filing import Filing, KeptFiling
from kiosk.services.guidance import Guidance
from kiosk.wire.signed import filing_info
from tests.fakes.catalog_store import MemoryCatalogStore
from tests.faults.office import FaultOffice
from tests.journals import DESK, KEY_ID, KIOSK_NO, TODAY, a_form
from tests.starters import memory_store

TOPIC = "elder-allowance"


def newer_store() -> MemoryCatalogStore:
    """Return the small catalogue, a topic of which has another name."""
    store = copy.copy(memory_store())
    store._topics = dict(store._topics)
    store._topics[TOPIC] = replace(store._topics[TOPIC], plain="新的名字")
    store.edition = "4"
    return store


@pytest.fixture
def office(tmp_path: Path) -> Iterator[FaultOffice]:
    office = FaultOffice(tmp_path)
    office.enrol()
    yield office
    office.close()


def submit(filing: Filing) -> KeptFiling:
    return filing.submit(a_form(TOPIC), TODAY, lambda _path: b"")


def filed(office: FaultOffice, kept: KeptFiling) -> tuple[str, str]:
    """Return the name on the sealed list, and the hash of the document that was filed against."""
    (entry,) = office.records.journal.entries(kept.seq - 1, 1)
    digest = str(read_header(entry.header).item_sha256)
    info = filing_info(KIOSK_NO, kept.receipt, bytes.fromhex(digest), KEY_ID)
    body = msgspec.json.decode(DESK.unseal(KEY_ID, entry.body or b"", info), type=FilingBody)
    return body.list.plain, digest


def document(store: MemoryCatalogStore) -> str:
    return hashlib.sha256(store.document("topic", TOPIC) or b"").hexdigest()


def test_a_visit_files_on_the_edition_it_began_with(office: FaultOffice) -> None:
    before, after = memory_store(), newer_store()
    begun = office.records.filing_on(Guidance(before), before)
    office.catalog, office.guidance = after, Guidance(after)
    old, new = submit(begun), submit(office.records.filing)
    plain = before.topic(TOPIC).plain
    assert filed(office, old) == (plain, document(before))
    assert filed(office, new) == ("新的名字", document(after))
    stubs = office.records.journal.stubs()
    assert [stub.item_name for stub in stubs] == [plain, "新的名字"]


def test_what_is_filed_next_is_on_the_newest_edition(office: FaultOffice) -> None:
    submit(office.records.filing)
    after = newer_store()
    office.catalog, office.guidance = after, Guidance(after)
    assert filed(office, submit(office.records.filing))[0] == "新的名字"
