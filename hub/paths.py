"""Where the files of a hub are in its data folder."""

from pathlib import Path

from msgspec import Struct

KEY_FILE = "hub.key"
PUBLISHED = "published"


class HubPaths(Struct, frozen=True, kw_only=True):
    """The files of a hub in its data folder."""

    data: Path

    @property
    def key(self) -> Path:
        """The key that signs answers."""
        return self.data / KEY_FILE

    @property
    def keys(self) -> Path:
        """The keys of the TUF roles and of the seal; most belong offline."""
        return self.data / "keys"

    @property
    def published(self) -> Path:
        """The folder of `tuf` and `packs`."""
        return self.data / PUBLISHED
