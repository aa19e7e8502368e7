"""Lint of imported lists: their words are quoted, and a rule wants only what the list has."""

from kiosk.workshop.lint import lint
from kiosk.workshop.lint_city import not_checked
from kiosk.workshop.load import load

LISTED = """{"kind":"list","id":"x","doc":{"name":"清单","region":"34","place":"甲","source":"乙"}}
{"kind":"item","id":"a","doc":{"code":"a","key":"a","base":"a","name":"甲","agency":"公安局",\
"service":"item-a","digest":"0","kept":{"limit_scene_explain":"要按指纹"}}}
{"kind":"service","id":"item-a","doc":{"id":"item-a","name":[{"value":"甲"}],"plain":"进行,甲",\
"agency":"police","visits":[{"value":0}]}}
{"kind":"service","id":"item-b","doc":{"id":"item-b","name":[{"value":"乙"}],"plain":"乙",\
"agency":"police"}}
"""


def test_a_rule_is_applied_to_a_list_that_says_what_it_needs_at_least_once(write):
    catalogue = load(write({"imports/x.jsonl": LISTED}))
    found = [(f.code, f.file, f.line) for f in lint(catalogue) if f.level != "note"]
    assert found == [
        ("city-visits-reason", "imports/x.jsonl", 3),
        ("city-visits", "imports/x.jsonl", 4),
    ]
    assert not_checked(catalogue)["办理流程"] == 3
