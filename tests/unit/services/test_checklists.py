"""Lists handed over and old ones checked, with plain renderers that show what they were given."""

import datetime as dt
from typing import Literal

import pytest
from msgspec.structs import replace

from kiosk.domain.changes import Change
from kiosk.domain.checklist import Checklist
from kiosk.domain.errors import InputError, Unavailable
from kiosk.ports.devices import (
    Condition,
    NotPrinted,
    Paper,
    PdfJob,
    Printed,
    PrinterFault,
    PrinterReady,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
    SlipJob,
)
from kiosk.ports.documents import QrMatrix, Sheet
from kiosk.ports.slips import Slip, SlipLine
from kiosk.services.browse import Browse
from kiosk.services.checklists import Checklists
from kiosk.services.guidance import Guidance
from kiosk.services.site import Site
from tests.builders import a_line, a_question, a_service, a_topic, is_
from tests.fakes.catalog_store import MemoryCatalogStore
from tests.unit.services.catalogues import CARD, SERVICES, SHOP, a_store
from tests.unit.services.test_browse import NoIndex

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 2, tzinfo=dt.UTC)
PLACE = "341602"
SITE = Site(name="花戏楼便民服务点", phone="0558-0000000", hours=None, nearest=None)


class TextRenderer:
    """Renders a sheet as one line of text."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def render(self, sheet: Sheet) -> bytes:
        size = "large" if sheet.large else "normal"
        return "|".join(
            (self.kind, sheet.site_name, sheet.region_name, sheet.code[:3], size)
        ).encode()  # fmt: skip

    def page_count(self, sheet: Sheet) -> int:
        return 2 if sheet.large else 1


class TextQr:
    """Encodes nothing, but says for which text."""

    def matrix(self, text: str) -> QrMatrix:
        return QrMatrix(rows=((True,),), version=len(text))

    def takeaway(
        self, checklist: Checklist, region_name: str, names: dict[str, str]
    ) -> tuple[str, ...]:
        return (checklist.plain, region_name, *names.values())


class PaperPrinter:
    """Keeps what it was told to print."""

    def __init__(self, paper: Paper, outcome: PrintOutcome, columns: int = 0) -> None:
        self.name = paper
        self.paper: Paper = paper
        self.takes: Literal["pdf", "slip"] = "slip" if columns else "pdf"
        self.columns = columns
        self.outcome = outcome
        self.jobs: list[PrintJob] = []

    def start(self) -> None: ...

    def close(self) -> None: ...

    def condition(self) -> Condition:
        return Condition(state="ok", message="能打印。")

    def status(self) -> PrinterStatus:
        return PrinterReady()

    def print(self, job: PrintJob) -> PrintOutcome:
        self.jobs.append(job)
        return self.outcome


def text_slip(sheet: Sheet, columns: int) -> Slip:
    said = "|".join(sheet.phone_codes) or sheet.checklist.plain
    return Slip(parts=(SlipLine(text=f"{said}|{columns}"),))


def service_on(store: MemoryCatalogStore, *printers: PaperPrinter) -> tuple[Checklists, Guidance]:
    guidance = Guidance(store)
    made = Checklists(
        guidance=guidance,
        browse=Browse(store, NoIndex()),
        a4=TextRenderer("a4"),
        slip=TextRenderer("slip"),
        slip_lines=text_slip,
        qr=TextQr(),
        printers=printers,
        site=SITE,
    )
    return made, guidance


def a_found_list(guidance: Guidance, size: str = "large") -> Checklist:
    given = {"who": ["relative"], "size": [size]}
    return guidance.checklist(guidance.enquiry("open-shop", PLACE, TODAY, given))


def printed_code(**answers: str) -> str:
    """Return the K1 text of a list printed on the first edition."""
    checklists, guidance = service_on(a_store())
    given = {"who": ["relative"], "size": ["large"]} | {q: [v] for q, v in answers.items()}
    enquiry = guidance.enquiry("open-shop", PLACE, TODAY, given)
    return checklists.code(guidance.checklist(enquiry))


def test_each_paper_has_its_renderer_and_the_site_on_it() -> None:
    checklists, guidance = service_on(a_store())
    found = a_found_list(guidance)
    assert (
        checklists.pdf(found, "a4", NOW).decode() == "a4|花戏楼便民服务点|亳州市谯城区|K1:|normal"
    )
    assert checklists.pdf(found, "receipt", NOW, large=True).decode().startswith("slip|")
    assert checklists.page_count(found, "a4", NOW, large=True) == 2
    assert checklists.page_count(found, "receipt", NOW, large=True) == 1


def test_printing_goes_to_the_printer_of_that_paper() -> None:
    out_of_paper = NotPrinted(fault=PrinterFault(code="E-PR-01", trouble="no_paper"))
    a4, slip = PaperPrinter("a4", Printed(sure=False)), PaperPrinter("receipt", out_of_paper)
    checklists, guidance = service_on(a_store(), a4, slip)
    found = a_found_list(guidance)
    assert checklists.papers() == ("a4", "receipt")
    assert checklists.print(found, "a4", NOW) == Printed(sure=False)
    assert checklists.print(found, "receipt", NOW) == out_of_paper
    [pages], [narrow] = a4.jobs, slip.jobs
    assert isinstance(pages, PdfJob)
    assert pages.title == "开小店"
    assert isinstance(narrow, PdfJob)
    assert narrow.pdf.startswith(b"slip|")


def test_a_printer_that_sets_type_itself_gets_lines_of_its_width() -> None:
    printer = PaperPrinter("receipt", Printed(), columns=32)
    checklists, guidance = service_on(a_store(), printer)
    assert checklists.print(a_found_list(guidance), "receipt", NOW) == Printed()
    assert printer.jobs == [SlipJob(slip=Slip(parts=(SlipLine(text="开小店|32"),)))]


def test_without_a_printer_there_is_no_paper() -> None:
    checklists, guidance = service_on(a_store())
    assert checklists.papers() == ()
    with pytest.raises(Unavailable):
        checklists.print(a_found_list(guidance), "a4", NOW)


def test_the_phone_gets_names_for_what_is_mentioned_by_id() -> None:
    checklists, guidance = service_on(a_store())
    found = a_found_list(guidance, "?")
    texts = checklists.takeaway_text(found)
    assert texts[:2] == ("开小店", "亳州市谯城区")
    assert checklists.names(found)["permit"] == "办许可证"
    assert [m.version for m in checklists.takeaway(found)] == [len(t) for t in texts]


def test_the_codes_for_a_phone_go_to_the_receipt_printer_alone() -> None:
    printer = PaperPrinter("receipt", Printed(), columns=48)
    checklists, guidance = service_on(a_store(), printer)
    found = a_found_list(guidance)
    job = checklists.codes_job(found, NOW)
    said = "|".join(checklists.takeaway_text(found))
    assert isinstance(job, SlipJob) and job.slip.parts[0] == SlipLine(text=f"{said}|48")
    checklists, _ = service_on(a_store(), PaperPrinter("a4", Printed()))
    with pytest.raises(Unavailable):
        checklists.codes_job(found, NOW)


def test_a_list_on_the_same_facts_is_still_valid_years_later_and_in_a_newer_edition() -> None:
    code = printed_code()
    checklists, _ = service_on(a_store(edition="7"))
    check = checklists.check(code, TODAY.replace(year=2028))
    assert (check.valid, check.changes) == (True, ())
    assert (check.edition_then, check.edition_now) == ("1", "7")


def test_each_line_that_differs_is_named() -> None:
    code = printed_code()
    licence = replace(
        SERVICES[0],
        evidence=(a_line("id-card", copies=2), a_line("deed")),
        time=replace(SERVICES[0].time, promised=()),
    )
    checklists, _ = service_on(a_store(services=(licence, *SERVICES[1:]), edition="2"))
    check = checklists.check(code, TODAY)
    assert not check.valid
    assert check.changes == (
        Change(
            kind="changed",
            what="步骤：licence办理",
            then="3个工作日，不收费",
            now="时限请向窗口确认，不收费",
        ),
        Change(
            kind="changed",
            what="id-card",
            then="要带的：原件1份，复印件1份",
            now="要带的：原件1份，复印件2份",
        ),
        Change(kind="added", what="deed", then=None, now="要带的：原件1份"),
        Change(kind="removed", what="letter", then="要带的：原件1份", now=None),
    )


def test_a_difference_outside_the_coded_lines_is_one_change() -> None:
    code = printed_code()
    licence = replace(SERVICES[0], basis=("某法§1",))
    checklists, _ = service_on(a_store(services=(licence, *SERVICES[1:])))
    [change] = checklists.check(code, TODAY).changes
    assert (change.kind, change.what) == ("changed", "窗口、说明或依据")


def test_a_topic_that_no_longer_exists_is_one_change() -> None:
    code = printed_code()
    checklists, _ = service_on(a_store(topics=(CARD,)))
    [change] = checklists.check(code, TODAY).changes
    assert (change.kind, change.what) == ("removed", "办事主题（open-shop）")
    with pytest.raises(InputError):
        checklists.resume(code, TODAY)


def test_an_option_that_no_longer_exists_is_one_change_and_is_asked_again() -> None:
    code = printed_code()
    size = a_question("size", "small", "huge", ask="店多大")
    topic = a_topic("licence", id="open-shop", plain="开小店", questions=("who", size))
    topic = replace(topic, includes=(*topic.includes, *_when_huge()))
    checklists, guidance = service_on(a_store(topics=(topic, CARD)))
    [change] = checklists.check(code, TODAY).changes
    assert (change.kind, change.what) == ("removed", "“店多大”原来的回答")
    enquiry = checklists.resume(code, TODAY)
    upcoming = guidance.progress(enquiry).next_question
    assert upcoming is not None
    assert upcoming.id == "size"


def _when_huge() -> tuple[object, ...]:
    huge = replace(SHOP.includes[1], when=is_("size", "huge"), after=())
    return (huge,)


def test_a_question_that_no_longer_exists_is_one_change_beside_the_lines() -> None:
    code = printed_code()
    topic = a_topic("licence", id="open-shop", plain="开小店", questions=("who",))
    checklists, _ = service_on(a_store(topics=(topic, CARD)))
    changes = checklists.check(code, TODAY).changes
    assert [(c.kind, c.what) for c in changes] == [
        ("removed", "一个问题（size）"),
        ("removed", "步骤：办许可证"),
        ("removed", "licence-paper"),
    ]


def test_resuming_goes_on_at_the_first_open_question() -> None:
    checklists, guidance = service_on(a_store())
    enquiry = guidance.enquiry("open-shop", PLACE, TODAY, {"who": ["self"]})
    code = checklists.code(guidance.checklist(enquiry))
    assert checklists.resume(code, TODAY) == enquiry


def test_a_damaged_code_is_refused() -> None:
    checklists, _ = service_on(a_store())
    with pytest.raises(InputError):
        checklists.check(printed_code()[:-1], TODAY)


def test_a_service_that_vanished_is_named_by_its_id() -> None:
    code = printed_code()
    only_licence = replace(SHOP, includes=SHOP.includes[:1])
    stores = a_store(topics=(only_licence, CARD), services=(SERVICES[0], a_service("card")))
    changes = service_on(stores)[0].check(code, TODAY).changes
    assert Change(
        kind="removed", what="步骤：permit", then="时限请向窗口确认，不收费", now=None
    ) in changes  # fmt: skip
