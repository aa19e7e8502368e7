"""A queue of CUPS on Linux: looks, sends, follows, cancels and forgets through IPP operations.

How long a job is waited for and what a resident is told is `page_printer.py`.
"""

from urllib.parse import quote

from kiosk.devices.printer.driverless import DriverlessPrinter
from kiosk.devices.printer.ipp_link import Target, exchange, target_of_uri, user_name
from kiosk.devices.printer.ipp_message import (
    Answer,
    Attribute,
    AttributeGroup,
    attribute,
    encode,
)
from kiosk.devices.printer.ipp_reasons import (
    PAUSED,
    UNREACHABLE,
    is_paper_low,
    is_toner_low,
    trouble_of,
)
from kiosk.devices.printer.page_queue import JobState, QueueState, Unsent
from kiosk.domain.errors import Unavailable

A4 = "iso_a4_210x297mm"
ASK_WITHIN_S = 4.0
SEND_WITHIN_S = 10.0

_CREATE, _SEND, _CANCEL, _GET_JOB, _GET_JOBS, _GET_PRINTER = 0x05, 0x06, 0x08, 0x09, 0x0A, 0x0B
_GET_QUEUES = 0x4002
_JOB_GROUP, _PRINTER_GROUP = 0x02, 0x04
_NOT_FOUND = 0x0406
_FIRST_ERROR = 0x0100
_PROCESSING, _STOPPED = 4, 5
_HERE = ("localhost", "127.0.0.1", "::1")
_TELLING = ("ipp:", "ipps:", "implicitclass:")
_ASKED = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "device-uri",
)


class CupsQueue:
    """The `PageQueue` port on CUPS.

    Args:
        server: where the scheduler listens.
        queue: the name of the queue.
        sides: an IPP keyword; a printer that cannot do it prints one-sided.
        mark: how the titles of this kiosk's jobs begin: leftovers are told by it from the jobs of
            others, also of a second kiosk at the same printer.
    """

    def __init__(self, server: Target, queue: str, *, sides: str, mark: str) -> None:
        self.label = queue
        self._server = server
        self._path = f"/printers/{quote(queue)}"
        self._uri = attribute("printer-uri", "uri", f"ipp://localhost{self._path}")
        self._sides = sides
        self._mark = mark
        self._past: tuple[str, ...] = ()
        self._device = ""

    def look(self) -> QueueState:
        """Ask the scheduler, and where that is possible the idle printer itself."""
        wanted = attribute("requested-attributes", "keyword", *_ASKED)
        answer = self._ask(_GET_PRINTER, self._uri, wanted)
        if answer.status == _NOT_FOUND:
            return QueueState(trouble=UNREACHABLE, refuses=True, missing=True)
        found = answer.group(_PRINTER_GROUP)
        reasons, device = found.texts("printer-state-reasons"), found.text("device-uri")
        self._device = device
        can_tell = device.startswith(_TELLING) or "._ipp" in device
        state = found.number("printer-state")
        if state == _STOPPED or not found.number("printer-is-accepting-jobs"):
            return QueueState(trouble=PAUSED, refuses=True, can_tell=can_tell)
        if state == _PROCESSING:
            return _state_of(self._fresh(reasons), busy=True, can_tell=can_tell)
        self._past = reasons
        return self._idle(can_tell)

    def _fresh(self, reasons: tuple[str, ...]) -> tuple[str, ...]:
        """Return the reasons of this job: until the printer speaks, the last job's are repeated."""
        if reasons == self._past:
            return ()
        self._past = ()
        return reasons

    def _idle(self, can_tell: bool) -> QueueState:
        """Ask the printer: what the scheduler last heard of an idle one may be long past."""
        printer = self._printer()
        if printer is None:
            return QueueState(can_tell=can_tell)
        found = printer.state()
        if found is None:
            return QueueState(trouble=UNREACHABLE, refuses=True, can_tell=can_tell)
        reasons = found.texts("printer-state-reasons")
        stopped = found.number("printer-state") == _STOPPED
        return _state_of(reasons, errors_only=not stopped, can_tell=can_tell)

    def send(self, pdf: bytes, title: str) -> int:
        """Create a job, then send its document: so its number is known before any page is."""
        sides = attribute("sides", "keyword", self._sides)
        paper = attribute("media", "keyword", A4)
        name = attribute("job-name", "name", f"{self._mark}{title}")
        try:
            created = self._ask(_CREATE, self._uri, _user(), name, job=(paper, sides))
        except Unavailable as error:
            raise Unsent(None) from error
        job = created.group(_JOB_GROUP).number("job-id")
        if created.status >= _FIRST_ERROR or not job:
            raise Unsent(None)
        kind = attribute("document-format", "mime", "application/pdf")
        last = attribute("last-document", "boolean", True)
        try:
            sent = self._ask(_SEND, *_of(job), _user(), kind, last, document=pdf)
        except Unavailable as error:
            raise Unsent(job) from error
        if sent.status >= _FIRST_ERROR:
            raise Unsent(job)
        return job

    def job(self, job: int) -> JobState:
        """Ask for the state of a job."""
        wanted = attribute("requested-attributes", "keyword", "job-state", "job-state-reasons")
        answer = self._ask(_GET_JOB, *_of(job), _user(), wanted)
        if answer.status == _NOT_FOUND:
            return "gone"
        found = answer.group(_JOB_GROUP)
        match found.number("job-state"):
            case 9:
                return "done"
            case 7 | 8:
                return "stopping" if self._is_stopping(found) else "stopped"
        return "waiting"

    def _is_stopping(self, found: AttributeGroup) -> bool:
        """Tell whether a cancelled job's programs still run.

        CUPS 2.4 leaves `processing-to-stop-point` on ended jobs, so the printer has to be busy too.
        """
        if "processing-to-stop-point" not in found.texts("job-state-reasons"):
            return False
        return self.look().busy

    def cancel(self, job: int) -> None:
        """Cancel; the scheduler kills a deaf back end after its `JobKillDelay`, by default 30 s."""
        self._ask(_CANCEL, *_of(job), _user())

    def forget(self, job: int) -> None:
        """Purge: the scheduler would keep the document for a day by default.

        Only what has ended: a purge loses sight of programs that still run.
        """
        self._ask(_CANCEL, *_of(job), _user(), attribute("purge-job", "boolean", True))

    def recall(self) -> None:
        """Cancel our jobs at a driverless printer.

        A scheduler that is stopped, or whose queue is deleted, kills its back end and leaves the
        job with the printer, which would print it as soon as somebody adds paper.
        """
        printer = self._printer()
        if printer is not None:
            printer.recall(self._mark, user_name())

    def _printer(self) -> DriverlessPrinter | None:
        """Return the printer behind the queue when it can be asked from here."""
        is_local = self._server.socket_path or self._server.host in _HERE
        target = target_of_uri(self._device) if is_local else None
        return DriverlessPrinter(target, self._device) if target is not None else None

    def leftovers(self, older_than_s: float) -> tuple[int, ...]:
        """Return our unfinished jobs on this queue that were made earlier."""
        answer = self._ask(
            _GET_JOBS,
            self._uri,
            _user(),
            attribute("my-jobs", "boolean", True),
            attribute("which-jobs", "keyword", "not-completed"),
            attribute(
                "requested-attributes",
                "keyword",
                *("job-id", "job-name", "time-at-creation", "job-printer-up-time"),
            ),
        )
        return tuple(
            group.number("job-id")
            for group in answer.groups
            if group.tag == _JOB_GROUP
            and group.text("job-name").startswith(self._mark)
            and group.number("job-printer-up-time") - group.number("time-at-creation")
            > older_than_s
        )

    def _ask(
        self,
        operation: int,
        *request: Attribute,
        job: tuple[Attribute, ...] = (),
        document: bytes = b"",
    ) -> Answer:
        message = encode(operation, request, job) + document
        within_s = SEND_WITHIN_S if document else ASK_WITHIN_S
        return exchange(self._server, self._path, message, within_s=within_s)


def queues(server: Target) -> tuple[str, ...]:
    """Return the names of all queues, for the assistant that writes a configuration.

    Raises:
        Unavailable: no print service answers.
    """
    wanted = attribute("requested-attributes", "keyword", "printer-name")
    answer = exchange(server, "/", encode(_GET_QUEUES, (wanted,)), within_s=ASK_WITHIN_S)
    groups = (group for group in answer.groups if group.tag == _PRINTER_GROUP)
    return tuple(sorted(name for group in groups if (name := group.text("printer-name"))))


def _state_of(
    reasons: tuple[str, ...], *, can_tell: bool, busy: bool = False, errors_only: bool = False
) -> QueueState:
    """Return the state that reasons mean; with trouble an idle printer takes no job."""
    trouble = trouble_of(reasons, errors_only=errors_only)
    return QueueState(
        trouble=trouble,
        hint=trouble_of(reasons),
        refuses=trouble is not None and not busy,
        busy=busy,
        paper_low=is_paper_low(reasons),
        can_tell=can_tell,
        note="墨粉快用完了" if is_toner_low(reasons) else "",
    )


def _of(job: int) -> tuple[Attribute, ...]:
    """Name a job by its own address, which outlives its queue."""
    return (attribute("job-uri", "uri", f"ipp://localhost/jobs/{job}"),)


def _user() -> Attribute:
    return attribute("requesting-user-name", "name", user_name())
