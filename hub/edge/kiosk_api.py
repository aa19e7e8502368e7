"""The endpoints that kiosks call, under /v1. Each takes a request apart and calls one service.

Source: sync.md §1, §5, §6.
"""

import asyncio
import re
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, head, post, put
from litestar.di import NamedDependency
from litestar.params import Parameter, RawBody

from hub.edge.access import Caller
from hub.edge.described import (
    STOPPED,
    BytesOperation,
    EnrolOperation,
    StatusOperation,
    problems,
)
from hub.edge.parts import EdgeParts
from hub.edge.waiting import Wait
from hub.services.blobs import RANGE_BYTES
from hub.store.kiosks import Kiosk
from kiosk.domain.errors import InputError, Refused
from kiosk.wire.batch import MAX_PACKED_BYTES
from kiosk.wire.json_members import check_once
from kiosk.wire.messages import EnrolRequest, StatusRequest, TimeAnswer
from kiosk.wire.protocol import FeedPage
from kiosk.wire.signed import Signed

Call = Request[Any, Any, Any]
Parts = NamedDependency[EdgeParts]
Sha256 = Annotated[str, Parameter(pattern="^[0-9a-f]{64}$")]
MAX_WAIT_S = 25
JSON_BYTES = 16 * 1024
_RANGE = re.compile(r"bytes ([0-9]{1,9})-([0-9]{1,9})/([0-9]{1,9})")


def known_caller(request: Call, parts: EdgeParts, body: bytes | None) -> Caller:
    """Return the kiosk that signed a request, with whichever key. Raises InputError or Refused."""
    target = request.scope["raw_path"].partition(b"?")[0].decode("latin-1")  # some servers add it
    query = request.scope["query_string"].decode("latin-1")
    headers = [
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, value in request.scope["headers"]
    ]
    whole = f"{target}?{query}" if query else target
    return parts.access.caller(request.method, whole, body, headers, parts.now_ms())


def caller_of(request: Call, parts: EdgeParts, body: bytes | None) -> Kiosk:
    """Return the kiosk that signed a request with its own key. Raises InputError or Refused."""
    return known_caller(request, parts, body).with_own_key()


def active(caller: Kiosk) -> Kiosk:
    """Return a kiosk that is not revoked; only a delivery answers one that is. Raises Refused."""
    if caller.status == "revoked":
        raise Refused("hub.revoked", "这台机器已经停用")
    return caller


@post(
    "/v1/enrol",
    status_code=200,
    sync_to_thread=True,
    request_max_body_size=JSON_BYTES,
    operation_class=EnrolOperation,
    responses=problems(403, 409),
)
def enrol(request: Call, parts: Parts, body: RawBody) -> Signed:
    """Give a kiosk its number. Signed by the keys inside, not as a request."""
    _limit(parts, f"enrol {_address(request)}")
    return parts.enrolment.enrol(_json(body, EnrolRequest))


@post(
    "/v1/journal",
    status_code=200,
    sync_to_thread=True,
    request_max_body_size=MAX_PACKED_BYTES,
    operation_class=BytesOperation,
    responses=STOPPED,
)
def journal(request: Call, parts: Parts, body: RawBody) -> Response[Signed]:
    """Take a delivery; 409 when it stopped, 403 when revoked. The answer is signed either way.

    A disk from before the last change of keys only hears how far its number is by now.
    """
    caller = known_caller(request, parts, body)
    take = parts.intake.deliver if caller.is_current else parts.intake.tell
    outcome = take(caller.kiosk, body)
    return Response(outcome.ack, status_code=outcome.http_status)


@head("/v1/blobs/{sha256:str}", responses=problems(403, 404))
async def blob_offset(request: Call, parts: Parts, sha256: Sha256) -> Response[None]:
    """Say how much of an attachment is here. Litestar runs no HEAD handler on a thread."""

    def look() -> int:
        return parts.blobs.offset(active(caller_of(request, parts, None)), sha256)

    return Response(None, headers={"Upload-Offset": str(await asyncio.to_thread(look))})


@put(
    "/v1/blobs/{sha256:str}",
    sync_to_thread=True,
    request_max_body_size=RANGE_BYTES,
    operation_class=BytesOperation,
    responses=problems(403, 404, 409, 422),
)
def put_blob(request: Call, parts: Parts, sha256: Sha256, body: RawBody) -> Signed:
    """Take a piece of an attachment, named by Content-Range."""
    caller = active(caller_of(request, parts, body))
    said = _RANGE.fullmatch(request.headers.get("content-range", ""))
    if said is None or int(said[2]) - int(said[1]) + 1 != len(body):
        raise InputError("blob.range", "Content-Range 和内容对不上")
    return parts.blobs.put(caller, sha256, int(said[1]), int(said[3]), body)


@get("/v1/feed", responses=problems(403))
async def feed(
    request: Call,
    parts: Parts,
    after: Annotated[int, Parameter(ge=0, le=2**53 - 1)],
    wait: Annotated[int, Parameter(ge=0, le=MAX_WAIT_S)] = 0,
) -> Response[list[Signed]]:
    """Return status items behind a number; wait for the first one if there is none."""

    def look() -> tuple[Kiosk, FeedPage]:
        caller = active(caller_of(request, parts, None))
        return caller, parts.status.page(caller, after)

    caller, page = await asyncio.to_thread(look)
    if wait and not page.items:
        heard = Wait(kiosk_no=caller.kiosk_no, after=after, catalog=page.catalog)
        if await parts.news.wait(heard, wait):
            page = await asyncio.to_thread(parts.status.page, caller, after)
    hint = {} if page.catalog is None else {"Kiosk-Catalog": str(page.catalog)}
    return Response(list(page.items), headers=hint)


@post(
    "/v1/status",
    status_code=200,
    sync_to_thread=True,
    request_max_body_size=JSON_BYTES,
    operation_class=StatusOperation,
    responses=problems(403),
)
def status(request: Call, parts: Parts, body: RawBody) -> Signed:
    """Answer for a receipt that another kiosk gave."""
    caller = active(caller_of(request, parts, body))
    _limit(parts, f"status {caller.kiosk_no}")
    _limit(parts, f"status from {_address(request)}")
    return parts.status.ask(_json(body, StatusRequest))


@get("/v1/time", sync_to_thread=False, responses=problems())
def time(parts: Parts, nonce: Annotated[str, Parameter(min_length=8, max_length=64)]) -> Signed:
    """Tell the time, signed; may be asked over plain HTTP by a kiosk whose clock is dead."""
    return parts.signer.sign("time", TimeAnswer(nonce=nonce, time=parts.now_ms()))


HANDLERS = (enrol, journal, blob_offset, put_blob, feed, status, time)


def _json(body: bytes, kind: Any) -> Any:
    try:
        check_once(body)
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InputError("request.json", f"请求内容读不了：{error}") from error


def _limit(parts: EdgeParts, key: str) -> None:
    if not parts.seldom.take(key, parts.now_ms()):
        raise Refused("hub.busy", "请求太多：请等一会儿")


def _address(request: Call) -> str:
    return request.client.host if request.client else "?"
