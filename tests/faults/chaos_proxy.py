"""A proxy between kiosks and a hub that does to HTTP what villages, portals and middleboxes do.

Which fault a request meets follows from the seed, the kiosk's number in its signature and how many
requests it sent before: a failure is told by one integer.
"""

import asyncio
import re
from collections import Counter
from contextlib import suppress
from random import Random

from tests.faults.chaos import FAULTS, Line, Message
from tests.faults.loop_server import LoopServer

HUB_PATIENCE_S = 20.0
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_KIOSK = re.compile(rb'keyid="([0-9]{7}):')


class ChaosProxy(LoopServer):
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
        super().__init__("chaos")

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
