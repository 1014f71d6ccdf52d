"""What programs ask of the machine, and what becomes of it: times in ms, an instruction takes a tenth of one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.waiting_graph import describe, stuck
from desktop_app.engine import requests
from desktop_app.engine.execution import MAX_IDLE_GOES
from desktop_app.model.machine import StartCosts, StartMethod
from desktop_app.model.workload import DeviceSpec
from desktop_app.program.effects import (
    AwaitExit,
    DeviceUse,
    ExitProcess,
    Park,
    StartProcess,
    StartThread,
    Terminate,
    Unpark,
)
from desktop_app.trace.tables import EventKind
from tests.engine.observed import do, ends, noted, ran, sound, states, waited
from tests.engine.random_scripts import descriptions, image_of
from tests.engine.scripted_programs import Let, Machine, Say, ScriptedImage, ScriptedThread
from tests.scenarios import MS, program

FREE = {"gil": "free-threaded"}


@pytest.fixture
def machine(monkeypatch):
    return Machine(monkeypatch)


def test_a_parked_thread_goes_on_when_another_one_unparks_it(machine):
    other = ScriptedThread(1, Park("lock", None), 2)
    main = ScriptedThread(1, StartThread(other, False), 5, Unpark(other), 1)
    trace = sound(machine.run(lambda: ScriptedImage(main), cores=2, **FREE))
    assert [info.label for info in trace.threads] == ["P1·T1", "P1·T2"]
    assert states(trace, 1) == [
        (0.1, "new"),
        (0.1, "ready"),
        (0.1, "running"),
        (0.2, "waiting"),
        (0.6, "ready"),
        (0.6, "running"),
        (0.8, "terminated"),
    ]
    assert waited(trace, 1) == [("lock", 0.2, 0.6)]
    assert other.answers == [False]


def test_one_that_is_unparked_before_the_instruction_that_parks_it_is_over_does_not_wait(machine):
    other = ScriptedThread(1, Park("lock", None), 2)
    main = ScriptedThread(1, StartThread(other, False), 1, Unpark(other), 1)
    trace = sound(machine.run(lambda: ScriptedImage(main), cores=2, **FREE))
    assert waited(trace, 1) == []
    assert other.answers == [False]
    assert ends(trace) == [0.3, 0.4]


def test_a_park_times_out(machine):
    other = ScriptedThread(1, Park("lock", 3 * MS), 2)
    main = ScriptedThread(1, StartThread(other, False), 5)
    trace = sound(machine.run(lambda: ScriptedImage(main), cores=2, **FREE))
    assert waited(trace, 1) == [("lock", 0.2, 3.2)]
    assert other.answers == [True]
    assert ends(trace) == [0.6, 3.4]


def test_what_is_unparked_in_time_does_not_time_out(machine):
    other = ScriptedThread(1, Park("lock", 3 * MS), 2)
    main = ScriptedThread(1, StartThread(other, False), 5, Unpark(other), 1)
    trace = sound(machine.run(lambda: ScriptedImage(main), cores=2, **FREE))
    assert other.answers == [False]
    assert trace.known_until_ns == 0.8 * MS


def test_nothing_but_a_sleep_says_when_it_ends(machine):
    main = ScriptedThread(1, Park("sleep", 2 * MS), 1, Park("queue", 2 * MS), 1)
    trace = sound(machine.run(lambda: ScriptedImage(main)))
    assert [(cause.text, cause.timed, cause.bounded, cause.parked) for cause in trace.causes] == [
        ("sleep", True, False, False),
        ("queue", False, True, False),
    ]
    assert main.answers == [True, True]


def test_a_park_whose_time_is_over_at_once_does_not_block(machine):
    main = ScriptedThread(1, Park("lock", 0), 1)
    trace = sound(machine.run(lambda: ScriptedImage(main)))
    assert main.answers == [True]
    assert ends(trace) == [0.2]
    assert not waited(trace, 0)


def test_who_is_not_parked_is_not_unparked(machine):
    other = ScriptedThread(1, DeviceUse("disk", 2 * MS), 3, Park("lock", None), 1)
    main = ScriptedThread(1, StartThread(other, False), 2, Unpark(other), 8, Unpark(other), 20, Unpark(other))
    trace = sound(machine.run(lambda: ScriptedImage(main), cores=2, **FREE))
    assert waited(trace, 1) == [("disk", 0.2, 2.2), ("lock", 2.5, 3.1)]


def test_a_thread_that_parks_lets_another_one_have_the_gil(machine):
    other = ScriptedThread(3, Park("lock", None), 1)
    main = ScriptedThread(1, StartThread(other, False), 3, Park("queue", 1 * MS), 1, Unpark(other))
    trace = sound(machine.run(lambda: ScriptedImage(main), cores=2))
    assert waited(trace, 1)[0] == ("P1's GIL", 0.1, 0.4)
    assert ran(trace, 1)[1] == (0, 0.4, 0.7)
    assert waited(trace, 0) == [("queue", 0.4, 1.4)]


def test_a_woken_thread_waits_for_the_gil_again(machine):
    other = ScriptedThread(Park("lock", None), 3)
    main = ScriptedThread(1, StartThread(other, False), Park("queue", MS), 5, Unpark(other), 5)
    trace = sound(machine.run(lambda: ScriptedImage(main), cores=2))
    assert waited(trace, 1) == [("lock", 0.1, 1.6), ("P1's GIL", 1.6, 2.1)]


def test_the_switch_interval_is_the_process_own(machine):
    def run(interval_ns):
        other = ScriptedThread(3)
        main = ScriptedThread(1, StartThread(other, False), 200)
        return machine.run(lambda: ScriptedImage(main, switch_interval_ns=interval_ns), cores=2)

    assert waited(sound(run(MS)), 1) == [("P1's GIL", 0.1, 1.2)]
    assert waited(sound(run(5 * MS)), 1) == [("P1's GIL", 0.1, 5.2)]


def test_a_thread_that_waits_for_the_gil_anew_waits_a_whole_interval(machine):
    other = ScriptedThread(1, Park("lock", None), 2)
    main = ScriptedThread(1, StartThread(other, False), 3, Park("queue", MS), 20, Unpark(other), 100)
    trace = sound(machine.run(lambda: ScriptedImage(main, switch_interval_ns=4 * MS), cores=2))
    assert waited(trace, 1) == [("P1's GIL", 0.1, 0.4), ("lock", 0.5, 3.4), ("P1's GIL", 3.4, 7.5)]


def test_a_device_serves_as_many_requests_as_it_has_servers(machine):
    others = [ScriptedThread(DeviceUse("disk", MS), 1) for _ in range(2)]
    main = ScriptedThread(1, *(StartThread(other, False) for other in others), DeviceUse("network", MS), 1)
    trace = sound(
        machine.run(
            lambda: ScriptedImage(main), cores=3, devices=(DeviceSpec(name="disk", servers=1),), interrupt_ns=MS // 10
        )
    )
    assert [waited(trace, thread) for thread in range(3)] == [
        [("network", 0.1, 1.2)],
        [("disk", 0.1, 1.2), ("P1's GIL", 1.2, 1.3)],
        [("P1's GIL", 0.1, 0.1), ("disk", 0.1, 2.2)],
    ]
    assert [thread.answers for thread in (main, *others)] == [[False], [False], [False]]


def test_requests_are_done_in_order_at_the_end_of_their_instruction(machine):
    other = ScriptedThread(Park("lock", None), 1)
    main = ScriptedThread(1, StartThread(other, False), 3, Unpark(other), Park("queue", None))
    machine.run(lambda: ScriptedImage(main), cores=2, **FREE)
    assert other.answers == [False]


def test_a_thread_of_a_process_that_says_how_it_starts_takes_its_time_and_memory(machine):
    other = ScriptedThread(1)
    main = ScriptedThread(1, StartThread(other, False), 3)
    costs = StartCosts(fork_ns=2 * MS, thread_ns=MS, fork_bytes=1000, thread_bytes=10)
    trace = sound(
        machine.run(
            lambda: ScriptedImage(main), processes=(program(start=StartMethod.FORK),), cores=2, starts=costs, **FREE
        )
    )
    assert states(trace, 1)[:2] == [(2.1, "new"), (3.1, "ready")]
    assert noted(trace, EventKind.MEMORY) == [(0, "MEMORY", 0, 1000), (2.1, "MEMORY", 0, 1010), (3.2, "MEMORY", 0, 0)]


def parent_of(child, *rest, method="fork"):
    """Return a child's image, and the thread that starts it after one instruction and goes on with the rest."""
    image = ScriptedImage(child)
    return image, ScriptedThread(1, StartProcess(image, child, method, False), *rest)


def test_a_process_starts_another_one_and_waits_for_its_end(machine):
    child = ScriptedThread(3, ends_process=True)
    image = ScriptedImage(child)
    main = ScriptedThread(1, StartProcess(image, child, "fork", False), 2, AwaitExit(image, None), 1, ends_process=True)
    trace = sound(machine.run(lambda: ScriptedImage(main), cores=2, starts=StartCosts(fork_ns=2 * MS)))
    assert [(info.label, info.parent, info.arrival_ns, info.threads) for info in trace.processes] == [
        ("P1", -1, 0, (0,)),
        ("P2", 0, 0.1 * MS, (1,)),
    ]
    assert trace.processes[1].listing == trace.processes[0].listing
    assert states(trace, 1) == [(0.1, "new"), (2.1, "ready"), (2.1, "running"), (2.4, "terminated")]
    assert waited(trace, 0) == [("the end of P2", 0.3, 2.4)]
    assert [memory.exit_code for memory in trace.memory] == [0, 0]
    assert (image.pid, image.exit_code) == (1002, 0)
    assert main.answers == [False]


def test_the_end_of_a_process_that_is_over_is_not_waited_for(machine):
    image, main = parent_of(ScriptedThread(1), 100)
    main.script += [AwaitExit(image, None), None]
    trace = sound(machine.run(lambda: ScriptedImage(main), cores=2))
    assert not waited(trace, 0)
    assert main.answers == [False]


def test_a_process_is_waited_for_no_longer_than_asked(machine):
    child = ScriptedThread(Park("lock", None))
    image, main = parent_of(child)
    main.script += [AwaitExit(image, MS), None, Terminate(image, 15), AwaitExit(image, MS), None]
    trace = sound(machine.run(lambda: ScriptedImage(main), cores=2, starts=StartCosts(fork_ns=0)))
    assert main.answers == [True, False]
    assert trace.memory[1].exit_code == image.exit_code == -15
    assert trace.known_until_ns == 1.3 * MS
    assert noted(trace, EventKind.SIGNALLED) == [(1.2, "SIGNALLED", 1, 15)]


@pytest.mark.parametrize(("method", "cost_ns"), [("fork", 1_800_000), ("forkserver", 9_800_000), ("spawn", 48_000_000)])
def test_a_started_process_pays_for_its_start_and_for_its_threads(machine, method, cost_ns):
    grandchild = ScriptedThread(1)
    child = ScriptedThread(1, StartThread(grandchild, False), 1)
    _, main = parent_of(child, method=method)
    trace = sound(machine.run(lambda: ScriptedImage(main)))
    assert trace.ready_from[1] == 100_000 + cost_ns
    assert trace.ready_from[2] == trace.ready_from[1] + 100_000 + 70_000
    assert trace.threads[2].label == "P2·T2"
    assert not noted(trace, EventKind.MEMORY)


def test_memory_is_counted_where_ram_may_run_out(machine):
    child = ScriptedThread(Park("lock", None))
    _, main = parent_of(child)
    trace = sound(machine.run(lambda: ScriptedImage(main), ram_bytes=1_000_000))
    assert noted(trace, EventKind.OUT_OF_MEMORY) == [(0.1, "OUT_OF_MEMORY", 1, 500_000)]
    assert trace.memory[1].exit_code == -9
    assert ends(trace) == [0.1, 0.1]


def test_a_process_ends_with_its_daemons(machine):
    daemons = [ScriptedThread(Park("queue", None)), ScriptedThread(1_000)]
    child = ScriptedThread(1_000)
    image = ScriptedImage(child)
    main = ScriptedThread(
        1,
        *(StartThread(daemon, True) for daemon in daemons),
        StartProcess(image, child, "fork", True),
        10,
        ends_process=True,
    )
    trace = sound(machine.run(lambda: ScriptedImage(main), cores=4, starts=StartCosts(fork_ns=0), **FREE))
    assert ends(trace) == [1.1, 1.1, 1.1, 1.1]
    assert [memory.exit_code for memory in trace.memory] == [0, -15]


def test_an_exit_ends_all_threads_where_they_are(machine):
    others = [ScriptedThread(1_000), ScriptedThread(3, Park("lock", None)), ScriptedThread(1_000)]
    main = ScriptedThread(1, *(StartThread(other, False) for other in others), 10, ExitProcess(3), 5)
    trace = sound(machine.run(lambda: ScriptedImage(main), cores=3, quantum_ns=250_000, **FREE))
    assert trace.memory[0].exit_code == 3
    last = trace.known_until_ns
    assert all(last - 100_000 <= ended <= last for ended in trace.ended)


def test_what_a_killed_process_executes_already_is_over_first(machine):
    """The victim shares nothing with its killer, so it may have executed further than the killer has by then."""
    victim, killer = ScriptedThread(50), ScriptedThread()
    images = [ScriptedImage(victim), ScriptedImage(killer)]
    killer.script += [*[None] * 7, Terminate(images[0], 9)]
    trace = sound(machine.run(*(lambda image=image: image for image in images), cores=2))
    assert trace.memory[0].exit_code == -9
    assert trace.ended[0] == trace.executed[0].end[-1] >= 700_000


@pytest.mark.parametrize("killer", ["a process", "an action"])
def test_whom_its_last_instruction_wakes_is_woken_although_it_is_killed(machine, killer):
    waiter = ScriptedThread(1, Park("lock", None), 1)
    victim = ScriptedThread(8, Unpark(waiter), 9)
    images = [ScriptedImage(thread) for thread in (victim, waiter, ScriptedThread())]
    images[2].mains[0].script += [*[None] * 3, *([Terminate(images[0], 9)] if killer == "a process" else [])]
    names = [replace(program(), name=name) for name in "ABC"]
    actions = (do(0.8, "kill", "A"),) if killer == "an action" else ()
    trace = sound(
        machine.run(*(lambda image=image: image for image in images), processes=names, actions=actions, cores=3)
    )
    assert trace.memory[0].exit_code == -9
    assert waiter.answers == [False]
    assert ends(trace)[:2] == [0.8, 0.9]


def test_processes_that_share_memory_execute_one_instruction_at_a_time(machine):
    def goes(shares):
        threads = [ScriptedThread(40), ScriptedThread(40)]
        images = [ScriptedImage(thread, shares=shares) for thread in threads]
        main = ScriptedThread(
            1, *(StartProcess(image, image.mains[0], "fork", False) for image in images), Park("queue", 9 * MS)
        )
        sound(machine.run(lambda: ScriptedImage(main, shares=shares), cores=2, starts=StartCosts(fork_ns=0)))
        return len(threads[0].times)

    assert goes(shares=True) > 40
    assert goes(shares=False) < 40


def test_processes_of_different_programs_have_no_memory_in_common(machine):
    threads = [ScriptedThread(40), ScriptedThread(40)]
    sound(machine.run(*(partial(ScriptedImage, thread, shares=True) for thread in threads), cores=2))
    assert len(threads[0].times) < 40


def test_a_process_ends_with_the_exit_code_that_its_program_gives(machine):
    main = ScriptedThread(1, StartThread(ScriptedThread(Park("queue", None)), True), 2, exit_code=3)
    trace = sound(machine.run(lambda: ScriptedImage(main)))
    assert trace.memory[0].exit_code == 3


def test_a_child_is_looked_after_one_instruction_at_a_time(machine):
    child = ScriptedThread(40)
    _, main = parent_of(child, 60)
    sound(machine.run(lambda: ScriptedImage(main), cores=2, starts=StartCosts(fork_ns=0)))
    assert len(child.times) == 41  # one of them to begin with


def test_a_program_is_told_when_its_instruction_takes_effect(machine):
    main = ScriptedThread(1, Park("sleep", MS), 1)
    sound(machine.run(lambda: ScriptedImage(main)))
    assert main.times == [100_000, 1_100_000, 1_200_000]


def test_a_deadlock_of_parked_threads_ends_the_run_and_says_who_waits_for_what(machine):
    other = ScriptedThread(1, Park("lock", None))
    main = ScriptedThread(1, StartThread(other, False), 5, Park("P1·T2's end", None))
    trace = sound(machine.run(lambda: ScriptedImage(main)))
    assert trace.finished
    assert trace.known_until_ns == 0.7 * MS
    assert [describe(trace, waiter) for waiter in stuck(trace)] == [
        "P1.T1 waits for P1·T2's end",
        "P1.T2 waits for lock",
    ]


def test_a_thread_that_may_time_out_is_not_stuck(machine):
    main = ScriptedThread(1, Park("lock", 100 * MS), 1)
    trace = machine.run(lambda: ScriptedImage(main), until_ns=5 * MS)
    assert stuck(trace) == ()


def test_a_thread_that_asks_for_ever_without_executing_anything_fails(machine):
    main = ScriptedThread(1, *[Park("lock", 0)] * (MAX_IDLE_GOES + 5), 1)
    trace = sound(machine.run(lambda: ScriptedImage(main)))
    assert trace.memory[0].exit_code == 1
    assert trace.memory[0].output.text[-1].startswith("RuntimeError: 10,000 requests in a row")
    assert trace.known_until_ns == 100_000


def test_threads_that_only_wake_each_other_fail(machine):
    one, two = ScriptedThread(), ScriptedThread()
    one.script += [None, StartThread(two, False), *[Park("lock", None), Unpark(two)] * MAX_IDLE_GOES]
    two.script += [Unpark(one), Park("lock", None)] * MAX_IDLE_GOES
    trace = sound(machine.run(lambda: ScriptedImage(one), cores=2, **FREE))
    assert trace.finished
    assert "RuntimeError: 10,000 requests in a row" in "".join(trace.memory[0].output.text)


def test_no_more_threads_and_processes_are_started_than_there_may_be(machine, monkeypatch):
    monkeypatch.setattr(requests, "MAX_THREADS", 2)
    monkeypatch.setattr(requests, "MAX_PROCESSES", 1)
    main = ScriptedThread(1, *(StartThread(ScriptedThread(1), False) for _ in range(3)), 5)
    trace = sound(machine.run(lambda: ScriptedImage(main), **FREE))
    assert len(trace.threads) == 3
    assert trace.memory[0].output.text == ["RuntimeError: can't start new thread\n"]
    images = [ScriptedImage(ScriptedThread(1)) for _ in range(2)]
    starts = [StartProcess(image, image.mains[0], "fork", False) for image in images]
    main = ScriptedThread(1, *starts, 5)
    trace = sound(machine.run(lambda: ScriptedImage(main)))
    assert len(trace.processes) == 2
    assert trace.memory[0].output.text == ["BlockingIOError: [Errno 11] Resource temporarily unavailable\n"]


def test_what_ends_at_the_moment_of_an_action_is_done_when_its_thread_runs_again(machine):
    other = ScriptedThread(Park("lock", None), 1)
    main = ScriptedThread(1, StartThread(other, False), 4, Unpark(other))
    trace = sound(machine.run(lambda: ScriptedImage(main), cores=2, actions=(do(0.5, "cores", value=1),), **FREE))
    assert other.answers == [False]
    assert ends(trace) == [0.5, 0.6]


def test_a_thread_inherits_how_it_is_scheduled_from_the_one_that_starts_it(machine):
    other = ScriptedThread(1)
    main = ScriptedThread(2, StartThread(other, False), Say("x"), Let("y", "1"))
    simulation = machine.simulation(lambda: ScriptedImage(main), actions=(do(0.1, "nice", "app.py", value=7),))
    sound(simulation.run())
    assert [thread.nice for thread in simulation.world.threads] == [7, 7]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(descriptions(), min_size=1, max_size=2),
    st.booleans(),
    st.integers(1, 3),
    st.fixed_dictionaries(
        {
            "gil": st.sampled_from(["gil", "free-threaded"]),
            "policy": st.sampled_from(["fcfs", "round-robin", "priority", "cfs"]),
            "placement": st.sampled_from(["global", "partitioned", "stealing"]),
            "context_switch_ns": st.sampled_from([0, 30_000]),
        }
    ),
)
def test_whatever_programs_ask_for_the_trace_does_not_contradict_itself(programs, shares, cores, fields):
    with pytest.MonkeyPatch.context() as patch:
        made = [image_of(description, shares=shares) for description in programs]
        disk = DeviceSpec(name="disk", servers=1)
        starts = StartCosts(fork_ns=500_000, spawn_ns=2 * MS)
        trace = sound(Machine(patch).run(*made, cores=cores, devices=(disk,), starts=starts, **fields))
        assert trace.finished
