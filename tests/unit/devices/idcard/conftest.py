"""An emulated reader on a wire, in simulated time."""

import pytest

from tests.unit.devices.idcard.simulation import WANG, Table


@pytest.fixture
def table() -> Table:
    """A reader that works, with a resident's card on it, and a kiosk that asks for one."""
    table = Table()
    table.run(1)
    table.lay(WANG)
    table.reader.begin()
    return table
