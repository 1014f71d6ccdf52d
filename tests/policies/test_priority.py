from itertools import pairwise

import pytest

from desktop_app.policies.protocol import ReadyReason, StopReason
from tests.policies.driving import Drive, job
from tests.policies.worked import MS, finish, gantt, jobs_of, make, waiting


def test_silberschatz_mean_waiting_time():
    jobs, priorities = ((0, 10), (0, 1), (0, 2), (0, 1), (0, 5)), (3, 1, 4, 5, 2)
    assert waiting(jobs, finish(make("priority"), jobs, priorities)) == 8.2


def test_silberschatz_round_robin_among_equals():
    jobs, priorities = ((0, 4), (0, 5), (0, 8), (0, 7), (0, 3)), (3, 2, 2, 1, 3)
    chart = gantt(make("priority", quantum="2ms"), jobs_of(jobs, priorities))
    order = [(0, 3), (7, 1), (9, 2), (11, 1), (13, 2), (15, 1), (16, 2), (20, 0), (22, 4), (24, 0), (26, 4)]
    assert chart == order


def test_a_more_urgent_arrival_preempts_unless_told_otherwise():
    jobs, priorities = ((0, 5), (2, 1), (3, 1)), (2, 1, 2)
    assert gantt(make("priority"), jobs_of(jobs, priorities)) == [(0, 0), (2, 1), (3, 0), (6, 2)]
    assert gantt(make("priority", preemptive=False), jobs_of(jobs, priorities)) == [(0, 0), (5, 1), (6, 2)]


def test_the_highest_number_may_be_the_most_urgent():
    policy = make("priority", lowest_first=False)
    assert gantt(policy, jobs_of(((0, 5), (2, 1)), (1, 2))) == [(0, 0), (2, 1), (3, 0)]
    assert (policy.more_urgent(1, 2), make("priority").more_urgent(1, 2)) == (2, 1)


def test_a_preempted_thread_keeps_its_place_among_its_equals():
    jobs, priorities = ((0, 6), (0, 6), (1, 2)), (2, 2, 1)
    assert gantt(make("priority"), jobs_of(jobs, priorities)) == [(0, 0), (1, 2), (3, 0), (8, 1)]


def test_with_a_quantum_a_preempted_thread_goes_to_the_end_of_the_queue():
    jobs, priorities = ((0, 6), (0, 6), (1, 2), (1, 1)), (2, 2, 1, 2)
    chart = gantt(make("priority", quantum="4ms"), jobs_of(jobs, priorities))
    assert chart == [(0, 0), (1, 2), (3, 1), (7, 3), (8, 0), (12, 1), (14, 0)]


@pytest.mark.parametrize(
    ("jobs", "priorities", "finishes"),
    [
        (
            ((0, 20), (25, 25), (30, 25), (60, 15), (100, 10), (105, 10)),
            (40, 30, 30, 35, 5, 10),
            [20, 80, 90, 75, 120, 115],
        ),
        (((0, 15), (0, 20), (20, 20), (25, 20), (45, 5), (55, 15)), (8, 3, 4, 4, 5, 5), [15, 95, 75, 80, 50, 70]),
    ],
    ids=["5.5", "5.18"],
)
def test_silberschatz_exercises_of_priorities_with_round_robin(jobs, priorities, finishes):
    """Operating System Concepts, 10th edition: a quantum of 10; a preempted process goes to the end of its queue."""
    threads = jobs_of(jobs, priorities)
    gantt(make("priority", lowest_first=False, quantum="10ms"), threads)
    assert [thread.finished_ns[-1] // MS for thread in threads] == finishes


def test_an_aged_thread_preempts_at_the_exact_time_and_falls_back_once_it_has_run():
    # The second needs three steps of 10 to be above the first; then the first needs two from 30 to be above that.
    jobs = jobs_of(((0, 60), (0, 60)), (1, 3))
    chart = gantt(make("priority", ageing="10ms"), jobs)
    assert chart[:4] == [(0, 0), (30, 1), (50, 0), (80, 1)]


def test_without_preemption_age_decides_when_a_core_is_free():
    jobs, priorities = ((0, 25), (0, 5), (24, 5)), (1, 3, 2)
    assert gantt(make("priority", preemptive=False, ageing="10ms"), jobs_of(jobs, priorities)) == [
        (0, 0),
        (25, 1),
        (30, 2),
    ]


def test_ageing_sets_no_timer_at_which_nothing_changes():
    policy = make("priority", ageing="1us")
    urgent, other = job(0, 0, 1, priority=-3_000_000), job(1, 0, 1, priority=0)
    for thread in (urgent, other):
        policy.add(thread, 0, ReadyReason.ARRIVED)
    assert policy.pick(0, 0) is urgent
    due = 3_000_001 * 1_000
    assert policy.due_ns(0) == due
    assert policy.preempt([urgent], due - 1) is None
    assert policy.preempt([urgent], due) is urgent


def test_with_nobody_waiting_or_running_no_timer_is_due():
    policy = make("priority", ageing="1us")
    thread = job(0, 0, 1)
    policy.add(thread, 0, ReadyReason.ARRIVED)
    assert policy.due_ns(0) is None
    policy.pick(0, 0)
    assert policy.due_ns(0) is None


def test_a_pinned_thread_ages_against_its_own_cores():
    policy = make("priority", ageing="10ms", cores=2)
    first, second = job(0, 0, 1, priority=1, core=0), job(1, 0, 1, priority=9, core=1)
    for core, thread in enumerate((first, second)):
        policy.add(thread, 0, ReadyReason.ARRIVED)
        assert policy.pick(core, 0) is thread
    policy.add(job(2, 0, 1, priority=3, affinity=frozenset({0})), 0, ReadyReason.ARRIVED)
    assert policy.preempt([first, second], 0) is None
    assert policy.due_ns(0) == 30 * MS
    assert policy.preempt([first, second], 30 * MS) is first


def test_nobody_starves_with_ageing():
    steady = tuple((start, 2) for start in range(0, 400, 2))
    jobs, priorities = ((0, 3), *steady), (50, *(1 for _ in steady))
    assert finish(make("priority"), jobs, priorities)[0] > 400
    assert finish(make("priority", ageing="2ms"), jobs, priorities)[0] < 250


def test_a_changed_priority_counts_at_once_and_the_waiting_time_stays():
    policy = make("priority", ageing="10ms")
    urgent, other = job(0, 0, 1, priority=1), job(1, 0, 1, priority=9)
    for thread in (urgent, other):
        policy.add(thread, 0, ReadyReason.ARRIVED)
    assert policy.pick(0, 0) is urgent
    policy.remove(other, 15 * MS)
    other.priority = 2
    policy.add(other, 15 * MS, ReadyReason.MOVED)
    assert policy.due_ns(15 * MS) == 20 * MS


def test_a_running_thread_whose_priority_changes_is_compared_by_the_new_one():
    policy = make("priority")
    running, other = job(0, 0, 1, priority=1), job(1, 0, 1, priority=2)
    policy.add(running, 0, ReadyReason.ARRIVED)
    assert policy.pick(0, 0) is running
    policy.add(other, 0, ReadyReason.ARRIVED)
    assert policy.preempt([running], 0) is None
    running.priority = 3
    assert policy.preempt([running], 0) is running
    policy.stopped(running, 1, 1, StopReason.PREEMPTED)
    policy.add(running, 1, ReadyReason.PREEMPTED)
    assert list(policy.ready()) == [other, running]


def test_aged_threads_alternate_without_thrashing():
    drive = Drive(make("priority", ageing="10ms"))
    drive.run(jobs_of(((0, 300), (0, 300), (0, 300)), (1, 5, 9)))
    starts = [start for start, _, _, _ in sorted(drive.runs)]
    assert min(after - before for before, after in pairwise(starts)) >= 10 * MS
