"""The driver `serial-scanner`: codes from a scanner with a serial port of its own (also USB-CDC).

Scanners that type like a keyboard are `ui/scan_keys.py`; what a code means is `services`.
"""

from collections import deque
from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct

from kiosk.devices.port_search import PortSearch
from kiosk.devices.registry import DeviceTools
from kiosk.devices.serial_link import Reopening, SerialLink, port_condition
from kiosk.devices.worker import Worker
from kiosk.domain.errors import Unavailable
from kiosk.domain.setting_words import read_settings
from kiosk.ports.devices import Condition

MAX_BYTES = 4096
SILENCE_S = 0.05
"""A code without CR or LF ends so (devices.md §12)."""
_LISTEN_S = 0.25
_MOST_CODES = 8


class ScannerSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[devices.scanner]`, `driver = "serial-scanner"`."""

    port: str
    usb: str | None = None
    baud: Annotated[int, Meta(ge=1200, le=921600)] = 9600


def make(name: str, settings: Mapping[str, object], tools: DeviceTools) -> "SerialScanner":
    """Return the scanner of a table of the configuration. Raises InputError."""
    return SerialScanner(name, read_settings(settings, ScannerSettings), tools)


class CodeStream:
    """Cuts what a scanner sends into codes: each ends with CR, LF or silence."""

    def __init__(self) -> None:
        self._data = bytearray()

    @property
    def is_open(self) -> bool:
        """Tell whether a code has begun and not ended."""
        return bool(self._data)

    def add(self, data: bytes) -> tuple[str, ...]:
        """Take what has come and return the codes that ended in it."""
        *ended, rest = (bytes(self._data) + data).replace(b"\r", b"\n").split(b"\n")
        self.wipe()
        self._data += rest[: MAX_BYTES + 1]  # one more than allowed: too long stays too long
        return tuple(text for code in ended if (text := _read(code)))

    def silence(self) -> str:
        """Return the code that the silence ended, or nothing."""
        text = _read(bytes(self._data))
        self.wipe()
        return text

    def wipe(self) -> None:
        """Overwrite and forget a code that has begun."""
        self._data[:] = bytes(len(self._data))
        self._data.clear()


class SerialScanner:
    """The `Scanner` port on a serial port.

    Args:
        name: its name in the configuration.
        settings: where it is connected.
        tools: clock and log.
        search: where its port is now; None: as the settings say.
    """

    def __init__(
        self,
        name: str,
        settings: ScannerSettings,
        tools: DeviceTools,
        search: PortSearch | None = None,
    ) -> None:
        self.name = name
        self._search = search or PortSearch(settings.port, settings.usb)
        self._baud = settings.baud
        self._links = Reopening(self._open, tools.clock.monotonic_s)
        self._worker = Worker(name, self._listen, finish=self._finish, log=tools.log)
        self._log = tools.log
        self._stream = CodeStream()
        self._codes: deque[str] | None = None  # None: nobody listens
        self._heard_by: deque[str] | None = None  # who listened when the newest code began
        self._condition = Condition(state="absent", message="扫码器还没连上。")

    def start(self) -> None:
        """Begin to read the port; what comes counts only between `begin` and `end`."""
        self._worker.start()

    def close(self) -> None:
        """End the thread, free the port and wipe."""
        self.end()
        self._worker.close()

    def condition(self) -> Condition:
        """Return the newest condition for staff."""
        return self._condition

    def begin(self) -> None:
        """Listen: forget what was scanned before."""
        self._codes = deque(maxlen=_MOST_CODES)

    def end(self) -> None:
        """Stop listening and wipe."""
        codes, self._codes = self._codes, None
        if codes is not None:
            codes.clear()

    def take(self) -> str | None:
        """Return the oldest code that was not taken yet."""
        codes = self._codes
        return codes.popleft() if codes else None

    def _open(self) -> SerialLink:
        port = self._search.now()
        link = SerialLink(port, self._baud)
        self._search.opened(port)
        return link

    def _listen(self) -> float:
        """Read what comes; the step of the worker."""
        try:
            link = self._links.link()
            self._say(Condition(state="ok", message="扫码器正常。"))
            is_open = self._stream.is_open
            data = link.read(MAX_BYTES, SILENCE_S if is_open else _LISTEN_S)
        except Unavailable as error:
            self._lost(error)
            return max(self._links.wait_s(), 0.1)
        if not is_open:
            self._heard_by = self._codes
        found = self._stream.add(data) if data else (self._stream.silence(),)
        if self._heard_by is not None:
            self._heard_by.extend(filter(None, found))
        return 0.0

    def _lost(self, error: Unavailable) -> None:
        self._links.drop()
        self._stream.wipe()
        self._say(port_condition(error))

    def _say(self, condition: Condition) -> None:
        if condition != self._condition:
            self._log(f"device.{self.name}.state", state=condition.state)
            self._condition = condition

    def _finish(self) -> None:
        self._links.drop()
        self._stream.wipe()


def _read(code: bytes) -> str:
    """Return the text of a code: UTF-8, else GB18030; nothing for what is too long or neither."""
    if len(code) > MAX_BYTES:
        return ""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return code.decode(encoding).strip()
        except UnicodeDecodeError:
            continue
    return ""
