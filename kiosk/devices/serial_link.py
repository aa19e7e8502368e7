"""A serial port as bytes in and out: opened by URL and exclusively, its errors told in one way.

Frames, commands and deadlines belong to the drivers, and so does the thread: a link is used on its
device's thread alone. Only here is pyserial's zoo of exceptions known: an unplugged port raises
SerialException, plain OSError or termios.error, depending on what was tried.
"""

import errno
import sys
from collections.abc import Callable
from typing import Any, Generic, Literal, Protocol, TypeVar

from kiosk.domain.errors import Unavailable
from kiosk.ports.devices import Condition

LOST: tuple[type[Exception], ...] = (OSError,)
"""What pyserial raises for a port that is gone; SerialException is an OSError."""
if sys.platform != "win32":
    import termios

    LOST += (termios.error,)


Flow = Literal["none", "rts", "xon", "dtr"]
_FLOWS: dict[Flow, tuple[str, ...]] = {
    "none": (),
    "rts": ("rtscts",),
    "xon": ("xonxoff",),
    "dtr": ("dsrdtr",),
}


class SerialLink:
    """One open port.

    Every method but `close` raises `Unavailable` with the code `port.lost` when the port is gone.

    Args:
        port: what `serial_for_url` takes: a device, `socket://`, `rfc2217://`, `hwgrep://`.
        baud: line speed.
        write_timeout_s: how long the port may take nothing before it counts as lost.
        flow: how the device says stop: not at all, by RTS/CTS, by XON/XOFF, or by DTR/DSR (which
            Windows alone obeys).

    Raises:
        Unavailable: `port.missing`, `port.busy` (another program holds it), `port.denied`,
            `port.wrong` (no such kind of URL), `library.missing`, `port.lost`.
    """

    def __init__(
        self, port: str, baud: int, write_timeout_s: float = 2.0, flow: Flow = "none"
    ) -> None:
        self.port = port
        self.baud = baud
        self._serial = _open(port, baud, write_timeout_s, flow)

    def read(self, limit: int, timeout_s: float) -> bytes:
        """Return what has come, at least one byte, or `b""` after the timeout."""
        with _Told(self.port):
            self._serial.timeout = timeout_s
            first: bytes = self._serial.read(1)
            more = min(self._serial.in_waiting, limit - 1) if first else 0
            return first + self._serial.read(more) if more else first

    def write(self, data: bytes) -> None:
        """Send all of it, without waiting until it has gone down the wire."""
        with _Told(self.port):
            self._serial.write(data)

    def discard_input(self) -> None:
        """Forget what has come and was not read."""
        with _Told(self.port):
            self._serial.reset_input_buffer()

    def discard_output(self) -> None:
        """Forget what was written and has not gone down the wire."""
        with _Told(self.port):
            self._serial.reset_output_buffer()

    def set_speed(self, baud: int) -> None:
        """Go on at another line speed."""
        with _Told(self.port):
            self._serial.baudrate = baud
            self.baud = baud

    def close(self) -> None:
        """Free the port, also one that is gone; may be called again."""
        # pyserial 3.5 forgets to close a TCP socket whose other end has gone.
        connection = getattr(self._serial, "_socket", None)
        try:
            self._serial.close()
        except LOST:  # nothing is left to close
            return
        finally:
            if connection is not None:
                connection.close()


class Closable(Protocol):
    """What can be kept open."""

    def close(self) -> None:
        """Free it."""
        ...


L = TypeVar("L", bound=Closable)


class Reopening(Generic[L]):
    """Keeps one link open, and does not hammer a port that is not there.

    A port is tried every 5 s during the first minute of its absence, every 30 s later.

    Args:
        open_link: opens it, or raises Unavailable as `SerialLink` does.
        monotonic_s: seconds that never go back.
    """

    SOON_S, LATER_S, MANY = 5.0, 30.0, 12

    def __init__(self, open_link: Callable[[], L], monotonic_s: Callable[[], float]) -> None:
        self._open = open_link
        self._now = monotonic_s
        self._link: L | None = None
        self._why: Unavailable | None = None
        self._failures = 0
        self._next_s = 0.0

    def link(self) -> L:
        """Return the open link, opened now when its time has come.

        Raises:
            Unavailable: why there is none, as of the last try.
        """
        if self._link is not None:
            return self._link
        if self._why is not None and self.wait_s() > 0:
            raise self._why
        try:
            self._link = self._open()
        except Unavailable as error:
            self._failures += 1
            self._why = error
            self._next_s = self._now() + self._delay_s()
            raise
        self._failures, self._why = 0, None
        return self._link

    def wait_s(self) -> float:
        """Return in how many seconds a new try makes sense; 0 when now."""
        return 0.0 if self._why is None else max(0.0, self._next_s - self._now())

    def drop(self, why: Unavailable | None = None) -> None:
        """Close the link; the next `link` opens it again, with a reason given only after 5 s."""
        if why is not None:
            self._why, self._next_s = why, self._now() + self.SOON_S
        if self._link is not None:
            self._link.close()
            self._link = None

    def _delay_s(self) -> float:
        return self.SOON_S if self._failures <= self.MANY else self.LATER_S


class _Told:
    """Turns the errors of a port in use into one of ours."""

    def __init__(self, port: str) -> None:
        self._port = port

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: Any, trace: object) -> None:
        if isinstance(error, LOST):
            raise Unavailable(
                "port.lost", f"端口 {self._port} 断开了：请看线插好没有", port=self._port
            ) from error


def _open(port: str, baud: int, write_timeout_s: float, flow: Flow) -> Any:
    """Return pyserial's object for an open port."""
    try:
        import serial  # here: a kiosk without the library runs too, and starts sooner
    except ImportError as error:
        raise Unavailable(
            "library.missing", "没有装串口程序库 pyserial：请运行 make setup"
        ) from error
    try:
        return serial.serial_for_url(
            port,
            baud,
            timeout=0,
            write_timeout=write_timeout_s,
            exclusive=True,
            **{option: True for option in _FLOWS[flow]},
        )
    except LOST as error:
        raise _why_closed(port, error) from error
    except (ValueError, TypeError, AttributeError) as error:  # a URL that pyserial cannot take
        raise Unavailable("port.wrong", f"端口 {port} 写得不对：请改配置", port=port) from error


def port_condition(error: Unavailable) -> Condition:
    """Return what staff read of a device without its port: what is wrong, and what to do.

    A device that is not plugged in is `absent`; all else, such as a port in use, is a `fault`.
    """
    message, _, fix = error.message.partition("：")
    is_absent = error.code in ("port.missing", "port.lost")
    return Condition(
        state="absent" if is_absent else "fault",
        message=f"{message}。",
        fix=f"{fix}。" if fix else None,
    )


def _why_closed(port: str, error: Exception) -> Unavailable:
    """Return why a port could not be opened."""
    match getattr(error, "errno", None):
        case errno.EAGAIN | errno.EBUSY:
            code, message = "port.busy", f"端口 {port} 正被另一个程序使用：请先关掉它"
        case errno.EACCES | errno.EPERM:
            code, message = "port.denied", f"端口 {port} 不许打开：请给运行的用户 dialout 组权限"
        case _:
            code, message = (
                "port.missing",
                f"没有端口 {port}：请看设备插好、通电没有，换了口就改配置",
            )
    return Unavailable(code, message, port=port)
