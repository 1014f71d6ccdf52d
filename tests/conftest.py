"""What the whole suite shares: the option that stores golden traces and frames anew."""

import pytest


def pytest_addoption(parser):
    parser.addoption("--store", action="store_true", help="store golden traces and frames anew; look at each of them")


@pytest.fixture
def store(request):
    """Whether to store what is compared otherwise."""
    return request.config.getoption("--store")
