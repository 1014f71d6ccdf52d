import pytest

from desktop_app.analysis.moment import Moments
from tests.scenarios import MS, bursts, program, run


@pytest.fixture(scope="session")
def moments():
    """Two threads that take turns, one that comes later, and a program."""
    return Moments(
        run(
            bursts("cpu 3ms, io disk 4ms, cpu 9ms", launches=2),
            program(),
            bursts("cpu 2ms", name="late", arrival_ns=5 * MS),
        )
    )
