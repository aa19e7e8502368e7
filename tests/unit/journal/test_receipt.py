import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import Bug, InputError
from kiosk.journal.receipt import (
    is_genuine,
    is_query_code,
    is_receipt_no,
    query_verifier,
    read_slip,
    receipt_no,
    slip_code,
)
from kiosk.sealing.suites import Ed25519Signer, Suite1
from kiosk.wire.signed import unb64

DEVICE = Ed25519Signer(bytes(range(32)))
HASH = bytes.fromhex("d7335eb842127ccd753b749cdd33757c4c8d420b0ed5411f7be680338ad530b5")
SLIP = (
    "0042017000012358.1zNeuEISfM11O3Sc3TN1fDIwMjYwMzAxJDZVPawHWyNokkujXCoFZmN6j1ON_aAQycaI_lnZ-"
    "QdBJpVhsMIniCffx9M461b3HfB81f4vtCdnfzW46viEBQ"
)


def test_the_published_number_is_made() -> None:
    assert receipt_no(42017, 123) == "0042017000012358"
    assert is_receipt_no("0042017000012358")


@given(st.integers(1, 9_999_999), st.integers(1, 9_999_999), st.integers(0, 15), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(kiosk: int, count: int, at: int, add: int) -> None:
    good = receipt_no(kiosk, count)
    wrong = good[:at] + str((int(good[at]) + add) % 10) + good[at + 1 :]
    assert is_receipt_no(good) and not is_receipt_no(wrong)


@given(st.integers(1, 9_999_999), st.integers(1, 9_999_999), st.integers(0, 14))
def test_every_swap_of_neighbours_is_found(kiosk: int, count: int, at: int) -> None:
    good = receipt_no(kiosk, count)
    swapped = good[:at] + good[at + 1] + good[at] + good[at + 2 :]
    assert swapped == good or not is_receipt_no(swapped)


@pytest.mark.parametrize("numbers", [(0, 1), (1, 0), (10_000_000, 1), (1, 10_000_000)])
def test_a_number_out_of_range_is_never_made(numbers: tuple[int, int]) -> None:
    with pytest.raises(Bug):
        receipt_no(*numbers)


def test_the_published_slip_is_made_and_proves_itself() -> None:
    code = slip_code("https://hub.example", "0042017000012358", HASH, "20260301", DEVICE)
    assert code == f"https://hub.example/r#{SLIP}"
    proof = read_slip(code)
    assert (proof.receipt, proof.filed_day) == ("0042017000012358", "20260301")
    assert proof.entry_hash == HASH[:16]
    assert is_genuine(proof, DEVICE.public_key, Suite1())
    assert not is_genuine(proof, Ed25519Signer(bytes(32)).public_key, Suite1())


@pytest.mark.parametrize("text", ["", "x", SLIP[:-1], SLIP.replace("0042", "0043"), SLIP + "A"])
def test_a_damaged_slip_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_slip(text)


def test_a_query_code_is_known_by_its_verifier_alone() -> None:
    verifier = query_verifier("12345678", bytes(range(16)))
    assert len(unb64(verifier)) == 32
    assert is_query_code("12345678", verifier)
    assert not is_query_code("12345679", verifier)
