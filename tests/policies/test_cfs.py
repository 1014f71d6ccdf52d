import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.machine import Machine
from desktop_app.policies.cfs import CFS
from desktop_app.policies.protocol import ReadyReason, Setting, StopReason
from tests.policies.driving import Drive, job

MS = 1_000_000


def cfs(cores=1, tick_ns=0, queue_cores=1, **options):
    return CFS.make(Setting(machine=Machine(cores=cores, tick_ns=tick_ns), cores=queue_cores), options)


def timeline(drive):
    return [(start / MS, end / MS, index) for start, end, index, _ in drive.runs]


@pytest.mark.parametrize(
    ("nices", "until_ms", "shares"),
    [
        ((0, 1), 1000, (55.5, 44.5)),
        ((1, 0), 1000, (44.5, 55.5)),
        ((-5, 0), 48, (75.29, 24.71)),  # 36.14 and 11.86 ms
        ((0, -5), 48, (24.71, 75.29)),
        ((0, 5), 5000, (75.35, 24.65)),
        ((19, -20), 5000, (0.02, 99.98)),
    ],
)
@pytest.mark.parametrize("cores", [1, 2, 8])
def test_shares_are_those_of_the_weights(nices, until_ms, shares, cores):
    drive = Drive(cfs(cores))
    drive.run([job(index, 0, 10**12, nice=nice) for index, nice in enumerate(nices)], until_ms * MS)
    for index, share in enumerate(shares):
        assert abs(100 * drive.cpu_ns(index) / (until_ms * MS) - share) < 0.5


def test_nice_minus_5_and_0_over_48_ms_to_the_microsecond():
    drive = Drive(cfs())
    drive.run([job(0, 0, 10**12, nice=-5), job(1, 0, 10**12)], 48 * MS)
    assert [round(drive.cpu_ns(index) / MS, 2) for index in (0, 1)] == [36.14, 11.86]


def test_nobody_has_two_slices_in_a_row_for_rounding():
    drive = Drive(cfs())
    drive.run([job(index, 0, 10**12, nice=index) for index in range(5)], 600 * MS)
    assert [index for *_, index, _ in drive.runs][:500] == [0, 1, 2, 3, 4] * 100


@pytest.mark.parametrize(
    ("cores", "count", "slice_ms"), [(1, 2, 3), (1, 8, 0.75), (1, 9, 0.75), (2, 2, 6), (4, 3, 6), (64, 12, 3)]
)
def test_slices_are_parts_of_the_period(cores, count, slice_ms):
    drive = Drive(cfs(cores))
    drive.run([job(index, 0, 10**12) for index in range(count)], 100 * MS)
    assert {end - start for start, end, *_ in drive.runs[:-1]} == {int(slice_ms * MS)}


def test_options_replace_the_kernels_times():
    drive = Drive(cfs(8, latency=4 * MS))
    drive.run([job(0, 0, 10**12), job(1, 0, 10**12)], 100 * MS)
    assert {end - start for start, end, *_ in drive.runs} == {2 * MS}


def test_slices_end_at_ticks():
    drive = Drive(cfs(tick_ns=4 * MS), tick_ns=4 * MS)
    drive.run([job(0, 0, 10**12), job(1, 0, 10**12, nice=5)], 5000 * MS)
    assert all(start % (4 * MS) == 0 for start, *_ in drive.runs)
    assert abs(drive.cpu_ns(0) / (50 * MS) - 75.35) < 0.5


def test_a_new_thread_starts_a_slice_behind_and_shortens_the_running_ones_slice():
    drive = Drive(cfs())
    drive.run([job(0, 0, 10 * MS), job(1, 1 * MS, 10 * MS)])
    # It is put at 1 + 3 ms. At 3 ms the first one's slice is over, but it is still next and has another one.
    assert timeline(drive)[:3] == [(0, 6, 0), (6, 9, 1), (9, 12, 0)]


def test_a_thread_that_woke_preempts_and_has_half_a_latency_ahead():
    drive = Drive(cfs())
    drive.run([job(0, 0, 1 * MS, 30 * MS, 20 * MS), job(1, 0, 100 * MS)], 60 * MS)
    # Put 3 ms before the other one, it is level with it after its slice, and wins the tie.
    assert timeline(drive)[:5] == [(0, 1, 0), (1, 31, 1), (31, 34, 0), (34, 37, 0), (37, 40, 1)]


def test_a_lone_threads_slice_ends_at_once_when_it_is_over_for_two():
    drive = Drive(cfs(wakeup_granularity=100 * MS))
    drive.run([job(0, 0, 1 * MS, 1 * MS, 20 * MS), job(1, 0, 100 * MS)], 60 * MS)
    assert timeline(drive)[:3] == [(0, 1, 0), (1, 4, 1), (4, 7, 0)]


def test_the_wakeup_granularity_keeps_small_leads_from_preempting():
    threads = [job(0, 0, 2 * MS, 1 * MS, 2 * MS), job(1, 0, 10 * MS)]
    drive = Drive(cfs(wakeup_granularity=100 * MS))
    drive.run(threads)
    assert timeline(drive) == [(0, 2, 0), (2, 5, 1), (5, 7, 0), (7, 14, 1)]


def test_a_short_sleep_moves_nobody_back():
    policy = cfs()
    first, second = job(0, 0, 9), job(1, 0, 9)
    policy.add(first, 0, ReadyReason.ARRIVED)
    policy.add(second, 0, ReadyReason.ARRIVED)
    assert policy.pick(0, 0) is first
    policy.stopped(first, 2 * MS, 2 * MS, StopReason.BLOCKED)
    assert policy.pick(0, 2 * MS) is second
    second.since_ns = 2 * MS
    policy.add(first, 3 * MS, ReadyReason.WOKEN)
    assert policy.vruntime_ns(first, 3 * MS) == 2 * MS
    assert policy.vruntime_ns(second, 3 * MS) == 1 * MS


def test_moving_keeps_the_distance_and_a_new_nice_value_counts():
    policy = cfs()
    threads = [job(index, 0, 9) for index in range(2)]
    for thread in threads:
        policy.add(thread, 0, ReadyReason.ARRIVED)
    assert policy.pick(0, 0) is threads[0]
    policy.stopped(threads[0], 3 * MS, 3 * MS, StopReason.EXPIRED)
    policy.add(threads[0], 3 * MS, ReadyReason.EXPIRED)
    policy.remove(threads[0], 3 * MS)
    threads[0].nice = -5
    policy.add(threads[0], 3 * MS, ReadyReason.MOVED)
    assert policy.vruntime_ns(threads[0], 3 * MS) == 3 * MS
    assert policy.pick(0, 3 * MS) is threads[1]
    threads[1].since_ns = 3 * MS
    assert policy.slice_ns(threads[1], 3 * MS) == 6 * MS * 1024 // 4145
    other = cfs()
    other.add(threads[0], 3 * MS, ReadyReason.MOVED)
    assert other.vruntime_ns(threads[0], 3 * MS) == 0


def test_a_nice_value_changed_while_running_counts():
    policy = cfs()
    threads = [job(index, 0, 9) for index in range(2)]
    for thread in threads:
        policy.add(thread, 0, ReadyReason.ARRIVED)
    running = policy.pick(0, 0)
    assert policy.slice_ns(running, 0) == 3 * MS
    running.nice = 5
    assert policy.due_ns(0) == 6 * MS * 335 // 1359
    policy.stopped(running, 3 * MS, 3 * MS, StopReason.EXPIRED)
    policy.add(running, 3 * MS, ReadyReason.EXPIRED)
    assert policy._load == 1024 + 335


def test_only_cores_that_affinity_allows_give_way():
    policy = cfs(2, queue_cores=2)
    running = [job(core, 0, 9) for core in range(2)]
    for core, thread in enumerate(running):
        policy.add(thread, 0, ReadyReason.ARRIVED)
        assert policy.pick(core, 0) is thread
        thread.core = core
    sleeper = job(5, 0, 9, affinity=frozenset({1}))
    policy.add(sleeper, 50 * MS, ReadyReason.WOKEN)
    assert policy.preempt(running, 50 * MS) is running[1]


@given(
    st.lists(
        st.tuples(st.integers(-20, 19), st.integers(0, 20), st.lists(st.integers(1, 9), min_size=1, max_size=7)),
        min_size=1,
        max_size=8,
    ),
    st.integers(1, 3),
    st.sampled_from([0, 4 * MS]),
)
def test_everything_ends_and_nothing_is_remembered(threads, cores, tick_ns):
    policy = cfs(cores, tick_ns, cores)
    drive = Drive(policy, cores, tick_ns)
    bursts = [[length * MS for length in each[: len(each) - (len(each) + 1) % 2]] for *_, each in threads]
    drive.run([job(i, arrival * MS, *bursts[i], nice=nice) for i, (nice, arrival, _) in enumerate(threads)])
    assert [drive.cpu_ns(index) for index in range(len(threads))] == [sum(each[::2]) for each in bursts]
    assert (policy._load, policy._entities, policy._asleep, policy._running) == (0, {}, {}, {})
    assert pickle.loads(pickle.dumps(policy))._min_ns == policy._min_ns


def make_cfs():
    return CFS.make(Setting(machine=Machine()), {})


def test_who_stopped_and_goes_to_another_queue_leaves_no_weight_behind():
    policy = make_cfs()
    threads = [job(index, 0, 90 * MS, nice=nice) for index, nice in enumerate((-20, 0, 0))]
    for thread in threads:
        policy.add(thread, 0, ReadyReason.ARRIVED)
    heavy = policy.pick(0, 0)
    assert heavy is threads[0]
    alone = policy.slice_ns(heavy, 0)
    policy.stopped(heavy, MS, MS, StopReason.PREEMPTED)
    policy.forget(heavy)
    assert policy._load == 2 * 1024
    following = policy.pick(0, MS)
    assert policy.slice_ns(following, MS) == 3 * MS != alone


def test_the_queue_is_spread_over_the_cores_that_are_on_line():
    policy = make_cfs()
    for index in range(4):
        policy.add(job(index, 0, 90 * MS), 0, ReadyReason.ARRIVED)
    assert policy.slice_ns(policy.pick(0, 0), 0) == 6 * MS // 4
    policy.set_cores(2)
    assert policy.slice_ns(policy.pick(1, 0), 0) == 6 * MS // 2
