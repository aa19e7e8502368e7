"""What can happen to one HTTP request between a kiosk and its hub, each as one function.

Which one happens is drawn by `chaos_proxy.py`.
"""

import asyncio
import gzip
import socket
import struct
from collections.abc import Awaitable, Callable
from random import Random
from typing import Protocol

from msgspec import Struct

PORTAL = b"<!DOCTYPE html><title>Wi-Fi</title><form action=/login>accept the terms</form>"


class Message(Struct, frozen=True):
    """A request or an answer as bytes."""

    head: bytes
    body: bytes

    @property
    def whole(self) -> bytes:
        return self.head + self.body


class Forward(Protocol):
    """Sends bytes to the hub; None when it hung up or said nothing."""

    async def __call__(self, data: bytes, *, hang_up: bool = False) -> Message | None: ...


class Line(Struct, frozen=True, kw_only=True):
    """One request on its way, and what a fault may do with it."""

    request: Message
    forward: Forward
    old: Message | None
    writer: asyncio.StreamWriter
    random: Random
    patience_s: float


Fault = Callable[[Line], Awaitable[bytes | None]]
"""Returns what the kiosk gets; None hangs up."""


async def passed(line: Line) -> bytes | None:
    answer = await line.forward(line.request.whole)
    return None if answer is None else answer.whole


async def drop_request(_line: Line) -> bytes | None:
    return None


async def silence(line: Line) -> bytes | None:
    """The half-open connection: nothing comes, not even an end, until the kiosk gives up."""
    await asyncio.sleep(line.patience_s * 1.2)
    return None


async def drop_answer(line: Line) -> bytes | None:
    """The hub has committed; nobody is told."""
    await line.forward(line.request.whole)
    return None


async def duplicate(line: Line) -> bytes | None:
    """Two at once, as a balancer that tries again does it."""
    both = await asyncio.gather(*(line.forward(line.request.whole) for _ in range(2)))
    answer = line.random.choice(both)
    return None if answer is None else answer.whole


async def replay(line: Line) -> bytes | None:
    """An older request of this kiosk arrives late, before this one."""
    if line.old is not None:
        await line.forward(line.old.whole)
    return await passed(line)


async def old_answer(line: Line) -> bytes | None:
    """The answer to another question."""
    answer = await line.forward((line.old or line.request).whole)
    return None if answer is None else answer.whole


async def delay(line: Line) -> bytes | None:
    await asyncio.sleep(line.random.uniform(0, line.patience_s * 1.5))
    return await passed(line)


async def delay_answer(line: Line) -> bytes | None:
    answer = await passed(line)
    await asyncio.sleep(line.random.uniform(0, line.patience_s * 1.5))
    return answer


async def cut_request(line: Line) -> bytes | None:
    whole = line.request.whole
    await line.forward(whole[: line.random.randrange(len(whole))], hang_up=True)
    return None


async def cut_answer(line: Line) -> bytes | None:
    answer = await passed(line)
    if answer:
        line.writer.write(answer[: line.random.randrange(len(answer))])
    return None


async def flip_request(line: Line) -> bytes | None:
    answer = await line.forward(_flipped(line.request, line.random))
    return None if answer is None else answer.whole


async def flip_answer(line: Line) -> bytes | None:
    answer = await line.forward(line.request.whole)
    return None if answer is None else _flipped(answer, line.random)


async def reset(line: Line) -> bytes | None:
    if line.random.random() < 0.5:
        await line.forward(line.request.whole)
    raw = line.writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.writer.transport.abort()
    return None


async def slow_loris(line: Line) -> bytes | None:
    """An answer in drops: each comes in time, the whole does not."""
    answer = await passed(line)
    for at in range(0, len(answer or b""), 16):
        line.writer.write((answer or b"")[at : at + 16])
        await line.writer.drain()
        await asyncio.sleep(line.patience_s * 0.4)
    return None


async def gateway(line: Line) -> bytes | None:
    status = line.random.choice((b"502 Bad Gateway", b"503 Service Unavailable", b"429 Later"))
    return _answer(status, b"<html>nginx</html>", b"Retry-After: 3\r\n")


async def portal(line: Line) -> bytes | None:
    if line.random.random() < 0.3:
        return _answer(b"302 Found", b"", b"Location: http://127.0.0.1:9/login\r\n")
    return _answer(b"200 OK", PORTAL, b"Content-Type: text/html\r\nUpload-Offset: 99999\r\n")


async def garble(line: Line) -> bytes | None:
    """A proxy that compresses what nobody asked it to, or only says so, or spoils it."""
    answer = await line.forward(line.request.whole)
    if answer is None:
        return None
    packed = bytearray(gzip.compress(answer.body))
    if line.random.random() < 0.5:
        packed[line.random.randrange(len(packed))] ^= 0x55
    return _answer(b"200 OK", bytes(packed), b"Content-Encoding: gzip\r\n")


FAULTS: dict[str, tuple[int, Fault]] = {
    "passed": (110, passed),
    "drop_request": (8, drop_request),
    "drop_answer": (16, drop_answer),
    "duplicate": (8, duplicate),
    "replay": (8, replay),
    "old_answer": (6, old_answer),
    "delay": (2, delay),
    "delay_answer": (2, delay_answer),
    "cut_request": (8, cut_request),
    "cut_answer": (8, cut_answer),
    "flip_request": (6, flip_request),
    "flip_answer": (6, flip_answer),
    "reset": (8, reset),
    "slow_loris": (1, slow_loris),
    "silence": (1, silence),
    "gateway": (8, gateway),
    "portal": (8, portal),
    "garble": (6, garble),
}


def _flipped(message: Message, random: Random) -> bytes:
    """One bit of the body or, when it is empty, of the head, falls over."""
    whole, at = bytearray(message.whole), len(message.head) if message.body else 0
    whole[random.randrange(at, len(whole))] ^= 1 << random.randrange(8)
    return bytes(whole)


def _answer(status: bytes, body: bytes, more: bytes = b"") -> bytes:
    length = b"Content-Length: %d\r\n" % len(body)
    return b"HTTP/1.1 " + status + b"\r\n" + more + length + b"\r\n" + body
