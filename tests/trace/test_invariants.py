"""Each invariant is shown to be able to fail: a sound trace is broken in one place, and that is what is reported."""

import pytest

from desktop_app.trace.invariants import violations
from tests.scenarios import bursts, program, run


@pytest.fixture
def trace():
    return run(bursts("cpu 2ms, io disk 1ms, cpu 1ms"), program(), cores=2)


def test_a_real_trace_is_sound(trace):
    assert list(violations(trace)) == []


def test_overlapping_intervals_on_a_core(trace):
    trace.runs[0].dispatched[1] -= 1
    trace.runs[0].began[1] -= 1
    assert any("overlap" in line for line in violations(trace))


def test_a_thread_on_two_cores(trace):
    trace.runs[1].whose[0] = trace.runs[0].whose[0]
    assert any("is on core" in line for line in violations(trace))


def test_a_thread_that_goes_on_after_its_end(trace):
    trace.ended[0] = trace.runs[0].began[0]
    assert any("goes on after it terminated" in line for line in violations(trace))


def test_a_thread_that_waits_while_it_has_a_core(trace):
    trace.waits[0].time[0] -= 1
    assert any("waits and has a core" in line for line in violations(trace))


def test_an_instruction_outside_of_its_run(trace):
    executed = trace.executed[1]
    executed.start[-1] += 10**7
    executed.end[-1] += 10**7
    assert any("outside the times" in line for line in violations(trace))


def test_an_idle_core_beside_a_ready_thread(trace):
    trace.header = type(trace.header)(
        **{name: getattr(trace.header, name) for name in trace.header.__slots__} | {"cores": 3}
    )
    busy = run(*[bursts("cpu 2ms") for _ in range(3)], cores=2)
    busy.header = trace.header
    assert any("is idle" in line for line in violations(busy))
