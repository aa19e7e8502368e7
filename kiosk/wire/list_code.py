"""The K1 text in the QR code of a printed list: enough to tell later whether the list still holds.

Format: catalogue.md §11. Holds ids of the catalogue only, never personal data. Comparing it with a
fresh list is `code_changes.py`; the QR picture is made by `kiosk/documents`.
"""

import hashlib
import re
import zlib

from msgspec import Struct

from kiosk.domain.changes import paper_facts, step_facts
from kiosk.domain.checklist import Checklist, MaterialStatus
from kiosk.domain.errors import InputError
from kiosk.wire import base45

PREFIX = "K1:"
LONGEST_BYTES = 65_536
"""No honest list comes near; a text that inflates beyond it is refused."""

_INITIALS: dict[MaterialStatus, str] = {
    "bring": "b",
    "ask": "a",
    "fill": "f",
    "later": "l",
    "on_site": "o",
    "promise": "p",
    "e_licence": "e",
    "produced": "d",
    "optional": "c",
    "undetermined": "u",
}
_STATUS_OF = {initial: status for status, initial in _INITIALS.items()}


class CodedStep(Struct, frozen=True, kw_only=True):
    """A step as printed: working days None when unknown, fee None when unknown."""

    service: str
    days: int | None
    fee: str | None


class CodedMaterial(Struct, frozen=True, kw_only=True):
    """A material as printed."""

    evidence: str
    holder: str
    status: MaterialStatus
    originals: int
    copies: int


class ListCode(Struct, frozen=True, kw_only=True):
    """What a K1 text holds."""

    topic: str
    region: str
    edition: str
    as_of: str
    answers: dict[str, tuple[str, ...]]
    steps: tuple[CodedStep, ...]
    materials: tuple[CodedMaterial, ...]
    digest16: str


def summary(checklist: Checklist) -> ListCode:
    """Return what the K1 text of a list says."""
    return ListCode(
        topic=checklist.topic,
        region=checklist.region,
        edition=checklist.edition,
        as_of=checklist.as_of,
        answers={a.question: a.answer for a in checklist.answers},
        steps=tuple(
            CodedStep(service=s.service, days=s.days, fee=s.fee) for s in step_facts(checklist)
        ),
        materials=tuple(
            CodedMaterial(
                evidence=p.evidence,
                holder=p.holder,
                status=p.status,
                originals=p.originals,
                copies=p.copies,
            )
            for p in paper_facts(checklist)
        ),
        digest16=checklist.digest[:16],
    )


def encode(checklist: Checklist) -> str:
    """Return `K1:` + base45(raw deflate(P)), for a QR code in alphanumeric mode."""
    return pack(summary(checklist))


def pack(code: ListCode) -> str:
    """Return the K1 text of a code."""
    fields = (
        code.topic,
        code.region,
        code.edition,
        code.as_of,
        ";".join(f"{q}={','.join(values)}" for q, values in code.answers.items()),
        ";".join(
            f"{s.service},{'' if s.days is None else s.days},{s.fee or ''}" for s in code.steps
        ),
        ";".join(
            f"{m.evidence}@{m.holder},{_INITIALS[m.status]},{m.originals},{m.copies}"
            for m in code.materials
        ),
        code.digest16,
    )
    body = "|".join(fields) + "|"
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = deflate.compress((body + _check(body)).encode()) + deflate.flush()
    return PREFIX + base45.encode(data)


def decode(text: str) -> ListCode:
    """Read a K1 text.

    Raises:
        InputError: another prefix (a newer format), or bad base45, deflate or check (damage).
    """
    code = text.strip("\r\n")
    if not code.startswith(PREFIX):
        newer = re.match(r"K\d+:", code) is not None
        why = "这张码的格式比这台机器新。" if newer else "这不是本系统清单上的码。"
        raise InputError("qr.newer" if newer else "qr.foreign", why + f"能读的码以 {PREFIX} 开头。")
    try:
        data = base45.decode(code.removeprefix(PREFIX))
        return _parse(_inflated(data).decode())
    except (ValueError, zlib.error) as error:
        raise _damaged() from error


def _check(body: str) -> str:
    """Return the first 8 hex digits of SHA-256 over everything before the check."""
    return hashlib.sha256(body.encode()).hexdigest()[:8]


def _damaged() -> InputError:
    return InputError(
        "qr.damaged", "这张码读不了：缺了一块，或者被改过。请重新选事项，打一张新的。"
    )


def _inflated(data: bytes) -> bytes:
    """Inflate exactly; also the unused bits of the last byte must be as the encoder leaves them.

    Raises:
        ValueError: cut short, followed by more, too long, or with a padding bit set.
        zlib.error: no deflate stream.
    """
    text = _inflate(data)
    last = data[-1]
    for bit in (128 >> n for n in range(8)):
        if last & bit and _inflates_to(data[:-1] + bytes([last ^ bit]), text):
            raise ValueError("padding bit set")
    return text


def _inflate(data: bytes) -> bytes:
    inflate = zlib.decompressobj(-15)
    text = inflate.decompress(data, LONGEST_BYTES)
    if not inflate.eof or inflate.unused_data:
        raise ValueError("cut short, too long or followed by more")
    return text


def _inflates_to(data: bytes, text: bytes) -> bool:
    try:
        return _inflate(data) == text
    except (ValueError, zlib.error):
        return False


def _parse(text: str) -> ListCode:
    """Read P; its check must hold.

    Raises:
        ValueError: the check does not hold or a field has another shape.
    """
    body, check = text[:-8], text[-8:]
    if _check(body) != check:
        raise ValueError("check does not hold")
    topic, region, edition, as_of, answers, steps, materials, digest16, _ = body.split("|")
    return ListCode(
        topic=topic,
        region=region,
        edition=edition,
        as_of=as_of,
        answers=dict(_answer(part) for part in _parts(answers)),
        steps=tuple(_step(part) for part in _parts(steps)),
        materials=tuple(_material(part) for part in _parts(materials)),
        digest16=digest16,
    )


def _parts(text: str) -> list[str]:
    return text.split(";") if text else []


def _answer(part: str) -> tuple[str, tuple[str, ...]]:
    question, values = part.split("=")
    return question, tuple(values.split(","))


def _step(part: str) -> CodedStep:
    service, days, fee = part.split(",")
    return CodedStep(service=service, days=int(days) if days else None, fee=fee or None)


def _material(part: str) -> CodedMaterial:
    paper, initial, originals, copies = part.split(",")
    evidence, holder = paper.split("@")
    if initial not in _STATUS_OF:
        raise ValueError("unknown status")
    return CodedMaterial(
        evidence=evidence,
        holder=holder,
        status=_STATUS_OF[initial],
        originals=int(originals),
        copies=int(copies),
    )
