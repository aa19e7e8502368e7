"""A kiosk with a wrong clock in front of a hub with TLS, as a technician sees it."""

import datetime as dt
import time
from pathlib import Path

import pytest

from kiosk import hub_link
from tests.cli.test_key_rotation import Kiosk
from tests.journals import open_journal
from tests.live_hub import listening
from tests.tls import YEAR, certificate, tls_server


def test_the_time_is_heard_where_tls_cannot_be_believed(
    kiosk: Kiosk, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expired = certificate(tmp_path, dt.datetime.now(dt.UTC) - 2 * YEAR)
    config = tmp_path / "config.toml"
    config.write_text(f'[hub]\nca_file = "{expired}"\n')
    with listening(tmp_path / "hub") as hub, tls_server(expired) as origin:
        assert kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token()).code == 0
        journal = open_journal(data)
        journal.write(lambda tx: (tx.set_meta("origin", origin), tx.set_meta("time_floor", "0")))
        journal.close()
        monkeypatch.setattr(hub_link, "plain_origin", lambda _origin: hub.origin)
        before_ms = time.time() * 1000
        said = kiosk("--config", config, "sync", "--once")
    assert said.code == 3 and "机器时间" in said.err
    journal = open_journal(data)
    assert int(journal.meta("time_floor") or 0) >= before_ms
    journal.close()
