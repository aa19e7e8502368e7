"""The parts of a kiosk that read the catalogue, made anew for each edition of it.

A visit keeps the parts that it began with, so no screen mixes two editions. What else a kiosk has
is `bootstrap`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.services.late import late
from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.catalog_menu import CatalogMenu

if TYPE_CHECKING:  # what is first needed after the first frame
    from kiosk.ports.menu import CatalogState
    from kiosk.services.browse import Browse
    from kiosk.services.checklists import Checklists
    from kiosk.services.guidance import Guidance
    from kiosk.store.catalog_db import SqliteCatalogStore
    from kiosk.store.catalog_intake import CatalogIntake


class Edition:
    """One edition of the catalogue and what shows it. Its parts are made on first use.

    Args:
        state: what it is.
        connections: to its file.
        make_checklists: makes what prints its lists.
    """

    def __init__(
        self,
        state: CatalogState,
        connections: CatalogConnections,
        make_checklists: Callable[[Edition], Checklists],
    ) -> None:
        self.state = state
        self._connections = connections
        self._make_checklists = make_checklists

    def was_checked(self, state: CatalogState) -> None:
        """Take over when this edition was compared with the published one."""
        self.state = replace(state, rebuilt=self.state.rebuilt)
        if "store" in self.__dict__:
            self.store.was_checked(self.state)

    @cached_property
    def menu(self) -> CatalogMenu:
        """What the catalogue offers, without its documents; they are imported when first used."""
        return CatalogMenu(self._connections)

    @cached_property
    def store(self) -> SqliteCatalogStore:
        """The catalogue."""
        from kiosk.store.catalog_db import SqliteCatalogStore

        return SqliteCatalogStore(self._connections, self.state)

    @cached_property
    def browse(self) -> Browse:
        """Topics, search, places."""

        def make() -> Browse:
            from kiosk.services.browse import Browse
            from kiosk.store.search_index import SqliteSearchIndex

            return Browse(self.store, SqliteSearchIndex(self._connections))

        return late(make)

    @cached_property
    def guidance(self) -> Guidance:
        """Questions and lists."""

        def make() -> Guidance:
            from kiosk.services.guidance import Guidance

            return Guidance(self.store)

        return late(make)

    @cached_property
    def checklists(self) -> Checklists:
        """Paper and codes. Their libraries are imported when the first method is called."""
        return late(lambda: self._make_checklists(self))


class Editions:
    """The editions of one data folder, one after the other.

    Args:
        intake: where they come from.
        first: makes the file sound and says what it holds.
        make_checklists: makes what prints the lists of an edition.
    """

    def __init__(
        self,
        intake: CatalogIntake,
        first: Callable[[], CatalogState],
        make_checklists: Callable[[Edition], Checklists],
    ) -> None:
        self._intake = intake
        self._make_checklists = make_checklists
        self._stamp = (0, 0)
        self.edition = self._opened(first())

    def turn(self) -> bool:
        """Go on to the newest edition; tell whether it is another one. Cheap when it is not.

        Raises:
            Unavailable: the new file cannot be read; the edition stays.
        """
        stamp = self._intake.stamp()
        if stamp == self._stamp:
            return False
        state = self._intake.current()
        if state is None:  # a new file is just taking its place
            return False
        if state.digest == self.edition.state.digest:
            self.edition.was_checked(state)
            self._stamp = stamp
            return False
        self._stamp = stamp  # one that cannot be read is not tried again every second
        edition = self._opened(state)
        if self._intake.stamp() != stamp:  # one more took its place: the next time
            return False
        self.edition = edition
        return True

    def _opened(self, state: CatalogState) -> Edition:
        connections = CatalogConnections(self._intake.path)
        connections.hold()
        return Edition(state, connections, self._make_checklists)
