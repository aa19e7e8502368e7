from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver
from http_message_signatures.algorithms import ED25519

from kiosk.domain.errors import InputError
from kiosk.sealing.suites import Ed25519Signer, Suite1
from kiosk.wire.request_signature import Sender, key_id, read_claim, sign_request

DEVICE = Ed25519Signer(bytes(range(32)))
SENDER = Sender(kiosk_no=42017, public_key=DEVICE.public_key, sign=DEVICE.sign)
URI = "https://hub.example/v1/journal"
BODY = b"entries"


def signed(body: bytes | None = BODY, method: str = "POST", uri: str = URI) -> dict[str, str]:
    return sign_request(method, uri, body, SENDER, 1_772_323_200)


def lower(headers: dict[str, str]) -> list[tuple[str, str]]:
    return [(name.lower(), value) for name, value in headers.items()]


def is_genuine(
    headers: list[tuple[str, str]], method: str = "POST", uri: str = URI, body: bytes | None = BODY
) -> bool:
    claim = read_claim(method, uri, body, headers)
    return Suite1().verify(DEVICE.public_key, claim.sig, claim.base)


class Keys(HTTPSignatureKeyResolver):
    def resolve_private_key(self, key_id: str) -> Any:
        return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))

    def resolve_public_key(self, key_id: str) -> Any:
        return self.resolve_private_key(key_id).public_key()


def a_message(headers: dict[str, str], body: bytes | None) -> Any:
    return SimpleNamespace(method="POST", url=URI, headers=headers, body=body)


class AnyTime(HTTPMessageVerifier):
    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """A kiosk's clock is never a reason to refuse."""


def test_the_library_of_the_standard_accepts_what_we_sign() -> None:
    verifier = AnyTime(signature_algorithm=ED25519, key_resolver=Keys())
    for body in (BODY, None):
        results = verifier.verify(a_message(signed(body), body), max_age=None)
        assert len(results) == 1


def test_we_accept_what_the_library_of_the_standard_signs() -> None:
    headers = {"Content-Digest": signed()["Content-Digest"]}
    message = a_message(headers, BODY)
    HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=Keys()).sign(
        message,
        key_id=key_id(42017, DEVICE.public_key),
        covered_component_ids=("@method", "@target-uri", "content-digest"),
        label="kiosk",
        include_alg=True,
        use_existing_digest=True,
    )
    assert is_genuine(lower(message.headers))


def test_who_sent_it_and_when_can_be_read() -> None:
    claim = read_claim("POST", URI, BODY, lower(signed()))
    assert (claim.kiosk_no, claim.created_s) == (42017, 1_772_323_200)
    assert key_id(claim.kiosk_no, DEVICE.public_key) == f"0042017:{claim.key_hash}"


def test_a_request_without_a_body_is_signed_without_one() -> None:
    headers = lower(signed(None, "GET"))
    assert is_genuine(headers, "GET", body=None)
    with pytest.raises(InputError):
        read_claim("GET", URI, BODY, headers)


def test_another_method_address_or_body_is_not_signed() -> None:
    headers = lower(signed())
    assert is_genuine(headers)
    assert not is_genuine(headers, method="PUT")
    assert not is_genuine(headers, uri=URI + "?x=1")
    with pytest.raises(InputError, match="对不上"):
        read_claim("POST", URI, BODY + b" ", headers)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("signature-input", '"@method" ', ""),
        ("signature-input", ' "content-digest"', ""),
        ("signature-input", "kiosk=", "other="),
        ("signature-input", ';alg="ed25519"', ""),
        ("signature-input", ";created=1772323200", ""),
        ("signature-input", ';alg="ed25519"', ';alg="ed25519";alg="ed25519"'),
        ("signature-input", ';alg="ed25519"', ';alg="rsa-pss-sha512"'),
        ("signature-input", ';alg="ed25519"', ';alg="ed25519";nonce="1"'),
        ("signature-input", "0042017:", "42017:"),
        ("signature", "kiosk=:", "kiosk="),
        ("signature", ":", ":A"),
    ],
)
def test_any_other_kind_of_signature_is_refused(name: str, old: str, new: str) -> None:
    headers = dict(lower(signed()))
    assert old in headers[name]
    headers[name] = headers[name].replace(old, new)
    with pytest.raises(InputError):
        read_claim("POST", URI, BODY, list(headers.items()))


@pytest.mark.parametrize("name", ["signature", "signature-input", "content-digest"])
def test_each_header_is_there_exactly_once(name: str) -> None:
    headers = lower(signed())
    with pytest.raises(InputError):
        read_claim("POST", URI, BODY, [h for h in headers if h[0] != name])
    with pytest.raises(InputError):
        read_claim("POST", URI, BODY, [*headers, *(h for h in headers if h[0] == name)])
