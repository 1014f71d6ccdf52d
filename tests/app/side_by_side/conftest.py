import pytest

from desktop_app.analysis.moment import Moments
from tests.scenarios import bursts, program, run

LOOP = "total = 0\nfor i in range(4):\n    total += i\n"


@pytest.fixture(scope="session")
def traces():
    """Four runs of different lengths: three of a program, one of bursts."""
    return (
        run(program(LOOP, threads=2), cores=2),
        run(program(LOOP, launches=2), cores=2),
        run(program(LOOP), cores=2),
        run(bursts("cpu 9ms"), bursts("cpu 3ms"), cores=2),
    )


@pytest.fixture
def sides(traces):
    return [(f"run {number}", Moments(trace)) for number, trace in enumerate(traces, start=1)]
