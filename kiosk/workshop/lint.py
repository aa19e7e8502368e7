"""All checks of an authored catalogue, run in order.

The rules themselves stand by family in the `lint_*` modules. Source: catalogue.md §9.
"""

from kiosk.workshop.findings import Finding, in_order
from kiosk.workshop.loaded import LoadedCatalogue


def lint(catalogue: LoadedCatalogue) -> tuple[Finding, ...]:
    """Return everything that is wrong or worth knowing, errors first."""
    return in_order(catalogue.findings)
