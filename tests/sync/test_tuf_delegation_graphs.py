"""The cases of python-tuf's own `test_updater_delegation_graphs.py`, by name, against our client.

Roles that are not to be asked, and roles that speak of what is not theirs, say something forged.
No limit of the client can be set, so that the graph with too many delegations has 33 in place of 5.
Our hub delegates one step deep; that deeper roles and roles of one name keep to floors are cases of
our own. Roles without names (succinct bins) could have no floor: whoever delegates to them is
refused, where python-tuf visits them; one such case for each number of bits there.
"""

import hashlib
import itertools
import shutil
from collections.abc import Iterator
from functools import partial

import pytest
from msgspec import Struct, structs
from tuf.api.metadata import MetaFile

from hub.assembly import found
from hub.config import HubConfig
from tests.journals import open_journal
from tests.sync.signed_files import (
    CITY,
    NAMES,
    Repository,
    name_roles,
    refused,
    renew_online_keys,
    restore,
    take_next_numbers,
    works_again,
)
from tests.sync.tuf_graphs import WANTED, Edge, asked, edge, serve_bins, serve_graph

FORGED = dict.fromkeys(NAMES, b"forged")
DEEP = "catalog/341600/district.json"


class Graph(Struct, frozen=True):
    """Delegations, and who is asked for a target that nobody may speak for, in this order."""

    edges: list[Edge]
    visited: list[str]


def graph(visited: str, *edges: Edge) -> Graph:
    return Graph([*edges], [*visited])


TO_A, TO_B = edge("targets", "A"), edge("targets", "B")
MANY = [f"role{number:02}" for number in range(33)]
GRAPHS: dict[str, Graph] = {
    "basic delegation": graph("A", TO_A),
    "single level delegations": graph("AB", TO_A, TO_B),
    "two-level delegations": graph("ABC", TO_A, TO_B, edge("B", "C")),
    "two-level test DFS order of traversal": graph(
        "ACDB", TO_A, TO_B, edge("A", "C"), edge("A", "D")
    ),
    "three-level delegation test DFS order of traversal": graph(
        "ACDB", TO_A, TO_B, edge("A", "C"), edge("C", "D")
    ),
    "two-level terminating ignores all but role's descendants": graph(
        "AC", TO_A, TO_B, edge("A", "C", is_last=True), edge("A", "D")
    ),
    "three-level terminating ignores all but role's descendants": graph(
        "ACD", TO_A, TO_B, edge("A", "C", is_last=True), edge("C", "D")
    ),
    "two-level ignores all branches not matching 'paths'": graph(
        "B", edge("targets", "A", "x/*.py"), TO_B, edge("A", "C")
    ),
    "three-level ignores all branches not matching 'paths'": graph(
        "AB", TO_A, TO_B, edge("A", "C", "x/*.py"), edge("C", "D")
    ),
    "cyclic graph": graph("ABCD", TO_A, TO_B, edge("B", "C"), edge("C", "D"), edge("D", "B")),
    "two roles delegating to a third": graph("ACB", TO_A, TO_B, edge("B", "C"), edge("A", "C")),
    "two roles delegating to a third different 'paths'": graph(
        "ABC", TO_A, TO_B, edge("B", "C"), edge("A", "C", "x/*.py")
    ),
    "max number of delegations": Graph([edge("targets", name) for name in MANY], MANY[:32]),
}


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    """A hub that serves one graph after the other, and the kiosk that reads them all."""
    folder = tmp_path_factory.mktemp("grown")
    hub = found(folder / "hub", HubConfig())
    (folder / "kiosk").mkdir()
    journal = open_journal(folder / "kiosk")
    yield Repository(folder / "kiosk", hub, journal)
    journal.close()
    hub.engine.dispose()


@pytest.mark.parametrize("case", GRAPHS)
def test_graph_traversal(grown: Repository, case: str) -> None:
    own = f"{[*GRAPHS].index(case)}-"  # roles and paths of this graph alone
    edges = [placed(edge, own) for edge in GRAPHS[case].edges]
    visited = [own + role for role in GRAPHS[case].visited]
    wanted = own + WANTED
    grown.publish(b"one")
    real = grown.get()
    roles = {edge.to for edge in edges}
    others = roles - set(visited)
    files = dict.fromkeys(roles, FORGED) | dict.fromkeys(others, FORGED | {wanted: b"forged"})
    serve_graph(grown, edges, files)
    content, names = grown.get_noting((wanted,))
    assert content == {}
    assert asked(names) == visited
    assert grown.get() == real
    works_again(grown)


def placed(edge: Edge, own: str) -> Edge:
    """Return an edge between roles of other names, about paths of their own."""
    by = edge.by if edge.by == "targets" else own + edge.by
    paths = [own + path for path in edge.paths or ()]
    return structs.replace(edge, by=by, to=own + edge.to, paths=paths)


def test_invalid_metadata(seen: Repository) -> None:
    """…unsigned delegated role: the walk ends there, and nobody behind it is asked."""
    keep = seen.copy("kept")
    edges = [edge("targets", "invalid"), TO_B, edge("invalid", "C")]
    said = {"B": {WANTED: b"forged"}, "C": {WANTED: b"forged"}, "invalid": {WANTED: b"forged"}}
    refused(seen, lambda r: serve_graph(r, edges, said, unsigned="invalid"), (WANTED,))
    kept = {path.name for path in seen.local.glob("*.json")}
    assert kept.isdisjoint({"invalid.json", "B.json", "C.json"})
    restore(seen, keep)
    take_next_numbers(seen)
    renew_online_keys(seen)
    works_again(seen)
    assert seen.get((WANTED,)) == {}


def test_safely_encoded_rolenames(seen: Repository) -> None:
    names = {"../a": "..%2Fa", ".": ".", "..": "..", "/": "%2F", "ö": "%C3%B6"}
    outside = {path for path in seen.folder.parent.rglob("*") if seen.local not in path.parents}
    served = {path for path in seen.served.parent.rglob("*")}
    serve_graph(seen, [edge("targets", name) for name in names], {"ö": {WANTED: b"ours"}})
    content, fetched = seen.get_noting((WANTED,))
    assert content == {WANTED: b"ours"}
    assert asked(fetched) == list(names.values())
    assert all((seen.local / f"{name}.json").is_file() for name in names.values())
    now = {path for path in seen.folder.parent.rglob("*") if seen.local not in path.parents}
    assert {path for path in now - outside if seen.tuf not in path.parents} == set()
    assert served <= now
    works_again(seen)


def test_hash_bins_graph_traversal(seen: Repository) -> None:
    """Each role is asked for names of its own bins only, and is not believed about the others."""
    bins = {"role1": "89ab", "role2": "0123", "role3": "cdef"}
    mine = {role: named_in(digits) for role, digits in bins.items()}
    nobodys = named_in("4567")
    said = {
        role: {name: b"forged" for name in (*mine.values(), nobodys) if name != mine[role]}
        for role in bins
    }
    serve_graph(seen, [edge("targets", name, prefixes=bins[name]) for name in bins], said)
    for role, name in mine.items():
        content, names = seen.get_noting((name,))
        assert content == {} and asked(names) == [role]
    assert seen.get_noting((nobodys,))[0] == {}
    works_again(seen)


def named_in(digits: str) -> str:
    """Return a target whose name's hash begins with one of some digits."""
    names = (f"x/{number}" for number in itertools.count())
    return next(n for n in names if hashlib.sha256(n.encode()).hexdigest()[0] in digits)


def test_succinct_hash_bins_graph_traversal(seen: Repository) -> None:
    """…case 1 to 6, …many bins case."""
    for bits in (1, 2, 8):
        keep = seen.copy(f"kept{bits}")
        refused(seen, partial(a_city_with_bins, bits), (DEEP,))
        restore(seen, keep)
        renew_online_keys(seen)
        works_again(seen)
    assert seen.get((DEEP,)) == {}


def a_city_with_bins(bits: int, repository: Repository) -> None:
    serve_bins(repository, bits, DEEP, b"forged")


SEARCHED: dict[str, tuple[str, bytes | None, list[str]]] = {
    "no delegations": ("targetfile", b"by targets", []),
    "targetpath matches wildcard": ("README.md", b"README by A", ["A"]),
    "targetpath with separators x": ("releases/x/x_v1", b"x by C", ["B", "C"]),
    "targetpath with separators y": ("releases/y/y_v1.zip", b"y by D", ["B", "D"]),
    "targetpath is not delegated by all roles in the chain": ("releases/z/z_v1.zip", None, ["B"]),
}


def test_targetfile_search(seen: Repository) -> None:
    edges = [
        edge("targets", "A", "*.doc", "*.md"),
        edge("targets", "B", "releases/*/*"),
        edge("B", "C", "releases/x/*"),
        edge("B", "D", "releases/y/*.zip"),
    ]
    said = {
        "targets": {"targetfile": b"by targets"},
        "A": {"README.md": b"README by A"},
        "C": {"releases/x/x_v1": b"x by C"},
        "D": {"releases/y/y_v1.zip": b"y by D", "releases/z/z_v1.zip": b"forged"},
    }
    serve_graph(seen, edges, said)
    for case, (target, expected, visited) in SEARCHED.items():
        shutil.rmtree(seen.local)
        content, names = seen.get_noting((target,))
        assert content.get(target) == expected, case
        assert asked(names) == visited, case
    works_again(seen)


def test_a_deeper_role_below_its_floor_is_refused(seen: Repository) -> None:
    """Also when all that the client kept is lost: the floor is in the journal."""
    edges = [edge(CITY, "district", "catalog/341600/*")]
    serve_graph(seen, edges, {"district": {DEEP: b"old"}})
    serve_graph(seen, edges, {"district": {DEEP: b"new"}}, version=2)
    assert seen.get((DEEP,)) == {DEEP: b"new"}

    def back(repository: Repository) -> None:
        shutil.rmtree(repository.local)
        name_roles(repository, {"district": MetaFile(1)})

    refused(seen, back, (DEEP,))
    name_roles(seen, {"district": MetaFile(2)})
    assert seen.get((DEEP,)) == {DEEP: b"new"}


def test_a_city_cannot_raise_the_floor_of_a_role_by_taking_its_name(seen: Repository) -> None:
    """Whoever held the keys that lie at the hub locks no kiosk out of what the offline keys say."""
    keep = seen.copy("kept")
    edges = [edge(CITY, "policy", "catalog/341600/*")]
    serve_graph(seen, edges, {"policy": {DEEP: b"by the city"}}, version=1000)
    assert seen.get((DEEP,)) == {DEEP: b"by the city"}
    refused(seen, lambda _: None)  # what the real policy says cannot be had beside it
    restore(seen, keep)
    renew_online_keys(seen)
    works_again(seen)
