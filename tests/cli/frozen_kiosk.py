"""A kiosk that got a new number by commands, and what its old journal still owes."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import Outcome
from tests.cli.test_filing import answered, write_form
from tests.live_hub import Listening

Kiosk = Callable[..., Outcome]
OLD, NEW = 42017, 42018


def rolled_back(hub: Listening, kiosk: Kiosk, data: Path, folder: Path, owed: int = 1) -> list[Any]:
    """Roll the disk of a kiosk back and give it a new number; return the filings that are owed.

    Each has an attachment of two pieces; the hub has heard of none of them.
    """
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff" + bytes(300_000))
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    plain = str(write_form(folder / "plain.json", answered(kiosk)))
    pictured = str(write_form(folder / "form.json", answered(kiosk), signature="photo.jpg"))
    kiosk("file", plain)
    old = shutil.copytree(data, folder / "old")
    kiosk("file", plain)
    assert kiosk("sync", "--once").code == 0
    shutil.rmtree(data)
    shutil.copytree(old, data)
    kept = [kiosk("file", pictured, "--json").json for _ in range(owed)]
    assert kiosk("sync", "--once").code == 5
    made = kiosk("enrol", "--hub", hub.origin, "--again", "--json")
    assert made.json["kiosk_no"] == NEW
    return kept
