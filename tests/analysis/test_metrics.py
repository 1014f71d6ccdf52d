import itertools

import pytest

from desktop_app.analysis.metrics import measure, percentile
from desktop_app.model.states import ThreadState
from desktop_app.trace.lives import Lives
from tests.scenarios import MS, bursts, run


def test_times_add_up():
    trace = run(bursts("cpu 2ms, io disk 3ms, cpu 1ms"), bursts("cpu 4ms"), context_switch_ns=MS // 10)
    for metrics in measure(trace).threads:
        blocked = sum(metrics.blocked_ns.values())
        switching = metrics.dispatches * MS // 10
        assert metrics.turnaround_ns == metrics.cpu_ns + metrics.waiting_ns + blocked + switching


def test_counts_of_a_round():
    trace = run(bursts("cpu 2ms"), bursts("cpu 2ms"))
    first, second = measure(trace).threads
    assert (first.dispatches, first.preemptions, first.waiting_ns) == (2, 1, MS)
    assert (second.dispatches, second.preemptions, second.response_ns) == (2, 1, MS)
    metrics = measure(trace).run
    assert metrics.context_switches == 4
    assert metrics.cpu_utilisation == 1.0
    assert metrics.throughput_per_s == 500
    assert metrics.fairness == pytest.approx((2 / 3 + 1 / 2) ** 2 / (2 * ((2 / 3) ** 2 + (1 / 2) ** 2)))


def test_a_thread_that_goes_on_elsewhere_has_migrated():
    trace = run(bursts("cpu 2ms"), bursts("cpu 2ms"), bursts("cpu 2ms"), cores=2)
    lives = Lives(trace)
    cores = [
        [change.core for change in lives.changes(thread) if change.state is ThreadState.RUNNING] for thread in range(3)
    ]
    moved = [sum(before != after for before, after in itertools.pairwise(found)) for found in cores]
    assert [metrics.migrations for metrics in measure(trace).threads] == moved
    assert sum(moved) > 0


def test_a_run_in_which_nothing_finishes_has_no_means():
    trace = run(bursts("cpu 9ms"), until_ns=MS)
    metrics = measure(trace).run
    assert (metrics.mean_turnaround_ns, metrics.mean_waiting_ns, metrics.throughput_per_s) == (None, None, 0)
    assert metrics.cpu_utilisation == 1.0


def test_a_run_of_no_time_has_no_utilisation():
    trace = run(bursts("cpu 9ms", arrival_ns=MS), until_ns=0)
    assert measure(trace).run.cpu_utilisation == 0
