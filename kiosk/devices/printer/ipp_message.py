"""Bytes of the Internet Printing Protocol: requests out, answers in (RFC 8010).

How they travel is `ipp_link.py`, which operations a print queue takes `cups_queue.py`. Only the
kinds of values that we send or ask for are known; others are passed over.
"""

import struct
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Kind = Literal["integer", "boolean", "name", "keyword", "uri", "charset", "language", "mime"]
Value = int | bool | str

VERSION = b"\x02\x00"
OPERATION_GROUP, JOB_GROUP, END = 0x01, 0x02, 0x03
FIRST_VALUE_TAG = 0x10
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_WITH_LANGUAGE = (0x35, 0x36)
_TEXTS = range(0x40, 0x4A)
_TAGS: dict[Kind, int] = {
    "integer": _INTEGER,
    "boolean": _BOOLEAN,
    "name": 0x42,
    "keyword": 0x44,
    "uri": 0x45,
    "charset": 0x47,
    "language": 0x48,
    "mime": 0x49,
}


class Attribute(Struct, frozen=True, kw_only=True):
    """One attribute of a request."""

    name: str
    kind: Kind
    values: tuple[Value, ...]


def attribute(name: str, kind: Kind, *values: Value) -> Attribute:
    """Return an attribute of a request."""
    return Attribute(name=name, kind=kind, values=values)


class AttributeGroup(Struct, frozen=True, kw_only=True):
    """One group of an answer: its tag (1 operation, 2 job, 4 printer) and attributes by name."""

    tag: int
    attributes: Mapping[str, tuple[Value, ...]]

    def text(self, name: str) -> str:
        """Return the first value of an attribute as text; empty when it is missing."""
        return next((str(value) for value in self.attributes.get(name, ())), "")

    def number(self, name: str) -> int:
        """Return the first value of an attribute as a number; 0 when it is missing."""
        return next((int(v) for v in self.attributes.get(name, ()) if isinstance(v, int)), 0)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return all values of an attribute as text."""
        return tuple(str(value) for value in self.attributes.get(name, ()))


class Answer(Struct, frozen=True, kw_only=True):
    """What a printer or a print service answered; below 0x100 `status` means done."""

    status: int
    groups: tuple[AttributeGroup, ...]

    def group(self, tag: int) -> AttributeGroup:
        """Return the first group with this tag, an empty one when there is none."""
        return next(
            (g for g in self.groups if g.tag == tag), AttributeGroup(tag=tag, attributes={})
        )


class BadAnswer(ValueError):
    """Bytes that are no IPP message."""


def encode(
    operation: int, request: tuple[Attribute, ...], job: tuple[Attribute, ...] = ()
) -> bytes:
    """Return a request; a document follows it as it is.

    Args:
        operation: number of the operation, e.g. 0x0005 Create-Job.
        request: operation attributes behind charset and language, in the order of the standard.
        job: attributes of the job, such as its paper.
    """
    head = (
        attribute("attributes-charset", "charset", "utf-8"),
        attribute("attributes-natural-language", "language", "en"),
    )
    parts = [VERSION, struct.pack(">HI", operation, 1), bytes([OPERATION_GROUP])]
    parts += [_encoded(attribute) for attribute in (*head, *request)]
    if job:
        parts += [bytes([JOB_GROUP]), *(_encoded(attribute) for attribute in job)]
    return b"".join((*parts, bytes([END])))


def _encoded(attribute: Attribute) -> bytes:
    tag = _TAGS[attribute.kind]
    parts = []
    for index, value in enumerate(attribute.values):
        name = b"" if index else attribute.name.encode()
        data = _value_bytes(value)
        parts.append(
            struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(data)) + data
        )
    return b"".join(parts)


def _value_bytes(value: Value) -> bytes:
    if isinstance(value, bool):
        return bytes([value])
    if isinstance(value, int):
        return struct.pack(">i", value)
    return value.encode()


def decode(data: bytes) -> Answer:
    """Read an answer.

    Raises:
        BadAnswer: it is cut off or no IPP at all.
    """
    try:
        return _Reading(data).answer()
    except (struct.error, IndexError) as error:
        raise BadAnswer(f"no IPP answer in {len(data)} bytes") from error


class _Reading:
    """The place up to which an answer was read."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 8

    def answer(self) -> Answer:
        """Return the whole answer. Raises struct.error or IndexError where it is cut off."""
        _, status, _ = struct.unpack_from(">HHI", self._data)
        found: list[tuple[int, dict[str, tuple[Value, ...]]]] = []
        name = ""
        while (tag := self._byte()) != END:
            if tag < FIRST_VALUE_TAG:
                found.append((tag, {}))
                continue
            name = self._chunk().decode("utf-8", "replace") or name
            value = _value(tag, self._chunk())
            known = found[-1][1]
            known[name] = (*known.get(name, ()), *(() if value is None else (value,)))
        groups = tuple(AttributeGroup(tag=tag, attributes=attributes) for tag, attributes in found)
        return Answer(status=status, groups=groups)

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _chunk(self) -> bytes:
        """Return bytes that stand behind their length."""
        (size,) = struct.unpack_from(">H", self._data, self._at)
        start = self._at + 2
        self._at = start + size
        if self._at > len(self._data):
            raise IndexError(self._at)
        return self._data[start : self._at]


def _value(tag: int, data: bytes) -> Value | None:
    """Return a value, None when its kind is none that we ask for."""
    if tag in (_INTEGER, _ENUM):
        return int(struct.unpack(">i", data)[0])
    if tag == _BOOLEAN:
        return data != b"\x00"
    if tag in _WITH_LANGUAGE:
        (skipped,) = struct.unpack_from(">H", data)
        return data[2 + skipped + 2 :].decode("utf-8", "replace")
    if tag in _TEXTS:
        return data.decode("utf-8", "replace")
    return None
