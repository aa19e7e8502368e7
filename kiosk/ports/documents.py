"""Document ports: a personal list becomes paper, text and QR codes, as bytes."""

import datetime as dt
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from kiosk.domain.checklist import Checklist
from kiosk.domain.schedule import StepDates
from kiosk.ports.devices import Paper
from kiosk.ports.slips import Slip


class FontFiles(Struct, frozen=True, kw_only=True):
    """Where the fonts are. `rare` carries Ext B–F (GB 18030-2022 level 3) and may be absent."""

    regular: Path
    bold: Path
    rare: Path | None = None


class Sheet(Struct, frozen=True, kw_only=True):
    """What a renderer needs besides the list: where and when it is printed, and the codes on it.

    `names` gives the plain names of services and evidence types that outcomes of unclear questions
    mention by id; they stand on no line of the list. `phone_codes`: a slip shows these codes and
    no list; A4 does not know them.
    """

    checklist: Checklist
    names: dict[str, str] = {}
    site_name: str
    site_phone: str | None
    region_name: str
    printed_at: dt.datetime
    code: str
    dates: tuple[StepDates, ...] = ()
    large: bool = False
    phone_codes: tuple[str, ...] = ()


class ReceiptSheet(Struct, frozen=True, kw_only=True):
    """What stands on a 提交回执: no name, no number of a person.

    `handed_in` are plain names of papers, None when the kiosk was started anew since: they are
    sealed. `slip` is the text of the code that proves the filing, `query_code` the 8 digits that
    are printed once. `is_time_checked` False: `t_q` was 0.
    """

    receipt: str
    item_name: str
    filed_at: dt.datetime
    is_time_checked: bool
    handed_in: tuple[str, ...] | None
    slip: str
    query_code: str
    site_name: str
    site_phone: str | None
    hotline: str


class ChecklistRenderer(Protocol):
    """A4 事前告知单 as PDF. Called on the work thread; about 20 ms a list."""

    def render(self, sheet: Sheet) -> bytes:
        """Return a PDF. Raises Unavailable when a bundled font is missing."""
        ...

    def page_count(self, sheet: Sheet) -> int:
        """Return how many pages `render` makes."""
        ...


class SlipRenderer(Protocol):
    """80 mm version of the list, or its codes, as a one-page PDF of 72 mm printing width."""

    def render(self, sheet: Sheet) -> bytes:
        """Return a PDF as long as its text."""
        ...


class SlipWriter(Protocol):
    """The short list, or its codes, as lines, for receipt printers that set type themselves."""

    def __call__(self, sheet: Sheet, columns: int, /) -> Slip:
        """Return the slip for lines of `columns` half-width characters."""
        ...


class ReceiptRenderer(Protocol):
    """提交回执 as PDF. Called on the work thread."""

    def receipt(self, sheet: ReceiptSheet, paper: Paper) -> bytes:
        """Return a PDF for that paper. Raises Unavailable when a bundled font is missing."""
        ...


class ReceiptSlipWriter(Protocol):
    """The receipt as lines, for receipt printers that set type themselves."""

    def __call__(self, sheet: ReceiptSheet, columns: int, /) -> Slip:
        """Return the slip for lines of `columns` half-width characters."""
        ...


class QrMatrix(Struct, frozen=True, kw_only=True):
    """The modules of a QR code without quiet zone, row by row; True is dark."""

    rows: tuple[tuple[bool, ...], ...]
    version: int


class QrEncoder(Protocol):
    """QR codes for paper and screen."""

    def matrix(self, text: str) -> QrMatrix:
        """Encode text (alphanumeric mode where possible, level L or better)."""
        ...

    def takeaway(
        self, checklist: Checklist, region_name: str, names: dict[str, str]
    ) -> tuple[str, ...]:
        """Return the list as plain text for a phone, split so that each part fits one easy code."""
        ...
