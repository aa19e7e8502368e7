"""What a kiosk makes of answers that nobody signed."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest

from kiosk.domain.errors import InputError, KioskError, Refused, Unavailable
from kiosk.sync.http_hub import MAX_SAID, HttpHub
from kiosk.wire.messages import Problem


@pytest.fixture
def stranger() -> Iterator[tuple[str, list[Problem]]]:
    """Yield the address of somebody who answers everything with the last problem of a list."""
    says: list[Problem] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = msgspec.json.encode(says[-1])
            self.send_response(says[-1].status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", says
    server.shutdown()
    thread.join()
    server.server_close()


def asked(origin: str) -> KioskError:
    hub = HttpHub(origin, lambda: None, lambda: 0)
    try:
        with pytest.raises(KioskError) as caught:
            hub.time("12345678")
    finally:
        hub.close()
    return caught.value


def test_what_a_stranger_writes_is_one_short_line(stranger: tuple[str, list[Problem]]) -> None:
    origin, says = stranger
    text = "\x1b[2J你好\n" + "长" * 1_000
    says.append(Problem(status=403, title="a\nb", detail=text))
    error = asked(origin)
    assert error.code == "a b" and "你好" in error.message
    assert error.message.isprintable() and len(error.message) <= MAX_SAID


@pytest.mark.parametrize(
    ("status", "title", "kind"),
    [
        (400, "request.signature", InputError),
        (401, "hub.unknown", Refused),
        (403, "hub.revoked", Refused),
        (409, "enrol.used", Refused),
        (409, "blob.gap", InputError),
        (429, "status.tries", Refused),
        (429, "hub.busy", Unavailable),
        (500, "hub.bug", Unavailable),
    ],
)
def test_a_problem_is_told_by_its_kind(
    stranger: tuple[str, list[Problem]], status: int, title: str, kind: type[KioskError]
) -> None:
    origin, says = stranger
    says.append(Problem(status=status, title=title, detail="x"))
    assert type(asked(origin)) is kind
