from random import Random

import pytest

from desktop_app.model.durations import NS_PER_MS
from desktop_app.model.workload import BurstKind
from desktop_app.teaching.practice import workloads


@pytest.mark.parametrize("make", [workloads.sjf, workloads.srtf, workloads.priority])
def test_no_two_bursts_or_priorities_are_the_same_where_they_decide(make):
    for seed in range(20):
        specs = make(Random(seed), 4).scenario.processes
        assert len({spec.bursts[0].duration_ns for spec in specs}) == len(specs)
        if make is workloads.priority:
            assert len({spec.parameters.priority for spec in specs}) == len(specs)


@pytest.mark.parametrize("make", [workloads.fcfs, workloads.round_robin, workloads.mlfq, workloads.io])
def test_later_arrivals_lie_beside_the_moments_at_which_slices_end(make):
    for seed in range(20):
        scenario = make(Random(seed), 3).scenario
        late = [spec.arrival_ns for spec in scenario.processes if spec.arrival_ns]
        assert late
        assert all(arrival_ns % NS_PER_MS == NS_PER_MS // 2 for arrival_ns in late)


def test_the_highest_level_has_devices():
    kinds = {burst.kind for spec in workloads.round_robin(Random(2), 5).scenario.processes for burst in spec.bursts}
    assert BurstKind.IO in kinds


def test_real_time_tasks_ask_for_no_more_than_their_periods():
    for seed in range(20):
        for spec in workloads.real_time(Random(seed), 3).scenario.processes:
            assert 0 < spec.periodic.wcet_ns <= spec.periodic.deadline_ns == spec.periodic.period_ns
