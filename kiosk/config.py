"""Configuration: one TOML file, read once, validated; and where it and the data folder are.

Values travel from here through `bootstrap` as plain arguments; nothing else reads the file.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from kiosk.domain.errors import InputError
from kiosk.domain.ids import RegionCode
from kiosk.domain.setting_words import explained

DEVICE_NAME = r"[a-z][a-z0-9-]{0,31}"
NO_PRINTER_SECTION = (
    '改成 [devices.a4] 和 [devices.receipt]，各写 driver = "file" 和 folder = "文件夹"'
)


class SiteConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The place this kiosk stands in. Texts are shown to residents."""

    name: str = "便民服务点"
    region: RegionCode | None = None
    phone: str | None = None
    hours: str | None = None
    nearest: str | None = None


class ScreenConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The screen: inches and pixels give px/mm, `distance_mm` scales type (ux.md §4)."""

    diagonal_inch: Annotated[float, Meta(ge=7, le=86)] = 21.5
    distance_mm: Annotated[int, Meta(ge=300, le=1200)] | None = None
    layout: Literal["auto", "landscape", "portrait", "small"] = "auto"
    size: Literal["normal", "large", "huge"] = "normal"
    theme: Literal["light", "contrast"] = "light"
    renderer: Literal["software", "gpu"] = "software"
    auto_next: bool = False
    reduce_motion: bool = False


class VisitConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a visit goes idle."""

    idle_after_s: Annotated[float, Meta(ge=30, le=1800)] = 180.0
    warn_for_s: Annotated[float, Meta(ge=20, le=300)] = 45.0


class PathsConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Folders outside the data folder, named only by an installation."""

    log: str | None = None
    run: str | None = None


class TechniciansConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who may open the machine: PIN id → verifier, written by `kiosk config pin`."""

    pins: dict[str, str] = {}


class HubConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the hub is reached; where it is, is kept when the kiosk enrols."""

    ca_file: str | None = None


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything a site can set."""

    site: SiteConfig = SiteConfig()
    screen: ScreenConfig = ScreenConfig()
    visit: VisitConfig = VisitConfig()
    paths: PathsConfig = PathsConfig()
    technicians: TechniciansConfig = TechniciansConfig()
    hub: HubConfig = HubConfig()
    devices: dict[str, dict[str, object]] = {}
    """Each device's settings under its name; which ones there are is said by its `driver`."""


class Places(Struct, frozen=True, kw_only=True):
    """Where things are: the data folder, the configuration file (None: defaults), the starter."""

    data: Path
    config: Path | None
    starter: Path


def places(data: Path | None, config: Path | None, environ: Mapping[str, str]) -> Places:
    """Return the places named by the command line, else by the environment, else the usual ones.

    Without `config`, `config.toml` of the data folder is taken when it exists.
    """
    folder = data or Path(environ.get("KIOSK_DATA") or _state_folder(environ) / "banshiting")
    usual = folder / "config.toml"
    return Places(
        data=folder,
        config=config or (usual if usual.is_file() else None),
        starter=Path(__file__).resolve().parent.parent / "build" / "starter",
    )


def _state_folder(environ: Mapping[str, str]) -> Path:
    """Return the platform's folder for the state of programs."""
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or Path.home())
    return Path(environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")


def load_config(path: Path | None) -> Config:
    """Read a configuration; None gives the defaults.

    Raises:
        InputError: the file is missing, is no TOML, or has an unknown or wrong setting.
    """
    if path is None:
        return Config()
    try:
        return read_config(path.read_bytes(), path)
    except FileNotFoundError as error:
        raise InputError("config.missing", f"没有配置文件 {path}：请检查 --config") from error
    except OSError as error:
        raise InputError("config.missing", f"配置文件 {path} 读不了：请检查权限") from error


def read_config(data: bytes, path: Path) -> Config:
    """Return the configuration that a file holds, or is about to hold.

    Raises:
        InputError: it is no TOML, or has an unknown or wrong setting; `path` is named.
    """
    try:
        config = msgspec.toml.decode(data, type=Config)
    except msgspec.ValidationError as error:
        raise InputError("config.invalid", f"配置文件 {path}：{_in_chinese(error)}") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise InputError("config.invalid", f"配置文件 {path} 不是 TOML：{error}") from error
    devices = (_wrong_device(name, table) for name, table in config.devices.items())
    for said in filter(None, (*devices, *_wrong_pins(config.technicians.pins))):
        raise InputError("config.invalid", f"配置文件 {path}：{said}")
    return config


def _wrong_pins(pins: Mapping[str, str]) -> tuple[str | None, ...]:
    """Say what is wrong with each technician's line."""
    if not pins:
        return ()
    from kiosk.domain.pin import wrong_verifier  # with hashes, which the first frame needs not

    return tuple(wrong_verifier(name, kept) for name, kept in pins.items())


def _wrong_device(name: str, settings: Mapping[str, object]) -> str | None:
    """Say what is wrong with a device's section as far as its driver need not be asked."""
    if not re.fullmatch(DEVICE_NAME, name):
        return f"设备名 {name} 只能用小写字母、数字和 -，以字母开头，最多 32 个"
    driver = settings.get("driver")
    if not isinstance(driver, str) or not driver:
        return f"[devices.{name}] 少了 driver：用哪个驱动，见 docs/devices.md"
    return None


def _in_chinese(error: msgspec.ValidationError) -> str:
    """Say which setting is wrong, and what is allowed there."""
    said = str(error)
    if "unknown field `printer`" in said and " - at " not in said:
        return f"[printer] 这一节不用了，{NO_PRINTER_SECTION}"
    if "$.devices" in said:
        return "[devices.名字] 下面要写设置，名字如 a4、receipt、idcard、scanner"
    if "$.site.region" in said:
        return "site.region 要写区划代码：2、4、6、9 或 12 位数字"
    return explained(error, Config)
