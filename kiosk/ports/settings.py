"""The configuration file, changed by a technician at the machine."""

from collections.abc import Mapping
from typing import Protocol

Setting = str | int | float | bool
Table = Mapping[str, Setting]


class SettingsFile(Protocol):
    """Changes settings in place; everything else in the file stays as it is, comments too."""

    def set(self, table: tuple[str, ...], values: Table) -> None:
        """Set some settings of a table, made when missing; its other settings stay.

        Raises:
            InputError: the file or the result is no valid configuration, or may not be written.
            Unavailable: the disk is full or does not answer.
        """
        ...

    def replace(self, tables: Mapping[tuple[str, ...], Table]) -> None:
        """Give whole tables a new content, all at once. Raises as `set`."""
        ...
