from desktop_app.policies.protocol import ReadyReason
from tests.policies.driving import job
from tests.policies.worked import MS, STALLINGS, finish, gantt, jobs_of, make, waiting


def test_stallings_finish_times():
    assert finish(make("fcfs"), STALLINGS) == [3, 9, 13, 18, 20]


def test_silberschatz_mean_waiting_times():
    jobs = ((0, 24), (0, 3), (0, 3))
    assert waiting(jobs, finish(make("fcfs"), jobs)) == 17
    jobs = ((0, 6), (0, 8), (0, 7), (0, 3))
    assert waiting(jobs, finish(make("fcfs"), jobs)) == 10.25


def test_ostep_scheduler_fifo():
    """scheduler.py -p FIFO -l 200,100,300"""
    assert finish(make("fcfs"), ((0, 200), (0, 100), (0, 300))) == [200, 300, 600]


def test_a_thread_that_comes_back_from_io_joins_the_tail():
    assert gantt(make("fcfs"), jobs_of(((0, 1, 1, 1), (0, 5), (0, 5)))) == [(0, 0), (1, 1), (6, 2), (11, 0)]


def test_a_core_takes_the_first_thread_that_may_run_there():
    policy = make("fcfs")
    pinned, free = job(0, 0, MS, affinity=frozenset({1})), job(1, 0, MS)
    for thread in (pinned, free):
        policy.add(thread, 0, ReadyReason.ARRIVED)
    assert policy.slice_ns(pinned, 0) is None
    assert len(policy) == 2
    assert [policy.pick(0, 0), policy.pick(0, 0), policy.pick(1, 0)] == [free, None, pinned]
