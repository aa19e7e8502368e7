"""Errors as RFC 9457 problems: the only place that turns one into an answer of the hub.

Codes and sentences are made where the error is raised; nothing of a request is repeated here.
"""

import logging
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from kiosk.domain.errors import InputError, KioskError, Refused, Unavailable
from kiosk.wire.messages import Problem

_log = logging.getLogger("hub")
_STATUS = {
    "batch.too_large": 413,
    "zstd-size": 413,
    "blob.gap": 409,
    "blob.unknown": 404,
    "blob.hash": 422,
    "enrol.used": 409,
    "enrol.key": 409,
    "hub.unknown": 401,
    "hub.busy": 429,
    "status.tries": 429,
}
RETRY_AFTER_S = {429: 60, 503: 10}
CUT_OFF = "client disconnected prematurely"
MEDIA_TYPE = "application/problem+json"


def problem_of(error: Exception) -> Problem:
    """Return what is told of an error; of a mistake of ours only that it was one."""
    if isinstance(error, KioskError):
        return Problem(status=_status(error), title=error.code, detail=error.message)
    if isinstance(error, HTTPException):
        if error.detail == CUT_OFF:  # nobody is left to read an answer; it is no mistake of ours
            return Problem(status=400, title="http.cut")
        return Problem(status=error.status_code, title=f"http.{error.status_code}")
    return Problem(status=500, title="hub.bug", detail="中心出错了，已记下")


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """Answer a request that failed; a mistake of ours is logged with its trace."""
    problem = problem_of(error)
    if problem.status == 500:
        _log.error("bug in %s %s", request.method, request.url.path, exc_info=error)
    wait_s = RETRY_AFTER_S.get(problem.status)
    return Response(
        problem,
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={"Retry-After": str(wait_s)} if wait_s else {},
    )


def _status(error: KioskError) -> int:
    if error.code in _STATUS:
        return _STATUS[error.code]
    match error:
        case InputError():
            return 400
        case Refused():
            return 403
        case Unavailable():
            return 503
    return 500
