"""PINs: what is kept of one fits it and nothing else, and says nothing about it."""

import pytest

from kiosk.domain.errors import InputError
from kiosk.domain.pin import fitting, is_easy, make_verifier, wrong_verifier

SALT = bytes(range(16))


def test_a_verifier_fits_its_pin_and_no_other() -> None:
    verifiers = {"zhang": make_verifier("402817", SALT), "li": make_verifier("730164", SALT[::-1])}
    assert fitting("402817", verifiers) == "zhang"
    assert fitting("730164", verifiers) == "li"
    assert fitting("402818", verifiers) is None
    assert fitting("", verifiers) is None


def test_a_verifier_is_the_scrypt_of_rfc_7914_with_our_cost() -> None:
    """Checked against OpenSSL: `openssl kdf -kdfopt n:32768 -kdfopt r:8 -kdfopt p:1 … SCRYPT`."""
    kept = make_verifier("402817", SALT)
    assert kept == "scrypt$AAECAwQFBgcICQoLDA0ODw$qbCxO2w6eBOjfrR0RGEPdG83m9126bze1CkkzrTlKXE"
    assert "402817" not in kept


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "40281x", "４０２８１７", "402817\n"])
def test_a_pin_has_six_digits(pin: str) -> None:
    with pytest.raises(InputError):
        make_verifier(pin, SALT)


@pytest.mark.parametrize("pin", ["111111", "123456", "654321", "890123"])
def test_a_pin_that_anybody_would_try_is_refused(pin: str) -> None:
    assert is_easy(pin)
    with pytest.raises(InputError):
        make_verifier(pin, SALT)


def test_an_ordinary_pin_is_not_easy() -> None:
    assert not is_easy("402817")
    assert not is_easy("112233")


@pytest.mark.parametrize("pin_id", ["", "Zhang", "张三", "1", "z" * 17, "zhang san"])
def test_an_id_is_short_and_plain(pin_id: str) -> None:
    said = wrong_verifier(pin_id, make_verifier("402817", SALT))
    assert said is not None
    assert "小写字母" in said


def test_a_pin_itself_in_the_configuration_is_refused() -> None:
    said = wrong_verifier("zhang", "402817")
    assert said is not None
    assert "kiosk config pin zhang" in said
    assert "402817" not in said
    assert wrong_verifier("zhang", make_verifier("402817", SALT)) is None


def test_a_damaged_verifier_fits_nothing() -> None:
    assert fitting("402817", {"zhang": "scrypt$x$y"}) is None
