"""Fleets of kiosks whose deliveries are signed ahead of time: load for a hub, without journals."""

import hashlib

import zstandard
from msgspec import Struct
from sqlalchemy import Engine

from hub.store import kiosks
from hub.store.database import writing
from hub.store.kiosks import Kiosk, Site
from kiosk.journal.author import Author, EntryDraft
from kiosk.journal.entry import ZERO_HASH, Entry, signature_input
from kiosk.journal.receipt import receipt_no
from kiosk.sealing.suites import Ed25519Signer
from kiosk.wire import batch
from kiosk.wire.messages import BatchPrefix
from kiosk.wire.request_signature import Sender, read_claim, sign_request
from tests.journals import STAMP

FILING_EVERY = 10
FIRST = 42_000
SITE = "s0"
QV = "AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8"


class BatchPlan(Struct, frozen=True, kw_only=True):
    """One delivery: as it is sent, and what a hub must at least do with it."""

    kiosk_no: int
    packed: bytes
    headers: list[tuple[str, str]]
    seqs: list[int]
    bodies: list[bytes]
    signatures: list[tuple[bytes, bytes, bytes]]
    through: int
    head: bytes


class Fleet(Struct, frozen=True, kw_only=True):
    """Kiosks and their deliveries, in an order in which no kiosk's overtake each other."""

    keys: dict[int, bytes]
    plans: list[BatchPlan]
    entries: int


def make_fleet(number: int, entries: int, size: int, origin: str, stride: int = 1) -> Fleet:
    """Sign so many entries of so many kiosks, in batches of `size`; numbers are `stride` apart."""
    keys, plans = {}, []
    for kiosk_no in range(FIRST, FIRST + number * stride, stride):
        device = Ed25519Signer(hashlib.sha256(b"fleet %d" % kiosk_no).digest())
        keys[kiosk_no] = device.public_key
        chain = _chain(kiosk_no, device, entries)
        for start in range(0, entries, size):
            plans.append(_plan(kiosk_no, device, chain[start : start + size], origin))
    return Fleet(keys=keys, plans=_spread(plans, number), entries=number * entries)


def add_fleet(engine: Engine, fleet: Fleet) -> None:
    """Make a hub know the kiosks, as if they had enrolled."""
    with writing(engine) as db:
        kiosks.add_site(db, Site(site_id=SITE, region="341602", name="试用点"))
        for kiosk_no, key in fleet.keys.items():
            new = Kiosk(
                kiosk_no=kiosk_no,
                site_id=SITE,
                pubkey=key,
                suite=1,
                status="active",
                enrolled_at=1,
            )
            kiosks.add_kiosk(db, new)


def probe(kiosk_no: int, through: int, head: bytes) -> bytes:
    """Return the delivery that asks how far the hub is."""
    return _pack(kiosk_no, through, head, [])


def _chain(kiosk_no: int, device: Ed25519Signer, entries: int) -> list[Entry]:
    author = Author(kiosk_no=kiosk_no, signer=device, stamp=lambda: STAMP, app="1.0.0")
    made: list[Entry] = []
    tip = (0, ZERO_HASH)
    for number in range(1, entries + 1):
        made.append(author._entry(tip, _draft(kiosk_no, number)))
        tip = (number, made[-1].hash)
    return made


def _draft(kiosk_no: int, number: int) -> EntryDraft:
    """Every tenth entry is a filing of 2.5 kB; the rest count 100 bytes."""
    seed = b"%d %d" % (kiosk_no, number)
    if number % FILING_EVERY:
        return EntryDraft(type="visit.stat", body=hashlib.sha256(seed).hexdigest().encode() * 2)
    return EntryDraft(
        type="filing.new",
        body=hashlib.shake_256(seed).digest(2_500),
        receipt=receipt_no(kiosk_no, number),
        item_id="topic/elder-allowance",
        item_sha256="ab" * 32,
        seal="341600-00000000",
        qv=QV,
    )


def _plan(kiosk_no: int, device: Ed25519Signer, chain: list[Entry], origin: str) -> BatchPlan:
    packed = _pack(kiosk_no, chain[0].seq - 1, bytes.fromhex(chain[0].fields.prev), chain)
    sender = Sender(kiosk_no=kiosk_no, public_key=device.public_key, sign=device.sign)
    uri, key = f"{origin}/v1/journal", device.public_key
    signed = sign_request("POST", uri, packed, sender, 1)
    headers = [(name.lower(), value) for name, value in signed.items()]
    claim = read_claim("POST", uri, packed, headers)
    return BatchPlan(
        kiosk_no=kiosk_no,
        packed=packed,
        headers=headers,
        seqs=[one.seq for one in chain],
        bodies=[bytes.fromhex(one.fields.body_sha256) for one in chain],
        signatures=[
            (key, claim.sig, claim.base),
            *((key, one.sig, signature_input(one.hash)) for one in chain),
        ],
        through=chain[-1].seq,
        head=chain[-1].hash,
    )


def _pack(kiosk_no: int, through: int, head: bytes, chain: list[Entry]) -> bytes:
    prefix = BatchPrefix(
        kiosk_no=kiosk_no,
        through=through,
        head=head.hex(),
        boot_id=STAMP.boot_id,
        t_mono=STAMP.t_mono + 60_000,
        t_wall=STAMP.t_wall + 60_000,
        app="1.0.0",
    )
    records = [batch.Record(header=e.header, sig=e.sig, body=e.body) for e in chain]
    return zstandard.compress(batch.encode(prefix, records))


def _spread(plans: list[BatchPlan], kiosks: int) -> list[BatchPlan]:
    """Let every kiosk deliver its first batch, then every one its second; a kiosk stays with the
    process that took its first (their number is even).
    """
    each = len(plans) // kiosks
    return [plans[number * each + turn] for turn in range(each) for number in range(kiosks)]
