"""The network of a simulated world: what may happen to a request and to its answer.

A kiosk that hears nothing sees `OSError`, as from a socket. What went out late arrives when the
world says so.
"""

import hashlib
from collections import deque
from collections.abc import Callable
from random import Random

import msgspec
from msgspec import Struct

from hub.services.answers import HubSigner
from hub.store.kiosks import Kiosk
from kiosk.domain.errors import KioskError
from kiosk.files import decompress
from kiosk.journal.entry import entry_hash, read_header
from kiosk.ports.crypto import Signer
from kiosk.sync.http_hub import Answer, HttpHub
from kiosk.wire import batch
from kiosk.wire.messages import Ack
from kiosk.wire.request_signature import Sender
from tests.simulation.hub import ORIGIN, Call, SimHub, WorkerDied

PORTAL = Answer(status=200, headers={}, body=b"<html>Welcome to our free network</html>")
BUSY = Answer(
    status=503, headers={"retry-after": "7"}, body=b'{"status":503,"title":"hub.database"}'
)
REMEMBERED = 40


class Late(Struct, frozen=True, kw_only=True):
    """A request that is still on its way; `caller` when a slow worker checked it already."""

    call: Call
    caller: Kiosk | None


class Network:
    """Carries requests.

    Args:
        hub: where to.
        random: decides everything.
        rates: how likely each fault is.
        forger: a key that nobody trusts.
        tick: counts an exchange.
    """

    def __init__(
        self,
        hub: SimHub,
        random: Random,
        rates: dict[str, float],
        forger: Signer,
        tick: Callable[[], None],
    ) -> None:
        self.hub = hub
        self.rates = rates
        self.planned: deque[str | None] = deque()
        self.late: list[Late] = []
        self.is_down = False
        self.heard: Callable[[Call], None] = lambda _call: None
        self._random = random
        self._forger = forger
        self._tick = tick
        self._old: deque[tuple[str, Answer]] = deque(maxlen=REMEMBERED)

    def carry(self, call: Call) -> Answer:
        """Return an answer, perhaps a wrong one. Raises OSError when there is none."""
        self._tick()
        if self.is_down:
            raise OSError("no route")
        fault = self._fault()
        if fault is None:
            return self._serve(call)
        return getattr(self, f"_{fault}")(call)  # type: ignore[no-any-return]

    def arrive(self) -> None:
        """Let one late request reach the hub; nobody hears its answer."""
        if self.late:
            one = self.late.pop(self._random.randrange(len(self.late)))
            self._tick()
            self._serve(one.call, one.caller)

    def _fault(self) -> str | None:
        """Return what happens to this exchange: what is planned, then what is drawn."""
        if self.planned:
            return self.planned.popleft()
        drawn = self._random.random()
        for name, rate in self.rates.items():
            drawn -= rate
            if drawn < 0:
                return name
        return None

    def _serve(self, call: Call, caller: Kiosk | None = None) -> Answer:
        try:
            answer = self.hub.serve(call, caller)
        except WorkerDied:
            answer = Answer(status=502, headers={}, body=b"bad gateway")
        self.heard(call)
        self._old.append((call.method, answer))
        return answer

    # ---- faults of the request
    def _drop_request(self, _call: Call) -> Answer:
        raise OSError("lost")

    def _delay_request(self, call: Call) -> Answer:
        self.late.append(Late(call=call, caller=None))
        raise OSError("no answer in time")

    def _slow_worker(self, call: Call) -> Answer:
        try:
            caller = None if call.target == "/v1/enrol" else self.hub.caller(call)
        except KioskError:
            caller = None
        self.late.append(Late(call=call, caller=caller))
        raise OSError("no answer in time")

    def _duplicate(self, call: Call) -> Answer:
        self._serve(call)
        return self._serve(call)

    def _late_duplicate(self, call: Call) -> Answer:
        self.late.append(Late(call=call, caller=None))
        return self._serve(call)

    def _cut_request(self, call: Call) -> Answer:
        body = call.body or b""
        return self._serve(_with_body(call, body[: self._random.randrange(len(body) + 1)]))

    def _flip_request(self, call: Call) -> Answer:
        return self._serve(_with_body(call, self._flipped(call.body or b"")))

    def _worker_dies_before_commit(self, call: Call) -> Answer:
        self.hub.dies_at_commit = True
        try:
            return self._serve(call)
        finally:
            self.hub.dies_at_commit = False

    def _worker_dies_after_commit(self, call: Call) -> Answer:
        self._serve(call)
        return Answer(status=502, headers={}, body=b"bad gateway")

    # ---- faults of the answer
    def _drop_answer(self, call: Call) -> Answer:
        self._serve(call)
        raise OSError("connection reset")

    def _cut_answer(self, call: Call) -> Answer:
        answer = self._serve(call)
        cut = answer.body[: self._random.randrange(len(answer.body) + 1)]
        return Answer(status=answer.status, headers=answer.headers, body=cut)

    def _flip_answer(self, call: Call) -> Answer:
        answer = self._serve(call)
        body = self._flipped(answer.body)
        return Answer(status=answer.status, headers=answer.headers, body=body)

    def _portal(self, _call: Call) -> Answer:
        return PORTAL

    def _busy(self, _call: Call) -> Answer:
        return BUSY

    def _stale_answer(self, call: Call) -> Answer:
        """An old answer instead, to a request of the same method, whoever asked."""
        fitting = [answer for method, answer in self._old if method == call.method]
        return self._random.choice(fitting) if fitting else PORTAL

    def _foreign_answer(self, call: Call) -> Answer:
        """The request is served, and an answer to another one comes back."""
        self._serve(call)
        return self._stale_answer(call)

    def _forged_answer(self, call: Call) -> Answer:
        """Somebody who does not have the hub's key acknowledges everything."""
        if call.target != "/v1/journal":
            return PORTAL
        packed = call.body or b""
        prefix, records = batch.decode(decompress(packed, batch.MAX_BYTES))
        through, head = prefix.through, prefix.head
        for record in records:
            fields = read_header(record.header)
            digest = entry_hash(self._forger.suite, bytes.fromhex(fields.prev), record.header)
            through, head = fields.seq, digest.hex()
        ack = Ack(
            kiosk_no=prefix.kiosk_no,
            epoch=self.hub.now_ms() // 1000,
            through=through,
            head=head,
            req=hashlib.sha256(packed).hexdigest(),
            time=self.hub.now_ms() * 2,
            feed_high=0,
        )
        liar = HubSigner(key=self._forger, now_ms=self.hub.now_ms)
        signed = msgspec.structs.replace(liar.sign("ack", ack), kid=self.hub.signer.kid)
        return Answer(status=200, headers={}, body=msgspec.json.encode(signed))

    def _flipped(self, data: bytes) -> bytes:
        if not data:
            return data
        at = self._random.randrange(len(data))
        return data[:at] + bytes([data[at] ^ (1 << self._random.randrange(8))]) + data[at + 1 :]


class WiredHub(HttpHub):
    """The kiosk's own client with a simulated socket under it.

    Args:
        network: carries what it sends.
        sender: who signs requests.
        now_s: the time as the kiosk knows it.
        waiting: what else happens on the kiosk while it waits.
    """

    def __init__(
        self,
        network: Network,
        sender: Callable[[], Sender | None],
        now_s: Callable[[], int],
        waiting: Callable[[], None],
    ) -> None:
        super().__init__(ORIGIN, sender, now_s)
        self._network = network
        self._waiting = waiting

    def _exchange(
        self, method: str, uri: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        self._waiting()
        named = tuple((name.lower(), value) for name, value in headers.items())
        target = uri.removeprefix(ORIGIN)
        answer = self._network.carry(Call(method=method, target=target, body=body, headers=named))
        self._waiting()
        return answer


def _with_body(call: Call, body: bytes) -> Call:
    return msgspec.structs.replace(call, body=body if call.body is not None else None)
