"""A whole journal recomputed: chain, signatures, receipts, attachments, states. Pure.

The tail alone, at every start, is `boot.py`; the pages of the file are `store/journal_db.py`. What
nobody signed (how far a status is, whether a receipt was shown) cannot be checked here.
Source: sync.md §17.
"""

from collections.abc import Iterator

import msgspec

from kiosk.domain.errors import InputError, Unavailable
from kiosk.journal.boot import key_at, keys_of
from kiosk.journal.chain import Flaw, Rotation, Tip, verify
from kiosk.journal.checkpoint import flaw_of_start
from kiosk.journal.entry import Entry, read_entry
from kiosk.journal.receipt import is_genuine, read_slip
from kiosk.ports.crypto import Suite
from kiosk.ports.journal import Attachments, FilingStub, JournalReader, KeptBlob, KeptEntry

PAGE = 500


def journal_flaws(
    journal: JournalReader, attachments: Attachments, device_key: bytes, suite: Suite
) -> Iterator[Flaw]:
    """Yield everything in a journal that is not as it was written; nothing for a sound one.

    Args:
        journal: the opened file.
        attachments: the sealed files beside it.
        device_key: the public key of this machine, from its own file: who exchanges all keys in
            the journal and signs everything anew does not have it.
        suite: the algorithms.
    """
    try:
        yield from _flaws(journal, attachments, device_key, suite)
    except (ValueError, TypeError, LookupError, msgspec.MsgspecError) as error:
        yield Flaw(seq=0, rule="state", message=f"有一个值读不了（{type(error).__name__}）")


def _flaws(
    journal: JournalReader, attachments: Attachments, device_key: bytes, suite: Suite
) -> Iterator[Flaw]:
    damage = journal.damage()
    if damage is not None:
        yield Flaw(seq=0, rule="state", message=f"文件坏了（{damage}）")
        return
    keys = keys_of(journal)
    last, _ = journal.tip()
    if not keys:
        if last:
            yield Flaw(seq=1, rule="signature", message="不知道这台机器的钥匙")
        return
    if bytes.fromhex(keys[-1][1]) != device_key:
        yield Flaw(seq=last, rule="signature", message="日志里的钥匙不是这台机器的")
    start, head = journal.start()
    key = key_at(keys, start + 1)
    begins = flaw_of_start(journal, key)
    if begins is not None:
        yield Flaw(seq=start, rule="gap", message=begins)
    try:
        yield from verify(_entries(journal, suite), Tip(seq=start, hash=head, key=key), suite)
    except InputError as error:
        yield Flaw(seq=0, rule="body", message=error.message)
        return
    yield from _states(journal, last)
    yield from _filings(journal, suite)
    yield from _attachments(journal, attachments, suite)


def _pages(journal: JournalReader) -> Iterator[KeptEntry]:
    page = journal.entries(0, PAGE)
    while page:
        yield from page
        page = journal.entries(page[-1].seq, PAGE)


def _entries(journal: JournalReader, suite: Suite) -> Iterator[Entry]:
    """Yield entries as their bytes say; raises InputError where the file says something else."""
    for kept in _pages(journal):
        entry = read_entry(kept.header, kept.sig, kept.body, suite)
        if entry.hash != kept.hash or entry.seq != kept.seq:
            raise InputError("journal.hash", f"第{kept.seq}条和登记的摘要对不上")
        yield entry


def _states(journal: JournalReader, last: int) -> Iterator[Flaw]:
    """Check what is said of delivery against how far it went, and the keys against the entries."""
    number, through = journal.meta("kiosk_no"), int(journal.meta("through") or 0)
    if through > last:
        yield Flaw(seq=last, rule="gap", message=f"送到了第{through}条，可是只有{last}条")
    known, start = keys_of(journal), journal.start()[0]
    keys = [key for key in known if key[0] <= start + 1]  # the checkpoint vouches for the last
    for kept in _pages(journal):
        fields = msgspec.json.decode(kept.header)
        said = _misplaced(kept, through)
        if said is not None:
            yield Flaw(seq=kept.seq, rule="state", message=f"第{kept.seq}条{said}")
        if str(fields["kiosk_no"]) != number:
            yield Flaw(seq=kept.seq, rule="fork", message=f"第{kept.seq}条是另一台机器的")
        if fields["type"] == "key.rotate" and kept.body is not None:
            keys.append((kept.seq + 1, msgspec.json.decode(kept.body, type=Rotation).new_pub))
    if tuple(keys) != known or known[0][0] != 1:
        yield Flaw(seq=last, rule="rotation", message="登记的钥匙和换钥匙的条目对不上")


def _misplaced(kept: KeptEntry, through: int) -> str | None:
    """Say what is wrong with the state of an entry; a purged one may have to be sent again."""
    if kept.state == "kept" and kept.seq <= through:
        return "送到了，却记成没送"
    if kept.state == "acknowledged" and kept.seq > through:
        return "没有送到，却记成送到了"
    if kept.body is None:
        return "的内容不见了" if kept.state in ("kept", "acknowledged") else None
    return "的内容本来已经清掉" if kept.state == "purged" else None


def _filings(journal: JournalReader, suite: Suite) -> Iterator[Flaw]:
    """Compare what is remembered of a filing in the clear with its signed entry."""
    keys, counted = keys_of(journal), 0
    stubs = {stub.receipt: stub for stub in journal.stubs()}
    for kept in _pages(journal):
        fields = msgspec.json.decode(kept.header)
        receipt = fields.get("receipt")
        if fields["type"] != "filing.new" or receipt is None:
            continue
        counted = max(counted, int(receipt[7:14]))
        stub = stubs.pop(receipt, None)
        if stub is None:
            if kept.acked_at is None:
                yield Flaw(seq=kept.seq, rule="receipt", message=f"第{kept.seq}条的回执不见了")
            continue
        said = (stub.seq, stub.qv, stub.item_id)
        proven = _is_proven(stub, kept.hash, key_at(keys, kept.seq), suite)
        if said != (kept.seq, fields.get("qv"), fields.get("item_id")) or not proven:
            yield Flaw(seq=kept.seq, rule="receipt", message=f"第{kept.seq}条的回执被改动过")
    for stub in stubs.values():
        yield Flaw(seq=stub.seq, rule="receipt", message=f"第{stub.seq}条没有这张回执")
    if counted > int(journal.meta("filings") or 0):
        yield Flaw(seq=0, rule="receipt", message="办件的计数比回执号码小")


def _is_proven(stub: FilingStub, digest: bytes, key: bytes, suite: Suite) -> bool:
    try:
        proof = read_slip(stub.slip)
    except (InputError, ValueError):
        return False
    same = (stub.receipt, digest[:16], stub.filed_day)
    return same == (proof.receipt, proof.entry_hash, proof.filed_day) and is_genuine(
        proof, key, suite
    )


def _attachments(journal: JournalReader, files: Attachments, suite: Suite) -> Iterator[Flaw]:
    """Compare files with their rows, and rows with the entries that name them."""
    rows = {(blob.seq, blob.sha256): blob for blob in journal.blobs(pending=False)}
    for kept in _pages(journal):
        for named in msgspec.json.decode(kept.header).get("blobs", ()):
            blob = rows.pop((kept.seq, named["sha256"]), None)
            gone = blob is None and kept.acked_at is None
            if gone or (blob is not None and not _is_whole(blob, named["len"], files, suite)):
                said = f"第{kept.seq}条的附件不见了或坏了"
                yield Flaw(seq=kept.seq, rule="attachment", message=said)
    for seq, _ in rows:
        yield Flaw(seq=seq, rule="attachment", message=f"第{seq}条没有说到的附件")


def _is_whole(blob: KeptBlob, length: int, files: Attachments, suite: Suite) -> bool:
    try:
        sealed = files.read(blob.path, 0, blob.len)
    except Unavailable:
        return False
    return blob.len == length and suite.hash(sealed).hex() == blob.sha256
