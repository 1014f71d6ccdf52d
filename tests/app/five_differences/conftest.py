import pytest

from desktop_app.teaching.differences.measuring import Measurements


@pytest.fixture(scope="session")
def measurements():
    """All runs of the table, each done once for all tests."""
    found = Measurements()
    for _ in found.steps():
        pass
    return found
