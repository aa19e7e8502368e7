"""Filing: a form is checked, sealed and kept in one transaction; only then is there a receipt.

The journal is `journal/`, delivery `sync/`, the paper of a receipt `services/receipts.py`.
Source: sync.md §4, "Filing transaction".
"""

import datetime as dt
from collections.abc import Callable, Iterator

import msgspec
from msgspec import Struct

from kiosk.domain.checklist import Checklist
from kiosk.domain.errors import Bug, InputError, KioskError, Refused, Unavailable
from kiosk.domain.filing import (
    CONSENT,
    FilingBody,
    FilingForm,
    SealedAttachment,
    check_form,
    given_answers,
)
from kiosk.journal.author import Author, EntryDraft
from kiosk.journal.entry import BlobRef, Entry
from kiosk.journal.outbox import Rung
from kiosk.journal.receipt import receipt_no, slip_code
from kiosk.ports.crypto import QueryCode, QueryCodes, Sealer
from kiosk.ports.journal import Attachments, FilingStub, JournalStore, JournalTx, KeptBlob
from kiosk.ports.storage import CatalogStore
from kiosk.services.guidance import Guidance
from kiosk.services.pictures import NOT_TAKEN, media_of
from kiosk.services.receipts import show
from kiosk.wire.signed import blob_info, filing_info

Read = Callable[[str], bytes]
_WRONG = {
    "unknown-topic": "topic：没有这个办事主题，或它今天不适用",
    "unknown-region": "region：没有这个行政区划，要填2、4、6、9或12位的代码",
    "unknown-question": "answers：写了这个办事主题不问的问题",
    "wrong-answer": "answers：这个问题的回答不对：",
}
"""What is said of a form that the guide refuses; its own words repeat what was filled in."""


class KeptFiling(Struct, frozen=True, kw_only=True):
    """A filing that is on the disk, in the shape of `kiosk file --json`; `hash` is hex."""

    receipt: str
    seq: int
    hash: str
    state: str
    query_code: str
    slip: str


class FilingRights(Struct, frozen=True, kw_only=True):
    """What an enrolled kiosk files with: its signature, the city's seal, the hub's address."""

    author: Author
    sealer: Sealer
    origin: str


class _Attached(Struct, frozen=True, kw_only=True):
    """An attachment that lies sealed on the disk."""

    named: SealedAttachment
    kept: KeptBlob


class _Case(Struct, frozen=True, kw_only=True):
    """Everything of a filing but its number: what the transaction needs."""

    body: FilingBody
    document: bytes
    day: str
    blobs: tuple[KeptBlob, ...]
    code: QueryCode


class Filing:
    """Takes filings on one kiosk.

    Args:
        journal: the memory.
        attachments: where sealed files go.
        guidance: makes the personal list anew from the answers.
        catalog: knows the document that is filed against.
        codes: query codes made ahead.
        rights: the rights of this kiosk now; raises Refused when it may not file.
        room: how much room the disk has.
        make_room: gives up the ballast, so that the next try can succeed.
    """

    def __init__(
        self,
        *,
        journal: JournalStore,
        attachments: Attachments,
        guidance: Guidance,
        catalog: CatalogStore,
        codes: QueryCodes,
        rights: Callable[[], FilingRights],
        room: Callable[[], Rung],
        make_room: Callable[[], None] = lambda: None,
    ) -> None:
        self._journal = journal
        self._attachments = attachments
        self._guidance = guidance
        self._catalog = catalog
        self._codes = codes
        self._rights = rights
        self._room = room
        self._make_room = make_room

    def may_file(self) -> FilingRights:
        """Return what is needed to file, before anybody fills in a form.

        Raises:
            Refused: not enrolled, revoked, no seal key, or the disk is too full to promise.
        """
        if self._room() == "no_filings":
            raise Refused("E-ST-01", "机器存满了，已停止收件；查清单不受影响。请叫工作人员。")
        return self._rights()

    def submit(
        self, form: FilingForm, today: dt.date, read: Read, rights: FilingRights | None = None
    ) -> KeptFiling:
        """Keep a filing for ever.

        Args:
            form: as filled in.
            today: the civil date at UTC+8.
            read: returns the bytes of a named picture.
            rights: what `may_file` returned before the form was opened: who was let in is not
                turned away at the end. None: asked for now.

        Raises:
            InputError: something in the form is wrong; the message names every field.
            Refused: see `may_file`; or attachments, while the disk is nearly full.
            Unavailable: the disk did not take it. In each case nothing was kept.
        """
        rights = rights or self.may_file()
        checklist = self._checklist(form, today)
        check_form(form, checklist)
        attached: list[_Attached] = []
        try:
            attached.extend(self._attach(rights, form, read))
            case = self._case(rights, form, checklist, today, attached)
            return self._journal.write(lambda tx: _keep(tx, rights, case))
        except KioskError as fault:
            self._let_go(fault, attached)
            raise

    def _checklist(self, form: FilingForm, today: dt.date) -> Checklist:
        """Return the list of the answers. Raises InputError that repeats nothing of the form."""
        try:
            enquiry = self._guidance.enquiry(form.topic, form.region, today, given_answers(form))
            return self._guidance.checklist(enquiry)
        except InputError as error:
            said = _WRONG.get(error.code, "topic、region 或 answers 不对")
            question = error.facts.get("question", "")
            raise InputError("filing.form", f"{said}{question}。") from None

    def _case(
        self,
        rights: FilingRights,
        form: FilingForm,
        checklist: Checklist,
        today: dt.date,
        attached: list[_Attached],
    ) -> _Case:
        """Return what the transaction keeps, once the pictures are on the disk."""
        return _Case(
            body=FilingBody(
                form=form,
                list=checklist,
                consent=CONSENT,
                attachments=tuple(one.named for one in attached),
            ),
            document=self._document_sha256(rights, form.topic),
            day=today.strftime("%Y%m%d"),
            blobs=tuple(one.kept for one in attached),
            code=self._codes.take(),
        )

    def _let_go(self, fault: KioskError, attached: list[_Attached]) -> None:
        """Give up the pictures of a filing that was not kept, and on a full disk the ballast.

        No other file is touched: a frozen journal names some, too. After a fault of the disk it is
        not known what is kept. Nothing is tried again: who filed is told, the next try has room.
        """
        is_full = fault.code == "E-ST-01"
        if isinstance(fault, Unavailable) and not is_full:
            return
        if is_full:
            self._make_room()
        named = frozenset(blob.path for blob in self._journal.blobs(pending=False))
        for one in attached:
            if one.kept.path not in named:
                self._attachments.drop(one.kept.path)

    def mark_shown(self, receipt: str) -> None:
        """The receipt was printed or read: its query code is forgotten."""
        self._journal.write(lambda tx: show(tx, receipt))

    def _attach(self, rights: FilingRights, form: FilingForm, read: Read) -> Iterator[_Attached]:
        """Seal and write the pictures, before the transaction: they may be large."""
        slots = [(one.evidence, path) for one in form.materials for path in one.files]
        slots += [("signature", form.signature)] if form.signature else []
        if slots and self._room() in ("no_attachments", "no_filings"):
            raise Refused("E-ST-01", "机器快存满了，先不能收照片；请叫工作人员。")
        number, key_id = rights.author.kiosk_no, rights.sealer.key_id
        suite = rights.author.signer.suite
        for slot, path in slots:
            plain = _picture(read, path, slot)
            media = media_of(plain, slot)
            sealed = rights.sealer.seal(plain, blob_info(number, key_id))
            named = SealedAttachment(
                slot=slot,
                media=media,
                sha256=suite.hash(sealed).hex(),
                plain_sha256=suite.hash(plain).hex(),
            )
            kept = KeptBlob(
                sha256=named.sha256, seq=0, path=self._attachments.keep(sealed), len=len(sealed)
            )
            yield _Attached(named=named, kept=kept)

    def _document_sha256(self, rights: FilingRights, topic: str) -> bytes:
        document = self._catalog.document("topic", topic)
        if document is None:
            raise Bug("E-SY-01", f"topic {topic} has a list and no document")
        return rights.author.signer.suite.hash(document)


def _picture(read: Read, path: str, slot: str) -> bytes:
    """Read a picture; who filled in the form may have written a name into its path."""
    try:
        return read(path)
    except InputError as error:
        why = "太大，或不是普通文件：最多8 MB" if error.code == NOT_TAKEN else "读不了：请检查路径"
        raise InputError(error.code, f"{slot} 的照片{why}") from None


def _keep(tx: JournalTx, rights: FilingRights, case: _Case) -> KeptFiling:
    """Number, seal, sign and add everything: the inside of the transaction."""
    author, count = rights.author, int(tx.meta("filings") or 0) + 1
    receipt, key_id = receipt_no(author.kiosk_no, count), rights.sealer.key_id
    info = filing_info(author.kiosk_no, receipt, case.document, key_id)
    draft = EntryDraft(
        type="filing.new",
        body=rights.sealer.seal(msgspec.json.encode(case.body), info),
        blobs=tuple(BlobRef(sha256=blob.sha256, len=blob.len) for blob in case.blobs),
        receipt=receipt,
        item_id=f"topic/{case.body.form.topic}",
        item_sha256=case.document.hex(),
        seal=key_id,
        qv=case.code.verifier,
    )
    entry = author.append(tx, draft)
    for blob in case.blobs:
        tx.add_blob(msgspec.structs.replace(blob, seq=entry.seq))
    slip = slip_code(rights.origin, receipt, entry.hash, case.day, author.signer)
    tx.put_stub(_stub(entry, receipt, slip, case))
    tx.set_meta("filings", str(count))
    return KeptFiling(
        receipt=receipt,
        seq=entry.seq,
        hash=entry.hash.hex(),
        state="filed",
        query_code=case.code.code,
        slip=slip,
    )


def _stub(entry: Entry, receipt: str, slip: str, case: _Case) -> FilingStub:
    return FilingStub(
        receipt=receipt,
        seq=entry.seq,
        item_id=str(entry.fields.item_id),
        item_name=case.body.list.plain,
        status="filed",
        filed_day=case.day,
        slip=slip,
        qv=case.code.verifier,
        at_ms=entry.fields.t_wall,
        pending_code=case.code.code,
    )
