"""The signature on a kiosk's HTTP request: a profile of RFC 9421 and RFC 9530.

Covered: "@method", "@target-uri" and, for a request with a body, "content-digest"; parameters
created, keyid, alg="ed25519"; label `kiosk`; one signature. Keys are found by the hub.
Source: sync.md §10.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from kiosk.domain.errors import InputError
from kiosk.wire.signed import number7

HEADERS = ("signature-input", "signature", "content-digest")
_WITH_BODY = '("@method" "@target-uri" "content-digest")'
_WITHOUT = '("@method" "@target-uri")'
_INPUT = re.compile(r'kiosk=(\((?:"[a-z@-]+" ?)*\))((?:;[a-z]+=(?:[0-9]{1,15}|"[ -!#-\[\]-~]*"))*)')
_PARAMETER = re.compile(r";([a-z]+)=([^;]*)")
_SIGNATURE = re.compile(r"kiosk=:([A-Za-z0-9+/]{86}==):")
_KEY_ID = re.compile(r'"([0-9]{7}):([0-9a-f]{8})"')


class Claim(Struct, frozen=True, kw_only=True):
    """Who says to have sent a request, and what must be verified with that kiosk's key."""

    kiosk_no: int
    key_hash: str
    created_s: int
    base: bytes
    sig: bytes


def key_id(kiosk_no: int, public_key: bytes) -> str:
    """Return the name of a device key in a signature."""
    return f"{number7(kiosk_no).decode()}:{key_hash(public_key)}"


def key_hash(public_key: bytes) -> str:
    """Return the first 8 hex digits of a key's hash."""
    return hashlib.sha256(public_key).hexdigest()[:8]


class Sender(Struct, frozen=True, kw_only=True):
    """The kiosk that signs: its number, its public key, and what signs bytes with it."""

    kiosk_no: int
    public_key: bytes
    sign: Callable[[bytes], bytes]


def sign_request(
    method: str, uri: str, body: bytes | None, sender: Sender, created_s: int
) -> dict[str, str]:
    """Return the headers that sign a request.

    Args:
        method: in capitals.
        uri: the whole address, with the hub's public origin.
        body: as sent; None for a request without one.
        sender: who sends.
        created_s: seconds since 1970 UTC; only logged by the hub.
    """
    digest = None if body is None else content_digest(body)
    covered = _WITHOUT if digest is None else _WITH_BODY
    name = key_id(sender.kiosk_no, sender.public_key)
    parameters = f'{covered};created={created_s};keyid="{name}";alg="ed25519"'
    sig = base64.b64encode(sender.sign(_base(method, uri, digest, parameters))).decode()
    headers = {"Signature-Input": f"kiosk={parameters}", "Signature": f"kiosk=:{sig}:"}
    return headers if digest is None else headers | {"Content-Digest": digest}


def read_claim(
    method: str, uri: str, body: bytes | None, headers: Sequence[tuple[str, str]]
) -> Claim:
    """Take a request's signature apart; the caller verifies `base` with the claimed key.

    Args:
        method: in capitals.
        uri: with the configured public origin, never that of the Host header.
        body: as received; None for a request without one.
        headers: names in lower case, with every repetition.

    Raises:
        InputError: no, more than one, or another kind of signature; or a body that it is not of.
    """
    found = {name: [value for key, value in headers if key == name] for name in HEADERS}
    said, signature = _one(found["signature-input"]), _one(found["signature"])
    parts, packed = _INPUT.fullmatch(said), _SIGNATURE.fullmatch(signature)
    if parts is None or packed is None:
        raise _wrong("格式不对")
    digest = _digest(found["content-digest"], body)
    if parts[1] != (_WITHOUT if digest is None else _WITH_BODY):
        raise _wrong("覆盖的内容不对")
    created_s, number, hashed = _parameters(parts[2])
    return Claim(
        kiosk_no=number,
        key_hash=hashed,
        created_s=created_s,
        base=_base(method, uri, digest, said.removeprefix("kiosk=")),
        sig=base64.b64decode(packed[1]),
    )


def content_digest(body: bytes) -> str:
    """Return the value of Content-Digest, sha-256."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def _base(method: str, uri: str, digest: str | None, parameters: str) -> bytes:
    """Return the signature base of RFC 9421 §2.5."""
    lines = [f'"@method": {method}', f'"@target-uri": {uri}']
    if digest is not None:
        lines.append(f'"content-digest": {digest}')
    lines.append(f'"@signature-params": {parameters}')
    return "\n".join(lines).encode()


def _parameters(text: str) -> tuple[int, int, str]:
    """Return creation time, kiosk number and key hash."""
    pairs = _PARAMETER.findall(text)
    given = dict(pairs)
    name = _KEY_ID.fullmatch(given.get("keyid", ""))
    created = given.get("created", "")
    if len(pairs) != 3 or name is None or not created.isdigit() or given.get("alg") != '"ed25519"':
        raise _wrong("参数不对")
    return int(created), int(name[1]), name[2]


def _digest(values: list[str], body: bytes | None) -> str | None:
    if body is None:
        if values:
            raise _wrong("没有内容却有 Content-Digest")
        return None
    said = _one(values)
    if said != content_digest(body):
        raise _wrong("Content-Digest 和内容对不上")
    return said


def _one(values: list[str]) -> str:
    if len(values) != 1:
        raise _wrong("签名的标头要正好各一个")
    return values[0].strip()


def _wrong(what: str) -> InputError:
    return InputError("request.signature", f"请求签名不对：{what}")
