"""A driverless printer asked directly: its own state, and the jobs that it holds (IPP Everywhere).

Pages go through the queue of the print service, never from here.
"""

from urllib.parse import urlsplit

from kiosk.devices.printer.ipp_link import Target, exchange
from kiosk.devices.printer.ipp_message import Answer, Attribute, AttributeGroup, attribute, encode
from kiosk.domain.errors import Unavailable

ANSWER_WITHIN_S = 2.0
_CANCEL_JOB, _GET_JOBS, _GET_PRINTER = 0x08, 0x0A, 0x0B
_JOB_GROUP, _PRINTER_GROUP = 0x02, 0x04
_FIRST_ERROR = 0x0100


class DriverlessPrinter:
    """One printer.

    Args:
        target: where it listens.
        uri: its address in full.
    """

    def __init__(self, target: Target, uri: str) -> None:
        self._target = target
        self._path = urlsplit(uri).path or "/"
        self._uri = attribute("printer-uri", "uri", uri)

    def state(self) -> AttributeGroup | None:
        """Return `printer-state` and its reasons; None when it does not answer twice."""
        wanted = attribute(
            "requested-attributes", "keyword", "printer-state", "printer-state-reasons"
        )
        for _ in range(2):  # a sleeping one needs the first to wake up
            try:
                answer = self._ask(_GET_PRINTER, wanted)
            except Unavailable:
                continue
            if answer.status < _FIRST_ERROR:
                return answer.group(_PRINTER_GROUP)
        return None

    def recall(self, mark: str, user: str) -> None:
        """Cancel the unfinished jobs whose titles begin with `mark`; silence is passed over."""
        owner = attribute("requesting-user-name", "name", user)
        which = attribute("which-jobs", "keyword", "not-completed")
        wanted = attribute("requested-attributes", "keyword", "job-id", "job-name")
        try:
            answer = self._ask(_GET_JOBS, owner, which, wanted)
            for group in answer.groups:
                if group.tag == _JOB_GROUP and group.text("job-name").startswith(mark):
                    job = attribute("job-id", "integer", group.number("job-id"))
                    self._ask(_CANCEL_JOB, job, owner)
        except Unavailable:
            return

    def _ask(self, operation: int, *request: Attribute) -> Answer:
        message = encode(operation, (self._uri, *request))
        return exchange(self._target, self._path, message, within_s=ANSWER_WITHIN_S)
