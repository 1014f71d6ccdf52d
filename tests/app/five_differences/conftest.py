import pytest

from tests.measured import measured


@pytest.fixture(scope="session")
def measurements():
    return measured()
