"""The picture of coverage: agencies × topics, darker where more items are linked.

The figures are `coverage.py`'s; the picture is written by `picture_svg.py` and `picture_png.py`.
"""

from collections.abc import Iterator

from kiosk.workshop.coverage import AgencyCoverage, Coverage, TopicCoverage
from kiosk.workshop.picture_shapes import Box, Label, Picture

_CELL = 26
_LEFT = 190
_TOP = 150
_BAR = 150
_NAME = 12
_BASE = _CELL * 2 // 3
"""From the top of a row to the base line of its text."""
_SHADES = ("#f3f4f6", "#cfe3f7", "#9cc5ec", "#5b9bd5", "#3a7bbf", "#1f5c99")
_RED = "#b3261e"


def picture(coverage: Coverage) -> Picture:
    """Return the picture: a row per agency, a column per topic, a bar of the covered share.

    Topics with links that the list does not have, or whose items changed, are named in red.
    """
    return Picture(
        width=_LEFT + len(coverage.topics) * _CELL + _BAR + 60,
        height=_TOP + (len(coverage.agencies) + 1) * _CELL + 30,
        title=_title(coverage),
        shapes=tuple(_shapes(coverage)),
    )


def _shapes(coverage: Coverage) -> Iterator[Box | Label]:
    yield Label(x=12, y=24, text=_title(coverage), size=15, bold=True)
    for place, topic in enumerate(coverage.topics):
        yield _column(place, topic)
    for row, agency in enumerate(coverage.agencies):
        yield from _row(row, agency, coverage.topics)
    yield from _total(coverage)


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else name[: _NAME - 1] + "…"


def _title(coverage: Coverage) -> str:
    share = f"{coverage.covered / coverage.items:.1%}" if coverage.items else "0%"
    return f"{coverage.region}：{coverage.items} 个事项，{coverage.covered} 个在主题里（{share}）"


def _column(place: int, topic: TopicCoverage) -> Label:
    return Label(
        x=_LEFT + place * _CELL + _BASE,
        y=_TOP - 8,
        text=_cut(topic.name),
        color=_RED if topic.missing or topic.changed else "#222222",
        turn=60,
    )


def _row(
    row: int, agency: AgencyCoverage, topics: tuple[TopicCoverage, ...]
) -> Iterator[Box | Label]:
    y = _TOP + row * _CELL
    yield Label(x=_LEFT - 8, y=y + _BASE, text=_cut(agency.name), anchor="end")
    for place, topic in enumerate(topics):
        yield from _cell(_LEFT + place * _CELL, y, agency.topics.get(topic.id, 0))
    yield from _share(_LEFT + len(topics) * _CELL + 10, y, agency.covered, agency.items)


def _cell(x: int, y: int, items: int) -> Iterator[Box | Label]:
    fill = _SHADES[min(items, len(_SHADES) - 1)]
    size = _CELL - 2
    yield Box(x=x, y=y, width=size, height=size, radius=3, fill=fill)
    if items:
        ink = "#ffffff" if items > 2 else "#111111"
        yield Label(x=x + size // 2, y=y + _BASE, text=str(items), anchor="middle", color=ink)


def _share(x: int, y: int, covered: int, items: int) -> Iterator[Box | Label]:
    length = _BAR - 70
    full = round(length * covered / items) if items else 0
    yield Box(x=x, y=y + 6, width=length, height=12, fill="#e5e7eb")
    yield Box(x=x, y=y + 6, width=full, height=12, fill="#2563a8")
    yield Label(x=x + length + 8, y=y + _BASE, text=f"{covered}/{items}")


def _total(coverage: Coverage) -> Iterator[Box | Label]:
    y = _TOP + len(coverage.agencies) * _CELL + 8
    yield Label(x=_LEFT - 8, y=y + _BASE, text="合计", anchor="end", size=15, bold=True)
    for place, topic in enumerate(coverage.topics):
        x = _LEFT + place * _CELL + (_CELL - 2) // 2
        yield Label(x=x, y=y + _BASE, text=str(topic.items), anchor="middle")
    x = _LEFT + len(coverage.topics) * _CELL + 10
    yield from _share(x, y, coverage.covered, coverage.items)
