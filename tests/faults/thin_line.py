"""A line as thin as a village's: few bits a second, long ways, segments that are lost.

TCP goes on over the loopback; what a real line does to it is done to its bytes: each segment takes
its turn in the bucket, arrives half a round trip later, or, when it was lost, after it was sent
again; nothing overtakes it. Opening a connection costs a round trip, TLS one more.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from random import Random

from msgspec import Struct

from tests.faults.loop_server import LoopServer

SEGMENT_BYTES = 1_400
HANDSHAKES = 2
Sent = asyncio.Queue[tuple[float, bytes]]
"""Segments under way, each with the moment when it arrives; an empty one is the end."""


class Quality(Struct, frozen=True, kw_only=True):
    """Bytes a second each way, seconds there and back, the share of segments that are lost.

    A lost segment is sent again after `again_s`.
    """

    bytes_per_s: float
    round_trip_s: float
    lost: float
    again_s: float


THIN = Quality(bytes_per_s=256_000 / 8, round_trip_s=0.6, lost=0.05, again_s=1.0)


class ThinLine(LoopServer):
    """A line from the loopback to a hub; it has a thread of its own.

    Args:
        quality: what it is like once `is_thin` is set.
        seed: which segments are lost.
    """

    def __init__(self, quality: Quality, seed: int) -> None:
        self.upstream = 0
        self.is_thin = False
        self.segments, self.lost = 0, 0
        self._quality = quality
        self._random = Random(f"line {seed}")  # noqa: S311
        self._free_at = {"up": 0.0, "down": 0.0}
        super().__init__("thin line")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):
            async with _closed(writer):
                if self.is_thin:
                    trips = HANDSHAKES * self._quality.round_trip_s
                    await asyncio.sleep(trips + self._sent_again() + self._sent_again())
                hub_reader, hub_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
                async with _closed(hub_writer), asyncio.TaskGroup() as both:
                    both.create_task(self._carry(reader, hub_writer, "up"))
                    both.create_task(self._carry(hub_reader, writer, "down"))

    def _sent_again(self) -> float:
        """Return how much later one segment arrives for having been lost, perhaps repeatedly."""
        self.segments += 1
        late, again_s = 0.0, self._quality.again_s
        while self._random.random() < self._quality.lost:
            self.lost += 1
            late, again_s = late + again_s, again_s * 2
        return late

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str
    ) -> None:
        """Carry one way; sending goes on while earlier segments are under way."""
        under_way: Sent = asyncio.Queue()
        async with asyncio.TaskGroup() as work:
            work.create_task(self._deliver(under_way, writer))
            await self._take(reader, under_way, way)

    async def _take(self, reader: asyncio.StreamReader, under_way: Sent, way: str) -> None:
        in_order = 0.0
        while data := await _read(reader):
            at = self._loop.time()
            if self.is_thin:
                start = max(at, self._free_at[way])
                self._free_at[way] = start + len(data) / self._quality.bytes_per_s
                await asyncio.sleep(self._free_at[way] - at)
                at = self._loop.time() + self._quality.round_trip_s / 2 + self._sent_again()
            in_order = max(in_order, at)
            under_way.put_nowait((in_order, data))
        under_way.put_nowait((in_order, b""))

    async def _deliver(self, under_way: Sent, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while True:
                at, data = await under_way.get()
                await asyncio.sleep(at - self._loop.time())
                if not data:
                    break
                writer.write(data)
                await writer.drain()
            writer.write_eof()


@asynccontextmanager
async def _closed(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    try:
        yield
    finally:
        writer.close()


async def _read(reader: asyncio.StreamReader) -> bytes:
    """Return a segment; a connection that was reset has come to its end."""
    try:
        return await reader.read(SEGMENT_BYTES)
    except OSError:
        return b""
