import pytest

from desktop_app.policies.protocol import ReadyReason, StopReason
from tests.policies.driving import Drive, job
from tests.policies.worked import MS, STALLINGS, finish, gantt, jobs_of, make


@pytest.mark.parametrize(("growth", "ends"), [(1, [4, 20, 16, 19, 11]), (2, [4, 17, 18, 20, 14])])
def test_stallings_finish_times(growth, ends):
    assert finish(make("feedback", growth=growth), STALLINGS) == ends


@pytest.mark.parametrize(("growth", "ends"), [(1, [7, 11, 6, 18, 20]), (2, [4, 10, 8, 18, 20])])
def test_stallings_problem_9_2(growth, ends):
    """What tells them apart from other readings: who is given the core while nobody else is ready counts as in RQ0."""
    assert finish(make("feedback", growth=growth), ((0, 3), (1, 5), (3, 2), (9, 5), (12, 5))) == ends


def test_the_quantum_is_the_machine_s_unless_it_has_its_own():
    policy = make("feedback", quantum="3ms", growth=2)
    thread = job(0, 0, MS)
    policy.add(thread, 0, ReadyReason.ARRIVED)
    assert policy.pick(0, 0) is thread
    assert policy.slice_ns(thread, 0) == 3 * MS
    assert finish(make("feedback", quantum="3ms"), ((0, 4), (0, 4))) == [7, 8]


def test_who_is_alone_does_not_sink_and_an_arrival_does_not_cut_a_quantum_short():
    # The first is in RQ0 still at 4; the second, a newcomer, waits for the end of the quantum.
    assert gantt(make("feedback", quantum="2ms"), jobs_of(((0, 8), (5, 1)))) == [(0, 0), (6, 1), (7, 0)]


def test_the_last_queue_is_round_robin():
    one = gantt(make("feedback", levels=1, quantum="2ms"), jobs_of(((0, 6), (0, 6))))
    assert one == [(0, 0), (2, 1), (4, 0), (6, 1), (8, 0), (10, 1)]


def test_after_io_a_thread_returns_to_the_queue_it_left():
    # The first sinks at 1 and blocks at 2; at 3 it is in RQ1 behind nobody, but the newcomer of 3 is in RQ0.
    jobs = jobs_of(((0, 2, 1, 1), (0, 1), (3, 1), (0, 9)))
    assert gantt(make("feedback"), jobs) == [(0, 0), (1, 1), (2, 3), (3, 2), (4, 0), (5, 3), (6, 0), (7, 3)]


def test_quanta_do_not_grow_without_a_limit():
    policy = make("feedback", growth=2, quantum="60s", levels=64)
    thread = job(0, 0, MS)
    other = job(1, 0, MS)
    policy.add(other, 0, ReadyReason.ARRIVED)
    for _ in range(70):
        policy.add(thread, 0, ReadyReason.EXPIRED)
        assert policy.pick(0, 0) is other
        assert policy.pick(0, 0) is thread
        policy.add(other, 0, ReadyReason.WOKEN)
    assert policy.slice_ns(thread, 0) <= 366 * 24 * 3600 * 1000 * MS


def test_a_ready_thread_can_be_taken_out_and_come_back_to_its_queue():
    policy = make("feedback", growth=2)
    threads = [job(index, 0, 9 * MS) for index in range(2)]
    for thread in threads:
        policy.add(thread, 0, ReadyReason.ARRIVED)
    assert policy.pick(0, 0) is threads[0]
    policy.stopped(threads[0], MS, MS, StopReason.EXPIRED)
    policy.add(threads[0], MS, ReadyReason.EXPIRED)
    assert len(policy) == 2
    policy.remove(threads[0], MS)
    assert list(policy.ready()) == [threads[1]]
    policy.add(threads[0], MS, ReadyReason.MOVED)
    assert [policy.pick(0, MS), policy.pick(0, MS)] == [threads[1], threads[0]]
    assert policy.slice_ns(threads[0], MS) == 2 * MS


def test_two_cores_serve_the_queues_together():
    drive = Drive(make("feedback", cores=2), cores=2)
    finished = drive.run(jobs_of(((0, 3), (0, 3), (0, 3))))
    assert max(end for (end,) in finished.values()) <= 5 * MS
