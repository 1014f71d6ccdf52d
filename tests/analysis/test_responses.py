import pytest

from desktop_app.analysis.metrics import measure
from desktop_app.analysis.responses import Responses
from desktop_app.trace.lives import Lives
from tests.scenarios import MS, bursts, periodic, run


@pytest.fixture(scope="module")
def trace():
    return run(
        bursts("cpu 3ms, io disk 1ms, cpu 1ms"), bursts("cpu 2ms", arrival_ns=2 * MS), bursts("cpu 2ms", threads=3),
        periodic("cpu 1ms", 6 * MS), cores=2, context_switch_ns=MS // 10, until_ns=20 * MS,
    )  # fmt: skip


def test_responses_are_those_of_the_figures(trace):
    found = Responses(Lives(trace)).until_now()
    assert [one.known_ns for one in found] == sorted(one.known_ns for one in found)
    for metrics in measure(trace).threads:
        mine = [one.length_ns for one in found if one.thread == metrics.thread]
        if metrics.jobs is None:
            assert mine == [metrics.response_ns]
        else:
            assert (len(mine), mine[0], max(mine)) == (
                metrics.jobs.completed, metrics.jobs.first_response_ns, metrics.jobs.worst_response_ns
            )  # fmt: skip


def test_asked_again_and_again_while_the_trace_grows_they_are_the_same(trace):
    whole = run(bursts("cpu 3ms", threads=4), bursts("cpu 2ms", arrival_ns=5 * MS))
    known, growing = whole.known_until_ns, Responses(Lives(whole))
    try:
        for whole.known_until_ns in range(0, known, MS):
            assert all(one.known_ns <= whole.known_until_ns for one in growing.until_now())
    finally:
        whole.known_until_ns = known
    assert growing.until_now() == Responses(Lives(whole)).until_now()
    assert growing.until_now() is growing.until_now()
