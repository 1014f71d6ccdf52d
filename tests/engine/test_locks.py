import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.engine.locks import Condition, Mutex, RwLock
from desktop_app.engine.waiting import BLOCKED, DONE, Outcome, ResourceError
from tests.engine.exploring import Model, Thread, explore, run


def threads(count=4):
    return [Thread(index) for index in range(count)]


class MutexModel(Model):
    """Who holds it, and who waits. (It is a condition's mutex, too, and then the last tuple is its queue.)"""

    operations = ("0.lock", "0.unlock")
    begin = (None, (), ())

    def step(self, state, thread, operation):
        holder, queue, condition = state
        if operation == "abandon":
            return holder, without(queue, thread), without(condition, thread)
        if operation == "0.lock":
            return settled(holder, (*queue, thread), condition)
        if holder != thread:
            raise ResourceError
        if operation == "0.unlock":
            return settled(None, queue, condition)
        if operation == "1.wait":
            return settled(None, queue, (*condition, thread))
        count = 1 if operation == "1.notify" else len(condition)
        return holder, queue + condition[:count], condition[count:]

    def waiting(self, state):
        return state[1:2]

    def holding(self, state):
        return [() if state[0] is None else (state[0],)]


class ConditionModel(MutexModel):
    operations = ("0.lock", "0.unlock", "1.wait", "1.notify", "1.notify_all")

    def waiting(self, state):
        return state[1:3]

    def holding(self, state):
        return [*super().holding(state), ()]


def settled(holder, queue, condition):
    return (queue[0], queue[1:], condition) if holder is None and queue else (holder, queue, condition)


def without(queue, thread):
    return tuple(other for other in queue if other != thread)


class RwModel(Model):
    """Pairs (thread, kind) that hold it, sorted, and that wait."""

    operations = ("0.read_lock", "0.write_lock", "0.unlock")
    begin = ((), ())

    def step(self, state, thread, operation):
        held, queue = state
        if operation == "abandon":
            queue = tuple(entry for entry in queue if entry[0] != thread)
        elif operation == "0.unlock":
            mine = [entry for entry in held if entry[0] == thread]
            if not mine:
                raise ResourceError
            at = held.index(mine[0])
            held = held[:at] + held[at + 1 :]
        else:
            queue = (*queue, (thread, operation == "0.write_lock"))
        while queue and all(not (writes or queue[0][1]) for _, writes in held):
            held, queue = tuple(sorted((*held, queue[0]))), queue[1:]
        return held, queue

    def waiting(self, state):
        return [[thread for thread, _ in state[1]]]

    def holding(self, state):
        return [[thread for thread, _ in state[0]]]


def condition_and_mutex():
    mutex = Mutex("m")
    return [mutex, Condition("c", mutex)]


@pytest.mark.parametrize(
    ("model", "make", "count", "depth", "states"),
    [
        (MutexModel(), lambda: [Mutex("m")], 4, 12, 688),
        (ConditionModel(), condition_and_mutex, 4, 16, 1608),
        (RwModel(), lambda: [RwLock("rw")], 3, 6, 2279),
    ],
)
def test_every_order_of_locking_is_as_the_naive_model_says(model, make, count, depth, states):
    """Mutual exclusion, first come first served, and no lost wake-up follow: the models grant all they can."""
    assert explore(model, make(), count, depth) == states


def steps(model, count):
    return st.lists(
        st.tuples(st.integers(0, count - 1), st.sampled_from([*model.operations * 4, "abandon"])), max_size=60
    )


@given(steps(ConditionModel(), 6))
def test_long_runs_with_a_condition_are_as_the_naive_model_says(taken):
    run(ConditionModel(), condition_and_mutex(), 6, taken)


@given(steps(RwModel(), 6))
def test_long_runs_with_an_rw_lock_are_as_the_naive_model_says(taken):
    state = run(RwModel(), [RwLock("rw")], 6, taken)
    assert len({thread for thread, writes in state[0]}) == 1 or not any(writes for _, writes in state[0])


def test_a_mutex_goes_to_the_longest_waiter():
    mutex = Mutex("m")
    first, second, third, _ = threads()
    assert mutex.lock(first) == DONE
    assert mutex.lock(second) == BLOCKED
    assert mutex.lock(third) == BLOCKED
    assert mutex.holders() == (first,)
    assert mutex.waiters() == (second, third)
    assert mutex.unlock(first) == Outcome(blocked=False, woken=(second,))
    assert mutex.holder is second
    assert mutex.held_by(second)
    assert not mutex.held_by(first)


def test_a_mutex_can_go_to_the_most_urgent_waiter():
    mutex = Mutex("m", most_urgent=highest_index)
    first, second, third, fourth = threads()
    for thread in (first, second, fourth, third):
        mutex.lock(thread)
    assert [mutex.unlock(thread).woken for thread in (first, fourth, third, second)] == [
        (fourth,),
        (third,),
        (second,),
        (),
    ]


def highest_index(waiting):
    return max(waiting, key=lambda thread: thread.index)


def test_the_most_urgent_waiter_gets_the_mutex_of_a_condition_too():
    mutex = Mutex("m", most_urgent=highest_index)
    condition = Condition("c", mutex)
    first, second, third, _ = threads()
    for thread in (first, second, third):
        mutex.lock(thread)
    assert condition.wait(first) == Outcome(blocked=True, woken=(third,))


def test_locking_a_mutex_twice_waits_for_ever():
    mutex = Mutex("m")
    thread = Thread(0)
    mutex.lock(thread)
    assert mutex.lock(thread) == BLOCKED
    assert mutex.holders() == mutex.waiters() == (thread,)


def test_a_killed_holder_keeps_the_mutex():
    mutex = Mutex("m")
    first, second, *_ = threads()
    mutex.lock(first)
    mutex.lock(second)
    assert mutex.abandon(first) == ()
    assert mutex.held_by(first)
    assert mutex.waiters() == (second,)


def test_misuse_of_a_mutex_says_what_was_wrong():
    mutex = Mutex("m")
    first, second, *_ = threads()
    with pytest.raises(ResourceError, match=r"^cannot unlock mutex 'm': it is not locked$"):
        mutex.unlock(first)
    mutex.lock(first)
    with pytest.raises(ResourceError, match=r"^cannot unlock mutex 'm': another thread holds it$"):
        mutex.unlock(second)


def test_readers_enter_together_and_wait_behind_a_writer():
    lock = RwLock("rw")
    reader, writer, late, later = threads()
    assert lock.read_lock(reader) == DONE
    assert lock.write_lock(writer) == BLOCKED
    assert lock.read_lock(late) == BLOCKED
    assert lock.read_lock(later) == BLOCKED
    assert lock.unlock(reader).woken == (writer,)
    assert lock.unlock(writer).woken == (late, later)
    assert lock.holders() == (late, later)


def test_readers_behind_a_killed_writer_enter():
    lock = RwLock("rw")
    reader, writer, late, _ = threads()
    lock.read_lock(reader)
    lock.write_lock(writer)
    lock.read_lock(late)
    assert lock.abandon(writer) == (late,)
    assert lock.holders() == (reader, late)


def test_a_reader_that_wants_to_write_waits_for_itself():
    lock = RwLock("rw")
    thread = Thread(0)
    lock.read_lock(thread)
    assert lock.write_lock(thread) == BLOCKED
    assert lock.holders() == lock.waiters() == (thread,)


def test_a_reader_unlocks_as_often_as_it_locked():
    lock = RwLock("rw")
    reader, writer, *_ = threads()
    lock.read_lock(reader)
    lock.read_lock(reader)
    lock.write_lock(writer)
    assert lock.unlock(reader) == DONE
    assert lock.unlock(reader).woken == (writer,)


def test_misuse_of_an_rw_lock_says_what_was_wrong():
    lock = RwLock("rw")
    first, second, *_ = threads()
    with pytest.raises(ResourceError, match=r"^cannot unlock rw-lock 'rw': it is not locked$"):
        lock.unlock(first)
    lock.read_lock(first)
    with pytest.raises(ResourceError, match=r"^cannot unlock rw-lock 'rw': other threads hold it$"):
        lock.unlock(second)


def test_who_is_notified_goes_on_when_it_has_the_mutex():
    mutex, condition = condition_and_mutex()
    waiting, notifying, *_ = threads()
    mutex.lock(waiting)
    assert condition.wait(waiting) == BLOCKED
    mutex.lock(notifying)
    assert condition.notify(notifying) == Outcome(blocked=False, woken=(), notified=(waiting,))
    assert condition.waiters() == ()
    assert mutex.waiters() == (waiting,)
    assert mutex.unlock(notifying).woken == (waiting,)


def test_waiting_on_a_condition_lets_the_next_one_in():
    mutex, condition = condition_and_mutex()
    first, second, *_ = threads()
    mutex.lock(first)
    mutex.lock(second)
    assert condition.wait(first) == Outcome(blocked=True, woken=(second,))
    assert condition.waiters() == (first,)


def test_all_that_wait_on_a_condition_get_the_mutex_in_turn():
    mutex, condition = condition_and_mutex()
    *waiting, notifying = threads()
    for thread in waiting:
        mutex.lock(thread)
        condition.wait(thread)
    mutex.lock(notifying)
    assert condition.notify_all(notifying).notified == tuple(waiting)
    assert [mutex.unlock(thread).woken[0] for thread in (notifying, *waiting[:2])] == waiting


def test_a_notification_that_nobody_waits_for_is_lost():
    mutex, condition = condition_and_mutex()
    thread = Thread(0)
    mutex.lock(thread)
    assert condition.notify(thread) == DONE
    assert condition.wait(thread).blocked


@pytest.mark.parametrize(("operation", "verb"), [("wait", "wait on"), ("notify", "notify"), ("notify_all", "notify")])
def test_a_condition_without_its_mutex_says_what_was_wrong(operation, verb):
    mutex, condition = condition_and_mutex()
    first, second, *_ = threads()
    text = f"^cannot {verb} condition 'c' without holding mutex 'm': it is not locked$"
    with pytest.raises(ResourceError, match=text):
        getattr(condition, operation)(first)
    mutex.lock(second)
    with pytest.raises(ResourceError, match=r"another thread holds it$"):
        getattr(condition, operation)(first)


def test_a_killed_thread_leaves_the_condition_and_the_mutex_it_was_notified_for():
    mutex, condition = condition_and_mutex()
    first, second, notifying, _ = threads()
    for thread in (first, second):
        mutex.lock(thread)
        condition.wait(thread)
    mutex.lock(notifying)
    condition.notify(notifying)
    assert mutex.abandon(first) == condition.abandon(second) == ()
    assert condition.waiters() == mutex.waiters() == ()


def test_a_chooser_is_pickled_with_the_mutex():
    mutex = Mutex("m", most_urgent=max)
    assert pickle.loads(pickle.dumps(mutex)).most_urgent is max
