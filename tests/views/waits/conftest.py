import pytest

from desktop_app.analysis.moment import Moments
from tests.scenarios import bursts, run


@pytest.fixture(scope="session")
def moments():
    """From 1 ms on, a deadlock of two of three threads."""
    return Moments(
        run(
            bursts("lock a, cpu 1ms, lock b", name="A"),
            bursts("lock b, cpu 1ms, lock a", name="B"),
            bursts("cpu 3ms, io disk 2ms, cpu 1ms", name="C"),
            cores=3,
        )
    )
