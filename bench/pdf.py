"""The A4 list against fpdf2 and WeasyPrint.

The peers set the same words in the same fonts and sizes with the same QR code; they are spared the
drawing of the flow, the tick boxes and the rules that keep a heading with what follows.
"""

import datetime as dt
import json

from pdf_peers import content, with_fpdf2, with_weasyprint
from shipped import FONTS, a_station, longest, paper
from timing import interleaved, percentile, summary

from kiosk.ports.documents import Sheet


def main() -> None:
    """Measure and print one JSON line."""
    kiosk = a_station()
    checklist = kiosk.guidance.checklist(longest(kiosk))
    sheet = Sheet(
        checklist=checklist,
        site_name="花戏楼社区便民服务站",
        site_phone=None,
        region_name="亳州市谯城区",
        printed_at=dt.datetime(2026, 11, 21, 9, 41, tzinfo=dt.UTC),
        code=kiosk.checklists.code(checklist),
    )
    a4, qr = paper()
    regular, bold = FONTS
    jobs = {
        "ours": lambda: a4.render(sheet),
        "fpdf2": lambda: with_fpdf2(content(sheet), qr.matrix(sheet.code), regular, bold),
        "weasyprint": lambda: with_weasyprint(content(sheet), qr.matrix(sheet.code), regular, bold),
    }
    seconds = interleaved(jobs, rounds=20)
    ours = percentile(seconds["ours"], 0.5)
    rows = []
    for peer in ("fpdf2", "weasyprint"):
        theirs = percentile(seconds[peer], 0.5)
        rows.append(
            {
                "what": f"A4 list of 开餐馆, {len(checklist.materials)} papers, p50",
                "measured": f"{ours * 1000:.0f} ms",
                "peer": f"{peer} {theirs * 1000:.0f} ms ({theirs / ours:.1f}×)",
                "goal": "not slower",
                "holds": ours <= theirs,
            }
        )
    figures = {name: summary(values) for name, values in seconds.items()}
    print(json.dumps({"bench": "pdf", "figures": figures, "rows": rows}, ensure_ascii=False))


if __name__ == "__main__":
    main()
