"""A machine whose clock is wrong: TLS fails on dates, the signed time comes all the same."""

import datetime as dt
from pathlib import Path

import pytest

from kiosk.domain.errors import Unavailable
from kiosk.sync.clock import SyncClock
from kiosk.sync.clock_check import ask_time, plain_origin
from kiosk.sync.http_hub import CLOCK_WRONG, HttpHub
from tests.live_hub import LiveKiosk, SetClock
from tests.tls import YEAR, certificate, tls_server

NONCE = "0123456789abcdef"


def code_over_tls(certified: Path) -> str:
    """Ask a hub with this certificate; return the code of the failure."""
    with tls_server(certified) as origin:
        asked = HttpHub(origin, lambda: None, lambda: 0, str(certified))
        with pytest.raises(Unavailable) as caught:
            asked.time(NONCE)
        asked.close()
    return caught.value.code


@pytest.mark.parametrize("years", [-3, 3])
def test_a_certificate_out_of_date_points_to_the_clock(tmp_path: Path, years: int) -> None:
    assert code_over_tls(certificate(tmp_path, dt.datetime.now(dt.UTC) + years * YEAR)) == (
        CLOCK_WRONG
    )


def test_a_certificate_of_somebody_else_does_not(tmp_path: Path) -> None:
    path = certificate(tmp_path, dt.datetime.now(dt.UTC) - YEAR / 2, name="127.0.0.9")
    assert code_over_tls(path) == "E-NW-01"


def test_a_dead_clock_is_set_by_the_hub_for_this_start(kiosk: LiveKiosk) -> None:
    clock = SyncClock(SetClock(wall_ms=0), 0)  # 1970: the battery is empty
    assert clock.stamp().t_q == 0
    true_ms = kiosk.hub.assembly.edge().now_ms()
    floor_ms = ask_time(kiosk.http, kiosk.trust, clock, NONCE)
    assert abs(floor_ms - true_ms) < 60_000
    assert clock.stamp().t_q == 2 and abs(clock.now_ms() - true_ms) < 60_000


def test_the_time_of_another_question_is_not_believed(kiosk: LiveKiosk) -> None:
    class Replayed:
        def time(self, nonce: str) -> object:
            return kiosk.http.time("f" * 16)

    before = kiosk.time.floor_ms()
    with pytest.raises(Unavailable, match="不是这次问的"):
        ask_time(Replayed(), kiosk.trust, kiosk.time, NONCE)  # type: ignore[arg-type]
    assert kiosk.time.floor_ms() == before


@pytest.mark.parametrize(
    ("origin", "plain"),
    [
        ("https://hub.example", "http://hub.example"),
        ("https://hub.example:8443", "http://hub.example"),
        ("https://[::1]:8443", "http://[::1]"),
    ],
)
def test_the_time_is_asked_of_the_same_host_without_tls(origin: str, plain: str) -> None:
    assert plain_origin(origin) == plain
