from dataclasses import replace

import pytest

from desktop_app.model.scenario import SchedulerSpec
from desktop_app.model.workload import Parameters, ResourceKind, ResourceSpec
from desktop_app.trace.tables import EventKind
from tests.engine.observed import do, ends, noted, ran, running, waited
from tests.scenarios import MS, bursts, periodic, told

MUTEX = ResourceSpec(name="m", kind=ResourceKind.MUTEX)
INHERITING = ResourceSpec(name="m", kind=ResourceKind.MUTEX, inherit=True)


def at(ms, text, name="A", priority=0, **fields):
    return bursts(text, name=name, arrival_ns=round(ms * MS), parameters=Parameters(priority=priority), **fields)


def test_a_mutex_goes_to_the_longest_waiter():
    # On three cores: A holds m in [0, 3), B asks at 1, C at 0.5, so C has it in [3, 5) and B in [5, 6).
    trace = running(
        at(0, "lock m, cpu 3ms, unlock m, cpu 1ms"),
        at(0, "cpu 1ms, lock m, cpu 1ms, unlock m", "B"),
        at(0, "cpu 500us, lock m, cpu 2ms, unlock m", "C"),
        cores=3,
        policy="fcfs",
        resources=(MUTEX,),
    )
    assert ends(trace) == [4, 6, 5]
    assert waited(trace, 1) == [("mutex m", 1, 5)]
    assert waited(trace, 2) == [("mutex m", 0.5, 3)]
    assert noted(trace, EventKind.ACQUIRED, EventKind.RELEASED) == [
        (0, "ACQUIRED", 0, 0),
        (3, "RELEASED", 0, 0),
        (3, "ACQUIRED", 2, 0),
        (5, "RELEASED", 2, 0),
        (5, "ACQUIRED", 1, 0),
        (6, "RELEASED", 1, 0),
    ]


def inversion(mutex):
    """Low takes the lock at 0; high wants it at 1 ms + 1 ms; medium, which does not, comes at 3 ms and takes 5 ms."""
    return running(
        at(0, "cpu 1ms, lock m, cpu 4ms, unlock m, cpu 1ms", "low", 1),
        at(2, "cpu 1ms, lock m, cpu 1ms, unlock m", "high", 3),
        at(3, "cpu 5ms", "medium", 2),
        policy="priority",
        options={"lowest_first": False},
        resources=(mutex,),
    )


def test_priority_inversion_without_inheritance():
    # low [0, 2), high [2, 3) blocks, medium [3, 8), low has 3 ms left under the lock: [8, 11), high [11, 12), low.
    trace = inversion(MUTEX)
    assert ends(trace) == [13, 12, 8]
    assert ran(trace, 0) == [(0, 0, 2), (0, 8, 11), (0, 12, 13)]
    assert noted(trace, EventKind.INHERITED) == []


def test_priority_inversion_with_inheritance():
    # From 3 on low runs at high's priority, so medium waits: low [3, 6), high [6, 7), medium [7, 12), low [12, 13).
    trace = inversion(INHERITING)
    assert ends(trace) == [13, 7, 12]
    assert ran(trace, 0) == [(0, 0, 2), (0, 3, 6), (0, 12, 13)]
    assert noted(trace, EventKind.INHERITED) == [(3, "INHERITED", 0, 3), (6, "INHERITED", 0, 1)]


def test_priority_is_inherited_along_a_chain():
    # low holds a; middle holds b and waits for a; high waits for b: low runs at high's priority, other never before.
    locks = tuple(ResourceSpec(name=name, kind=ResourceKind.MUTEX, inherit=True) for name in "ab")
    trace = running(
        at(0, "lock a, cpu 3ms, unlock a", "low", 1),
        at(1, "lock b, lock a, cpu 1ms, unlock a, unlock b", "middle", 2),
        at(2, "lock b, cpu 1ms, unlock b", "high", 4),
        at(2.5, "cpu 4ms", "other", 3),
        policy="priority",
        options={"lowest_first": False},
        resources=locks,
    )
    assert ends(trace) == [3, 4, 5, 9]
    assert noted(trace, EventKind.INHERITED) == [
        (1, "INHERITED", 0, 2),
        (2, "INHERITED", 0, 4),
        (2, "INHERITED", 1, 4),
        (3, "INHERITED", 0, 1),
        (4, "INHERITED", 1, 2),
    ]


def test_a_waiter_that_is_killed_lends_its_priority_no_longer():
    # high waits from 1 on and is killed at 2: low, which ran thanks to it, gives way to medium [2, 5), then [5, 7).
    trace = running(
        at(0, "lock m, cpu 4ms, unlock m", "low", 1),
        at(1, "lock m, cpu 1ms, unlock m", "high", 3),
        at(1.5, "cpu 3ms", "medium", 2),
        policy="priority",
        options={"lowest_first": False},
        resources=(INHERITING,),
        actions=(do(2, "kill", "high"),),
    )
    assert ends(trace) == [7, 2, 5]
    assert noted(trace, EventKind.INHERITED) == [(1, "INHERITED", 0, 3), (2, "INHERITED", 0, 1)]


def test_a_reader_that_comes_after_a_writer_waits_behind_it():
    trace = running(
        at(0, "read-lock rw, cpu 4ms, unlock rw", "R1"),
        at(1, "read-lock rw, cpu 2ms, unlock rw", "R2"),
        at(2, "write-lock rw, cpu 3ms, unlock rw", "W"),
        at(2.5, "read-lock rw, cpu 1ms, unlock rw", "R3"),
        at(2.5, "read-lock rw, cpu 2ms, unlock rw", "R4"),
        cores=5,
        policy="fcfs",
    )
    assert ends(trace) == [4, 3, 7, 8, 9]
    assert waited(trace, 3) == waited(trace, 4) == [("rw-lock rw", 2.5, 7)]


def test_a_semaphore_lets_so_many_in():
    trace = running(
        bursts("acquire s, cpu 2ms, release s", threads=3),
        cores=3,
        policy="fcfs",
        resources=(ResourceSpec(name="s", kind=ResourceKind.SEMAPHORE, count=2),),
    )
    assert ends(trace) == [2, 2, 4]
    assert waited(trace, 2) == [("semaphore s", 0, 2)]


def test_a_release_that_nobody_waits_for_is_not_lost():
    trace = running(
        at(0, "release s", "producer"),
        at(1, "acquire s, cpu 1ms", "consumer"),
        resources=(ResourceSpec(name="s", kind=ResourceKind.SEMAPHORE, count=0),),
    )
    assert ends(trace) == [0, 2]


CONDITION = (MUTEX, ResourceSpec(name="c", kind=ResourceKind.CONDITION, mutex="m"))


def test_who_is_notified_goes_on_when_it_has_the_mutex_again():
    # The notifier notifies at 2 and keeps the mutex until 3.
    trace = running(
        at(0, "lock m, wait c, cpu 1ms, unlock m", "waiter"),
        at(1, "lock m, cpu 1ms, notify c, cpu 1ms, unlock m, cpu 1ms", "notifier"),
        cores=2,
        policy="fcfs",
        resources=CONDITION,
    )
    assert ends(trace) == [4, 4]
    assert waited(trace, 0) == [("condition c", 0, 2), ("mutex m", 2, 3)]


def test_notify_all_wakes_one_after_the_other_as_the_mutex_comes_free():
    trace = running(
        bursts("lock m, wait c, cpu 1ms, unlock m", threads=3),
        at(1, "lock m, notify-all c, unlock m", "B"),
        cores=4,
        policy="fcfs",
        resources=CONDITION,
    )
    assert ends(trace) == [2, 3, 4, 1]


def test_a_notification_that_nobody_waits_for_is_lost():
    trace = running(at(0, "lock m, notify c, unlock m", "B"), at(1, "lock m, wait c, unlock m"), resources=CONDITION)
    assert ends(trace) == [0, None]


def test_a_barrier_opens_for_the_last_one_and_closes_again():
    barrier = (ResourceSpec(name="b", kind=ResourceKind.BARRIER, count=2),)
    trace = running(
        bursts("cpu 1ms, barrier b, cpu 1ms, barrier b"),
        bursts("cpu 3ms, barrier b, cpu 2ms, barrier b"),
        cores=2,
        policy="fcfs",
        resources=barrier,
    )
    assert waited(trace, 0) == [("barrier b", 1, 3), ("barrier b", 4, 5)]
    assert ends(trace) == [5, 5]


def test_a_bounded_queue_stops_who_is_too_fast():
    queue = (ResourceSpec(name="q", kind=ResourceKind.QUEUE, count=1),)
    trace = running(
        bursts("put q, put q, put q, cpu 1ms", name="producer"),
        bursts("cpu 2ms, get q, cpu 2ms, get q, cpu 2ms, get q", name="consumer"),
        cores=2,
        policy="fcfs",
        resources=queue,
    )
    assert waited(trace, 0) == [("queue q", 0, 2), ("queue q", 2, 4)]
    assert ends(trace) == [5, 6]


def test_a_getter_waits_for_an_item():
    queue = (ResourceSpec(name="q", kind=ResourceKind.QUEUE, count=1),)
    trace = running(bursts("get q, cpu 1ms"), bursts("cpu 3ms, put q"), cores=2, resources=queue)
    assert waited(trace, 0) == [("queue q", 0, 3)]
    assert ends(trace) == [4, 3]


def test_join_waits_for_all_processes_of_that_name():
    trace = running(
        bursts("join B, cpu 1ms"), bursts("cpu 2ms", name="B", launches=2, threads=2), cores=3, policy="fcfs"
    )
    # B's four threads have two cores... A blocks at once, so three: [0, 2) three of them, the last one [2, 4).
    assert ends(trace) == [5, 2, 2, 2, 4]
    assert waited(trace, 0) == [("the end of B", 0, 4)]


def test_join_waits_for_a_process_that_is_yet_to_arrive():
    trace = running(bursts("join B, cpu 1ms"), at(3, "cpu 2ms", "B"))
    assert ends(trace) == [6, 5]
    assert waited(trace, 0) == [("the end of P2", 0, 5)]


def test_join_waits_for_what_an_action_launched_before_and_not_for_what_one_may_launch_later():
    """What somebody will do later cannot hold up anybody now: a live session does not know it yet."""
    later = bursts("cpu 2ms", name="B", launches=0)
    launched = (do(3, "launch", "B"),)
    assert ends(running(bursts("join B, cpu 1ms"), later, actions=launched)) == [1, 5]
    assert ends(running(bursts("sleep 4ms, join B, cpu 1ms"), later, actions=launched)) == [6, 5]


def test_join_of_one_that_has_ended_goes_on_at_once():
    trace = running(bursts("cpu 1ms", name="B"), at(2, "join B, cpu 1ms"))
    assert ends(trace) == [1, 3]
    assert waited(trace, 1) == []


def test_a_process_that_joins_itself_or_another_in_a_circle_never_ends_but_the_run_does():
    trace = running(bursts("cpu 1ms, join A"))
    assert ends(trace) == [None]
    trace = running(bursts("join B", name="A"), bursts("cpu 2ms, join A", name="B"), bursts("cpu 3ms", name="C"))
    assert ends(trace)[:2] == [None, None]
    assert trace.finished


def test_a_lock_that_its_holder_locks_again_is_a_deadlock_that_ends_the_run():
    trace = running(bursts("lock m, cpu 1ms, lock m"), resources=(MUTEX,))
    assert ends(trace) == [None]
    assert (trace.finished, trace.known_until_ns, trace.truncated) == (True, MS, "")


def test_two_locks_in_opposite_order_are_a_deadlock():
    trace = running(
        bursts("lock a, cpu 1ms, lock b, unlock b, unlock a"),
        bursts("lock b, cpu 1ms, lock a, unlock a, unlock b", name="B"),
        cores=2,
    )
    assert ends(trace) == [None, None]
    assert trace.known_until_ns == MS
    assert [waited(trace, thread)[0][0] for thread in (0, 1)] == ["mutex b", "mutex a"]


def misuse(text, *resources):
    trace = running(at(0, f"{text}, cpu 1ms"), resources=resources)
    assert ends(trace) == [0]
    assert trace.memory[0].exit_code == 1
    assert len(noted(trace, EventKind.MISUSED)) == 1
    return trace.memory[0].output.until(0)


def test_misuse_ends_the_thread_as_an_uncaught_error_does():
    assert misuse("unlock m", MUTEX) == "RuntimeError: cannot unlock mutex 'm': it is not locked\n"
    assert misuse("unlock rw", ResourceSpec(name="rw", kind=ResourceKind.RW_LOCK)).startswith("RuntimeError: cannot")
    assert "without holding mutex 'm'" in misuse("wait c", *CONDITION)
    assert "without holding mutex 'm'" in misuse("notify c", *CONDITION)
    assert "cannot free 5 bytes" in misuse("free 5B")


def test_who_does_not_hold_a_lock_cannot_unlock_it_and_the_holder_keeps_it():
    trace = running(at(0, "lock m, cpu 3ms, unlock m"), at(1, "unlock m, cpu 1ms", "B"), cores=2, resources=(MUTEX,))
    assert ends(trace) == [3, 1]
    assert [memory.exit_code for memory in trace.memory] == [0, 1]


def test_one_thread_that_fails_leaves_the_others_of_its_process_alone():
    trace = running(
        bursts("acquire s, unlock m, cpu 1ms", threads=2),
        bursts("cpu 1ms"),
        cores=2,
        resources=(MUTEX, ResourceSpec(name="s", kind=ResourceKind.SEMAPHORE, count=1)),
    )
    assert ends(trace)[0] == 0
    assert ends(trace)[1] is None  # it waits for the permit that the other one took
    assert trace.memory[0].exit_code is None


@pytest.mark.parametrize("policy", ["rate-monotonic", "deadline-monotonic", "edf", "least-laxity"])
@pytest.mark.parametrize(("inherit", "worst_ms"), [(True, 6), (False, 26)])
def test_a_task_that_waits_lends_its_urgency_to_the_holder(policy, inherit, worst_ms):
    """Sha, Rajkumar, Lehoczky: the middle task must not run while the urgent one waits for the least urgent one."""
    trace = running(
        periodic("cpu 1ms, lock m, cpu 1ms, unlock m, cpu 1ms", 50 * MS, offset_ns=2 * MS, name="high"),
        periodic("cpu 20ms", 70 * MS, offset_ns=3 * MS, name="middle"),
        periodic("cpu 1ms, lock m, cpu 4ms, unlock m, cpu 1ms", 100 * MS, name="low"),
        policy=policy,
        quantum_ns=100 * MS,
        until_ns=50 * MS,
        resources=(ResourceSpec(name="m", kind=ResourceKind.MUTEX, inherit=inherit),),
    )
    assert trace.jobs[0].finish[0] - trace.jobs[0].first_ns == worst_ms * MS


def test_who_is_notified_lends_its_priority_to_the_holder_of_the_mutex():
    trace = running(
        at(0, "lock m, wait c, cpu 1ms, unlock m", priority=1),
        at(1, "lock m, cpu 1ms, notify c, cpu 2ms, unlock m", priority=9),
        at(3, "cpu 20ms", priority=5),
        policy="priority",
        resources=(INHERITING, CONDITION[1]),
    )
    assert ends(trace)[0] == 5


def test_inheritance_is_found_anew_under_another_policy():
    upside_down = SchedulerSpec(policy="priority", options={"lowest_first": False})
    trace = running(
        at(0, "lock m, cpu 10ms, unlock m", priority=5),
        at(1, "lock m, cpu 1ms, unlock m", priority=1),
        at(3, "cpu 20ms", priority=3),
        policy="priority",
        resources=(INHERITING,),
        actions=(do(2, "policy", scheduler=upside_down),),
    )
    assert ends(trace)[0] == 10


def test_where_urgency_is_not_a_thread_s_own_nothing_is_inherited():
    """Under FCFS a waiter must not cost the holder its place in the queue."""
    described = [
        at(0, "cpu 1ms, lock m, cpu 1ms, io disk 2ms, cpu 1ms, unlock m", priority=0),
        at(0, "cpu 3500us, lock m, unlock m", priority=5),
        at(3.2, "cpu 10ms", priority=0),
    ]
    traces = [
        running(*described, policy="fcfs", resources=(replace(MUTEX, inherit=inherit),)) for inherit in (True, False)
    ]
    assert ends(traces[0]) == ends(traces[1])
    assert noted(traces[0], EventKind.INHERITED) == []


LENDING = ResourceSpec(name="i", kind=ResourceKind.MUTEX, inherit=True)


def test_a_holder_that_was_given_a_new_priority_falls_back_to_that_one():
    trace = running(
        bursts("lock i, cpu 4ms, unlock i, cpu 4ms", name="A", parameters=told(priority=9)),
        bursts("lock i, cpu 1ms, unlock i", name="H", arrival_ns=MS, parameters=told(priority=1)),
        bursts("cpu 5ms", name="M", arrival_ns=2 * MS, parameters=told(priority=5)),
        policy="priority",
        resources=(LENDING,),
        actions=(do(3, "priority", "A", value=3),),
    )
    assert ends(trace) == [9, 5, 14]


def test_what_was_inherited_is_lost_with_the_policy_that_lent_it():
    trace = running(
        bursts("lock i, cpu 4ms, unlock i, cpu 10ms", name="A", parameters=told(priority=9)),
        bursts("lock i, cpu 1ms, unlock i", name="H", arrival_ns=MS, parameters=told(priority=1)),
        bursts("cpu 5ms", name="M", arrival_ns=6 * MS, parameters=told(priority=5)),
        policy="priority",
        resources=(LENDING,),
        actions=(
            do(2, "policy", scheduler=SchedulerSpec(policy="fcfs")),
            do(7, "policy", scheduler=SchedulerSpec(policy="priority")),
        ),
    )
    assert ends(trace) == [20, 8, 13]
    assert noted(trace, EventKind.INHERITED) == [(1, "INHERITED", 0, 1)]


def test_a_policy_that_lends_finds_the_waiters_that_are_there_already():
    trace = running(
        bursts("lock i, cpu 6ms, unlock i", name="A", parameters=told(priority=9)),
        bursts("lock i, cpu 1ms, unlock i", name="H", parameters=told(priority=1)),
        bursts("cpu 5ms", name="M", parameters=told(priority=5)),
        quantum_ns=MS,
        resources=(LENDING,),
        actions=(do(2.5, "policy", scheduler=SchedulerSpec(policy="priority")),),
    )
    assert ends(trace) == [7, 8, 12]


def test_a_notified_thread_that_is_killed_leaves_the_queue_of_the_mutex():
    trace = running(
        bursts("lock m, wait c, unlock m", name="W"),
        bursts("lock m, notify c, cpu 5ms, unlock m", name="N", arrival_ns=MS),
        bursts("lock m, cpu 1ms, unlock m", name="X", arrival_ns=2 * MS),
        policy="fcfs",
        cores=2,
        resources=(
            ResourceSpec(name="m", kind=ResourceKind.MUTEX),
            ResourceSpec(name="c", kind=ResourceKind.CONDITION, mutex="m"),
        ),
        actions=(do(3, "kill", "W"),),
    )
    assert ends(trace) == [3, 6, 7]


@pytest.mark.parametrize("policy", ["fcfs", "priority"])
def test_of_equally_urgent_waiters_the_one_that_waits_longest_gets_the_mutex(policy):
    trace = running(
        *(bursts("lock i, cpu 4ms, unlock i", name=name, arrival_ns=at * MS) for at, name in enumerate("ABC")),
        policy=policy,
        cores=3,
        resources=(LENDING,),
    )
    assert ends(trace) == [4, 8, 12]


def test_a_killed_holder_inherits_nothing_any_more():
    trace = running(
        bursts("lock i, cpu 9ms", name="A", parameters=told(priority=9)),
        bursts("lock i", name="B", arrival_ns=MS, parameters=told(priority=5)),
        bursts("lock i", name="C", arrival_ns=4 * MS, parameters=told(priority=1)),
        policy="priority",
        resources=(LENDING,),
        cores=2,
        actions=(do(3, "kill", "A"),),
    )
    assert ends(trace) == [3, None, None]
    assert noted(trace, EventKind.INHERITED) == [(1, "INHERITED", 0, 5)]
