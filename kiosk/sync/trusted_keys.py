"""The keys that the policy role names: whose answers count, and to whom a kiosk seals.

They come as TUF targets and are kept in the journal, so that they are known without a network.
Source: sync.md §5, §8.
"""

from collections.abc import Mapping

import msgspec

from kiosk.domain.errors import Unavailable
from kiosk.ports.journal import JournalStore, JournalTx
from kiosk.wire.messages import HubKeys, SealKeys

HUB_KEYS = "keys/hub.json"


def seal_target(regions: tuple[str, ...]) -> str | None:
    """Return the target with the seal keys of a place's city; None for a place in no city."""
    city = next((code for code in regions if len(code) == 4), None)
    return None if city is None else f"keys/seal/{city}00.json"


def keep(journal: JournalStore, content: Mapping[str, bytes]) -> None:
    """Keep the keys among verified targets; what did not come stays as it is.

    Raises:
        Unavailable: a target is not what its name says: the hub must publish it again.
    """
    hub, seal = content.get(HUB_KEYS), _seal(content)
    _check(hub, HubKeys)
    _check(seal, SealKeys)

    def work(tx: JournalTx) -> None:
        if hub is not None and hub.decode() != tx.meta("hub_keys"):
            tx.set_meta("hub_keys", hub.decode())
        if seal is not None and seal.decode() != tx.meta("seal_keys"):
            tx.set_meta("seal_keys", seal.decode())

    if hub is not None or seal is not None:
        journal.write(work)


def _seal(content: Mapping[str, bytes]) -> bytes | None:
    return next((data for name, data in content.items() if name.startswith("keys/seal/")), None)


def _check(data: bytes | None, kind: type[HubKeys] | type[SealKeys]) -> None:
    if data is None:
        return
    try:
        msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise Unavailable("sync.keys", "中心发布的钥匙读不了，没有采用") from error
