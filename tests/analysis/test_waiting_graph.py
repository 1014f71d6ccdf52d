import pytest

from desktop_app.analysis.waiting_graph import WaitingGraph, deadlock, describe, holders, stuck
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.model.workload import ResourceKind, ResourceSpec
from desktop_app.program.effects import AwaitExit, Park, StartProcess, StartThread
from tests.engine.scripted_programs import Machine, ScriptedImage, ScriptedThread
from tests.scenarios import MS, bursts, run


def names(trace, waiters):
    return [trace.threads[waiter.thread].name for waiter in waiters]


def test_a_run_that_ends_has_neither():
    trace = run(bursts("lock m, cpu 1ms, unlock m"), bursts("lock m, cpu 1ms, unlock m"), cores=2)
    assert deadlock(trace) is None
    assert stuck(trace) == ()


def test_a_cycle_of_three_closes_with_its_last_wait():
    trace = run(
        bursts("lock a, cpu 1ms, lock b"), bursts("lock b, cpu 2ms, lock c"), bursts("lock c, cpu 3ms, lock a"), cores=3
    )
    found = deadlock(trace)
    assert (found.at_ns, names(trace, found.cycle)) == (3 * MS, ["P1.T1", "P2.T1", "P3.T1"])
    assert [waiter.wants for waiter in found.cycle] == ["mutex b", "mutex c", "mutex a"]


def test_a_thread_may_wait_for_itself():
    trace = run(bursts("lock m, cpu 1ms, lock m"))
    found = deadlock(trace)
    assert (found.at_ns, names(trace, found.cycle)) == (MS, ["P1.T1"])


def test_who_waits_behind_a_cycle_is_not_part_of_it():
    pair = bursts("lock a, cpu 1ms, lock b"), bursts("lock b, cpu 1ms, lock a")
    trace = run(bursts("cpu 1us, lock a"), *pair, cores=3)
    assert names(trace, deadlock(trace).cycle) == ["P2.T1", "P3.T1"]


def test_joins_and_locks_make_cycles_together():
    trace = run(bursts("lock m, cpu 1ms, join B", name="A"), bursts("cpu 2ms, lock m", name="B"), cores=2)
    found = deadlock(trace)
    assert (found.at_ns, [waiter.wants for waiter in found.cycle]) == (2 * MS, ["the end of P2", "mutex m"])


def test_a_writer_waits_for_every_reader():
    trace = run(
        bursts("read-lock rw, cpu 1ms, lock m"),
        bursts("read-lock rw, cpu 9ms, unlock rw"),
        bursts("lock m, cpu 2ms, write-lock rw"),
        cores=3,
    )
    found = deadlock(trace)
    assert (found.at_ns, names(trace, found.cycle)) == (2 * MS, ["P1.T1", "P3.T1"])


def test_a_cycle_that_a_kill_opens_is_none_at_the_end():
    kill = Action(at_ns=5 * MS, kind=ActionKind.KILL, process="B")
    trace = run(
        bursts("lock a, cpu 1ms, lock b", name="A"),
        bursts("lock b, cpu 1ms, lock a", name="B"),
        cores=2,
        actions=[kill],
    )
    assert deadlock(trace) is None
    assert {0, 1} == set(WaitingGraph(trace, 4 * MS).waiters)
    (waiter,) = stuck(trace)
    assert describe(trace, waiter).endswith("waits for mutex b, held by P2.T1, which was killed")


@pytest.mark.parametrize(
    ("kind", "text", "wants"),
    [
        (ResourceKind.SEMAPHORE, "acquire r, cpu 1ms, acquire r", "semaphore r"),
        (ResourceKind.QUEUE, "cpu 1ms, get r", "queue r"),
        (ResourceKind.BARRIER, "cpu 1ms, barrier r", "barrier r"),
    ],
)
def test_where_nobody_is_left_the_run_is_stuck(kind, text, wants):
    resource = ResourceSpec(name="r", kind=kind, count=2 if kind is ResourceKind.BARRIER else 1)
    trace = run(bursts(text), bursts("cpu 3ms"), cores=2, resources=[resource])
    assert deadlock(trace) is None
    assert [waiter.wants for waiter in stuck(trace)] == [wants]


def test_a_run_that_was_stopped_early_is_not_stuck():
    assert stuck(run(bursts("io disk 9ms, cpu 1ms"), until_ns=MS)) == ()


def test_a_semaphore_may_be_released_by_somebody_else():
    semaphore = ResourceSpec(name="s", kind=ResourceKind.SEMAPHORE, count=1)
    trace = run(bursts("acquire s, cpu 1ms"), bursts("cpu 2ms, release s"), cores=2, resources=[semaphore])
    assert holders(trace, MS) == {0: [(0, 0)]}
    assert holders(trace, 2 * MS) == {0: []}


def test_a_long_chain_needs_no_recursion():
    count = 1_500
    chain = [bursts(f"lock m{n}, cpu 2ms, lock m{(n + 1) % count}", name=f"T{n}") for n in range(count)]
    assert len(deadlock(run(*chain)).cycle) == count


def test_who_waits_for_a_deadlock_for_ever_is_stuck_beside_it():
    """Three processes wait for the end of all of their name: each alone is a deadlock, and so are the others."""
    trace = run(bursts("cpu 1ms, join A, cpu 1ms", launches=3))
    assert [waiter.thread for waiter in deadlock(trace).cycle] == [0]
    assert [waiter.thread for waiter in stuck(trace)] == [1, 2]


def test_threads_that_wait_for_each_other_s_end_are_a_deadlock(monkeypatch):
    other = ScriptedThread(2, Park("P1·T1's end", None))
    main = ScriptedThread(1, StartThread(other, False), 9, Park("P1·T2's end", None))
    trace = Machine(monkeypatch).run(lambda: ScriptedImage(main), cores=2, gil="free-threaded")
    found = deadlock(trace)
    assert (found.at_ns, [describe(trace, waiter) for waiter in found.cycle]) == (
        MS,
        ["P1.T1 waits for P1·T2's end", "P1.T2 waits for P1·T1's end"],
    )
    assert stuck(trace) == ()


def test_who_waits_for_a_process_waits_for_its_threads(monkeypatch):
    child = ScriptedThread(2, Park("queue", None))
    image = ScriptedImage(child)
    main = ScriptedThread(1, StartProcess(image, child, "fork", False), AwaitExit(image, None))
    trace = Machine(monkeypatch).run(lambda: ScriptedImage(main))
    graph = WaitingGraph(trace, trace.known_until_ns)
    assert [(waiter.wants, waiter.held_by) for waiter in graph.waiters.values()] == [
        ("the end of P2", (1,)),
        ("queue", ()),
    ]
    assert names(trace, stuck(trace)) == ["P1.T1", "P2.T1"]


def test_what_may_time_out_is_no_deadlock(monkeypatch):
    other = ScriptedThread(2, Park("P1·T1's end", None))
    main = ScriptedThread(1, StartThread(other, False), 9, Park("P1·T2's end", 100 * MS))
    trace = Machine(monkeypatch).run(lambda: ScriptedImage(main), until_ns=5 * MS)
    assert deadlock(trace) is None
    assert stuck(trace) == ()
