import hashlib
from pathlib import Path

import msgspec
import pytest

from kiosk.domain.errors import InputError, KioskError, Refused
from kiosk.domain.filing import Applicant, Delivery, FilingAgent, FilingBody, FilingForm, HandedIn
from kiosk.journal.entry import is_signed, read_entry
from kiosk.journal.receipt import is_genuine, is_query_code, is_receipt_no, read_slip
from kiosk.sealing.suites import SUITES
from kiosk.wire.signed import blob_info, filing_info
from tests.filing.conftest import Office
from tests.journals import DESK, DEVICE, KEY_ID, KIOSK_NO, NAME, NUMBER, PHONE, TODAY, a_form

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40


def no_file(path: str) -> bytes:
    raise AssertionError(path)


def answered(office: Office, topic: str) -> FilingForm:
    """Return a form whose questions are all answered with the first option."""
    enquiry = office.guidance.enquiry(topic, "341602", TODAY, {})
    while (progress := office.guidance.progress(enquiry)).next_question is not None:
        question = progress.next_question
        value = question.options[0].id if question.options else "70"
        enquiry = office.guidance.answered(enquiry, question.id, (value,))
    return a_form(topic, answers=dict(enquiry.answers))


@pytest.fixture
def form(office: Office) -> FilingForm:
    return answered(office, "elder-allowance")


def test_a_filing_is_kept_and_only_the_desk_can_read_it(office: Office, form: FilingForm) -> None:
    kept = office.filing.submit(form, TODAY, no_file)
    (record,) = office.journal.entries(0, 10)
    assert record.body is not None
    assert is_receipt_no(kept.receipt) and kept.receipt.startswith(f"{KIOSK_NO:07}")
    entry = read_entry(record.header, record.sig, record.body, SUITES[1])
    assert is_signed(entry, DEVICE.public_key, SUITES[1])
    assert entry.hash.hex() == kept.hash and entry.seq == kept.seq == 1
    document = office.catalog.document("topic", form.topic)
    assert document is not None
    assert entry.fields.item_sha256 == hashlib.sha256(document).hexdigest()
    info = filing_info(KIOSK_NO, kept.receipt, hashlib.sha256(document).digest(), KEY_ID)
    body = msgspec.json.decode(DESK.unseal(KEY_ID, record.body, info), type=FilingBody)
    assert body.form == form
    assert body.list.topic == form.topic and body.list.state == "complete"


def test_the_receipt_proves_the_filing(office: Office, form: FilingForm) -> None:
    kept = office.filing.submit(form, TODAY, no_file)
    proof = read_slip(kept.slip)
    assert proof.receipt == kept.receipt
    assert is_genuine(proof, DEVICE.public_key, SUITES[1])
    assert kept.hash.startswith(proof.entry_hash.hex())
    stub = office.journal.stub(kept.receipt)
    assert stub is not None and is_query_code(kept.query_code, stub.qv)


def test_the_query_code_is_kept_until_the_receipt_was_shown(
    office: Office, form: FilingForm
) -> None:
    kept = office.filing.submit(form, TODAY, no_file)
    assert office.journal.last_stub().pending_code == kept.query_code  # type: ignore[union-attr]
    office.filing.mark_shown(kept.receipt)
    stub = office.journal.stub(kept.receipt)
    assert stub is not None and stub.shown and stub.pending_code is None


def test_nothing_of_the_person_is_on_the_disk(office: Office, form: FilingForm) -> None:
    office.filing.submit(form, TODAY, no_file)
    for path in office.folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for value in (NAME, NUMBER, PHONE):
            for encoding in ("utf-8", "utf-16-le", "gb18030"):
                assert value.encode(encoding) not in content, path


def test_numbers_are_never_used_twice(office: Office, form: FilingForm) -> None:
    receipts = [office.filing.submit(form, TODAY, no_file).receipt for _ in range(5)]
    assert len(set(receipts)) == 5
    assert office.journal.waiting() == 5


def test_pictures_are_sealed_files_that_the_entry_names(
    office: Office, form: FilingForm, tmp_path: Path
) -> None:
    checklist = office.guidance.checklist(
        office.guidance.enquiry(form.topic, form.region, TODAY, form.answers)  # type: ignore[arg-type]
    )
    evidence = checklist.materials[0].evidence
    materials = (HandedIn(evidence=evidence, have=True, files=("a.jpg", "b.jpg")),)
    with_files = msgspec.structs.replace(form, materials=materials, signature="sign.png")
    office.filing.submit(with_files, TODAY, lambda _path: JPEG)
    blobs = office.journal.blobs(pending=False)
    assert len(blobs) == 3
    for blob in blobs:
        sealed = (office.folder / blob.path).read_bytes()
        assert hashlib.sha256(sealed).hexdigest() == blob.sha256 and len(sealed) == blob.len
        assert JPEG not in sealed
        assert DESK.unseal(KEY_ID, sealed, blob_info(KIOSK_NO, KEY_ID)) == JPEG


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"answers": {}}, ["answers"]),
        ({"consent": False}, ["consent"]),
        (
            {"applicant": Applicant(name="", number="1", phone="x", address="")},
            ["applicant.name", "applicant.number", "applicant.phone", "applicant.address"],
        ),
        (
            {"agent": FilingAgent(name="", number=NUMBER, relation="", authority="")},
            ["agent.name", "agent.relation", "agent.authority"],
        ),
        ({"materials": (HandedIn(evidence="nothing", have=True),)}, ["materials[0].evidence"]),
        ({"delivery": Delivery(method="courier")}, ["delivery.address"]),
    ],
)
def test_everything_that_is_wrong_is_named_and_nothing_is_kept(
    office: Office, form: FilingForm, change: dict[str, object], names: list[str]
) -> None:
    with pytest.raises(InputError) as caught:
        office.filing.submit(msgspec.structs.replace(form, **change), TODAY, no_file)
    for name in names:
        assert name in caught.value.message
    assert office.journal.tip()[0] == 0


def test_no_message_repeats_what_a_person_filled_in(office: Office, form: FilingForm) -> None:
    person = Applicant(name=NAME * 30, number=NUMBER[:-1] + "1", phone="abc", address=NAME)
    with pytest.raises(InputError) as caught:
        office.filing.submit(msgspec.structs.replace(form, applicant=person), TODAY, no_file)
    assert NAME not in caught.value.message and NUMBER[:10] not in caught.value.message
    assert NAME not in repr(person) and NUMBER not in repr(form)


@pytest.mark.parametrize("data", [b"", b"MZ\x90", b"\xff\xd8\xff" + bytes(8 * 1024 * 1024)])
def test_what_is_no_picture_is_refused(office: Office, form: FilingForm, data: bytes) -> None:
    signed = msgspec.structs.replace(form, signature="s")
    with pytest.raises(InputError, match="signature"):
        office.filing.submit(signed, TODAY, lambda _path: data)
    assert office.journal.tip()[0] == 0


def test_a_full_disk_refuses_before_the_form(office: Office, form: FilingForm) -> None:
    office.rooms.append("no_filings")
    with pytest.raises(Refused, match="存满"):
        office.filing.may_file()
    with pytest.raises(KioskError):
        office.filing.submit(form, TODAY, no_file)
    office.rooms.append("no_attachments")
    with pytest.raises(Refused, match="照片"):
        signed = msgspec.structs.replace(form, signature="s")
        office.filing.submit(signed, TODAY, lambda _path: JPEG)
    assert office.filing.submit(form, TODAY, no_file).seq == 1


def test_every_topic_fits_into_an_entry(office: Office) -> None:
    sizes = {}
    for topic in office.catalog.topics():
        enquiry = office.guidance.enquiry(topic.id, "341602", TODAY, {})
        while (question := office.guidance.progress(enquiry).next_question) is not None:
            value = "?" if question.unknown else question.options[0].id
            enquiry = office.guidance.answered(enquiry, question.id, (value,))
        checklist = office.guidance.checklist(enquiry)
        sizes[topic.id] = len(msgspec.json.encode(checklist))
    assert max(sizes.values()) < 100_000, max(sizes, key=sizes.__getitem__)
