"""A form that is not kept: nothing of it is repeated, and its pictures do not stay."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.domain.errors import InputError, KioskError, Unavailable
from kiosk.domain.filing import Delivery, FilingAgent, FilingForm, HandedIn
from kiosk.ports.journal import JournalTx
from tests.filing.conftest import Office
from tests.filing.test_submit import JPEG, answered
from tests.journals import NAME, TODAY

OTHERS = "of a journal that is frozen"


@pytest.fixture
def form(office: Office) -> FilingForm:
    return answered(office, "elder-allowance")


def files(office: Office) -> set[str]:
    """Return the attachments beside one that another journal names."""
    return {path.name for path in (office.folder / "attachments").iterdir()} - {OTHERS}


@pytest.fixture
def others(office: Office) -> Path:
    """An attachment that only a frozen journal names."""
    path = office.folder / "attachments" / OTHERS
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"sealed")
    return path


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"topic": NAME}, "topic"),
        ({"region": NAME}, "region"),
        ({"answers": {NAME: ("yes",)}}, "answers"),
        ({"materials": (HandedIn(evidence=NAME, have=True),)}, "materials[0].evidence"),
    ],
)
def test_what_stands_in_a_wrong_place_is_not_repeated(
    office: Office, form: FilingForm, change: dict[str, object], names: str
) -> None:
    with pytest.raises(InputError) as caught:
        office.filing.submit(replace(form, **change), TODAY, lambda _path: JPEG)
    assert names in caught.value.message
    assert NAME not in f"{caught.value.message}{caught.value.facts}{caught.value.__cause__}"


def test_a_wrong_answer_is_named_by_its_question(office: Office, form: FilingForm) -> None:
    for question, value in form.answers.items():
        wrong = replace(form, answers={**form.answers, question: (NAME, NAME * 2)})
        with pytest.raises(InputError) as caught:
            office.filing.submit(wrong, TODAY, lambda _path: JPEG)
        assert question in caught.value.message and NAME not in caught.value.message, value


def test_a_picture_that_cannot_be_read_is_named_by_what_it_is_of(
    office: Office, form: FilingForm
) -> None:
    def read(path: str) -> bytes:
        raise InputError("form.picture", f"no {path}")

    with pytest.raises(InputError, match="signature") as caught:
        office.filing.submit(replace(form, signature=f"{NAME}.jpg"), TODAY, read)
    assert NAME not in caught.value.message


def test_pictures_of_a_form_that_is_refused_go(
    office: Office, form: FilingForm, others: Path
) -> None:
    pictures = {"good": JPEG, "bad": b"MZ\x90"}
    evidence = office.guidance.checklist(
        office.guidance.enquiry(form.topic, form.region, TODAY, form.answers)  # type: ignore[arg-type]
    )
    handed_in = HandedIn(evidence=evidence.materials[0].evidence, have=True, files=("good",))
    with pytest.raises(InputError):
        wrong = replace(form, materials=(handed_in,), signature="bad")
        office.filing.submit(wrong, TODAY, pictures.__getitem__)
    assert files(office) == set() and others.exists()


def test_a_full_disk_costs_no_picture_of_another_filing(
    office: Office, form: FilingForm, others: Path
) -> None:
    signed = replace(form, signature="a.jpg")
    office.filing.submit(signed, TODAY, lambda _path: JPEG)
    kept = files(office)
    writer = office.journal._db
    (pages,) = writer.execute("PRAGMA page_count").fetchone()
    writer.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unavailable) as caught:
        for _ in range(50):  # until the free room inside the last page is used up
            kept = files(office)
            office.filing.submit(signed, TODAY, lambda _path: JPEG)
    assert caught.value.code == "E-ST-01"
    assert files(office) == kept and others.exists()


def test_after_a_fault_of_the_disk_no_picture_goes(office: Office, form: FilingForm) -> None:
    """It is not known whether the commit reached the disk."""

    def fails(_tx: JournalTx) -> None:
        raise Unavailable("store.unreadable", "EIO")

    real = office.journal.write
    office.journal.write = lambda work: real(fails)  # type: ignore[method-assign, assignment]
    with pytest.raises(KioskError):
        office.filing.submit(replace(form, signature="a.jpg"), TODAY, lambda _path: JPEG)
    assert len(files(office)) == 1


@pytest.mark.parametrize("sign", ["\0", "\n", "\x1b", "\u202e", "\u2028", "\ud800"])
def test_what_no_screen_and_no_database_can_keep_is_named(
    office: Office, form: FilingForm, sign: str
) -> None:
    """PostgreSQL takes no NUL, a paper no second line, and a mark of direction shows a lie."""
    applicant, bad = form.applicant, f"试{sign}用"
    agent = FilingAgent(name=bad, number=applicant.number, relation=bad, authority=bad)
    wrong = replace(
        form,
        applicant=replace(applicant, name=bad, address=bad),
        agent=agent,
        delivery=Delivery(method="courier", address=bad),
    )
    with pytest.raises(InputError) as caught:
        office.filing.submit(wrong, TODAY, lambda _path: JPEG)
    for member in (
        *("applicant.name", "applicant.address", "delivery.address"),
        *("agent.name", "agent.relation", "agent.authority"),
    ):
        assert f"{member}：" in caught.value.message


def test_a_character_that_only_cards_have_may_be_in_a_name(
    office: Office, form: FilingForm
) -> None:
    rare = replace(form.applicant, name="试\ue863\U00031350　用", address="一村　1号")
    assert office.filing.submit(replace(form, applicant=rare), TODAY, lambda _path: JPEG).seq == 1
