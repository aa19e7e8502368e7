"""Filing: a form is checked, sealed and kept in one transaction; only then is there a receipt.

The journal is `journal/`, delivery `sync/`, the paper of a receipt `services/receipts.py`.
Source: sync.md §4, "Filing transaction".
"""

import datetime as dt
from collections.abc import Callable, Iterator

import msgspec
from msgspec import Struct

from kiosk.domain.checklist import Checklist
from kiosk.domain.errors import Bug, Refused
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
from kiosk.services.guidance import Enquiry, Guidance
from kiosk.services.pictures import media_of
from kiosk.wire.signed import blob_info, filing_info

Read = Callable[[str], bytes]


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
    ) -> None:
        self._journal = journal
        self._attachments = attachments
        self._guidance = guidance
        self._catalog = catalog
        self._codes = codes
        self._rights = rights
        self._room = room

    def may_file(self) -> FilingRights:
        """Return what is needed to file, before anybody fills in a form.

        Raises:
            Refused: not enrolled, revoked, no seal key, or the disk is too full to promise.
        """
        if self._room() == "no_filings":
            raise Refused("E-ST-01", "机器存满了，已停止收件；查清单不受影响。请叫工作人员。")
        return self._rights()

    def submit(self, form: FilingForm, today: dt.date, read: Read) -> KeptFiling:
        """Keep a filing for ever.

        Args:
            form: as filled in.
            today: the civil date at UTC+8.
            read: returns the bytes of a named picture.

        Raises:
            InputError: something in the form is wrong; the message names every field.
            Refused: see `may_file`; or attachments, while the disk is nearly full.
            Unavailable: the disk did not take it. In each case nothing was kept.
        """
        rights = self.may_file()
        enquiry = self._guidance.enquiry(form.topic, form.region, today, given_answers(form))
        checklist = self._guidance.checklist(enquiry)
        check_form(form, checklist)
        attached = tuple(self._attach(rights, form, read))
        code = self._codes.take()

        def work(tx: JournalTx) -> KeptFiling:
            return self._keep(tx, rights, form, enquiry, checklist, attached, code)

        return self._journal.write(work)

    def mark_shown(self, receipt: str) -> None:
        """The receipt was printed or read: its query code is forgotten."""

        def work(tx: JournalTx) -> None:
            stub = tx.stub(receipt)
            if stub is not None:
                tx.put_stub(msgspec.structs.replace(stub, shown=True, pending_code=None))

        self._journal.write(work)

    def _keep(
        self,
        tx: JournalTx,
        rights: FilingRights,
        form: FilingForm,
        enquiry: Enquiry,
        checklist: Checklist,
        attached: tuple[_Attached, ...],
        code: QueryCode,
    ) -> KeptFiling:
        """Number, seal, sign and add everything: the inside of the transaction."""
        author, count = rights.author, int(tx.meta("filings") or 0) + 1
        receipt = receipt_no(author.kiosk_no, count)
        body = FilingBody(
            form=form,
            list=checklist,
            consent=CONSENT,
            attachments=tuple(one.named for one in attached),
        )
        document = self._document_sha256(rights, form.topic)
        info = filing_info(author.kiosk_no, receipt, document, rights.sealer.key_id)
        draft = EntryDraft(
            type="filing.new",
            body=rights.sealer.seal(msgspec.json.encode(body), info),
            blobs=tuple(BlobRef(sha256=a.kept.sha256, len=a.kept.len) for a in attached),
            receipt=receipt,
            item_id=f"topic/{form.topic}",
            item_sha256=document.hex(),
            seal=rights.sealer.key_id,
            qv=code.verifier,
        )
        entry = author.append(tx, draft)
        for one in attached:
            tx.add_blob(msgspec.structs.replace(one.kept, seq=entry.seq))
        day = enquiry.as_of.strftime("%Y%m%d")
        slip = slip_code(rights.origin, receipt, entry.hash, day, author.signer)
        tx.put_stub(_stub(entry, receipt, checklist.plain, day, slip, code))
        tx.set_meta("filings", str(count))
        return KeptFiling(
            receipt=receipt,
            seq=entry.seq,
            hash=entry.hash.hex(),
            state="filed",
            query_code=code.code,
            slip=slip,
        )

    def _attach(self, rights: FilingRights, form: FilingForm, read: Read) -> Iterator[_Attached]:
        """Seal and write the pictures, before the transaction: they may be large."""
        slots = [(one.evidence, path) for one in form.materials for path in one.files]
        slots += [("signature", form.signature)] if form.signature else []
        if slots and self._room() == "no_attachments":
            raise Refused("E-ST-01", "机器快存满了，先不能收照片；请叫工作人员。")
        number, key_id = rights.author.kiosk_no, rights.sealer.key_id
        suite = rights.author.signer.suite
        for slot, path in slots:
            plain = read(path)
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


def _stub(
    entry: Entry, receipt: str, name: str, day: str, slip: str, code: QueryCode
) -> FilingStub:
    return FilingStub(
        receipt=receipt,
        seq=entry.seq,
        item_id=str(entry.fields.item_id),
        item_name=name,
        status="filed",
        filed_day=day,
        slip=slip,
        qv=code.verifier,
        at_ms=entry.fields.t_wall,
        pending_code=code.code,
    )
