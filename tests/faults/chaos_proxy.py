"""A proxy between kiosks and a hub that does to HTTP what villages, portals and middleboxes do.

Which fault a request meets follows from the seed, the kiosk's number in its signature and how many
requests it sent before: a failure is told by one integer.
"""

import asyncio
import gzip
import re
import socket
import struct
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random
from typing import Protocol

from msgspec import Struct

HUB_PATIENCE_S = 20.0
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_KIOSK = re.compile(rb'keyid="([0-9]{7}):')
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


class ChaosProxy:
    """A proxy on the loopback with a thread of its own.

    Args:
        seed: decides every fault.
        patience_s: how long kiosks wait; silences and delays are measured by it.
    """

    def __init__(self, seed: int, patience_s: float) -> None:
        self.upstream = 0
        self.is_calm = True
        self.met: Counter[str] = Counter()
        self._seed = seed
        self._patience_s = patience_s
        self._sent: Counter[str] = Counter()
        self._old: dict[str, Message] = {}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._loop = asyncio.new_event_loop()
        self._end = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="chaos")
        self._thread.start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._until_the_end())

    async def _until_the_end(self) -> None:
        server = await asyncio.start_server(self._serve, sock=self._listener)
        await self._end.wait()
        server.close()
        mine = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not mine]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, EOFError, asyncio.LimitOverrunError, asyncio.CancelledError):
                answer: bytes | None = b""
                while answer is not None:
                    answer = await self._fault(await _read(reader), writer)
                    writer.write(answer or b"")
                    await writer.drain()
        finally:
            writer.close()

    async def _fault(self, request: Message, writer: asyncio.StreamWriter) -> bytes | None:
        found = _KIOSK.search(request.head)
        who = found[1].decode() if found else ""
        self._sent[who] += 1
        random = Random(f"{self._seed}/{who}/{self._sent[who]}")  # noqa: S311
        names = list(FAULTS)
        name = random.choices(names, [weight for weight, _ in FAULTS.values()])[0]
        name = "passed" if self.is_calm else name
        self.met[name] += 1
        line = Line(
            request=request,
            forward=self._forward,
            old=self._old.get(who),
            writer=writer,
            random=random,
            patience_s=self._patience_s,
        )
        if random.random() < 0.3:
            self._old[who] = request
        return await FAULTS[name][1](line)

    async def _forward(self, data: bytes, *, hang_up: bool = False) -> Message | None:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            return None
        try:
            writer.write(data)
            await writer.drain()
            if hang_up:
                return None
            async with asyncio.timeout(HUB_PATIENCE_S):
                return await _read(reader, is_head=data.startswith(b"HEAD"))
        except (OSError, EOFError, asyncio.LimitOverrunError):
            return None  # TimeoutError is an OSError
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader, *, is_head: bool = False) -> Message:
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    size = 0 if length is None or is_head else int(length[1])
    return Message(head=head, body=await reader.readexactly(size))


def _flipped(message: Message, random: Random) -> bytes:
    """One bit of the body or, when it is empty, of the head, falls over."""
    whole, at = bytearray(message.whole), len(message.head) if message.body else 0
    whole[random.randrange(at, len(whole))] ^= 1 << random.randrange(8)
    return bytes(whole)


def _answer(status: bytes, body: bytes, more: bytes = b"") -> bytes:
    length = b"Content-Length: %d\r\n" % len(body)
    return b"HTTP/1.1 " + status + b"\r\n" + more + length + b"\r\n" + body
