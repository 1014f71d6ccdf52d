"""What the whole suite shares: the option that stores golden traces and frames anew."""

import os

import pytest
from hypothesis import settings

# The same examples on every run: a check that fails for one person fails for everybody. HYPOTHESIS_PROFILE=default
# looks for new ones.
settings.register_profile("gate", derandomize=True, database=None, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


def pytest_addoption(parser):
    parser.addoption("--store", action="store_true", help="store golden traces and frames anew; look at each of them")


@pytest.fixture
def store(request):
    """Whether to store what is compared otherwise."""
    return request.config.getoption("--store")
