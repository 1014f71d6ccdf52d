from desktop_app.policies.protocol import ReadyReason
from tests.policies.driving import Drive, job
from tests.policies.worked import MS, STALLINGS, finish, gantt, jobs_of, make, waiting


def test_stallings_finish_times():
    assert finish(make("srtf"), STALLINGS) == [3, 15, 8, 20, 10]


def test_silberschatz_mean_waiting_time():
    jobs = ((0, 8), (1, 4), (2, 9), (3, 5))
    assert waiting(jobs, finish(make("srtf"), jobs)) == 6.5


def test_a_running_thread_keeps_its_core_when_as_much_is_left():
    assert gantt(make("srtf"), jobs_of(((0, 5), (2, 3)))) == [(0, 0), (5, 1)]


def test_with_as_much_left_the_one_that_arrived_first_runs():
    """OSTEP's figure of STCF with I/O: A computes 10 five times with I/O between, B computes 50."""
    jobs = jobs_of(((0, *[10] * 9), (0, 50)))
    chart = gantt(make("srtf"), jobs)
    assert chart == [(10 * turn, turn % 2) for turn in range(10)]


def test_during_its_context_switch_nothing_of_a_burst_is_gone():
    policy = make("srtf")
    running = job(0, 0, 1, burst_ns=5, left_ns=5, core=0, since_ns=100)
    policy.add(job(1, 0, 1, burst_ns=5, left_ns=5), 50, ReadyReason.ARRIVED)
    assert policy.preempt([running], 50) is None
    policy.add(job(2, 0, 1, burst_ns=4, left_ns=4), 50, ReadyReason.ARRIVED)
    assert policy.preempt([running], 50) is running


def test_a_thread_preempts_only_where_it_may_run():
    threads = [job(0, 0, 9 * MS), job(1, 0, 5 * MS), job(2, MS, 2 * MS, affinity=frozenset({0}))]
    drive = Drive(make("srtf", cores=2), cores=2)
    drive.run(threads)
    # Though thread 0 has more left, thread 1 gives core 0 to the third; then it takes core 1 from thread 0 itself.
    assert sorted(drive.runs) == [
        (0, MS, 0, 1),
        (0, MS, 1, 0),
        (MS, 3 * MS, 2, 0),
        (MS, 5 * MS, 1, 1),
        (3 * MS, 11 * MS, 0, 0),
    ]


def test_the_second_best_preempts_where_the_best_may_not():
    policy = make("srtf", cores=2)
    running = [
        job(0, 0, 1, burst_ns=1, left_ns=1, core=0, since_ns=9),
        job(1, 0, 1, burst_ns=9, left_ns=9, core=1, since_ns=9),
    ]
    policy.add(job(2, 0, 1, burst_ns=2, left_ns=2, affinity=frozenset({0})), 9, ReadyReason.ARRIVED)
    assert policy.preempt(running, 9) is None
    second = job(3, 0, 1, burst_ns=3, left_ns=3)
    policy.add(second, 9, ReadyReason.ARRIVED)
    assert policy.preempt(running, 9) is running[1]
    assert policy.pick(1, 9) is second
