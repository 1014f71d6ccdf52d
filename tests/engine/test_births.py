"""Processes and threads are numbered in the order in which they come to exist."""

from __future__ import annotations

import pytest

from desktop_app.model.machine import StartCosts, StartMethod
from desktop_app.model.workload import Footprint
from desktop_app.program.effects import Park, StartProcess, StartThread
from desktop_app.trace.tables import EventKind
from tests.engine.observed import do, ends, noted, running, sound, task
from tests.engine.scripted_programs import Machine, ScriptedImage, ScriptedThread
from tests.scenarios import MS, bursts, program, run


def test_what_programs_and_actions_launch_is_numbered_in_order_of_time(monkeypatch):
    children = [ScriptedThread(Park("queue", 9 * MS)) for _ in range(2)]
    starts = [StartProcess(ScriptedImage(child), child, "fork", False) for child in children]
    main = ScriptedThread(1, starts[0], 20, starts[1], 1)
    trace = sound(
        Machine(monkeypatch).run(
            lambda: ScriptedImage(main),
            processes=(program(), bursts("cpu 1ms", name="B", threads=2), bursts("cpu 1ms", name="C", launches=0)),
            actions=(do(3, "launch", "B"), do(1, "launch", "C")),
            cores=3,
        )
    )
    born = [(info.label, info.name, info.parent, info.arrival_ns / MS, info.threads) for info in trace.processes]
    assert born == [
        ("P1", "app.py", -1, 0, (0,)),
        ("P2", "B", -1, 0, (1, 2)),
        ("P3", "app.py", 0, 0.1, (3,)),
        ("P4", "C", -1, 1, (4,)),
        ("P5", "app.py", 0, 2.1, (5,)),
        ("P6", "B", -1, 3, (6, 7)),
    ]
    assert [info.label for info in trace.threads] == [
        *("P1·T1", "P2·T1", "P2·T2", "P3·T1", "P4·T1", "P5·T1", "P6·T1", "P6·T2"),
    ]


def test_a_launched_process_is_not_there_before_it_is_launched():
    trace = run(bursts("cpu 1ms", name="A"), actions=(do(5, "launch", "A"),))
    assert trace.launches == (5 * MS,)
    assert [info.arrival_ns for info in trace.processes] == [0, 5 * MS]
    assert ends(trace) == [1, 6]


def test_a_program_launched_among_bursts_begins_at_once():
    """The loops for bursts alone hand over at that very moment."""
    trace = running(bursts("cpu 3ms", name="A"), program(launches=0), cores=2, actions=(do(1, "launch", "app.py"),))
    assert trace.executed[1].start[0] == MS
    assert trace.memory[1].final_globals == {"x": "10", "y": "20", "z": "30"}


def test_jobs_of_a_task_that_an_action_launches_are_counted():
    trace = running(task(1, 4), task(1, 5, name="B", launches=0), actions=(do(2, "launch", "B"),), until_ns=12 * MS)
    assert (trace.jobs[1].first_ns, trace.jobs[1].finish.tolist()) == (2 * MS, [3 * MS, 8 * MS])


@pytest.mark.parametrize(("method", "size"), [("fork", 1_000), ("spawn", 5_002_000)])
def test_a_fork_shares_the_memory_of_its_parent(monkeypatch, method, size):
    child = ScriptedThread(Park("queue", 9 * MS))
    main = ScriptedThread(1, StartProcess(ScriptedImage(child), child, method, False), 1)
    spec = program(footprint=Footprint(memory_bytes=5_000_000), start=StartMethod.FORK)
    starts = StartCosts(fork_bytes=1_000, spawn_bytes=2_000, fork_ns=0, spawn_ns=0)
    trace = sound(Machine(monkeypatch).run(lambda: ScriptedImage(main), processes=(spec,), starts=starts))
    assert noted(trace, EventKind.MEMORY)[:2] == [(0, "MEMORY", 0, 5_001_000), (0.1, "MEMORY", 1, size)]


def test_a_thread_keeps_to_the_cores_of_the_one_that_starts_it(monkeypatch):
    other = ScriptedThread(5)
    main = ScriptedThread(2, StartThread(other, False), 5)
    machine = Machine(monkeypatch)
    action = do(0.1, "affinity", "app.py", affinity=(1,))
    simulation = machine.simulation(lambda: ScriptedImage(main), actions=(action,), cores=2)
    sound(simulation.run())
    assert [thread.affinity for thread in simulation.world.threads] == [frozenset({1})] * 2
