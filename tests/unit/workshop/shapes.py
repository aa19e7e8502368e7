"""The official SHACL shapes of CPSV-AP 3.2: not ours to ship, used where they are."""

import warnings
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph

SHAPES = Path(__file__).resolve().parents[4] / "shared" / "data" / "cpsv-ap-SHACL.ttl"
needs_shapes = pytest.mark.skipif(
    not SHAPES.exists(), reason="cpsv-ap-SHACL.ttl of SEMIC is not beside the repository"
)


def read(data: bytes, form: str) -> Graph:
    """Return the graph of a file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's reader of JSON-LD, its own
        return Graph().parse(data=data, format=form)


def violations(data: Graph) -> list[str]:
    """Return the paths and messages of all violations."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pyshacl calls rdflib as it used to be
        conforms, report, text = validate(data, shacl_graph=str(SHAPES), inference="none")
    assert isinstance(report, Graph), text
    results = report.query(
        "SELECT ?node ?path WHERE { ?r a sh:ValidationResult ; sh:focusNode ?node ."
        " OPTIONAL { ?r sh:resultPath ?path } }",
        initNs={"sh": "http://www.w3.org/ns/shacl#"},
    )
    found = [f"{node} {path}" for node, path in results]
    assert conforms == (not found)
    return found
