"""The roll-out table as one HTML page that needs nothing else: no script, no font, no network.

What is in the table is `rollout.py`.
"""

from html import escape

from kiosk.workshop.editorial import STATE_NAMES
from kiosk.workshop.rollout import Rollout, RolloutRow

_STYLE = """
body { font: 16px/1.5 sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em; color: #222 }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .4em .6em; border-bottom: 1px solid #ccc }
tr.overdue td { background: #fdecea }
tr.overdue td:last-child { font-weight: bold }
"""
_HEADS = ("主题", "负责", "期限", "状态", "上线日", "逾期")


def page(table: Rollout) -> str:
    """Return the page."""
    counts = "，".join(
        f"{STATE_NAMES[state]} {times} 个" for state, times in table.by_state.items() if times
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    rows = "\n".join(_row(row) for row in table.topics)
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>主题推进表 {table.as_of}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>主题推进表</h1>
<p>{table.as_of}：{counts}；逾期 {table.overdue} 个。</p>
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""


def cells(row: RolloutRow) -> tuple[str, ...]:
    """Return the texts of one row, in the order of the columns."""
    return (
        f"{row.name}（{row.topic}）",
        row.owner or "没有定",
        str(row.due or "没有定"),
        STATE_NAMES[row.state],
        str(row.public_from or ""),
        f"{row.days_late} 天" if row.overdue else "",
    )


def _row(row: RolloutRow) -> str:
    kind = ' class="overdue"' if row.overdue else ""
    return f"<tr{kind}>" + "".join(f"<td>{escape(text)}</td>" for text in cells(row)) + "</tr>"
