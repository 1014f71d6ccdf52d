import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.engine.rendezvous import Barrier, BoundedQueue, Semaphore
from desktop_app.engine.waiting import BLOCKED, DONE, Outcome
from tests.engine.exploring import Model, Thread, explore, run


def threads(count=4):
    return [Thread(index) for index in range(count)]


class SemaphoreModel(Model):
    """The count, who took permits (in order, once for each), and who waits."""

    operations = ("0.acquire", "0.release")

    def __init__(self, count):
        self.begin = (count, (), ())

    def step(self, state, thread, operation):
        count, taken, queue = state
        if operation == "abandon":
            return count, taken, tuple(other for other in queue if other != thread)
        if operation == "0.release":
            count += 1
            if taken:
                at = taken.index(thread if thread in taken else taken[0])
                taken = taken[:at] + taken[at + 1 :]
        else:
            queue = (*queue, thread)
        while queue and count:
            count, taken, queue = count - 1, grouped((*taken, queue[0])), queue[1:]
        return count, taken, queue

    def waiting(self, state):
        return [state[2]]

    def holding(self, state):
        return [state[1]]


def grouped(taken):
    """Keep each thread's permits together, at the place of its first one."""
    return tuple(thread for thread in dict.fromkeys(taken) for other in taken if other == thread)


class BarrierModel(Model):
    operations = ("0.wait",)

    def __init__(self, parties):
        self.parties = parties
        self.begin = ()

    def step(self, state, thread, operation):
        if operation == "abandon":
            return tuple(other for other in state if other != thread)
        state = (*state, thread)
        return state if len(state) < self.parties else ()

    def waiting(self, state):
        return [state]

    def holding(self, state):
        return [()]


class QueueModel(Model):
    """The number of items, and who waits to get and to put."""

    operations = ("0.put", "0.get")
    begin = (0, (), ())

    def __init__(self, capacity):
        self.capacity = capacity

    def step(self, state, thread, operation):
        items, getters, putters = state
        if operation == "abandon":
            getters, putters = (tuple(other for other in queue if other != thread) for queue in (getters, putters))
        elif operation == "0.put":
            putters = (*putters, thread)
        else:
            getters = (*getters, thread)
        while (getters and items) or (putters and items < self.capacity):
            if getters and items:
                items, getters = items - 1, getters[1:]
            else:
                items, putters = items + 1, putters[1:]
        return items, getters, putters

    def waiting(self, state):
        return [[*state[1], *state[2]]]

    def holding(self, state):
        return [()]


@pytest.mark.parametrize(
    ("model", "resource", "count", "depth", "states"),
    [
        (SemaphoreModel(0), Semaphore("s", 0), 3, 6, 512),
        (SemaphoreModel(2), Semaphore("s", 2), 4, 5, 2696),
        (BarrierModel(1), Barrier("b", 1), 2, 4, 4),
        (BarrierModel(3), Barrier("b", 3), 4, 10, 96),
        (QueueModel(1), BoundedQueue("q", 1), 4, 10, 336),
        (QueueModel(2), BoundedQueue("q", 2), 3, 10, 84),
    ],
)
def test_every_order_of_meeting_is_as_the_naive_model_says(model, resource, count, depth, states):
    assert explore(model, [resource], count, depth) == states


def steps(operations, count=6):
    return st.lists(st.tuples(st.integers(0, count - 1), st.sampled_from([*operations * 6, "abandon"])), max_size=60)


@given(st.integers(0, 3), steps(("0.acquire", "0.release")))
def test_long_runs_with_a_semaphore_conserve_its_count(count, taken):
    semaphore = Semaphore("s", count)
    state = run(SemaphoreModel(count), [semaphore], 6, taken)
    assert semaphore.count == state[0]
    assert not (semaphore.count and semaphore.waiters())


@given(st.integers(1, 3), steps(("0.put", "0.get")))
def test_long_runs_with_a_queue_conserve_its_items(capacity, taken):
    queue = BoundedQueue("q", capacity)
    state = run(QueueModel(capacity), [queue], 6, taken)
    assert queue.items == state[0]
    assert 0 <= queue.items <= capacity


@given(st.integers(1, 5), st.integers(0, 30))
def test_a_barrier_opens_once_for_every_party(parties, arrivals):
    barrier = Barrier("b", parties)
    woken = [barrier.wait(thread).woken for thread in threads(arrivals)]
    assert barrier.openings == arrivals // parties
    assert sum(map(len, woken)) == barrier.openings * (parties - 1)
    assert len(barrier.waiters()) == arrivals % parties


def test_a_semaphore_wakes_the_longest_waiter():
    semaphore = Semaphore("s", 1)
    first, second, third, fourth = threads()
    assert semaphore.acquire(first) == DONE
    assert semaphore.acquire(second) == semaphore.acquire(third) == BLOCKED
    assert semaphore.release(fourth) == Outcome(blocked=False, woken=(second,))
    assert semaphore.holders() == (second,)
    assert semaphore.count == 0


def test_a_release_counts_for_its_own_permit_before_the_longest_held_one():
    semaphore = Semaphore("s", 2)
    first, second, third, _ = threads()
    semaphore.acquire(first)
    semaphore.acquire(second)
    semaphore.release(second)
    assert semaphore.holders() == (first,)
    semaphore.release(third)
    assert semaphore.holders() == ()
    assert semaphore.count == 2


def test_a_killed_thread_keeps_its_permit():
    semaphore = Semaphore("s", 1)
    first, second, *_ = threads()
    semaphore.acquire(first)
    semaphore.acquire(second)
    semaphore.abandon(first)
    assert semaphore.held_by(first)
    assert semaphore.waiters() == (second,)


def test_the_last_one_at_a_barrier_wakes_the_others_every_time():
    barrier = Barrier("b", 3)
    first, second, third, _ = threads()
    for _ in range(2):
        assert barrier.wait(first) == barrier.wait(second) == BLOCKED
        assert barrier.wait(third) == Outcome(blocked=False, woken=(first, second))


def test_a_killed_thread_does_not_count_at_a_barrier():
    barrier = Barrier("b", 2)
    first, second, *_ = threads()
    barrier.wait(first)
    assert barrier.abandon(first) == ()
    assert barrier.wait(second) == BLOCKED


def test_an_item_goes_to_the_longest_waiter():
    queue = BoundedQueue("q", 1)
    first, second, third, _ = threads()
    assert queue.get(first) == queue.get(second) == BLOCKED
    assert queue.put(third) == Outcome(blocked=False, woken=(first,))
    assert queue.items == 0


def test_room_goes_to_the_longest_waiting_putter():
    queue = BoundedQueue("q", 1)
    first, second, third, _ = threads()
    assert queue.put(first) == DONE
    assert queue.put(second) == queue.put(third) == BLOCKED
    assert queue.get(first) == Outcome(blocked=False, woken=(second,))
    assert queue.items == 1


def test_a_killed_putter_takes_its_item_with_it():
    queue = BoundedQueue("q", 1)
    first, second, *_ = threads()
    queue.put(first)
    queue.put(second)
    assert queue.abandon(second) == ()
    assert queue.get(first) == DONE
    assert queue.items == 0
