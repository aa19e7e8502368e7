import datetime as dt

import pytest
from rdflib import RDF, SKOS, XSD, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS

from kiosk.domain.errors import InputError
from kiosk.workshop.cpsv_ap import DEFAULT_BASE, to_cpsv_ap
from kiosk.workshop.cpsv_graph import CPSV, LOCN, M8G, OURS
from kiosk.workshop.load import load
from tests.unit.workshop.shapes import needs_shapes, read, violations

MORE = """
fee: {amount: "12.50", note: 每只, basis: 养犬条例§1；价格法§2}
duty: {within: 15, unit: working, from: 买到狗那天, consequence: 要罚款}
stops: [{id: wild, reason: 烈性犬不能养, instead: 换一只, when: {size: big}}]
requires: [id-card]
contacts: {consult: 0558-1, complain: 0558-2, hours: 工作日9点到17点}
type: 行政许可
code: "110102030004"
aliases: [狗证]
"""
REGION = """
code: "341602"
name: 谯城区
windows:
  police: {name: 1号窗口, address: 和平路1号, building: 政务大厅, phone: 0558-3, hours: 工作日}
services:
  dog-licence: {time: {promised: {days: 3, unit: working}}}
"""


@pytest.fixture
def full(write, files):
    """The small catalogue with every kind of part in it."""
    return load(
        write(
            {
                "services/dog-licence.yaml": files["services/dog-licence.yaml"] + MORE,
                "regions/341602.yaml": REGION,
                "circumstances/lost-id.yaml": files["circumstances/lost-id.yaml"].replace(
                    "originals: 1}", "originals: 1, applies: {services: [dog-licence]}}"
                ),
            }
        )
    )


def node(*parts):
    return URIRef(DEFAULT_BASE + "/".join(parts))


DOG = node("service", "dog-licence")


def test_a_service_has_its_facts(full):
    graph = to_cpsv_ap(full).graph
    assert (DOG, RDF.type, CPSV.PublicService) in graph
    assert graph.value(DOG, DCTERMS.title) == Literal("养犬登记", lang="zh")
    assert graph.value(DOG, DCTERMS.identifier) == Literal("110102030004")
    assert graph.value(DOG, M8G.hasCompetentAuthority) == node("agency", "police")
    assert graph.value(DOG, M8G.processingTime) == Literal("P5D", datatype=XSD.duration)
    cost = graph.value(DOG, M8G.hasCost)
    assert graph.value(cost, M8G.hasValue).toPython() == 12.5
    output = graph.value(DOG, CPSV.produces)
    assert graph.value(output, DCTERMS.conformsTo) == node("evidence", "dog-card")
    assert {str(o) for o in graph.objects(DOG, M8G.hasInputType)} == {
        node("evidence", "id-card").toPython(),
        node("evidence", "photo").toPython(),
    }
    rules = {str(graph.value(r, DCTERMS.description)) for r in graph.objects(DOG, CPSV.follows)}
    assert rules == {"烈性犬不能养。换一只", "买到狗那天起15个工作日内办。要罚款"}
    laws = {str(graph.value(law, DCTERMS.title)) for law in graph.objects(cost, OURS.basis)}
    assert laws == {"养犬条例§1", "价格法§2"}


def test_a_condition_is_there_in_words_and_as_data(full):
    graph = to_cpsv_ap(full).graph
    photo = node("service", "dog-licence", "requirement", "photo")
    assert (DOG, M8G.holdsRequirement, photo) in graph
    assert str(graph.value(photo, OURS.whenText)) == "“您的狗有多大”选“35厘米以上”"
    assert str(graph.value(photo, OURS.when)) == '{"size":"big"}'
    assert graph.value(photo, OURS.originals).toPython() == 2
    lost = node("circumstance", "lost-id", "requirement", "lost-note")
    assert graph.value(lost, M8G.fulfils) == node("circumstance", "lost-id")
    assert str(graph.value(lost, OURS.applies)) == '{"services":["dog-licence"]}'


def test_a_region_has_its_own_service_and_windows(full):
    graph = to_cpsv_ap(full).graph
    local = node("region", "341602", "service", "dog-licence")
    assert graph.value(local, DCTERMS.spatial) == node("region", "341602")
    assert graph.value(local, M8G.processingTime) == Literal("P3D", datatype=XSD.duration)
    assert graph.value(local, M8G.relatedService) == DOG
    window = node("region", "341602", "window", "police", "1")
    assert (DOG, M8G.hasChannel, window) in graph
    address = graph.value(window, LOCN.address)
    assert str(graph.value(address, LOCN.fullAddress)) == "和平路1号"


def test_a_topic_is_an_event_of_persons_or_businesses(write, files):
    for audience, kinds in (
        ("person", {M8G.LifeEvent}),
        ("company", {M8G.BusinessEvent}),
        ("both", {M8G.LifeEvent, M8G.BusinessEvent}),
    ):
        topic = f"{files['topics/keep-dog.yaml']}for: {audience}\n"
        graph = to_cpsv_ap(load(write({"topics/keep-dog.yaml": topic}))).graph
        event = node("topic", "keep-dog")
        assert set(graph.objects(event, RDF.type)) == {M8G.Event, *kinds}
        assert (event, M8G.hasRelatedService, DOG) in graph
        assert (DOG, M8G.isGroupedBy, event) in graph


def test_turtle_and_json_ld_hold_the_same_graph(full):
    made = to_cpsv_ap(full)
    turtle = read(made.encode("turtle"), "turtle")
    json_ld = read(made.encode("json-ld"), "json-ld")
    assert len(turtle) == len(made.graph)
    assert isomorphic(turtle, json_ld)
    assert isomorphic(turtle, made.graph)


def test_the_same_catalogue_gives_the_same_bytes(full):
    for form in ("turtle", "json-ld"):
        assert to_cpsv_ap(full).encode(form) == to_cpsv_ap(full).encode(form)


def test_every_iri_of_ours_begins_with_the_base(full):
    graph = to_cpsv_ap(full, "https://data.qiaocheng.example/").graph
    subjects = {str(s) for s in graph.subjects()}
    ours = {s for s in subjects if not s.startswith("http://publications.europa.eu/")}
    assert ours
    assert all(s.startswith("https://data.qiaocheng.example/") for s in ours)


@pytest.mark.parametrize("base", ["", "dog", "https://x.example/a b/", "https://x.example/a"])
def test_a_base_that_is_no_address_is_refused(full, base):
    with pytest.raises(InputError, match="--base"):
        to_cpsv_ap(full, base)


def test_what_is_not_in_force_on_the_day_is_left_out(write, files):
    dated = files["services/dog-licence.yaml"].replace(
        "{use: photo,", "{use: photo, valid: {from: 2027-01-01},"
    )
    catalogue = load(write({"services/dog-licence.yaml": dated}))
    photo = node("service", "dog-licence", "requirement", "photo")
    assert (photo, None, None) not in to_cpsv_ap(catalogue).graph
    later = to_cpsv_ap(catalogue, as_of=dt.date(2027, 1, 1)).graph
    assert (photo, RDF.type, M8G.Requirement) in later


@needs_shapes
def test_the_export_conforms_to_the_official_shapes(full):
    assert violations(to_cpsv_ap(full).graph) == []


@needs_shapes
@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        (DOG, M8G.hasCompetentAuthority),
        (DOG, DCTERMS.description),
        (DOG, DCTERMS.identifier),
        (node("service", "dog-licence", "requirement", "photo"), DCTERMS.title),
        (node("topic", "keep-dog"), DCTERMS.identifier),
        (node("agency", "police"), SKOS.prefLabel),
        (node("agency", "police"), DCTERMS.spatial),
        (node("concept", "channel", "window"), RDF.type),
    ],
)
def test_a_broken_export_is_seen_by_the_shapes(full, subject, predicate):
    graph = to_cpsv_ap(full).graph
    assert (subject, predicate, None) in graph
    graph.remove((subject, predicate, None))
    assert violations(graph)
