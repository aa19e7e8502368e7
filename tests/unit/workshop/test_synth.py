from pathlib import Path

import pytest

from kiosk.domain.errors import InputError
from kiosk.workshop.build import compile_starter
from kiosk.workshop.lint_references import check_references
from kiosk.workshop.load import load
from kiosk.workshop.synth import synthesize

CATALOG = Path(__file__).resolve().parents[3] / "db" / "catalog"
COUNT = 2000


@pytest.fixture(scope="module")
def base():
    return load(CATALOG)


@pytest.fixture(scope="module")
def province(base):
    return synthesize(base, COUNT, 7)


@pytest.fixture(scope="module")
def services(base, province):
    return [d.value for key, d in province.of("service").items() if key not in base.of("service")]


def test_the_seed_alone_decides_what_is_made(base, province):
    digest = compile_starter(province).head.digest
    assert compile_starter(synthesize(base, COUNT, 7)).head.digest == digest
    assert compile_starter(synthesize(base, COUNT, 8)).head.digest != digest


def test_there_are_as_many_different_services_as_asked_for(services):
    assert len(services) == COUNT
    assert len({service.name[0].value for service in services}) == COUNT
    codes = {service.code[0].value for service in services}
    assert len(codes) == COUNT
    assert {len(code) for code in codes} == {31}


def test_elements_are_missing_as_often_as_in_real_lists(services):
    lines = [line for service in services for line in service.evidence]
    shares = {
        0.90: [bool(s.time.statutory) for s in services],
        0.999: [bool(s.time.promised) for s in services],
        0.443: [s.contacts.address is not None for s in services],
        0.56: [bool(s.flow) for s in services],
        0.78: [bool(s.evidence) for s in services],
        0.59: [line.note is not None for line in lines],
        0.02: [bool(s.fee) for s in services],
        0.39: [bool(s.faq) for s in services],
        0.926: [s.contacts.complain is not None for s in services],
    }
    for share, filled in shares.items():
        assert sum(filled) / len(filled) == pytest.approx(share, abs=0.04)


def test_every_service_is_in_a_topic_and_some_are_in_two(base, province, services):
    included = [i.service for d in province.of("topic").values() for i in d.value.includes]
    for overlay in province.of("region").values():
        for patch in overlay.value.topics.values():
            included += [include.service for include in patch.add_includes]
    own = [service for service in included if service.startswith("synth-")]
    assert set(own) == {service.id for service in services}
    local = COUNT - (len(province.of("topic")) - len(base.of("topic")))
    assert (len(own) - COUNT) / local == pytest.approx(0.094, abs=0.03)


def test_what_the_real_overlays_say_stays(base, province):
    for code, document in base.of("region").items():
        ours = province.value("region", code)
        assert document.value.services == ours.services
        assert document.value.topics.items() <= ours.topics.items()


def test_every_id_leads_somewhere(province):
    assert [f for f in check_references(province) if f.level == "error"] == []


@pytest.mark.parametrize("count", [-1, 10, 10_000_000])
def test_a_number_that_the_words_do_not_give_is_refused(base, count):
    with pytest.raises(InputError, match="--services 要在"):
        synthesize(base, count, 1)
