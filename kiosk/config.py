"""Configuration: one TOML file, read once, validated.

Values travel from here through `bootstrap` as plain arguments; nothing else reads the file.
"""

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

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
    """The screen: `diagonal_inch` and the pixel size give px/mm; `distance_mm` scales type (ux.md §4)."""

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


def load_config(path: Path | None) -> Config:
    """Read a configuration; None gives the defaults.

    Raises:
        InputError: the file is missing, is no TOML, or has an unknown or wrong setting.
    """
    if path is None:
        return Config()
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Config)
    except OSError as error:
        raise InputError("config.missing", f"配置文件读不了：{path}（{error.strerror}）") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise InputError("config.invalid", f"配置文件 {path} 有错：{error}") from error
