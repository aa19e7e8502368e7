"""The shipped catalogue as CPSV-AP: no violation of the official shapes."""

from pathlib import Path

from rdflib import RDF

from kiosk.workshop.cpsv_ap import to_cpsv_ap
from kiosk.workshop.cpsv_graph import CPSV, M8G
from kiosk.workshop.load import load
from tests.unit.workshop.shapes import needs_shapes, violations

FOLDER = Path(__file__).resolve().parents[2] / "db" / "catalog"


@needs_shapes
def test_the_shipped_catalogue_conforms():
    catalogue = load(FOLDER)
    graph = to_cpsv_ap(catalogue).graph
    services = set(graph.subjects(RDF.type, CPSV.PublicService))
    assert len(services) >= len(catalogue.of("service"))
    assert len(set(graph.subjects(RDF.type, M8G.Event))) == len(catalogue.of("topic"))
    assert violations(graph) == []
