import pickle
from fractions import Fraction
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.machine import Machine
from desktop_app.policies.eevdf import EEVDF
from desktop_app.policies.protocol import ReadyReason, Setting, StopReason
from tests.policies.driving import Drive, job

MS = 1_000_000
TICK_NS = 4 * MS


def eevdf(cores=1, tick_ns=0, queue_cores=1, **options):
    return EEVDF.make(Setting(machine=Machine(cores=cores, tick_ns=tick_ns), cores=queue_cores), options)


@pytest.mark.parametrize(
    ("nices", "shares", "wait_ms"),
    [((0, 0), (49.99, 50.01), 4), ((0, 5), (75.28, 24.72), 12), ((-5, 0), (75.31, 24.69), 12)],
)
def test_shares_and_waits_measured_on_linux_6_18(nices, shares, wait_ms):
    """Two threads on one of two processors for 5 s, with a tick of 4 ms (HZ=250).

    A wait is whole ticks here, and shares above 75 % need some of four ticks (one in 18): the longest may exceed the
    12 ms measured by one tick, but the usual one is the measured one.
    """
    drive = Drive(eevdf(2, TICK_NS), tick_ns=TICK_NS)
    drive.run([job(index, 0, 10**12, nice=nice) for index, nice in enumerate(nices)], 5000 * MS)
    for index, share in enumerate(shares):
        assert abs(drive.cpu_ns(index) / (50 * MS) - share) < 0.1
    ends = [(start, end) for start, end, index, _ in drive.runs if index == 1]
    waits = sorted(after[0] - before[1] for before, after in pairwise(ends))
    assert waits[len(waits) // 2] == wait_ms * MS
    assert drive.longest_wait_ns(1) in {wait_ms * MS, wait_ms * MS + (TICK_NS if wait_ms > 4 else 0)}


def test_three_equal_threads_take_turns_and_the_lags_are_the_known_ones():
    """After 30 ms each of two of three threads: (-20, 10, 10), then (-10, -10, 20)."""
    policy = eevdf(slice=60 * MS)  # new threads have half a slice
    threads = [job(index, 0, 10**12) for index in range(3)]
    for thread in threads:
        policy.add(thread, 0, ReadyReason.ARRIVED)
    for now, lags in ((0, (-20, 10, 10)), (30, (-10, -10, 20)), (60, (0, 0, 0))):
        running = policy.pick(0, now * MS)
        running.since_ns = now * MS
        assert policy.slice_ns(running, now * MS) == 30 * MS
        assert [policy.lag_ns(thread, (now + 30) * MS) for thread in threads] == [lag * MS for lag in lags]
        policy.stopped(running, (now + 30) * MS, 30 * MS, StopReason.EXPIRED)
        policy.add(running, (now + 30) * MS, ReadyReason.EXPIRED)
        assert [policy.lag_ns(thread, (now + 30) * MS) for thread in threads] == [lag * MS for lag in lags]


@pytest.mark.parametrize(("cores", "slice_ns"), [(1, 700_000), (2, 1_400_000), (4, 2_100_000), (64, 2_800_000)])
def test_the_slice_grows_with_the_machine_and_a_new_thread_has_half(cores, slice_ns):
    drive = Drive(eevdf(cores))
    drive.run([job(0, 0, 10**12), job(1, 0, 10**12)], 20 * slice_ns)
    assert [end - start for start, end, *_ in drive.runs[:2]] == [slice_ns // 2] * 2
    assert {end - start for start, end, *_ in drive.runs[2:-1]} == {slice_ns}


@pytest.mark.parametrize("nice", [-20, -7, 0, 3, 19])
def test_after_its_slice_a_thread_has_reached_its_deadline(nice):
    policy = eevdf()
    thread = job(0, 0, 10**12, nice=nice)
    policy.add(thread, 0, ReadyReason.ARRIVED)
    policy.pick(0, 0)
    before = policy._entities[0].deadline_ns
    ran = policy.slice_ns(thread, 0)
    assert 350_000 - 100 <= ran <= 350_000
    policy.stopped(thread, ran, ran, StopReason.EXPIRED)
    assert policy._entities[0].virtual_ns >= before < policy._entities[0].deadline_ns


def two(policy, **values):
    """Thread 0 runs since 0, thread 1 is ready."""
    threads = job(0, 0, 10**12, **values), job(1, 0, 10**12)
    for thread in threads:
        policy.add(thread, 0, ReadyReason.ARRIVED)
    assert policy.pick(0, 0) is threads[0]
    threads[0].core = 0
    return threads


def test_only_a_thread_that_just_woke_preempts():
    policy = eevdf(slice=20 * MS)
    first, _ = two(policy)
    assert policy.preempt([first], 0) is None
    assert policy.preempt([first], 5 * MS) is None  # not eligible any more, but nobody woke
    third = job(2, 0, 10**12)
    policy.add(third, 5 * MS, ReadyReason.WOKEN)
    assert policy.preempt([first], 5 * MS) is None  # the second one is next, and did not wake now


def test_parity_protects_the_running_thread_and_its_end_lets_others_in():
    policy = eevdf(slice=20 * MS)
    first = job(0, 0, 10**12)
    policy.add(first, 0, ReadyReason.ARRIVED)
    policy.pick(0, 0)
    first.core = 0
    sleeper = job(1, 0, 10**12)
    policy.add(sleeper, 4 * MS, ReadyReason.WOKEN)  # at V, as the running one: that one is still eligible
    assert policy.preempt([first], 4 * MS) is None
    assert policy.preempt([first], 12 * MS) is first  # 2 ms past its first deadline
    policy.stopped(first, 12 * MS, 12 * MS, StopReason.PREEMPTED)
    policy.add(first, 12 * MS, ReadyReason.PREEMPTED)
    assert policy.pick(0, 12 * MS) is sleeper


def test_a_thread_owed_time_preempts_when_it_wakes():
    policy = eevdf(slice=20 * MS)
    first, second = two(policy)
    policy.stopped(first, 10 * MS, 10 * MS, StopReason.EXPIRED)
    policy.add(first, 10 * MS, ReadyReason.EXPIRED)
    assert policy.pick(0, 10 * MS) is second
    policy.stopped(second, 11 * MS, 1 * MS, StopReason.BLOCKED)  # lag (10 - 1) / 2 = 4.5 ms
    assert policy.pick(0, 11 * MS) is first
    first.since_ns = 11 * MS
    policy.add(second, 12 * MS, ReadyReason.WOKEN)
    assert policy.lag_ns(second, 12 * MS) == Fraction(9, 2) * MS
    assert policy.preempt([first], 12 * MS) is first


def test_a_sleeper_keeps_its_lag_up_to_two_slices():
    policy = eevdf(slice=1 * MS)
    first, second = two(policy)
    policy.stopped(first, 50 * MS, 50 * MS, StopReason.BLOCKED)
    policy.pick(0, 50 * MS)
    second.since_ns = 50 * MS
    policy.add(first, 60 * MS, ReadyReason.WOKEN)
    assert policy.lag_ns(first, 60 * MS) == -2 * MS
    ticking = eevdf(tick_ns=4 * MS, slice=1 * MS)
    first, _ = two(ticking)
    ticking.stopped(first, 50 * MS, 50 * MS, StopReason.BLOCKED)
    ticking.add(first, 60 * MS, ReadyReason.WOKEN)
    assert ticking.lag_ns(first, 60 * MS) == -4 * MS


def test_a_new_nice_value_scales_lag_and_request():
    policy = eevdf(slice=20 * MS)
    first, second = two(policy)
    policy.remove(second, 5 * MS)
    second.nice = 5
    policy.add(second, 5 * MS, ReadyReason.MOVED)
    assert abs(policy.lag_ns(second, 5 * MS) - 2.5 * MS) < 10
    assert abs(policy._entities[1].deadline_ns - policy._entities[1].virtual_ns - 10 * MS * 1024 // 335) < 10
    first.nice = 5
    policy.preempt([first], 5 * MS)
    assert policy._load == 2 * 335
    assert policy.lag_ns(first, 5 * MS) + policy.lag_ns(second, 5 * MS) == 0


def test_the_queue_of_another_core_does_not_know_the_lag():
    policy, other = eevdf(), eevdf()
    first, second = two(policy)
    policy.remove(second, 5 * MS)
    other.add(second, 5 * MS, ReadyReason.MOVED)
    assert other.lag_ns(second, 5 * MS) == 0
    policy.stopped(first, 9 * MS, 9 * MS, StopReason.TERMINATED)
    assert not policy._entities


_BURSTS = st.lists(st.integers(1, 9 * MS), min_size=1, max_size=7)


@given(
    st.lists(st.tuples(st.integers(-20, 19), st.integers(0, 20 * MS), _BURSTS), min_size=1, max_size=8),
    st.integers(1, 3),
    st.sampled_from([0, TICK_NS]),
    st.integers(0, 60 * MS),
)
def test_lags_always_sum_to_zero_and_everything_ends(threads, cores, tick_ns, until_ns):
    policy = eevdf(cores, tick_ns, cores)
    drive = Drive(policy, cores, tick_ns)
    bursts = [each[: len(each) - (len(each) + 1) % 2] for *_, each in threads]
    jobs = [job(i, arrival, *bursts[i], nice=nice) for i, (nice, arrival, _) in enumerate(threads)]

    original = policy.preempt

    def preempt(running, now_ns):
        assert policy._total == sum(e.weight * e.virtual_ns for e in policy._entities.values())
        assert sum(policy.lag_ns(e.thread, now_ns) for e in policy._entities.values()) == 0
        return original(running, now_ns)

    policy.preempt = preempt
    drive.run(jobs)
    del policy.preempt
    assert [drive.cpu_ns(index) for index in range(len(threads))] == [sum(each[::2]) for each in bursts]
    assert (policy._load, policy._total, policy._entities, policy._asleep, policy._running) == (0, 0, {}, {}, {})
    assert pickle.loads(pickle.dumps(policy))._last_average_ns == policy._last_average_ns


@given(st.lists(st.integers(-10, 10), min_size=2, max_size=6))
def test_nobody_is_ever_owed_or_ahead_by_more_than_a_slice(nices):
    """The bound of Stoica and Abdel-Wahab for threads that come and stay: lags lie within one request."""
    policy = eevdf()
    drive = Drive(policy)
    threads = [job(index, 0, 10**12, nice=nice) for index, nice in enumerate(nices)]
    drive.run(threads, 40 * MS)
    lags = [policy.lag_ns(thread, 40 * MS) for thread in threads if thread.index not in policy._running]
    assert all(abs(lag) <= 700_000 + 200 for lag in lags)


@pytest.mark.parametrize("count", [1000])
def test_a_pick_among_a_thousand_is_quick(count):
    policy = eevdf()
    for index in range(count):
        policy.add(job(index, 0, 10**12, nice=index % 10), 0, ReadyReason.ARRIVED)
    start, now = perf_counter(), 0
    for _ in range(3000):
        thread = policy.pick(0, now)
        thread.since_ns = now
        ran = policy.slice_ns(thread, now)
        now += ran
        policy.stopped(thread, now, ran, StopReason.EXPIRED)
        policy.add(thread, now, ReadyReason.EXPIRED)
    assert perf_counter() - start < 1.5  # 0.03 s on the machine it was written on


def test_who_stopped_and_goes_to_another_queue_is_no_part_of_the_average():
    policy = EEVDF.make(Setting(machine=Machine()), {})
    threads = [job(index, 0, 90_000_000, nice=nice) for index, nice in enumerate((-20, 0, 0))]
    for thread in threads:
        policy.add(thread, 0, ReadyReason.ARRIVED)
    picked = policy.pick(0, 0)
    policy.stopped(picked, 1_000_000, 1_000_000, StopReason.PREEMPTED)
    policy.forget(picked)
    assert picked.index not in policy._entities
    assert policy._load == sum(entity.weight for entity in policy._entities.values())
