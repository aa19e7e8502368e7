"""Configuration: one TOML file, read once, validated; and where it and the data folder are.

Values travel from here through `bootstrap` as plain arguments; nothing else reads the file.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import fields

from kiosk.domain.errors import InputError
from kiosk.domain.ids import RegionCode


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


class PrinterConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Printers; `folder` is the file printer's output folder, None prints nothing."""

    a4_folder: str | None = None
    receipt_folder: str | None = None


class PathsConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Folders outside the data folder, named only by an installation."""

    log: str | None = None
    run: str | None = None


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything a site can set."""

    site: SiteConfig = SiteConfig()
    screen: ScreenConfig = ScreenConfig()
    visit: VisitConfig = VisitConfig()
    printer: PrinterConfig = PrinterConfig()
    paths: PathsConfig = PathsConfig()


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
        return msgspec.toml.decode(path.read_bytes(), type=Config)
    except FileNotFoundError as error:
        raise InputError("config.missing", f"没有配置文件 {path}：请检查 --config") from error
    except OSError as error:
        raise InputError("config.missing", f"配置文件 {path} 读不了：请检查权限") from error
    except msgspec.ValidationError as error:
        raise InputError("config.invalid", f"配置文件 {path}：{_in_chinese(error)}") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise InputError("config.invalid", f"配置文件 {path} 不是 TOML：{error}") from error


_KINDS = {"str": "文字", "int": "整数", "float": "数", "bool": "true 或 false", "object": "一节"}


def _in_chinese(error: msgspec.ValidationError) -> str:
    """Say what msgspec found: which setting, and what is allowed there."""
    said, _, where = str(error).partition(" - at `$")
    section = where.strip(".`")
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", said):
        allowed = "、".join(_settings(section))
        name = f"{section}.{unknown[1]}" if section else unknown[1]
        return f"没有 {name} 这个设置，可以写 {allowed}"
    if limit := re.fullmatch(r"Expected `\w+` ([<>]=) (.*)", said):
        return f"{section} 要 {limit[1]} {limit[2]}"
    if choice := re.fullmatch(r"Invalid enum value (.*)", said):
        return f"{section} 不能写 {choice[1]}，可以写 {'、'.join(_choices(section))}"
    if section == "site.region":
        return "site.region 要写区划代码：2、4、6、9 或 12 位数字"
    if kind := re.match(r"Expected `(\w+)", said):
        return f"{section} 要写{_KINDS.get(kind[1], kind[1])}"
    return f"{section}：{said}"


def _settings(section: str) -> tuple[str, ...]:
    """Return the names that may stand in a section; the empty section is the file itself."""
    kind = Config if not section else {f.name: f.type for f in fields(Config)}[section]
    return tuple(field.name for field in fields(kind))


def _choices(setting: str) -> tuple[str, ...]:
    """Return the allowed values of a setting such as `screen.layout`."""
    section, _, name = setting.partition(".")
    kinds = {f.name: f.type for f in fields({f.name: f.type for f in fields(Config)}[section])}
    return tuple(str(choice) for choice in get_args(kinds[name]))
