"""One exchange with a print service or a network printer: IPP over HTTP, with deadlines.

What is said is `ipp_message.py`. A connection lives for one exchange, so nothing has to be mended
when the other side starts anew.
"""

import http.client
import os
import socket
import ssl
import sys
from urllib.parse import urlsplit

from msgspec import Struct

from kiosk.devices.printer.ipp_message import Answer, decode
from kiosk.domain.errors import Unavailable

ANSWER_BYTES = 1 << 20
IPP_PORT = 631


class Target(Struct, frozen=True, kw_only=True):
    """Where to connect: a socket file, else host and port; `tls` for ipps."""

    socket_path: str | None = None
    host: str = "localhost"
    port: int = IPP_PORT
    tls: bool = False


def target_of(server: str) -> Target:
    """Return the target of a setting: a path, `host` or `host:port`.

    Raises:
        ValueError: the port is no number.
    """
    if server.startswith("/"):
        return Target(socket_path=server)
    parts = urlsplit(f"//{server}")
    return Target(host=parts.hostname or "localhost", port=parts.port or IPP_PORT)


def target_of_uri(uri: str) -> Target | None:
    """Return the target of a driverless printer's address, None for any other kind of queue."""
    parts = urlsplit(uri)
    if parts.scheme not in ("ipp", "ipps") or not parts.hostname:
        return None
    try:
        port = parts.port or IPP_PORT
    except ValueError:
        return None
    return Target(host=parts.hostname, port=port, tls=parts.scheme == "ipps")


def exchange(target: Target, path: str, message: bytes, *, within_s: float) -> Answer:
    """Send a request, with its document when it has one, and return the answer.

    Args:
        target: where to.
        path: e.g. `/printers/kiosk_a4`.
        message: the encoded request, a document behind it.
        within_s: longest silence of the other side.

    Raises:
        Unavailable: `cups.no_answer`, nobody listens, it fell silent, or it speaks no IPP;
            `cups.denied`, it wants a password.
    """
    connection = _connection(target, within_s)
    headers = {"Content-Type": "application/ipp"}
    if target.socket_path:
        headers["Authorization"] = f"PeerCred {user_name()}"
    try:
        connection.request("POST", path, message, headers)
        response = connection.getresponse()
        body = response.read(ANSWER_BYTES)
        if response.status in (http.client.UNAUTHORIZED, http.client.FORBIDDEN):
            raise Unavailable("cups.denied", "打印服务不让这个用户打印")
        return decode(body)
    except (OSError, http.client.HTTPException, ValueError) as error:  # no answer, or none of IPP
        raise Unavailable("cups.no_answer", "打印服务没有应答") from error
    finally:
        connection.close()


def _connection(target: Target, within_s: float) -> http.client.HTTPConnection:
    if target.socket_path:
        return _SocketFileConnection(target.socket_path, within_s)
    if target.tls:
        # Printers sign their certificates themselves, and only their state is asked this way.
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return http.client.HTTPSConnection(
            target.host, target.port, timeout=within_s, context=context
        )
    return http.client.HTTPConnection(target.host, target.port, timeout=within_s)


class _SocketFileConnection(http.client.HTTPConnection):
    """HTTP over a socket file, which is how CUPS knows the user without a password."""

    def __init__(self, path: str, within_s: float) -> None:
        super().__init__("localhost", timeout=within_s)
        self._path = path

    def connect(self) -> None:
        """Connect to the file. Raises OSError."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def user_name() -> str:
    """Return the name of the user whom this process belongs to."""
    if sys.platform == "win32":
        return "kiosk"
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name
