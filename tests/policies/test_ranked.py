import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.machine import Machine
from desktop_app.policies.edf import EarliestDeadlineFirst
from desktop_app.policies.protocol import NEVER, ReadyReason, Setting
from desktop_app.policies.registry import POLICIES
from tests.policies.driving import Drive, job, task
from tests.policies.periodic import PeriodicDrive, implicit

NAMES = ("edf", "rate-monotonic", "deadline-monotonic")


@pytest.fixture(params=NAMES)
def policy(request):
    return POLICIES[request.param].make(Setting(machine=Machine()), {})


def ranked(index, rank, **values):
    """A periodic thread with the same rank under each policy."""
    thread = task(index, rank, 1, jobs=1)
    for name, value in values.items():
        setattr(thread, name, value)
    return thread


def test_equal_ranks_leave_by_release_then_by_index(policy):
    threads = [ranked(0, 5, release_ns=2), ranked(2, 5, release_ns=1), ranked(1, 5, release_ns=1), ranked(3, 4)]
    for thread in threads:
        policy.add(thread, 2, ReadyReason.ARRIVED)
    assert [thread.index for thread in policy.ready()] == [3, 1, 2, 0]
    assert [policy.pick(0, 2).index for _ in threads] == [3, 1, 2, 0]
    assert policy.pick(0, 2) is None


def test_only_a_strictly_better_rank_preempts_and_the_worst_gives_way(policy):
    running = [ranked(0, 5, core=0), ranked(1, 7, core=1), ranked(2, 7, core=2, release_ns=3), ranked(3, 7, core=3)]
    assert policy.preempt(running, 9) is None
    policy.add(ranked(4, 7), 9, ReadyReason.ARRIVED)
    assert policy.preempt(running, 9) is None
    policy.add(ranked(5, 6), 9, ReadyReason.ARRIVED)
    assert policy.preempt(running, 9) is running[2]


def test_affinity_decides_who_can_displace_whom(policy):
    running = [ranked(0, 5, core=0), ranked(1, 9, core=1)]
    bound = ranked(2, 4, affinity=frozenset({0}))
    policy.add(bound, 1, ReadyReason.ARRIVED)
    assert policy.preempt(running, 1) is running[0]
    running[0] = ranked(0, 3, core=0)
    assert policy.preempt(running, 1) is None
    free = ranked(3, 8)
    policy.add(free, 1, ReadyReason.ARRIVED)
    assert policy.preempt(running, 1) is running[1]
    assert policy.pick(1, 1) is free
    assert policy.pick(1, 1) is None
    assert policy.pick(0, 1) is bound


def test_the_background_runs_last_first_in_first_out_and_does_not_preempt(policy):
    late, early = job(0, 5, 10), job(1, 1, 10)
    policy.add(early, 1, ReadyReason.ARRIVED)
    policy.add(late, 5, ReadyReason.ARRIVED)
    assert policy.preempt([ranked(2, 5, core=0)], 5) is None
    assert policy.preempt([job(3, 0, 10)], 5) is None
    assert policy.pick(0, 5) is early
    policy.add(ranked(4, 100), 6, ReadyReason.ARRIVED)
    assert policy.preempt([early], 6) is early
    policy.add(early, 6, ReadyReason.PREEMPTED)
    assert [thread.index for thread in policy.ready()] == [4, 1, 0]


def test_the_background_keeps_a_core_until_it_ends(policy):
    drive = Drive(policy)
    finished = drive.run([job(0, 0, 10), job(1, 0, 10), task(2, 100, 5, jobs=1, deadline_ns=50)])
    assert finished == {0: [15], 1: [25], 2: [5]}


def test_what_is_removed_is_gone_and_the_rest_survives_a_pickle(policy):
    threads = [ranked(index, 5 + index) for index in range(4)]
    for thread in threads:
        policy.add(thread, 0, ReadyReason.ARRIVED)
    policy.remove(threads[0], 0)
    policy.remove(threads[2], 0)
    again = pickle.loads(pickle.dumps(policy))
    assert len(again) == len(policy) == 2
    assert [again.pick(0, 0).index, again.pick(0, 0).index, again.pick(0, 0)] == [1, 3, None]
    assert policy.slice_ns(threads[1], 0) is None
    assert policy.due_ns(NEVER - 1) is None


@given(implicit, implicit, st.integers(2, 3))
def test_on_many_cores_nobody_waits_while_a_later_deadline_runs(first, second, cores):
    triples = first + second
    threads = [task(index, period, wcet, jobs=24 // period) for index, (period, wcet, _) in enumerate(triples)]
    drive = PeriodicDrive(EarliestDeadlineFirst(), cores)
    finished = drive.run(threads)
    for time in range(48):
        running = {thread for start, end, thread, _ in drive.runs if start <= time < end}
        due = {
            index: release + period
            for index, (period, _, _) in enumerate(triples)
            for release, end in zip(range(0, 24, period), finished[index], strict=False)
            if len(finished[index]) == 24 // period and release <= time < end
        }
        waiting = [due[index] for index in due.keys() - running]
        if waiting:
            assert len(running) == cores
            assert max(due.get(index, 0) for index in running) <= min(waiting)
