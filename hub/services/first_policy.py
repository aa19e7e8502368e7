"""What the policy role says in a new hub: whose answers count, and to whom a city's kiosks seal.

Signing it is `tuf_repository.py`. Source: sync.md §8, §12.
"""

import datetime as dt
import secrets
from pathlib import Path

import msgspec

from hub.services.answers import HubSigner
from kiosk.files import write_atomic
from kiosk.sealing.seal import public_seal_key, seal_key_id
from kiosk.wire.messages import HubKey, HubKeys, SealKey, SealKeys


def first_policy(
    city: str, origin: str, signer: HubSigner, keys: Path, until: dt.datetime
) -> dict[str, bytes]:
    """Return the target files, after making the city's first seal key.

    Args:
        city: six digits.
        origin: the hub's public address.
        signer: the hub's voice.
        keys: where the private seal key goes; it belongs to the desk.
        until: when the seal key is to be replaced.
    """
    private = secrets.token_bytes(32)
    public = public_seal_key(private)
    key_id = seal_key_id(city, public)
    write_atomic(keys / f"seal-{key_id}.key", private, mode=0o600)
    hub_key = HubKey(kid=signer.kid, pub=signer.key.public_key.hex())
    seal_key = SealKey(key_id=key_id, pub=public.hex(), not_after=until.date().isoformat())
    return {
        "keys/hub.json": msgspec.json.encode(HubKeys(origin=origin, keys=(hub_key,))),
        f"keys/seal/{city}.json": msgspec.json.encode(SealKeys(city=city, keys=(seal_key,))),
    }
