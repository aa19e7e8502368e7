"""A filing: what a resident or a filing agent hands in, checked before anything is kept.

Receipts, seals and the journal are not known here. Source: sync.md §3, §4; ux.md §3.1.
"""

import re
from collections.abc import Iterator
from typing import Literal
from unicodedata import category

from msgspec import Struct

from kiosk.domain.checklist import Checklist
from kiosk.domain.errors import InputError
from kiosk.domain.identity_number import is_valid_number, tidy_number

MAX_NAME = 50
MAX_TEXT = 200
MAX_FILES = 16
CONSENT = (
    "我同意把填写的内容和材料交给受理机关，用于办理这件事；材料是真实的；是否受理由受理机关决定。"
)
_PHONE = re.compile(r"\+?[0-9][0-9 -]{5,19}")


class Applicant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who asks for the service. Never shown by `repr`."""

    name: str
    number: str
    phone: str
    address: str

    def __repr__(self) -> str:
        """Return nothing of the person."""
        return "Applicant()"


class FilingAgent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who files for somebody else: relation to the applicant, and on what authority."""

    name: str
    number: str
    relation: str
    authority: str

    def __repr__(self) -> str:
        """Return nothing of the person."""
        return "FilingAgent()"


class HandedIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One evidence type: whether it is there, and its pictures (paths of files)."""

    evidence: str
    have: bool
    files: tuple[str, ...] = ()


class Delivery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the result comes back."""

    method: Literal["pickup", "courier"]
    address: str | None = None


class FilingForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The form of `kiosk file`; `signature` is the path of a picture."""

    topic: str
    region: str
    answers: dict[str, str | tuple[str, ...]]
    applicant: Applicant
    agent: FilingAgent | None
    materials: tuple[HandedIn, ...]
    delivery: Delivery
    consent: bool
    signature: str | None


class SealedAttachment(Struct, frozen=True, kw_only=True):
    """An attachment as the sealed body names it: hashes of the sealed and of the plain bytes."""

    slot: str
    media: str
    sha256: str
    plain_sha256: str


class FilingBody(Struct, frozen=True, kw_only=True):
    """What is sealed: the form, the list as it was shown, the consent, the attachments."""

    v: int = 1
    form: FilingForm
    list: Checklist
    consent: str
    attachments: tuple[SealedAttachment, ...]


def given_answers(form: FilingForm) -> dict[str, tuple[str, ...]]:
    """Return the answers as the guide takes them: a list each."""
    return {
        name: (value,) if isinstance(value, str) else value for name, value in form.answers.items()
    }


def check_form(form: FilingForm, checklist: Checklist) -> None:
    """Check a form against the list of its answers.

    Raises:
        InputError: everything that is wrong, in one message, without what was filled in.
    """
    problems = (
        *_list_problems(checklist),
        *_person_problems("applicant", "申请人", form.applicant.name, form.applicant.number),
        *_contact_problems(form.applicant),
        *(_agent_problems(form.agent) if form.agent else ()),
        *_material_problems(form, checklist),
        *_delivery_problems(form.delivery),
        *(() if form.consent else ("consent：要先同意才能提交",)),
    )
    if problems:
        raise InputError("filing.form", "；".join(problems) + "。")


def _list_problems(checklist: Checklist) -> Iterator[str]:
    if checklist.state == "needs_answers" and checklist.next_question is not None:
        question = checklist.next_question
        yield f"answers：还没有回答 {question.id}（{question.ask}）"
    if checklist.state == "blocked":
        yield "answers：按这些回答现在还办不了，清单上写着原因"


def _person_problems(where: str, who: str, name: str, number: str) -> Iterator[str]:
    if not _is_text(name, MAX_NAME):
        yield f"{where}.name：{who}姓名要有1到{MAX_NAME}个字，不能换行"
    if not is_valid_number(tidy_number(number)):
        yield f"{where}.number：{who}证件号码的校验位不对，请核对"


def _contact_problems(applicant: Applicant) -> Iterator[str]:
    if not _PHONE.fullmatch(applicant.phone):
        yield "applicant.phone：电话要写6到20位数字"
    if not _is_text(applicant.address, MAX_TEXT):
        yield f"applicant.address：住址要有1到{MAX_TEXT}个字，不能换行"


def _agent_problems(agent: FilingAgent) -> Iterator[str]:
    yield from _person_problems("agent", "代办人", agent.name, agent.number)
    for field, value in (("relation", agent.relation), ("authority", agent.authority)):
        if not _is_text(value, MAX_TEXT):
            word = "和申请人的关系" if field == "relation" else "凭什么代办"
            yield f"agent.{field}：要写清{word}，最多{MAX_TEXT}个字，不能换行"


def _material_problems(form: FilingForm, checklist: Checklist) -> Iterator[str]:
    known = {material.evidence for material in checklist.materials}
    named = [material.evidence for material in form.materials]
    for number, evidence in enumerate(named):
        if evidence not in known:
            yield f"materials[{number}].evidence：清单上没有这份材料"
        if evidence in named[:number]:
            yield f"materials[{number}].evidence：前面已经写过这份材料"
    files = sum(len(material.files) for material in form.materials) + (form.signature is not None)
    if files > MAX_FILES:
        yield f"materials：一共{files}个文件，最多{MAX_FILES}个"


def _delivery_problems(delivery: Delivery) -> Iterator[str]:
    address = (delivery.address or "").strip()
    if delivery.method == "courier" and not address:
        yield "delivery.address：选了快递，要写地址"
    if address and not _is_text(address, MAX_TEXT):
        yield f"delivery.address：地址最多{MAX_TEXT}个字，不能换行"


def _is_text(value: str, most: int) -> bool:
    """Tell whether something is one line that a screen, a paper and every database can show.

    Control characters end lines or strings, marks of direction show another text than was typed.
    Characters that Unicode does not know (yet) stay: names on cards have them.
    """
    shown = all(category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in value)
    return shown and 1 <= len(value.strip()) <= most
