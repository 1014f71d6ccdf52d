import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.waits_for import NodeKind, WaitsForIndex, deadlock_at
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.states import ThreadState
from desktop_app.model.workload import ResourceKind, ResourceSpec
from tests.engine.random_scenarios import scenarios
from tests.scenarios import MS, bursts, program, run

PAIR = bursts("lock a, cpu 1ms, lock b", name="A"), bursts("lock b, cpu 1ms, lock a", name="B")
MEAL = """
import threading
fork = threading.Lock()
knife = threading.Lock()
def eat(first, second):
    with first:
        for _ in range(9):
            pass
        with second:
            pass
ann = threading.Thread(target=eat, args=(fork, knife))
bob = threading.Thread(target=eat, args=(knife, fork))
ann.start(); bob.start()
ann.join(); bob.join()
"""


def graph(trace, t_ns):
    return WaitsForIndex(Moments(trace)).at(t_ns)


def arrows(found, *, in_cycle=None):
    return {
        (found.nodes[edge.source].label, found.nodes[edge.target].label)
        for edge in found.edges
        if in_cycle is None or edge.in_cycle is in_cycle
    }


@pytest.fixture(scope="module")
def pair():
    return run(*PAIR, cores=2)


def test_arrows_go_from_a_thread_to_what_it_wants_and_on_to_who_holds_it(pair):
    found = graph(pair, MS)
    ring = {("P1·T1", "mutex b"), ("mutex b", "P2·T1"), ("P2·T1", "mutex a"), ("mutex a", "P1·T1")}
    assert arrows(found) == arrows(found, in_cycle=True) == ring
    assert found.cycle == (0, 1)
    assert all(wait.in_cycle for wait in found.waits)


def test_before_they_wait_they_hold(pair):
    found = graph(pair, MS // 2)
    assert arrows(found) == {("mutex a", "P1·T1"), ("mutex b", "P2·T1")}
    assert (found.waits, found.cycle) == ((), ())


def test_there_is_a_deadlock_from_its_moment_on(pair):
    moments = Moments(pair)
    assert [deadlock_at(moments, t) is not None for t in (0, MS - 1, MS, pair.known_until_ns)] == [0, 0, 1, 1]


def test_a_program_s_own_locks_make_a_deadlock_with_names_from_the_program():
    trace = run(program(MEAL), cores=2, gil="free-threaded")
    found = deadlock_at(Moments(trace), trace.known_until_ns)
    assert found.cycle == (1, 2)
    assert found.stuck == (0,)
    ring = {("P1·T2", "lock knife"), ("lock knife", "P1·T3"), ("P1·T3", "lock fork"), ("lock fork", "P1·T2")}
    assert arrows(found, in_cycle=True) == ring
    assert arrows(found, in_cycle=False) == {("P1·T1", "P1·T2")}


def test_who_waits_for_the_gil_sees_who_runs_with_it():
    body = "def f():\n    for _ in range(60):\n        pass\n"
    source = f"import threading\n{body}t = threading.Thread(target=f)\nt.start()\nf()\n"
    trace = run(program(source), cores=2)
    waits = next(waits for waits in trace.waits if any(trace.causes[c].text == "P1's GIL" for c in waits.cause))
    row = next(row for row, cause in enumerate(waits.cause) if trace.causes[cause].text == "P1's GIL")
    found = graph(trace, (waits.time[row] + waits.until[row]) // 2)
    gil = next(place for place, node in enumerate(found.nodes) if node.kind is NodeKind.GIL)
    assert {(edge.holds, edge.in_cycle) for edge in found.edges if gil in {edge.source, edge.target}} == {
        (False, False),
        (True, False),
    }
    assert [len(wait.held_by) for wait in found.waits if wait.what == "P1's GIL"] == [1]
    assert found.cycle == ()


def test_devices_and_queues_have_no_holder():
    queue = ResourceSpec(name="q", kind=ResourceKind.QUEUE, count=1)
    trace = run(bursts("io disk 9ms, cpu 1ms"), bursts("get q", name="B"), resources=[queue], until_ns=5 * MS)
    found = graph(trace, 4 * MS)
    assert arrows(found) == {("P1·T1", "disk"), ("P2·T1", "queue q")}
    assert {node.label: node.kind for node in found.nodes if node.thread < 0} == {
        "disk": NodeKind.DEVICE,
        "queue q": NodeKind.OTHER,
    }


def test_at_the_end_of_a_stuck_run_it_is_said_who_is_left():
    queue = ResourceSpec(name="q", kind=ResourceKind.QUEUE, count=1)
    trace = run(bursts("cpu 1ms, get q"), resources=[queue])
    found = deadlock_at(Moments(trace), trace.known_until_ns)
    assert (found.cycle, found.stuck) == ((), (0,))


def test_resources_are_listed_once_in_an_order_that_only_grows(pair):
    assert [node.label for node in WaitsForIndex(Moments(pair)).resources()] == ["mutex a", "mutex b"]
    trace = run(bursts("cpu 1ms, io disk 1ms", launches=3), bursts("cpu 1ms, io net 1ms"))
    assert [node.label for node in WaitsForIndex(Moments(trace)).resources()] == ["disk", "net"]


@settings(max_examples=10)
@given(scenarios(), st.integers(0, 8))
def test_every_waiting_thread_has_an_arrow_and_the_graph_is_one_of_its_moment(described, eighths):
    trace = simulate(described, BATCH_LIMITS).run()
    moments = Moments(trace)
    index, t_ns = WaitsForIndex(moments), trace.known_until_ns * eighths // 8
    for other in (trace.known_until_ns, t_ns // 2):
        index.at(other)
    found = index.at(t_ns)
    assert found == WaitsForIndex(Moments(trace)).at(t_ns)
    states = [moments.lives.state(thread, t_ns) for thread in range(len(trace.threads))]
    waiting = {thread for thread, state in enumerate(states) if state is ThreadState.WAITING}
    assert {wait.thread for wait in found.waits} == waiting
    wanting = {found.nodes[edge.source].thread for edge in found.edges if not edge.holds}
    assert wanting == waiting
    assert set(found.cycle) <= waiting
    assert any(edge.in_cycle for edge in found.edges) == bool(found.cycle)
    assert len({node.key for node in found.nodes}) == len(found.nodes)
