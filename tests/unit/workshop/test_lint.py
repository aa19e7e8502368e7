"""Every rule fires on its fault, and none fires on the small correct catalogue."""

import pytest

from kiosk.workshop.lint import is_clean, lint
from kiosk.workshop.load import load
from tests.unit.workshop.faults import FAULTS, SCENARIOS, SERVICE, TOPIC, WORDS


def changed(files, change):
    """Return the changed file as `write` takes it."""
    if "text" in change:
        return {change["name"]: change["text"]}
    assert change["old"] in files[change["name"]], "the small catalogue has changed"
    return {change["name"]: files[change["name"]].replace(change["old"], change["new"])}


def test_the_small_catalogue_is_clean(write):
    findings = lint(load(write()))
    assert [f.code for f in findings] == ["unverified"]
    assert is_clean(findings)


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_with_its_level_and_place(write, files, fault):
    change, level = FAULTS[fault]
    code = fault.split()[0]
    findings = [f for f in lint(load(write(changed(files, change)))) if f.code == code]
    assert findings, f"{code} was not found"
    assert level in {f.level for f in findings}
    assert all(f.message and f.file for f in findings)


def test_findings_name_the_line_of_the_fault(write, files):
    change, _ = FAULTS["unknown-option"]
    (finding,) = [
        f for f in lint(load(write(changed(files, change)))) if f.code == "unknown-option"
    ]
    assert (finding.file, finding.line) == (SERVICE, 12)
    assert "small、big" in finding.message
    assert finding.text().startswith(f"{SERVICE}:12: 错误 [unknown-option] ")


def test_a_fault_that_depends_on_answers_names_some(write, files):
    change, _ = FAULTS["empty-end"]
    (finding,) = [f for f in lint(load(write(changed(files, change)))) if f.code == "empty-end"]
    assert finding.path["size"] == ("small",)
    assert "例如回答：size=small" in finding.text()


def messages(folder, code):
    return [f.message for f in lint(load(folder)) if f.code == code]


def test_what_leads_nowhere_is_told_what_it_may_be(write, files):
    (said,) = messages(write(changed(files, FAULTS["dangling-id category"][0])), "dangling-id")
    assert said == "没有分类 pets；可以写：living（生活）"
    (said,) = messages(write(changed(files, FAULTS["unknown-icon topic"][0])), "unknown-icon")
    assert said == "没有图标 dogg；相近的有：dog"
    (said,) = messages(
        write({TOPIC: files[TOPIC].replace("icon: dog", "icon: 狗")}), "unknown-icon"
    )
    assert "assets/icons" in said


def test_of_many_ids_only_those_that_look_alike_are_named(write, files):
    words = files[WORDS] + "".join(
        f"paper-{n}: {{name: 纸{n}, plain: 纸{n}, where: 家}}\n" for n in range(20)
    )
    text = files[SERVICE].replace("use: photo", "use: photos")
    (said,) = messages(write({WORDS: words, SERVICE: text}), "dangling-id")
    assert said == "没有材料 photos；相近的有：photo（照片）"


@pytest.mark.parametrize(
    "stop",
    [
        "{id: big, reason: 太大, when: {size: big}, instead: 问派出所。}",
        "{id: big, reason: 太大, when: {size: big}, status: unverified}",
    ],
)
def test_a_stop_that_tells_what_to_do_or_ends_nothing_is_in_order(write, files, stop):
    text = files[SERVICE].replace("basis:", f"stops: [{stop}]\nbasis:")
    assert messages(write({SERVICE: text}), "no-instead") == []


def test_a_draft_without_scenarios_is_only_warned_of(write, files):
    topic = files[TOPIC].replace("state: published\npublished:", "owner: 甲\n#")
    findings = lint(load(write({TOPIC: topic, SCENARIOS: None})))
    assert [(f.code, f.level) for f in findings][:1] == [("no-scenario", "warning")]
    assert is_clean(findings)


def test_a_draft_may_ask_for_a_date_while_it_is_written(write, files):
    change, _ = FAULTS["date-in-code"]
    topic = changed(files, change)[TOPIC].replace("state: published\npublished:", "owner: 甲\n#")
    codes = {f.code for f in lint(load(write({TOPIC: topic, SCENARIOS: None})))}
    assert "no-scenario" in codes
    assert "date-in-code" not in codes


RING = """
id: {id}
name: {id}
plain: {id}
agency: police
presence: nobody
requires: [{needs}]
"""


def ring(files, when):
    topic = files[TOPIC].replace(
        "  - {service: dog-licence}",
        f"  - dog-licence\n  - first\n  - {{service: second, when: {when}}}",
    )
    return {
        TOPIC: topic,
        "services/first.yaml": RING.format(id="first", needs="second"),
        "services/second.yaml": RING.format(id="second", needs="first"),
    }


def test_a_ring_of_services_is_found_with_answers_that_close_it(write, files):
    findings = [f for f in lint(load(write(ring(files, "{size: big}")))) if f.code == "cycle"]
    assert len(findings) == 1
    assert findings[0].path == {"size": ("big",)}
    assert "first → second → first" in findings[0].message


def test_a_ring_that_no_answers_close_is_none(write, files):
    changes = ring(files, "{size: big}")
    changes[TOPIC] = changes[TOPIC].replace(
        "  - first\n", "  - {service: first, when: {size: small}}\n"
    )
    assert not [f for f in lint(load(write(changes))) if f.code == "cycle"]


def test_taking_and_giving_the_same_paper_is_no_ring(write, files):
    exchange = files[SERVICE].replace("id: dog-licence", "id: dog-card-renewal")
    exchange = exchange.replace("use: id-card", "use: dog-card")
    both = files[SERVICE].replace("use: id-card", "use: dog-card")
    topic = files[TOPIC].replace("{service: dog-licence}", "dog-licence\n  - dog-card-renewal")
    findings = lint(
        load(write({TOPIC: topic, SERVICE: both, "services/dog-card-renewal.yaml": exchange}))
    )
    assert not [f for f in findings if f.code == "cycle"]


def test_faults_that_stop_the_engine_leave_a_note_instead_of_a_crash(write, files):
    change, _ = FAULTS["unknown-question"]
    codes = {f.code for f in lint(load(write(changed(files, change))))}
    assert "not-tried" in codes
