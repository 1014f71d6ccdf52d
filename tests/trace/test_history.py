from desktop_app.analysis.moment import snapshot
from desktop_app.trace.history import forget_before, halfway_ns
from desktop_app.trace.size import size_bytes
from tests.scenarios import bursts, program, run

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
