"""JSON whose objects name a member twice means two things to two readers: it is refused.

msgspec takes the last one silently. What the JSON says does not belong here.
"""

import json

import msgspec


def check_once(data: bytes | msgspec.Raw) -> None:
    """Check that no object names a member twice.

    Most documents were written by msgspec: what comes out of it again as it went in has no member
    twice, and this is told five times faster than by looking at each object.

    Raises:
        ValueError: it is no JSON, too deep, or has a member twice.
    """
    try:
        if msgspec.json.encode(msgspec.json.decode(data)) == bytes(data):
            return
        json.loads(bytes(data), object_pairs_hook=_each_once)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member twice")
    return found
