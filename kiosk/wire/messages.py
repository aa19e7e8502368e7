"""What kiosk and hub say to each other, as JSON. Members that a reader does not know are ignored.

Times are milliseconds since 1970 UTC, hashes and keys lower-case hex. Which answers are signed is
said at each. Source: sync.md §5, §6, §9, §14.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from kiosk.wire.signed import Signed

Hex32 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Hex64 = Annotated[str, Meta(pattern="^[0-9a-f]{128}$")]
KioskNo = Annotated[int, Meta(ge=1, le=9_999_999)]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
ReceiptNo = Annotated[str, Meta(pattern="^[0-9]{16}$")]

FilingStatus = Literal[
    "filed",
    "delivered",
    "accepted",
    "needs_supplement",
    "returned",
    "done",
    "withdrawn",
    "held",
]
TERMINAL: frozenset[FilingStatus] = frozenset({"done", "returned", "withdrawn"})


class BatchPrefix(Struct, frozen=True, kw_only=True):
    """What stands before the entries of a delivery: who sends, and how far it knows itself to be.

    `through` and `head` are the last acknowledged entry and its hash (zeros before the first).
    """

    v: int = 1
    kiosk_no: KioskNo
    through: Count
    head: Hex32
    boot_id: str
    t_mono: Count
    t_wall: Count
    app: Annotated[str, Meta(max_length=40)]


class Stop(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a hub took no more of a delivery; `expected` is the number it waits for."""

    seq: Count
    reason: Literal["gap", "fork", "bad_entry", "revoked"]
    expected: Count | None = None


class Ack(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Signed: what the hub has kept for ever.

    `req` is the hash of the request body that this answers; `head` the hash of entry `through`;
    `held` hashes of entries that wait for a person; `retry_after` seconds.
    """

    v: int = 1
    kiosk_no: KioskNo
    epoch: Count
    through: Count
    head: Hex32
    req: Hex32
    held: tuple[Hex32, ...] = ()
    stop: Stop | None = None
    time: Count
    feed_high: Count
    retry_after: Annotated[int, Meta(ge=0, le=86_400)] = 0


class BlobAnswer(Struct, frozen=True, kw_only=True):
    """Signed: how many bytes of an attachment the hub has kept for ever; all of them: it is whole.

    `req` is the hash of the piece that this answers.
    """

    v: int = 1
    kiosk_no: KioskNo
    epoch: Count
    sha256: Hex32
    have: Count
    req: Hex32


class FeedItem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Signed: a new status of a filing. No personal data.

    `deadline` is an ISO date, `need` ids of evidence that is still missing.
    """

    v: int = 1
    kiosk_no: KioskNo
    feed_seq: Count
    epoch: Count
    receipt: ReceiptNo
    status: FilingStatus
    status_seq: Count
    text_id: Annotated[str, Meta(max_length=96)]
    deadline: str | None = None
    need: tuple[str, ...] = ()


class TimeAnswer(Struct, frozen=True, kw_only=True):
    """Signed: the hub's time; it counts only with our own nonce."""

    nonce: Annotated[str, Meta(max_length=64)]
    time: Count


class EnrolRequest(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A kiosk asks for its number: with a token, with the key of the number it had, or again.

    `sig` covers `signed.enrol_input`, over the hash of the token or of the payload of `kept`, the
    answer that a hub gave and forgot. `sig_old` and `sig_new` cover `signed.reenrol_input`. `hw`
    describes the machine in one line.
    """

    pubkey: Hex32
    suite: Annotated[int, Meta(ge=1, le=255)]
    hw: Annotated[str, Meta(max_length=200)]
    token: Annotated[str, Meta(max_length=64)] | None = None
    kept: Signed | None = None
    sig: Hex64 | None = None
    old_kiosk_no: KioskNo | None = None
    sig_old: Hex64 | None = None
    sig_new: Hex64 | None = None


class EnrolAnswer(Struct, frozen=True, kw_only=True):
    """Signed: the number. The kiosk keeps it as proof for a hub that lost its memory.

    `regions` is the chain of division codes from the province down to the site.
    """

    v: int = 1
    kiosk_no: KioskNo
    pubkey: Hex32
    suite: Annotated[int, Meta(ge=1, le=255)]
    site: Annotated[str, Meta(max_length=64)]
    regions: tuple[str, ...]
    epoch: Count
    time: Count


class StatusRequest(Struct, frozen=True, kw_only=True):
    """Asks for the status of a receipt that another kiosk gave."""

    receipt: ReceiptNo
    code: Annotated[str, Meta(pattern="^[0-9]{8}$")]


class StatusAnswer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Signed: the status; `status` None for a wrong code and an unknown receipt alike."""

    receipt: ReceiptNo
    status: FilingStatus | None = None
    status_seq: Count = 0
    at: Count | None = None
    deadline: str | None = None
    need: tuple[str, ...] = ()


class HubKey(Struct, frozen=True, kw_only=True):
    """A key that signs the hub's answers; part of the TUF target `keys/hub.json`."""

    kid: Annotated[str, Meta(max_length=40)]
    pub: Hex32
    suite: Annotated[int, Meta(ge=1, le=255)] = 1


class HubKeys(Struct, frozen=True, kw_only=True):
    """The TUF target `keys/hub.json`; `origin` is the hub's public address."""

    v: int = 1
    origin: str
    keys: tuple[HubKey, ...]


class SealKey(Struct, frozen=True, kw_only=True):
    """A key to seal to; `not_after` is an ISO date."""

    key_id: Annotated[str, Meta(max_length=40)]
    suite: Annotated[int, Meta(ge=1, le=255)] = 1
    pub: Hex32
    not_after: str


class SealKeys(Struct, frozen=True, kw_only=True):
    """The TUF target `keys/seal/<city>.json`, newest key first."""

    v: int = 1
    city: Annotated[str, Meta(pattern="^[0-9]{6}$")]
    keys: tuple[SealKey, ...]


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error as RFC 9457 has it (application/problem+json)."""

    status: int
    title: str
    type: str = "about:blank"
    detail: str | None = None
