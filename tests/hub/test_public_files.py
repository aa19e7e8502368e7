"""What anybody may fetch of a hub: published files, and nothing beside them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from hub.assembly import HubAssembly, found
from hub.config import HubConfig
from hub.edge.app import create_edge

LONG = "a" * 300


@pytest.fixture
def assembly(tmp_path: Path) -> Iterator[HubAssembly]:
    made = found(tmp_path / "hub", HubConfig())
    yield made
    made.engine.dispose()


@pytest.fixture
def client(assembly: HubAssembly) -> Iterator[Any]:
    app = create_edge(assembly.edge(), assembly.paths.published)
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


def test_every_published_file_is_handed_out(
    assembly: HubAssembly,
    client: Any,
) -> None:
    folders = (assembly.paths.published / name for name in ("tuf", "packs"))
    published = [path for one in folders for path in one.rglob("*") if path.is_file()]
    assert len(published) > 8
    for path in published:
        answer = client.get(f"/{path.relative_to(assembly.paths.published).as_posix()}")
        assert answer.status_code == 200 and answer.content == path.read_bytes(), path


@pytest.mark.parametrize(
    "path",
    [
        "/tuf",
        "/tuf/",
        "/tuf/%00",
        "/packs/%00",
        "/packs/a%00b",
        f"/tuf/{LONG}",
        f"/packs/sha256/{LONG}/{LONG}",
        "/tuf" + "/a" * 3_000,
        "/packs/%ff%fe",
        "/packs/\N{PILE OF POO}",
        "/tuf/%2e%2e/%2e%2e/hub.key",
        "/tuf/..%2f..%2fhub.toml",
        "/tuf//etc/passwd",
        "/tuf/%2fetc%2fpasswd",
        "/packs/sha256",
        "/tuf/.hidden",
        "/hub.key",
        "/keys/root-1.pem",
        "/hub.db",
    ],
)
def test_nothing_else_is_and_never_a_mistake(
    client: Any,
    path: str,
) -> None:
    for method in ("GET", "HEAD"):
        answer = client.request(method, path)
        assert answer.status_code in (404, 405), (method, answer.status_code)
        assert answer.headers["content-type"].startswith("application/problem+json")


def test_the_description_loads_nothing_from_elsewhere(
    client: Any,
) -> None:
    assert client.get("/openapi/openapi.json").json()["info"]["title"] == "办事亭 hub"
    for path in ("/openapi", "/openapi/swagger", "/openapi/redoc", "/openapi/scalar"):
        assert b"<script" not in client.get(path).content


def test_a_member_that_is_named_twice_is_refused(client: Any) -> None:
    said = b'{"token":"a","token":"b","pubkey":"%s","suite":1,"hw":"x"}' % (b"0" * 64)
    answer = client.post("/v1/enrol", content=said)
    assert (answer.status_code, answer.json()["title"]) == (400, "request.json")
