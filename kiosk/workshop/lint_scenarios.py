"""Rules about scenarios: every topic has some, and they touch every option of every question.

Whether they hold is `scenarios.py`.
"""

from collections.abc import Iterator

from kiosk.workshop.findings import Finding, Level
from kiosk.workshop.loaded import LoadedCatalogue
from kiosk.workshop.scenarios import Outcome


def check_coverage(catalogue: LoadedCatalogue, outcome: Outcome) -> Iterator[Finding]:
    """Yield topics without scenarios and options without one; errors once it is to go public."""
    with_scenarios = {scenario.topic for scenario in catalogue.scenarios}
    levels: dict[str, Level] = {
        topic_id: "error" if document.value.state in ("scheduled", "published") else "warning"
        for topic_id, document in catalogue.of("topic").items()
        if document.value.state != "withdrawn"
    }
    for topic_id, level in levels.items():
        if topic_id not in with_scenarios:
            topic = catalogue.of("topic")[topic_id]
            said = f"主题没有例子；请写 scenarios/{topic_id}.yaml"
            yield topic.finding("no-scenario", (), said, level)
    for missing in outcome.uncovered:
        if missing.topic in with_scenarios and missing.topic in levels:
            topic = catalogue.of("topic")[missing.topic]
            said = f"没有一个例子问到 {missing.question} 并回答 {missing.option}"
            yield topic.finding("uncovered", (), said, levels[missing.topic])
