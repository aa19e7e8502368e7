import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import InputError
from kiosk.wire.batch import MAX_BYTES, Record, decode, encode
from kiosk.wire.messages import BatchPrefix

PREFIX = BatchPrefix(
    kiosk_no=7,
    through=3,
    head="ab" * 32,
    boot_id="00" * 16,
    t_mono=1,
    t_wall=2,
    app="1.0.0",
)
RECORDS = st.lists(
    st.builds(
        Record,
        header=st.binary(max_size=50),
        sig=st.binary(max_size=70),
        body=st.none() | st.binary(max_size=50),
    ),
    max_size=50,
)


@given(RECORDS)
def test_what_is_written_is_read(records: list[Record]) -> None:
    assert decode(encode(PREFIX, records)) == (PREFIX, tuple(records))


@given(st.integers(1, 400))
def test_a_batch_that_is_cut_anywhere_is_refused(left: int) -> None:
    whole = encode(PREFIX, [Record(header=b"h" * 40, sig=b"s" * 64, body=b"b" * 40)] * 2)
    prefix_only = len(encode(PREFIX, []))
    one = len(encode(PREFIX, [Record(header=b"h" * 40, sig=b"s" * 64, body=b"b" * 40)]))
    cut = whole[: -min(left, len(whole))]
    if len(cut) in (prefix_only, one):
        assert len(decode(cut)[1]) == (0 if len(cut) == prefix_only else 1)
        return
    with pytest.raises(InputError):
        decode(cut)


@given(st.binary(max_size=200))
def test_noise_is_refused_and_never_crashes(noise: bytes) -> None:
    with pytest.raises(InputError):
        decode(noise)
    with pytest.raises(InputError):
        decode(b"KJB1" + noise[:3])


def test_too_much_is_refused() -> None:
    record = Record(header=b"", sig=b"", body=b"")
    with pytest.raises(InputError, match="最多50条"):
        decode(encode(PREFIX, [record] * 51))
    with pytest.raises(InputError, match="最多"):
        decode(bytes(MAX_BYTES + 1))
    assert len(decode(encode(PREFIX, [record] * 50))[1]) == 50
