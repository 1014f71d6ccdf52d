import pickle
from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.policies.protocol import NEVER, ReadyReason
from desktop_app.policies.queues import FifoPolicy, RankedQueue, giving_way, may_run, take_first
from tests.policies.driving import job

AFFINITIES = st.none() | st.frozensets(st.integers(0, 2), min_size=1)
RANKS = st.lists(st.tuples(st.integers(0, 5), AFFINITIES), max_size=12)


def test_affinity():
    assert may_run(job(0, 0), 3)
    assert may_run(job(0, 0, affinity=frozenset({1, 3})), 3)
    assert not may_run(job(0, 0, affinity=frozenset({1, 3})), 2)


def test_the_first_that_fits_leaves_a_fifo_queue():
    pinned, free = job(0, 0, affinity=frozenset({1})), job(1, 0)
    queue = deque([pinned, free])
    assert take_first(queue, 0) is free
    assert take_first(queue, 0) is None
    assert list(queue) == [pinned]


@given(RANKS, st.lists(st.integers(0, 2), max_size=15))
def test_a_ranked_queue_gives_the_lowest_rank_that_may_run_then_the_lowest_index(entries, cores):
    queue = RankedQueue()
    waiting = []
    for index, (rank, affinity) in enumerate(entries):
        waiting.append((rank, index, job(index, 0, affinity=affinity)))
        queue.push(waiting[-1][2], (rank,))
    for core in cores:
        fitting = sorted(entry[:2] for entry in waiting if may_run(entry[2], core))
        taken = queue.take(core)
        assert (None if taken is None else taken.index) == (fitting[0][1] if fitting else None)
        waiting = [entry for entry in waiting if entry[2] is not taken]
        assert len(queue) == len(waiting)
    assert [thread.index for thread in queue] == [index for _, index, _ in sorted(waiting, key=lambda entry: entry[:2])]
    assert [rank for (rank,), _ in queue.ranked()] == sorted(rank for rank, _, _ in waiting)
    first = queue.first()
    assert (first[1] if first else None) is next(iter(queue), None)


def test_a_ranked_queue_lets_go_of_a_thread_in_its_middle():
    queue = RankedQueue()
    threads = [job(index, 0) for index in range(5)]
    for thread in threads:
        queue.push(thread, (10 - thread.index,))
    queue.remove(threads[2])
    assert [thread.index for thread in queue] == [4, 3, 1, 0]


@given(RANKS, st.lists(st.integers(0, 6), min_size=1, max_size=3))
def test_the_one_that_gives_way_makes_room_for_a_lower_rank(entries, running_ranks):
    queue = RankedQueue()
    ready = [job(index, 0, affinity=affinity) for index, (_, affinity) in enumerate(entries)]
    for thread, (rank, _) in zip(ready, entries, strict=True):
        queue.push(thread, (rank,))
    running = [job(100 + core, 0, core=core) for core in range(len(running_ranks))]
    victim = giving_way(queue, running, lambda thread: (running_ranks[thread.core],))
    possible = {
        core
        for core, running_rank in enumerate(running_ranks)
        if any(rank < running_rank and may_run(thread, core) for thread, (rank, _) in zip(ready, entries, strict=True))
    }
    assert (victim is None) is (not possible)
    if victim is not None:
        assert victim.core in possible
        if all(affinity is None for _, affinity in entries):
            assert running_ranks[victim.core] == max(running_ranks)


def test_nobody_gives_way_where_nobody_runs():
    queue = RankedQueue()
    queue.push(job(0, 0), (1,))
    assert giving_way(queue, [], lambda _: (9,)) is None


def test_a_fifo_policy_survives_a_pickle():
    policy = FifoPolicy(5)
    threads = [job(index, 0) for index in range(3)]
    for thread in threads:
        policy.add(thread, 0, ReadyReason.ARRIVED)
    policy.remove(threads[1], 0)
    copy = pickle.loads(pickle.dumps(policy))
    assert [thread.index for thread in copy.ready()] == [0, 2]
    assert (len(copy), copy.slice_ns(threads[0], 0), FifoPolicy().slice_ns(threads[0], 0)) == (2, 5, None)
    assert FifoPolicy().fifo_slice_ns == NEVER
