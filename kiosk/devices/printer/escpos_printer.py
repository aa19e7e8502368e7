"""The driver `escpos`: a receipt printer on its own thread, watched while it prints.

Bytes are `escpos_bytes.py`, the meaning of status bytes `escpos_status.py`, ports
`escpos_links.py`. Windows raw queues and CUPS tell nothing back: they are other drivers.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from kiosk.devices.port_search import PortSearch
from kiosk.devices.printer import escpos_status as status_bytes
from kiosk.devices.printer.escpos_dialect import Cut, Dialect, Encoding, Strip
from kiosk.devices.printer.escpos_links import check_port, lost, open_link
from kiosk.devices.printer.escpos_status import UNREACHABLE, Reading
from kiosk.devices.printer.escpos_talk import PrinterTalk
from kiosk.devices.registry import DeviceTools
from kiosk.devices.serial_link import Flow, Reopening, port_condition
from kiosk.devices.worker import Worker
from kiosk.domain.errors import Unavailable
from kiosk.domain.setting_words import read_settings
from kiosk.files import font_file, rare_font
from kiosk.ports.devices import (
    Condition,
    NotPrinted,
    Paper,
    Printed,
    PrinterPrinting,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
    SlipJob,
)

if TYPE_CHECKING:
    from kiosk.devices.printer.escpos_type import DotType

LOOK_EVERY_S = 4.0
"""How often an idle printer is asked how it is."""
JOB_WITHIN_S = 85.0
"""A job that did not end by then is given up; the port promises 90 s."""
_WATCH_EVERY_S = 0.3
_GRACE_S = 10.0
"""Some printers answer only when they have printed what came before."""
_SENT_WITHIN_S = 45.0
_OUT_WITHIN_S = 60.0
"""With the questions before and after, and grace, less than JOB_WITHIN_S."""
_SILENT = Condition(
    state="fault", message="小票打印机没有回答。", fix="看它的电源和线；休眠了就按一下进纸键。"
)


class EscposSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[devices.receipt]`, `driver = "escpos"`."""

    port: str
    usb: str | None = None
    width_mm: Literal[58, 80] = 80
    dots: Annotated[int, Meta(ge=256, le=832)] | None = None
    columns: Annotated[int, Meta(ge=16, le=69)] | None = None
    baud: Annotated[int, Meta(ge=1200, le=921600)] = 9600
    flow: Flow = "none"
    encoding: Encoding = "gb18030"
    native_qr: bool = False
    line_spacing: bool = True
    cut: Cut = "full"
    mm_per_s: Annotated[float, Meta(ge=10, le=10_000)] = 60.0
    write_timeout_s: Annotated[float, Meta(ge=0.1, le=30)] = 5.0


_DOTS = {58: 384, 80: 576}
_DRAWING = ("escpos", "PIL", "qrcode")
"""Loaded by the first print, which takes 6 MB: a kiosk that printed nothing does not carry them."""


def make(name: str, settings: Mapping[str, object], tools: DeviceTools) -> "EscposPrinter":
    """Return the printer of a table of the configuration.

    Raises:
        InputError: a wrong setting.
        ImportError: a library is missing that the first print would need.
    """
    chosen = read_settings(settings, EscposSettings)
    check_port(chosen.port)
    for library in _DRAWING:
        if find_spec(library) is None:
            raise ImportError(name=library)
    return EscposPrinter(name, chosen, tools)


class EscposPrinter:
    """The `Printer` port on ESC/POS.

    Args:
        name: its name in the configuration.
        settings: how it is connected and what its model understands.
        tools: clock and log.
        search: where its port is now; None: as the settings say.
    """

    paper: Paper = "receipt"
    takes: Literal["pdf", "slip"] = "slip"

    def __init__(
        self,
        name: str,
        settings: EscposSettings,
        tools: DeviceTools,
        search: PortSearch | None = None,
    ) -> None:
        self.name = name
        self._search = search or PortSearch(settings.port, settings.usb)
        self._dots = settings.dots or _DOTS[settings.width_mm]
        self.columns = settings.columns or self._dots // 12
        self._settings = settings
        self._dialect = Dialect(
            dots=self._dots,
            encoding=settings.encoding,
            has_native_qr=settings.native_qr,
            has_spacing=settings.line_spacing,
            cut=settings.cut,
        )
        self._is_serial = not settings.port.startswith(("usb:", "file:", "socket://"))
        self._now: Callable[[], float] = tools.clock.monotonic_s
        self._log = tools.log
        self._links: Reopening[PrinterTalk] = Reopening(self._open, self._now)
        self._worker = Worker(name, self._look, finish=self._links.drop, log=tools.log)
        self._has_told = False
        self._may_hold_old = True  # also after a power cut in the middle of a print
        self._status: PrinterStatus = UNREACHABLE
        self._condition = Condition(state="absent", message="小票打印机还没连上。")

    def start(self) -> None:
        """Begin to watch the printer."""
        self._worker.start()

    def close(self) -> None:
        """End the thread and free the port."""
        self._worker.close()

    def status(self) -> PrinterStatus:
        """Return the newest known status."""
        return self._status

    def condition(self) -> Condition:
        """Return the newest condition for staff."""
        return self._condition

    def print(self, job: PrintJob) -> PrintOutcome:
        """Print a slip to its end; anything else is not for this printer."""
        if not isinstance(job, SlipJob):
            return NotPrinted(fault=UNREACHABLE)
        from kiosk.devices.printer.escpos_bytes import composed

        try:
            strip = composed(job.slip, self._dialect, self._dot_type)
            return self._worker.call(lambda: self._print(strip), within_s=JOB_WITHIN_S)
        except Unavailable:
            return NotPrinted(fault=UNREACHABLE)

    @cached_property
    def _dot_type(self) -> "DotType":
        from kiosk.devices.printer.escpos_type import DotType

        return DotType(font_file("Regular"), font_file("Bold"), rare_font())

    def _open(self) -> PrinterTalk:
        settings = self._settings
        port = self._search.now()
        link = open_link(port, settings.baud, settings.write_timeout_s, settings.flow)
        self._search.opened(port)
        return PrinterTalk(link)

    def _look(self) -> float:
        """Ask an idle printer how it is; the step of the worker."""
        try:
            found = self._found()
        except Unavailable as error:
            self._lost(error)
            return max(self._links.wait_s(), 0.1)
        self._publish(found)
        return LOOK_EVERY_S

    def _print(self, strip: Strip) -> PrintOutcome:
        """Print and tell what became of it; runs on the worker."""
        try:
            before = self._found()
            blocked = UNREACHABLE if self._is_gone(before) else status_bytes.fault(before)
            if blocked:
                self._publish(before)
                return NotPrinted(fault=blocked)
            self._status = PrinterPrinting()
            talk = self._links.link()
            outcome = self._watch(talk, self._send(talk, strip))
        except Unavailable as error:
            self._lost(error)
            self._may_hold_old = True
            outcome = NotPrinted(fault=UNREACHABLE)
        self._log(f"device.{self.name}.job", outcome=type(outcome).__name__)
        return outcome

    def _send(self, talk: PrinterTalk, strip: Strip) -> float:
        """Send a slip and return when it should have come out.

        Raises:
            Unavailable: the printer takes nothing any more; what it has is called off.
        """
        began_s = self._now()
        give_up_s = began_s + _SENT_WITHIN_S
        try:
            if not talk.send(strip.data, lambda: self._now() > give_up_s):
                raise lost(self._settings.port)
        except Unavailable:
            found = talk.call_off()
            if found and status_bytes.fault(found):
                return self._now()  # it stopped for a cause that the next look names
            raise
        wire_s = len(strip.data) * 10 / self._settings.baud if self._is_serial else 0.0
        paper_s = strip.length_mm / self._settings.mm_per_s
        ends_s = max(began_s + wire_s, self._now()) + paper_s
        return min(ends_s, began_s + _OUT_WITHIN_S)

    def _watch(self, talk: PrinterTalk, ends_s: float) -> PrintOutcome:
        """Wait until the slip has come out or something stops it."""
        if not self._has_told:
            self._worker.pause(ends_s - self._now())
            self._publish(Reading(health="unknown"))
            return Printed(sure=False)
        while True:
            found = self._ask(talk)
            trouble = status_bytes.fault(found)
            if found.health == "cutter":
                self._publish(found)
                return Printed(staff="E-PR-02")
            if trouble:
                talk.call_off()
                self._publish(found)
                return NotPrinted(fault=trouble)
            left_s = ends_s - self._now()
            if left_s <= 0 and found.health != "unknown":
                self._publish(found)
                return Printed()
            if left_s <= -_GRACE_S:
                raise lost(self._settings.port)
            self._worker.pause(min(max(left_s, 0.05), _WATCH_EVERY_S))

    def _found(self) -> Reading:
        """Ask, opening the link where needed, until the answer is sure.

        A link that was lost or fell silent in the meantime is opened anew at once. A printer that
        may still hold a part of somebody's list forgets it before anything else.
        """
        found: Reading | None = None
        try:
            found = self._ask(self._links.link())
        except Unavailable as error:
            if error.code != "port.lost":
                raise
        if found is None or self._is_gone(found):
            self._links.drop()
            found = self._ask(self._links.link())
        if self._may_hold_old and not self._is_gone(found):
            self._may_hold_old = self._links.link().call_off() is None
        return found

    def _ask(self, talk: PrinterTalk) -> Reading:
        found = talk.ask_surely()
        self._has_told = self._has_told or talk.has_answered
        return found

    def _is_gone(self, found: Reading) -> bool:
        """Tell whether a printer that used to answer has fallen silent."""
        return found.health == "unknown" and self._has_told

    def _publish(self, found: Reading) -> None:
        """Make a reading known."""
        if self._is_gone(found):
            self._links.drop()
            self._say(UNREACHABLE, _SILENT)
            return
        status = status_bytes.fault(found) or status_bytes.ready(found)
        self._say(status, status_bytes.condition(found))

    def _lost(self, error: Unavailable) -> None:
        """Make known that there is no way to the printer."""
        self._links.drop()
        self._say(UNREACHABLE, port_condition(error))

    def _say(self, status: PrinterStatus, condition: Condition) -> None:
        if condition != self._condition:
            self._log(f"device.{self.name}.state", state=condition.state)
        self._status, self._condition = status, condition
