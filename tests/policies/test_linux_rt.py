import pytest

from desktop_app.model.machine import Machine
from desktop_app.model.workload import SchedulingClass
from desktop_app.policies.linux_rt import LINUX_RT, level_of
from desktop_app.policies.protocol import ReadyReason, Setting, StopReason
from tests.policies.driving import Drive, job

FIFO, RR, NORMAL = SchedulingClass.FIFO, SchedulingClass.RR, SchedulingClass.NORMAL


def linux_rt(**options):
    return LINUX_RT.make(Setting(machine=Machine(quantum_ns=10)), options)


def timeline(threads, cores=1, **options):
    drive = Drive(linux_rt(**options), cores)
    drive.run(threads)
    return [(start, end, index) for start, end, index, _ in drive.runs]


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({}, 0),
        ({"priority": 7}, 7),
        ({"scheduling": NORMAL}, 0),
        ({"scheduling": NORMAL, "priority": 7}, 7),  # inherited
        ({"scheduling": RR, "priority": 0}, 1),
        ({"scheduling": FIFO, "priority": 500}, 99),
    ],
)
def test_the_list_of_a_thread(values, level):
    assert level_of(job(0, 0, 1, **values)) == level


def test_fifo_runs_until_it_blocks_and_equals_wait():
    first, second = (job(index, 0, 300, scheduling=FIFO, priority=5) for index in range(2))
    assert timeline([first, second], quantum=100) == [(0, 300, 0), (300, 600, 1)]


def test_rr_takes_turns_by_slices():
    threads = [job(index, 0, 250, scheduling=RR, priority=5) for index in range(2)]
    assert timeline(threads, quantum=100) == [
        (0, 100, 0), (100, 200, 1), (200, 300, 0), (300, 400, 1), (400, 450, 0), (450, 500, 1),
    ]  # fmt: skip


def test_a_preempted_rr_thread_goes_to_the_head_with_the_rest_of_its_slice():
    threads = [job(index, 0, 150, scheduling=RR, priority=5) for index in range(2)]
    threads.append(job(2, 30, 20, scheduling=FIFO, priority=6))
    assert timeline(threads, quantum=100) == [
        (0, 30, 0), (30, 50, 2), (50, 120, 0), (120, 220, 1), (220, 270, 0), (270, 320, 1),
    ]  # fmt: skip


def test_a_preempted_fifo_thread_goes_before_its_equals():
    threads = [job(index, 0, 100, scheduling=FIFO, priority=5) for index in range(2)]
    threads.append(job(2, 30, 20, scheduling=RR, priority=99))
    assert [index for _, _, index in timeline(threads)] == [0, 2, 0, 1]


def test_a_thread_that_blocks_comes_back_at_the_tail_with_the_rest_of_its_slice():
    threads = [job(0, 0, 60, 5, 90, scheduling=RR, priority=5), job(1, 0, 200, scheduling=RR, priority=5)]
    assert timeline(threads, quantum=100) == [(0, 60, 0), (60, 160, 1), (160, 200, 0), (200, 300, 1), (300, 350, 0)]


def test_normal_threads_take_turns_below_all_others():
    threads = [job(0, 0, 20), job(1, 0, 20, scheduling=NORMAL), job(2, 15, 5, priority=1)]
    assert timeline(threads) == [(0, 10, 0), (10, 15, 1), (15, 20, 2), (20, 25, 1), (25, 35, 0), (35, 45, 1)]


def test_the_default_slice_is_the_kernels():
    policy = linux_rt()
    assert policy.slice_ns(job(0, 0, 1, scheduling=RR, priority=3), 0) == 100_000_000
    assert policy.slice_ns(job(0, 0, 1, scheduling=FIFO, priority=3), 0) is None
    assert policy.slice_ns(job(0, 0, 1), 0) == 10


def test_the_least_urgent_core_that_affinity_allows_gives_way():
    policy = linux_rt()
    running = [job(core, 0, 9, priority=10 * (core + 1)) for core in range(3)]
    for core, thread in enumerate(running):
        thread.core = core
    picky = job(7, 0, 9, priority=25, affinity=frozenset({1, 2}))
    policy.add(picky, 0, ReadyReason.ARRIVED)
    assert policy.preempt(running, 0) is running[1]
    policy.add(job(8, 0, 9, priority=15), 0, ReadyReason.ARRIVED)
    assert policy.pick(1, 0) is picky
    assert policy.preempt([running[0], picky, running[2]], 0) is running[0]
    assert policy.pick(0, 0).index == 8
    assert policy.preempt(running, 0) is None


def test_a_ready_thread_made_less_urgent_comes_first_in_its_new_list_and_one_made_more_urgent_last():
    policy = linux_rt()
    sinking, rising, other = job(0, 0, 9, priority=60), job(1, 0, 9, priority=40), job(2, 0, 9, priority=50)
    for thread in (sinking, rising, other):
        policy.add(thread, 0, ReadyReason.ARRIVED)
    for thread in (sinking, rising):
        policy.remove(thread, 5)
        thread.priority = 50
        policy.add(thread, 5, ReadyReason.MOVED)
    assert [thread.index for thread in policy.ready()] == [0, 2, 1]


def test_a_changed_priority_leaves_the_rest_of_the_slice():
    policy = linux_rt()
    thread = job(0, 0, 200, scheduling=RR, priority=5)
    policy.add(thread, 0, ReadyReason.ARRIVED)
    policy.pick(0, 0)
    policy.stopped(thread, 60_000_000, 60_000_000, StopReason.PREEMPTED)
    policy.add(thread, 60_000_000, ReadyReason.PREEMPTED)
    policy.remove(thread, 70_000_000)
    thread.priority = 7
    policy.add(thread, 70_000_000, ReadyReason.MOVED)
    assert policy.slice_ns(thread, 70_000_000) == 40_000_000
    policy.remove(thread, 80_000_000)
    policy.forget(thread)
    policy.add(thread, 90_000_000, ReadyReason.ARRIVED)
    assert policy.slice_ns(thread, 90_000_000) == 100_000_000


def test_equals_do_not_preempt():
    assert [index for _, _, index in timeline([job(0, 0, 50, priority=4), job(1, 10, 50, priority=4)])] == [0, 1]


def test_a_removed_thread_is_gone_and_comes_back_at_the_tail_of_its_new_list():
    policy = linux_rt()
    threads = [job(index, 0, 9, priority=4) for index in range(3)]
    for thread in threads:
        policy.add(thread, 0, ReadyReason.ARRIVED)
    policy.remove(threads[0], 0)
    assert [thread.index for thread in policy.ready()] == [1, 2]
    policy.add(threads[0], 0, ReadyReason.MOVED)
    policy.remove(threads[2], 0)
    threads[2].priority = 9
    policy.add(threads[2], 0, ReadyReason.MOVED)
    assert [thread.index for thread in policy.ready()] == [2, 1, 0]
    assert len(policy) == 3
    assert policy.more_urgent(3, 9) == 9
