"""QR codes as matrices, and the plain text that a phone reads from them.

Painting belongs to the page or the screen that shows the code.
"""

import qrcode
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M

from kiosk.domain import wording
from kiosk.domain.checklist import STATUS_ORDER, Checklist, Material, Step
from kiosk.ports.documents import QrMatrix

MAX_PHONE_BYTES = 640
"""A part stays at or below version 17-L (85 modules), easy for old phones. With its quiet zone that
is 46.5 mm at 0.5 mm a module: the widest code that 58 mm paper takes, which prints 48 mm."""

_TIGHT_M_VERSION = 13


class QrCodes:
    """The `QrEncoder` port on the qrcode library."""

    def matrix(self, text: str) -> QrMatrix:
        """Encode `text`; level M while the code stays small, else L (measurements.md §8)."""
        code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
        code.add_data(text)
        if code.best_fit() > _TIGHT_M_VERSION:
            code = qrcode.QRCode(error_correction=ERROR_CORRECT_L, border=0)
            code.add_data(text)
        code.make(fit=True)
        rows = tuple(tuple(bool(cell) for cell in row) for row in code.modules)
        return QrMatrix(rows=rows, version=code.version)

    def takeaway(
        self, checklist: Checklist, region_name: str, names: dict[str, str]
    ) -> tuple[str, ...]:
        """Return the list as text, split at lines so that each part fits one easy code."""
        lines = _phone_lines(checklist, region_name, names)
        parts = _split(lines, MAX_PHONE_BYTES)
        if len(parts) == 1:
            return parts
        return tuple(f"（{i}/{len(parts)}）{part}" for i, part in enumerate(parts, start=1))


def _split(lines: list[str], most_bytes: int) -> tuple[str, ...]:
    """Join lines into as few parts of at most `most_bytes` UTF-8 bytes as keep every line whole."""
    parts: list[str] = []
    for line in lines:
        joined = f"{parts[-1]}\n{line}" if parts else line
        if parts and len(joined.encode()) <= most_bytes - len("（10/10）".encode()):
            parts[-1] = joined
        else:
            parts.append(line)
    return tuple(parts)


def _phone_lines(checklist: Checklist, region_name: str, names: dict[str, str]) -> list[str]:
    """Return the list as short lines of plain text, the most needed first."""
    lines = [f"{checklist.name}·{region_name}"]
    for stop in checklist.stops:
        lines.append(
            f"【现在还办不了】{stop.reason}" + (f"。{stop.instead}" if stop.instead else "")
        )
    lines.append(
        f"{wording.duration(checklist.duration)}，{wording.trips(checklist)}，{wording.fees(checklist.fees)}"
    )
    for status in STATUS_ORDER:
        group = [m for m in checklist.materials if m.status == status]
        if group:
            lines.append(f"【{wording.STATUS_TITLES[status]}】")
            lines += [_material_line(m) for m in group]
    for block in checklist.undetermined:
        lines.append(f"【先弄清】{block.ask}" + (f" {block.find_out}" if block.find_out else ""))
        lines += [f"·{line}" for line in wording.outcomes(block, names)]
    lines.append("【到哪里办】")
    lines += [_step_line(s, checklist.hotline) for s in checklist.steps]
    lines += [f"【不用】{n.name}" for n in checklist.not_needed if n.status == "verified"]
    lines += [f"核对到{checklist.facts_on}，第{checklist.edition}版", wording.FOOT_LINE]
    return lines


def _material_line(material: Material) -> str:
    counts = wording.counts(material)
    return f"·{wording.material_name(material)}" + (f" {counts}" if counts else "")


def _step_line(step: Step, hotline: str) -> str:
    window = step.window
    where = f"{window.name} {window.address or ''}".strip() if window else step.agency
    phone = (window.phone if window else None) or hotline
    mark = f"（{wording.ASK_WINDOW}）" if step.status == "unverified" else ""
    return f"{step.n}.{step.name}{mark} {where} {wording.step_days(step.days)} 电话{phone}"
