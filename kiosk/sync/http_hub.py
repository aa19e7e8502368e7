"""The hub over HTTP: the port `HubProtocol` on urllib3, the kiosk's only HTTP client.

Nothing here is believed: answers are opened by `trust.py`. Every wait has an end, every answer a
largest size, and no redirect is followed. Source: sync.md §5, §10.
"""

import re
import ssl
from collections.abc import Callable
from time import monotonic

import msgspec
import urllib3
from msgspec import Struct
from urllib3.exceptions import HTTPError

from kiosk.domain.errors import InputError, KioskError, Refused, Unavailable
from kiosk.wire.messages import EnrolRequest, Problem, StatusRequest
from kiosk.wire.protocol import FeedPage
from kiosk.wire.request_signature import Sender, sign_request
from kiosk.wire.signed import Signed

CONNECT_S, READ_S = 10.0, 30.0
MAX_ANSWER_BYTES = 1024 * 1024
SIGNED_STATUSES = (200, 403, 409)
REFUSALS = ("enrol.used", "enrol.key", "status.tries")
"""Problems that are no matter of the network, whatever their HTTP status."""
MAX_SAID = 200
CLOCK_WRONG = "E-HB-03"
_OUT_OF_DATE = (9, 10)
"""OpenSSL's codes of a certificate that is not valid yet, or not any more."""
_UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)
"""What msgspec raises on bytes that are no such JSON; bad UTF-8 and depth are Python's own."""


class Answer(Struct, frozen=True, kw_only=True):
    """What came back; `headers` have names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class HttpHub:
    """One hub, as one kiosk calls it. One thread at a time.

    Args:
        origin: the hub's public address, `https://…`.
        sender: who signs requests; None before enrolment.
        now_s: the best time known, seconds since 1970 UTC; the hub only logs it.
        ca_file: certificates to trust in place of the system's.
        read_s: how long the hub may be silent; a whole answer may take twice as long.
    """

    def __init__(
        self,
        origin: str,
        sender: Callable[[], Sender | None],
        now_s: Callable[[], int],
        ca_file: str | None = None,
        read_s: float = READ_S,
    ) -> None:
        self.origin = origin
        self._sender = sender
        self._now_s = now_s
        self._whole_s = 2 * read_s
        self._pool = urllib3.PoolManager(
            retries=False,
            num_pools=2,
            timeout=urllib3.Timeout(connect=CONNECT_S, read=read_s),
            ca_certs=ca_file,
        )

    def enrol(self, request: EnrolRequest) -> Signed:
        """Return a signed `EnrolAnswer`."""
        answer = self._send("POST", "/v1/enrol", msgspec.json.encode(request), signed=False)
        return self._signed(answer)

    def journal(self, body: bytes) -> Signed:
        """Deliver one zstd frame of a batch; return a signed `Ack`."""
        return self._signed(self._send("POST", "/v1/journal", body))

    def blob_offset(self, sha256: str) -> int:
        """Return how many bytes of an attachment the hub says to have; nobody signed that."""
        return self._offset(self._send("HEAD", f"/v1/blobs/{sha256}", None))

    def put_blob(self, sha256: str, offset: int, total: int, data: bytes) -> Signed:
        """Deliver a range of an attachment; return a signed `BlobAnswer`."""
        span = {"Content-Range": f"bytes {offset}-{offset + len(data) - 1}/{total}"}
        return self._signed(self._send("PUT", f"/v1/blobs/{sha256}", data, extra=span))

    def feed(self, after: int, wait_s: int) -> FeedPage:
        """Return status items behind a number."""
        answer = self._send("GET", f"/v1/feed?after={after}&wait={wait_s}", None)
        if answer.status != 200:
            raise _refusal(answer)
        try:
            items = msgspec.json.decode(answer.body, type=tuple[Signed, ...])
        except _UNREADABLE as error:
            raise _strange() from error
        hint = answer.headers.get("kiosk-catalog", "")
        version = int(hint) if re.fullmatch("[0-9]{1,15}", hint) else None
        return FeedPage(items=items, catalog=version)

    def status(self, request: StatusRequest) -> Signed:
        """Return a signed `StatusAnswer`."""
        return self._signed(self._send("POST", "/v1/status", msgspec.json.encode(request)))

    def time(self, nonce: str) -> Signed:
        """Return a signed `TimeAnswer`."""
        return self._signed(self._send("GET", f"/v1/time?nonce={nonce}", None, signed=False))

    def close(self) -> None:
        """Let connections go."""
        self._pool.clear()

    def _send(
        self,
        method: str,
        target: str,
        body: bytes | None,
        *,
        signed: bool = True,
        extra: dict[str, str] | None = None,
    ) -> Answer:
        headers = {"Accept-Encoding": "identity"} | (extra or {})
        uri = self.origin + target
        if signed:
            sender = self._sender()
            if sender is None:
                raise Refused("E-HB-04", "这台机器还没登记：请先用 kiosk enrol 登记")
            headers |= sign_request(method, uri, body, sender, self._now_s())
        if body is not None:
            headers["Content-Type"] = "application/octet-stream"
        try:
            return self._exchange(method, uri, body, headers)
        except (HTTPError, OSError, ValueError) as error:
            raise _unreached(error) from error

    def _exchange(
        self, method: str, uri: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        response = self._pool.request(
            method, uri, body=body, headers=headers, redirect=False, preload_content=False
        )
        try:
            data = self._whole(response)
            length = response.headers.get("content-length")
            if method != "HEAD" and length is not None and length != str(len(data)):
                raise _strange()  # cut on the way
            names = {name.lower(): value for name, value in response.headers.items()}
            return Answer(status=response.status, headers=names, body=data)
        except BaseException:
            response.close()
            raise
        finally:
            response.release_conn()

    def _whole(self, response: urllib3.BaseHTTPResponse) -> bytes:
        """Read an answer that may neither be endless nor come in drops for ever."""
        until, data = monotonic() + self._whole_s, b""
        while piece := response.read1(MAX_ANSWER_BYTES, decode_content=False):
            data += piece
            if len(data) > MAX_ANSWER_BYTES or monotonic() > until:
                raise _strange()
        return data

    def _signed(self, answer: Answer) -> Signed:
        if answer.status in SIGNED_STATUSES:
            try:
                return msgspec.json.decode(answer.body, type=Signed)
            except _UNREADABLE:
                pass  # a problem, or a portal's page
        raise _refusal(answer)

    def _offset(self, answer: Answer) -> int:
        have = answer.headers.get("upload-offset", "")
        if answer.status != 200 or not re.fullmatch("[0-9]{1,9}", have):
            raise _refusal(answer)
        return int(have)


def _refusal(answer: Answer) -> KioskError:
    """Return what an answer without a signature says; it is a hint, never a fact."""
    try:
        problem = msgspec.json.decode(answer.body, type=Problem)
    except _UNREADABLE:
        return _strange()
    title, said = _plain(problem.title), _plain(problem.detail or problem.title)
    wait = answer.headers.get("retry-after", "")
    retry_after_s = int(wait) if re.fullmatch("[0-9]{1,5}", wait) else 0
    if answer.status in (401, 403) or title in REFUSALS:
        return Refused(title, said)
    if answer.status in (429, 503) or answer.status >= 500:
        return Unavailable("E-HB-02", f"中心正忙：{said}", retry_after_s=retry_after_s)
    return InputError(title, said)


def _plain(text: str) -> str:
    """Return what a stranger may have written as one short line that commands no terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:MAX_SAID]


def _unreached(error: BaseException) -> Unavailable:
    """Tell a clock that is wrong from a network that is down: one is mended by a technician."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    if cause is not None and cause.verify_code in _OUT_OF_DATE:
        return Unavailable(CLOCK_WRONG, "验不了中心的证书：多半是机器时间不对，请校时间")
    return Unavailable("E-NW-01", "连不上中心：请检查网络")


def _strange() -> Unavailable:
    return Unavailable("E-NW-01", "回答的不是中心：请检查网络，可能要先在浏览器登录")
