"""What OpenAPI says of endpoints that read their bodies themselves, because bytes are signed.

The messages themselves are `kiosk/wire/messages.py`; their limits are taken from there.
"""

from typing import Any

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat

from hub.errors import MEDIA_TYPE
from kiosk.wire.messages import EnrolRequest, Problem, StatusRequest
from kiosk.wire.signed import Signed

_KEYWORDS = {
    "pattern": "pattern",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minimum": "minimum",
    "maximum": "maximum",
    "enum": "enum",
    "default": "default",
}


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """Return the answers of an endpoint that are RFC 9457 problems."""
    said = {400, 401, 413, 429, 503, *statuses}
    spec = ResponseSpec(Problem, generate_examples=False, media_type=MEDIA_TYPE)
    return dict.fromkeys(sorted(said), spec)


STOPPED: dict[int, ResponseSpec] = problems() | dict.fromkeys(
    (403, 409), ResponseSpec(Signed, generate_examples=False, description="a signed Ack that stops")
)
"""The answers of a delivery: a stop is signed like an acknowledgement."""


class EnrolOperation(Operation):
    """Takes an `EnrolRequest`."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        self.request_body = _json_body(EnrolRequest)


class StatusOperation(Operation):
    """Takes a `StatusRequest`."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        self.request_body = _json_body(StatusRequest)


class BytesOperation(Operation):
    """Takes bytes: one zstd frame of a batch, or a piece of an attachment."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        anything = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        content = {"application/octet-stream": OpenAPIMediaType(schema=anything)}
        self.request_body = RequestBody(content=content, required=True)


def _json_body(kind: type[msgspec.Struct]) -> RequestBody:
    whole = msgspec.json.schema(kind)
    schema = _schema(whole, whole["$defs"])
    return RequestBody(content={"application/json": OpenAPIMediaType(schema=schema)}, required=True)


def _schema(node: dict[str, Any], named: dict[str, Any]) -> Schema:
    """Return a JSON Schema as Litestar holds it, with what it refers to in its place."""
    if "$ref" in node:
        return _schema(named[node["$ref"].rpartition("/")[2]], named)
    said: dict[str, Any] = {new: node[old] for old, new in _KEYWORDS.items() if old in node}
    if "type" in node:
        said["type"] = OpenAPIType(node["type"])
    if "anyOf" in node:
        said["any_of"] = [_schema(one, named) for one in node["anyOf"]]
    if "properties" in node:
        parts = node["properties"].items()
        said["properties"] = {name: _schema(one, named) for name, one in parts}
        said["required"] = node.get("required", [])
    return Schema(**said)
