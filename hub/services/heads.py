"""Head bundles: signed lines that say how far every chain had come, so that none ends earlier.

`hub audit heads` makes one each hour; auditors keep them. The chains themselves are `audit.py` and
`oversight.py`, signing is `tuf_repository.py`. Source: sync.md §17, RFC 6962 §2.1.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Engine, select

from hub.services.oversight import Finding, Verified, verify_all
from hub.services.tuf_repository import TufRepository
from hub.store.database import snapshot
from hub.store.tables import entry, hub_audit, kiosk
from kiosk.domain.errors import InputError
from kiosk.files import compress, decompress, write_atomic
from kiosk.wire.shard import Hex32
from kiosk.wire.signed import pae

HEADS = "audit/heads.json"
MAX_SEQS_BYTES = 64 * 1024 * 1024
_ZERO = bytes(32)
_LEAF, _NODE = b"\0", b"\1"


class HeadBundle(Struct, frozen=True, kw_only=True):
    """How far the chains had come at a time (ms): the hub's line `n`, and every kiosk's journal.

    `root` is over the last entries of all kiosks; `seqs` names the list that says which these were,
    `prev` the bundle before; both are SHA-256, and `prev` is empty in the first.
    """

    v: int = 1
    at: int
    n: int
    hub: Hex32
    kiosks: int
    root: Hex32
    seqs: Hex32
    prev: str = ""


class NewHeads(Struct, frozen=True, kw_only=True):
    """A bundle that was signed, and what does not hold any more of the one before."""

    bundle: HeadBundle
    flaws: tuple[Finding, ...]


class HeadFiles:
    """The lists of a hub's bundles: which entry of each kiosk was the last one.

    Args:
        folder: where they lie, in the hub's own data: nobody else needs to know them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, seqs: dict[int, int]) -> str:
        """Keep a list under its hash and return that. Raises InputError or Unavailable."""
        content = msgspec.json.encode(seqs)
        name = hashlib.sha256(content).hexdigest()
        self._folder.mkdir(mode=0o700, exist_ok=True)
        write_atomic(self._folder / name, compress(content, 9), mode=0o600)
        return name

    def read(self, name: str) -> dict[int, int] | None:
        """Return a list; None when it is not there or is not what its name says."""
        try:
            content = decompress((self._folder / name).read_bytes(), MAX_SEQS_BYTES)
        except (OSError, InputError):
            return None
        if hashlib.sha256(content).hexdigest() != name:
            return None
        return msgspec.json.decode(content, type=dict[int, int])


class SignedHeads:
    """Signs bundles, and compares the chains with those that were signed.

    Args:
        engine: the database.
        files: the lists of entries.
        repository: where bundles are published.
        now_ms: the time.
    """

    def __init__(
        self,
        engine: Engine,
        files: HeadFiles,
        repository: TufRepository,
        now_ms: Callable[[], int],
    ) -> None:
        self._engine = engine
        self._files = files
        self._repository = repository
        self._now_ms = now_ms

    def sign(self) -> NewHeads:
        """Sign how far every chain has come, and tell whether the bundle before still holds.

        Raises:
            InputError: the bundle before is none, or not signed by the audit key.
            Unavailable: the audit key or the database is not there.
        """
        before = self._repository.audit().get(HEADS)
        with snapshot(self._engine) as db:
            flaws = tuple(compared(db, self._files, read_bundle(before))) if before else ()
            made = bundle(db, self._files, before, self._now_ms())
        self._repository.publish_audit({HEADS: msgspec.json.encode(made)})
        return NewHeads(bundle=made, flaws=flaws)

    def verify(self, kept: Sequence[bytes]) -> Verified:
        """Recompute every chain and compare it with the newest bundle and with others.

        Args:
            kept: bundles that auditors kept.

        Raises:
            InputError: one of them is none.
        """
        report = verify_all(self._engine)
        flaws = list(report.flaws)
        try:
            published = self._repository.audit().get(HEADS)
            bundles = [read_bundle(data) for data in (published, *kept) if data]
        except InputError as error:
            flaws.append(Finding(where="签过的汇总", message=error.message))
            bundles = [read_bundle(data) for data in kept]
        with snapshot(self._engine) as db:
            for one in dict.fromkeys(bundles):
                flaws += compared(db, self._files, one)
        return Verified(checked=report.checked, flaws=tuple(flaws))


def bundle(db: Connection, files: HeadFiles, before: bytes | None, now: int) -> HeadBundle:
    """Return how far every chain has come.

    Args:
        db: a connection that sees one state.
        files: where the list of entries is kept.
        before: the bundle before, as it was signed.
        now: the time, ms.
    """
    line = db.execute(
        select(hub_audit.c.n, hub_audit.c.hash).order_by(hub_audit.c.n.desc()).limit(1)
    ).one()
    rows = db.execute(
        select(kiosk.c.kiosk_no, kiosk.c.through, kiosk.c.head).order_by(kiosk.c.kiosk_no)
    )
    heads = [(int(number), int(seq), bytes(head)) for number, seq, head in rows]
    return HeadBundle(
        at=now,
        n=int(line[0]),
        hub=bytes(line[1]).hex(),
        kiosks=len(heads),
        root=merkle_root([_leaf(*head) for head in heads]).hex(),
        seqs=files.keep({number: seq for number, seq, _ in heads}),
        prev=hashlib.sha256(before).hexdigest() if before else "",
    )


def compared(db: Connection, files: HeadFiles, said: HeadBundle) -> Iterator[Finding]:
    """Yield what is not there any more of what a bundle says."""
    line = db.execute(select(hub_audit.c.hash).where(hub_audit.c.n == said.n)).scalar()
    if line is None or bytes(line).hex() != said.hub:
        yield Finding(where=f"中心记录第{said.n}行", message="和签过的汇总对不上：没有了或被换过")
    seqs = files.read(said.seqs)
    if seqs is None:
        yield Finding(where="签过的汇总", message="它的机器名单不在了，机器的日志没法和它对")
        return
    leaves = []
    for number, seq in sorted(seqs.items()):
        head = _head(db, number, seq)
        if head is None:
            yield Finding(where=f"机器{number:07}", message=f"签过的汇总里有第{seq}条，现在没有了")
        leaves.append(_leaf(number, seq, head or _ZERO))
    if merkle_root(leaves).hex() != said.root:
        yield Finding(where="签过的汇总", message="机器的日志和它对不上：有条目被换过或没有了")


def read_bundle(data: bytes) -> HeadBundle:
    """Decode a bundle. Raises InputError."""
    try:
        return msgspec.json.decode(data, type=HeadBundle)
    except msgspec.MsgspecError as error:
        raise InputError("audit.heads", f"这不是签过的汇总（audit/heads.json）：{error}") from error


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash of RFC 6962 §2.1."""
    if not leaves:
        return hashlib.sha256().digest()
    row = [hashlib.sha256(_LEAF + leaf).digest() for leaf in leaves]
    while len(row) > 1:
        pairs = zip(row[::2], row[1::2], strict=False)
        above = [hashlib.sha256(_NODE + left + right).digest() for left, right in pairs]
        row = above + row[len(above) * 2 :]
    return row[0]


def _leaf(number: int, seq: int, head: bytes) -> bytes:
    return pae(f"{number:07}".encode(), str(seq).encode(), head)


def _head(db: Connection, number: int, seq: int) -> bytes | None:
    """Return the hash of an entry; zeros before the first, None when it or the kiosk is gone."""
    if seq == 0:
        known = select(kiosk.c.kiosk_no).where(kiosk.c.kiosk_no == number)
        return _ZERO if db.execute(known).first() else None
    one = select(entry.c.hash).where(entry.c.kiosk_no == number, entry.c.seq == seq)
    found = db.execute(one).scalar()
    return None if found is None else bytes(found)
