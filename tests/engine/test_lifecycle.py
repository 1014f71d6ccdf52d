import pytest

from desktop_app.model.machine import StartCosts, StartMethod
from desktop_app.model.scenario import Placement
from desktop_app.model.workload import DeviceSpec, Footprint, Parameters, ResourceKind, ResourceSpec
from desktop_app.trace.tables import EventKind
from tests.engine.observed import do, ends, noted, ran, running, states, waited
from tests.scenarios import MS, bursts, program

MUTEX = ResourceSpec(name="m", kind=ResourceKind.MUTEX)
STARTS = StartCosts(
    fork_ns=2 * MS, forkserver_ns=3 * MS, spawn_ns=10 * MS, thread_ns=MS, fork_bytes=100, spawn_bytes=500,
    thread_bytes=7,
)  # fmt: skip


@pytest.mark.parametrize(("method", "first"), [("fork", 2), ("forkserver", 3), ("spawn", 10)])
def test_starting_takes_its_time_and_each_further_thread_more(method, first):
    trace = running(
        bursts("cpu 1ms", start=StartMethod(method), threads=3, arrival_ns=MS), cores=3, policy="fcfs", starts=STARTS
    )
    assert [time / MS for time in trace.ready_from] == [first + 1, first + 2, first + 3]
    assert states(trace, 0) == [
        (1, "new"), (first + 1, "ready"), (first + 1, "running"), (first + 2, "terminated"),
    ]  # fmt: skip


def test_a_process_that_does_not_say_how_it_starts_starts_at_once():
    assert list(running(bursts("cpu 1ms", threads=2), starts=STARTS).ready_from) == [0, 0]


def test_memory_is_taken_at_the_launch_and_freed_at_the_end():
    trace = running(
        bursts("alloc 1kB, cpu 1ms, free 400B, cpu 1ms", threads=2, start=StartMethod.FORK,
               footprint=Footprint(memory_bytes=50)),
        cores=2, starts=STARTS,
    )  # fmt: skip
    # 50 + 100 + 7 for the second thread; the first runs from 2, the second from 3.
    assert noted(trace, EventKind.MEMORY) == [
        (0, "MEMORY", 0, 157), (2, "MEMORY", 0, 1157), (3, "MEMORY", 0, 757), (3, "MEMORY", 0, 1757),
        (4, "MEMORY", 0, 1357), (5, "MEMORY", 0, 0),
    ]  # fmt: skip


def test_out_of_memory_kills_the_largest_process():
    trace = running(
        bursts("cpu 9ms", name="big", footprint=Footprint(memory_bytes=700)),
        bursts("cpu 2ms, alloc 400B, cpu 2ms", name="small", footprint=Footprint(memory_bytes=100)),
        cores=2, ram_bytes=1_000, policy="fcfs",
    )  # fmt: skip
    assert ends(trace) == [2, 4]
    assert [memory.exit_code for memory in trace.memory] == [-9, 0]
    assert noted(trace, EventKind.OUT_OF_MEMORY, EventKind.MEMORY) == [
        (0, "MEMORY", 0, 700), (0, "MEMORY", 1, 100), (2, "MEMORY", 1, 500), (2, "OUT_OF_MEMORY", 0, 200),
        (2, "MEMORY", 0, 0), (4, "MEMORY", 1, 0),
    ]  # fmt: skip


def test_who_asks_for_too_much_may_be_the_largest_itself():
    trace = running(bursts("cpu 1ms, alloc 2kB, cpu 1ms"), bursts("cpu 3ms", name="B"), cores=2, ram_bytes=1_000)
    assert ends(trace) == [1, 3]
    assert trace.memory[0].exit_code == -9


def test_a_process_that_does_not_fit_at_all_is_killed_at_its_launch():
    trace = running(bursts("cpu 1ms", footprint=Footprint(memory_bytes=10), threads=2), bursts("cpu 1ms"), ram_bytes=9)
    assert ends(trace) == [0, 0, 1]
    assert states(trace, 0) == [(0, "new"), (0, "terminated")]


SIGNALS = {"interrupt": -2, "terminate": -15, "kill": -9}


@pytest.mark.parametrize("kind", SIGNALS)
@pytest.mark.parametrize(
    ("at", "before"),
    [(0.5, "new"), (2, "ready"), (4, "running"), (5.5, "waiting"), (6.5, "ready"), (8.5, "waiting"), (11.5, "waiting")],
)
def test_a_signal_ends_a_process_of_bursts_in_any_state(kind, at, before):
    # Ready at 1, runs in [3, 5), at the disk in [5, 6), asleep in [8, 9), waits for the lock from 11 on.
    trace = running(
        bursts("lock m, cpu 12ms, unlock m", name="B"),
        bursts("cpu 2ms, io disk 1ms, sleep 1ms, lock m", start=StartMethod.FORK),
        policy="round-robin",
        quantum_ns=3 * MS,
        resources=(MUTEX,),
        devices=(DeviceSpec(name="disk"),),
        starts=StartCosts(fork_ns=MS),
        actions=(do(at, kind, "A"),),
    )
    found = states(trace, 1)
    assert found[-1] == (at, "terminated")
    assert found[-2][1] == before
    assert trace.memory[1].exit_code == SIGNALS[kind]
    assert trace.memory[1].end_ns == at * MS
    assert trace.ended[0] == trace.known_until_ns


def test_a_signal_to_a_single_thread_is_refused():
    trace = running(bursts("cpu 2ms", threads=2), cores=2, actions=(do(1, "kill", "A", thread=2),), policy="fcfs")
    assert ends(trace) == [2, 2]
    assert noted(trace, EventKind.REFUSED, EventKind.SIGNALLED) == [(1, "REFUSED", 1, 9)]


def test_a_signal_to_who_is_not_there_yet_or_any_more_does_nothing():
    trace = running(bursts("cpu 1ms", arrival_ns=MS), actions=(do(0.5, "kill", "A"), do(3, "kill", "A")))
    assert ends(trace) == [2]
    assert noted(trace, EventKind.SIGNALLED) == []


def test_a_lock_stays_with_a_holder_that_was_killed():
    trace = running(
        bursts("lock m, cpu 5ms, unlock m"), bursts("cpu 1ms, lock m, cpu 1ms", name="B"), cores=2,
        resources=(MUTEX,), actions=(do(2, "kill", "A"),),
    )  # fmt: skip
    assert ends(trace) == [2, None]
    assert waited(trace, 1)[0][:2] == ("mutex m", 1)
    assert trace.finished


def test_who_waits_behind_a_killed_writer_may_enter():
    trace = running(
        bursts("read-lock rw, cpu 5ms, unlock rw"),
        bursts("cpu 1ms, write-lock rw", name="W"),
        bursts("cpu 2ms, read-lock rw, cpu 1ms, unlock rw", name="R"),
        cores=3, policy="fcfs", actions=(do(3, "kill", "W"),),
    )  # fmt: skip
    assert ends(trace) == [5, 3, 4]
    assert waited(trace, 2) == [("rw-lock rw", 2, 3)]


def test_a_disk_finishes_the_request_of_who_was_killed_before_the_next_one():
    # One server: A's request takes [0, 4), though A is killed at 1; B's takes [4, 6).
    trace = running(
        bursts("io disk 4ms, cpu 1ms"), bursts("io disk 2ms, cpu 1ms", name="B"), cores=2,
        devices=(DeviceSpec(name="disk"),), actions=(do(1, "kill", "A"),),
    )  # fmt: skip
    assert ends(trace) == [1, 7]
    assert waited(trace, 1) == [("disk", 0, 6)]


def test_the_request_of_who_was_killed_in_the_queue_disappears():
    trace = running(
        bursts("io disk 4ms"), bursts("io disk 9ms", name="B"), bursts("io disk 2ms", name="C"), cores=3,
        devices=(DeviceSpec(name="disk"),), actions=(do(1, "kill", "B"),),
    )  # fmt: skip
    assert ends(trace) == [4, 1, 6]


def test_ctrl_c_ends_the_main_thread_of_a_program_and_the_process_when_the_others_have_ended():
    trace = running(
        program("n = 0\nwhile n < 9:\n    n = n + 1\n", threads=2), cores=2, policy="fcfs",
        actions=(do(0.25, "interrupt", "app.py"),),
    )  # fmt: skip
    assert trace.ended[0] == MS // 4
    assert trace.ended[1] == trace.memory[0].end_ns > MS
    assert trace.memory[0].exit_code == -2
    assert trace.executed[0].done[-1] == 0


def test_a_killed_holder_of_the_gil_lets_the_next_thread_run():
    trace = running(
        program("n = 0\nwhile True:\n    n = n + 1\n", threads=2), cores=2, policy="fcfs", until_ns=4 * MS,
        actions=(do(1.05, "interrupt", "app.py"),),
    )  # fmt: skip
    assert ends(trace)[0] == 1.05
    assert ran(trace, 1) == [(1, 0, 0), (0, 1.05, 4)]
    assert waited(trace, 1) == [("P1's GIL", 0, 1.05)]


def test_a_waiter_for_the_gil_that_was_killed_is_forgotten():
    trace = running(
        program("n = 0\nwhile n < 30:\n    n = n + 1\n", threads=2), cores=2, policy="fcfs",
        actions=(do(1, "kill", "app.py"),),
    )  # fmt: skip
    assert ends(trace) == [1, 1]
    assert trace.finished


def test_cores_that_go_off_line_give_their_threads_to_others():
    trace = running(
        bursts("cpu 4ms", threads=2), cores=2, policy="fcfs", actions=(do(1, "cores", value=1), do(5, "cores", value=2))
    )  # fmt: skip
    assert ran(trace, 0) == [(0, 0, 4)]
    assert ran(trace, 1) == [(1, 0, 1), (0, 4, 7)]
    assert noted(trace, EventKind.CORES) == [(1, "CORES", -1, 1), (5, "CORES", -1, 2)]


def test_cores_that_come_on_line_take_who_is_ready():
    trace = running(bursts("cpu 4ms", threads=3), policy="fcfs", actions=(do(1, "cores", value=3),))
    assert ends(trace) == [4, 5, 5]
    assert [ran(trace, thread)[0][0] for thread in range(3)] == [0, 1, 2]
    assert trace.header.cores == 3
    assert trace.header.first_cores == 1


def test_who_is_left_without_a_core_of_its_own_may_run_anywhere():
    for placement in ("global", "partitioned", "stealing"):
        trace = running(
            bursts("cpu 4ms", parameters=Parameters(affinity=(1,))), cores=2, policy="fcfs",
            placement=Placement(placement), actions=(do(1, "cores", value=1), do(2, "cores", value=2)),
        )  # fmt: skip
        assert ran(trace, 0) == [(1, 0, 1), (0, 1, 4)]
        assert noted(trace, EventKind.AFFINITY) == [(1, "AFFINITY", 0, 0)]


def test_cfs_spreads_over_the_cores_on_line():
    trace = running(
        *(bursts("cpu 30ms", name=name) for name in "ABCD"), policy="cfs", cores=2, actions=(do(10, "cores", value=1),)
    )
    assert ends(trace) == [102, 105, 108, 110]
