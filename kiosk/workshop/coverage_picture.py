"""The picture of coverage: agencies × topics as SVG, darker where more items are linked.

The figures are `coverage.py`'s.
"""

from html import escape

from kiosk.workshop.coverage import AgencyCoverage, Coverage, TopicCoverage

_CELL = 26
_LEFT = 190
_TOP = 150
_BAR = 150
_NAME = 12
_SHADES = ("#f3f4f6", "#cfe3f7", "#9cc5ec", "#5b9bd5", "#3a7bbf", "#1f5c99")
_FONT = "Noto Sans SC, Noto Sans CJK SC, sans-serif"
_STYLE = (
    f"text{{font:12px {_FONT};fill:#222}}.n{{text-anchor:middle}}.r{{text-anchor:end}}"
    ".h{font-size:15px;font-weight:bold}.w{fill:#b3261e}.g{fill:#666}"
)


def picture(coverage: Coverage) -> str:
    """Return an SVG document: a row per agency, a column per topic, a bar of the covered share.

    Topics with links that the list does not have, or whose items changed, are named in red.
    """
    topics, agencies = coverage.topics, coverage.agencies
    width = _LEFT + len(topics) * _CELL + _BAR + 60
    height = _TOP + (len(agencies) + 1) * _CELL + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img">',
        f"<title>{_title(coverage)}</title><style>{_STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="12" y="24" class="h">{_title(coverage)}</text>',
    ]
    parts += [_column(place, topic) for place, topic in enumerate(topics)]
    for row, agency in enumerate(agencies):
        parts += _row(row, agency, topics)
    parts += _total(coverage)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else name[: _NAME - 1] + "…"


def _title(coverage: Coverage) -> str:
    share = f"{coverage.covered / coverage.items:.1%}" if coverage.items else "0%"
    said = f"{coverage.region}：{coverage.items} 个事项，{coverage.covered} 个在主题里（{share}）"
    return escape(said)


def _column(place: int, topic: TopicCoverage) -> str:
    x, y = _LEFT + place * _CELL + _CELL * 2 // 3, _TOP - 8
    mark = ' class="w"' if topic.missing or topic.changed else ""
    turn = f'transform="rotate(-60 {x} {y})"'
    return f'<text x="{x}" y="{y}" {turn}{mark}>{escape(_cut(topic.name))}</text>'


def _row(row: int, agency: AgencyCoverage, topics: tuple[TopicCoverage, ...]) -> list[str]:
    y = _TOP + row * _CELL
    base = y + _CELL * 2 // 3
    name = escape(_cut(agency.name))
    parts = [f'<text x="{_LEFT - 8}" y="{base}" class="r">{name}</text>']
    for place, topic in enumerate(topics):
        parts += _cell(_LEFT + place * _CELL, y, agency.topics.get(topic.id, 0))
    x = _LEFT + len(topics) * _CELL + 10
    return parts + _share(x, y, agency.covered, agency.items)


def _cell(x: int, y: int, items: int) -> list[str]:
    fill = _SHADES[min(items, len(_SHADES) - 1)]
    size = _CELL - 2
    parts = [f'<rect x="{x}" y="{y}" width="{size}" height="{size}" rx="3" fill="{fill}"/>']
    if items:
        ink = "#fff" if items > 2 else "#111"
        place = f'x="{x + size // 2}" y="{y + _CELL * 2 // 3}"'
        parts.append(f'<text {place} class="n" style="fill:{ink}">{items}</text>')
    return parts


def _share(x: int, y: int, covered: int, items: int) -> list[str]:
    length = _BAR - 70
    full = round(length * covered / items) if items else 0
    top = y + 6
    return [
        f'<rect x="{x}" y="{top}" width="{length}" height="12" fill="#e5e7eb"/>',
        f'<rect x="{x}" y="{top}" width="{full}" height="12" fill="#2563a8"/>',
        f'<text x="{x + length + 8}" y="{y + _CELL * 2 // 3}">{covered}/{items}</text>',
    ]


def _total(coverage: Coverage) -> list[str]:
    y = _TOP + len(coverage.agencies) * _CELL + 8
    base = y + _CELL * 2 // 3
    parts = [f'<text x="{_LEFT - 8}" y="{base}" class="r h">合计</text>']
    for place, topic in enumerate(coverage.topics):
        x = _LEFT + place * _CELL + (_CELL - 2) // 2
        parts.append(f'<text x="{x}" y="{base}" class="n">{topic.items}</text>')
    x = _LEFT + len(coverage.topics) * _CELL + 10
    return parts + _share(x, y, coverage.covered, coverage.items)
