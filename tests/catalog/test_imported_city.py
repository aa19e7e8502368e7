"""The city rules on the reference lists: silent on what is in order; the rest is real.

The county list has names and codes only, so nothing can be checked. What is found in the provincial
sample stands there: the same telephone for questions and complaints, or none; an address without a
window number; no visit, yet neither online nor by post.
"""

from collections import Counter

from kiosk.workshop.examples import Examples
from kiosk.workshop.lint_city import check_city, not_checked
from kiosk.workshop.load import load
from tests.catalog.test_imports import GUANGAN, GUANGDONG, pytestmark, run

__all__ = ["pytestmark"]


def test_the_county_list_has_no_finding(tmp_path):
    run(GUANGAN, "guangan.yaml", tmp_path)
    catalogue = load(tmp_path)
    assert list(check_city(catalogue, None)) == []
    assert not_checked(catalogue)["到现场次数"] == len(catalogue.of("service"))


def test_the_provincial_sample_has_the_findings_that_are_in_it(tmp_path):
    run(GUANGDONG, "guangdong.yaml", tmp_path)
    catalogue = load(tmp_path)
    found = list(check_city(catalogue, Examples(catalogue, catalogue.catalogue().facts_on)))
    counts = Counter(finding.code for finding in found)
    assert counts == {"city-contacts": 57, "city-address": 35, "city-post": 12}
    assert {finding.level for finding in found} == {"warning"}
    assert not [f for f in found if "没有区号" in f.message]
    assert not_checked(catalogue)["办理流程"] == len(catalogue.of("service"))
