"""A proxy between kiosks and a hub that does to HTTP what villages, portals and middleboxes do.

Which fault a request meets follows from the seed, the kiosk's number in its signature and how many
requests it sent before: a failure is told by one integer.
"""

import asyncio
import re
import socket
import threading
from collections import Counter
from contextlib import suppress
from random import Random

from tests.faults.chaos import FAULTS, Line, Message

HUB_PATIENCE_S = 20.0
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_KIOSK = re.compile(rb'keyid="([0-9]{7}):')


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
