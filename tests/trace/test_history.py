from desktop_app.analysis.event_index import EventIndex
from desktop_app.analysis.idleness import online_cores
from desktop_app.analysis.moment import snapshot
from desktop_app.analysis.waiting_graph import holders
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.model.workload import ResourceKind, ResourceSpec
from desktop_app.trace.history import forget_before, halfway_ns
from desktop_app.trace.size import size_bytes
from tests.scenarios import MS, bursts, program, run

SOURCE = "xs = []\nn = 0\nfor i in range(30):\n    n = n + i\n    xs.append(n)\n    print(n)\n"


def test_what_is_remembered_looks_as_before():
    trace = run(program(SOURCE, threads=2), bursts("cpu 3ms, io disk 2ms, cpu 3ms"), cores=2, context_switch_ns=5_000)
    half = halfway_ns(trace)
    times = [half + (trace.known_until_ns - half) * step // 50 for step in range(51)]
    before = [snapshot(trace, t) for t in times]
    size = size_bytes(trace)
    forget_before(trace, half, [])
    assert trace.begin_ns == half
    assert size_bytes(trace) < 0.8 * size
    assert [snapshot(trace, t) for t in times] == before


def test_nodes_in_use_survive():
    trace = run(program(SOURCE))
    node = trace.executed[0].node[len(trace.executed[0]) // 2]
    texts = [trace.values.text[value] for value in trace.stacks.values(node)]
    moved = forget_before(trace, trace.known_until_ns, [node])
    assert [trace.values.text[value] for value in trace.stacks.values(moved[node])] == texts


def test_what_is_held_and_in_force_survives_and_the_rest_does_not_pile_up():
    semaphore = ResourceSpec(name="s", kind=ResourceKind.SEMAPHORE, count=0)
    trace = run(
        bursts(", ".join(["acquire s, cpu 1ms"] * 20)),
        bursts(", ".join(["cpu 1ms, release s"] * 20)),
        bursts("lock m, cpu 99ms"),
        cores=3,
        resources=[semaphore],
        actions=[Action(at_ns=MS, kind=ActionKind.CORES, value=4)],
    )
    held = holders(trace, 50 * MS)
    forget_before(trace, 50 * MS, [])
    assert {resource: found for resource, found in holders(trace, 50 * MS).items() if found} == {
        resource: found for resource, found in held.items() if found
    }
    assert online_cores(EventIndex(trace), 50 * MS) == 4
    assert len(trace.events) < 10
