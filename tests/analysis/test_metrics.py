import itertools

import pytest

from desktop_app.analysis.metrics import run_metrics, thread_metrics
from desktop_app.model.states import ThreadState
from tests.scenarios import MS, bursts, run


def test_times_add_up():
    trace = run(bursts("cpu 2ms, io disk 3ms, cpu 1ms"), bursts("cpu 4ms"), context_switch_ns=MS // 10)
    for metrics in thread_metrics(trace):
        states = trace.states[metrics.thread]
        blocked = sum(
            states.time[row + 1] - states.time[row]
            for row in range(len(states) - 1)
            if states.state[row] == ThreadState.WAITING
        )
        switching = metrics.dispatches * MS // 10
        assert metrics.turnaround_ns == metrics.cpu_ns + metrics.waiting_ns + blocked + switching


def test_counts_of_a_round():
    trace = run(bursts("cpu 2ms"), bursts("cpu 2ms"))
    first, second = thread_metrics(trace)
    assert (first.dispatches, first.preemptions, first.waiting_ns) == (2, 1, MS)
    assert (second.dispatches, second.preemptions, second.response_ns) == (2, 1, MS)
    metrics = run_metrics(trace, (first, second))
    assert metrics.context_switches == 4
    assert metrics.cpu_utilisation == 1.0
    assert metrics.throughput_per_s == 500
    assert metrics.fairness == pytest.approx((2 / 3 + 1 / 2) ** 2 / (2 * ((2 / 3) ** 2 + (1 / 2) ** 2)))


def test_a_thread_that_goes_on_elsewhere_has_migrated():
    trace = run(bursts("cpu 2ms"), bursts("cpu 2ms"), bursts("cpu 2ms"), cores=2)
    assert sum(metrics.migrations for metrics in thread_metrics(trace)) == sum(
        1 for states in trace.states for before, after in _dispatches(states) if before != after
    )


def _dispatches(states):
    cores = [states.core[row] for row in range(len(states)) if states.state[row] == ThreadState.RUNNING]
    return list(itertools.pairwise(cores))


def test_a_run_in_which_nothing_finishes_has_no_means():
    trace = run(bursts("cpu 9ms"), until_ns=MS)
    metrics = run_metrics(trace, thread_metrics(trace))
    assert (metrics.mean_turnaround_ns, metrics.mean_waiting_ns, metrics.throughput_per_s) == (None, None, 0)
    assert metrics.cpu_utilisation == 1.0


def test_a_run_of_no_time_has_no_utilisation():
    trace = run(bursts("cpu 9ms", arrival_ns=MS), until_ns=0)
    assert run_metrics(trace, thread_metrics(trace)).cpu_utilisation == 0
