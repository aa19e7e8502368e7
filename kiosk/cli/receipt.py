"""A receipt as files: what stands on it is gathered from the filing, the list and the journal.

How it looks is `documents/receipt_paper.py`. Imported when somebody files.
"""

import datetime as dt
from pathlib import Path

from kiosk.bootstrap import Station
from kiosk.documents.qr import QrCodes
from kiosk.documents.receipt_paper import ReceiptPaper
from kiosk.domain import wording
from kiosk.domain.filing import FilingForm, given_answers
from kiosk.files import font_file, rare_font, write_atomic
from kiosk.journal.entry import read_header
from kiosk.ports.documents import FontFiles, ReceiptSheet
from kiosk.records import Records
from kiosk.services.filing import KeptFiling


def write_receipts(
    station: Station,
    records: Records,
    form: FilingForm,
    kept: KeptFiling,
    *,
    a4: Path | None,
    slip: Path | None,
) -> None:
    """Write the receipt of a filing that is kept. Raises InputError, Unavailable: it stays kept."""
    if a4 is None and slip is None:
        return
    fonts = FontFiles(regular=font_file("Regular"), bold=font_file("Bold"), rare=rare_font())
    paper, sheet = ReceiptPaper(fonts, QrCodes()), receipt_sheet(station, records, form, kept)
    if a4 is not None:
        write_atomic(a4, paper.a4(sheet))
    if slip is not None:
        write_atomic(slip, paper.slip(sheet))


def receipt_sheet(
    station: Station, records: Records, form: FilingForm, kept: KeptFiling
) -> ReceiptSheet:
    """Return what stands on the receipt of a filing."""
    answers = given_answers(form)
    enquiry = station.guidance.enquiry(form.topic, form.region, station.today(), answers)
    checklist = station.guidance.checklist(enquiry)
    names = {line.evidence: wording.material_name(line) for line in checklist.materials}
    given = [one.evidence for one in form.materials if one.have]
    (entry,) = records.journal.entries(kept.seq - 1, 1)
    header = read_header(entry.header)
    return ReceiptSheet(
        receipt=kept.receipt,
        item_name=checklist.plain,
        filed_at=dt.datetime.fromtimestamp(header.t_wall / 1000, dt.UTC),
        is_time_checked=header.t_q > 0,
        handed_in=tuple(names[one] for one in given if one in names),
        slip=kept.slip,
        query_code=kept.query_code,
        site_name=station.site.name,
        site_phone=station.site.phone,
        hotline=checklist.hotline,
    )
