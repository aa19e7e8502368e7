"""Roles delegated to beside the hub's own, or below them: who is asked, and who is believed."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from msgspec import Struct
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    SuccinctRoles,
    TargetFile,
    Targets,
)

from tests.sync.signed_files import (
    CITY,
    Repository,
    in_days,
    name_roles,
    raise_role,
    version_of,
    with_keys,
)

WANTED = "x/wanted"
KEY = CryptoSigner.generate_ed25519()
"""Signs every role of a graph."""
_KEYS = {KEY.public_key.keyid: KEY.public_key}
Files = Mapping[str, bytes]


class Edge(Struct, frozen=True, kw_only=True):
    """One role delegates to another: what the other may speak for, and whether it ends there."""

    by: str
    to: str
    paths: list[str] | None
    prefixes: list[str] | None
    is_last: bool


def edge(
    by: str,
    to: str,
    *paths: str,
    prefixes: str = "",
    is_last: bool = False,
) -> Edge:
    """Return a delegation: for `x/*` unless paths or first digits of the name's hash are given."""
    wanted = None if prefixes else list(paths or ("x/*",))
    return Edge(by=by, to=to, paths=wanted, prefixes=list(prefixes) or None, is_last=is_last)


def serve_graph(
    repository: Repository,
    graph: Sequence[Edge],
    files: Mapping[str, Files] | None = None,
    *,
    version: int = 1,
    unsigned: str | None = None,
) -> None:
    """Serve the roles of a graph, with what each of them says, and all above them well signed."""
    said = files or {}
    names = list(dict.fromkeys(edge.to for edge in graph))
    for name in names:
        targets = Targets(version=version, expires=in_days(repository, 30))
        targets.targets = _written(repository, said.get(name, {}))
        targets.delegations = _delegations(graph, name)
        metadata = Metadata(targets)
        if name != unsigned:
            metadata.sign(KEY)
        path = repository.tuf / f"{version}.{quote(name, '')}.json"
        path.write_bytes(metadata.to_bytes())
    metas = {name: MetaFile(version) for name in names}
    for parent in ("targets", CITY):
        if any(edge.by == parent for edge in graph):
            metas[parent] = MetaFile(_delegate(repository, parent, graph, said.get(parent, {})))
    name_roles(repository, metas)


def serve_bins(repository: Repository, bits: int, target: str, content: bytes) -> None:
    """Let the city delegate to bins without names of their own; one has a target."""
    bins = SuccinctRoles([KEY.public_key.keyid], 1, bits, "delegated")

    def change(metadata: Any) -> None:
        metadata.version += 1
        metadata.delegations = Delegations(dict(_KEYS), succinct_roles=bins)

    name = bins.get_role_for_target(target)
    targets = Targets(expires=in_days(repository, 30))
    targets.targets = _written(repository, {target: content})
    signed = Metadata(targets)
    signed.sign(KEY)
    (repository.tuf / f"1.{name}.json").write_bytes(signed.to_bytes())
    raise_role(repository, CITY, change, with_keys(repository, CITY))
    name_roles(repository, {name: MetaFile(1)})


def asked(names: Sequence[str]) -> list[str]:
    """Return which roles of a graph were fetched, in order, from the names of all that was."""
    ours = ("root", "timestamp", "snapshot", "targets", "policy", CITY, "audit")
    files = [name for name in names if "/" not in name]
    roles = [name.removesuffix(".json").partition(".")[2] for name in files]
    return [role for role in roles if role and role not in ours]


def _delegate(repository: Repository, parent: str, graph: Sequence[Edge], said: Files) -> int:
    """Add to what a role of the hub says and to whom it delegates; return its new version."""
    version = version_of(repository, parent) + 1
    targets = _written(repository, said)

    def change(metadata: Any) -> None:
        metadata.version = version
        metadata.targets.update(targets)
        added = _delegations(graph, parent)
        if metadata.delegations is None:
            metadata.delegations = added
        else:
            metadata.delegations.keys.update(added.keys)
            metadata.delegations.roles.update(added.roles)

    path = repository.tuf / f"{version}.{parent}.json"
    repository.forge(parent, change, with_keys(repository, parent), path)
    return version


def _delegations(graph: Sequence[Edge], parent: str) -> Any:
    roles = {
        edge.to: DelegatedRole(edge.to, list(_KEYS), 1, edge.is_last, edge.paths, edge.prefixes)
        for edge in graph
        if edge.by == parent
    }
    return Delegations(dict(_KEYS), roles) if roles else None


def _written(repository: Repository, files: Files) -> dict[str, TargetFile]:
    """Put target files where they are served; return what metadata says of them."""
    for target, content in files.items():
        folder, _, name = target.rpartition("/")
        place = repository.tuf / "targets" / folder
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{hashlib.sha256(content).hexdigest()}.{name}").write_bytes(content)
    return {name: TargetFile.from_data(name, data, ["sha256"]) for name, data in files.items()}
