"""Health: devices, disk, clock, catalogue age in one report; what `kiosk doctor` prints."""

from typing import Literal

from msgspec import Struct

CheckState = Literal["ok", "warn", "fault", "absent"]


class HealthCheck(Struct, frozen=True, kw_only=True):
    """One finding in plain Chinese; `fix` says what a technician does about it."""

    id: str
    state: CheckState
    message: str
    fix: str | None


class HealthReport(Struct, frozen=True, kw_only=True):
    """All findings; `ok` is False when any is a fault."""

    ok: bool
    checks: tuple[HealthCheck, ...]
