"""The edge as an ASGI application: endpoints, static catalogue files, errors as problems.

It can be started any number of times on one database and keeps no state of its own.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.static_files import create_static_files_router

from hub.edge.kiosk_api import HANDLERS
from hub.edge.parts import EdgeParts
from hub.edge.upkeep import keep_up
from hub.errors import answer

_PUBLISHED = re.compile(r"(/[0-9A-Za-z_-][0-9A-Za-z._-]{0,199}){1,8}")
"""Paths of `tuf` and `packs`: no name begins with a dot, none is longer than a file's."""


def only_published_names(connection: ASGIConnection[Any, Any, Any, Any], _: object) -> None:
    """Refuse a path that nothing published can have, before a file system is asked for it."""
    if not _PUBLISHED.fullmatch(connection.scope["path"]):
        raise NotFoundException


def create_edge(parts: EdgeParts, published: Path) -> Litestar:
    """Return the application.

    Args:
        parts: the services.
        published: the folder of `tuf` and `packs`, which any web server may serve as well.
    """
    static = [
        create_static_files_router(
            path=f"/{name}", directories=[published / name], guards=[only_published_names]
        )
        for name in ("tuf", "packs")
    ]

    @asynccontextmanager
    async def watching(_app: Litestar) -> AsyncIterator[None]:
        tasks = [
            asyncio.create_task(parts.news.run()),
            asyncio.create_task(keep_up(parts.blobs.drop_old)),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    return Litestar(
        route_handlers=[*HANDLERS, *static],
        dependencies={"parts": Provide(lambda: parts, sync_to_thread=False)},
        exception_handlers={Exception: answer},
        openapi_config=OpenAPIConfig(
            title="办事亭 hub",
            version="1",
            path="/openapi",
            render_plugins=[JsonRenderPlugin()],  # the pages to look at it load foreign scripts
        ),
        lifespan=[watching],
        logging_config=None,  # the program that starts a worker sets up what is logged
        debug=False,
    )
