"""The account of an import and the table of coverage as text for people.

The figures are made in `kiosk/workshop`; the commands are in `catalog_items.py`.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from kiosk.workshop.coverage import Coverage, TopicCoverage
from kiosk.workshop.import_account import Changes, ImportAccount, ItemChange, Remark
from kiosk.workshop.item_cells import label

_SHAPES = {
    "task": "实施编码（31位）",
    "handle_item": "办理项编码（33位）",
    "basic": "基本编码（12位）",
    "local": "地方编码（六段）",
    "odd": "不合写法",
}
_SHOWN = 20
_EXAMPLES = 5
_NAME_WIDTH = 28


def import_text(account: ImportAccount) -> str:
    """Return the whole account of an import."""
    lines = [
        f"读了 {account.read} 行，采用 {account.imported} 行，没采用 {account.rejected_rows} 行。",
        f"成为 {account.services} 个事项，其中 {account.groups} 个由几种情形合成；"
        f"部门 {account.agencies} 个，新的材料 {account.papers} 种。",
        "编码：" + "，".join(f"{_SHAPES[s]} {n}" for s, n in account.codes.items()),
    ]
    if account.encoding:
        lines.append(f"文件编码：{account.encoding.removesuffix('-sig')}")
    if account.filled:
        lines.append(f"合并单元格向下填了 {account.filled} 格")
    empty = {element: n for element, n in account.nulls.items() if n}
    lines.append("没有内容：" + ("，".join(f"{label(e)} {n}" for e, n in empty.items()) or "无"))
    lines += _unused(account)
    lines += _remarks("没采用", account.rejected)
    lines += _remarks("采用了，但有看不懂或不合规的", account.remarks)
    if account.changes is not None:
        lines += _changes(account.changes)
    written = f"已写到 {account.file}" if account.file else "没有写出：没有一行能采用"
    return "\n".join([*lines, written])


def _unused(account: ImportAccount) -> Iterator[str]:
    for column in account.unused:
        reason = column.reason or "映射里没有写，请看看要不要"
        if column.cells or column.reason is None:
            yield f"没用的列 {column.column}：{column.cells} 格有内容；{reason}"


def _remarks(title: str, remarks: Iterable[Remark]) -> Iterator[str]:
    remarks = tuple(remarks)
    if not remarks:
        return
    counted = Counter(label(remark.field) for remark in remarks)
    yield f"{title} {len(remarks)} 处：" + "，".join(
        f"{f or '整行'} {n}" for f, n in counted.items()
    )
    for field, number in counted.items():
        examples = [remark for remark in remarks if label(remark.field) == field][:_EXAMPLES]
        yield from (f"  {e.place}: {e.reason}" for e in examples)
        if number > len(examples):
            yield f"  …{field or '整行'}还有 {number - len(examples)} 处，用 --json 看全部"


def _changes(changes: Changes) -> Iterator[str]:
    yield (
        f"和上次的清单比：新增 {len(changes.added)}，改动 {len(changes.changed)}，"
        f"消失 {len(changes.vanished)}，没变 {changes.unchanged}"
    )
    for title, items in (
        ("新增", changes.added),
        ("改动", changes.changed),
        ("消失", changes.vanished),
    ):
        yield from (f"  {title} {_change(item)}" for item in items[:_SHOWN])
        if len(items) > _SHOWN:
            yield f"  …{title}还有 {len(items) - _SHOWN} 个，用 --json 看全部"
    if changes.topics:
        yield "要看看这些主题：" + "、".join(changes.topics)


def _change(item: ItemChange) -> str:
    was = f"（原名 {item.was}）" if item.was else ""
    topics = f"，用在主题 {'、'.join(item.topics)}" if item.topics else ""
    return f"{item.code} {item.name}{was}，{item.agency}{topics}"


def table(coverage: Coverage) -> str:
    """Return coverage as tables: agencies, topics, then what is in no topic."""
    lines = [
        f"{coverage.region}：{coverage.items} 个事项，在主题里 {coverage.covered} 个"
        f"（{_share(coverage.covered, coverage.items)}），不在 {len(coverage.orphans)} 个。"
    ]
    if coverage.demand is not None:
        share = _share(coverage.demand_covered or 0, coverage.demand)
        lines.append(f"办件量 {coverage.demand}，在主题里 {coverage.demand_covered}（{share}）。")
    if coverage.unknown_demand:
        lines.append(f"办件量里有 {len(coverage.unknown_demand)} 个编码不在清单里。")
    lines += ["", _row("部门", "事项", "在主题", "占比")]
    lines += [
        _row(a.name, str(a.items), str(a.covered), _share(a.covered, a.items))
        for a in coverage.agencies
    ]
    lines.append(
        _row(
            "合计",
            str(coverage.items),
            str(coverage.covered),
            _share(coverage.covered, coverage.items),
        )
    )
    lines += ["", _row("主题", "事项", "落空", "改动", "没编码")]
    for topic in coverage.topics:
        lines += _topic(topic)
    return "\n".join([*lines, "", *_orphans(coverage)])


def _topic(topic: TopicCoverage) -> Iterator[str]:
    figures = (topic.items, len(topic.missing), len(topic.changed), len(topic.unlinked))
    yield _row(topic.name, *map(str, figures))
    for word, links in (("落空", topic.missing), ("改动", topic.changed)):
        for link in links:
            yield f"    {word} {link.code} {link.name or ''}（事项 {link.service}）"


def _orphans(coverage: Coverage) -> Iterator[str]:
    ranked = "按办件量" if coverage.demand is not None else "按部门"
    yield f"不在任何主题里的事项（{ranked}）："
    for orphan in coverage.orphans[:_SHOWN]:
        wanted = "" if orphan.demand is None else f"{orphan.demand} 件 "
        yield f"  {wanted}{orphan.agency} {orphan.name} {orphan.code}"
    if len(coverage.orphans) > _SHOWN:
        yield f"  …还有 {len(coverage.orphans) - _SHOWN} 个，用 --json 看全部"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _row(first: str, *figures: str) -> str:
    """Return a line of a table: a name of fixed width, figures to the right."""
    return _padded(first, _NAME_WIDTH) + "".join(
        " " * (9 - _width(figure)) + figure for figure in figures
    )


def _padded(text: str, width: int) -> str:
    while _width(text) > width:
        text = text[:-2] + "…"
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes; Han characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
