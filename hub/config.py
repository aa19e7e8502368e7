"""The hub's settings: one TOML file in its data folder, written by `hub init`."""

from pathlib import Path
from typing import Annotated

import msgspec
import tomlkit
from msgspec import Meta, Struct

from kiosk.domain.errors import InputError
from kiosk.files import write_atomic

CONFIG_FILE = "hub.toml"
DATABASE_FILE = "hub.db"


class HubConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a hub is.

    `origin` is the public address that kiosks sign; `city` six digits; `database` an SQLAlchemy
    URL, empty for `hub.db` in the data folder; `first_kiosk_no` begins this hub's own range.
    """

    origin: Annotated[str, Meta(pattern=r"^https?://[^/?#]+$")] = "http://127.0.0.1:8470"
    city: Annotated[str, Meta(pattern="^[0-9]{6}$")] = "341600"
    database: Annotated[str, Meta(pattern=r"^(sqlite:///.+|postgresql\+psycopg://.+)?$")] = ""
    first_kiosk_no: Annotated[int, Meta(ge=1, le=9_000_000)] = 1
    requests_per_minute: Annotated[int, Meta(ge=10)] = 600
    retry_after_s: Annotated[int, Meta(ge=0, le=3600)] = 0


def load_config(data: Path) -> HubConfig:
    """Read the settings of a data folder.

    Raises:
        InputError: `hub init` has not run, or a setting is wrong.
    """
    path = data / CONFIG_FILE
    try:
        return msgspec.toml.decode(path.read_bytes(), type=HubConfig)
    except FileNotFoundError as error:
        raise InputError("hub.config", f"{data} 里没有 {CONFIG_FILE}：请先运行 hub init") from error
    except OSError as error:
        raise InputError("hub.config", f"配置文件 {path} 读不了：请检查路径和权限") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InputError("hub.config", f"配置文件 {path} 读不了：{error}") from error


def write_config(config: HubConfig, data: Path) -> None:
    """Write the settings of a new hub. Raises InputError or Unavailable."""
    text = tomlkit.dumps(msgspec.to_builtins(config))
    write_atomic(data / CONFIG_FILE, text.encode())


def database_url(config: HubConfig, data: Path) -> str:
    """Return the SQLAlchemy URL of the database."""
    return config.database or f"sqlite:///{(data / DATABASE_FILE).absolute()}"
