"""The configuration file on disk: some settings change, the rest stays as people wrote it.

What may be set is `kiosk/config.py`'s matter: the result is checked before it takes the old place.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table as TomlTable

from kiosk.domain.errors import InputError
from kiosk.files import file_error, write_atomic
from kiosk.ports.settings import Table

PRIVATE = 0o600
"""A new file may hold what a PIN is compared with; an old one keeps its rights."""


class TomlSettingsFile:
    """The port `SettingsFile` on a TOML file.

    Args:
        path: made, with its folder, when it is missing.
        check: raises InputError for a content that is no valid configuration.
    """

    def __init__(self, path: Path, check: Callable[[bytes], object]) -> None:
        self._path = path
        self._check = check

    def set(self, table: tuple[str, ...], values: Table) -> None:
        """Set some settings of a table; its other settings stay."""
        document = self._read()
        place = _table(document, table)
        for name, value in values.items():
            place[name] = value
        self._write(document)

    def replace(self, tables: Mapping[tuple[str, ...], Table]) -> None:
        """Give whole tables a new content, all at once."""
        document = self._read()
        for table, values in tables.items():
            place = _table(document, table)
            for name in [name for name in place if name not in values]:
                del place[name]
            for name, value in values.items():
                if name not in place or place[name] != value:
                    place[name] = value
        self._write(document)

    def _read(self) -> tomlkit.TOMLDocument:
        try:
            return tomlkit.parse(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return tomlkit.document()
        except OSError as error:
            raise file_error(self._path, error) from error
        except (TOMLKitError, UnicodeDecodeError) as error:
            raise InputError(
                "config.invalid", f"配置文件 {self._path} 不是 TOML：{error}"
            ) from error

    def _write(self, document: tomlkit.TOMLDocument) -> None:
        data = tomlkit.dumps(document).encode()
        self._check(data)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            mode = self._path.stat().st_mode & 0o777 if self._path.exists() else PRIVATE
        except OSError as error:
            raise file_error(self._path, error) from error
        write_atomic(self._path, data, mode=mode)


def _table(document: tomlkit.TOMLDocument, names: tuple[str, ...]) -> TomlTable:
    """Return a table of the document, made at its end when missing. Raises InputError."""
    place: tomlkit.TOMLDocument | TomlTable = document
    for depth, name in enumerate(names):
        if name not in place:
            place[name] = tomlkit.table(is_super_table=depth < len(names) - 1)
        found = place[name]
        if not isinstance(found, TomlTable):
            raise InputError("config.invalid", f"配置里的 {'.'.join(names)} 要写一节")
        place = found
    if not isinstance(place, TomlTable):
        raise InputError("config.invalid", "配置里要写一节")
    return place
